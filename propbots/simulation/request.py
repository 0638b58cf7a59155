"""What a backtest is asked for, with every name already resolved to its object."""

from collections.abc import Iterable
from decimal import Decimal

import attrs
from typing_extensions import override

from propbots.data.columns import BarColumns
from propbots.data.feed_set import FeedBars, FeedSet
from propbots.data.record import CostInputs
from propbots.data.ticks import TickColumns
from propbots.domain.instrument import Instrument
from propbots.domain.session import SessionCalendar
from propbots.engine.caution import CAREFUL, Caution
from propbots.engine.life import AfterBreach
from propbots.errors import ConfigurationError
from propbots.rules.plan import Plan
from propbots.rules.release import ReleaseCalendar
from propbots.strategy.base import RuleStrategy, Strategy
from propbots.venue.path import PathPolicy

__all__ = ["BacktestRequest", "OtherFeed", "Size"]


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
class OtherFeed:
    """A feed beside the main one.

    Attributes:
        feed: Its bars; of another instrument they work that instrument's orders.
        costs: What trading that instrument costs.
    """

    feed: FeedBars
    costs: CostInputs


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
        following: The plans with which the account goes on, one after the other, as it passes, and with which money is
            taken out as soon as may be; empty for an account that ends with its plan.
        path: What is taken for the path inside a bar.
        after_breach: Whether the run ends with the account.
        caution: How careful the risk gate is.
        first: Index of the first bar that is traded; those before warm up.
        finer: Finer bars of the same data, from which the path inside a bar is known; None without.
        base: The main instrument as finely as the data have it, from which longer feeds are made; None for `columns`.
        others: Feeds beside the main one.
        ticks: Of the main instrument, from which `columns` were made and on which orders are worked; None for bars.
        latency_ns: How long a decision takes to the book, in a run on ticks.
        limit_through_ticks: Ticks by which the market must pass a limit before it fills.
        fenced: Whether bars in which nothing can happen may be passed over; the answer is the same.
        seed: Of every random part.
        news: The releases that are known, for the plan's news windows; None where none was given.
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
    following: tuple[Plan, ...] = ()
    path: PathPolicy = PathPolicy.WORST_CASE
    after_breach: AfterBreach = AfterBreach.STOP
    caution: Caution = CAREFUL
    first: int = 0
    finer: BarColumns | None = None
    base: BarColumns | None = None
    others: tuple[OtherFeed, ...] = ()
    ticks: TickColumns | None = None
    latency_ns: int = 0
    limit_through_ticks: int = 1
    fenced: bool = True
    seed: int = 0
    news: ReleaseCalendar | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse what contradicts itself.

        Raises:
            ConfigurationError: With the two sides of the contradiction.
        """
        instrument = self.columns.feed.instrument
        if self.first >= len(self.columns):
            raise ConfigurationError("no bars are left to trade; widen --from and --to")
        if self.balance < 0 or (self.plan is None and not self.balance):
            raise ConfigurationError(f"balance must be above 0 (was {self.balance})")
        if self.latency_ns < 0:
            raise ConfigurationError(f"latency must be 0 or more (was {self.latency_ns} ns)")
        if self.costs.slippage_ticks < 0 or self.limit_through_ticks < 0:
            raise ConfigurationError(f"slippage must be 0 ticks or more (was {self.costs.slippage_ticks})")
        _check_costs(self.costs, on_ticks=self.ticks is not None)
        traded = [instrument, *(other.feed.bars.feed.instrument for other in self.others)]
        for one in traded:
            if one.currency != instrument.currency:
                raise ConfigurationError(
                    f"one account trades in one currency; {instrument.id} is in {instrument.currency} and {one.id} in "
                    f"{one.currency}"
                )
        if self.plan is not None:
            self._check_plans(self.plan, traded)

    def _check_plans(self, plan: Plan, traded: Iterable[Instrument]) -> None:
        for one in traded:
            _check_plan(plan, self.balance, one)
            for later in self.following:
                _check_plan(later, later.balance, one)
        for each in (plan, *self.following):
            if each.day.flat_by is not None and self.columns.feed.timeframe.is_daily:
                raise ConfigurationError(
                    f"plan {each.name} must be flat by {each.day.flat_by:%H:%M} each day; bars of "
                    f"{self.columns.feed.timeframe} are too coarse, use bars within the day"
                )

    @property
    def feeds(self) -> FeedSet:
        """All feeds that the strategy may ask for."""
        base = self.columns if self.base is None else self.base
        main = FeedBars(self.columns, self.calendar, self.ticks)
        return FeedSet(main, FeedBars(base, self.calendar), [other.feed for other in self.others])

    def part(self, first: int, last: int) -> "BacktestRequest":
        """Return the same over some of the bars, of all feeds.

        Args:
            first: Index of the first bar of the main feed that stays.
            last: Index behind the last.
        """
        columns = self.columns.select(slice(first, last))
        traded = max(self.first - first, 0)
        if not len(columns):
            return attrs.evolve(self, columns=columns, first=traded)
        span = columns.open_time.item(0), columns.close_time.item(len(columns) - 1)
        base = None if self.base is None else FeedBars(self.base, self.calendar).between(*span).bars
        others = [attrs.evolve(other, feed=other.feed.between(*span)) for other in self.others]
        ticks = FeedBars(columns, self.calendar, self.ticks).between(*span).ticks
        return attrs.evolve(self, columns=columns, base=base, others=tuple(others), ticks=ticks, first=traded)


def _check_costs(costs: CostInputs, *, on_ticks: bool) -> None:
    if costs.spread_ticks < 0:
        raise ConfigurationError(f"spread must be 0 ticks or more (was {costs.spread_ticks})")
    if costs.volume_limit is not None and not 0 < costs.volume_limit <= 1:
        raise ConfigurationError(
            f"volume limit must be a share of a bar's volume, above 0 and at most 1 (was {costs.volume_limit})"
        )
    if costs.price_impact < 0:
        raise ConfigurationError(f"price impact must be 0 or more (was {costs.price_impact})")
    if on_ticks and costs.further:
        raise ConfigurationError(
            f"ticks tell spread and size themselves; leave out {' and '.join(name for name in costs.further)}"
        )


def _check_plan(plan: Plan, balance: Decimal, instrument: Instrument) -> None:
    if plan.balance != balance:
        raise ConfigurationError(
            f"balance {balance} differs from the {plan.balance} with which plan {plan.name} starts; leave --balance out"
        )
    if plan.currency != instrument.currency:
        raise ConfigurationError(
            f"plan {plan.name} is in {plan.currency} and {instrument.id} in {instrument.currency}; until gains are "
            f"converted, trade an instrument in {plan.currency}"
        )
    if plan.products and instrument.id not in plan.products:
        raise ConfigurationError(
            f"plan {plan.name} does not trade {instrument.id}; it trades {', '.join(sorted(plan.products))}"
        )
    if plan.asset_classes and instrument.asset_class not in plan.asset_classes:
        raise ConfigurationError(
            f"plan {plan.name} does not trade {instrument.id}, which is {instrument.asset_class}; it trades "
            f"{', '.join(plan.asset_classes)}"
        )
