"""What a format of files is."""

from collections.abc import Callable

import attrs

from propbots.api.data import BarTable, TickTable
from propbots_files.content import Content
from propbots_files.instructions import Instructions

__all__ = ["Format"]


@attrs.frozen
class Format:
    """A way in which files hold bars or ticks.

    Attributes:
        recognise: Whether a file is of this format, judged by the head of its content and never by its name; reads
            nothing further and raises nothing.
        read: Reads such a file. Raises `DataError` or `ConfigurationError`.
    """

    recognise: Callable[[Content, Instructions], bool]
    read: Callable[[Content, Instructions], BarTable | TickTable]
