"""Bars written as the canonical CSV, which every part of propbots reads back without a question."""

import gzip
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from propbots.data.columns import to_steps
from propbots.data.output import write_atomically
from propbots.data.table import BarTable
from propbots.domain.instrument import Instrument
from propbots.domain.time import to_text
from propbots.errors import DataCorrupt

__all__ = ["write_canonical_csv"]

_HEADER = "time,open,high,low,close,volume"
_PRICES = ("open", "high", "low", "close")


def write_canonical_csv(table: BarTable, instrument: Instrument, path: Path) -> None:
    """Write bars as `time,open,high,low,close,volume`, compressed if the name ends in `.gz`.

    Times are the bars' opens in UTC, prices the exact decimals of the tick grid, all with as many decimals as a tick;
    an unknown volume is left empty. The same bars give the same bytes.

    Args:
        table: The bars, prices on the instrument's grid.
        instrument: Whose grid it is.
        path: Where to write; an older file is replaced, whole or not at all.

    Raises:
        DataCorrupt: At the first price off the grid.
        OutputNotWritable: If the file cannot be written.
    """
    columns = [
        [to_text(time) for time in table.open_time.tolist()],
        *(_price_texts(table, name, instrument) for name in _PRICES),
        [_volume_text(volume) for volume in table.volume.tolist()],
    ]
    lines = [_HEADER, *map(",".join, zip(*columns, strict=True)), ""]
    content = "\n".join(lines).encode("ascii")
    write_atomically(path, _compress(content) if path.suffix == ".gz" else content)


def _price_texts(table: BarTable, name: str, instrument: Instrument) -> list[str]:
    """Write a column of prices; a price that comes often is turned into text once."""
    steps, off = to_steps(getattr(table, name), instrument.tick_size)
    if off.any():
        _refuse_off_grid(table, name, instrument, off)
    values, places = np.unique(steps, return_inverse=True)
    texts = [f"{value * instrument.tick_size:f}" for value in values.tolist()]
    return [texts[place] for place in places.tolist()]


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


def _refuse_off_grid(table: BarTable, name: str, instrument: Instrument, off: NDArray[np.bool_]) -> None:
    index = int(np.argmax(off))
    value = f"{getattr(table, name)[index]:.12g}"
    raise DataCorrupt(
        f"{table.source.location}: row {table.row[index]}, column {name}: {value} is off the tick grid of "
        f"{instrument.id} ({instrument.tick_size}); round the prices before they are written"
    )
