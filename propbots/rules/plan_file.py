"""Reading a plan from its file."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs

from propbots.errors import ConfigurationError, UnknownName
from propbots.rules.plan import (
    Consistency,
    ContractCap,
    DailyLoss,
    FirmDayRules,
    MaximumLoss,
    Plan,
    PlanSourceNote,
    ProductCap,
    ProfitTarget,
    Rule,
)
from propbots.settings import read_toml, structure

__all__ = ["RULE_KINDS", "read_plan"]

RULE_KINDS: dict[str, type[Rule]] = {
    "maximum_loss": MaximumLoss,
    "daily_loss": DailyLoss,
    "contract_cap": ContractCap,
    "product_cap": ProductCap,
    "profit_target": ProfitTarget,
    "consistency": Consistency,
}


@attrs.frozen
class _PlanFile:
    """A plan as its file says it.

    Attributes:
        rule: Rules, each a table with its `kind`.
        option: Rules that an option adds: by the option's name, a rule whose amount the user names, and the amounts
            that may be named.
    """

    title: str
    currency: str
    balance: Decimal
    day: FirmDayRules
    rule: list[dict[str, Any]]
    commissions: dict[str, Decimal] = attrs.field(factory=dict)
    products: list[str] = attrs.field(factory=list)
    option: dict[str, dict[str, Any]] = attrs.field(factory=dict)
    effective_from: date | None = None
    effective_to: date | None = None
    source: list[PlanSourceNote] = attrs.field(factory=list)
    unknown: dict[str, str] = attrs.field(factory=dict)


def read_plan(path: Path, name: str, options: Mapping[str, str]) -> Plan:
    """Read a plan.

    Args:
        path: Of its TOML file.
        name: `FIRM/PLAN`.
        options: What the user asked for behind the question mark.

    Raises:
        ConfigurationError: With file, key and mend, if the file or an option is wrong.
    """
    file = structure(read_toml(path), _PlanFile, str(path.name))
    rules = [_read_rule(table, f"{path.name}: rule {number}") for number, table in enumerate(file.rule, 1)]
    rules += [_read_option(file, name, option, value) for option, value in options.items()]
    chosen = "&".join(f"{option}={value}" for option, value in sorted(options.items()))
    return Plan(
        name=f"{name}?{chosen}" if chosen else name,
        title=file.title,
        currency=file.currency,
        balance=file.balance,
        day=file.day,
        rules=tuple(rules),
        commissions=file.commissions,
        products=tuple(file.products),
        effective_from=file.effective_from,
        effective_to=file.effective_to,
        sources=tuple(file.source),
        unknown=file.unknown,
    )


def _read_rule(table: dict[str, Any], where: str) -> Rule:
    rest = dict(table)
    kind = rest.pop("kind", None)
    if not isinstance(kind, str) or kind not in RULE_KINDS:
        raise UnknownName("kind of rule", str(kind), list(RULE_KINDS), hint=f"in {where}")
    return structure(rest, RULE_KINDS[kind], f"{where} ({kind})")


def _read_option(file: _PlanFile, name: str, option: str, value: str) -> Rule:
    if option not in file.option:
        raise UnknownName(f"option of plan {name}", option, list(file.option))
    table = dict(file.option[option])
    allowed = [str(choice) for choice in table.pop("choices", [])]
    if value not in allowed:
        raise ConfigurationError(f"plan {name}: option {option} must be one of {', '.join(allowed)} (was {value!r})")
    return _read_rule({**table, "amount": value}, f"plan {name}: option {option}")
