"""The provider of bars and ticks from files."""

import attrs

from propbots.api.data import BarTable, DataRequest, TickTable
from propbots_files.content import open_content
from propbots_files.formats import FORMATS
from propbots_files.instructions import Instructions
from propbots_files.settings import FileSettings

__all__ = ["FileProvider"]


@attrs.frozen
class FileProvider:
    """Reads bars and ticks from files, each in the first format that recognises its content.

    Attributes:
        instructions: What the user said about the files.
    """

    instructions: Instructions

    @classmethod
    def from_settings(cls, settings: FileSettings) -> "FileProvider":
        """Build the provider.

        Raises:
            ConfigurationError: If a setting is wrong whatever the file may be.
        """
        return cls(Instructions.from_settings(settings))

    def read(self, request: DataRequest) -> BarTable | TickTable:
        """Return the bars or ticks of one file in the order in which they stand there.

        Raises:
            DataError: If the file cannot be read; with row and column where there are any.
            ConfigurationError: If the settings do not fit the file, or leave open what the file does not say.
        """
        with open_content(request.location) as content:
            chosen = next(form for form in FORMATS if form.recognise(content, self.instructions))
            return chosen.read(content, self.instructions)
