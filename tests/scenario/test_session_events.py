"""Turns of the session: heard between the last bar of a trading day and the first of the next one."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from feed_stage import ABC, Listener, abc, both, clock, in_abc, play_feeds, xyz
from propbots.domain.order import TimeInForce
from propbots.domain.session import SessionSpan, SessionTable
from propbots.domain.time import to_nanoseconds
from propbots.domain.timeframe import HOUR
from propbots.rules.plan import FirmDayRules
from rule_script import a_plan, at
from stage import buy, columns_of, sell

DAY_ORDER = TimeInForce.DAY
QUIET, ABC_FLAT = [100] * 4, [2000] * 4


def sessions(*spans: tuple[str, str]) -> SessionTable:
    """Trading days written as opens and closes on the stage's clock."""
    days = [
        SessionSpan(date(2026, 1, 5) + timedelta(days=number), *(to_nanoseconds(clock(moment)) for moment in span))
        for number, span in enumerate(spans)
    ]
    return SessionTable("stage", days)


TURN_AT_6 = sessions(("00:00", "00:06"), ("00:06", "20:00"))
BREAK_FROM_3_TO_6 = sessions(("00:00", "00:03"), ("00:06", "20:00"))
OTHER_TURN = sessions(("00:00", "00:04"), ("00:04", "20:00"))


def heard_of_sessions(listener: Listener) -> list[tuple[str, str]]:
    return [(moment, what) for moment, what in listener.heard if what.startswith("session")]


def test_a_day_that_is_over_is_told_after_its_last_bar_and_the_next_one_before_its_first() -> None:
    story = play_feeds(xyz(), abc(), {}, calendar=TURN_AT_6)

    heard = story.actor.heard
    place = heard.index(("00:06:00", "session over"))
    assert heard[place - 1 : place + 3] == [
        ("00:06:00", "XYZ 1m"),
        ("00:06:00", "session over"),
        ("00:06:00", "session opens"),
        ("00:07:00", "XYZ 1m"),
    ]


def test_a_break_between_two_days_parts_the_two_events() -> None:
    gap = {f"m{number}": "" for number in (3, 4, 5)}

    story = play_feeds(xyz(**gap), abc(**gap), {}, calendar=BREAK_FROM_3_TO_6)

    assert heard_of_sessions(story.actor) == [
        ("00:00:00", "session opens"),
        ("00:03:00", "session over"),
        ("00:06:00", "session opens"),
    ]


def test_a_day_that_has_begun_before_the_data_is_not_told_to_open() -> None:
    gap = {"m0": "", "m1": ""}

    story = play_feeds(xyz(**gap), abc(), {}, calendar=TURN_AT_6)

    assert heard_of_sessions(story.actor) == [("00:06:00", "session over"), ("00:06:00", "session opens")]


def test_a_day_without_bars_is_told_all_the_same() -> None:
    spans = sessions(("00:00", "00:02"), ("00:03", "00:05"), ("00:06", "20:00"))
    gap = {f"m{number}": "" for number in (2, 3, 4, 5)}

    story = play_feeds(xyz(**gap), abc(**gap), {}, calendar=spans)

    assert [moment for moment, _ in heard_of_sessions(story.actor)] == [
        "00:00:00",
        "00:02:00",
        "00:03:00",
        "00:05:00",
        "00:06:00",
    ]


def test_it_is_the_main_instruments_sessions_that_are_told() -> None:
    story = play_feeds(xyz(), abc(), {}, calendar=TURN_AT_6, calendar_of_other=OTHER_TURN)

    assert "00:04:00" not in [moment for moment, _ in heard_of_sessions(story.actor)]


@pytest.mark.parametrize("event", ["session over", "session opens"])
def test_an_order_decided_at_the_turn_fills_at_the_first_open(event: str) -> None:
    script = {f"00:06:00 {event}": both(buy(), in_abc(sell, on_open=True))}

    story = play_feeds(xyz(), abc(), script, calendar=TURN_AT_6)

    assert sorted(story.fills[:2]) == ["00:06:00 ABC sell 1 at 2000 (signal)", "00:06:00 XYZ buy 1 at 100 (signal)"]


def test_a_market_on_open_order_decided_inside_the_first_bar_waits_for_the_next_days_open() -> None:
    """At 00:06:30 the session's open is past, though no bar of it has been heard of yet."""
    spans = sessions(("00:00", "00:06"), ("00:06", "00:08"), ("00:08", "20:00"))

    story = play_feeds(xyz(), abc(), {"00:06:30 timer a": buy(on_open=True)}, timers={"a": "00:06:30"}, calendar=spans)

    assert story.fills[0] == "00:08:00 XYZ buy 1 at 100 (signal)"


def test_day_orders_end_each_with_the_session_of_its_own_instrument() -> None:
    script = {
        "00:01:00 XYZ 1m": both(
            buy(limit_price=95, time_in_force=DAY_ORDER), in_abc(buy, limit_price=1990, time_in_force=DAY_ORDER)
        )
    }

    story = play_feeds(xyz(), abc(), script, calendar=TURN_AT_6, calendar_of_other=OTHER_TURN)

    assert story.ends == ["00:04:00 expired", "00:06:00 expired"]


