"""When an exchange is open around a day, found out through the calendar's port alone."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice, pairwise
from typing import Any
from zoneinfo import ZoneInfo

from propbots.domain.session import SessionCalendar, SessionSpan
from propbots.domain.time import from_nanoseconds, to_date_number, to_text
from propbots.domain.timeframe import DAY, MINUTE
from propbots.errors import DataError

__all__ = ["describe_span", "find_early_closes", "find_spans", "zone_of"]

_YEARS_BACK = 20 * 366
_AHEAD = 400
"""Trading days among which early closes are looked for; every exchange has a year's holidays in them."""


def zone_of(calendar: SessionCalendar) -> str:
    """Return the zone of an exchange's clock; the port promises none, so UTC is what is left."""
    return str(getattr(calendar, "zone", "UTC"))


def find_spans(calendar: SessionCalendar, first: date, count: int) -> list[SessionSpan]:
    """Return trading days from a day on; where the calendar has ended before, the last that it knows."""
    coming = list(islice(_spans_from(calendar, first), count))
    if coming:
        return coming
    earlier = (calendar.span_of(first - timedelta(days=number)) for number in range(_YEARS_BACK))
    return list(islice((span for span in earlier if span is not None), count))[::-1]


def find_early_closes(calendar: SessionCalendar, first: date, count: int) -> list[SessionSpan]:
    """Return the next trading days that close early."""
    ahead = islice(_spans_from(calendar, first), _AHEAD)
    return list(islice((span for span in ahead if not span.regular), count))


def describe_span(span: SessionSpan, calendar: SessionCalendar, zone: ZoneInfo) -> dict[str, Any]:
    """Return a trading day with its hours in UTC and by the exchange's clock."""
    halts = _find_halts(span, calendar)
    return {
        "trading_day": span.trading_day.isoformat(),
        "opens": to_text(span.open_time_ns),
        "closes": to_text(span.close_time_ns),
        "halts": [[to_text(start), to_text(end)] for start, end in halts],
        "opens_local": _local(span.open_time_ns, zone, span.trading_day),
        "closes_local": _local(span.close_time_ns, zone, span.trading_day),
        "halts_local": [[_local(moment, zone, span.trading_day) for moment in halt] for halt in halts],
        "regular": span.regular,
    }


def _spans_from(calendar: SessionCalendar, first: date) -> Iterator[SessionSpan]:
    """Give trading days from a day on, until the calendar ends."""
    time_ns = to_date_number(first) * DAY
    while True:
        try:
            span = calendar.span_at(time_ns)
        except DataError:
            return
        if span.trading_day >= first:
            yield span
        time_ns = span.close_time_ns


def _find_halts(span: SessionSpan, calendar: SessionCalendar) -> list[tuple[int, int]]:
    """Return when the exchange rests inside a trading day, to the minute."""
    minutes = range(span.open_time_ns, span.close_time_ns, MINUTE)
    open_at = [True, *(calendar.is_open(minute) for minute in minutes), True]
    edges = [place for place, (before, now) in enumerate(pairwise(open_at)) if before != now]
    moments = [span.open_time_ns + edge * MINUTE for edge in edges]
    return list(zip(moments[::2], moments[1::2], strict=True))


def _local(moment: int, zone: ZoneInfo, trading_day: date) -> str:
    """Write a moment by the exchange's clock, with the weekday where it is another than the trading day's."""
    local = from_nanoseconds(moment).astimezone(zone)
    return f"{local:%H:%M}" if local.date() == trading_day else f"{local:%a %H:%M}"
