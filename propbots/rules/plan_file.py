"""Reading a plan from its file."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs

from propbots.errors import ConfigurationError, UnknownName
from propbots.rules.plan import Amendment, KeyedOn, Plan, PlanOption, Unknown
from propbots.rules.plan_content import CommissionContent, PhaseContent, PlanContent, UnknownContent
from propbots.rules.rule import (
    Automation,
    Conduct,
    Consistency,
    ContractCap,
    DailyLoss,
    Fees,
    FloatingLoss,
    Hedging,
    Inactivity,
    MaximumLoss,
    MinimumDays,
    NewsWindow,
    OrderRate,
    Payout,
    PositionIdea,
    ProductCap,
    ProfitTarget,
    Rule,
    WinningDays,
)
from propbots.rules.selection import Selector, choose_size, choose_when, fill_percent, find_changes
from propbots.settings import read_shared_toml, structure

__all__ = ["RULE_KINDS", "PlanRequest", "list_plan_names", "read_plan"]

RULE_KINDS: dict[str, type[Rule]] = {
    "maximum_loss": MaximumLoss,
    "daily_loss": DailyLoss,
    "floating_loss": FloatingLoss,
    "contract_cap": ContractCap,
    "product_cap": ProductCap,
    "position_idea": PositionIdea,
    "news_window": NewsWindow,
    "hedging": Hedging,
    "order_rate": OrderRate,
    "profit_target": ProfitTarget,
    "consistency": Consistency,
    "minimum_days": MinimumDays,
    "winning_days": WinningDays,
    "payout": Payout,
    "inactivity": Inactivity,
    "automation": Automation,
    "conduct": Conduct,
    "fees": Fees,
}
_SELECTORS = [field.name for field in attrs.fields(Selector)]


@attrs.frozen
class PlanRequest:
    """Which plan is asked for.

    Attributes:
        name: One of `plan_names`, without the firm.
        options: What the user asked for behind the question mark, by name.
        phase: Of the plan; empty for the first.
        purchased: When the account was bought, and by which its rules are chosen; None for the newest rules.
        activated: When its phase began; None for the day of the purchase.
    """

    name: str
    options: Mapping[str, str] = attrs.field(factory=dict)
    phase: str = ""
    purchased: date | None = None
    activated: date | None = None

    def date_of(self, keyed_on: KeyedOn) -> date | None:
        """Return the account's date on which something is keyed; its trading begins with its phase."""
        return self.purchased if keyed_on is KeyedOn.PURCHASE else self.activated or self.purchased


def list_plan_names(path: Path) -> list[str]:
    """Return the names of the plans that a file holds: one for each size, or its own.

    Raises:
        ConfigurationError: If the file is no TOML.
    """
    sizes = read_shared_toml(path).get("sizes", [])
    return [f"{path.stem}-{size}" for size in sizes] if isinstance(sizes, list) and sizes else [path.stem]


def read_plan(path: Path, firm: str, request: PlanRequest) -> Plan:
    """Read a plan.

    Args:
        path: Of its TOML file, which is called as the plan, without its size where it has several.
        firm: The firm's name; empty for a plan of one's own.
        request: Which size, phase, options and version.

    Raises:
        ConfigurationError: With file, key and mend, if the file, a phase or an option is wrong.
    """
    tree = read_shared_toml(path)
    sizes = tree.get("sizes", [])
    if isinstance(sizes, list) and sizes:
        if not firm and "size" in request.options:  # a file is asked for by its path, which names no size
            rest = {name: value for name, value in request.options.items() if name != "size"}
            request = attrs.evolve(request, name=f"{path.stem}-{request.options['size']}", options=rest)
        size = request.name.removeprefix(f"{path.stem}-")
        if size not in sizes:
            raise UnknownName(f"size of plan {path.stem}", size, [str(one) for one in sizes], where=path.name)
        try:
            tree = {**choose_size(tree, sizes, size), "sizes": sizes}
        except ConfigurationError as error:
            raise ConfigurationError(f"{path.name}: {error}") from error
    name = f"{firm}/{request.name}" if firm else request.name
    return _build(structure(tree, PlanContent, path.name), name, request, path.name)


def _build(file: PlanContent, name: str, request: PlanRequest, where: str) -> Plan:
    phase = _choose_phase(file, name, request.phase)
    options = _choose_options(file, name, request.options)
    different = file.phase.get(phase, PhaseContent())
    balance = file.balance if different.balance is None else different.balance
    asked = "&".join(f"{option}={value}" for option, value in sorted(request.options.items()))
    held = _read_rules(file, balance, phase, options, where)
    rules, amendments = _choose_version(held, file.applies_to, request)
    return Plan(
        name=name + (f"?{asked}" if asked else "") + (f"#{request.phase}" if request.phase else ""),
        title=different.title or file.title,
        currency=file.currency,
        balance=balance,
        day=different.day or file.day,
        rules=rules,
        phase=phase,
        phases=tuple(file.phase) or (phase,),
        options=tuple(
            PlanOption(option, tuple(one.choices), one.default, one.what) for option, one in file.option.items()
        ),
        following=_name_following(file, different.next, name, request.options),
        commissions=_choose_commissions(file, phase, options, request, where),
        products=tuple(file.products),
        asset_classes=tuple(file.asset_classes),
        effective_from=file.effective_from,
        effective_to=file.effective_to,
        sources=tuple(file.source),
        unknown=_choose_unknown(file, phase, options, request, where),
        amendments=amendments,
    )


