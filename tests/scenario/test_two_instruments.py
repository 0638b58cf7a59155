"""Orders on a second instrument: they live, fill and protect there as they would alone, and share one account.

A tick of XYZ, the main instrument, is worth 10, one of ABC 100. Both quiet: XYZ at 100, ABC at 2,000.
"""

from datetime import time
from decimal import Decimal

from attrs import evolve

from feed_stage import ABC, ABC_QUIET, Listener, abc, both, clock, in_abc, minutes, play_feeds, xyz
from propbots.data.columns import BarColumns
from propbots.domain.bar import Feed
from propbots.domain.event import OrderAccepted
from propbots.domain.time import to_nanoseconds
from propbots.domain.timeframe import MINUTE, Timeframe
from propbots.rules.plan import FirmDayRules
from propbots.series.expression import close
from propbots.venue.path import PathPolicy
from rule_script import a_maximum_loss, a_plan
from stage import buy, cancel, modify, play_once, sell

ENTRY = "00:01:00 XYZ 1m"


def last_accepted(actor: Listener) -> str:
    return [event for event in actor.events if isinstance(event, OrderAccepted)][-1].client_order_id


def test_a_bracket_on_the_second_instrument_leaves_at_its_target_and_takes_its_stop_along() -> None:
    script = {ENTRY: in_abc(buy, stop_loss_ticks=5, take_profit_ticks=8)}

    story = play_feeds(xyz(m4="100 300 1 100"), abc(m5="2000 2009 1996 2003"), script)

    assert story.fills == ["00:01:00 ABC buy 1 at 2000 (signal)", "00:06:00 ABC sell 1 at 2008 (target)"]
    assert story.ends == ["00:06:00 canceled (other side filled)"]
    assert (story.trades[0].instrument, story.trades[0].gross_pnl) == ("ABC", 800)


def test_a_working_exit_of_the_second_instrument_moves_on_its_own_grid() -> None:
    """The exit was named by the engine and never asked for by the strategy; ABC has ticks of a half here."""
    halves = evolve(abc(m5="2000 2006 2000 2001"), feed=Feed(evolve(ABC, tick_size=Decimal("0.5")), Timeframe(MINUTE)))
    script = {
        ENTRY: in_abc(sell, stop_loss_ticks=9),
        "00:03:00 XYZ 1m": lambda actor: actor.modify(last_accepted(actor), stop_price=Decimal("1002.5")),
    }

    story = play_feeds(xyz(), halves, script)

    assert story.fills[1] == "00:06:00 ABC buy 1 at 2005 (stop)"


def test_a_group_across_both_instruments_lets_one_fill() -> None:
    group = {"oco_group": "breakout"}
    script = {ENTRY: both(buy(stop_price=105, **group), in_abc(buy, stop_price=2005, **group))}

    story = play_feeds(xyz(m3="100 106 100 100", m5="100 100 100 100"), abc(m5="2000 2010 2000 2000"), script)

    assert story.fills[0] == "00:04:00 XYZ buy 1 at 105 (signal)"
    assert story.ends == ["00:04:00 canceled (other side filled)"]
    assert len(story.trades) == 1


def test_a_reduction_of_one_instrument_does_not_see_the_position_in_the_other() -> None:
    script = {ENTRY: buy(2), "00:03:00 XYZ 1m": in_abc(sell, 2, reduce_only=True)}

    story = play_feeds(xyz(), abc(), script)

    assert story.ends == ["00:03:00 canceled (nothing left to reduce)"]
    assert [trade.instrument for trade in story.trades] == ["XYZ"]


def test_an_order_of_the_second_instrument_is_changed_and_canceled_by_its_name() -> None:
    script = {
        ENTRY: both(in_abc(buy, limit_price=1990, name="low"), in_abc(sell, limit_price=2010, name="high")),
        "00:03:00 XYZ 1m": both(modify("low", limit_price=1995), cancel("high")),
    }

    story = play_feeds(xyz(), abc(m5="2000 2020 1994 2000"), script)

    assert story.fills[0] == "00:06:00 ABC buy 1 at 1995 (signal)"
    assert story.ends == ["00:03:00 canceled (strategy)"]


