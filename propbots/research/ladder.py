"""All plans held against one recorded account, ranked by what an attempt is worth."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import attrs

from propbots.domain.scale import Scale
from propbots.errors import UnknownFact
from propbots.research.account_path import AccountPath, CutDays, cut_days
from propbots.research.life import Drawing, build_phases, live
from propbots.research.odds import DayAt, Odds, find_scale, require_days, tell_odds
from propbots.rules.plan import FirmDayRules, Plan

__all__ = ["LeftOut", "Rung", "climb", "rank"]

_TRADING_DAYS_OF_A_MONTH = 21


@attrs.frozen(eq=False)
class Rung:
    """A plan's place.

    Attributes:
        plans: Of its phases, in their order.
        odds: Of an attempt.
    """

    plans: tuple[Plan, ...]
    odds: Odds

    @property
    def ruin(self) -> float | None:
        """The share of attempts that end, or run out of days, without a payout; None where payouts are not known."""
        if self.odds.unknown is not None:
            return None
        return 1.0 if self.odds.paid is None else 1 - self.odds.paid.share

    @property
    def monthly(self) -> float | None:
        """What a month of attempts one after the other is worth, money; None where a price is not known."""
        value, days = self.odds.value, self.odds.days.value
        return None if value is None or not days else value.value / days * _TRADING_DAYS_OF_A_MONTH


@attrs.frozen
class LeftOut:
    """A plan that has no place.

    Attributes:
        name: Of the plan.
        reason: Why.
    """

    name: str
    reason: str


@attrs.define(eq=False)
class _Days:
    """The days of one path as firms cut them; firms with the same clock share them."""

    path: AccountPath
    days_of: Callable[[FirmDayRules], DayAt]
    _cut: dict[tuple[object, ...], CutDays] = attrs.field(factory=dict)

    def cut(self, plans: Sequence[Plan]) -> tuple[CutDays, Scale]:
        scale, day = find_scale(self.path, plans), plans[0].day
        key = (day.zone, day.roll, scale.money_exponent)
        if key not in self._cut:
            self._cut[key] = cut_days(self.path.count_in(scale), self.days_of(day))
        return self._cut[key], scale


def climb(
    ladder: Iterable[Sequence[Plan] | LeftOut],
    path: AccountPath,
    days_of: Callable[[FirmDayRules], DayAt],
    drawing: Drawing,
) -> Iterator[Rung | LeftOut]:
    """Estimate the odds of one plan after the other, all from the same days.

    Args:
        ladder: The phases of each plan, in their order; what is left out passes through.
        path: From which days are drawn.
        days_of: Returns what finds a firm's days.
        drawing: How.

    Raises:
        DataCorrupt: If fewer days are recorded than a block has.
    """
    days = _Days(path, days_of)
    for plans in ladder:
        if isinstance(plans, LeftOut):
            yield plans
            continue
        cut, scale = days.cut(plans)
        require_days(cut, drawing)
        try:
            phases, unknown = build_phases(plans, scale)
        except UnknownFact as error:
            yield LeftOut(plans[0].name, str(error))
            continue
        odds = tell_odds(live(phases, cut.marks, drawing), drawing, cut, scale, with_fan=False)
        yield Rung(tuple(plans), odds if unknown is None else odds.without(unknown))


def rank(rungs: Iterable[Rung]) -> list[Rung]:
    """Return rungs by what an attempt is worth, the most first; those of unknown price behind, by what arrives."""

    def key(rung: Rung) -> tuple[bool, float, float]:
        value = rung.odds.value
        ruin = 1.0 if rung.ruin is None else rung.ruin
        return value is None, -(rung.odds.arrived.value if value is None else value.value), ruin

    return sorted(rungs, key=key)
