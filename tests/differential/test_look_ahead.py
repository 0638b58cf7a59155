"""What happens after a moment changes nothing that was decided, filled or marked before it."""

import attrs
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from propbots.data.columns import BarColumns
from propbots.data.record import RunRecord
from propbots.simulation.event_driver import run_backtest
from random_market import Market, markets
from random_run import Conditions, RandomActor, Wish, conditions, scripts, wishes


def run(
    market: Market, script: list[list[Wish]], on_fills: list[Wish], how: Conditions
) -> tuple[RunRecord, RandomActor]:
    actor = RandomActor().learn(script, on_fills)
    return run_backtest(how.request(actor, market)), actor


def cut(market: Market, bars: int) -> Market:
    """The same market, ended after some bars."""
    whole = market.bars.select(slice(bars))
    return Market(whole, market.parts.select(market.parts.open_time < whole.close_time[-1]))


@settings(deadline=None)
@given(markets(), scripts(), st.lists(wishes(), max_size=3), conditions(), st.data())
def test_cutting_the_data_changes_nothing_before_the_cut(
    market: Market, script: list[list[Wish]], on_fills: list[Wish], how: Conditions, data: st.DataObject
) -> None:
    how = attrs.evolve(how, first=0)
    bars = data.draw(st.integers(2, len(market.bars)))
    full, heard = run(market, script, on_fills, how)
    part, heard_before = run(cut(market, bars), script, on_fills, how)

    last = int(market.bars.close_time[bars - 1])
    assert heard_before.told_before(last) == heard.told_before(last)
    same = min(len(part.bars), bars) - 1
    for column in ("balance", "equity", "equity_low", "equity_high", "position", "day"):
        before = getattr(part.account, column)[:same]
        assert np.array_equal(before, getattr(full.account, column)[:same]), column


@settings(deadline=None)
@given(markets(), markets(), scripts(), conditions(), st.integers(2, 8))
def test_another_future_changes_nothing_of_the_past(
    market: Market, other: Market, script: list[list[Wish]], how: Conditions, bars: int
) -> None:
    how = attrs.evolve(how, finer=False, first=0)
    mixed = Market(_join(market, other, bars), market.parts)

    one, other_run = (run(each, script, [], how)[0] for each in (market, mixed))

    same = min(bars, len(one.bars), len(other_run.bars)) - 1
    for column in ("balance", "equity", "equity_low", "equity_high", "position"):
        assert np.array_equal(getattr(one.account, column)[:same], getattr(other_run.account, column)[:same]), column


def _join(market: Market, other: Market, bars: int) -> BarColumns:
    """The first bars of one market and the prices of another from there on."""
    first, second = market.bars, other.bars
    rest = min(len(first), len(second)) - bars
    prices = {
        name: np.concatenate((getattr(first, name)[:bars], getattr(second, name)[bars : bars + rest]))
        for name in ("open", "high", "low", "close")
    }
    whole = first.select(slice(bars + rest))
    return attrs.evolve(whole, **prices)