def test_positions_and_balance_follow_by_hand() -> None:
    """Bought 2 XYZ at 100, sold 1 ABC at 2000, one XYZ sold at 104, ABC bought back at 1997; 3 a contract and side."""
    script = {
        ENTRY: both(buy(2), in_abc(sell)),
        "00:03:00 XYZ 1m": sell(),
        "00:05:00 XYZ 1m": in_abc(buy),
    }
    there = xyz(m3="104 104 104 104", m4="104 104 104 104")

    story = play_feeds(there, abc(m5="1997 1997 1997 1997"), script, commission="3")

    assert story.record.account.position.tolist() == [0, 3, 3, 2, 2, 1, 1, 1, 1, 0]
    assert story.money("balance")[1:7] == [
        50_000 - 9,
        50_000 - 9,
        50_000 - 12 + 40,
        50_000 - 12 + 40,
        50_000 - 15 + 40 + 300,
        50_000 - 15 + 40 + 300,
    ]
    assert story.money("equity")[3] == 50_000 - 12 + 40 + 40


def test_what_is_held_of_each_can_be_asked() -> None:
    held: list[tuple[str, Decimal]] = []

    def ask(actor: Listener) -> None:
        held.extend((one.side.value, one.quantity) for one in (actor.position, actor.position_of("ABC")))

    play_feeds(xyz(), abc(), {ENTRY: both(buy(2), in_abc(sell, 3)), "00:03:00 XYZ 1m": ask})

    assert set(held) == {("long", 2), ("short", 3)}


def test_a_feed_of_an_instrument_that_is_not_traded_changes_nothing() -> None:
    script = {ENTRY: buy(stop_loss=95), "00:05:00 XYZ 1m": sell(limit_price=103)}
    there = xyz(m2="98 104 96 99", m6="99 106 97 101")
    plan = a_plan(a_maximum_loss(60))

    story = play_feeds(there, abc(m2="2000 3000 1 2000"), script, plan=plan)
    alone = play_once(there, {0: buy(stop_loss=95), 4: sell(limit_price=103)}, plan=plan)

    for column in ("balance", "equity", "equity_low", "equity_high"):
        assert story.money(column) == alone.money(column), column
    assert [trade.net_pnl for trade in story.trades] == [trade.net_pnl for trade in alone.trades]


def test_an_instrument_whose_data_end_early_is_held_at_its_last_close_and_closed_there_at_the_end() -> None:
    gap = {f"m{number}": "" for number in range(4, 10)}

    before_the_entry = "2000 2000 1900 2000"
    elsewhere = abc(m0=before_the_entry, m3="2000 2004 1999 2002", **gap)

    story = play_feeds(xyz(), elsewhere, {ENTRY: in_abc(buy)}, feeds=["ABC 5m"])

    assert story.fills[-1] == "00:10:00 ABC sell 1 at 2002 (end_of_data)"
    assert story.money("equity")[4:] == [50_200] * 6
    assert (story.trades[0].mae, story.trades[0].mfe) == (100, 400)
    assert story.money("equity_low")[-1] == 50_200


def test_an_order_waits_for_an_instrument_whose_data_begin_late() -> None:
    gap = {f"m{number}": "" for number in range(5)}

    story = play_feeds(xyz(), abc(m5="2003 2004 2002 2003", **gap), {ENTRY: in_abc(buy)})

    assert story.fills[0] == "00:05:00 ABC buy 1 at 2003 (signal)"
    assert story.money("equity")[:5] == [50_000] * 5


def test_an_order_on_an_instrument_without_a_further_bar_ends_with_the_data() -> None:
    gap = {f"m{number}": "" for number in range(3, 10)}

    story = play_feeds(xyz(), abc(**gap), {"00:05:00 XYZ 1m": in_abc(buy)})

    assert story.fills == []
    assert story.ends == ["00:10:00 canceled (end_of_data)"]


def fives(*rows: str) -> BarColumns:
    """Bars of ABC that last five minutes, one after the other."""
    bars = minutes({f"00:{5 * number:02}": row for number, row in enumerate(rows)}, instrument=ABC)
    return evolve(bars, feed=Feed(ABC, Timeframe(5 * MINUTE)), close_time=bars.open_time + 5 * MINUTE)


