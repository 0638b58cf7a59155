"""The table of contracts against itself and against somebody else's."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from propbots.api.instrument import AssetClass, Instrument
from propbots_futures.instruments import INSTRUMENTS, REGULATORY_FEE
from propbots_futures.sessions import CALENDAR_NAMES

BY_NAME = {instrument.id: instrument for instrument in INSTRUMENTS}

FULL_CONTRACTS = {
    "MES": "ES",
    "MNQ": "NQ",
    "M2K": "RTY",
    "MYM": "YM",
    "MCL": "CL",
    "MGC": "GC",
    "SIL": "SI",
    "M6E": "6E",
}

TICK_VALUES = {
    "ES": "12.50", "MES": "1.25", "NQ": "5.00", "MNQ": "0.50", "RTY": "5.00", "M2K": "0.50", "YM": "5.00",
    "MYM": "0.50", "CL": "10.00", "MCL": "1.00", "GC": "10.00", "MGC": "1.00", "SI": "25.00", "SIL": "5.00",
    "NG": "10.00", "6E": "6.25", "M6E": "1.25", "6B": "6.25", "6J": "6.25", "ZN": "15.625", "ZB": "31.25",
}  # fmt: skip


def test_the_list_holds_the_promised_products_in_order() -> None:
    assert list(BY_NAME) == sorted(TICK_VALUES)
    assert all(instrument.asset_class is AssetClass.FUTURES for instrument in INSTRUMENTS)


@pytest.mark.parametrize("name", TICK_VALUES)
def test_a_tick_is_worth_what_traders_know_it_to_be(name: str) -> None:
    assert BY_NAME[name].tick_value == Decimal(TICK_VALUES[name])


@pytest.mark.parametrize("name", TICK_VALUES)
def test_an_instrument_is_complete(name: str) -> None:
    instrument = BY_NAME[name]

    assert instrument.session in CALENDAR_NAMES
    assert instrument.exchange in {"CME", "CBOT", "NYMEX", "COMEX"}
    assert instrument.fees > REGULATORY_FEE
    assert instrument.description
    assert instrument.currency == "USD"
    assert set(instrument.months) <= set("FGHJKMNQUVXZ")
    assert list(instrument.months) == sorted(instrument.months)


@pytest.mark.parametrize("name", TICK_VALUES)
def test_mini_units_are_the_share_of_the_full_contract(name: str) -> None:
    full = BY_NAME[FULL_CONTRACTS.get(name, name)]

    assert BY_NAME[name].mini_units == BY_NAME[name].point_value / full.point_value


@pytest.mark.parametrize("name", TICK_VALUES)
def test_a_small_contract_is_on_what_the_full_one_is_on(name: str) -> None:
    assert BY_NAME[name].underlying == FULL_CONTRACTS.get(name, name)


def test_only_crude_oil_may_trade_below_zero() -> None:
    assert {instrument.id for instrument in INSTRUMENTS if instrument.negative_prices} == {"CL", "MCL"}


def read_property_rows(path: Path) -> dict[str, list[str]]:
    """Return the rows of somebody else's table of futures on the four exchanges, by symbol."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.reader(file) if len(row) > 7]
    return {row[1]: row for row in rows if row[2] == "future" and row[0] in {"cme", "cbot", "nymex", "comex"}}


def test_contracts_agree_with_an_independent_table(real_data: Path) -> None:
    path = real_data / "lean_symbol-properties-database.csv"
    if not path.exists():
        pytest.skip(f"no {path.name} here")
    theirs = read_property_rows(path)

    differing = [instrument.id for instrument in INSTRUMENTS if not agrees(instrument, theirs[instrument.id])]

    assert differing == [], "a real difference needs its reason written here; there was none when this was written"


def agrees(instrument: Instrument, row: list[str]) -> bool:
    """Whether exchange, multiplier, tick and currency are the same."""
    exchange, _, _, _, currency, multiplier, tick, _ = row[:8]
    ours = (instrument.exchange.lower(), instrument.currency, instrument.point_value, instrument.tick_size)
    return ours == (exchange, currency, Decimal(multiplier), Decimal(tick))
