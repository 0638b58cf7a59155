"""Several feeds: in which order a strategy hears of them, when its orders act, and what one account is worth."""

from datetime import date
from itertools import groupby
from pathlib import Path

import pytest

from feed_stage import ABC, ABC_QUIET, XYZ_QUIET, Act, abc, both, clock, in_abc, minutes, play_feeds, xyz
from propbots.domain.session import SessionSpan, SessionTable
from propbots.domain.time import to_nanoseconds
from propbots.venue.path import PathPolicy
from rule_script import a_cap, a_maximum_loss, a_plan
from stage import buy, sell

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "order-of-events.md"


def two_days() -> SessionTable:
    begin, turn, end = (to_nanoseconds(clock(moment)) for moment in ("00:00", "00:06", "20:00"))
    spans = [SessionSpan(date(2026, 1, 5), begin, turn), SessionSpan(date(2026, 1, 6), turn, end)]
    return SessionTable("two days", spans)


def test_the_page_tells_the_order_of_events() -> None:
    section = PAGE.read_text(encoding="utf-8").split("## An example")[1]
    rows = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in section.splitlines() if "|" in line]
    told = [(moment, what.split(", ")) for moment, what in rows[2:]]

    story = play_feeds(
        minutes({f"00:{number:02}": XYZ_QUIET for number in range(7)}),
        minutes({f"00:{number:02}": ABC_QUIET for number in (0, 1, 2, 3, 5, 6)}, instrument=ABC),
        {},
        feeds=["ABC", "3m", "ABC 3m"],
        timers={"alarm": "00:03", "later": "00:03:30", "turn": "00:06"},
        calendar=two_days(),
    )

    heard = story.actor.heard
    assert [(moment, [what for _, what in events]) for moment, events in groupby(heard, lambda one: one[0])] == told


@pytest.mark.parametrize(
    ("event", "filled"),
    [
        ("00:03:00 ABC 3m", "00:03:00"),
        ("00:03:00 ABC 1m", "00:03:00"),
        ("00:03:00 XYZ 1m", "00:03:00"),
        ("00:03:00 timer alarm", "00:03:00"),
        ("00:03:30 timer later", "00:04:00"),
    ],
)
def test_order_acts_in_the_first_bar_that_begins_after_the_decision(event: str, filled: str) -> None:
    """The bars at hand at 00:03 began at 00:02, where the prices are others."""
    there, elsewhere = xyz(m2="90 99 90 99"), abc(m2="1900 1999 1900 1999")
    acts = both(buy(), in_abc(sell))

    story = play_feeds(
        there, elsewhere, {event: acts}, feeds=["ABC", "ABC 3m"], timers={"alarm": "00:03", "later": "00:03:30"}
    )

    assert sorted(story.fills[:2]) == [f"{filled} ABC sell 1 at 2000 (signal)", f"{filled} XYZ buy 1 at 100 (signal)"]


def test_cancel_at_another_feed_spares_the_order_from_the_next_bar_on() -> None:
    script = {"00:02:00 XYZ 1m": in_abc(buy, limit_price=1990, name="low"), "00:03:00 ABC 1m": cancel("low")}

    story = play_feeds(xyz(), abc(m3="2000 2000 1980 2000"), script, feeds=["ABC"])

    assert story.fills == []


def cancel(name: str) -> Act:
    return lambda actor: actor.cancel(actor.names[name])


def test_longer_feed_never_fills_an_order() -> None:
    """The limit is reached at 00:05 by the bar that works the instrument, not at 00:03 by its longer one."""
    script = {"00:02:00 XYZ 1m": in_abc(buy, limit_price=1990)}

    story = play_feeds(xyz(), abc(m1="2000 2000 1900 2000", m4="2000 2000 1989 2000"), script, feeds=["ABC 3m"])

    assert story.fills[0] == "00:05:00 ABC buy 1 at 1990 (signal)"


