"""A plan's rules about orders that a cap cannot tell: how many are sent, and what they do beside others."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import attrs

from propbots.domain.instrument import Instrument
from propbots.domain.order import OrderRequest
from propbots.engine.exits import count_exits
from propbots.engine.gate import Denial
from propbots.engine.hedging import OppositePositions, find_siblings
from propbots.engine.idea_risk import IdeaRisk
from propbots.engine.news_watch import NewsWatch
from propbots.engine.order_rate import SentOrders
from propbots.rules.day import FirmCalendar
from propbots.rules.news import Blackout
from propbots.rules.plan import Plan
from propbots.rules.rule import Hedging, OrderRate, PositionIdea, Rule

if TYPE_CHECKING:
    from propbots.engine.engine import Engine

__all__ = ["OrderRules", "build_order_rules"]


@attrs.define(eq=False)
class OrderRules:
    """What of a plan is asked about each order that is no plain reduction.

    Attributes:
        sent: Counts orders; None where no version of the plan caps how many are sent.
        opposite: Looks at other instruments; None where no two have one underlying, or no version forbids hedging.
        idea: Works out what one idea could lose; None where no version of the plan caps that.
        news: Keeps entries out of news windows; None where none is known.
    """

    sent: SentOrders | None = None
    opposite: OppositePositions | None = None
    idea: IdeaRisk | None = None
    news: NewsWatch | None = None

    def adopt(self, plan: Plan) -> None:
        """Go on with the rules of a plan."""
        for one in (self.sent, self.opposite, self.idea):
            if one is not None:
                one.adopt(plan)

    def note_sent(self, now_ns: int) -> None:
        """Note that an order is sent, whatever it does."""
        if self.sent is not None:
            self.sent.note(now_ns)

    def object_to(self, engine: "Engine", request: OrderRequest, now_ns: int, *, is_new: bool = True) -> Denial | None:
        """Refuse an order that one of the rules forbids.

        Args:
            engine: Of the bot, with what it holds and what works.
            request: What is asked for.
            now_ns: When, nanoseconds since 1970 UTC.
            is_new: Whether an order would be sent, and not one changed.
        """
        denial = None
        if request.reduce_only:
            return None
        if self.sent is not None and is_new:
            denial = self.sent.object_to(now_ns, 1 + count_exits(request.protection))
        if denial is None and self.news is not None:
            denial = self.news.object_to(engine, request, now_ns)
        if denial is None and self.opposite is not None:
            denial = self.opposite.object_to(engine, request)
        if denial is None and self.idea is not None:
            denial = self.idea.object_to(engine, request, now_ns)
        return denial


def build_order_rules(
    plan: Plan, calendar: FirmCalendar, instruments: Sequence[Instrument], blackouts: Mapping[str, Sequence[Blackout]]
) -> OrderRules | None:
    """Return what of a plan is asked about each order; None where there is nothing to ask.

    Args:
        plan: With what is amended later.
        calendar: The firm's days.
        instruments: What the account may trade.
        blackouts: When nothing may be open or working, by the instrument's id.
    """
    kinds = {type(rule) for rule in _every_rule(plan)}
    siblings = find_siblings(instruments) if Hedging in kinds else {}
    parts = (
        SentOrders(calendar) if OrderRate in kinds else None,
        OppositePositions(siblings) if siblings else None,
        IdeaRisk() if PositionIdea in kinds else None,
        NewsWatch(blackouts) if any(blackouts.values()) else None,
    )
    if not any(parts):
        return None
    rules = OrderRules(*parts)
    rules.adopt(plan)
    return rules


def _every_rule(plan: Plan) -> Iterator[Rule]:
    """Give the rules that hold at some time."""
    yield from plan.rules
    for amendment in plan.amendments:
        yield from amendment.rules
