"""What a strategy does wrong is told with its name, its line and the bar's time, wherever it happens."""

from decimal import Decimal
from typing import Any

import pytest

from propbots.data.record import CostInputs
from propbots.domain.bar import Bar
from propbots.domain.event import OrderDenied, OrderEvent, OrderFilled
from propbots.domain.session import UtcDays
from propbots.errors import InvariantViolated, StrategyFailed
from propbots.simulation.event_driver import run_backtest
from propbots.simulation.request import BacktestRequest
from propbots.strategy.base import Strategy
from rule_script import a_cap, a_plan
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


def run(strategy: Strategy, **options: Any) -> None:
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
