"""One number for equal runs: equal whatever the spelling, other wherever something that counts is other."""

from decimal import Decimal
from typing import ClassVar

import attrs
import pytest

from propbots.data.columns import BarColumns
from propbots.data.feed_set import FeedBars
from propbots.data.record import CostInputs
from propbots.domain.session import UtcDays
from propbots.domain.timeframe import MINUTE
from propbots.simulation.request import OtherFeed
from stage import FUTURE, SPACING, START, Actor, bars, buy, columns_of, play_once

QUIET = "100 100 100 100"
PART = 20_000_000_000


def test_the_spelling_of_amounts_makes_no_difference() -> None:
    one = play_once(bars(QUIET, QUIET), {0: buy()}, balance=Decimal(50000), commission="0.61")
    other = play_once(bars(QUIET, QUIET), {0: buy()}, balance=Decimal("50000.00"), commission="0.610")

    assert one.record.fingerprint == other.record.fingerprint


def finer(*rows: list[int]) -> BarColumns:
    return columns_of(rows, [START + number * PART for number in range(len(rows))], duration=PART)


def test_other_bars_inside_the_bars_are_other_data() -> None:
    columns = bars("100 110 90 100")
    up_first = finer([100, 110, 100, 110], [110, 110, 90, 90], [90, 100, 90, 100])
    down_first = finer([100, 100, 90, 90], [90, 110, 90, 110], [110, 110, 100, 100])

    prints = [play_once(columns, {}, finer=parts).record.fingerprint for parts in (None, up_first, down_first)]

    assert len(set(prints)) == 3


@pytest.mark.parametrize("other", [{"mini_units": Decimal("0.1")}, {"session": "elsewhere"}, {"currency": "EUR"}])
def test_another_instrument_is_another_run(other: dict[str, object]) -> None:
    columns = columns_of([[100] * 4] * 2, [START, START + PART])
    changed = columns_of([[100] * 4] * 2, [START, START + PART], instrument=attrs.evolve(FUTURE, **other))

    assert play_once(columns, {}).record.fingerprint != play_once(changed, {}).record.fingerprint


def beside(bar: str = QUIET, commission: str = "0", **changes: object) -> str:
    """The fingerprint of a run with a second feed that does nothing."""
    instrument = attrs.evolve(FUTURE, id="ABC", **changes)
    columns = columns_of([[int(price) for price in bar.split()]] * 2, [START, START + SPACING], instrument=instrument)
    other = OtherFeed(FeedBars(columns, UtcDays()), CostInputs(Decimal(commission), 0, "option"))
    return play_once(bars(QUIET, QUIET), {}, others=(other,)).record.fingerprint


def test_bars_instruments_and_costs_of_other_feeds_count_though_nothing_comes_of_them() -> None:
    alone = play_once(bars(QUIET, QUIET), {}).record.fingerprint

    prints = [alone, beside(), beside("100 101 100 100"), beside(commission="1"), beside(point_value=Decimal(5))]

    assert len(set(prints)) == 5
    assert beside() == beside(commission="0.00")


class Follower(Actor):
    """Asks for longer feeds, and does nothing with them."""

    asked: ClassVar = ("2m",)

    def on_start(self) -> None:
        for name in self.asked:
            self.subscribe(name)


@pytest.mark.parametrize(("actor", "is_equal"), [(Actor, True), (Follower, False)])
def test_finer_data_count_where_a_longer_feed_is_made_of_them(actor: type[Actor], is_equal: bool) -> None:
    half = MINUTE // 2
    opens = [START + number * half for number in range(4)]
    quiet, lively = (
        columns_of([[100] * 4, row, [100] * 4, [100] * 4], opens, duration=half)
        for row in ([100] * 4, [100, 101, 100, 100])
    )
    columns = bars(QUIET, QUIET, opens_ns=opens[::2])

    one, other = (play_once(columns, {}, actor=actor, base=base).record.fingerprint for base in (quiet, lively))

    assert (one == other) is is_equal


def test_feeds_that_are_asked_for_in_another_order_or_by_other_names_make_no_other_run() -> None:
    def asking(*names: str) -> str:
        actor = type("Asking", (Follower,), {"asked": names})
        return play_once(bars(QUIET, QUIET), {}, actor=actor).record.fingerprint

    first, second, fewer = asking("2m", "3m"), asking("3m", "XYZ 2m"), asking("2m")

    assert first == second
    assert first != fewer
