"""The work that every engine is given: one contract of one instrument, what it costs, and which bars."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "BALANCE",
    "BAR_SECONDS",
    "COMMISSION_CENTS",
    "FAST",
    "POINT_VALUE",
    "SLOW",
    "TICK_CENTS",
    "TICK_SIZE",
    "Bars",
    "load_bars",
    "make_bars",
    "save_bars",
    "write_csv",
    "write_instrument",
]

FAST, SLOW = 10, 50
TICK_SIZE, POINT_VALUE = 0.25, 50
TICK_CENTS = 1250
COMMISSION_CENTS = 204
BALANCE = 50_000_000
BAR_SECONDS = 60

_SEED = 20_261_122
_START = 1_672_617_600
"""Seconds since 1970 of the first bar: 2023-01-02 00:00 UTC."""
_FLOOR, _MIDDLE, _CEILING = 16_000, 20_000, 24_000
"""Ticks between which the walk is reflected, and where it starts."""


class Bars(NamedTuple):
    """Bars as columns of equal length, int64: times in seconds since 1970, prices in ticks."""

    time: NDArray[np.int64]
    open: NDArray[np.int64]
    high: NDArray[np.int64]
    low: NDArray[np.int64]
    close: NDArray[np.int64]
    volume: NDArray[np.int64]


def make_bars(count: int) -> Bars:
    """Make minutes of a random walk that is reflected at both ends; fewer bars are a prefix of more.

    Args:
        count: How many.
    """
    bounds = ((-4, 5), (-1, 2), (0, 4), (0, 4), (1, 500))
    steps, gaps, above, below, volume = (_draw(column, count, *ends) for column, ends in enumerate(bounds))
    width = _CEILING - _FLOOR
    unfolded = (np.cumsum(steps) + _MIDDLE - _FLOOR) % (2 * width)
    close = _FLOOR + np.minimum(unfolded, 2 * width - unfolded)
    opens = np.append(_MIDDLE, close[:-1]) + gaps
    return Bars(
        time=_START + BAR_SECONDS * np.arange(count, dtype=np.int64),
        open=opens,
        high=np.maximum(opens, close) + above,
        low=np.minimum(opens, close) - below,
        close=close,
        volume=volume,
    )


def _draw(column: int, count: int, low: int, high: int) -> NDArray[np.int64]:
    return np.random.default_rng((_SEED, column)).integers(low, high, count)


def save_bars(bars: Bars, path: Path) -> None:
    """Write bars for the engines, which load them with numpy alone."""
    np.savez(path, **bars._asdict())


def load_bars(path: Path) -> Bars:
    """Read what `save_bars` wrote."""
    with np.load(path) as file:
        return Bars(*(file[name] for name in Bars._fields))


def write_csv(bars: Bars, path: Path) -> None:
    """Write bars as the canonical CSV: UTC, stamped at the open."""
    times = np.datetime_as_string(bars.time.astype("datetime64[s]")).tolist()
    prices: Callable[[NDArray[np.int64]], list[float]] = lambda ticks: (ticks * TICK_SIZE).tolist()  # noqa: E731 -- one use
    columns = (times, *map(prices, (bars.open, bars.high, bars.low, bars.close)), bars.volume.tolist())
    with path.open("w", encoding="ascii") as file:
        file.write("time,open,high,low,close,volume\n")
        for time, open_, high, low, close, volume in zip(*columns, strict=True):
            file.write(f"{time}Z,{open_:.2f},{high:.2f},{low:.2f},{close:.2f},{volume}\n")


def write_instrument(path: Path) -> None:
    """Write the instrument as propbots reads one from a file; it trades round the clock."""
    path.write_text(
        "[instrument]\n"
        'id = "INDEX"\n'
        'asset_class = "futures"\n'
        f'tick_size = "{TICK_SIZE}"\n'
        f'point_value = "{POINT_VALUE}"\n'
        'currency = "USD"\n',
        encoding="ascii",
    )
