"""Reads rows one by one: decides what a row means, and says where and why one means nothing.

The fast reader leaves to this one all that it does not take, so that there is one meaning and one place for messages.
"""

import csv
import re
from collections.abc import Iterator
from math import isinf, nan

import numpy as np

from propbots_files.layout import Layout
from propbots_files.refusal import refusal, shown
from propbots_files.rows import STAMP_SIZE_MAX, TextRows
from propbots_files.text import Block, Line

__all__ = ["is_number", "read_rows", "read_stamps", "split_line"]

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_BLANK = " \t"


def read_rows(block: Block, layout: Layout) -> TextRows:
    """Read the rows of a block.

    Raises:
        DataCorrupt: At the first row that cannot be read, with its column.
    """
    rows, stamps = [], []
    indexes, may_lack = list(layout.columns.numbers.values()), layout.columns.may_lack
    numbers: list[list[float]] = [[] for _ in indexes]
    for row, fields in _split(block, layout):
        rows.append(row)
        stamps.append(_stamp(fields, row, layout))
        for values, index in zip(numbers, indexes, strict=True):
            values.append(
                nan if index in may_lack and _is_blank(fields[index]) else _number(fields, row, index, layout)
            )
    columns = tuple(np.array(values, dtype=np.float64) for values in numbers)
    return TextRows(np.array(rows, dtype=np.int64), np.array(stamps, dtype=np.bytes_), columns)


def read_stamps(block: Block, layout: Layout) -> Iterator[tuple[int, bytes]]:
    """Yield the rows of a block with their times and nothing else.

    Raises:
        DataCorrupt: At a row that cannot be split, or whose time is none.
    """
    return ((row, _stamp(fields, row, layout)) for row, fields in _split(block, layout))


def split_line(line: Line, separator: str, location: str) -> list[str]:
    """Return the fields of a line.

    Raises:
        DataCorrupt: If a quotation mark is left open, or the line has ends of lines that are none here.
    """
    if "\r" in line.text:
        reason = "holds a carriage return that ends no line; save the file with the ends of lines of Unix or Windows"
        raise refusal(location, reason, row=line.row)
    if '"' not in line.text:
        return line.text.split(separator)
    lines = csv.reader([line.text, ""], delimiter=separator)
    try:
        fields = next(lines)
    except csv.Error as error:
        raise refusal(location, f"cannot be split into fields ({error})", row=line.row) from error
    if lines.line_num > 1:
        raise refusal(location, "a quotation mark is not closed; close it or leave it out", row=line.row)
    return fields


def is_number(field: str) -> bool:
    """Return whether a field holds a decimal number."""
    return _NUMBER.fullmatch(field.strip(_BLANK)) is not None


def _split(block: Block, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a block, each with as many fields as the file has columns."""
    for line in block.lines():
        fields = split_line(line, layout.separator, layout.location)
        if len(fields) != len(layout.names):
            raise refusal(layout.location, _wrong_count(line, len(fields), layout), row=line.row)
        yield line.row, fields


def _wrong_count(line: Line, count: int, layout: Layout) -> str:
    expected = len(layout.names)
    if line.is_cut and count < expected:
        return (
            f"the last line is cut short, it has {count} fields of {expected}; get the file in full or delete the line"
        )
    return f"must have {expected} fields (was {count}); quote a field that holds the separator {layout.separator!r}"


def _stamp(fields: list[str], row: int, layout: Layout) -> bytes:
    text = " ".join(fields[index].strip(_BLANK) for index in layout.columns.stamp)
    if not text.isascii() or len(text) > STAMP_SIZE_MAX:
        raise refusal(layout.location, f"must be a time (was {shown(text)})", row=row, column=layout.stamp_name)
    return text.encode("ascii")


def _is_blank(field: str) -> bool:
    return not field.strip(_BLANK)


def _number(fields: list[str], row: int, index: int, layout: Layout) -> float:
    text = fields[index].strip(_BLANK)
    if _NUMBER.fullmatch(text):
        value = float(text)
        if not isinf(value):
            return value
        reason = f"is too large a number (was {shown(text)})"
    else:
        reason = f"must be a number with a decimal point (was {shown(text)})"
    raise refusal(layout.location, reason, row=row, column=layout.names[index])
