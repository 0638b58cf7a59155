"""The firm's trading day: when it rolls and when the account must be flat, in UTC nanoseconds."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from operator import attrgetter
from zoneinfo import ZoneInfo

import attrs

from propbots.domain.session import SessionCalendar
from propbots.domain.time import from_nanoseconds, to_nanoseconds
from propbots.domain.timeframe import DAY
from propbots.errors import DataError
from propbots.rules.plan import FirmDayRules, Flat

__all__ = ["FirmCalendar", "FirmDay"]

_ONE_DAY = timedelta(days=1)
_ENDLESS_NS = 2**62
"""The pause after the last session that a calendar knows: nobody can say when it ends."""


@attrs.frozen
class FirmDay:
    """One trading day of a firm.

    Attributes:
        date: The firm's name for it: the date on which it ends.
        start_ns: When it begins, which is when the one before it rolls.
        end_ns: When it rolls.
        flatten_ns: When positions are closed; None where they may be held.
    """

    date: date
    start_ns: int
    end_ns: int
    flatten_ns: int | None


_start_of = attrgetter("start_ns")


class FirmCalendar:
    """Finds the firm's trading day of a moment.

    Between two rolls without a session, as over a weekend or on a holiday, there is no day: that time counts for the
    next one, as firms have it. An hour of trading makes a day, such as Sunday's where the day rolls at midnight.

    Args:
        rules: The firm's clock times.
        exchange: The instrument's sessions; an early close brings the flattening forward.
        others: Those of the account's other instruments; the first to close says when the account is flat.
    """

    def __init__(self, rules: FirmDayRules, exchange: SessionCalendar, *others: SessionCalendar) -> None:
        """Prepare the zone."""
        self._rules = rules
        self._zone = ZoneInfo(rules.zone)
        self._exchanges = (exchange, *others)
        self._rolls: dict[date, int] = {}
        self._days: list[FirmDay] = []

    def day_at(self, time_ns: int) -> FirmDay:
        """Return the firm's trading day that contains a moment.

        Costs little where it is asked of one moment after the other, and the second time.

        Raises:
            DataError: If the exchange's calendar does not reach that far.
        """
        place = bisect_right(self._days, time_ns, key=_start_of)
        if place and time_ns < self._days[place - 1].end_ns:
            return self._days[place - 1]
        day = self._find(time_ns)
        self._days.insert(place, day)
        return day

    def _find(self, time_ns: int) -> FirmDay:
        ends = self._end_date(time_ns)
        ends = max(ends, self._end_date(self._next_open(ends - _ONE_DAY)))
        begins = ends - _ONE_DAY
        while not self._has_session(begins):
            begins -= _ONE_DAY
        # A day that rolls at midnight is named by the date on which it runs, any other by the date on which it ends.
        name = ends if self._rules.roll != time(0) else ends - _ONE_DAY
        start, end = self._roll(begins), self._roll(ends)
        return FirmDay(name, start, end, self._flatten(name, start, end))

    def _end_date(self, time_ns: int) -> date:
        """Return the date of the first roll after a moment."""
        local = from_nanoseconds(time_ns).astimezone(self._zone)
        rolled = local.timetz().replace(tzinfo=None) >= self._rules.roll
        return local.date() + timedelta(days=int(rolled))

    def _has_session(self, ends: date) -> bool:
        """Whether an exchange is open between the roll of a date and the one before it."""
        try:
            return self._next_open(ends - _ONE_DAY) < self._roll(ends)
        except DataError:
            # What was before the calendar begins is another day's.
            return True

    def _next_open(self, rolled: date) -> int:
        """Return when an exchange opens that is open after the roll of a date, or else opens next."""
        roll = self._roll(rolled)
        return min(exchange.span_at(roll).open_time_ns for exchange in self._exchanges)

    def _roll(self, day: date) -> int:
        roll = self._rolls.get(day)
        if roll is None:
            roll = self._rolls[day] = self._at(day, self._rules.roll)
        return roll

    def _at(self, day: date, clock: time) -> int:
        return to_nanoseconds(datetime.combine(day, clock, self._zone).astimezone(UTC))

    def _flatten(self, day: date, start_ns: int, end_ns: int) -> int | None:
        """Return the hour, or as much time ahead of a close where that comes sooner."""
        rules = self._rules
        if rules.flatten_from is None or rules.flat_by is None:
            return None
        hour = self._at(day, rules.flatten_from)
        lead = self._at(day, rules.flat_by) - hour
        if rules.flat is Flat.WEEKEND:
            closes = [close for exchange in self._exchanges for close in _weekends(exchange, start_ns, end_ns)]
            if not closes:
                return None
        else:
            closes = [close for exchange in self._exchanges for close in _last(exchange, start_ns, hour)]
        return max(start_ns, min([hour, *(close - lead for close in closes)]))


def _weekends(exchange: SessionCalendar, start_ns: int, end_ns: int) -> list[int]:
    """Return the closes within a stretch of time after which the exchange is closed for more than a day."""
    return [close for close, pause in _closes(exchange, start_ns, end_ns) if close <= end_ns and pause > DAY]


def _last(exchange: SessionCalendar, start_ns: int, hour_ns: int) -> list[int]:
    """Return the close of the session that runs at an hour, or was the last before it, if a pause follows.

    Its name says nothing: where the firm's day rolls at midnight, the exchange's Friday may end in the firm's Saturday.
    """
    return [close for close, pause in [*_closes(exchange, start_ns, hour_ns)][-1:] if pause > 0]


def _closes(exchange: SessionCalendar, start_ns: int, until_ns: int) -> Iterator[tuple[int, int]]:
    """Give the close of each session that runs between two moments, and how long the exchange pauses after it."""
    at, opens = start_ns, exchange.span_at(start_ns).open_time_ns
    while opens < until_ns:
        at = exchange.span_at(at).close_time_ns
        opens = _reopens(exchange, at)
        yield at, opens - at


def _reopens(exchange: SessionCalendar, close_ns: int) -> int:
    try:
        return exchange.span_at(close_ns).open_time_ns
    except DataError:
        return close_ns + _ENDLESS_NS
