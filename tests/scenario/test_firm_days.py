"""A firm's day: its loss limit locks it, its hour to be flat closes positions, and both end when it rolls.

The worked cases D4 and D5 are a firm's own examples.
"""

from datetime import date, time
from decimal import Decimal

import pytest

from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.outcome import PlanStatus
from propbots.domain.session import SessionSpan, SessionTable
from propbots.domain.timeframe import HOUR
from propbots.rules.plan import FirmDayRules, Flat
from propbots.rules.rule import Effect
from propbots.venue.path import PathPolicy
from rule_script import CHICAGO, FLAT_BY_310, a_daily_loss, a_maximum_loss, a_plan, at
from stage import Script, Story, bars, buy, columns_of, enter_long, exit_, play, sell

QUIET = "100 100 100 100"
CENT = Instrument("CENT", AssetClass.CFD, tick_size=Decimal("0.01"), point_value=Decimal(1))


def status_of(story: Story) -> PlanStatus:
    assert story.record.plan is not None
    return story.record.plan.status


def broken(story: Story) -> list[tuple[str, str]]:
    """Rule and effect of each violation."""
    assert story.record.plan is not None
    return [(violation.rule, violation.effect) for violation in story.record.plan.violations]


@pytest.mark.parametrize(
    ("closed", "open_", "commission", "locked"),
    [("-600", "-399.99", "0", False), ("-600", "-400", "0", True), ("-995", "0", "3.78", True)],
)
def test_d4_a_daily_limit_counts_closed_and_open_profit_and_fees(
    closed: str, open_: str, commission: str, locked: bool
) -> None:
    """A day that starts at 51,200 with a limit of 1,000: locked at an equity of 50,200."""
    loss, dip = (int(Decimal(amount) * 100) for amount in (closed, open_))
    start = 10**7
    rows = [(start,) * 4, (start,) * 4, (start + loss,) * 4, (start, start, start + dip, start)]
    columns = columns_of(rows, [at(f"2026-01-05 12:0{minute}") for minute in range(0, 8, 2)], instrument=CENT)
    script = {0: enter_long(), 1: exit_(), **({2: enter_long()} if dip else {})}
    plan = a_plan(a_daily_loss(1_000), balance=51_200, day=CHICAGO)

    story = play(columns, script, plan=plan, balance=51_200, commission=commission)

    assert status_of(story) is PlanStatus.ACTIVE
    assert broken(story) == ([("daily_loss", "soft")] if locked else [])
    assert story.fills[-1].endswith("(daily_loss)") is (locked and bool(dip))


def test_d5_the_floor_that_ends_the_account_comes_before_the_one_that_locks_the_day() -> None:
    """The account ends at 50,600, before the day's limit of 1,000 from 51,500 would lock it at 50,500."""
    plan = a_plan(a_daily_loss(1_000), a_maximum_loss(900), balance=51_500)

    story = play(bars(QUIET, QUIET, "100 100 0 50"), {0: buy()}, plan=plan, balance=51_500)

    assert story.fills[1] == "2 inside: sell 1 at 10 (maximum_loss)"
    assert (status_of(story), broken(story)) == (PlanStatus.FAILED, [("maximum_loss", "hard")])


def test_at_one_price_the_floor_that_ends_the_account_comes_first() -> None:
    plan = a_plan(a_daily_loss(50), a_maximum_loss(50))

    story = play(bars(QUIET, QUIET, "100 100 90 99"), {0: buy()}, plan=plan)

    assert broken(story) == [("maximum_loss", "hard")]


def test_a_nearer_daily_limit_closes_the_position_and_saves_the_account() -> None:
    plan = a_plan(a_daily_loss(30), a_maximum_loss(50))

    story = play(bars(QUIET, QUIET, "100 100 80 90", "90 90 10 20"), {0: buy()}, plan=plan)

    assert story.fills[1:] == ["2 inside: sell 1 at 97 (daily_loss)"]
    assert (status_of(story), broken(story)) == (PlanStatus.ACTIVE, [("daily_loss", "soft")])


