"""A strategy as the engine drives it."""

from decimal import Decimal

import numpy as np
import pytest

from bot import a_bot
from propbots.domain.event import Signal, SignalKind
from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.scale import Scale
from propbots.domain.session import UtcDays
from propbots.engine.account import Account
from propbots.errors import ConfigurationError, PluginContractBroken
from propbots.series.expression import Expression, close, high, low
from propbots.series.program import ColumnProgram
from propbots.simulation.fields import ColumnFields, bar_fields
from propbots.strategy.base import Rules, RuleStrategy
from propbots.strategy.desk import Desk, Wish
from propbots.strategy.market_view import MarketView
from propbots.strategy.sizing import FixedQuantity
from propbots.strategy.trader import column_trader, stream_trader
from stage import columns_of


class Declared(RuleStrategy):
    """Rules that a test writes."""

    text: Rules

    def rules(self) -> Rules:
        return self.text


def wishes(text: Rules, *rows: tuple[int, int, int, int], tick: str = "1", stream: bool = False) -> list[list[Wish]]:
    """What rules wish at each close of bars of open, high, low and close in ticks."""
    instrument = Instrument("XYZ", AssetClass.FUTURES, Decimal(tick), Decimal(1))
    columns = columns_of(rows, [60_000_000_000 * number for number in range(len(rows))], instrument=instrument)
    scale = Scale.of(instrument)
    desk = Desk({"": MarketView(Account(0).open(scale), scale, FixedQuantity(1))})
    strategy = Declared(text=text)
    if stream:
        trader = stream_trader(strategy, desk, bar_fields(UtcDays()))
    else:
        program = ColumnProgram(ColumnFields(columns, UtcDays()))
        trader = column_trader(strategy, desk, program, columns.cursor().find)
    told = []
    for bar in columns.bars():
        trader.on_bar(bar)
        told.append(list(desk.wishes))
        desk.wishes.clear()
    return told


def entry(bar: int, **distances: int) -> Signal:
    return Signal(60_000_000_000 * (bar + 1), SignalKind.BUY_ENTRY, **distances)


ALWAYS = Rules(long_entry=close > 0.0)


@pytest.mark.parametrize("stream", [False, True])
def test_a_signal_has_the_close_time_of_its_bar(stream: bool) -> None:
    assert wishes(ALWAYS, (1, 1, 1, 1), (2, 2, 2, 2), stream=stream) == [[entry(0)], [entry(1)]]


@pytest.mark.parametrize("stream", [False, True])
def test_whole_distances_are_taken_as_they_are(stream: bool) -> None:
    text = Rules(long_entry=close > 0.0, stop=3, target=5, trail=7)

    (told,) = wishes(text, (1, 1, 1, 1), stream=stream)

    assert told == [entry(0, stop_offset_steps=3, target_offset_steps=5, trail_steps=7)]


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    ("tick", "distance", "ticks"),
    [
        ("1", (high - low) * 0.5, 2),
        ("0.25", high - low, 3),
        ("0.25", (high - low) * 0.9, 3),
        ("0.25", (high - low) * 0.01, 1),
        ("0.1", high - low, 3),
        ("0.01", high - low, 3),
    ],
)
def test_distances_in_price_are_rounded_up_to_ticks_and_noise_is_not(
    tick: str, distance: Expression, ticks: int, stream: bool
) -> None:
    """The bar is three ticks high; 100.4 - 100.1 is a hair more than three ticks of 0.1 as floats have it."""
    text = Rules(long_entry=close > 0.0, stop=distance)

    (told,) = wishes(text, (1_002, 1_004, 1_001, 1_003), tick=tick, stream=stream)

    assert told == [entry(0, stop_offset_steps=ticks)]


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("distance", [(high - low) * 0.0, low - high, high / 0.0, high * 1e300 * 1e300])
def test_what_is_no_distance_holds_an_entry_back(distance: Expression, stream: bool) -> None:
    assert wishes(Rules(long_entry=close > 0.0, stop=distance), (1, 3, 1, 2), stream=stream) == [[]]


@pytest.mark.parametrize("stream", [False, True])
def test_a_distance_beyond_all_prices_is_refused(stream: bool) -> None:
    with pytest.raises(ConfigurationError, match="must be at most 9007199254740992 ticks away"):
        wishes(Rules(long_entry=close > 0.0, stop=close * 1e20), (1, 3, 1, 2), stream=stream)


@pytest.mark.parametrize("stream", [False, True])
def test_an_entry_waits_while_a_distance_has_no_value(stream: bool) -> None:
    text = Rules(long_entry=close > 0.0, stop=high.lag(1) - low.lag(1))

    told = wishes(text, (1, 2, 1, 1), (1, 2, 1, 1), stream=stream)

    assert told == [[], [entry(1, stop_offset_steps=1)]]


def test_codes_tell_which_bars_a_driver_may_pass_over() -> None:
    engine, _ = a_bot()
    columns = columns_of([(1, 1, 1, 1), (5, 5, 5, 5), (1, 1, 1, 1)], [0, 60, 120])
    program = ColumnProgram(ColumnFields(columns, UtcDays()))
    find = columns.select(slice(1, None)).cursor().find
    trader = column_trader(Declared(text=Rules(long_entry=close > 3.0)), engine.desk, program, find, first=1)

    assert trader.codes == bytes((1, 0))


def test_rules_that_are_none_are_told_to_their_author() -> None:
    class Forgetful(RuleStrategy):
        def rules(self) -> Rules:
            return None  # type: ignore[return-value]  # -- what an author may forget

    engine, _ = a_bot()
    program = ColumnProgram({"close": np.array([1.0])})

    with pytest.raises(PluginContractBroken, match=r"rules of Forgetful must be Rules \(was None\)"):
        column_trader(Forgetful(), engine.desk, program, lambda _bar: 0)
    with pytest.raises(PluginContractBroken, match=r"rules of Forgetful must be Rules \(was None\)"):
        stream_trader(Forgetful(), engine.desk, bar_fields(UtcDays()))
