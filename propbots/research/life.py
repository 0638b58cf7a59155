"""Living through an account's phases, one after the other, in many attempts: what it costs and what it brings."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.domain.scale import Scale
from propbots.errors import ConfigurationError, UnknownFact
from propbots.research.chance import draw_days
from propbots.rules.fold import ACTIVE, PASSED, Beginning, DayMarks, Folded, fold
from propbots.rules.numbers import RuleNumbers, build_numbers
from propbots.rules.payout import PayoutNumbers, build_payout
from propbots.rules.plan import Need, Plan
from propbots.rules.rule import Fees, Payout

__all__ = ["Drawing", "Life", "Phase", "PhaseLife", "build_phases", "live"]

Column = NDArray[np.int64]
_DRAWN_MAX = 20_000_000
"""Days of all attempts together: half a gigabyte of memory."""
_WEEK, _TRADED = 7, 5
"""Calendar days and trading days of a week."""


@attrs.frozen
class Drawing:
    """How attempts are drawn.

    Attributes:
        attempts: How many.
        days: Trading days that each phase may take.
        block: Days in a row that are drawn together.
        resets: How often the first phase is begun again after it has ended the account.
        seed: Of the drawing; the same seed draws the same days.
    """

    attempts: int = 10_000
    days: int = 60
    block: int = 5
    resets: int = 0
    seed: int = 0

    def __attrs_post_init__(self) -> None:
        """Refuse what memory could not hold.

        Raises:
            ConfigurationError: With the numbers.
        """
        if self.attempts * self.days > _DRAWN_MAX:
            raise ConfigurationError(
                f"attempts times days must be at most {_DRAWN_MAX:,} (was {self.attempts:,} times {self.days:,}); "
                "ten thousand attempts tell a share to one per cent"
            )


@attrs.frozen
class Phase:
    """A phase of an account's life, ready to be folded; money in whole units.

    Attributes:
        plan: Its rules.
        numbers: The same as whole numbers.
        payout: Terms of payouts; None where nothing is paid.
        price: Paid when it begins; None where nobody knows it.
        every_days: After how many calendar days the price is paid again; None for once.
        activation: Paid when it is passed.
        reset: Of a new start.
    """

    plan: Plan
    numbers: RuleNumbers
    payout: PayoutNumbers | None
    price: int | None
    every_days: int | None
    activation: int
    reset: int | None


@attrs.frozen(eq=False)
class PhaseLife:
    """What became of a phase.

    Attributes:
        phase: Which.
        folded: Of those who reached it, the last try of each.
        days: How many days each took, all tries together. Shape (attempts,), int64.
        tries: How often each began. Shape (attempts,), int64.
    """

    phase: Phase
    folded: Folded
    days: Column
    tries: Column


@attrs.frozen(eq=False)
class Life:
    """What became of all attempts; money in whole units.

    Attributes:
        phases: In their order; one that nobody reached is left out.
        cost: What each attempt paid; None where a price is not known. Shape (attempts,), int64.
        arrived: What each was paid out. Shape (attempts,), int64.
        payouts: How many payouts each had. Shape (attempts,), int64.
        days: How many trading days each took. Shape (attempts,), int64.
        pays: Whether one of the phases pays, reached or not.
    """

    phases: list[PhaseLife]
    cost: Column | None
    arrived: Column
    payouts: Column
    days: Column
    pays: bool


def build_phases(
    plans: Sequence[Plan], scale: Scale, *, price: Decimal | None = None
) -> tuple[list[Phase], UnknownFact | None]:
    """Return phases ready to be folded, up to one of which something is not known, and what that is.

    Args:
        plans: Their rules, in their order.
        scale: How money is counted.
        price: What the first costs, where its plan does not know it; None for the plan's own.

    Raises:
        UnknownFact: If that is a fact of the first phase.
    """
    phases: list[Phase] = []
    for plan in plans:
        try:
            plan.require_known(Need.TRADING, *([] if plan.find(Payout) is None else [Need.PAYOUT]))
        except UnknownFact as error:
            if not phases:
                raise
            return phases, error
        phases.append(_build_phase(plan, scale, None if phases else price))
    return phases, None


def _build_phase(plan: Plan, scale: Scale, price: Decimal | None) -> Phase:
    fees = plan.find(Fees) or Fees()
    knows = not any(one.needed_for is Need.COST and one.name == "price" for one in plan.unknown)
    told = price if price is not None else fees.price if knows else None
    return Phase(
        plan,
        build_numbers(plan, scale),
        build_payout(plan, scale),
        None if told is None else scale.to_units(told),
        fees.every_days,
        scale.to_units(fees.activation),
        None if fees.reset is None else scale.to_units(fees.reset),
    )


def live(phases: Sequence[Phase], marks: DayMarks, drawing: Drawing, beginning: Beginning | None = None) -> Life:
    """Live through the phases of an account in many attempts.

    Each phase lives through days drawn anew. An attempt that passes one begins the next; one whose first phase ended
    the account may begin it again. Money is taken out as soon and as much as the plan lets it be.

    Args:
        phases: In their order.
        marks: The recorded days, counted as the phases are.
        drawing: How attempts are drawn.
        beginning: How the first phase begins; None for a fresh account, which is paid for.
    """
    random = np.random.default_rng(drawing.seed)
    alive = np.arange(drawing.attempts)
    arrived, payouts, days, cost = (np.zeros(drawing.attempts, np.int64) for _ in range(4))
    lived: list[PhaseLife] = []
    for number, phase in enumerate(phases):
        first = number == 0
        resets = drawing.resets if first else 0
        draw = partial(draw_days, random, len(marks.traded), length=drawing.days, block=drawing.block)
        one = _live_phase(phase, marks, draw, len(alive), beginning if first else None, resets)
        lived.append(one)
        arrived[alive] += one.folded.arrived
        payouts[alive] += one.folded.payouts
        days[alive] += one.days
        passes = one.folded.outcome == PASSED
        is_last = number == len(phases) - 1
        cost[alive] += _find_cost(phase, one, was_paid=first and beginning is not None)
        if not is_last:
            cost[alive[passes]] += phase.activation
        alive = alive[passes]
        if not len(alive):
            break
    is_known = all(phase.price is not None for phase in phases)
    pays = any(phase.payout is not None for phase in phases)
    return Life(lived, cost if is_known else None, arrived, payouts, days, pays)


def _live_phase(
    phase: Phase,
    marks: DayMarks,
    draw: Callable[[int], Column],
    attempts: int,
    beginning: Beginning | None,
    resets: int,
) -> PhaseLife:
    """Live through a phase, and again as often as it may be begun again."""
    folded = fold(phase.numbers, marks, draw(attempts), payout=phase.payout, beginning=beginning)
    days, tries = folded.days.copy(), np.ones(attempts, np.int64)
    for _ in range(resets):
        ended = np.flatnonzero(_has_ended(folded))
        again = fold(phase.numbers, marks, draw(len(ended)), payout=phase.payout)
        for column, other in zip(folded, again, strict=True):
            column[ended] = other
        days[ended] += again.days
        tries[ended] += 1
    return PhaseLife(phase, folded, days, tries)


def _has_ended(folded: Folded) -> NDArray[np.bool_]:
    has_ended: NDArray[np.bool_] = (folded.outcome != ACTIVE) & (folded.outcome != PASSED)
    return has_ended


def _find_cost(phase: Phase, life: PhaseLife, *, was_paid: bool) -> Column:
    """Return what a phase cost each attempt, its activation left out.

    Args:
        phase: Which.
        life: What became of it.
        was_paid: Whether its first price is paid already.
    """
    price = phase.price or 0
    bills = np.ones_like(life.days)
    if phase.every_days is not None:
        calendar = -(-life.days * _WEEK // _TRADED)
        bills = np.maximum(1, -(-calendar // phase.every_days))
    again = price if phase.reset is None else phase.reset
    return (bills - was_paid) * price + (life.tries - 1) * again
