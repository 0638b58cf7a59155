"""All plans held against one recorded account."""

from decimal import Decimal

import attrs
import pytest

from propbots.research.ladder import LeftOut, Rung, climb, rank
from propbots.research.life import Drawing
from propbots.research.odds import DayAt
from propbots.rules.plan import FirmDayRules, Need, Plan, Unknown
from propbots.rules.rule import Fees, Payout
from recorded_days import a_path, day_at
from rule_script import CHICAGO, a_maximum_loss, a_plan, a_target

WINNING = a_path([[100.0], [100.0]])


def named(name: str, plan: Plan) -> Plan:
    return attrs.evolve(plan, name=name)


def climbed(*plans: Plan) -> list[Rung | LeftOut]:
    def days_of(_rules: FirmDayRules) -> DayAt:
        return day_at

    return list(climb([[plan] for plan in plans], WINNING, days_of, Drawing(attempts=10, days=42, block=1)))


def rungs(*plans: Plan) -> list[Rung]:
    return [one for one in climbed(*plans) if isinstance(one, Rung)]


def test_plans_are_ranked_by_worth_and_those_of_unknown_price_come_last() -> None:
    pays = Payout(), a_maximum_loss(300)
    plans = (
        named("dear", a_plan(*pays, Fees(Decimal(500)))),
        attrs.evolve(named("unknown", a_plan(*pays)), unknown=(Unknown("price", "what it costs", Need.COST),)),
        named("cheap", a_plan(*pays, Fees(Decimal(100)))),
        named("poor", a_plan(a_maximum_loss(300), a_target(5_000), Fees(Decimal(100)))),
    )

    ranked = rank(rungs(*plans))

    assert [rung.plans[0].name for rung in ranked] == ["cheap", "dear", "poor", "unknown"]
    assert [rung.ruin for rung in ranked] == [0.0, 0.0, 1.0, 0.0]
    assert [rung.monthly for rung in ranked[:3]] == pytest.approx([(4_200 - 100) / 2, (4_200 - 500) / 2, -50.0])
    assert ranked[3].monthly is None


def test_a_plan_that_nobody_can_trade_is_left_out_with_the_reason() -> None:
    blind = attrs.evolve(named("blind", a_plan()), unknown=(Unknown("contracts", "how many may be held"),))

    (left_out, rung) = climbed(blind, named("open", a_plan(day=CHICAGO)))

    assert isinstance(left_out, LeftOut)
    assert left_out.name == "blind"
    assert "contracts" in left_out.reason
    assert isinstance(rung, Rung)
