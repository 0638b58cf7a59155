"""Around a release nothing is open or working: orders are refused, and what is there ends as the window begins."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from attrs import evolve

from feed_stage import abc, both, in_abc, play_feeds, xyz
from propbots.domain.event import OrderDenied
from propbots.domain.time import to_text
from propbots.domain.timeframe import HOUR, MINUTE, SECOND
from propbots.rules.plan import Amendment, Plan
from propbots.rules.release import Impact, Release, ReleaseCalendar
from propbots.rules.rule import Effect, NewsWindow, Rule
from rule_script import a_plan
from stage import START, Story, bars, buy, columns_of, play, sell
from tick_stage import play_ticks, ticks

QUIET = "100 100 100 100"
MINUTES = [START + minute * MINUTE for minute in range(12)]
FLAT = [[100] * 4] * 12


def a_window(seconds: int = 120, **terms: Any) -> NewsWindow:
    return NewsWindow(**{"events": ("cpi",), "before_seconds": seconds, "after_seconds": seconds, **terms})


def a_release(minute: float = 5, event: str = "cpi", currency: str = "USD", impact: Impact = Impact.HIGH) -> Release:
    return Release(START + int(minute * MINUTE), event, currency, impact)


def news(*releases: Release) -> ReleaseCalendar:
    return ReleaseCalendar(releases or (a_release(),), "a list")


def stay(rows: Sequence[Sequence[int]] = FLAT, **options: Any) -> dict[str, Any]:
    """Return what of a run is the same in most tests: twelve minutes with a release in the fifth."""
    return {"columns": columns_of(rows, MINUTES), "plan": a_plan(a_window()), "news": news(), **options}


def refusals(story: Story) -> list[str]:
    return [event.message for event in story.actor.events if isinstance(event, OrderDenied)]


def test_entries_are_refused_from_the_first_to_the_last_moment_of_the_window() -> None:
    """Bar 2 closes at minute 3, as the window begins; bar 6 at minute 7, as it ends."""
    story = play(**stay(), script={number: buy() for number in range(1, 9)})

    assert story.denials == ["news_window"] * 5
    assert refusals(story)[0] == (
        "buying 1 XYZ falls into the news window of cpi (USD) at 2026-01-05T00:05:00Z, which began at "
        "2026-01-05T00:03:00Z; entries open again after 2026-01-05T00:07:00Z"
    )
    assert [fill[:6] for fill in story.fills] == ["2 open", "3 open", "8 open", "9 open", "11 ins"]


def test_what_is_open_is_closed_and_what_works_is_cancelled_as_the_window_begins() -> None:
    script = {0: [buy(2, stop_loss=90), sell(limit_price=120)]}

    story = play(**stay(), script=script)

    assert story.fills == ["1 open: buy 2 at 100 (signal)", "3 open: sell 2 at 100 (news_window)"]
    assert story.ends == ["3 open: canceled (news_window)"] * 2


def test_a_longer_bar_closes_what_is_open_at_the_price_before_it() -> None:
    """The window begins inside the second hour: nobody knows where the market was then, as at the hour to be flat."""
    rows = [[100] * 4, [100, 130, 70, 90], [90] * 4, [90] * 4]
    columns = columns_of(rows, [START + number * HOUR for number in range(4)], duration=HOUR)

    story = play(
        columns,
        {0: buy(), 1: buy()},
        plan=a_plan(a_window()),
        news=news(Release(START + HOUR + HOUR // 2, "cpi", "USD", Impact.LOW)),
    )

    assert story.fills[0] == "2 open: buy 1 at 90 (signal)"
    assert story.ends == ["1 open: canceled (news_window)"]


def test_a_window_that_passes_without_a_price_closes_nothing() -> None:
    opens = [*MINUTES[:2], *(START + HOUR + minute * MINUTE for minute in range(3))]
    columns = columns_of([[100] * 4] * 5, opens)

    story = play(columns, {0: buy(), 2: buy()}, plan=a_plan(a_window(60)), news=news(a_release(30)))

    assert story.fills == [
        "1 open: buy 1 at 100 (signal)",
        "3 open: buy 1 at 100 (signal)",
        "4 inside: sell 2 at 100 (end_of_data)",
    ]


def test_a_window_that_has_begun_before_a_price_closes_at_the_next_one() -> None:
    opens = [*MINUTES[:2], *(START + HOUR + minute * MINUTE for minute in range(3))]
    columns = columns_of([[100] * 4] * 5, opens)

    story = play(columns, {0: buy()}, plan=a_plan(a_window(60)), news=news(a_release(59)))

    assert story.fills[1] == "2 open: sell 1 at 100 (news_window)"


def test_on_ticks_that_are_quiet_what_is_held_is_closed_at_the_first_of_the_window() -> None:
    quotes = ticks(*(f"{second}000 quote 100x9/101x9" for second in range(0, 50, 2)))
    known = news(Release(START + 20 * SECOND, "cpi", "USD", Impact.HIGH))

    story = play_ticks(quotes, {0: buy()}, plan=a_plan(a_window(5)), news=known)

    assert story.fills == ["0: buy 1 at 101 (signal)", "16000: sell 1 at 100 (news_window)"]


def test_on_ticks_everything_ends_at_the_first_tick_of_the_window_and_nothing_arrives_in_it() -> None:
    """The second order is on its way when the window begins, 10 s before the release."""
    quotes = ticks(*(f"{second}000 quote 100x9/101x9" for second in (0, 5, 9, 11, 12, 40)))
    known = news(Release(START + 20 * SECOND, "cpi", "USD", Impact.HIGH))

    story = play_ticks(quotes, {0: buy(), 2: buy(), 4: buy()}, latency_ms=1500, plan=a_plan(a_window(10)), news=known)

    assert story.fills == ["1500: buy 1 at 101 (signal)", "11000: sell 1 at 100 (news_window)"]
    told = [type(event).__name__ for event in story.actor.events]
    assert [name for name in told if name != "OrderAccepted"] == ["OrderCanceled", "OrderDenied"]


@pytest.mark.parametrize(
    ("rule", "release", "refused"),
    [
        (a_window(), a_release(event="eia"), 0),
        (a_window(events=("high",)), a_release(event="eia"), 1),
        (a_window(events=("high",)), a_release(event="eia", impact=Impact.MEDIUM), 0),
        (a_window(events=()), a_release(event="eia", impact=Impact.LOW), 1),
        (a_window(products=("ABC",)), a_release(), 0),
        (a_window(products=("ABC", "XYZ")), a_release(), 1),
        (a_window(same_currency=True), a_release(currency="EUR"), 0),
        (a_window(same_currency=True), a_release(currency="USD"), 1),
        (a_window(), a_release(currency="EUR"), 1),
        (a_window(effect=Effect.HARD), a_release(), 1),
        (a_window(effect=Effect.PAYOUT), a_release(), 0),
    ],
)
def test_a_window_is_for_what_the_plan_names(rule: Rule, release: Release, refused: int) -> None:
    story = play(**stay(plan=a_plan(rule), news=news(release)), script={4: buy()})

    assert len(story.denials) == refused


@pytest.mark.parametrize(("last", "refused"), [(5, 6), (6, 7), (8, 9)])
def test_windows_that_meet_are_one(last: int, refused: int) -> None:
    releases = news(a_release(last), a_release(4))

    story = play(**stay(news=releases), script={number: buy() for number in range(12)})

    assert all(text.endswith(f"after {to_text(START + (last + 2) * MINUTE)}") for text in refusals(story))
    assert len(refusals(story)) == refused


def test_only_the_market_that_a_window_is_for_is_closed() -> None:
    """ABC is left alone; what a trader holds there is no business of a release of XYZ."""
    script = {"00:01:00 XYZ 1m": both(buy(), in_abc(buy)), "00:05:00 XYZ 1m": both(buy(), in_abc(buy))}

    story = play_feeds(xyz(), abc(), script, plan=a_plan(a_window(products=("XYZ",))), news=news())

    assert story.fills[2:4] == [
        "00:03:00 XYZ sell 1 at 100 (news_window)",
        "00:05:00 ABC buy 1 at 2000 (signal)",
    ]


def test_a_rule_of_a_later_day_makes_no_window_before() -> None:
    later = evolve(a_plan(), amendments=(Amendment(date(2026, 1, 6), (a_window(),)),))

    story = play(**stay(plan=later), script={4: buy()})

    assert story.denials == []


WHAT_IS_KNOWN = (
    "news windows of firm/plan follow a list, which has 2 releases from 2026-01-05T00:05:00Z to 2026-01-05T00:09:00Z; none "
    "of them is of the kind fomc"
)


@pytest.mark.parametrize(
    ("calendar", "told"),
    [
        (None, "firm/plan has news windows, which were not held: no calendar of releases was given (--news)"),
        (news(a_release(), a_release(9, "eia")), WHAT_IS_KNOWN),
        (ReleaseCalendar((), "a list"), "firm/plan has news windows, and a list holds no release"),
    ],
)
def test_a_run_says_what_it_knew_of_releases(calendar: ReleaseCalendar | None, told: str) -> None:
    story = play(bars(QUIET, QUIET), {}, plan=a_plan(a_window(events=("cpi", "fomc"))), news=calendar)

    assert story.record.assumptions == (told,)


@pytest.mark.parametrize("plan", [None, a_plan()])
def test_a_run_without_windows_says_nothing(plan: Plan | None) -> None:
    assert play(bars(QUIET, QUIET), {}, plan=plan).record.assumptions == ()


@pytest.mark.parametrize(
    ("rule", "releases", "taken"),
    [
        (a_window(effect=Effect.PAYOUT), news(a_release(5)), 50),
        (a_window(effect=Effect.PAYOUT), news(a_release(5), a_release(6)), 50),
        (a_window(effect=Effect.PAYOUT), news(a_release(9)), 50),
        (a_window(effect=Effect.PAYOUT), news(a_release(0)), 0),
        (a_window(effect=Effect.PAYOUT, exempt_minutes=5), news(a_release(8)), 0),
        (a_window(effect=Effect.PAYOUT, exempt_minutes=6), news(a_release(8)), 50),
        (a_window(effect=Effect.PAYOUT), news(a_release(5, "eia")), 0),
        (a_window(effect=Effect.PAYOUT, products=("ABC",)), news(), 0),
        (a_window(), news(a_release(11)), None),
        (a_window(effect=Effect.PAYOUT), None, None),
    ],
)
def test_profit_around_releases_is_told_where_the_plan_takes_it_back(
    rule: NewsWindow, releases: ReleaseCalendar | None, taken: int | None
) -> None:
    """Bought at minute 3 and sold at minute 7, 50 are won; what is sold at a loss from minute 8 on takes nothing back."""
    rows = [[100] * 4] * 4 + [[105] * 4] * 4 + [[106] * 4, [100] * 4, [100] * 4, [100] * 4]
    script = {2: buy(), 6: sell(), 7: buy(), 9: sell()}

    story = play(columns_of(rows, MINUTES), script, plan=a_plan(rule), news=releases)

    assert story.record.plan is not None
    assert story.record.plan.progress.get("news_profit") == taken
