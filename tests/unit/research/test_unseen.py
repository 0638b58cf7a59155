"""What balance and equity cannot show is told in the reason and changes no status."""

import attrs

from propbots.domain.outcome import PlanOutcome, PlanStatus
from propbots.research.unseen import list_unseen, tell_unseen
from propbots.rules.rule import Hedging, NewsWindow, OrderRate
from rule_script import FLAT_BY_310, a_cap, a_maximum_loss, a_plan, a_target

OPEN = PlanOutcome("firm/plan", PlanStatus.ACTIVE, None, None)


def test_rules_about_money_alone_leave_nothing_unseen() -> None:
    plan = a_plan(a_maximum_loss(2_000), a_target(3_000))

    assert list_unseen(plan) == []
    assert tell_unseen(OPEN, plan) is OPEN


def test_each_unseen_fact_is_listed_once() -> None:
    news = NewsWindow(("high",), 120, 120)
    plan = attrs.evolve(a_plan(a_cap(5), news, news, Hedging(), OrderRate(200), day=FLAT_BY_310), products=("XYZ",))

    assert list_unseen(plan) == [
        "hours (flat by 15:10 America/Chicago)",
        "contract cap",
        "news",
        "hedging",
        "order rate",
        "products",
    ]


def test_a_verdict_keeps_its_status_and_its_own_reason_comes_first() -> None:
    failed = attrs.evolve(OPEN, status=PlanStatus.FAILED, reason="maximum_loss: equity 1 touched the floor 2", at_ns=5)

    told = tell_unseen(failed, a_plan(Hedging()))

    remark = "not judged, for the history does not show it: hedging"
    assert told == attrs.evolve(failed, reason=f"{failed.reason}; {remark}")
    assert tell_unseen(OPEN, a_plan(Hedging())).reason == remark
