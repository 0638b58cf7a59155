"""All formats, in the order in which they are asked whether a file is theirs.

A new format is one module with a `FORMAT` and one entry here.
"""

from propbots_files.formats import canonical, generic
from propbots_files.formats.format import Format

__all__ = ["FORMATS", "Format"]

FORMATS: tuple[Format, ...] = (canonical.FORMAT, generic.FORMAT)
"""The last takes every file, and says what is wrong with one that is not of bars."""
