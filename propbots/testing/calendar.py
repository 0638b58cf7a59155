"""Walking session calendars, to find where one contradicts itself."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from propbots.domain.session import SessionCalendar, SessionSpan
from propbots.domain.time import from_nanoseconds, to_date_number, to_nanoseconds, to_text
from propbots.domain.timeframe import DAY, MINUTE

__all__ = ["find_contradiction", "find_overlap", "find_wandering", "list_spans"]

_ZONES = ("America/New_York", "Europe/Berlin")
"""Whose changes of the clock are looked at closely."""
_LONGEST = 8 * DAY
_EDGES = (-MINUTE, -1, 0, 1, MINUTE)


def list_spans(calendar: SessionCalendar, first: date, last: date) -> list[SessionSpan]:
    """Return the sessions from one day to another, as one follows the other."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [span for day in days if (span := calendar.span_of(day)) is not None]


def find_overlap(calendar: SessionCalendar, spans: list[SessionSpan]) -> str:
    """Return which session lies wrong to itself or to the one before, or nothing."""
    if not spans:
        return "no sessions in the period; give the fixture period days that the calendar knows"
    for span in spans:
        if not 0 < span.close_time_ns - span.open_time_ns < _LONGEST:
            return f"{span.trading_day} {_tell(span)}"
    for one, other in pairwise(spans):
        if other.open_time_ns < one.close_time_ns:
            return f"{other.trading_day} {_tell(other)} begins before {one.trading_day} has closed {_tell(one)}"
    inside = [span.trading_day for span in spans if calendar.span_at(span.open_time_ns).trading_day != span.trading_day]
    return f"{inside[0]} is not the session of its own open" if inside else ""


def find_contradiction(calendar: SessionCalendar, spans: list[SessionSpan]) -> str:
    """Return a moment at which the answers of a calendar do not fit together, or nothing."""
    for one, other in pairwise(spans):
        for edge in _EDGES:
            told = _judge(calendar, one.close_time_ns + edge, (one, other)) or _judge(
                calendar, other.open_time_ns + edge, (one, other)
            )
            if told:
                return told
    changes = _changes(spans)
    for one, other in pairwise(spans):
        if any(one.open_time_ns - DAY < change < other.close_time_ns + DAY for change in changes):
            for moment in range(one.close_time_ns - DAY // 2, other.open_time_ns + DAY // 2, MINUTE):
                told = _judge(calendar, moment, (one, other))
                if told:
                    return told
    return _find_day_without(calendar, spans)


def _judge(calendar: SessionCalendar, moment: int, neighbours: tuple[SessionSpan, SessionSpan]) -> str:
    """Return what is wrong with a calendar's answers about a moment between the open of one session and its next."""
    one, other = neighbours
    if not one.open_time_ns <= moment < other.close_time_ns:
        return ""
    expected = one if moment < one.close_time_ns else other
    found = calendar.span_at(moment)
    if found != expected:
        return f"span_at({to_text(moment)}) is {found.trading_day} and not {expected.trading_day}"
    if calendar.is_open(moment) and moment < expected.open_time_ns:
        return f"is_open({to_text(moment)}), before {expected.trading_day} opens {_tell(expected)}"
    if moment == expected.open_time_ns and not calendar.is_open(moment):
        return f"not is_open({to_text(moment)}), when {expected.trading_day} opens"
    return ""


def _find_day_without(calendar: SessionCalendar, spans: list[SessionSpan]) -> str:
    """Return a day without trading whose session is told all the same, or nothing."""
    for one, other in pairwise(spans):
        day = one.trading_day + timedelta(days=1)
        if day < other.trading_day:
            found = calendar.span_at(to_date_number(day) * DAY)
            if found.trading_day == day:
                return f"span_at tells a session of {day} and span_of none"
    return ""


def _changes(spans: list[SessionSpan]) -> list[int]:
    return list(_list_changes(spans[0].trading_day, spans[-1].trading_day))


def _list_changes(first: date, last: date) -> Iterator[int]:
    """Give the midnights before the clocks of America or Europe change."""
    midnights = (datetime.combine(first, datetime.min.time(), UTC) + timedelta(days=one) for one in range(2_000))
    for one, other in pairwise(midnights):
        if one.date() > last:
            return
        if any(_offset(one, zone) != _offset(other, zone) for zone in _ZONES):
            yield to_nanoseconds(one)


def _offset(moment: datetime, zone: str) -> timedelta | None:
    return moment.astimezone(ZoneInfo(zone)).utcoffset()


def find_wandering(spans: list[SessionSpan], zone: ZoneInfo) -> str:
    """Return which regular session closes at another hour than a week before the clocks changed, or nothing."""
    regular = {span.trading_day: span for span in spans if span.regular}
    for change in _changes(spans):
        midnight = from_nanoseconds(change).date()
        for day in (midnight + timedelta(days=number) for number in range(1, 8)):
            before, after = (regular.get(one) for one in (day - timedelta(days=7), day))
            if before is None or after is None:
                continue
            hours = [from_nanoseconds(one.close_time_ns).astimezone(zone).time() for one in (before, after)]
            if hours[0] != hours[1]:
                return f"{day} closes at {hours[1]}, a week before it was {hours[0]}"
    return ""


def _tell(span: SessionSpan) -> str:
    return f"({to_text(span.open_time_ns)} to {to_text(span.close_time_ns)})"
