"""When an instrument's exchange is open: its sessions, daily halts, holidays and early closes."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

import attrs

from propbots.domain.time import from_nanoseconds, to_text
from propbots.domain.timeframe import DAY
from propbots.errors import DataError

__all__ = ["SessionCalendar", "SessionSpan", "SessionTable", "UtcDays"]

_EPOCH_DATE = date(1970, 1, 1)


@attrs.frozen
class SessionSpan:
    """One trading day of an exchange, as nanoseconds since 1970.

    Attributes:
        trading_day: The exchange's name for the day.
        open_time_ns: When it opens, on the evening before for most futures.
        close_time_ns: When it closes for good.
        regular: Whether it closes when days of its kind usually do; False on early closes.
    """

    trading_day: date
    open_time_ns: int
    close_time_ns: int
    regular: bool = True

    @property
    def open_time(self) -> datetime:
        """When it opens, UTC."""
        return from_nanoseconds(self.open_time_ns)

    @property
    def close_time(self) -> datetime:
        """When it closes for good, UTC."""
        return from_nanoseconds(self.close_time_ns)


class SessionCalendar(Protocol):
    """What the engine and the reports ask of a calendar."""

    @property
    def name(self) -> str:
        """The calendar's name, as instruments speak of it."""

    def span_at(self, time_ns: int) -> SessionSpan:
        """Return the trading day that contains a moment, or the next one if the exchange is closed then.

        Raises:
            DataError: If the calendar does not reach that far.
        """

    def span_of(self, trading_day: date) -> SessionSpan | None:
        """Return a trading day by its name, or None on a day without trading."""

    def is_open(self, time_ns: int) -> bool:
        """Whether the exchange trades at a moment; false in a daily halt."""


class UtcDays:
    """The calendar of what trades round the clock: every UTC day is a trading day."""

    name = "utc"
    zone = "UTC"

    def span_at(self, time_ns: int) -> SessionSpan:
        """Return the UTC day."""
        number = time_ns // DAY
        return SessionSpan(_EPOCH_DATE + timedelta(days=number), number * DAY, (number + 1) * DAY)

    def span_of(self, trading_day: date) -> SessionSpan | None:
        """Return the UTC day."""
        return self.span_at((trading_day - _EPOCH_DATE).days * DAY)

    def is_open(self, time_ns: int) -> bool:  # noqa: ARG002 -- the port's signature; it never closes
        """Return True."""
        return True


class SessionTable:
    """A calendar read from a table of trading days.

    Args:
        name: The calendar's name, as instruments speak of it.
        spans: Trading days in order, not overlapping.
        halts: Halts inside trading days as (start, end) in nanoseconds, in order.
        zone: Of the exchange's clock, in which people are told its hours.
    """

    def __init__(
        self, name: str, spans: Sequence[SessionSpan], halts: Sequence[tuple[int, int]] = (), *, zone: str = "UTC"
    ) -> None:
        """Index the table by time and by day."""
        self.name = name
        self.zone = zone
        self._spans = tuple(spans)
        self._closes = [span.close_time_ns for span in self._spans]
        self._days = {span.trading_day: span for span in self._spans}
        self._halt_starts = [start for start, _ in halts]
        self._halt_ends = [end for _, end in halts]

    @property
    def spans(self) -> tuple[SessionSpan, ...]:
        """All trading days, in order."""
        return self._spans

    def span_at(self, time_ns: int) -> SessionSpan:
        """Return the trading day that contains a moment, or the next one if the exchange is closed then.

        Raises:
            DataError: If the moment lies outside the table.
        """
        index = bisect_right(self._closes, time_ns)
        covered = index < len(self._spans) and time_ns >= self._spans[0].open_time_ns - 7 * DAY
        if not covered:
            first, last = self._spans[0].trading_day, self._spans[-1].trading_day
            raise DataError(
                f"sessions of {self.name} are known from {first} to {last} (asked for {to_text(time_ns)}); "
                "check the file's dates and zone, or give the instrument no session"
            )
        return self._spans[index]

    def span_of(self, trading_day: date) -> SessionSpan | None:
        """Return a trading day by its name, or None on a day without trading."""
        return self._days.get(trading_day)

    def is_open(self, time_ns: int) -> bool:
        """Whether the exchange trades at a moment."""
        index = bisect_right(self._closes, time_ns)
        if index >= len(self._spans) or time_ns < self._spans[index].open_time_ns:
            return False
        halt = bisect_right(self._halt_starts, time_ns) - 1
        return halt < 0 or time_ns >= self._halt_ends[halt]

    def halts_within(self, start_ns: int, end_ns: int) -> list[tuple[int, int]]:
        """Return the halts that begin at or after one moment and before another."""
        first = bisect_left(self._halt_starts, start_ns)
        last = bisect_left(self._halt_starts, end_ns)
        return list(zip(self._halt_starts[first:last], self._halt_ends[first:last], strict=True))