def test_a_daily_limit_that_ends_the_account_does_so() -> None:
    story = play(bars(QUIET, QUIET, "100 100 80 90"), {0: buy()}, plan=a_plan(a_daily_loss(30, Effect.HARD)))

    assert (status_of(story), broken(story)) == (PlanStatus.FAILED, [("daily_loss", "hard")])


def test_a_locked_day_cancels_orders_and_refuses_entries() -> None:
    columns = bars(QUIET, QUIET, "100 100 96 98", "98 99 97 98", "98 120 60 98")
    script = {0: [buy(), buy(stop_price=110)], 2: [buy(), exit_()], 3: sell(stop_price=90)}

    story = play(columns, script, plan=a_plan(a_daily_loss(30)))

    assert story.ends == ["2 inside: canceled (daily_loss)"]
    assert story.denials == ["trading_halted", "trading_halted"]
    assert story.record.denied_orders == 2
    assert len(story.fills) == 2


def test_a_daily_limit_counts_from_the_balance_of_each_day() -> None:
    """Day one ends 20 down; day two may lose another 30, and is locked at 49,950."""
    opens = [at(f"2026-01-0{day} {hour}:00") for day in (5, 6) for hour in (12, 13, 14)]
    columns = bars(QUIET, "100 100 98 98", "98 98 98 98", QUIET, "100 100 90 95", QUIET, opens_ns=opens)

    story = play(columns, {0: buy(), 1: exit_(), 3: buy()}, plan=a_plan(a_daily_loss(30)))

    assert story.money("balance")[2] == 49_980
    assert story.fills[-1] == "4 inside: sell 1 at 97 (daily_loss)"


@pytest.mark.parametrize(
    ("day", "last", "first"),
    [
        pytest.param("2026-03-06", "22:59", "23:00", id="winter, the Friday before the clocks go forward"),
        pytest.param("2026-03-09", "21:59", "22:00", id="summer, the Monday after"),
        pytest.param("2026-10-30", "21:59", "22:00", id="summer, the Friday before the clocks go back"),
        pytest.param("2026-11-02", "22:59", "23:00", id="winter, the Monday after"),
    ],
)
def test_a_lock_lasts_until_17_00_in_chicago(day: str, last: str, first: str) -> None:
    times = [f"{day} 15:00", f"{day} 15:01", f"{day} {last}", f"{day} {first}", f"{day} {first[:-2]}01"]
    columns = bars(QUIET, "100 100 90 95", QUIET, QUIET, QUIET, opens_ns=[at(text) for text in times])
    script = {0: buy(), 1: buy(), 2: buy(), 3: buy()}

    story = play(columns, script, plan=a_plan(a_daily_loss(30), day=CHICAGO))

    assert story.denials == ["trading_halted", "trading_halted"]
    assert story.fills[2] == "4 open: buy 1 at 100 (signal)"


def test_a_position_may_be_held_over_a_roll_where_the_plan_allows_it() -> None:
    opens = [at(text) for text in ("2026-01-05 22:58", "2026-01-05 22:59", "2026-01-05 23:00", "2026-01-05 23:01")]

    story = play(
        bars(QUIET, QUIET, "105 105 105 105", QUIET, opens_ns=opens),
        {0: buy()},
        plan=a_plan(a_maximum_loss(500), day=CHICAGO),
    )

    assert story.record.plan is not None
    assert story.record.account.position.tolist() == [0, 1, 1, 0]
    assert [(day.date, day.net_pnl) for day in story.record.plan.days] == [
        (date(2026, 1, 5), 0),
        (date(2026, 1, 6), 0),
    ]


