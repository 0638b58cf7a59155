"""Orders that live by the exchange's clock: for the day, and for the next session's open."""

from datetime import date

import pytest

from propbots.domain.order import TimeInForce
from propbots.domain.session import SessionSpan, SessionTable
from propbots.domain.timeframe import DAY, HOUR, MINUTE
from stage import START, bars, buy, exit_, play, sell

DAY_ORDER = TimeInForce.DAY
QUIET = "100 100 100 100"


def a_calendar() -> SessionTable:
    """Monday to Wednesday, 09:00 to 16:00; Tuesday closes at 12:00."""
    hours = ((9, 16), (9, 12), (9, 16))
    spans = [
        SessionSpan(date(2026, 1, 5 + number), START + number * DAY + first * HOUR, START + number * DAY + last * HOUR)
        for number, (first, last) in enumerate(hours)
    ]
    return SessionTable("nine to four", spans)


def opens(*times: str) -> list[int]:
    """Moments written as `mon 15:58`."""
    days = {"mon": 0, "tue": 1, "wed": 2}
    found = []
    for time in times:
        day, clock = time.split()
        hour, minute = map(int, clock.split(":"))
        found.append(START + days[day] * DAY + hour * HOUR + minute * MINUTE)
    return found


def test_a_market_on_open_order_waits_for_the_next_sessions_open() -> None:
    times = opens("mon 09:00", "mon 12:00", "mon 15:59", "tue 09:00")

    story = play(
        bars(QUIET, QUIET, QUIET, "120 121 119 120", opens_ns=times), {0: buy(on_open=True)}, calendar=a_calendar()
    )

    assert story.fills[0] == "3 open: buy 1 at 120 (signal)"


def test_a_market_on_open_order_takes_the_first_bar_of_the_session_where_the_open_is_missing() -> None:
    times = opens("mon 09:00", "mon 15:59", "tue 09:17", "tue 09:18")

    story = play(
        bars(QUIET, QUIET, "118 118 118 118", QUIET, opens_ns=times),
        {0: sell(on_open=True)},
        calendar=a_calendar(),
        slippage=1,
    )

    assert story.fills[0] == "2 open: sell 1 at 117 (signal)"


def test_a_market_on_open_order_decided_at_the_last_close_fills_at_the_next_bar() -> None:
    times = opens("mon 15:59", "tue 09:00")

    story = play(bars(QUIET, QUIET, opens_ns=times), {0: buy(on_open=True)}, calendar=a_calendar())

    assert story.fills[0] == "1 open: buy 1 at 100 (signal)"


def test_a_market_on_open_order_for_the_day_lives_until_the_open_that_it_waits_for() -> None:
    times = opens("mon 09:00", "mon 12:00", "tue 09:00")
    order = buy(on_open=True, time_in_force=DAY_ORDER)

    story = play(bars(QUIET, QUIET, QUIET, opens_ns=times), {0: order}, calendar=a_calendar())

    assert story.fills[0] == "2 open: buy 1 at 100 (signal)"


def test_a_market_on_open_order_may_be_canceled_by_its_group() -> None:
    times = opens("mon 09:00", "mon 12:00", "tue 09:00")
    script = {0: [buy(on_open=True, oco_group="x"), buy(limit_price=95, oco_group="x")]}

    story = play(bars(QUIET, "100 100 90 92", QUIET, opens_ns=times), script, calendar=a_calendar())

    assert story.fills[0] == "1 inside: buy 1 at 95 (signal)"
    assert story.ends == ["1 inside: canceled (other side filled)"]


def test_a_day_order_ends_with_the_session_of_the_next_bar() -> None:
    times = opens("mon 09:00", "mon 09:01", "mon 15:59", "tue 09:00", "tue 09:01")
    fall = "100 100 90 92"

    story = play(
        bars(QUIET, QUIET, QUIET, fall, fall, opens_ns=times),
        {0: buy(limit_price=95, time_in_force=DAY_ORDER)},
        calendar=a_calendar(),
    )

    assert story.fills == []
    assert story.ends == ["3 open: expired"]


def test_a_day_order_may_fill_in_the_last_bar_of_its_session() -> None:
    times = opens("mon 09:00", "mon 15:59", "tue 09:00")

    story = play(
        bars(QUIET, "100 100 90 92", QUIET, opens_ns=times),
        {0: buy(limit_price=95, time_in_force=DAY_ORDER)},
        calendar=a_calendar(),
    )

    assert story.fills[0] == "1 inside: buy 1 at 95 (signal)"


def test_a_day_order_decided_at_the_last_close_lives_for_the_whole_next_session() -> None:
    times = opens("mon 15:59", "tue 09:00", "tue 11:59", "wed 09:00")

    story = play(
        bars(QUIET, QUIET, "100 100 90 92", QUIET, opens_ns=times),
        {0: buy(limit_price=95, time_in_force=DAY_ORDER)},
        calendar=a_calendar(),
    )

    assert story.fills[0] == "2 inside: buy 1 at 95 (signal)"


def test_a_day_order_ends_with_an_early_close() -> None:
    times = opens("tue 09:00", "tue 09:01", "tue 11:59", "wed 09:00")

    story = play(
        bars(QUIET, QUIET, QUIET, "100 100 90 92", opens_ns=times),
        {0: buy(limit_price=95, time_in_force=DAY_ORDER)},
        calendar=a_calendar(),
    )

    assert story.ends == ["3 open: expired"]


def test_a_market_order_for_the_day_crosses_a_break_like_any_other() -> None:
    times = opens("mon 15:59", "tue 09:00")

    story = play(bars(QUIET, QUIET, opens_ns=times), {0: buy(time_in_force=DAY_ORDER)}, calendar=a_calendar())

    assert story.fills[0] == "1 open: buy 1 at 100 (signal)"


@pytest.mark.parametrize("terms", [{}, {"time_in_force": TimeInForce.GTC}])
def test_orders_live_until_they_are_canceled_unless_they_say_otherwise(terms: dict[str, TimeInForce]) -> None:
    times = opens("mon 09:00", "mon 15:59", "tue 09:00", "wed 09:00")

    story = play(
        bars(QUIET, QUIET, QUIET, "100 100 90 92", opens_ns=times),
        {0: buy(limit_price=95, **terms)},
        calendar=a_calendar(),
    )

    assert story.fills[0] == "3 inside: buy 1 at 95 (signal)"


def test_the_exits_of_a_day_order_that_filled_outlive_the_day() -> None:
    times = opens("mon 09:00", "mon 15:59", "tue 09:00", "wed 09:00")
    order = buy(limit_price=99, stop_loss=95, time_in_force=DAY_ORDER)

    story = play(
        bars(QUIET, "100 100 98 98", QUIET, "100 100 90 92", opens_ns=times), {0: order}, calendar=a_calendar()
    )

    assert story.fills == ["1 inside: buy 1 at 99 (signal)", "3 inside: sell 1 at 95 (stop)"]


def test_an_entry_that_expires_takes_its_waiting_exits_with_it() -> None:
    times = opens("mon 09:00", "mon 15:59", "tue 09:00")
    order = buy(limit_price=90, stop_loss_ticks=5, take_profit_ticks=5, time_in_force=DAY_ORDER)

    story = play(bars(QUIET, QUIET, QUIET, opens_ns=times), {0: order, 1: exit_()}, calendar=a_calendar())

    assert story.ends == ["2 open: canceled (entry ended)", "2 open: canceled (entry ended)", "2 open: expired"]
