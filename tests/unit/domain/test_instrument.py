"""An instrument has sound grids or does not exist."""

from decimal import Decimal

import pytest

from propbots.domain.bar import Bar, Feed
from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.tick import DepthLevel, DepthUpdate, QuoteTick, TradeTick
from propbots.domain.timeframe import Timeframe
from propbots.errors import ConfigurationError

INDEX = Instrument("IDX", AssetClass.FUTURES, Decimal("0.25"), Decimal(5))


def test_a_tick_is_worth_its_share_of_a_point() -> None:
    assert INDEX.tick_value == Decimal("1.25")


@pytest.mark.parametrize("field", ["tick_size", "point_value", "quantity_step", "mini_units"])
@pytest.mark.parametrize("value", ["0", "-0.25", "NaN", "Infinity"])
def test_a_grid_that_is_not_above_zero_is_refused(field: str, value: str) -> None:
    terms = {"tick_size": Decimal(1), "point_value": Decimal(1), field: Decimal(value)}

    with pytest.raises(ConfigurationError, match=rf"instrument 'IDX': {field} must be above 0 \(was {value}\)"):
        Instrument("IDX", AssetClass.FUTURES, **terms)


@pytest.mark.parametrize("value", ["-0.01", "NaN"])
def test_fees_below_zero_are_refused_and_none_are_allowed(value: str) -> None:
    with pytest.raises(ConfigurationError, match="fees must be 0 or more"):
        Instrument("IDX", AssetClass.FUTURES, Decimal(1), Decimal(1), fees=Decimal(value))
    assert Instrument("IDX", AssetClass.FUTURES, Decimal(1), Decimal(1), fees=Decimal(0)).fees == 0


def test_an_instrument_is_on_itself_unless_it_says_on_what() -> None:
    alone = Instrument("IDX", AssetClass.FUTURES, Decimal(1), Decimal(1))
    small = Instrument("SML", AssetClass.FUTURES, Decimal(1), Decimal(1), underlying="IDX")

    assert (alone.underlying_id, small.underlying_id) == ("IDX", "IDX")


def test_a_bar_reads_as_exact_decimals_and_aware_times() -> None:
    bar = Bar(0, 60_000_000_000, 4, 8, -4, 1, 7.0, Feed(INDEX, Timeframe.parse("1m")))

    assert (bar.open, bar.high, bar.low, bar.close) == (1, 2, -1, Decimal("0.25"))
    assert (bar.open_time.isoformat(), bar.close_time.isoformat()) == (
        "1970-01-01T00:00:00+00:00",
        "1970-01-01T00:01:00+00:00",
    )
    assert (bar.instrument, bar.feed.name) == (INDEX, "IDX 1m")


def test_ticks_read_as_exact_decimals() -> None:
    quote = QuoteTick(0, 7, 8, 1, 1, INDEX)

    assert (quote.bid, quote.ask) == (Decimal("1.75"), Decimal(2))
    assert TradeTick(0, 9, 1, INDEX).price == Decimal("2.25")
    assert DepthUpdate(0, (DepthLevel(7, 1),), (), INDEX).bids[0].price_steps == 7
