"""A strategy's run over some bars, for an author's own tests."""

from decimal import Decimal

from propbots.api.instrument import SessionCalendar
from propbots.api.risk import Plan
from propbots.data.columns import BarColumns
from propbots.data.record import CostInputs, RunRecord
from propbots.domain.session import UtcDays
from propbots.errors import PluginContractBroken
from propbots.series.parameter import read_parameters
from propbots.simulation.event_driver import run_backtest
from propbots.simulation.request import BacktestRequest, Size
from propbots.strategy.base import BaseStrategy, RuleStrategy, Strategy
from propbots.testing.builder import a_session_calendar

__all__ = ["build_request", "calendar_of", "run_strategy"]

_BALANCE = Decimal(50_000)


def run_strategy(
    strategy: BaseStrategy,
    bars: BarColumns,
    *,
    plan: Plan | None = None,
    quantity: Decimal | int = 1,
    commission: Decimal | int = 0,
    slippage_ticks: int = 0,
) -> RunRecord:
    """Run a strategy over bars and return everything that came of it.

    ```python
    def test_buys_what_breaks_out() -> None:
        record = run_strategy(Breakout(period=2), bars_of([100, 101, 100, 105, 105]))
        assert [(trade.side.value, trade.entry_price) for trade in record.trades] == [("long", 105)]
    ```

    Args:
        strategy: With its parameters set; it serves one run.
        bars: What it sees, as `bars_of` and `some_bars` make them.
        plan: Whose rules hold; None without one, and the account then begins with 50,000.
        quantity: The size of its entries.
        commission: All that is paid per contract and side.
        slippage_ticks: By which market and stop orders fill worse.

    Raises:
        StrategyFailed: If the strategy raises, with its file, its line and the bar's time.
    """
    request = build_request(
        strategy,
        bars,
        plan=plan,
        size=Size(Decimal(quantity)),
        costs=CostInputs(Decimal(commission), slippage_ticks, "option"),
    )
    return run_backtest(request)


def build_request(
    strategy: BaseStrategy,
    bars: BarColumns,
    *,
    plan: Plan | None = None,
    size: Size | None = None,
    costs: CostInputs | None = None,
) -> BacktestRequest:
    """Return what a run is asked for.

    Raises:
        PluginContractBroken: If the strategy is neither made of rules nor of reactions to events.
    """
    if not isinstance(strategy, RuleStrategy | Strategy):
        raise PluginContractBroken(f"a strategy must subclass RuleStrategy or Strategy (was {type(strategy).__name__})")
    return BacktestRequest(
        strategy,
        type(strategy).__name__,
        read_parameters(strategy),
        bars,
        calendar_of(bars),
        _BALANCE if plan is None else plan.balance,
        CostInputs(Decimal(0), 0, "option") if costs is None else costs,
        size=Size() if size is None else size,
        plan=plan,
    )


def calendar_of(bars: BarColumns) -> SessionCalendar:
    """Return the calendar of a builder's bars; UTC days for an instrument with a session of its own."""
    calendar = a_session_calendar()
    return calendar if bars.feed.instrument.session == calendar.name else UtcDays()
