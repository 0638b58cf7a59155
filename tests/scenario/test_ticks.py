"""A run on ticks, told by quotes and prints: what an order takes, how much of it, and when."""

from propbots.domain.bar import Bar
from propbots.domain.event import OrderAccepted
from propbots.domain.order import TimeInForce
from propbots.domain.session import SessionSpan, SessionTable
from propbots.domain.time import from_nanoseconds
from propbots.domain.timeframe import MINUTE
from rule_script import a_maximum_loss, a_plan
from stage import FUTURE, START, buy, cancel, modify, sell
from tick_stage import MILLISECOND, play_ticks, ticks

END = "90000 quote 100/101"


def test_a_market_order_takes_what_is_quoted_when_it_was_decided() -> None:
    story = play_ticks(ticks("0 quote 100/101", "10 quote 110/111", END), {0: buy(1)})

    assert story.fills[0] == "0: buy 1 at 101 (signal)"


def test_it_takes_what_is_quoted_when_it_arrives() -> None:
    series = ticks("0 quote 100/101", "10 quote 110/111", "30 quote 120/121", END)

    assert play_ticks(series, {0: buy(1)}, latency_ms=20).fills[0] == "20: buy 1 at 111 (signal)"


def test_it_takes_no_more_than_is_quoted_and_the_rest_at_the_next_quote() -> None:
    series = ticks("0 quote 100x5/101x2", "10 quote 100x5/102x2", "20 quote 100x5/103x9", END)

    assert play_ticks(series, {0: buy(5)}).fills[:3] == [
        "0: buy 2 at 101 (signal)",
        "10: buy 2 at 102 (signal)",
        "20: buy 1 at 103 (signal)",
    ]


def test_slippage_is_paid_by_what_crosses_the_spread() -> None:
    story = play_ticks(ticks("0 quote 100/101", "5 quote 100/101", END), {0: buy(1), 1: sell(1)}, slippage=2)

    assert story.fills == ["0: buy 1 at 103 (signal)", "5: sell 1 at 98 (signal)"]


def test_a_limit_that_the_quote_betters_takes_the_quote() -> None:
    story = play_ticks(ticks("0 quote 100/101", END), {0: buy(1, limit_price=105)})

    assert story.fills[0] == "0: buy 1 at 101 (signal)"


def test_a_resting_limit_is_filled_at_its_price_by_a_quote_that_comes_to_it() -> None:
    series = ticks("0 quote 100/101", "10 quote 97x1/99x2", "20 quote 97/98", END)

    assert play_ticks(series, {0: buy(3, limit_price=99)}).fills[:2] == [
        "10: buy 2 at 99 (signal)",
        "20: buy 1 at 99 (signal)",
    ]


def test_a_print_beyond_a_limit_fills_it_whole() -> None:
    series = ticks("0 quote 100/101", "10 print 98x1", END)

    assert play_ticks(series, {0: buy(7, limit_price=99)}).fills[0] == "10: buy 7 at 99 (signal)"


def test_a_print_at_a_limit_fills_a_part_that_is_drawn_by_lot() -> None:
    series = ticks("0 quote 100/102", *(f"{10 + number} print 99x10" for number in range(40)), END)

    stories = [play_ticks(series, {0: buy(100, limit_price=99)}, seed=seed) for seed in (0, 0, 1)]
    sizes = [[fill.last_quantity_steps for fill in story.actor.fills if fill.reason == "signal"] for story in stories]
    assert sizes[0] == sizes[1] != sizes[2]
    assert all(0 < size < 10 for size in sizes[0][:-1])
    assert sum(sizes[0]) == 100


def test_stops_are_triggered_by_prints_and_fill_no_better_than_the_print() -> None:
    series = ticks("0 quote 100/101", "5 quote 103/104", "10 print 104x1", "20 quote 100/101", END)

    assert play_ticks(series, {0: buy(1, stop_price=104)}).fills[0] == "10: buy 1 at 104 (signal)"


def test_without_prints_stops_are_triggered_by_quotes() -> None:
    series = ticks("0 quote 100/101", "5 quote 103/104", END)

    assert play_ticks(series, {0: buy(1, stop_price=103)}).fills[0] == "5: buy 1 at 104 (signal)"


