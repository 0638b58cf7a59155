"""The odds of a plan: how often an account passes, how it fails, how long that takes, and what it costs and brings."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.domain.scale import Scale
from propbots.errors import ConfigurationError, DataCorrupt, UnknownFact
from propbots.research.account_path import AccountPath, CutDays, cut_days
from propbots.research.chance import Chance, Mean
from propbots.research.history import ACCOUNT, HistoryRow, list_money
from propbots.research.life import Drawing, Life, PhaseLife, build_phases, live
from propbots.research.score import follow_history
from propbots.rules import path as kernel
from propbots.rules.fold import ACTIVE, PASSED, Beginning
from propbots.rules.plan import Plan
from propbots.rules.scalar import NO_FLOOR

__all__ = [
    "QUANTILES",
    "Fan",
    "Odds",
    "PhaseOdds",
    "Standing",
    "estimate_odds",
    "find_beginning",
    "find_scale",
    "require_days",
    "tell_odds",
]

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Of a fan, the lowest line first."""
_DAYS = (0.1, 0.5, 0.9)
_NAMES = {
    kernel.MAXIMUM_LOSS: "maximum_loss",
    kernel.DAILY_LOSS: "daily_loss",
    kernel.FLOATING_LOSS: "floating_loss",
}
DayAt = Callable[[int], tuple[date, int]]


@attrs.frozen(eq=False)
class Fan:
    """How the closing balance spreads over the days of a phase, accounts that have ended included.

    Attributes:
        balances: At each of `QUANTILES`, of each day. Shape (quantiles, days), money.
        floors: The median floor of the maximum loss after each day, money; None where there is none.
    """

    balances: NDArray[np.float64]
    floors: NDArray[np.float64] | None


@attrs.frozen(eq=False)
class PhaseOdds:
    """What became of those who reached a phase.

    Attributes:
        plan: Of the phase.
        passed: How many reached its target, or all of its payouts; None where nothing passes it.
        broken: How many were ended by each rule, by its name, the commonest first.
        active: How many were neither when the days were over.
        days: After how many trading days it was passed: the tenth, half and nine tenths of those who did; empty where
            nobody did.
        histogram: How many passed on each day, the first one first.
        first_payout: Median trading day of the first payout; None where there was none.
        fan: Of the balance; None where nobody asked for it.
    """

    plan: Plan
    passed: Chance | None
    broken: dict[str, Chance]
    active: Chance
    days: tuple[int, ...]
    histogram: tuple[int, ...]
    first_payout: int | None
    fan: Fan | None


@attrs.frozen
class Standing:
    """Where an account stands that is not fresh; money.

    Attributes:
        balance: Closed.
        equity: With what is open.
        floor: Of the maximum loss; None without one.
        days: Days that were traded since the start, or since the last payout.
    """

    balance: Decimal
    equity: Decimal
    floor: Decimal | None
    days: int


@attrs.frozen(eq=False)
class Odds:
    """The odds of a plan.

    Attributes:
        drawing: How attempts were drawn.
        recorded: The days they were drawn from.
        phases: In their order.
        paid: How many were paid out at least once; None where no phase pays.
        payouts: How many payouts an attempt had.
        arrived: What of them arrived, money.
        cost: What an attempt paid, money; None where a price is not known.
        value: What arrived without what was paid, money; None where a price is not known.
        days: How many trading days an attempt took.
        standing: Where it began; None for a fresh account.
        unknown: What is not known of the phase behind the last; None where all are there.
    """

    drawing: Drawing
    recorded: tuple[date, ...]
    phases: tuple[PhaseOdds, ...]
    paid: Chance | None
    payouts: Mean
    arrived: Mean
    cost: Mean | None
    value: Mean | None
    days: Mean
    standing: Standing | None = None
    unknown: str | None = None

    def without(self, unknown: UnknownFact) -> "Odds":
        """Return the same where nobody can say what the phases that follow are worth."""
        return attrs.evolve(self, paid=None, value=None, unknown=str(unknown))


def find_scale(path: AccountPath, plans: Sequence[Plan], more: Sequence[Decimal] = ()) -> Scale:
    """Return how money is counted so that nothing of a path, of plans and of further amounts is rounded."""
    amounts = [amount for plan in plans for amount in plan.amounts()]
    scale = Scale.of(ACCOUNT, amounts=[*amounts, *more])
    return Scale(ACCOUNT, max(scale.money_exponent, path.money_exponent))


