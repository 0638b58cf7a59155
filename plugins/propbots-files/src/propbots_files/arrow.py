"""Reads the rows of a block at once with pyarrow; what it does not take, the exact reader takes or explains."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv

from propbots.errors import DataCorrupt
from propbots_files.exact import split_line
from propbots_files.layout import Layout
from propbots_files.rows import STAMP_SIZE_MAX, TextRows
from propbots_files.text import Block

__all__ = ["read_rows"]

_ASCII_MAX = 127


class _Unusual(Exception):
    """A value that needs a closer look."""


def read_rows(block: Block, layout: Layout) -> TextRows | None:
    """Read the rows of a block, or return None if one of them needs a closer look."""
    try:
        table = _read_table(block, layout)
        row = block.filled_rows(table.num_rows)
        if row is None or len(row) == 0:
            return None
        _require_closed(block, layout)
        stamp = _join([_texts(table[str(index)].combine_chunks()) for index in layout.columns.stamp])
        may_lack = layout.columns.may_lack
        numbers = [
            _numbers(table[str(index)].combine_chunks(), may_lack=index in may_lack)
            for index in layout.columns.numbers.values()
        ]
    except (pa.ArrowException, DataCorrupt, _Unusual):
        return None
    return TextRows(row, stamp, tuple(numbers))


def _require_closed(block: Block, layout: Layout) -> None:
    """Refuse a quotation mark that is open where the block ends; pyarrow closes it without a word."""
    if b'"' in block.data:
        filled = block.data.rstrip()
        for line in Block(filled[filled.rfind(b"\n") + 1 :], block.row).lines():
            split_line(line, layout.separator, layout.location)


def _read_table(block: Block, layout: Layout) -> pa.Table:
    """Return the columns that are needed, each named by its place in a row."""
    types = dict.fromkeys(map(str, layout.columns.numbers.values()), pa.float64())
    types |= dict.fromkeys(map(str, layout.columns.stamp), pa.string())
    # Other blocks are fetched and joined in the meantime, which keeps two processors busy with less memory.
    read = csv.ReadOptions(column_names=[str(index) for index in range(len(layout.names))], use_threads=False)
    convert = csv.ConvertOptions(column_types=types, include_columns=list(types), null_values=[""])
    parse = csv.ParseOptions(delimiter=layout.separator)
    # Arrow's own pools keep what they once had; the system's gives it back.
    pool = pa.system_memory_pool()
    return csv.read_csv(pa.py_buffer(block.data), read, parse, convert, memory_pool=pool)


def _numbers(column: pa.DoubleArray, *, may_lack: bool) -> NDArray[np.float64]:
    """Return finite numbers, with NaN for those that are lacking where they may."""
    # The column's own `to_numpy` and `fill_null` import pandas wherever that is installed: longer than reading takes.
    part = slice(column.offset, column.offset + len(column))
    valid, data = column.buffers()
    values: NDArray[np.float64] = np.frombuffer(data, dtype=np.float64)[part]
    if column.null_count:
        known = np.unpackbits(np.frombuffer(valid, dtype=np.uint8), bitorder="little")[part]
        values = np.where(known, values, np.nan)
    if np.count_nonzero(np.isfinite(values)) + (column.null_count if may_lack else 0) < len(values):
        raise _Unusual
    return values


def _join(columns: list[NDArray[np.bytes_]]) -> NDArray[np.bytes_]:
    """Return the one column of times, or date and clock joined by a blank."""
    if len(columns) == 1:
        return columns[0]
    date, clock = columns
    return np.char.add(np.char.add(date, b" "), clock)


def _texts(column: pa.StringArray) -> NDArray[np.bytes_]:
    """Return texts as bytes of one width, shorter ones filled with zeros as numpy has them."""
    _, offset_buffer, data_buffer = column.buffers()
    offsets = np.frombuffer(offset_buffer, dtype=np.int32)[column.offset : column.offset + len(column) + 1]
    data = np.frombuffer(data_buffer or b"", dtype=np.uint8)[offsets[0] : offsets[-1]]
    sizes = np.diff(offsets)
    width = max(int(sizes.max(initial=0)), 1)
    if width > STAMP_SIZE_MAX or (data > _ASCII_MAX).any():
        raise _Unusual
    if sizes.min(initial=width) == width:
        return data.view(f"S{width}")
    matrix = np.zeros((len(sizes), width), dtype=np.uint8)
    matrix[np.arange(width) < sizes[:, np.newaxis]] = data
    return matrix.view(f"S{width}").ravel()
