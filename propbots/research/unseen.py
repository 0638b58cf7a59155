"""What a recorded account cannot show: rules that hang on what was held, ordered and released, and not on money."""

from collections.abc import Iterator

import attrs

from propbots.domain.outcome import PlanOutcome
from propbots.rules.notation import join_words, tell_clock
from propbots.rules.plan import Plan
from propbots.rules.rule import ContractCap, Hedging, NewsWindow, OrderRate, PositionIdea, ProductCap, Rule

__all__ = ["list_unseen", "tell_unseen"]

_KINDS: dict[type[Rule], str] = {
    ContractCap: "contract cap",
    ProductCap: "product cap",
    PositionIdea: "risk of an idea",
    NewsWindow: "news",
    Hedging: "hedging",
    OrderRate: "order rate",
}


def list_unseen(plan: Plan) -> list[str]:
    """Return the facts on which rules of a plan hang and that balance and equity do not show."""
    return list(dict.fromkeys(_find_unseen(plan)))


def tell_unseen(outcome: PlanOutcome, plan: Plan) -> PlanOutcome:
    """Return a verdict whose reason also lists what the history could not show; the status stays as it is."""
    unseen = list_unseen(plan)
    if not unseen:
        return outcome
    remark = f"not judged, for the history does not show it: {join_words(unseen)}"
    return attrs.evolve(outcome, reason=remark if outcome.reason is None else f"{outcome.reason}; {remark}")


def _find_unseen(plan: Plan) -> Iterator[str]:
    if plan.day.flat_by is not None:
        yield f"hours (flat by {tell_clock(plan.day.flat_by)} {plan.day.zone})"
    rules = [*plan.rules, *(rule for amendment in plan.amendments for rule in amendment.rules)]
    yield from (_KINDS[type(rule)] for rule in rules if type(rule) in _KINDS)
    if plan.products:
        yield "products"
