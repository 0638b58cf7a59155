"""Timers: heard after the bars that close by then and before the bar that closes later, once or again and again."""

from datetime import UTC, datetime, timedelta

import pytest

from feed_stage import ABC, Act, Listener, abc, both, clock, in_abc, play_feeds, xyz
from propbots.domain.event import OrderFilled
from propbots.domain.timeframe import HOUR
from propbots.errors import StrategyFailed
from rule_script import at
from stage import buy, cancel, columns_of, modify, sell

FIRST = "00:01:00 XYZ 1m"


def timer(name: str, moment: str, every: timedelta | None = None) -> Act:
    return lambda actor: actor.set_timer(name, clock(moment), every=every)


def stop(name: str) -> Act:
    return lambda actor: actor.cancel_timer(name)


def fired(script: dict[str, Act], *, timers: dict[str, str] | None = None) -> list[str]:
    """When timers were heard of, as `HH:MM:SS NAME`."""
    story = play_feeds(xyz(), abc(), script, feeds=["ABC"], timers=timers)
    return [f"{moment} {what.removeprefix('timer ')}" for moment, what in story.actor.heard if "timer" in what]


def test_a_timer_fires_once() -> None:
    assert fired({}, timers={"a": "00:03"}) == ["00:03:00 a"]


def test_a_timer_repeats_at_its_interval_until_the_data_end() -> None:
    script = {FIRST: timer("a", "00:04:30", timedelta(minutes=2))}

    assert fired(script) == ["00:04:30 a", "00:06:30 a", "00:08:30 a"]


def test_several_fires_within_one_bar_are_all_heard() -> None:
    script = {"00:07:00 XYZ 1m": timer("a", "00:08:15", timedelta(seconds=20)), "00:09:15 timer a": stop("a")}

    assert fired(script) == ["00:08:15 a", "00:08:35 a", "00:08:55 a", "00:09:15 a"]


def test_a_timer_at_the_last_close_is_heard_and_one_after_it_is_not() -> None:
    assert fired({}, timers={"end": "00:10", "late": "00:10:01"}) == ["00:10:00 end"]


def test_timers_of_one_moment_come_by_their_names() -> None:
    assert fired({}, timers={"b": "00:03", "a": "00:03"}) == ["00:03:00 a", "00:03:00 b"]


def test_a_name_that_is_set_again_is_set_anew() -> None:
    assert fired({FIRST: timer("a", "00:05")}, timers={"a": "00:03"}) == ["00:05:00 a"]


@pytest.mark.parametrize("event", [FIRST, "00:03:00 ABC 1m", "00:03:00 XYZ 1m", "00:03:00 timer a"])
def test_a_timer_that_is_canceled_at_its_own_moment_does_not_fire(event: str) -> None:
    assert "00:03:00 b" not in fired({event: stop("b")}, timers={"a": "00:03", "b": "00:03"})


def test_a_timer_may_set_another_one() -> None:
    script = {FIRST: timer("a", "00:03"), "00:03:00 timer a": timer("b", "00:03:30")}

    assert fired(script) == ["00:03:00 a", "00:03:30 b"]


@pytest.mark.parametrize("moment", ["00:03:30", "00:04:00"])
def test_a_timer_that_a_bar_sets_comes_in_its_turn_where_nothing_else_happens(moment: str) -> None:
    """ABC has one bar, so that those of XYZ come many at a time."""
    quiet = {f"m{number}": "" for number in range(1, 10)}

    story = play_feeds(xyz(), abc(**quiet), {"00:03:00 XYZ 1m": timer("a", moment)})

    bars = [(f"00:{number:02}:00", "XYZ 1m") for number in range(1, 11)]
    assert [one for one in story.actor.heard if "session" not in one[1]] == sorted([*bars, (moment, "timer a")])


def test_a_timer_set_by_a_fill_comes_in_its_turn() -> None:
    class Filled(Listener):
        def on_fill(self, fill: OrderFilled) -> None:
            if fill.reason == "signal":
                self.set_timer("filled", clock("00:02:30"))

    story = play_feeds(xyz(), abc(), {FIRST: buy()}, actor=Filled)

    assert ("00:02:30", "timer filled") in story.actor.heard


