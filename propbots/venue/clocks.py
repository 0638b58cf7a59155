"""What clocks do to orders and account before the market moves on."""

from propbots.domain.session import SessionCalendar
from propbots.venue.book import WorkingOrder
from propbots.venue.matching import Matcher

__all__ = ["turn_clocks"]


def turn_clocks(matcher: Matcher, calendar: SessionCalendar, now_ns: int, until_ns: int, *, fenced: bool) -> None:
    """Let clocks act: day orders end, the firm's day turns, the hour to be flat comes.

    Args:
        matcher: Where the market is; what must be closed is closed there.
        calendar: The instrument's sessions, by which day orders end.
        now_ns: The moment, nanoseconds since 1970 UTC.
        until_ns: Until when the market moves on next.
        fenced: Whether the firm's clock need not be asked before it wants to be.
    """
    for working in matcher.book.day_orders():
        _age(matcher, calendar, working, now_ns)
    supervisor = matcher.engine.supervisor
    if supervisor is None or (fenced and until_ns <= supervisor.next_turn_ns):
        return
    _flatten_in_time(matcher, until_ns)
    supervisor.turn_day(now_ns, matcher.engine.account.balance_units)
    if supervisor.is_over:
        matcher.close_everything(supervisor.status.value)
    else:
        _flatten_in_time(matcher, until_ns)


def _flatten_in_time(matcher: Matcher, until_ns: int) -> None:
    """Close everything where the market is if the day's hour to be flat comes before it has moved on.

    Asked before the day turns as well: where nothing came at the hour, the next price is the first one after it.
    """
    supervisor = matcher.engine.supervisor
    if supervisor is not None and supervisor.must_flatten(until_ns):
        matcher.mark(matcher.price)
        matcher.close_everything("flat_by")


def _age(matcher: Matcher, calendar: SessionCalendar, working: WorkingOrder, now_ns: int) -> None:
    """End a day order whose session is over.

    Its session is that of the first moment after it was decided; for a market-on-open order that of the open for which
    it waits.
    """
    if now_ns < working.opens_ns:
        return
    if not working.expires_ns:
        working.expires_ns = calendar.span_at(now_ns).close_time_ns
    elif now_ns >= working.expires_ns and working.is_live:
        matcher.expire(working)
