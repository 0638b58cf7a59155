"""Bars to try indicators on, and a compiler for their steps."""

import csv
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import Any

import attrs
import numpy as np
import pytest
from numpy.typing import NDArray

from propbots.api.indicator import Column, Indicator

Compile = Callable[[Indicator], Callable[..., Column]]

_DATA = Path(os.environ.get("PROPBOTS_TEST_DATA", Path(__file__).parents[4] / "shared" / "data"))
_DAY = 86_400


@attrs.frozen(eq=False)
class Bars:
    """Bars as columns, and as objects for feeding by hand.

    Attributes:
        end: When each bar ends, in seconds since 1970.
    """

    high: Column
    low: Column
    close: Column
    volume: Column
    end: NDArray[np.int64]

    @property
    def trading_day(self) -> Column:
        return ((self.end - 1) // _DAY).astype(np.float64)

    def inputs_of(self, indicator: Indicator) -> list[Column]:
        """Return what an indicator reads, or the closes."""
        return [getattr(self, field.name) for field in indicator.reads] or [self.close]

    def rows_for(self, indicator: Indicator) -> list[Any]:
        """Return what `next` is fed with."""
        if not indicator.reads:
            return list(self.close.tolist())
        columns = (self.high, self.low, self.close, self.volume)
        ends = [datetime.fromtimestamp(second, UTC) for second in self.end.tolist()]
        return list(map(HandBar, *(column.tolist() for column in columns), ends))


@attrs.frozen
class HandBar:
    """A bar of nobody's."""

    high: Any
    low: Any
    close: Any
    volume: Any
    close_time: datetime


def walk(seed: int, size: int = 3_000, tick: float = 0.25) -> Bars:
    """Return bars of a random walk on a grid of ticks."""
    random = np.random.default_rng(seed)
    closes = 20_000 + np.cumsum(random.integers(-8, 9, size))
    opens = np.append(closes[:1], closes[:-1])
    highs = np.maximum(opens, closes) + random.integers(0, 9, size)
    lows = np.minimum(opens, closes) - random.integers(0, 9, size)
    volume = random.integers(0, 1_000, size).astype(np.float64)
    end = 1_700_000_000 // _DAY * _DAY + 300 * np.arange(1, size + 1)
    prices = [(steps * tick).astype(np.float64) for steps in (highs, lows, closes)]
    return Bars(prices[0], prices[1], prices[2], volume, end)


def _read(name: str, stamp: Callable[[dict[str, str]], str], form: str, length: timedelta) -> Bars:
    path = _DATA / name
    if not path.exists():
        pytest.skip(f"{name} is not here")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader((line.lower() for line in file), skipinitialspace=True))
    ends = [datetime.strptime(stamp(row), form).replace(tzinfo=UTC) + length for row in rows]
    keys = ("high", "low", "last" if "last" in rows[0] else "close", "volume")
    high, low, close, volume = (np.array([float(row[key]) for row in rows]) for key in keys)
    return Bars(high, low, close, volume, np.array([int(end.timestamp()) for end in ends]))


_FIVE_MINUTES, _MINUTE = timedelta(minutes=5), timedelta(minutes=1)
_SOURCES: dict[str, Callable[[], Bars]] = {
    "walk": lambda: walk(1),
    "walk in hundredths": lambda: walk(2, tick=0.01),
    "es": lambda: _read(
        "ESH24_5min_sierra.txt", lambda row: f"{row['date']} {row['time']}", "%Y/%m/%d %H:%M:%S", _FIVE_MINUTES
    ),
    "bitcoin": lambda: _read(
        "bitstamp_btcusd_min_2020_01_01.csv", lambda row: row["datetime"], "%Y-%m-%d %H:%M:%S", _MINUTE
    ),
    "spy": lambda: _read("skender_intraday.csv", lambda row: row["date"], "%Y-%m-%d %H:%M", _MINUTE),
}


@pytest.fixture(scope="session", params=_SOURCES)
def bars(request: pytest.FixtureRequest) -> Bars:
    """Give random walks, and real bars where they are."""
    return _SOURCES[request.param]()


@pytest.fixture(scope="session")
def walked() -> Bars:
    """Give one random walk."""
    return walk(3)


@cache
def _compile_function(function: FunctionType) -> Any:
    """Compile a step, and the functions that it calls before it."""
    numba = pytest.importorskip("numba")
    called = {name: function.__globals__.get(name) for name in function.__code__.co_names}
    ours = {name: _compile_function(value) for name, value in called.items() if isinstance(value, FunctionType)}
    return numba.njit(FunctionType(function.__code__, {**function.__globals__, **ours}, function.__name__))


@cache
def _compile_loop(inputs: int, outputs: int) -> Any:
    """Compile the loop over columns that a compiled driver has around a step."""
    numba = pytest.importorskip("numba")
    names = [f"column_{index}" for index in range(inputs)]
    row = [f"{name}[bar]" for name in names]
    gap = " + ".join(f"({value} - {value})" for value in row)
    stores = [f"            results[{index}, bar] = result[{index}]\n" for index in range(outputs)]
    text = (
        f"def run(step, state, results, {', '.join(names)}):\n"
        f"    for bar in range(len(column_0)):\n"
        f"        if {gap} == 0.0:\n"
        f"            state, result = step(state, {', '.join(row)})\n"
        + ("            results[0, bar] = result\n" if outputs == 1 else "".join(stores))
    )
    namespace: dict[str, Any] = {}
    exec(text, namespace)  # noqa: S102 -- the loop differs by the number of columns only
    return numba.njit(namespace["run"])


def _to_arrays(state: Any) -> Any:
    if isinstance(state, tuple):
        return tuple(_to_arrays(part) for part in state)
    return np.array(state, dtype=np.float64) if isinstance(state, list) else state


@pytest.fixture(scope="session")
def compiled() -> Callable[..., list[Column]]:
    """Return what runs an indicator's step over columns in machine code; one column an output."""

    def run(indicator: Indicator, columns: list[Column]) -> list[Column]:
        step = _compile_function(type(indicator).step)
        results = np.full((len(indicator.outputs), len(columns[0])), np.nan)
        loop = _compile_loop(len(columns), len(indicator.outputs))
        loop(step, _to_arrays(indicator.start()), results, *columns)
        return list(results)

    return run