@pytest.mark.parametrize("set_it", [timer("a", "00:00:30"), timer("a", "00:01")])
def test_a_timer_for_a_moment_that_is_over_is_refused(set_it: Act) -> None:
    with pytest.raises(StrategyFailed, match="timer 'a' must be set for a moment to come"):
        fired({FIRST: set_it})


def test_a_timer_that_is_set_before_the_first_bar_cannot_lie_before_it() -> None:
    with pytest.raises(StrategyFailed, match="must be set for a moment to come"):
        fired({}, timers={"a": "00:00"})


def test_a_timer_that_repeats_may_tell_its_grid_by_any_moment_of_the_past() -> None:
    """Ten years of firing at once would be the other reading."""

    def at_half(actor: Listener) -> None:
        actor.set_timer("half", datetime(2016, 1, 1, 0, 0, 30, tzinfo=UTC), every=timedelta(minutes=4))

    assert fired({FIRST: at_half}) == ["00:04:30 half", "00:08:30 half"]


@pytest.mark.parametrize("every", [timedelta(0), timedelta(seconds=-1)])
def test_an_interval_must_be_above_zero(every: timedelta) -> None:
    with pytest.raises(StrategyFailed, match="must repeat at an interval above 0"):
        fired({FIRST: timer("a", "00:05", every)})


def test_a_daily_timer_is_a_day_long_through_a_change_of_the_clock() -> None:
    """24 hours apart in UTC: New York's 15:00 of 7 March 2026 is its 16:00 of the day after."""
    opens = [at("2026-03-07 12:00") + number * HOUR for number in range(48)]
    main = columns_of([[100] * 4] * 48, opens, duration=HOUR)
    other = columns_of([[2000] * 4] * 48, opens, duration=HOUR, instrument=ABC)

    def set_it(actor: Listener) -> None:
        actor.set_timer("daily", datetime(2026, 3, 7, 20, tzinfo=UTC), every=timedelta(days=1))

    story = play_feeds(main, other, {"13:00:00 XYZ 1h": set_it})

    assert [moment for moment, what in story.actor.heard if what == "timer daily"] == ["20:00:00", "20:00:00"]


@pytest.mark.parametrize(("act", "price"), [(buy(), "XYZ buy 1 at 107"), (in_abc(sell), "ABC sell 1 at 2007")])
def test_an_order_decided_inside_a_bar_acts_from_the_next_bar_on(act: Act, price: str) -> None:
    """At 00:03:30 the bars that opened at 00:03 go on: nothing of them fills the order, though they reach any price."""
    there, elsewhere = (
        xyz(m3="100 900 1 100", m4="107 107 107 107"),
        abc(m3="2000 9000 1 2000", m4="2007 2007 2007 2007"),
    )

    story = play_feeds(there, elsewhere, {"00:03:30 timer a": act}, timers={"a": "00:03:30"})

    assert story.fills[0] == f"00:04:00 {price} (signal)"


def test_a_resting_order_decided_inside_a_bar_is_not_reached_by_that_bar() -> None:
    script = {"00:03:30 timer a": both(buy(limit_price=95), in_abc(buy, stop_price=2005))}

    story = play_feeds(xyz(m3="100 100 90 100"), abc(m3="2000 2010 2000 2000"), script, timers={"a": "00:03:30"})

    assert story.fills == []


@pytest.mark.parametrize("act", [cancel("low"), modify("low", limit_price=50)])
def test_a_change_decided_inside_a_bar_spares_the_order_all_that_the_bar_reached(act: Act) -> None:
    """The bar is worked out at its close, after the timer; a fill would have to be told after the order's end."""
    script = {FIRST: buy(limit_price=95, name="low"), "00:03:30 timer a": act}

    story = play_feeds(xyz(m3="100 100 90 100"), abc(), script, timers={"a": "00:03:30"})

    assert story.fills == []
