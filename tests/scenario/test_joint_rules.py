"""One plan over two instruments: floors, daily limits and caps see what both do together.

A tick of XYZ, the main instrument, is worth 10, one of ABC 100. Both quiet: XYZ at 100, ABC at 2,000.
"""

from datetime import date, time
from decimal import Decimal

import pytest
from attrs import evolve

from feed_stage import ABC, Act, FeedStory, abc, both, in_abc, play_feeds, xyz
from propbots.domain.outcome import PlanStatus
from propbots.domain.session import SessionSpan, SessionTable
from propbots.domain.timeframe import DAY, MINUTE
from propbots.engine.life import AfterBreach
from propbots.errors import ConfigurationError
from propbots.rules.plan import FirmDayRules
from propbots.rules.rule import ContractCap
from rule_script import a_cap, a_daily_loss, a_maximum_loss, a_plan
from stage import START, buy, sell

ENTRY = "00:01:00 XYZ 1m"


def status_of(story: FeedStory) -> PlanStatus:
    assert story.record.plan is not None
    return story.record.plan.status


def test_the_exchange_that_closes_first_makes_both_instruments_flat() -> None:
    """ABC's session ends at 00:06; the plan closes two minutes before a close, or at 23:50."""
    day = FirmDayRules("UTC", time(0), flatten_from=time(23, 50), flat_by=time(23, 52))
    short = [SessionSpan(date(2026, 1, 5 + one), START + one * DAY, START + one * DAY + 6 * MINUTE) for one in range(3)]

    story = play_feeds(
        xyz(),
        abc(m6="", m7="", m8="", m9=""),
        {ENTRY: both(buy(1), in_abc(buy))},
        plan=a_plan(day=day),
        calendar_of_other=SessionTable("short", short),
    )

    assert sorted(story.fills[2:]) == [
        "00:04:00 ABC sell 1 at 2000 (flat_by)",
        "00:04:00 XYZ sell 1 at 100 (flat_by)",
    ]


@pytest.mark.parametrize(("quantity", "of_abc"), [(5, 0), (0, 1)])
def test_each_position_alone_would_have_stayed_above_the_floor(quantity: int, of_abc: int) -> None:
    """Together they touch it: test_feeds shows the same bars with both."""
    acts = [buy(quantity)] if quantity else [in_abc(buy, of_abc)]

    story = play_feeds(
        xyz(m2="100 100 95 100"), abc(m2="2000 2000 1996 1999"), {ENTRY: both(*acts)}, plan=a_plan(a_maximum_loss(600))
    )

    assert status_of(story) is PlanStatus.ACTIVE


def test_a_floor_that_the_main_instrument_touches_closes_the_other_at_its_worst_in_the_same_minute() -> None:
    """ABC was gone through first and counts at 1999, 100 lost; XYZ brings the other 500 at 95."""
    script = {ENTRY: both(buy(10), in_abc(buy))}

    story = play_feeds(
        xyz(m2="100 101 90 100"), abc(m2="2000 2001 1999 2001"), script, plan=a_plan(a_maximum_loss(600))
    )

    assert story.fills[2:] == [
        "00:03:00 ABC sell 1 at 1999 (maximum_loss)",
        "00:03:00 XYZ sell 10 at 95 (maximum_loss)",
    ]
    assert story.money("equity")[-1] == 49_400


def test_a_floor_that_both_touch_by_losing_exactly_half_of_what_is_left_each() -> None:
    """What may be passed over is shared out evenly: 300 each, 6 ticks of 5 XYZ and 3 of ABC."""
    script = {ENTRY: both(buy(5), in_abc(buy))}

    story = play_feeds(
        xyz(m3="100 100 94 100"), abc(m3="2000 2000 1997 2000"), script, plan=a_plan(a_maximum_loss(600))
    )

    assert story.fills[2:] == [
        "00:04:00 ABC sell 1 at 1997 (maximum_loss)",
        "00:04:00 XYZ sell 5 at 94 (maximum_loss)",
    ]


def test_a_gap_of_the_main_instrument_leaves_the_other_less_before_the_floor_in_the_same_minute() -> None:
    """XYZ opens 600 down and stands there while ABC is gone through, which has 100 left, though its share was 350."""
    script = {ENTRY: both(buy(5), in_abc(buy))}

    story = play_feeds(xyz(m3="88 88 88 88"), abc(m3="2000 2000 1997 2000"), script, plan=a_plan(a_maximum_loss(700)))

    assert story.fills[2:] == [
        "00:04:00 XYZ sell 5 at 88 (maximum_loss)",
        "00:04:00 ABC sell 1 at 1999 (maximum_loss)",
    ]


def test_a_daily_limit_locks_both_and_does_not_drag_the_account_over_its_last_floor() -> None:
    """The day is lost at 96 in XYZ, which closes there: its low of 50 must not count while ABC is closed."""
    script = {ENTRY: both(buy(10), in_abc(buy)), "00:05:00 XYZ 1m": in_abc(buy)}
    plan = a_plan(a_daily_loss(400), a_maximum_loss(1_000))

    story = play_feeds(xyz(m2="100 100 50 100"), abc(), script, plan=plan)

    assert status_of(story) is PlanStatus.ACTIVE
    assert story.fills[2:] == ["00:03:00 ABC sell 1 at 2000 (daily_loss)", "00:03:00 XYZ sell 10 at 96 (daily_loss)"]
    assert story.record.denied_orders == 1


