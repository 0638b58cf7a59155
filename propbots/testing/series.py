"""Bars for trying indicators: plain ones, and those that plain tests never show."""

from collections.abc import Iterator
from math import inf, nan

import attrs
import numpy as np

from propbots.series.expression import BarField, Column
from propbots.series.indicator import Indicator

__all__ = ["DAY_BARS", "Series", "a_series", "list_unusual", "with_gaps"]

DAY_BARS = 100
"""Bars of a trading day."""
_FIRST_DAY = 20_458
_TICK = 0.25


@attrs.frozen(eq=False)
class Series:
    """Fields of bars as float64 columns of equal length.

    Attributes:
        name: What messages call it.
        fields: By the names that indicators read.
    """

    name: str
    fields: dict[str, Column]

    def __len__(self) -> int:
        """Return the number of bars."""
        return len(self.fields["close"])

    def inputs_of(self, indicator: Indicator) -> tuple[Column, ...]:
        """Return what an indicator is fed with; the closes stand for whatever its source is."""
        return tuple(self.fields[one.name if isinstance(one, BarField) else "close"] for one in indicator.inputs)

    def select(self, chosen: slice) -> "Series":
        """Return some of the bars."""
        return attrs.evolve(self, fields={name: column[chosen] for name, column in self.fields.items()})


def a_series(size: int = 3 * DAY_BARS, *, seed: int = 1) -> Series:
    """Return a market as it is: prices on a grid that wander and meet again, and volume in every bar.

    Args:
        size: Number of bars.
        seed: The same seed gives the same bars.
    """
    random = np.random.default_rng(seed)
    closes = 4_000 + np.cumsum(random.integers(-4, 5, size))
    reach = random.integers(0, 5, (2, size)).astype(np.float64)
    volume = random.integers(1, 1_000, size).astype(np.float64)
    return _series(f"seed {seed}", _TICK * closes.astype(np.float64), _TICK * reach, volume)


def _series(name: str, close: Column, reach: Column, volume: Column) -> Series:
    open_ = np.append(close[:1], close[:-1])
    number = np.arange(len(close))
    day = _FIRST_DAY + number // DAY_BARS
    fields = {
        "open": open_,
        "high": np.maximum(open_, close) + reach[0],
        "low": np.minimum(open_, close) - reach[1],
        "close": close,
        "volume": volume,
        "close_time": (day * 86_400 + (number % DAY_BARS + 1) * 60 - 1).astype(np.float64),
        "trading_day": day.astype(np.float64),
    }
    return Series(name, fields)


def list_unusual(size: int = 2 * DAY_BARS) -> Iterator[Series]:
    """Give series that come once in years: nothing moves, nothing trades, everything moves, prices at and below 0."""
    plain = a_series(size, seed=7)
    steps = np.arange(size, dtype=np.float64)
    close, none, traded = plain.fields["close"], np.zeros((2, size)), plain.fields["volume"]
    yield _series("prices that never move", np.full(size, 1_000.25), none, traded)
    yield _series("prices that are 0", np.zeros(size), none, traded)
    yield _series("bars without volume", close, none, np.zeros(size))
    yield _series("prices that only rise", 100 + _TICK * steps, none, traded)
    yield _series("prices that only fall", 1_000 - _TICK * steps, none, traded)
    yield _series("prices below 0", -close, none, traded)
    yield _series("prices that jump", close * 10.0 ** (steps // 25 % 2), none, traded)
    yield _series("tiny prices", close * 1e-9, none, traded)
    yield _series("large prices", close * 1e9, none, traded)
    for few in range(3):
        yield plain.select(slice(few))


def with_gaps(series: Series) -> Series:
    """Return a series in which some values are missing."""
    fields = {name: column.copy() for name, column in series.fields.items()}
    for place, name in enumerate(("close", "high", "low", "volume", "open")):
        fields[name][10 + place :: 17] = nan if place % 2 else inf
        fields[name][40:45] = nan
    return attrs.evolve(series, name=f"{series.name} with missing values", fields=fields)
