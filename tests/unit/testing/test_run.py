"""An author's own test of a strategy takes five lines."""

from decimal import Decimal

import pytest
from typing_extensions import override

from propbots.api.strategy import Bar, Rules, RuleStrategy, Strategy, close
from propbots.errors import PluginContractBroken, StrategyFailed
from propbots.strategy.base import BaseStrategy
from propbots.testing import a_plan, bars_of, run_strategy, some_bars


class Above(RuleStrategy):
    level: float = 101.0

    @override
    def rules(self) -> Rules:
        return Rules(long_entry=close > self.level, long_exit=close < self.level)


class Hasty(Strategy):
    @override
    def on_bar(self, bar: Bar) -> None:
        raise LookupError(f"nothing at {bar.close}")


def test_run_tells_trades_and_account() -> None:
    record = run_strategy(Above(), bars_of([100, 102, 103, 100, 100]), quantity=2, commission=1)

    (trade,) = record.trades
    assert (trade.entry_price, trade.exit_price, trade.quantity) == (Decimal(102), Decimal(100), Decimal(2))
    assert trade.net_pnl == Decimal(-2 * 2 * 5 - 2 * 2)


def test_run_keeps_to_a_plan() -> None:
    record = run_strategy(Above(level=1.0), bars_of(range(102, 40, -1)), plan=a_plan(), quantity=50)

    assert record.plan is not None
    assert record.plan.days
    assert record.denied_orders


def test_strategy_that_raises_is_named_with_its_line() -> None:
    with pytest.raises(StrategyFailed, match=r"Hasty raised LookupError: nothing at 100.* in .*test_run\.py, line"):
        run_strategy(Hasty(), bars_of([100, 101]))


def test_what_is_neither_kind_of_strategy_is_refused() -> None:
    with pytest.raises(PluginContractBroken, match="must subclass RuleStrategy or Strategy"):
        run_strategy(BaseStrategy(), some_bars(days=1))
