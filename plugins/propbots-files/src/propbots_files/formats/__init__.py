"""All formats, in the order in which they are asked whether a file is theirs.

A new format is one module with its `FORMATS` and one entry here.
"""

from propbots_files.formats import binance, canonical, generic, metatrader, ninjatrader, sierra
from propbots_files.formats.format import Format

__all__ = ["FORMATS", "Format"]

FORMATS: tuple[Format, ...] = (
    canonical.FORMAT,
    *ninjatrader.FORMATS,
    *metatrader.FORMATS,
    *binance.FORMATS,
    *sierra.FORMATS,
    generic.FORMAT,
)
"""The last takes every file, and says what is wrong with one that is of neither bars nor ticks."""
