"""Every plan that our distributions ship, in each size, phase, version and choice of options."""

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from propbots.rules.plan import Plan
from propbots.rules.plan_file import PlanRequest, list_plan_names, read_plan
from propbots.rules.rule import Automation, ContractCap, MaximumLoss, ProfitTarget, Rule

ROOT = Path(__file__).parents[2]
FILES = sorted(ROOT.glob("plugins/*/src/*/plans/*.toml"))


def list_changes(tree: dict[str, Any]) -> list[date]:
    """Return the days on which some version begins, and on which another ended."""
    tables = [*tree["rule"], *tree.get("commission", []), *tree.get("unknown", [])]
    first = {table["effective_from"] for table in tables if "effective_from" in table}
    return sorted(first | {table["effective_to"] for table in tables if "effective_to" in table})


def list_choices(tree: dict[str, Any], size: str) -> Iterator[dict[str, str]]:
    """Return every way to choose among the options."""
    offered = []
    for name, option in tree.get("option", {}).items():
        choices = option["choices"][size] if isinstance(option["choices"], dict) else option["choices"]
        offered.append([{}, *({name: choice} for choice in choices)])
    for chosen in product(*offered):
        yield {name: value for part in chosen for name, value in part.items()}


def list_plans(path: Path) -> Iterator[Plan]:
    """Return all that a file can say."""
    tree = tomllib.loads(path.read_text())
    days = list_changes(tree)
    for name in list_plan_names(path):
        for options in list_choices(tree, name.removeprefix(f"{path.stem}-")):
            for phase, day in product(
                tree.get("phase", [""]), [None, *days, *(day + timedelta(days=1) for day in days)]
            ):
                yield read_plan(path, "firm", PlanRequest(name, options, phase, day))


def list_rules(plan: Plan) -> Iterator[tuple[Rule, ...]]:
    """Return the rules that hold one after the other."""
    yield plan.rules
    yield from (amendment.rules for amendment in plan.amendments)


def has(rules: tuple[Rule, ...], kind: type[Rule]) -> bool:
    return any(isinstance(rule, kind) for rule in rules)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parents[1].name}/{path.stem}")
def test_every_version_with_every_choice_is_sound(path: Path) -> None:
    for plan in list_plans(path):
        unknown = {one.name for one in plan.unknown}
        for rules in list_rules(plan):
            assert has(rules, MaximumLoss) or any("maximum loss" in name for name in unknown), plan.name
            assert has(rules, Automation) or "automation" in unknown, plan.name
            futures = plan.day.zone.startswith("America")
            assert not futures or has(rules, ContractCap) or any("contracts" in name for name in unknown), plan.name
            is_evaluation = plan.phase.startswith("evaluation")
            assert has(rules, ProfitTarget) == is_evaluation or any("target" in name for name in unknown), plan.name


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parents[1].name}/{path.stem}")
def test_every_source_has_a_day_on_which_it_was_read(path: Path) -> None:
    tree = tomllib.loads(path.read_text())

    assert all(date(2025, 1, 1) <= one["read"] <= date(2026, 11, 25) for one in tree["source"])
    told = [rule["source"] for rule in tree["rule"] if "source" in rule]
    assert all("read 20" in source or "undated" in source or "article" in source for source in told)


def test_there_are_files() -> None:
    assert len(FILES) >= 19
