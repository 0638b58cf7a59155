"""Exact texts: what columns write is what one value at a time writes, and nothing is rounded."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.scale import Scale
from propbots.domain.time import to_text
from propbots.report.text import to_money_text, to_money_texts, to_number_text, to_price_text, to_time_texts
from report_builders import AN_INSTRUMENT

units = st.lists(st.integers(-(10**14), 10**14), max_size=30)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("1204.5", "1204.50"),
        ("-0.305", "-0.305"),
        ("3E+3", "3000.00"),
        ("0", "0.00"),
        ("-0.00", "0.00"),
        ("1.2500", "1.25"),
        ("1E-8", "0.00000001"),
    ],
)
def test_money_has_cents_at_least_and_no_idle_zeros(amount: str, text: str) -> None:
    assert to_money_text(Decimal(amount)) == text


@pytest.mark.parametrize(("amount", "text"), [("1.50", "1.5"), ("10", "10"), ("1E+2", "100"), ("0.001", "0.001")])
def test_numbers_are_written_without_idle_zeros_and_exponents(amount: str, text: str) -> None:
    assert to_number_text(Decimal(amount)) == text


@pytest.mark.parametrize(
    ("tick", "price", "text"),
    [
        ("0.25", "5000", "5000.00"),
        ("0.25", "5000.5", "5000.50"),
        ("0.03125", "110.25", "110.25000"),
        ("5", "40000", "40000"),
        ("0.25", "5000.125", "5000.125"),
    ],
)
def test_prices_have_the_ticks_decimals_or_their_own(tick: str, price: str, text: str) -> None:
    instrument = Instrument("X", AssetClass.FUTURES, Decimal(tick), Decimal(1))

    assert to_price_text(Decimal(price), instrument) == text


@given(units, st.integers(2, 9))
def test_a_column_of_money_is_written_as_its_values_are(values: list[int], exponent: int) -> None:
    scale = Scale(AN_INSTRUMENT, exponent)

    texts = to_money_texts(np.array(values, dtype=np.int64), exponent)

    assert texts == [to_money_text(scale.to_money(value)) for value in values]
    assert [scale.to_units(Decimal(text)) for text in texts] == values


@given(st.lists(st.integers(-(10**18), 4 * 10**18), max_size=30), st.sampled_from([1, 1_000_000, 1_000_000_000]))
def test_a_column_of_times_is_written_as_its_values_are(times: list[int], grain: int) -> None:
    column = np.array([time // grain * grain for time in times], dtype=np.int64)

    assert to_time_texts(column) == [to_text(time) for time in column.tolist()]
