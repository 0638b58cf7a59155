"""What a strategy does wrong is told with its name, its line and the bar's time, wherever it happens."""

import re
from decimal import Decimal
from typing import Any

import pytest
from typing_extensions import override

from propbots.data.record import CostInputs
from propbots.domain.bar import Bar
from propbots.domain.event import OrderDenied, OrderEvent, OrderFilled
from propbots.domain.session import UtcDays
from propbots.errors import ConfigurationError, DataError, InvariantViolated, PluginContractBroken, StrategyFailed
from propbots.series.indicator import State
from propbots.simulation.event_driver import run_backtest
from propbots.simulation.request import BacktestRequest
from propbots.strategy.base import Rules, RuleStrategy, Strategy
from rule_script import a_cap, a_plan
from series_samples import Momentum
from stage import bars

QUIET = "100 100 100 100"


class Failing(Strategy):
    """Buys at the first close and fails where it is told to."""

    place = ""
    bars_seen = 0

    def fail(self, place: str) -> None:
        if place == self.place:
            raise ZeroDivisionError("by nothing")

    def on_start(self) -> None:
        self.fail("on_start")

    def on_bar(self, bar: Bar) -> None:
        self.bars_seen += 1
        if self.bars_seen == 1:
            self.buy()
        if self.bars_seen == 2:
            self.fail("on_bar")

    def on_fill(self, fill: OrderFilled) -> None:
        self.fail("on_fill")
        if fill.reason == "end_of_data":
            self.fail("on_last_fill")

    def on_order(self, event: OrderEvent) -> None:
        self.fail("on_order")

    def on_stop(self) -> None:
        self.fail("on_stop")


def run(strategy: Strategy | RuleStrategy, **options: Any) -> None:
    run_backtest(
        BacktestRequest(
            strategy,
            "failing",
            {},
            bars(QUIET, QUIET, QUIET),
            UtcDays(),
            Decimal(50_000),
            CostInputs(Decimal(0), 0, "option"),
            **options,
        )
    )


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("on_start", "before the first bar"),
        ("on_bar", "at the bar of 2026-01-05T00:02:00Z"),
        ("on_fill", "at the bar of 2026-01-05T00:02:00Z"),
        ("on_order", "at the bar of 2026-01-05T00:00:00Z"),
        ("on_last_fill", "at the bar of 2026-01-05T00:04:00Z"),
        ("on_stop", "at the bar of 2026-01-05T00:04:00Z"),
    ],
)
def test_a_strategy_that_raises_is_told_with_its_line_and_the_bars_time(place: str, told: str) -> None:
    strategy = Failing()
    strategy.place = place

    with pytest.raises(StrategyFailed, match="strategy failing raised ZeroDivisionError: by nothing in ") as error:
        run(strategy)
    assert str(error.value).endswith(told)
    assert __file__ in str(error.value)


def test_a_strategy_that_asks_again_whenever_it_is_denied_does_not_hang() -> None:
    class Stubborn(Strategy):
        asked = 0

        def on_bar(self, bar: Bar) -> None:
            self.buy(2)

        def on_order(self, event: OrderEvent) -> None:
            if isinstance(event, OrderDenied):
                self.asked += 1
                if self.asked > 1_000:
                    raise InvariantViolated("asked for ever within one bar")
                self.buy(2)

    strategy = Stubborn()

    run(strategy, plan=a_plan(a_cap(1)))

    assert strategy.asked <= 10


@pytest.mark.parametrize(
    "terms",
    [
        {"limit_price": Decimal("100.5")},
        {"stop_price": Decimal("0.1")},
        {"stop_loss": Decimal("99.9")},
        {"take_profit": Decimal("NaN")},
        {"stop_price": 90, "trail_ticks": 5},
        {"limit_price": 90, "on_open": True},
        {"stop_loss": 90, "stop_loss_ticks": 5},
        {"take_profit": 110, "take_profit_ticks": 5},
        {"trail_ticks": 0},
        {"trail_ticks": -3},
        {"stop_loss_ticks": -3},
        {"take_profit_ticks": 0},
        {"trailing_stop_ticks": 0},
    ],
)
def test_an_order_that_makes_no_sense_is_refused_where_it_is_asked_for(terms: dict[str, object]) -> None:
    class Confused(Strategy):
        def on_bar(self, bar: Bar) -> None:
            self.buy(**terms)

    with pytest.raises(StrategyFailed, match="raised ValueError"):
        run(Confused())