def _choose_phase(file: PlanContent, name: str, asked: str) -> str:
    phases = list(file.phase) or ["evaluation"]
    if asked and asked not in phases:
        raise UnknownName(f"phase of plan {name}", asked, phases)
    return asked or phases[0]


def _choose_options(file: PlanContent, name: str, asked: Mapping[str, str]) -> dict[str, str]:
    """Return what is chosen: as asked, otherwise the default."""
    chosen = {option: one.default for option, one in file.option.items() if one.default is not None}
    for option, value in asked.items():
        if option not in file.option:
            raise UnknownName(f"option of plan {name}", option, list(file.option))
        choices = file.option[option].choices
        if value not in choices:
            raise ConfigurationError(
                f"plan {name}: option {option} must be one of {', '.join(choices)} (was {value!r})"
            )
        chosen[option] = value
    return chosen


def _read_rules(
    file: PlanContent, balance: Decimal, phase: str, options: Mapping[str, str], where: str
) -> list[tuple[Selector, Rule]]:
    """Return the rules of all versions that hold in a phase with some options; those of others are tried as well."""
    held: list[tuple[Selector, Rule]] = []
    for number, table in enumerate(file.rule, 1):
        place = f"{where}: rule {number}"
        selector, rest = _split_selector(table, place)
        rule = _read_rule(fill_percent(rest, balance), place)
        if choose_when(selector, phase, options):
            held.append((selector, rule))
    return held


def _choose_version(
    held: list[tuple[Selector, Rule]], applies_to: KeyedOn, request: PlanRequest
) -> tuple[tuple[Rule, ...], tuple[Amendment, ...]]:
    """Return the rules that hold at the start, and what changes on later trading days."""

    def at(day: date | None) -> tuple[Rule, ...]:
        found = []
        for selector, rule in held:
            keyed_on = selector.applies_to or applies_to
            if selector.is_in_force(day if keyed_on is KeyedOn.TRADING else request.date_of(keyed_on)):
                found.append(rule)
        return tuple(found)

    begins = request.date_of(KeyedOn.TRADING)
    if begins is None:
        return at(None), ()
    by_day = [selector for selector, _ in held if (selector.applies_to or applies_to) is KeyedOn.TRADING]
    return at(begins), tuple(Amendment(day, at(day)) for day in find_changes(by_day, begins))


def _name_following(file: PlanContent, after: str | None, name: str, asked: Mapping[str, str]) -> str | None:
    """Return the full name of what follows: a phase of the plan, or another one, to which some options are carried."""
    if after is None:
        return None
    plan, mark, phase = ("", "#", after) if after in file.phase else after.partition("#")
    kept = {option: value for option, value in asked.items() if not plan or file.option[option].carried}
    told = "&".join(f"{option}={value}" for option, value in sorted(kept.items()))
    return (plan or name) + (f"?{told}" if told else "") + mark + phase


def _choose_commissions(
    file: PlanContent, phase: str, options: Mapping[str, str], request: PlanRequest, where: str
) -> dict[str, Decimal]:
    """Return what holds on the first trading day, for the whole life of the account."""
    chosen = dict(file.commissions)
    for number, table in enumerate(file.commission, 1):
        place = f"{where}: commission {number}"
        selector, rest = _split_selector(table, place)
        costs = structure(rest, CommissionContent, place).costs
        if choose_when(selector, phase, options) and selector.is_in_force(_date_of(selector, KeyedOn.TRADING, request)):
            chosen |= costs
    return chosen


def _date_of(selector: Selector, applies_to: KeyedOn, request: PlanRequest) -> date | None:
    return request.date_of(selector.applies_to or applies_to)


def _choose_unknown(
    file: PlanContent, phase: str, options: Mapping[str, str], request: PlanRequest, where: str
) -> tuple[Unknown, ...]:
    found = []
    for number, table in enumerate(file.unknown, 1):
        place = f"{where}: unknown {number}"
        selector, rest = _split_selector(table, place)
        one = structure(rest, UnknownContent, place)
        if choose_when(selector, phase, options) and selector.is_in_force(_date_of(selector, file.applies_to, request)):
            found.append(Unknown(one.name, one.what, one.needed_for, tuple(one.products)))
    return tuple(found)


def _split_selector(table: dict[str, Any], where: str) -> tuple[Selector, dict[str, Any]]:
    """Return for whom a table holds, and the rest of it."""
    named = {key: table[key] for key in _SELECTORS if key in table}
    for key in ("phase", "when"):
        if isinstance(named.get(key), str):
            named[key] = [named[key]]
    return structure(named, Selector, where), {key: value for key, value in table.items() if key not in named}


def _read_rule(table: dict[str, Any], where: str) -> Rule:
    rest = dict(table)
    kind = rest.pop("kind", None)
    if not isinstance(kind, str) or kind not in RULE_KINDS:
        raise UnknownName("kind of rule", str(kind), list(RULE_KINDS), hint=f"in {where}")
    return structure(rest, RULE_KINDS[kind], f"{where} ({kind})")
