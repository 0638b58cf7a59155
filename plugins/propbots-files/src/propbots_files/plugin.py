"""The entry module: says what this distribution brings and imports nothing heavy."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from typing_extensions import override

from propbots.api.plugin import DataProviderContribution, Plugin, hookimpl
from propbots_files.settings import FileSettings

if TYPE_CHECKING:
    from propbots.api.data import DataProvider

__all__ = ["FilesPlugin", "build_provider"]


def build_provider(settings: FileSettings) -> "DataProvider":
    """Build the reader of files.

    Raises:
        ConfigurationError: If a setting is wrong whatever the file may be.
    """
    from propbots_files.provider import FileProvider  # noqa: PLC0415 -- an entry module stays light

    return FileProvider.from_settings(settings)


class FilesPlugin(Plugin):
    """Bars and ticks from files."""

    @hookimpl
    @override
    def propbots_data_providers(self) -> Sequence[DataProviderContribution]:
        """Return the reader of files."""
        summary = "bars and ticks from CSV files with any header, separator, time form and zone; plain, .gz or .zip"
        return [DataProviderContribution("files", summary, build_provider, FileSettings, reads_files=True)]