@pytest.mark.parametrize(("day", "hour"), [("2026-03-06", 21), ("2026-03-09", 20), ("2026-11-02", 21)])
def test_positions_are_closed_and_orders_canceled_at_the_hour_to_be_flat(day: str, hour: int) -> None:
    opens = [at(f"{day} {hour}:{minute:02}") for minute in (6, 7, 8, 9)]
    columns = bars(QUIET, "100 101 99 100", "103 104 80 90", "90 150 50 90", opens_ns=opens)
    script = {0: [buy(), buy(stop_price=140)], 2: buy()}

    story = play(columns, script, plan=a_plan(day=FLAT_BY_310), slippage=1)

    assert story.fills == ["1 open: buy 1 at 101 (signal)", "2 open: sell 1 at 102 (flat_by)"]
    assert story.ends == ["2 open: canceled (flat_by)"]
    assert story.denials == ["trading_reducing"]


def test_an_entry_decided_just_before_the_hour_to_be_flat_is_canceled_unfilled() -> None:
    opens = [at(f"2026-01-05 21:{minute:02}") for minute in (7, 8, 9)]

    story = play(bars(QUIET, QUIET, QUIET, opens_ns=opens), {0: buy()}, plan=a_plan(day=FLAT_BY_310))

    assert story.fills == []
    assert story.ends == ["1 open: canceled (flat_by)"]


def test_a_bar_that_ends_at_the_hour_is_still_traded_and_one_that_passes_it_is_not() -> None:
    opens = [at(text) for text in ("2026-01-05 21:06", "2026-01-05 21:07")]

    story = play(bars(QUIET, "100 106 99 105", opens_ns=opens), {0: buy(stop_price=105)}, plan=a_plan(day=FLAT_BY_310))

    assert story.fills[0] == "1 inside: buy 1 at 105 (signal)"


def test_a_coarse_bar_is_closed_at_its_open_when_the_hour_falls_into_it() -> None:
    opens = [at("2026-01-05 19:00"), at("2026-01-05 20:00"), at("2026-01-05 21:00")]
    columns = bars(QUIET, QUIET, "97 150 50 140", opens_ns=opens, duration=3_600 * 10**9)

    story = play(columns, {0: buy()}, plan=a_plan(day=FLAT_BY_310))

    assert story.fills[1] == "2 open: sell 1 at 97 (flat_by)"


def test_entries_open_again_when_the_firms_day_rolls() -> None:
    opens = [at(text) for text in ("2026-01-05 21:09", "2026-01-05 22:59", "2026-01-05 23:00", "2026-01-05 23:01")]

    story = play(
        bars(QUIET, QUIET, QUIET, QUIET, opens_ns=opens), {0: buy(), 1: buy(), 2: buy()}, plan=a_plan(day=FLAT_BY_310)
    )

    assert story.denials == ["trading_reducing", "trading_reducing"]
    assert story.fills[0] == "3 open: buy 1 at 100 (signal)"


def test_a_plan_may_roll_at_midnight_of_its_own_zone() -> None:
    rules = FirmDayRules("Europe/Helsinki", time(0))
    opens = [at(text) for text in ("2026-01-05 21:57", "2026-01-05 21:58", "2026-01-05 22:00", "2026-01-05 22:01")]
    script = {0: buy(), 1: buy(), 2: buy()}

    story = play(
        bars(QUIET, "100 100 90 95", QUIET, QUIET, opens_ns=opens), script, plan=a_plan(a_daily_loss(30), day=rules)
    )

    assert story.record.plan is not None
    assert [day.date for day in story.record.plan.days] == [date(2026, 1, 5), date(2026, 1, 6)]
    assert story.denials == ["trading_halted"]
    assert story.fills[2] == "3 open: buy 1 at 100 (signal)"


def a_calendar(close: str) -> SessionTable:
    """2026-01-05 and the day after in Chicago, the first closing early."""
    spans = [
        SessionSpan(
            date(2026, 1, 5), at("2026-01-04 17:00", "America/Chicago"), at(f"2026-01-05 {close}", "America/Chicago")
        ),
        SessionSpan(
            date(2026, 1, 6), at("2026-01-05 17:00", "America/Chicago"), at("2026-01-06 16:00", "America/Chicago")
        ),
    ]
    return SessionTable("early", spans)


