"""What clocks do to orders and account before the market moves on."""

from collections.abc import Callable

from propbots.domain.bar import Bar
from propbots.domain.order import OrderType
from propbots.domain.session import SessionCalendar
from propbots.venue.book import STOPS, WorkingOrder
from propbots.venue.fill import NO_PRICE
from propbots.venue.matching import Matcher

__all__ = ["date_order", "expire_dated", "keep_out_of_news", "turn_clocks", "withdraw_dated"]


def turn_clocks(
    matcher: Matcher,
    calendar: SessionCalendar,
    now_ns: int,
    until_ns: int,
    *,
    fenced: bool,
    find_last: Callable[[int], int] | None = None,
) -> None:
    """Let clocks act: orders end with their day or moment, the firm's day turns, the hour to be flat comes.

    Args:
        matcher: Where the market is; what must be closed is closed there.
        calendar: The instrument's sessions, by which day orders end.
        now_ns: The moment, nanoseconds since 1970 UTC.
        until_ns: Until when the market moves on next.
        fenced: Whether the firm's clock need not be asked before it wants to be.
        find_last: Returns at which price, in ticks, the market was last before a moment; None where it is still there.
    """
    if not matcher.book.is_plain:
        expire_dated(matcher, now_ns)
        for working in matcher.book.day_orders():
            _age(matcher, calendar, working, now_ns)
    supervisor = matcher.engine.supervisor
    if supervisor is None or (fenced and until_ns <= supervisor.next_turn_ns):
        return
    _flatten_in_time(matcher, until_ns)
    if supervisor.day is None or now_ns >= supervisor.day.end_ns:
        last = matcher.price if find_last is None else find_last(now_ns)
        supervisor.turn_day(now_ns, matcher.holding.balance_units, matcher.holding.equity_at(last))
    if supervisor.is_over:
        matcher.close_everything(supervisor.status.value)
    elif supervisor.leaves_phase:
        matcher.close_everything("phase_passed")
        matcher.engine.begin_phase(supervisor, now_ns)
    else:
        _flatten_in_time(matcher, until_ns)


def keep_out_of_news(matcher: Matcher, now_ns: int, until_ns: int) -> None:
    """Cancel every order and close what is held here where the market is, if a news window begins before it moves on.

    A window that ended before any price came is passed over.

    Args:
        matcher: Where the market is.
        now_ns: The moment, nanoseconds since 1970 UTC.
        until_ns: Until when the market moves on next.
    """
    if matcher.market.pass_blackouts(now_ns, until_ns):
        matcher.time_ns = now_ns
        matcher.mark(matcher.price)
        matcher.close_here("news_window")


def expire_dated(matcher: Matcher, now_ns: int) -> None:
    """End the orders that were good till a moment that has come."""
    for working in matcher.book.dated_orders():
        if working.good_till_ns <= now_ns and working.is_live:
            matcher.expire(working, working.good_till_ns)


def withdraw_dated(matcher: Matcher, bar: Bar) -> bool:
    """End the orders whose last moment lies inside a bar, after its open, where that is the careful thing to assume.

    Nobody knows whether the bar came to their price before or after that moment. A limit is taken for gone: no fill is
    counted that may not have been. A stop is taken to work until the bar's end: no loss is left out that may have been.

    Args:
        matcher: After the bar's open.
        bar: With the prices within reach.

    Returns:
        Whether one of them lay in the bar's reach, so that it could have mattered.
    """
    through, mattered = matcher.costs.limit_through_steps, False
    for working in matcher.book.dated_orders():
        if working.good_till_ns >= bar.close_time_ns or not working.is_live:
            continue
        reached = [working.on_way(bar.open_steps, end, through) for end in (bar.low_steps, bar.high_steps)]
        mattered = mattered or any(price != NO_PRICE for price in reached)
        if working.is_held or working.type not in STOPS:
            matcher.expire(working, working.good_till_ns)
    return mattered


def date_order(working: WorkingOrder, calendar: SessionCalendar, now_ns: int) -> None:
    """Note with which session an order that reaches the book ends, or for whose open it waits."""
    if working.type is OrderType.MARKET_ON_OPEN:
        working.opens_ns = calendar.span_at(now_ns).close_time_ns
    elif working.ends_with_day:
        working.expires_ns = calendar.span_at(now_ns).close_time_ns


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
