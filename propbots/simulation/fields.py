"""The fields of bars as indicators read them: whole columns, each made when it is first asked for, or bar by bar."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from typing_extensions import override

from propbots.data.columns import BarColumns, to_floats
from propbots.data.days import find_exchange_days
from propbots.domain.bar import Bar
from propbots.domain.roll import Roll
from propbots.domain.session import SessionCalendar
from propbots.domain.time import to_date_number
from propbots.domain.timeframe import SECOND
from propbots.series.expression import Column
from propbots.series.program import FIELDS

__all__ = ["ColumnFields", "bar_fields"]


class ColumnFields(Mapping[str, Column]):
    """The fields of all bars as float64 columns."""

    def __init__(self, columns: BarColumns, calendar: SessionCalendar) -> None:
        """Remember where the fields come from."""
        self._columns = columns
        self._calendar = calendar
        self._made: dict[str, Column] = {}

    @override
    def __getitem__(self, name: str) -> Column:
        """Return a field, made at its first reading."""
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    @override
    def __iter__(self) -> Iterator[str]:
        """Give the names of the fields."""
        return iter(FIELDS)

    @override
    def __len__(self) -> int:
        """Return how many fields there are."""
        return len(FIELDS)

    def _make(self, name: str) -> Column:
        columns = self._columns
        if name == "close_time":
            return ((columns.close_time - 1) // SECOND).astype(np.float64)
        if name == "trading_day":
            days = find_exchange_days(columns.open_time, self._calendar)
            return days.spread(days.number).astype(np.float64)
        return columns.floats(name)


def bar_fields(calendar: SessionCalendar, rolls: Sequence[Roll] = ()) -> Callable[[Bar], tuple[float, ...]]:
    """Return a function that turns a bar into its fields, the same floats as the columns hold.

    Args:
        calendar: The instrument's sessions.
        rolls: Of its contracts.
    """

    def read(bar: Bar) -> tuple[float, ...]:
        prices = np.array([bar.open_steps, bar.high_steps, bar.low_steps, bar.close_steps])
        prices -= sum(roll.spread_steps for roll in rolls if roll.begins_ns <= bar.open_time_ns)
        open_, high, low, close = to_floats(prices, bar.instrument.tick_size).tolist()
        day = to_date_number(calendar.span_at(bar.open_time_ns).trading_day)
        return open_, high, low, close, bar.volume, float((bar.close_time_ns - 1) // SECOND), float(day)

    return read