def test_without_quotes_a_market_order_takes_the_next_prints() -> None:
    series = ticks("0 print 100x9", "10 print 101x2", "20 print 103x9", "90000 print 100x9")

    assert play_ticks(series, {0: buy(3)}).fills[:2] == ["10: buy 2 at 101 (signal)", "20: buy 1 at 103 (signal)"]


def test_a_bracket_is_in_place_from_its_entry_on() -> None:
    series = ticks("0 quote 100/101", "10 print 103x5", "20 print 105x5", "30 print 97x5", END)

    story = play_ticks(series, {0: buy(2, stop_loss_ticks=4, take_profit_ticks=3)})
    assert story.fills == ["0: buy 2 at 101 (signal)", "20: sell 2 at 104 (target)"]


def test_a_trailing_stop_follows_the_prints() -> None:
    series = ticks("0 quote 100/101", "10 print 110x5", "15 quote 106/107", "20 print 107x5", "30 print 90x5", END)

    story = play_ticks(series, {0: buy(1, trailing_stop_ticks=3)})
    assert story.fills[1] == "20: sell 1 at 106 (trailing_stop)"


def test_a_cancel_may_come_too_late() -> None:
    series = ticks("0 quote 100/101", "10 quote 97/98", "20 print 99x1", END)
    script = {0: buy(1, name="entry", limit_price=99), 1: cancel("entry")}

    assert play_ticks(series, script, latency_ms=5).fills[0] == "10: buy 1 at 99 (signal)"
    assert play_ticks(ticks("0 quote 100/101", "10 quote 100/101", "20 print 98x1", END), script).fills == []


def test_other_prices_meet_the_standing_quote_at_once() -> None:
    series = ticks("0 quote 100/101", "10 quote 100/101", "20 quote 120/121", END)
    script = {0: buy(1, name="entry", limit_price=90), 1: modify("entry", limit_price=101)}

    assert play_ticks(series, script).fills[0] == "10: buy 1 at 101 (signal)"


def test_what_is_held_is_worth_what_could_be_had_for_it() -> None:
    series = ticks("0 quote 100/102", "10 quote 90/95", "20 quote 104/108", "59999 quote 105/107", "60000 quote 99/100")

    story = play_ticks(series, {0: buy(1)})
    assert (story.money("equity")[0], story.money("equity_low")[0], story.money("equity_high")[0]) == (
        50_000 + (105 - 102) * 10,
        50_000 + (90 - 102) * 10,
        50_000 + (105 - 102) * 10,
    )


def test_a_floor_is_touched_at_the_bid_of_a_long_position() -> None:
    series = ticks("0 quote 100/101", "10 quote 96/120", "20 quote 95/96", "30 quote 80/81", END)

    story = play_ticks(series, {0: buy(1)}, plan=a_plan(a_maximum_loss(60)))
    assert story.fills == ["0: buy 1 at 101 (signal)", "20: sell 1 at 95 (maximum_loss)"]


def test_day_orders_end_with_their_session() -> None:
    day = [
        SessionSpan(from_nanoseconds(START).date(), START, START + MINUTE),
        SessionSpan(from_nanoseconds(START + 86_400 * 10**9).date(), START + MINUTE, START + 5 * MINUTE),
    ]
    series = ticks("0 quote 100/101", "60000 quote 100/101", "60001 print 90x1", END)
    script = {0: buy(1, limit_price=95, time_in_force=TimeInForce.DAY)}

    story = play_ticks(series, script, calendar=SessionTable("short", day))
    assert story.fills == []
    assert [type(event).__name__ for event in story.actor.events] == ["OrderAccepted", "OrderExpired"]


def test_bars_come_when_they_are_finished_and_before_the_tick_that_follows() -> None:
    series = ticks("0 quote 100/101", "10 print 101x2", "59999 print 99x1", "60000 print 98x4", "61000 print 97x1")

    told = play_ticks(series, {}).actor.told
    bars = [place for place, one in enumerate(told) if isinstance(one, Bar)]
    assert bars == [3]
    bar = told[3]
    assert isinstance(bar, Bar)
    assert (bar.open_steps, bar.high_steps, bar.low_steps, bar.close_steps, bar.volume) == (101, 101, 99, 99, 3.0)


