"""Bars and ticks written as the canonical CSV, which every part of propbots reads back without a question."""

import gzip
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from propbots.data.columns import to_steps
from propbots.data.output import write_atomically
from propbots.data.table import BarTable
from propbots.data.tick_table import TickTable
from propbots.domain.instrument import Instrument
from propbots.domain.time import to_text
from propbots.errors import DataCorrupt

__all__ = ["write_canonical_csv"]

_BARS = ("open", "high", "low", "close")
_TICKS = ("bid", "ask", "last")
_TOGETHER = 65_536
"""Rows turned into text at once, which keeps memory little above that of the file."""


def write_canonical_csv(table: BarTable | TickTable, instrument: Instrument, path: Path) -> None:
    """Write `time,open,high,low,close,volume` or `time,bid,ask,last,volume`, compressed if the name ends in `.gz`.

    Times are UTC, of bars their opens, prices the exact decimals of the tick grid, all with as many decimals as a tick;
    what is unknown is left empty. The same table gives the same bytes.

    Args:
        table: Prices on the instrument's grid.
        instrument: Whose grid it is.
        path: Where to write; an older file is replaced, whole or not at all.

    Raises:
        DataCorrupt: At the first price off the grid.
        OutputNotWritable: If the file cannot be written.
    """
    names = _BARS if isinstance(table, BarTable) else _TICKS
    header = ",".join(("time", *names, "volume\n"))
    parts = (table.select(slice(first, first + _TOGETHER)) for first in range(0, len(table), _TOGETHER))
    content = b"".join((header.encode("ascii"), *(_write_rows(part, names, instrument) for part in parts)))
    write_atomically(path, _compress(content) if path.suffix == ".gz" else content)


def _write_rows(table: BarTable | TickTable, names: tuple[str, ...], instrument: Instrument) -> bytes:
    time, volume = (table.open_time, table.volume) if isinstance(table, BarTable) else (table.time, table.size)
    columns = [
        [to_text(moment) for moment in time.tolist()],
        *(_price_texts(table, name, instrument) for name in names),
        [_volume_text(quantity) for quantity in volume.tolist()],
    ]
    return "\n".join((*map(",".join, zip(*columns, strict=True)), "")).encode("ascii")


def _price_texts(table: BarTable | TickTable, name: str, instrument: Instrument) -> list[str]:
    """Write a column of prices, those of ticks with nothing where they are unknown; each price is made text once."""
    column = getattr(table, name)
    unknown = np.isnan(column) if isinstance(table, TickTable) else np.zeros(len(column), dtype=bool)
    steps, off = to_steps(np.where(unknown, 0.0, column), instrument.tick_size)
    if off.any():
        _refuse_off_grid(table, name, instrument, off)
    values, places = np.unique(steps, return_inverse=True)
    texts = [*(f"{value * instrument.tick_size:f}" for value in values.tolist()), ""]
    return [texts[place] for place in np.where(unknown, -1, places).tolist()]


def _volume_text(volume: float) -> str:
    if volume != volume:  # noqa: PLR0124 -- the quickest test for a NaN, run for each row
        return ""
    return str(int(volume)) if volume.is_integer() else repr(volume)


def _compress(content: bytes) -> bytes:
    """Compress with no name and no time inside, so that the bytes depend on the content alone."""
    buffer = BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=buffer, mtime=0) as stream:
        stream.write(content)
    return buffer.getvalue()


def _refuse_off_grid(table: BarTable | TickTable, name: str, instrument: Instrument, off: NDArray[np.bool_]) -> None:
    index = int(np.argmax(off))
    value = f"{getattr(table, name)[index]:.12g}"
    raise DataCorrupt(
        f"{table.source.location}: row {table.row[index]}, column {name}: {value} is off the tick grid of "
        f"{instrument.id} ({instrument.tick_size}); round the prices before they are written"
    )
