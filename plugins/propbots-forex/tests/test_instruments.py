"""The table of lots against what traders know, and against somebody else's."""

import csv
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest

from propbots.api.instrument import AssetClass
from propbots_forex.instruments import INSTRUMENTS
from propbots_forex.sessions import CALENDAR_NAMES

BY_NAME = {instrument.id: instrument for instrument in INSTRUMENTS}
PAIRS = sorted(name for name, instrument in BY_NAME.items() if instrument.asset_class is AssetClass.FOREX)
CODES = ["EUR", "GBP", "AUD", "NZD", "USD", "CAD", "CHF", "JPY"]
"""In the order in which the market writes them: of two, the first is bought and sold."""

# What a tick is worth per lot, and in which currency.
TICK_VALUES = {
    "EURUSD": "1 USD", "GBPUSD": "1 USD", "AUDUSD": "1 USD", "NZDUSD": "1 USD", "USDJPY": "100 JPY",
    "USDCHF": "1 CHF", "USDCAD": "1 CAD", "EURGBP": "1 GBP", "GBPJPY": "100 JPY", "XAUUSD": "1 USD", "XAGUSD": "5 USD",
    "DJI30": "0.05 USD", "NDX100": "0.20 USD", "SPX500": "0.50 USD", "GER40": "0.25 EUR", "UK100": "0.10 GBP",
    "JP225": "0.10 JPY",
}  # fmt: skip


def test_the_pairs_are_all_those_of_the_eight_major_currencies() -> None:
    expected = {first + second for first, second in permutations(CODES, 2) if CODES.index(first) < CODES.index(second)}

    assert set(PAIRS) == expected
    assert len(PAIRS) == 28


def test_the_list_is_in_order_and_holds_metals_and_indices_beside_the_pairs() -> None:
    assert list(BY_NAME) == sorted(BY_NAME)
    others = set(BY_NAME) - set(PAIRS)
    assert others == {"XAUUSD", "XAGUSD", "DJI30", "NDX100", "SPX500", "GER40", "UK100", "JP225"}
    assert {BY_NAME[name].asset_class for name in others} == {AssetClass.CFD}


@pytest.mark.parametrize("name", TICK_VALUES)
def test_a_tick_is_worth_what_traders_know_it_to_be(name: str) -> None:
    value, currency = TICK_VALUES[name].split()

    assert (BY_NAME[name].tick_value, BY_NAME[name].currency) == (Decimal(value), currency)


@pytest.mark.parametrize("name", PAIRS)
def test_a_pair_gains_in_its_second_currency_on_lots_of_a_hundred_thousand(name: str) -> None:
    pair = BY_NAME[name]

    assert pair.currency == name[3:]
    assert pair.point_value == 100_000
    assert pair.tick_size == Decimal("0.001" if name.endswith("JPY") else "0.00001")
    assert pair.session == "forex"


@pytest.mark.parametrize("name", BY_NAME)
def test_an_instrument_is_counted_in_hundredths_of_a_lot_and_costs_nothing_by_itself(name: str) -> None:
    instrument = BY_NAME[name]

    assert instrument.quantity_step == Decimal("0.01")
    assert instrument.fees == 0
    assert instrument.mini_units == 1
    assert instrument.session in CALENDAR_NAMES
    assert instrument.description
    assert not instrument.months
    assert not instrument.negative_prices


def read_property_rows(path: Path) -> dict[str, list[str]]:
    """Return the rows of a broker's pairs in somebody else's table, by symbol."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.reader(file) if len(row) > 7]
    return {row[1]: row for row in rows if (row[0], row[2]) == ("oanda", "forex")}


def test_pairs_agree_with_an_independent_table(real_data: Path) -> None:
    path = real_data / "lean_symbol-properties-database.csv"
    if not path.exists():
        pytest.skip(f"no {path.name} here")
    theirs = read_property_rows(path)

    ours = {name: (BY_NAME[name].currency, BY_NAME[name].tick_size) for name in PAIRS}
    assert ours == {name: (theirs[name][4], Decimal(theirs[name][6])) for name in PAIRS}