def find_beginning(plan: Plan, rows: Sequence[HistoryRow], scale: Scale) -> tuple[Beginning, Standing]:
    """Return where an account stands at the end of its history, as the next day's beginning.

    Raises:
        ConfigurationError: If the account has come to its end.
        DataCorrupt: If there are no rows, or they go back in time.
    """
    followed = follow_history(plan, rows, scale)
    supervisor = followed.supervisor
    if supervisor.is_over:
        raise ConfigurationError(
            f"the account of --state has {supervisor.status.value} already: {supervisor.reason}; leave --state out "
            "for a fresh one, or name its next phase"
        )
    state = supervisor.state
    payouts = [scale.to_units(row.payout) for row in rows if row.payout]
    floor = state.memory[kernel.LOSS_FLOOR]
    told = Standing(
        scale.to_money(followed.balance),
        scale.to_money(followed.equity),
        None if floor == NO_FLOOR else scale.to_money(floor),
        state.days,
    )
    memory = tuple(state.memory)
    return Beginning(memory, followed.balance, followed.equity, len(payouts), sum(payouts)), told


def estimate_odds(
    plans: Sequence[Plan],
    path: AccountPath,
    day_at: DayAt,
    drawing: Drawing,
    *,
    price: Decimal | None = None,
    rows: Sequence[HistoryRow] = (),
) -> Odds:
    """Estimate the odds of a plan from a recorded account.

    Args:
        plans: Of the phases, in their order.
        path: From which days are drawn.
        day_at: Returns the firm's day that contains a moment, and the moment at which it is over.
        drawing: How.
        price: What the first phase costs, where its plan does not know it.
        rows: The history of an account that goes on; empty for a fresh one.

    Raises:
        ConfigurationError: If the account that goes on has come to its end.
        DataCorrupt: If fewer days are recorded than a block has.
        UnknownFact: If a fact is not known without which nobody can trade a phase.
    """
    scale = find_scale(path, plans, [*list_money(rows), *([] if price is None else [price])])
    days = cut_days(path.count_in(scale), day_at)
    require_days(days, drawing)
    beginning, standing = (None, None) if not rows else find_beginning(plans[0], rows, scale)
    phases, unknown = build_phases(plans, scale, price=price)
    told = tell_odds(live(phases, days.marks, drawing, beginning), drawing, days, scale, standing)
    return told if unknown is None else told.without(unknown)


def require_days(days: CutDays, drawing: Drawing) -> None:
    """Refuse to draw from too few days.

    Raises:
        DataCorrupt: With how many there are.
    """
    if len(days.dates) < max(2, drawing.block):
        raise DataCorrupt(
            f"{len(days.dates)} trading days are recorded; at least {max(2, drawing.block)} are needed to draw from, "
            "better a hundred or more"
        )


def tell_odds(
    life: Life,
    drawing: Drawing,
    days: CutDays,
    scale: Scale,
    standing: Standing | None = None,
    *,
    with_fan: bool = True,
) -> Odds:
    """Return what became of all attempts as shares and means."""
    unit = 10.0**-scale.money_exponent
    return Odds(
        drawing=drawing,
        recorded=days.dates,
        phases=tuple(_tell_phase(one, drawing, unit, with_fan=with_fan) for one in life.phases),
        paid=Chance(int((life.payouts > 0).sum()), drawing.attempts) if life.pays else None,
        payouts=Mean.of(life.payouts),
        arrived=Mean.of(life.arrived).times(unit),
        cost=None if life.cost is None else Mean.of(life.cost).times(unit),
        value=None if life.cost is None else Mean.of(life.arrived - life.cost).times(unit),
        days=Mean.of(life.days),
        standing=standing,
    )


def _tell_phase(life: PhaseLife, drawing: Drawing, unit: float, *, with_fan: bool) -> PhaseOdds:
    folded, of = life.folded, len(life.days)
    passes = folded.outcome == PASSED
    taken, counts = life.days[passes], np.bincount(folded.outcome, minlength=2)
    broken = {_NAMES[place - 1]: Chance(int(counts[place]), of) for place in np.argsort(-counts) if place > PASSED}
    can_pass = life.phase.numbers.target > 0 or passes.any()
    paid = folded.first[folded.first > 0]
    return PhaseOdds(
        plan=life.phase.plan,
        passed=Chance(int(passes.sum()), of) if can_pass else None,
        broken={name: chance for name, chance in broken.items() if chance.hits},
        active=Chance(int(counts[ACTIVE]), of),
        days=tuple(int(day) for day in np.quantile(taken, _DAYS, method="inverted_cdf")) if len(taken) else (),
        histogram=tuple(np.bincount(taken, minlength=drawing.days + 1)[1:].tolist()),
        first_payout=int(np.median(paid)) if len(paid) else None,
        fan=_tell_fan(life, unit) if with_fan else None,
    )


def _tell_fan(life: PhaseLife, unit: float) -> Fan:
    closes, floors = life.folded.closes, life.folded.floors
    has_floor = life.phase.numbers.loss_distance > 0
    return Fan(
        np.quantile(closes, QUANTILES, axis=0, method="inverted_cdf") * unit,
        np.quantile(floors, 0.5, axis=0, method="inverted_cdf") * unit if has_floor else None,
    )
