"""Market orders: decided at a close, filled at the next open, whatever lies between."""

from decimal import Decimal

import pytest

from propbots.domain.timeframe import DAY, MINUTE
from stage import START, bars, buy, cancel, enter_long, enter_short, exit_, play, sell


def test_a_market_order_fills_at_the_next_open() -> None:
    story = play(bars("100 101 99 100", "102 105 101 104"), {0: buy()})

    assert story.fills[0] == "1 open: buy 1 at 102 (signal)"


def test_a_market_order_fills_at_the_next_open_across_a_weekend_and_a_gap() -> None:
    opens = [START, START + 3 * DAY]

    story = play(bars("100 101 99 100", "150 151 149 150", opens_ns=opens), {0: buy()})

    assert story.fills[0] == "1 open: buy 1 at 150 (signal)"


def test_an_order_acts_never_in_the_bar_at_whose_close_it_was_decided() -> None:
    story = play(bars("100 110 90 100", "100 100 100 100"), {0: [buy(limit_price=95), sell(stop_price=95)]})

    assert story.fills == []


def test_slippage_makes_a_buy_dearer_and_a_sale_cheaper() -> None:
    story = play(bars("100 100 100 100", "100 100 100 100", "100 100 100 100"), {0: buy(), 1: exit_()}, slippage=2)

    assert story.fills == ["1 open: buy 1 at 102 (signal)", "2 open: sell 1 at 98 (signal)"]
    assert story.trades[0].gross_pnl == -40


def test_commission_is_paid_per_contract_on_both_sides() -> None:
    flat = "100 100 100 100"

    story = play(bars(flat, flat, flat), {0: buy(3), 1: exit_()}, commission="1.25")

    assert story.money("balance") == [50_000, Decimal("49996.25"), Decimal("49992.50")]
    assert story.trades[0].commission == Decimal("7.50")


def test_a_reversal_is_an_exit_and_an_entry_at_one_open() -> None:
    story = play(
        bars("100 100 100 100", "100 100 100 100", "103 104 102 103", "103 103 103 103"),
        {0: enter_long(), 1: [exit_(), enter_short()]},
    )

    assert story.fills[1:3] == ["2 open: sell 1 at 103 (signal)", "2 open: sell 1 at 103 (signal)"]
    assert story.record.account.position.tolist() == [0, 1, -1, 0]
    assert [(trade.side, trade.gross_pnl) for trade in story.trades] == [("long", 30), ("short", 0)]


def test_an_order_decided_at_the_last_close_never_fills() -> None:
    story = play(bars("100 101 99 100", "100 101 99 100"), {1: buy()})

    assert story.fills == []
    assert story.ends == ["1 inside: canceled (end_of_data)"]


def test_what_is_open_at_the_end_is_closed_at_the_last_close_without_slippage() -> None:
    story = play(bars("100 100 100 100", "100 105 99 104"), {0: buy(2)}, slippage=1, commission="1")

    (trade,) = story.trades
    assert story.fills[-1] == "1 inside: sell 2 at 104 (end_of_data)"
    assert (trade.entry_price, trade.gross_pnl, trade.commission) == (101, 60, 4)
    assert story.money("balance")[-1] == 50_056


def test_nothing_is_left_to_exit_twice() -> None:
    flat = "100 100 100 100"

    story = play(bars(flat, flat, flat), {0: buy(), 1: [exit_(), exit_()]})

    assert story.fills == ["1 open: buy 1 at 100 (signal)", "2 open: sell 1 at 100 (signal)"]
    assert story.ends == ["2 open: canceled (nothing left to reduce)"]


def test_an_exit_without_a_position_asks_for_nothing() -> None:
    story = play(bars("100 101 99 100", "100 101 99 100"), {0: exit_()})

    assert story.actor.events == []


def test_a_reduce_only_order_is_cut_to_what_is_held_and_never_turns_it() -> None:
    flat = "100 100 100 100"

    story = play(bars(flat, flat, flat, flat), {0: buy(2), 1: sell(5, reduce_only=True)})

    assert story.fills[1] == "2 open: sell 2 at 100 (signal)"
    assert story.ends == ["2 open: canceled (nothing left to reduce)"]
    assert story.record.account.position.tolist() == [0, 2, 0, 0]


def test_a_reduce_only_order_that_would_add_is_canceled() -> None:
    flat = "100 100 100 100"

    story = play(bars(flat, flat, flat), {0: buy(), 1: buy(reduce_only=True)})

    assert story.ends == ["2 open: canceled (nothing left to reduce)"]
    assert story.record.account.position.tolist() == [0, 1, 0]


def test_orders_of_one_close_fill_in_the_order_in_which_they_were_asked_for() -> None:
    flat = "100 100 100 100"

    story = play(bars(flat, flat), {0: [sell(reason="first"), buy(2, reason="second")]})

    assert story.fills[:2] == ["1 open: sell 1 at 100 (first)", "1 open: buy 2 at 100 (second)"]


def test_an_order_may_be_canceled_in_the_very_decision_that_asks_for_it() -> None:
    story = play(bars("100 100 100 100", "100 100 100 100"), {0: [buy(name="entry"), cancel("entry")]})

    assert story.fills == []
    assert story.ends == ["0 inside: canceled (strategy)"]


@pytest.mark.parametrize("spacing", [MINUTE, 2 * MINUTE, DAY])
def test_a_fill_at_an_open_has_the_open_time_and_one_inside_the_bar_its_close_time(spacing: int) -> None:
    opens = [START + number * spacing for number in range(3)]
    columns = bars("100 100 100 100", "100 100 100 100", "100 106 100 105", opens_ns=opens)

    story = play(columns, {0: buy(take_profit_ticks=5)})

    (trade,) = story.trades
    assert trade.entry_time_ns == opens[1]
    assert trade.exit_time_ns == opens[2] + MINUTE