def test_longer_bars_of_the_second_instrument_fill_at_their_open_and_are_heard_of_at_their_close() -> None:
    bars = fives(ABC_QUIET, "2001 2009 1990 2004")

    story = play_feeds(xyz(), bars, {"00:03:00 XYZ 1m": in_abc(buy)}, path=PathPolicy.OHLC)

    assert story.fills[0] == "00:05:00 ABC buy 1 at 2001 (signal)"
    assert story.money("equity")[-2] == 50_000
    assert story.money("equity_low")[-1] == 50_000 - 1_100
    assert story.trades[0].entry_time_ns == to_nanoseconds(clock("00:05"))


def test_a_breach_that_a_longer_bar_shows_at_its_close_ends_the_run_then() -> None:
    bars = fives(ABC_QUIET, "2000 2000 1990 1990", ABC_QUIET)
    there = minutes({f"00:{number:02}": "100 100 100 100" for number in range(15)})

    story = play_feeds(there, bars, {"00:03:00 XYZ 1m": in_abc(buy)}, plan=a_plan(a_maximum_loss(500)))

    assert story.fills[-1] == "00:10:00 ABC sell 1 at 1995 (maximum_loss)"
    assert len(story.record.bars) == 10


def test_excursions_leave_out_a_longer_bar_that_goes_on_while_another_market_closes_everything() -> None:
    bars = fives(ABC_QUIET, "2000 2002 1999 2000", ABC_QUIET, "2000 9000 1 2000")
    there = minutes({f"00:{number:02}": "100 100 100 100" if number < 17 else "50 50 50 50" for number in range(20)})
    script = {"00:03:00 XYZ 1m": both(buy(100), in_abc(buy))}

    story = play_feeds(there, bars, script, plan=a_plan(a_maximum_loss(20_000)))

    trade = next(trade for trade in story.trades if trade.instrument == "ABC")
    assert (trade.exit_reason, trade.mae, trade.mfe) == ("maximum_loss", 100, 200)


def test_a_bar_that_had_begun_before_the_run_does_not_turn_the_firms_day() -> None:
    """The firm's day rolls at 00:03, the run begins at 00:04 and hears at 00:05 of the bar that began at 00:00."""
    plan = a_plan(a_maximum_loss(500), day=FirmDayRules("UTC", time(0, 3)))

    story = play_feeds(xyz(), fives(ABC_QUIET, ABC_QUIET), {}, feeds=["ABC"], first=4, plan=plan)

    assert story.actor.heard[0] == ("00:05:00", "ABC 5m")
    assert story.record.plan is not None
    assert len(story.record.plan.days) == 1


def test_warm_up_bars_of_both_are_seen_by_indicators_and_never_traded() -> None:
    story = play_feeds(xyz(), abc(), {"00:05:00 ABC 1m": in_abc(buy)}, feeds=["ABC", "2m"], first=4)

    assert story.actor.heard[0] == ("00:05:00", "ABC 1m")
    assert story.fills[0] == "00:05:00 ABC buy 1 at 2000 (signal)"
    assert len(story.record.bars) == 6


class Comparer(Listener):
    """Reads closes of a longer feed at each bar of the main one, and whether they rise."""

    def on_start(self) -> None:
        self.close, self.rises = (self.indicator(one.on("ABC 2m")) for one in (close, close > close.lag(1)))
        self.read: list[tuple[object, ...]] = []

    def on_bar(self, bar: object) -> None:
        self.read.append((self.close.value, self.close.previous, self.rises.value, self.rises.previous))


def test_at_the_first_bar_of_a_run_another_feed_has_the_value_of_its_last_bar_and_of_the_one_before() -> None:
    """The run begins at 00:06; bars of two minutes have ended at 00:02, 00:04 and 00:06, and the next does at 00:08."""
    rising = {f"m{number}": f"{2000 + number} " * 4 for number in range(10)}

    story = play_feeds(xyz(), abc(**rising), {}, actor=Comparer, first=6)

    assert story.actor.read[:2] == [(2005, 2003, True, True), (2007, 2005, True, True)]
