"""The firm's trading day: when it rolls and when the account must be flat, in UTC nanoseconds."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import attrs

from propbots.domain.session import SessionCalendar
from propbots.domain.time import from_nanoseconds, to_nanoseconds
from propbots.rules.plan import FirmDayRules

__all__ = ["FirmCalendar", "FirmDay"]


@attrs.frozen
class FirmDay:
    """One trading day of a firm.

    Attributes:
        date: The firm's name for it: the date on which it ends.
        start_ns: When it begins.
        end_ns: When it rolls.
        flatten_ns: When positions are closed; None where they may be held.
    """

    date: date
    start_ns: int
    end_ns: int
    flatten_ns: int | None


class FirmCalendar:
    """Finds the firm's trading day of a moment.

    Args:
        rules: The firm's clock times.
        exchange: The instrument's sessions; an early close brings the flattening forward.
    """

    def __init__(self, rules: FirmDayRules, exchange: SessionCalendar) -> None:
        """Prepare the zone."""
        self._rules = rules
        self._zone = ZoneInfo(rules.zone)
        self._exchange = exchange

    def day_at(self, time_ns: int) -> FirmDay:
        """Return the firm's trading day that contains a moment."""
        local = from_nanoseconds(time_ns).astimezone(self._zone)
        rolled = local.timetz().replace(tzinfo=None) >= self._rules.roll
        # A day that rolls at midnight is named by the date on which it runs, any other by the date on which it ends.
        ends = local.date() + timedelta(days=int(rolled))
        name = ends if self._rules.roll != time(0) else local.date()
        start, end = self._at(ends - timedelta(days=1), self._rules.roll), self._at(ends, self._rules.roll)
        return FirmDay(name, start, end, self._flatten(name, end))

    def _at(self, day: date, clock: time) -> int:
        return to_nanoseconds(datetime.combine(day, clock, self._zone).astimezone(UTC))

    def _flatten(self, day: date, end_ns: int) -> int | None:
        if self._rules.flatten_from is None or self._rules.flat_by is None:
            return None
        flatten = self._at(day, self._rules.flatten_from)
        lead = self._at(day, self._rules.flat_by) - flatten
        span = self._exchange.span_of(day)
        if span is not None and span.close_time_ns <= end_ns:
            flatten = min(flatten, span.close_time_ns - lead)
        return flatten