@pytest.mark.parametrize("quantity", [0, -1, Decimal("0.5"), Decimal("NaN")])
def test_a_quantity_off_the_grid_is_refused_where_it_is_asked_for(quantity: Decimal | int) -> None:
    class Confused(Strategy):
        def on_bar(self, bar: Bar) -> None:
            self.sell(quantity)

    with pytest.raises(StrategyFailed, match="quantity must be above 0 and a multiple of 1"):
        run(Confused())


def test_our_own_kind_of_error_raised_by_a_strategy_is_told_as_its_own() -> None:
    class Borrowing(Strategy):
        def on_bar(self, bar: Bar) -> None:
            raise DataError("mine")

    with pytest.raises(StrategyFailed, match=r"raised DataError: mine in .*, line \d+, at the bar of "):
        run(Borrowing())


def test_parameters_that_contradict_one_another_are_no_failure_of_the_strategy() -> None:
    class Strict(Strategy):
        def on_start(self) -> None:
            raise ConfigurationError("fast must be below slow")

    with pytest.raises(ConfigurationError, match=r"^fast must be below slow$"):
        run(Strict())


def test_an_indicator_that_raises_is_told_with_its_line() -> None:
    class Broken(Momentum):
        @staticmethod
        @override
        def step(state: State, value: float) -> tuple[State, float]:
            raise ZeroDivisionError("in the step")

    class Reading(Strategy):
        def on_start(self) -> None:
            self.value = self.indicator(Broken())

    with pytest.raises(StrategyFailed, match=r"raised ZeroDivisionError: in the step in .*test_strategy_errors"):
        run(Reading())


@pytest.mark.parametrize("value", ["text", (1.0, 2.0), [1.0]])
def test_an_indicator_that_gives_no_number_is_told_by_name(value: Any) -> None:
    class Odd(Momentum):
        @staticmethod
        @override
        def step(state: State, value_: float) -> tuple[State, Any]:
            return state, value

    class Reading(Strategy):
        def on_start(self) -> None:
            self.value = self.indicator(Odd())

    with pytest.raises(PluginContractBroken, match="indicator Odd: step must give a number a bar"):
        run(Reading())


@pytest.mark.parametrize(
    ("handlers", "told"),
    [
        ({"on_bar": lambda self: None}, "on_bar must be a method that takes a bar"),
        ({"on_bar": lambda self, bar, more: None}, "on_bar must be a method that takes a bar"),
        ({"on_bar": 5}, "on_bar must be a method that takes a bar"),
        ({"on_fill": lambda self: None}, "on_fill must be a method that takes a fill"),
        ({"on_start": lambda self, x: None}, "on_start must be a method that takes nothing"),
        ({"on_barr": lambda self, bar: None}, "nobody calls on_barr; did you mean on_bar?"),
    ],
)
def test_handlers_that_could_not_be_called_are_refused_before_the_first_bar(
    handlers: dict[str, object], told: str
) -> None:
    odd = type("Odd", (Strategy,), handlers)

    with pytest.raises(PluginContractBroken, match=re.escape(f"strategy Odd: {told}")):
        run(odd())


def test_rules_that_take_something_are_refused() -> None:
    class Odd(RuleStrategy):
        def rules(self, bar: Bar) -> Rules:  # type: ignore[override]  # -- what an author may do
            return Rules()

    with pytest.raises(PluginContractBroken, match="strategy Odd: rules must be a method that takes nothing"):
        run(Odd())