def test_what_is_closed_elsewhere_is_valued_with_the_price_at_which_the_floor_broke() -> None:
    """XYZ opens at 96, 400 lost; its close of 100 a minute ago is no mark of this bar while ABC is closed."""
    script = {ENTRY: both(buy(10), in_abc(buy))}

    story = play_feeds(xyz(m3="96 96 90 90"), abc(m3=""), script, plan=a_plan(a_maximum_loss(300)))

    assert story.money("equity_high")[3] == 49_600


def test_orders_of_the_other_instrument_are_called_back_by_a_breach() -> None:
    script = {ENTRY: both(buy(10), in_abc(buy, limit_price=1990))}

    story = play_feeds(xyz(m2="100 100 90 100"), abc(m5="1980 1980 1980 1980"), script, plan=a_plan(a_maximum_loss(50)))

    assert story.ends == ["00:03:00 canceled (maximum_loss)"]
    assert len(story.trades) == 1


def test_the_account_may_end_while_the_main_instrument_has_no_bars() -> None:
    """ABC falls at 00:05; the last bar of XYZ before that is the one of 00:02."""
    gap = {f"m{number}": "" for number in range(3, 9)}
    script = {ENTRY: in_abc(buy)}

    story = play_feeds(
        xyz(**gap), abc(m4="2000 2010 2000 2005", m5="2005 2005 1000 1000"), script, plan=a_plan(a_maximum_loss(500))
    )

    assert story.fills[-1] == "00:06:00 ABC sell 1 at 1995 (maximum_loss)"
    assert len(story.record.bars) == 3
    assert story.money("equity")[-1] == 49_500
    assert story.money("equity_high")[-1] == 51_000


def test_a_run_that_goes_on_after_the_breach_keeps_both_positions() -> None:
    script = {ENTRY: both(buy(5), in_abc(buy))}

    story = play_feeds(
        xyz(m2="100 100 95 100"),
        abc(m2="2000 2000 1996 1999"),
        script,
        plan=a_plan(a_maximum_loss(600)),
        after_breach=AfterBreach.CONTINUE,
    )

    assert status_of(story) is PlanStatus.FAILED
    assert [trade.exit_reason for trade in story.trades] == ["end_of_data", "end_of_data"]


@pytest.mark.parametrize(
    ("first", "second", "refused"), [(buy(), in_abc(sell), 1), (in_abc(buy), buy(), 1), (buy(), in_abc(buy, 2), 1)]
)
def test_a_cap_counts_live_orders_of_both_whatever_their_sides(first: Act, second: Act, refused: int) -> None:
    story = play_feeds(xyz(), abc(), {ENTRY: both(first, second)}, plan=a_plan(a_cap("1.5")))

    assert story.record.denied_orders == refused


def test_a_cap_counts_what_is_held_of_the_main_instrument_once() -> None:
    script = {ENTRY: both(buy(), in_abc(buy)), "00:03:00 XYZ 1m": buy()}

    story = play_feeds(xyz(), abc(), script, plan=a_plan(a_cap(3)))

    assert story.record.denied_orders == 0
    assert len(story.trades) == 3


def test_a_short_position_gives_no_room_in_a_cap_to_what_is_bought_beside_it() -> None:
    script = {
        ENTRY: in_abc(sell, 2),
        "00:03:00 XYZ 1m": in_abc(buy, 3, limit_price=1_900),
        "00:04:00 XYZ 1m": buy(2),
        "00:05:00 XYZ 1m": in_abc(buy, 2, reduce_only=True),
    }

    story = play_feeds(xyz(), abc(m8="2000 2000 1800 2000"), script, plan=a_plan(a_cap(4)))

    assert story.record.denied_orders == 1


def test_a_cap_that_counts_every_contract_as_one_counts_those_of_both() -> None:
    cap = ContractCap(Decimal(5), counts_each=True)
    script = {ENTRY: both(buy(3), in_abc(buy, 3))}
    columns = abc()
    micros = evolve(columns, feed=evolve(columns.feed, instrument=evolve(ABC, mini_units=Decimal("0.1"))))

    story = play_feeds(xyz(), micros, script, plan=a_plan(cap))

    assert story.record.denied_orders == 1


def test_a_plan_that_does_not_trade_the_second_instrument_is_refused() -> None:
    plan = evolve(a_plan(a_maximum_loss(600)), products=("XYZ",))

    with pytest.raises(ConfigurationError, match="does not trade ABC; it trades XYZ"):
        play_feeds(xyz(), abc(), {}, plan=plan)


def test_two_currencies_under_one_account_are_refused() -> None:
    euro = evolve(abc(), feed=evolve(abc().feed, instrument=evolve(ABC, currency="EUR")))

    with pytest.raises(ConfigurationError, match="XYZ is in USD and ABC in EUR"):
        play_feeds(xyz(), euro, {})


def test_excursions_reach_to_the_last_bar_before_a_closing_that_another_market_asked_for() -> None:
    """ABC has no bar from 00:04 on; it was at 1991 in its last one, and is closed at its close when XYZ falls."""
    gap = {f"m{number}": "" for number in range(4, 10)}
    script = {ENTRY: both(buy(100), in_abc(buy))}

    story = play_feeds(
        xyz(m6="100 100 50 50"), abc(m3="2000 2003 1991 2000", **gap), script, plan=a_plan(a_maximum_loss(20_000))
    )

    trade = next(trade for trade in story.trades if trade.instrument == "ABC")
    assert (trade.exit_price, trade.exit_reason, trade.mae, trade.mfe) == (2000, "maximum_loss", 900, 300)
