"""Any table of text with bars or ticks: by its header, or by the names that the user gives to the columns."""

from propbots.api.data import BarTable, TickTable
from propbots.errors import ConfigurationError, PropbotsError
from propbots_files.columns import FileColumns, find_columns
from propbots_files.content import Content
from propbots_files.exact import is_number, split_line
from propbots_files.formats.format import Format
from propbots_files.instructions import Instructions
from propbots_files.layout import Layout
from propbots_files.parts import TICKS, count_known
from propbots_files.refusal import refusal, shown
from propbots_files.settings import Stamp
from propbots_files.table import read_table
from propbots_files.text import Line

__all__ = ["FORMAT"]

_SEPARATORS = (",", ";", "\t", "|")
_USUAL_NAMES = ("time", "open", "high", "low", "close", "volume")
_USUAL_NAMES_OF_TICKS = ("time", "last", "volume")
_TITLE_NAMES = 2
"""Names of columns that the title shows."""


def _recognise(content: Content, instructions: Instructions) -> bool:
    """Take every file: what is wrong with it is found while reading."""
    del content, instructions
    return True


def _read(content: Content, instructions: Instructions) -> BarTable | TickTable:
    """Read bars or ticks.

    Raises:
        DataError: At the first thing that cannot be read.
        ConfigurationError: If what the user said does not fit the file, or leaves open what the file does not say.
    """
    return read_table(content, instructions.encoding, lambda line: _lay_out(line, content.location, instructions))


def _lay_out(line: Line, location: str, instructions: Instructions) -> Layout:
    """Find out the layout from the first line."""
    separator = instructions.separator or _find_separator(line, location)
    fields = _names(split_line(line, separator, location))
    if instructions.names:
        names = _complete(instructions.names, fields, location)
        columns = find_columns(names, (), lambda reason: ConfigurationError(f"--columns: {reason}"))
        has_header = not any(is_number(fields[index]) for index in columns.numbers.values())
    else:
        names, has_header = fields, True
        columns = _find_by_header(names, line, location, instructions)
    _require_no_stamp_of_ticks(columns, location, instructions)
    return Layout(
        location=location,
        title=_title(names, separator, given=bool(instructions.names)),
        separator=separator,
        names=names,
        columns=columns,
        header_row=line.row if has_header else line.row - 1,
        is_prescribed=False,
        zone=instructions.zone,
        stamp=instructions.stamp or Stamp.OPEN,
        form=instructions.form,
        notes=("The first row was taken for a header.",) if has_header and instructions.names else (),
    )


def _find_separator(line: Line, location: str) -> str:
    """Return the separator that yields the most names of parts of a row, then numbers, then fields."""

    def score(separator: str) -> tuple[int, int, int]:
        fields = _names(split_line(line, separator, location))
        return count_known(fields), sum(map(is_number, fields)), len(fields)

    best = max(_SEPARATORS, key=score)
    if best not in line.text:
        reason = f"holds none of , ; | or tab between its fields (was {shown(line.text)})"
        raise refusal(location, f"{reason}; if this is a table of bars, say its --separator", row=line.row)
    return best


def _find_by_header(names: tuple[str, ...], line: Line, location: str, instructions: Instructions) -> FileColumns:
    """Find the parts of a row by a file's own header."""

    def refuse(reason: str) -> PropbotsError:
        return refusal(location, reason, row=line.row)

    if not instructions.namings and not count_known(names) and any(map(is_number, names)):
        usual = _usual_names(len(names))
        raise refuse(f"has no header (was {shown(line.text)}); name the columns, such as --columns {','.join(usual)}")
    return find_columns(names, instructions.namings, refuse)


def _usual_names(count: int) -> tuple[str, ...]:
    """Return names to propose for so many columns."""
    if count <= len(_USUAL_NAMES_OF_TICKS):
        return _USUAL_NAMES_OF_TICKS[:count]
    return _USUAL_NAMES[:count] if count <= len(_USUAL_NAMES) else ("date", *_USUAL_NAMES)


def _require_no_stamp_of_ticks(columns: FileColumns, location: str, instructions: Instructions) -> None:
    """Refuse to take the time of a tick for that of an end of a bar."""
    if columns.kind is TICKS and instructions.stamp is not None:
        raise ConfigurationError(
            f"--stamp says which end of a bar a time names, and {location} has ticks; leave it out"
        )


def _complete(given: tuple[str, ...], fields: tuple[str, ...], location: str) -> tuple[str, ...]:
    """Return a name for each field: those that the user gave, then numbered ones."""
    if len(given) > len(fields):
        raise ConfigurationError(
            f"--columns names {len(given)} columns where {location} has {len(fields)}; check it and --separator"
        )
    return given + tuple(f"column {number}" for number in range(len(given) + 1, len(fields) + 1))


def _names(fields: list[str]) -> tuple[str, ...]:
    """Return fields as names that can be shown."""
    stripped = (field.strip(' \t"') for field in fields)
    return tuple("".join(letter if letter.isprintable() else "?" for letter in name) for name in stripped)


def _title(names: tuple[str, ...], separator: str, *, given: bool) -> str:
    return f"csv ({'columns' if given else 'header'}: {', '.join(names[:_TITLE_NAMES])}, …; separator {separator!r})"


FORMAT = Format(_recognise, _read)
