"""A strategy wishes the same whether its indicators come from whole columns or from one bar after the other."""

from collections.abc import Callable
from decimal import Decimal

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from propbots.domain.bar import Bar
from propbots.domain.scale import Scale
from propbots.series.expression import Expression
from propbots.series.program import ColumnProgram
from propbots.simulation.fields import ColumnFields, bar_fields
from propbots.strategy.base import Rules, RuleStrategy, Strategy
from propbots.strategy.desk import Desk, Wish
from propbots.strategy.market_view import MarketView
from propbots.strategy.sizing import FixedQuantity
from propbots.strategy.trader import Trader, column_trader, stream_trader
from random_market import CALENDAR, INDEX, Market, markets
from random_rules import CONDITIONS, NUMBERS, RULES, Declared


class Listening(Strategy):
    """Remembers what it reads."""

    def learn(self, expressions: list[Expression]) -> "Listening":
        self.expressions = expressions
        self.heard: list[list[object]] = []
        return self

    def on_start(self) -> None:
        self.readings = [self.indicator(expression) for expression in self.expressions]

    def on_bar(self, bar: Bar) -> None:
        self.heard.append([bar.close_steps, *((reading.value, reading.previous) for reading in self.readings)])
        if len(self.heard) % 2:
            self.enter_long()


@attrs.define
class Held:
    """An account that holds what it is told to hold."""

    position_steps: int = 0
    balance_units: int = 0
    average_price: Decimal | None = None

    def open_at(self, price: int) -> int:
        return price


def a_desk() -> tuple[Desk, Held]:
    account = Held()
    return Desk({"": MarketView(account, Scale.of(INDEX), FixedQuantity(1))}), account


def from_columns(market: Market, first: int) -> Callable[[RuleStrategy | Strategy, Desk], Trader]:
    program = ColumnProgram(ColumnFields(market.bars, CALENDAR))
    find = market.bars.select(slice(first, None)).cursor().find
    return lambda strategy, desk: column_trader(strategy, desk, program, find, first)


def from_stream(market: Market, first: int) -> Callable[[RuleStrategy | Strategy, Desk], Trader]:
    """Feed the bars before the first, as a warm-up does live, and forget what was wished meanwhile."""

    def build(strategy: RuleStrategy | Strategy, desk: Desk) -> Trader:
        trader = stream_trader(strategy, desk, bar_fields(CALENDAR))
        for bar in market.bars.select(slice(first)).bars():
            trader.on_bar(bar)
        desk.wishes.clear()
        return trader

    return build


def wishes_of(
    build: Callable[[RuleStrategy | Strategy, Desk], Trader],
    strategy: RuleStrategy | Strategy,
    bars: list[Bar],
    positions: list[int],
) -> list[list[Wish]]:
    desk, account = a_desk()
    trader = build(strategy, desk)
    told = []
    for number, bar in enumerate(bars):
        account.position_steps = positions[number % len(positions)]
        desk.main.bar = bar
        trader.on_bar(bar)
        told.append(list(desk.wishes))
        desk.wishes.clear()
    return told


@settings(deadline=None)
@given(markets(), RULES, st.lists(st.integers(-1, 1), min_size=1, max_size=5), st.integers(0, 4))
def test_rules_wish_the_same_from_columns_and_from_the_stream(
    market: Market, text: Rules, positions: list[int], first: int
) -> None:
    bars = list(market.bars.bars())[first:]

    columns = wishes_of(from_columns(market, first), Declared(text=text), bars, positions)
    stream = wishes_of(from_stream(market, first), Declared(text=text), bars, positions)

    assert columns == stream


@settings(deadline=None)
@given(markets(), RULES)
def test_a_driver_may_pass_over_the_bars_whose_code_is_nothing(market: Market, text: Rules) -> None:
    desk, _ = a_desk()
    trader = from_columns(market, 0)(Declared(text=text), desk)
    assert trader.codes is not None
    for bar, code in zip(market.bars.bars(), trader.codes, strict=True):
        trader.on_bar(bar)
        if not code:
            assert desk.wishes == []
        desk.wishes.clear()


@settings(deadline=None)
@given(markets(), st.lists(st.one_of(NUMBERS, CONDITIONS), max_size=4), st.integers(0, 4))
def test_an_event_strategy_reads_the_same_from_columns_and_from_the_stream(
    market: Market, expressions: list[Expression], first: int
) -> None:
    bars = list(market.bars.bars())[first:]
    one, other = Listening().learn(expressions), Listening().learn(expressions)

    columns = wishes_of(from_columns(market, first), one, bars, [0])
    stream = wishes_of(from_stream(market, first), other, bars, [0])

    assert one.heard == other.heard[first:]
    assert len(columns) == len(stream) == len(bars)