def test_equity_holds_what_is_held_of_both_at_their_last_close() -> None:
    """XYZ: 10 a tick, ABC: 100 a tick. At 00:04 ABC has no bar and stands at its close of 00:03."""
    script = {"00:01:00 XYZ 1m": both(buy(), in_abc(sell))}
    there, elsewhere = xyz(m2="100 103 100 103", m3="103 104 103 104"), abc(m2="2000 2001 2000 2001", m3="", m4="")

    story = play_feeds(there, elsewhere, script)

    assert story.money("equity")[:5] == [50_000, 50_000, 50_000 + 30 - 100, 50_000 + 40 - 100, 50_000 - 100]
    assert story.record.account.position.tolist()[:3] == [0, 2, 2]


@pytest.mark.parametrize(
    ("path", "low"), [(PathPolicy.WORST_CASE, -50 - 700), (PathPolicy.OHLC, -50 + 200), (PathPolicy.OLHC, -50 + 200)]
)
def test_bars_of_one_moment_are_judged_as_if_both_were_at_their_worst(path: PathPolicy, low: int) -> None:
    """ABC goes to 1993 and closes at 2002 before XYZ, which then stands at 95: only the worst case joins the two."""
    script = {"00:01:00 XYZ 1m": both(buy(), in_abc(buy))}

    story = play_feeds(xyz(m2="100 100 95 100"), abc(m2="2000 2002 1993 2002"), script, path=path)

    lowest = min(low, -700)  # as ABC is gone through, XYZ stands at its open
    assert story.money("equity_low")[2] == 50_000 + lowest
    assert story.money("equity")[2] == 50_000 + 200


def test_floor_that_only_both_together_touch_closes_both() -> None:
    """ABC alone loses 400 at its low; the other 200 are gone when XYZ, which comes after it, is at 96."""
    script = {"00:01:00 XYZ 1m": both(buy(5), in_abc(buy))}
    plan = a_plan(a_maximum_loss(600))

    story = play_feeds(xyz(m2="100 100 95 100"), abc(m2="2000 2000 1996 1999"), script, plan=plan)

    assert story.fills == [
        "00:01:00 ABC buy 1 at 2000 (signal)",
        "00:01:00 XYZ buy 5 at 100 (signal)",
        "00:03:00 ABC sell 1 at 1996 (maximum_loss)",
        "00:03:00 XYZ sell 5 at 96 (maximum_loss)",
    ]
    assert story.record.plan is not None
    assert story.record.plan.status.value == "failed"
    assert story.money("equity")[-1] == 50_000 - 600
    assert len(story.record.bars) == 3


def test_quiet_floor_far_from_both_is_not_touched() -> None:
    script = {"00:01:00 XYZ 1m": both(buy(5), in_abc(buy))}

    story = play_feeds(
        xyz(m2="100 100 95 100"), abc(m2="2000 2000 1996 1999"), script, plan=a_plan(a_maximum_loss(651))
    )

    assert len(story.record.bars) == 10


def test_contract_cap_counts_both_instruments() -> None:
    script = {"00:01:00 XYZ 1m": both(buy(), in_abc(buy))}

    story = play_feeds(xyz(), abc(), script, plan=a_plan(a_cap(1)))

    assert story.record.denied_orders == 1
    assert [fill.split()[1] for fill in story.fills if "buy" in fill] == ["XYZ"]


def test_orders_of_both_end_with_the_data() -> None:
    script = {"00:01:00 XYZ 1m": both(buy(), in_abc(sell))}

    story = play_feeds(xyz(m9="100 107 100 107"), abc(m9="2000 2000 1991 1991"), script)

    assert [fill for fill in story.fills if "end_of_data" in fill] == [
        "00:10:00 XYZ sell 1 at 107 (end_of_data)",
        "00:10:00 ABC buy 1 at 1991 (end_of_data)",
    ]
    assert story.money("equity")[-1] == 50_000 + 70 + 900
