"""Bars whose inside is known from finer ones."""

import pytest

from propbots.data.columns import BarColumns
from propbots.domain.timeframe import MINUTE
from propbots.venue.path import PathPolicy
from stage import START, bars, buy, columns_of, exit_, play, sell

QUIET = "100 100 100 100"
PART = 20 * 1_000_000_000
"""Three finer bars make a bar of a minute."""


def parts(*rows_of_bars: tuple[str, ...]) -> BarColumns:
    """The finer bars of each bar, one tuple a bar."""
    rows, opens = [], []
    for number, inside in enumerate(rows_of_bars):
        for part, row in enumerate(inside):
            rows.append([int(price) for price in row.split()])
            opens.append(START + 2 * number * MINUTE + part * PART)
    return columns_of(rows, opens, duration=PART)


def test_orders_inside_a_bar_fill_at_the_close_of_the_finer_bar_that_reached_them() -> None:
    columns = bars(QUIET, "100 108 99 107")
    finer = parts((QUIET,), ("100 101 99 101", "101 106 101 106", "106 108 106 107"))

    story = play(columns, {0: buy(stop_price=105)}, finer=finer)

    assert story.trades[0].entry_time_ns == START + 2 * MINUTE + 2 * PART


def test_a_gap_between_finer_bars_fills_a_stop_at_the_finer_open() -> None:
    columns = bars(QUIET, "100 108 99 107")
    finer = parts((QUIET,), ("100 101 99 101", "107 108 107 108", "108 108 107 107"))

    story = play(columns, {0: buy(stop_price=105)}, finer=finer)

    assert (story.trades[0].entry_price, story.trades[0].entry_time_ns) == (
        107,
        START + 2 * MINUTE + PART,
    )


def test_marks_follow_the_finer_bars() -> None:
    columns = bars(QUIET, QUIET, "100 107 94 101")
    finer = parts((QUIET,), (QUIET,), ("100 103 98 103", "103 107 103 104", "104 104 94 101"))

    story = play(columns, {0: buy(take_profit=106)}, finer=finer)

    assert (story.money("equity_low")[2], story.money("equity_high")[2]) == (49_980, 50_060)


def test_an_entry_of_one_finer_bar_meets_its_exits_in_the_next() -> None:
    columns = bars(QUIET, "100 108 92 93")
    finer = parts((QUIET,), ("100 108 100 107", "107 107 100 101", "101 101 92 93"))

    story = play(columns, {0: buy(stop_price=105, stop_loss_ticks=10)}, finer=finer)

    assert [trade.exit_price for trade in story.trades] == [95]
    assert story.record.ambiguous_bars == 0


@pytest.mark.parametrize("path", PathPolicy)
def test_a_bar_without_finer_ones_is_judged_by_the_policy_as_if_there_were_none(path: PathPolicy) -> None:
    columns = bars(QUIET, QUIET, "100 107 94 101", "101 101 101 101")
    finer = parts((QUIET,), (QUIET,), (), ("101 101 101 101",))
    script = {0: buy(stop_loss=95, take_profit=106), 2: sell()}

    known = play(columns, script, finer=finer, path=path)
    plain = play(columns, script, path=path)

    assert known.fills == plain.fills
    assert known.money("equity_low") == plain.money("equity_low")
    assert known.record.ambiguous_bars == 1


def test_a_market_order_fills_although_the_next_bar_has_no_finer_ones() -> None:
    columns = bars(QUIET, "104 105 103 104", QUIET, QUIET)

    story = play(columns, {0: buy(), 1: exit_()}, finer=parts((QUIET,), (), (QUIET,), (QUIET,)))

    assert story.fills[0] == "1 open: buy 1 at 104 (signal)"