def test_a_stop_limit_takes_what_stands_but_nothing_better_than_the_print_that_triggered_it() -> None:
    """The quote is older than the print that tells where the market is by now."""
    script = {1: buy(1, stop_price=107, limit_price=110)}
    start = ("0 print 101x2", "10 quote 101/102")

    assert play_ticks(ticks(*start, "20 print 108x1", END), script).fills[0] == "20: buy 1 at 108 (signal)"
    beyond = play_ticks(ticks(*start, "20 print 112x1", "30 quote 108/109", END), script)
    assert beyond.fills[0] == "30: buy 1 at 110 (signal)"


def test_an_excursion_ends_with_the_last_tick_before_the_exit() -> None:
    """The exit pays two ticks of slippage from the best bid, and the tick a nanosecond later is nobody's any more."""
    series = ticks("0 quote 100/101", "10 quote 100/101", "20 quote 109/110", "20 quote 150/151", END)

    (trade,) = play_ticks(series, {0: buy(1), 2: sell(1)}, slippage=2).record.trades
    assert (trade.entry_price, trade.exit_price) == (103 * FUTURE.tick_size, 107 * FUTURE.tick_size)
    assert trade.mfe == (109 - 103) * FUTURE.tick_size * FUTURE.point_value


def test_what_filled_before_a_bar_was_over_is_held_at_its_close() -> None:
    """No tick comes between the arrival of the order and the end of the bar."""
    series = ticks("0 print 101x2", "59990 quote 100/101", "60010 print 98x4", "120000 print 98x1", "121000 print 97x1")

    story = play_ticks(series, {1: buy(1)}, latency_ms=5)
    assert story.fills[0] == "59995: buy 1 at 101 (signal)"
    assert story.actor.held[0] == 1
    assert story.record.account.position[0] == 1

    late = play_ticks(series, {1: buy(1)}, latency_ms=15)
    assert late.fills[0] == "60005: buy 1 at 101 (signal)"
    assert late.actor.held[:2] == [0, 1]
    assert late.record.account.position[:2].tolist() == [0, 1]


def test_an_order_is_accepted_when_it_arrives() -> None:
    story = play_ticks(ticks("0 quote 100/101", "50 quote 100/101", END), {0: buy(1, limit_price=90)}, latency_ms=20)

    (accepted,) = (event for event in story.actor.events if isinstance(event, OrderAccepted))
    assert accepted.event_time_ns == START + 20 * MILLISECOND


def test_immediate_orders_take_what_stands_and_no_more() -> None:
    series = ticks("0 quote 100x5/101x2", "10 quote 100x5/101x9", END)

    some = play_ticks(series, {0: buy(5, time_in_force=TimeInForce.IOC)})
    none = play_ticks(series, {0: buy(5, time_in_force=TimeInForce.FOK)})
    whole = play_ticks(series, {0: buy(2, time_in_force=TimeInForce.FOK)})
    assert some.fills[0] == "0: buy 2 at 101 (signal)"
    assert len(some.fills) == 2  # and the close at the end of the data
    assert none.fills == []
    assert whole.fills[0] == "0: buy 2 at 101 (signal)"


def test_an_immediate_limit_that_the_quote_does_not_better_ends() -> None:
    series = ticks("0 quote 100/101", "10 quote 98/99", END)

    assert play_ticks(series, {0: buy(1, limit_price=100, time_in_force=TimeInForce.IOC)}).fills == []


def test_an_order_begins_where_the_one_before_it_was_filled() -> None:
    series = ticks("0 quote 100/101", "10 quote 100/101", "20 print 98x1", "30 quote 104/105", END)
    script = {
        0: [
            buy(1, name="first", limit_price=99),
            lambda actor: actor.sell(1, limit_price=104, after=actor.names["first"]),
        ]
    }

    assert play_ticks(series, script).fills == ["20: buy 1 at 99 (signal)", "30: sell 1 at 104 (signal)"]


def test_an_order_is_good_till_its_moment_and_no_longer() -> None:
    series = ticks("0 quote 100/101", "10 quote 100/101", "20 print 90x1", END)
    script = {0: buy(1, limit_price=95, expires_at=from_nanoseconds(START + 15 * MILLISECOND), time_in_force="gtd")}

    story = play_ticks(series, script)
    assert story.fills == []
    assert [type(event).__name__ for event in story.actor.events] == ["OrderAccepted", "OrderExpired"]
    assert story.actor.events[1].event_time_ns == START + 15 * MILLISECOND
