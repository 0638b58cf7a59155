"""What a strategy may call a feed, and what it is told where there is none of the name."""

import attrs
import pytest

from feed_stage import ABC, Listener, abc, minutes, play_feeds, xyz
from propbots.domain.bar import Feed
from propbots.domain.timeframe import MINUTE, Timeframe
from propbots.errors import ConfigurationError
from propbots.series.expression import close
from stage import buy


def heard(*feeds: str) -> list[str]:
    """Which feeds the bars that are heard of by 00:04 are of."""
    story = play_feeds(xyz(), abc(), {}, feeds=feeds)
    return [what for moment, what in story.actor.heard if moment == "00:04:00"]


@pytest.mark.parametrize(
    ("name", "feed"),
    [("ABC", "ABC 1m"), ("ABC 1m", "ABC 1m"), ("ABC 60s", "ABC 1m"), ("2m", "XYZ 2m"), ("XYZ 2m", "XYZ 2m")],
)
def test_a_feed_is_a_timeframe_an_instrument_or_both(name: str, feed: str) -> None:
    assert heard(name) == [feed, "XYZ 1m"]


def test_two_names_of_one_feed_are_heard_once() -> None:
    assert heard("2m", "XYZ 2m", "120s") == ["XYZ 2m", "XYZ 1m"]


@pytest.mark.parametrize("name", ["1m", "XYZ", "XYZ 1m"])
def test_the_main_feed_by_its_name_is_heard_once(name: str) -> None:
    """So that a strategy made for minutes that asks for hours runs on hours as well."""
    assert heard(name) == ["XYZ 1m"]


class Reader(Listener):
    """Reads a close on the main feed by its name."""

    def on_start(self) -> None:
        self.by_name, self.plain = self.indicator(close.on("1m")), self.indicator(close)
        self.inside = self.indicator(close.on("1m") - close)
        self.read: list[tuple[object, ...]] = []

    def on_bar(self, bar: object) -> None:
        self.read.append((self.by_name.value, self.by_name.previous, self.inside.value))


def test_an_expression_on_the_main_feed_by_its_name_is_the_plain_one() -> None:
    story = play_feeds(xyz(m2="103 103 103 103"), abc(), {}, actor=Reader)

    assert story.actor.read[:4] == [(100, None, 0), (100, 100, 0), (103, 100, 0), (100, 103, 0)]


def test_an_order_may_name_the_main_instrument() -> None:
    story = play_feeds(xyz(), abc(), {"00:01:00 XYZ 1m": buy(instrument="XYZ")})

    assert story.fills[0] == "00:01:00 XYZ buy 1 at 100 (signal)"


@pytest.mark.parametrize("identity", ["6E", "ABC 03-26", "1m"])
def test_instruments_that_look_like_something_else_are_found_by_their_names(identity: str) -> None:
    instrument = attrs.evolve(ABC, id=identity)
    other = attrs.evolve(abc(), feed=Feed(instrument, Timeframe(MINUTE)))

    story = play_feeds(xyz(), other, {}, feeds=[identity, f"{identity} 2m"])

    assert [what for moment, what in story.actor.heard if moment == "00:04:00"] == [
        f"{identity} 2m",
        f"{identity} 1m",
        "XYZ 1m",
    ]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("ABD", r"unknown feed 'ABD'; did you mean 'ABC'\?.* give it as a table \[\[feed\]\] of the configuration"),
        ("GOLD 5m", r"unknown feed 'GOLD 5m'; known: ABC, XYZ; give it as a table \[\[feed\]\] of the configuration"),
        ("ABC often", "'often'"),
        ("30s", "feed '30s' must not be finer than XYZ 1m, at which XYZ is traded; give a shorter --timeframe"),
        ("ABC 30s", "feed 'ABC 30s' must not be finer than ABC 1m, at which ABC is traded; give a shorter --timeframe"),
        ("90s", "timeframe must be 1m or a multiple of it"),
    ],
)
def test_a_feed_that_is_not_there_is_one_clear_error(name: str, message: str) -> None:
    class Asking(Listener):
        def on_start(self) -> None:
            self.indicator(close.on(name))

    with pytest.raises(ConfigurationError, match=message):
        play_feeds(xyz(), abc(), {}, feeds=[name])
    with pytest.raises(ConfigurationError, match=message):
        play_feeds(xyz(), abc(), {}, actor=Asking)


def test_an_unfinished_bar_at_the_end_of_the_data_is_never_shown() -> None:
    story = play_feeds(
        minutes({f"00:0{number}": "100 100 100 100" for number in range(8)}), abc(m8="", m9=""), {}, feeds=["3m"]
    )

    assert [moment for moment, what in story.actor.heard if what == "XYZ 3m"] == ["00:03:00", "00:06:00"]
