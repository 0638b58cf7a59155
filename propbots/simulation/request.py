"""What a backtest is asked for, with every name already resolved to its object."""

from decimal import Decimal

import attrs
from typing_extensions import override

from propbots.data.columns import BarColumns
from propbots.data.record import CostInputs
from propbots.domain.session import SessionCalendar
from propbots.engine.supervisor import AfterBreach
from propbots.errors import ConfigurationError
from propbots.rules.plan import Plan
from propbots.strategy.base import RuleStrategy, Strategy
from propbots.venue.path import PathPolicy

__all__ = ["BacktestRequest", "Size"]


@attrs.frozen
class Size:
    """How large entries are: a quantity, or money at risk to the stop.

    Attributes:
        quantity: Contracts, lots or units; also the size of orders that name none.
        risk: Money lost if the stop fills at its price; None sizes by quantity.
    """

    quantity: Decimal = Decimal(1)
    risk: Decimal | None = None

    @override
    def __str__(self) -> str:
        """Write the size as people do."""
        return f"{self.quantity}" if self.risk is None else f"{self.risk} at risk"


@attrs.frozen(eq=False)
class BacktestRequest:
    """One backtest.

    Attributes:
        strategy: With its parameters set; it serves one run.
        strategy_name: For the report.
        parameters: For the report.
        columns: What the strategy sees, warm-up bars first.
        calendar: The instrument's sessions.
        balance: At the start.
        costs: What trading costs.
        size: How large entries are.
        plan: Whose rules hold; None without one.
        path: What is taken for the path inside a bar.
        after_breach: Whether the run ends with the account.
        first: Index of the first bar that is traded; those before warm up.
        finer: Finer bars of the same data, from which the path inside a bar is known; None without.
        limit_through_ticks: Ticks by which the market must pass a limit before it fills.
        fenced: Whether bars in which nothing can happen may be passed over; the answer is the same.
        seed: Of every random part.
    """

    strategy: RuleStrategy | Strategy
    strategy_name: str
    parameters: dict[str, object]
    columns: BarColumns
    calendar: SessionCalendar
    balance: Decimal
    costs: CostInputs
    size: Size = Size()
    plan: Plan | None = None
    path: PathPolicy = PathPolicy.WORST_CASE
    after_breach: AfterBreach = AfterBreach.STOP
    first: int = 0
    finer: BarColumns | None = None
    limit_through_ticks: int = 1
    fenced: bool = True
    seed: int = 0

    def __attrs_post_init__(self) -> None:
        """Refuse what contradicts itself.

        Raises:
            ConfigurationError: With the two sides of the contradiction.
        """
        instrument = self.columns.feed.instrument
        if self.first >= len(self.columns):
            raise ConfigurationError("no bars are left to trade; widen --from and --to")
        if self.balance <= 0:
            raise ConfigurationError(f"balance must be above 0 (was {self.balance})")
        if self.costs.slippage_ticks < 0 or self.limit_through_ticks < 0:
            raise ConfigurationError(f"slippage must be 0 ticks or more (was {self.costs.slippage_ticks})")
        if self.plan is not None:
            _check_plan(self.plan, self.balance, instrument.id, instrument.currency)
            if self.plan.day.flat_by is not None and self.columns.feed.timeframe.is_daily:
                raise ConfigurationError(
                    f"plan {self.plan.name} must be flat by {self.plan.day.flat_by:%H:%M} each day; bars of "
                    f"{self.columns.feed.timeframe} are too coarse, use bars within the day"
                )


def _check_plan(plan: Plan, balance: Decimal, instrument: str, currency: str) -> None:
    if plan.balance != balance:
        raise ConfigurationError(
            f"balance {balance} differs from the {plan.balance} with which plan {plan.name} starts; leave --balance out"
        )
    if plan.currency != currency:
        raise ConfigurationError(f"plan {plan.name} is in {plan.currency} and {instrument} in {currency}")
    if plan.products and instrument not in plan.products:
        raise ConfigurationError(
            f"plan {plan.name} does not trade {instrument}; it trades {', '.join(sorted(plan.products))}"
        )
