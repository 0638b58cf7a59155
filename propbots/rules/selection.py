"""What of a plan's file holds for one account: its size, its phase, its options and its dates."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import attrs

from propbots.errors import ConfigurationError
from propbots.rules.plan import KeyedOn

__all__ = ["Selector", "choose_size", "choose_when", "fill_percent", "find_changes"]

_DAY = timedelta(days=1)
_PERCENT = re.compile(r"\d+(\.\d+)?%")


def choose_size(tree: Any, sizes: Iterable[str], size: str, where: str = "") -> Any:
    """Return a file's content for one size: of each table whose keys are all sizes, what stands under it.

    Of a list, tables fall out whose own key `size` names other sizes.

    Args:
        tree: As TOML gives it.
        sizes: Those of the plan.
        size: The one that is asked for.
        where: The key that leads to the tree, for messages.

    Raises:
        ConfigurationError: With the key of a table that has nothing for the size.
    """
    known = set(sizes)
    if isinstance(tree, Mapping):
        if tree and known.issuperset(tree):
            if size not in tree:
                raise ConfigurationError(f"{where} has no value for size {size}")
            return choose_size(tree[size], known, size, f"{where}.{size}")
        return {key: choose_size(part, known, size, f"{where}.{key}" if where else key) for key, part in tree.items()}
    if isinstance(tree, list):
        return [
            choose_size(_without_size(part), known, size, f"{where}[{place}]")
            for place, part in enumerate(tree)
            if _is_of_size(part, known, size, f"{where}[{place}]")
        ]
    return tree.replace("{size}", size).replace("{SIZE}", size.upper()) if isinstance(tree, str) else tree


def _is_of_size(part: Any, known: set[str], size: str, where: str) -> bool:
    """Whether a table of a list holds for a size."""
    if not isinstance(part, Mapping) or "size" not in part:
        return True
    named = part["size"] if isinstance(part["size"], list) else [part["size"]]
    if not known.issuperset(named):
        raise ConfigurationError(f"{where}.size must name some of {', '.join(sorted(known))} (was {named})")
    return size in named


def _without_size(part: Any) -> Any:
    return {key: value for key, value in part.items() if key != "size"} if isinstance(part, Mapping) else part


def fill_percent(tree: Any, balance: Decimal) -> Any:
    """Return a rule's table with each share of the starting balance, such as "5%", as the money that it is."""
    if isinstance(tree, Mapping):
        return {key: fill_percent(part, balance) for key, part in tree.items()}
    if isinstance(tree, list):
        return [fill_percent(part, balance) for part in tree]
    if isinstance(tree, str) and _PERCENT.fullmatch(tree):
        return balance * Decimal(tree[:-1]) / 100
    return tree


@attrs.frozen
class Selector:
    """For which accounts a table holds; without one of these it holds for all.

    Attributes:
        phase: In which phases.
        when: With which options: `NAME`, `NAME=VALUE`, `!NAME` or `!NAME=VALUE`, all of them.
        effective_from: From which day on.
        effective_to: Until which day.
        applies_to: By which of the account's dates; None by that of the plan.
    """

    phase: list[str] = attrs.field(factory=list)
    when: list[str] = attrs.field(factory=list)
    effective_from: date | None = None
    effective_to: date | None = None
    applies_to: KeyedOn | None = None

    def is_in_force(self, on: date | None) -> bool:
        """Whether the table holds on a day; on None, whether it is the newest."""
        if on is None:
            return self.effective_to is None
        return (self.effective_from or on) <= on <= (self.effective_to or on)


def choose_when(selector: Selector, phase: str, options: Mapping[str, str]) -> bool:
    """Whether a table holds in a phase with the options that were chosen."""
    return (not selector.phase or phase in selector.phase) and all(_holds(one, options) for one in selector.when)


def _holds(condition: str, options: Mapping[str, str]) -> bool:
    name, equals, value = condition.removeprefix("!").partition("=")
    chosen = options.get(name)
    is_so = chosen == value if equals else chosen is not None
    return is_so is not condition.startswith("!")


def find_changes(selectors: Iterable[Selector], after: date) -> list[date]:
    """Return the days after a day on which what is keyed on the trading day comes or goes."""
    days = set()
    for selector in selectors:
        if selector.effective_from is not None:
            days.add(selector.effective_from)
        if selector.effective_to is not None:
            days.add(selector.effective_to + _DAY)
    return sorted(day for day in days if day > after)