def test_a_market_on_open_order_waits_for_the_open_of_its_own_instrument() -> None:
    script = {"00:01:00 XYZ 1m": both(buy(on_open=True), in_abc(sell, on_open=True))}

    story = play_feeds(xyz(), abc(), script, calendar=TURN_AT_6, calendar_of_other=OTHER_TURN)

    assert story.fills[:2] == ["00:04:00 ABC sell 1 at 2000 (signal)", "00:06:00 XYZ buy 1 at 100 (signal)"]


def test_longer_bars_of_an_instrument_end_with_its_own_session() -> None:
    story = play_feeds(xyz(), abc(), {}, feeds=["ABC 3m", "3m"], calendar=TURN_AT_6, calendar_of_other=OTHER_TURN)

    ends = {feed: [moment for moment, what in story.actor.heard if what == feed] for feed in ("ABC 3m", "XYZ 3m")}
    assert ends == {
        "ABC 3m": ["00:03:00", "00:04:00", "00:07:00", "00:10:00"],
        "XYZ 3m": ["00:03:00", "00:06:00", "00:09:00"],
    }


FLAT_BY_5 = FirmDayRules("UTC", clock("12:00").time(), clock("00:04").time(), clock("00:05").time())


def test_both_instruments_are_flat_by_the_plans_hour_each_at_its_own_open() -> None:
    """What the bar that begins at the hour reaches is no longer the account's."""
    script = {"00:01:00 XYZ 1m": both(buy(), in_abc(buy))}
    there, elsewhere = xyz(m4="101 101 1 2"), abc(m4="2002 2002 2 3")

    story = play_feeds(there, elsewhere, script, plan=a_plan(day=FLAT_BY_5))

    assert sorted(story.fills[2:]) == ["00:04:00 ABC sell 1 at 2002 (flat_by)", "00:04:00 XYZ sell 1 at 101 (flat_by)"]
    assert story.money("equity_low")[4] == 50_000 + 10 + 200


def test_an_instrument_without_a_bar_at_the_plans_hour_is_closed_where_it_stands() -> None:
    script = {"00:01:00 XYZ 1m": both(buy(), in_abc(buy))}

    story = play_feeds(xyz(), abc(m2="2000 2005 2000 2005", m3="", m4="", m5=""), script, plan=a_plan(day=FLAT_BY_5))

    assert "00:04:00 ABC sell 1 at 2005 (flat_by)" in story.fills


def test_an_exchange_that_is_shut_when_the_other_is_open_fills_at_its_next_open() -> None:
    """Chicago decides at 10:00 on Monday; Tokyo opens at 09:00 on Tuesday, 18:00 in Chicago."""
    opens = [at(f"2026-01-05 {hour:02}:00", "America/Chicago") for hour in range(8, 20)]
    main = columns_of([QUIET] * 12, opens, duration=HOUR)
    tokyo = [at("2026-01-06 09:00", "Asia/Tokyo"), at("2026-01-06 10:00", "Asia/Tokyo")]
    other = columns_of([ABC_FLAT] * 2, tokyo, duration=HOUR, instrument=ABC)

    story = play_feeds(main, other, {"16:00:00 XYZ 1h": in_abc(buy)})

    assert story.fills[0] == "00:00:00 ABC buy 1 at 2000 (signal)"


def test_the_night_in_which_clocks_change_moves_the_session_and_not_the_order_of_events() -> None:
    """New York goes over to summer time on 8 March 2026: Friday closes at 22:00 UTC, Monday at 21:00."""
    zone = ZoneInfo("America/New_York")

    def span(day: date) -> SessionSpan:
        opened, closed = (
            to_nanoseconds(datetime(one.year, one.month, one.day, hour, tzinfo=zone))
            for one, hour in ((day - timedelta(days=1), 18), (day, 17))
        )
        return SessionSpan(day, opened, closed)

    calendar = SessionTable("new york", [span(date(2026, 3, 6)), span(date(2026, 3, 9)), span(date(2026, 3, 10))])
    opens = [*range(at("2026-03-06 19:00"), at("2026-03-06 22:00"), HOUR)]
    opens += [*range(at("2026-03-08 22:00"), at("2026-03-09 21:00"), HOUR), at("2026-03-09 22:00")]
    main = columns_of([QUIET] * len(opens), opens, duration=HOUR)
    other = columns_of([ABC_FLAT] * len(opens), opens, duration=HOUR, instrument=ABC)

    story = play_feeds(main, other, {}, feeds=["ABC 4h", "1d"], calendar=calendar)

    assert heard_of_sessions(story.actor) == [
        ("22:00:00", "session over"),
        ("22:00:00", "session opens"),
        ("21:00:00", "session over"),
        ("22:00:00", "session opens"),
    ]
    assert [moment for moment, what in story.actor.heard if what == "ABC 4h"][-3:] == [
        "14:00:00",
        "18:00:00",
        "21:00:00",
    ]
    assert [moment for moment, what in story.actor.heard if what == "XYZ 1d"] == ["22:00:00", "21:00:00"]
