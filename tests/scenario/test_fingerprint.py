"""One number for equal runs: equal whatever the spelling, other wherever something that counts is other."""

from decimal import Decimal

import attrs
import pytest

from propbots.data.columns import BarColumns
from stage import FUTURE, START, bars, buy, columns_of, play_once

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
