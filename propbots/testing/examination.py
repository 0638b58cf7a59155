"""What a strategy does over bars, looked at from outside."""

import copy
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import attrs
import numpy as np

from propbots.check.finding import CheckResult, FindingKind
from propbots.check.observation import observe
from propbots.check.strategy import check_strategy
from propbots.check.watch import Watch
from propbots.data.columns import BarColumns
from propbots.domain.decision import ModifyOrder
from propbots.domain.order import OrderRequest
from propbots.domain.time import to_text
from propbots.strategy.base import BaseStrategy, Rules, RuleStrategy, Strategy
from propbots.testing.run import build_request, run_strategy

__all__ = [
    "HOOKS",
    "examine",
    "find_fault",
    "find_impossible_wishes",
    "find_unfit",
    "find_unfit_kind",
    "list_class_values",
    "list_odd_bars",
    "list_unknown_hooks",
    "tell_findings",
]

HOOKS = sorted(name for name in vars(Strategy) if name.startswith("on_"))
"""The methods by which the engine tells a strategy what happened."""

_known: "weakref.WeakKeyDictionary[type, dict[tuple[str, bytes], CheckResult]]" = weakref.WeakKeyDictionary()
"""Results of checks, of which each takes a second and seven cards are asked."""


def find_unfit_kind(built: object) -> str:
    """Return why what was built is no strategy that the engine could run, or nothing."""
    if not isinstance(built, RuleStrategy | Strategy):
        return type(built).__name__
    rules: object = built.rules() if isinstance(built, RuleStrategy) else None
    return "" if (rules is None and isinstance(built, Strategy)) or isinstance(rules, Rules) else f"rules: {rules!r}"


def list_unknown_hooks(kind: type) -> list[str]:
    """Return the methods that look like hooks of the engine and are none."""
    known = HOOKS if issubclass(kind, Strategy) else []
    return [name for name in dir(kind) if name.startswith("on_") and name not in known]


def find_unfit(kind: type[BaseStrategy], build: Callable[[], BaseStrategy]) -> str | None:
    """Return the number of the card by which a strategy cannot be run; None if it can."""
    try:
        told = find_unfit_kind(build())
    except Exception:  # noqa: BLE001 -- the card tells it
        return "STR-010"
    return "STR-010" if told else "STR-040" if list_unknown_hooks(kind) else None


def find_fault(kind: type[BaseStrategy], build: Callable[[], BaseStrategy], bars: BarColumns) -> str | None:
    """Return the number of the card by which runs of a strategy cannot be compared; None if they can."""
    number = find_unfit(kind, build)
    if number is not None:
        return number
    try:
        return None if len(run_strategy(build(), bars).trades) else "STR-050"
    except Exception:  # noqa: BLE001 -- the card tells it
        return "STR-050"


def examine(kind: type[BaseStrategy], build: Callable[[], BaseStrategy], bars: BarColumns) -> CheckResult:
    """Return what `propbots strategies check` finds, worked out once for the same strategy and bars."""
    watch = Watch()
    with watch:
        request = build_request(build(), bars)
    key = f"{request.parameters} {bars.feed}", bars.close_time.tobytes() + bars.close.tobytes()
    results = _known.setdefault(kind, {})
    if key not in results:
        results[key] = check_strategy(request, watch, lambda _done, _total: None)
    return results[key]


def tell_findings(result: CheckResult, kind: FindingKind) -> list[str]:
    """Return a sentence for each finding of a kind."""
    return [
        " ".join(
            part
            for part in (
                one.what,
                "" if one.place is None else f"in {one.place}",
                "" if one.time_ns is None else f"at the bar that closes at {to_text(one.time_ns)}:",
                one.expected or "",
                "but" if one.expected and one.found else "",
                one.found or "",
            )
            if part
        )
        for one in result.findings
        if one.kind is kind
    ]


def find_impossible_wishes(strategy: BaseStrategy, bars: BarColumns) -> list[str]:
    """Return a sentence for each order that no venue would take, and for what the gate refused."""
    request = build_request(strategy, bars)
    seen = observe(request, first=0, last=len(bars), traded=0, progress=lambda _done, _total: None)
    told = [
        f"{wished.wish} at the bar that closes at {to_text(wished.time_ns)}"
        for wished in seen.wishes
        if isinstance(wished.wish, OrderRequest | ModifyOrder)
        and not _is_possible(wished.wish, negative=bars.feed.instrument.negative_prices)
    ]
    denied = run_strategy(attrs.evolve(strategy), bars).denied_orders  # type: ignore[misc]  # -- attrs makes them
    return told or ([f"{denied} orders were denied"] if denied else [])


def _is_possible(wish: OrderRequest | ModifyOrder, *, negative: bool) -> bool:
    if isinstance(wish, OrderRequest) and wish.quantity_steps <= 0:
        return False
    prices = (wish.limit_steps, wish.stop_steps)
    return negative or all(price is None or price > 0 for price in prices)


def list_class_values(kind: type) -> dict[str, Any]:
    """Return copies of what can be changed at a class and at those that it is made from, by name."""
    return {
        f"{owner.__name__}.{name}": copy.deepcopy(value)
        for owner in kind.__mro__
        if not owner.__module__.startswith("propbots.")
        for name, value in vars(owner).items()
        if isinstance(value, int | float | str | list | dict | set | bytearray | None) and not name.startswith("__")
    }


def list_odd_bars(bars: BarColumns) -> Iterator[tuple[str, BarColumns]]:
    """Give bars that are few, flat, full of gaps or without volume, with what they are called."""
    some = bars.select(slice(2_000))
    yield "a single bar", bars.select(slice(1))
    yield "two bars", bars.select(slice(2))
    yield "five bars", bars.select(slice(5))
    flat = np.full(len(some), some.close[0])
    yield "prices that never move", attrs.evolve(some, open=flat, high=flat, low=flat, close=flat)
    yield "bars without volume", attrs.evolve(some, volume=np.zeros(len(some)))
    yield "unknown volume", attrs.evolve(some, volume=np.full(len(some), np.nan))
    yield "every ninth bar of a day", some.select(slice(None, None, 9))
    missing = np.arange(len(some)) % 400 < 100  # noqa: PLR2004 -- five hours are missing, and again
    yield "hours without bars", some.select(~missing)
