"""Indicators fed by hand: the values of the columns, exact types, chains."""

from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.api.indicator import close
from propbots.series.program import ColumnProgram
from propbots_indicators import Atr as AverageTrueRange
from propbots_indicators import BollingerBands, DonchianChannel, Ema, Macd, Rsi, Sma, Stochastic, Vwap
from propbots_indicators.plugin import IndicatorsPlugin

CLASSES = {each.name: each.factory() for each in IndicatorsPlugin().propbots_indicators()}


@pytest.mark.parametrize("name", CLASSES)
def test_values_by_hand_equal_the_columns(name: str, bars: Any) -> None:
    indicator = CLASSES[name]()

    by_hand = [indicator.next(row) for row in bars.rows_for(indicator)]

    values: Any = indicator.compute_column(*bars.inputs_of(indicator))
    columns = values if isinstance(values, tuple) else (values,)
    missing = (np.nan,) * len(columns)
    rows = [missing if value is None else value if isinstance(value, tuple) else (value,) for value in by_hand]
    np.testing.assert_array_equal(np.array(rows).T, columns)


@pytest.mark.parametrize("name", ["sma", "ema", "rsi", "macd", "bollinger-bands"])
@given(cents=st.lists(st.integers(0, 10**6), min_size=60, max_size=80))
def test_decimals_give_the_shortest_decimals_of_the_same_floats(name: str, cents: list[int]) -> None:
    exact, binary = CLASSES[name](), CLASSES[name]()

    for cent in cents:
        shown, number = exact.next(Decimal(cent) / 100), binary.next(cent / 100)
        numbers = number if isinstance(number, tuple) else (number,)
        assert (shown if isinstance(shown, tuple) else (shown,)) == tuple(
            None if value is None else Decimal(repr(value)) for value in numbers
        )


def test_an_average_of_decimals_is_the_decimal_that_people_expect() -> None:
    sma = Sma(period=3)

    assert [sma.next(Decimal(text)) for text in ("0.1", "0.2", "0.3", "0.7")] == [
        None,
        None,
        Decimal("0.2"),
        Decimal("0.4"),
    ]


def test_several_values_come_with_their_names() -> None:
    channel = DonchianChannel(period=1)

    class Bar:
        high, low = 3.0, 1.0

    values = channel.next(Bar())

    assert (values.upper, values.middle, values.lower) == (3.0, 2.0, 1.0)


def test_indicators_chain_by_hand_as_they_do_in_expressions(walked: Any) -> None:
    inner, outer = AverageTrueRange(14), Rsi(period=14)

    chained = [outer.next(inner.next(row)) for row in walked.rows_for(inner)]

    fields = {"high": walked.high, "low": walked.low, "close": walked.close}
    column = ColumnProgram(fields).compute(Rsi(AverageTrueRange(14), 14))
    np.testing.assert_array_equal([np.nan if value is None else value for value in chained], column)
    assert np.flatnonzero(~np.isnan(column))[0] == 28


def test_an_output_is_a_source_like_any_other(walked: Any) -> None:
    bands = BollingerBands(close, 20)

    column = ColumnProgram({"close": walked.close}).compute(Sma(bands.upper, 5))

    upper: Any = bands.compute_column(walked.close)
    windows = np.lib.stride_tricks.sliding_window_view(upper[0][19:], 5)
    np.testing.assert_allclose(column[23:], windows.mean(axis=1), rtol=1e-14)
    assert np.isnan(column[:23]).all()


@pytest.mark.parametrize(
    "use",
    [
        lambda: Sma(BollingerBands(), 5),
        lambda: close > Macd(),
        lambda: Stochastic().lag(),
        lambda: Rsi(DonchianChannel()),
    ],
)
def test_an_indicator_of_several_values_must_name_one(use: Any) -> None:
    with pytest.raises(TypeError, match="has several values; name one of"):
        use()


def test_the_macds_signal_is_its_output_and_its_period_the_parameter() -> None:
    macd = Macd(signal=5)

    assert macd.signal.inputs == (macd,)
    assert macd.signal_period == 5


def test_equal_indicators_are_one_whatever_was_fed() -> None:
    first, second = Ema(close, 10), Ema(period=10)
    first.next(1.0)

    assert first == second
    assert hash(first) == hash(second)


def test_reset_starts_again() -> None:
    for indicator, fed in ((Sma(period=2), [1.0, 3.0, 8.0]), (Rsi(period=2), [1.0, 3.0, 2.0, 8.0])):
        before = [indicator.next(value) for value in fed]

        indicator.reset()

        assert [indicator.next(value) for value in fed] == before


def test_a_bar_given_to_an_indicator_of_numbers_is_refused() -> None:
    with pytest.raises(TypeError, match="Sma takes numbers, such as a bar's close"):
        Sma().next(object())


def test_a_number_given_to_an_indicator_of_bars_is_refused() -> None:
    with pytest.raises(TypeError, match="this indicator reads bars with high, low, close"):
        AverageTrueRange().next(5.0)
    with pytest.raises(TypeError, match="this indicator reads bars with high, low, close, volume, close_time"):
        Vwap().next(5.0)