@pytest.mark.parametrize(
    ("close", "flat"), [("12:00", "11:58"), ("15:10", "15:08"), ("15:05", "15:03"), ("16:00", "15:08")]
)
def test_an_early_close_brings_the_hour_to_be_flat_forward(close: str, flat: str) -> None:
    hour, minute = flat.split(":")
    clocks = [f"{hour}:{int(minute) + shift:02}" for shift in (-3, -2, -1, 0, 1)]
    opens = [at(f"2026-01-05 {clock}", "America/Chicago") for clock in clocks]

    story = play(
        bars(QUIET, QUIET, QUIET, QUIET, QUIET, opens_ns=opens),
        {0: buy()},
        plan=a_plan(day=FLAT_BY_310),
        calendar=a_calendar(close),
    )

    assert story.fills[1] == "3 open: sell 1 at 100 (flat_by)"


@pytest.mark.parametrize("path", PathPolicy)
def test_a_position_is_closed_at_the_next_open_when_no_bar_came_at_the_hour_to_be_flat(path: PathPolicy) -> None:
    """Thin data: the last bar before the hour opens at 15:00, the next one at 17:00, when the next day has begun."""
    opens = [at(f"2026-01-05 {clock}", "America/Chicago") for clock in ("14:58", "15:00", "17:00", "17:01")]
    columns = bars(QUIET, QUIET, "90 95 85 90", "90 150 50 90", opens_ns=opens)

    story = play(columns, {0: buy()}, plan=a_plan(day=FLAT_BY_310), path=path)

    assert story.fills[1] == "2 open: sell 1 at 90 (flat_by)"


CFD_WEEK = SessionTable(
    "weekdays",
    [
        SessionSpan(date(2026, 1, day), at(f"2026-01-{day:02} 22:00") - 23 * HOUR, at(f"2026-01-{day:02} 22:00"))
        for day in (7, 8, 9, 12)
    ],
)
"""Wednesday to Monday in winter: on a platform whose clock is three hours ahead, Friday ends on Saturday at 01:00."""
BEFORE_WEEKENDS = FirmDayRules("Etc/GMT-3", time(0), time(23, 45), time(23, 50), Flat.WEEKEND)


def play_through_the_week(script: Script, *moments: str) -> Story:
    """Bars of a minute at some moments of January 2026, one tick dearer each time."""
    rows = [[100 + number] * 4 for number in range(len(moments))]
    columns = columns_of(rows, [at(f"2026-01-{moment}") for moment in moments])
    return play(columns, script, plan=a_plan(day=BEFORE_WEEKENDS), calendar=CFD_WEEK)


def test_a_plan_may_close_positions_before_the_weekend_and_let_them_be_held_on_other_nights() -> None:
    story = play_through_the_week(
        {0: buy()}, "07 20:40", "07 20:41", "07 20:46", "07 23:30", "08 20:50", "09 21:54", "09 21:55", "09 21:59"
    )

    assert story.fills == ["1 open: buy 1 at 101 (signal)", "6 open: sell 1 at 106 (flat_by)"]


def test_nothing_is_entered_between_the_hour_before_a_weekend_and_monday() -> None:
    script = {0: buy(), 1: buy(), 2: buy()}

    story = play_through_the_week(script, "09 21:54", "09 21:56", "11 23:00", "11 23:01")

    assert story.ends == ["1 open: canceled (flat_by)"]
    assert story.denials == ["trading_reducing"]
    assert story.fills[0] == "3 open: buy 1 at 103 (signal)"


def test_an_early_close_before_a_weekend_brings_the_hour_forward_too() -> None:
    friday = SessionSpan(date(2026, 1, 9), at("2026-01-08 23:00"), at("2026-01-09 18:00"))
    columns = bars(QUIET, QUIET, QUIET, QUIET, opens_ns=[at(f"2026-01-09 17:5{minute}") for minute in (3, 4, 5, 6)])

    story = play(
        columns,
        {0: buy()},
        plan=a_plan(day=BEFORE_WEEKENDS),
        calendar=SessionTable("early", [*CFD_WEEK.spans[:2], friday]),
    )

    assert story.fills[1] == "2 open: sell 1 at 100 (flat_by)"
