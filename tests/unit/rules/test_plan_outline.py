"""What a plan's file says beside the rules of one account."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from propbots.rules.plan import KeyedOn
from propbots.rules.plan_file import PlanRequest, read_plan
from propbots.rules.plan_folder import PlanFolder
from propbots.rules.plan_outline import PlanOutline, PlanPhase, RuleVersion, outline_plan
from propbots.rules.rule import MaximumLoss, MaximumLossBasis, Payout
from rule_script import a_maximum_loss, a_plan, a_target

TEXT = """
title = "An account"
currency = "USD"
balance = 50000
applies_to = "trading"
[day]
zone = "UTC"
roll = "00:00"
[phase.evaluation]
next = "funded"
[phase.funded]
title = "Funded"
balance = 25000
[option.path]
choices = ["a", "b"]
default = "a"
[[rule]]
kind = "maximum_loss"
amount = "4%"
basis = "static"
effective_to = 2026-05-31
[[rule]]
kind = "maximum_loss"
amount = "3%"
basis = "static"
effective_from = 2026-06-01
[[rule]]
kind = "payout"
phase = "funded"
when = "path=b"
applies_to = "purchase"
effective_from = 2026-04-01
minimum = 125
"""


@pytest.fixture
def folder(tmp_path: Path) -> PlanFolder:
    (tmp_path / "plan.toml").write_text(TEXT, encoding="utf-8")
    return PlanFolder(tmp_path, "firm")


def static(amount: int) -> MaximumLoss:
    return MaximumLoss(Decimal(amount), MaximumLossBasis.STATIC)


def test_phases_options_and_versions_are_told_with_what_holds(folder: PlanFolder) -> None:
    outline = folder.outline_plan(PlanRequest("plan", {"path": "b"}, "funded", date(2026, 3, 1), date(2026, 6, 5)))

    assert outline == PlanOutline(
        (PlanPhase("evaluation", None, "funded"), PlanPhase("funded", "Funded", None)),
        {"path": "b"},
        (
            RuleVersion(static(1_000), KeyedOn.TRADING, None, date(2026, 5, 31), holds=False),
            RuleVersion(static(750), KeyedOn.TRADING, date(2026, 6, 1), None, holds=True),
            RuleVersion(Payout(Decimal(125)), KeyedOn.PURCHASE, date(2026, 4, 1), None, holds=False),
        ),
        KeyedOn.TRADING,
    )


@pytest.mark.parametrize("phase", ["", "funded"])
@pytest.mark.parametrize("path", ["a", "b"])
@pytest.mark.parametrize("bought", [None, date(2026, 3, 1), date(2026, 5, 31), date(2026, 6, 1)])
def test_versions_that_hold_are_the_rules_of_the_plan(
    folder: PlanFolder, phase: str, path: str, bought: date | None
) -> None:
    request = PlanRequest("plan", {"path": path}, phase, bought)

    held = tuple(one.rule for one in folder.outline_plan(request).versions if one.holds)

    assert held == folder.load_plan(request).rules == read_plan(folder.path / "plan.toml", "firm", request).rules


def test_a_plan_without_a_file_is_told_as_it_is() -> None:
    plan = a_plan(a_maximum_loss(2_000), a_target(3_000))

    outline = outline_plan(plan)

    assert (outline.phases, outline.chosen, outline.keyed_on) == ((PlanPhase("evaluation", "a plan"),), {}, None)
    assert [one.rule for one in outline.versions] == list(plan.rules)
