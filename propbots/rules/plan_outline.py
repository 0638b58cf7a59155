"""What a plan's file says beside the rules of one account: phases, what is chosen, every version of its rules."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import attrs

from propbots.rules.plan import KeyedOn, Plan
from propbots.rules.plan_content import PlanContent
from propbots.rules.plan_file import RULE_KINDS, PlanRequest
from propbots.rules.rule import Rule
from propbots.rules.selection import Selector, choose_size, choose_when, fill_percent
from propbots.settings import read_shared_toml, structure

__all__ = ["PlanOutline", "PlanPhase", "RuleVersion", "outline_plan", "read_outline"]

_SELECTORS = [field.name for field in attrs.fields(Selector)]


@attrs.frozen
class PlanPhase:
    """A phase of a plan.

    Attributes:
        name: Behind the `#`.
        title: For people; None for the plan's.
        next: With which plan, or phase of this one, an account goes on when it passes.
    """

    name: str
    title: str | None = None
    next: str | None = None


@attrs.frozen
class RuleVersion:
    """A rule with the days on which it holds.

    Attributes:
        rule: With its numbers.
        keyed_on: Which of an account's dates decides.
        effective_from: From which day on.
        effective_to: Until which day.
        holds: Whether it holds for the account that is asked about, on its first trading day.
    """

    rule: Rule
    keyed_on: KeyedOn = KeyedOn.PURCHASE
    effective_from: date | None = None
    effective_to: date | None = None
    holds: bool = True


@attrs.frozen
class PlanOutline:
    """What a plan's file says beside the rules of one account.

    Attributes:
        phases: In their order.
        chosen: What stands of each option: what was asked for, otherwise its default.
        versions: Every version of each rule of the phase with the options that were chosen, in the order of the file.
        keyed_on: Which of an account's dates decides where a rule does not say it; None where nothing is known.
    """

    phases: tuple[PlanPhase, ...]
    chosen: Mapping[str, str] = attrs.field(factory=dict)
    versions: tuple[RuleVersion, ...] = ()
    keyed_on: KeyedOn | None = None


def outline_plan(plan: Plan) -> PlanOutline:
    """Return what can be said of a plan of which nothing but itself is known."""
    return PlanOutline(
        (PlanPhase(plan.phase, plan.title, plan.following),), versions=tuple(map(RuleVersion, plan.rules))
    )


def read_outline(path: Path, request: PlanRequest, plan: Plan) -> PlanOutline:
    """Read the outline of a plan.

    Args:
        path: Of its TOML file.
        request: Which size, phase, options and version.
        plan: As `read_plan` read it there, so that the file is known to be sound.

    Raises:
        ConfigurationError: If the file has changed meanwhile and is wrong.
    """
    tree = read_shared_toml(path)
    if tree.get("sizes"):
        tree = choose_size(tree, tree["sizes"], request.name.removeprefix(f"{path.stem}-"))
    file = structure(tree, PlanContent, path.name)
    phases = tuple(PlanPhase(name, one.title, one.next) for name, one in file.phase.items())
    chosen = {name: one.default for name, one in file.option.items() if one.default is not None} | dict(request.options)
    versions = tuple(_read_versions(file, plan, chosen, request))
    return PlanOutline(phases or (PlanPhase(plan.phase),), chosen, versions, file.applies_to)


def _read_versions(
    file: PlanContent, plan: Plan, chosen: Mapping[str, str], request: PlanRequest
) -> Iterator[RuleVersion]:
    for number, table in enumerate(file.rule, 1):
        where = f"rule {number}"
        selector = _read_selector(table, where)
        if choose_when(selector, plan.phase, chosen):
            rest = {key: value for key, value in table.items() if key not in (*_SELECTORS, "kind")}
            rule = structure(fill_percent(rest, plan.balance), RULE_KINDS[table["kind"]], where)
            keyed_on = selector.applies_to or file.applies_to
            holds = selector.is_in_force(request.date_of(keyed_on))
            yield RuleVersion(rule, keyed_on, selector.effective_from, selector.effective_to, holds)


def _read_selector(table: Mapping[str, Any], where: str) -> Selector:
    named = {
        key: [value] if key in ("phase", "when") and isinstance(value, str) else value for key, value in table.items()
    }
    return structure({key: named[key] for key in _SELECTORS if key in named}, Selector, where)
