"""Two instruments on ticks under one account, which every tick of either values.

A tick of XYZ, the main instrument, is worth 10, one of ABC 100.
"""

from attrs import evolve

from feed_stage import ABC, Act, FeedStory, both, in_abc, play_feeds
from propbots.data.tick_bars import bars_of_ticks
from propbots.domain.session import UtcDays
from propbots.domain.timeframe import MINUTE, Timeframe
from propbots.rules.plan import Plan
from rule_script import a_maximum_loss, a_plan
from stage import buy
from tick_stage import ticks

ENTRY = "00:01:00 XYZ 1m"
BOTH = {ENTRY: both(buy(5), in_abc(buy))}


def play_quotes(
    xyz: dict[int, int], abc: dict[int, int], script: dict[str, Act], plan: Plan | None = None
) -> FeedStory:
    """Run a script over books without a spread, told as prices by the second of their quotes."""
    main, other = (
        ticks(*(f"{second * 1_000} quote {price}x9/{price}x9" for second, price in quotes.items()))
        for quotes in (xyz, abc)
    )
    other = evolve(other, instrument=ABC)
    there, elsewhere = (bars_of_ticks(series, Timeframe(MINUTE), UtcDays()) for series in (main, other))
    return play_feeds(there, elsewhere, script, ticks=main, ticks_of_other=other, plan=plan)


def test_a_floor_is_touched_by_what_both_lost_tick_by_tick() -> None:
    """ABC is 400 down when XYZ, which alone could lose 600, takes the other 200."""
    story = play_quotes(
        {0: 100, 70: 100, 100: 96, 130: 90},
        {0: 2000, 71: 2000, 90: 1996, 131: 1900},
        BOTH,
        a_plan(a_maximum_loss(600)),
    )

    assert sorted(story.fills[2:]) == [
        "00:01:40 ABC sell 1 at 1996 (maximum_loss)",
        "00:01:40 XYZ sell 5 at 96 (maximum_loss)",
    ]
    assert story.money("equity")[-1] == 49_400


def test_of_ticks_of_one_moment_the_main_instruments_comes_last() -> None:
    """ABC falls by 400 before XYZ makes up for the half of it."""
    story = play_quotes({0: 100, 70: 100, 90: 104, 130: 104}, {0: 2000, 71: 2000, 90: 1996, 131: 1996}, BOTH)

    assert story.money("equity_low")[1] == 49_600
    assert story.money("equity")[1] == 49_800


def test_an_order_fills_at_the_ticks_of_its_own_instrument() -> None:
    story = play_quotes(
        {0: 100, 70: 101, 100: 50, 130: 101},
        {0: 2000, 80: 2000, 110: 1990, 131: 2003},
        {ENTRY: in_abc(buy, limit_price=1995)},
    )

    assert story.fills == ["00:01:50 ABC buy 1 at 1995 (signal)", "00:03:00 ABC sell 1 at 2003 (end_of_data)"]
