"""What factories build, held against the port of their kind."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

from propbots.api.broker import Broker
from propbots.api.data import DataProvider
from propbots.api.instrument import InstrumentSource
from propbots.api.plugin import (
    BrokerContribution,
    CommandContribution,
    Contribution,
    DataProviderContribution,
    IndicatorContribution,
    InstrumentContribution,
    ReleaseContribution,
    RiskProfileContribution,
    StrategyContribution,
)
from propbots.api.release import ReleaseSource
from propbots.api.risk import PlanSource
from propbots.series.indicator import Indicator
from propbots.settings import structure
from propbots.strategy.base import RuleStrategy, Strategy

__all__ = ["build", "find_unfit_port"]

_PORTS: dict[type[Contribution], type] = {
    InstrumentContribution: InstrumentSource,
    DataProviderContribution: DataProvider,
    RiskProfileContribution: PlanSource,
    ReleaseContribution: ReleaseSource,
    BrokerContribution: Broker,
}


class _IdleWorkbench:
    """A workbench for building a command that nobody calls."""

    def backtest(self, options: object) -> object:
        """Do nothing."""

    def show(self, record: object) -> None:
        """Do nothing."""

    def write_report(self, record: object, path: Path) -> None:
        """Do nothing."""


def build(contribution: Contribution) -> Any:
    """Return what a contribution's factory builds, from its settings' defaults."""
    factory: Callable[..., Any] = contribution.factory  # type: ignore[attr-defined]  # -- every record has its own
    if isinstance(contribution, CommandContribution):
        return factory(_IdleWorkbench())
    if isinstance(contribution, DataProviderContribution | BrokerContribution):
        return factory(structure({}, contribution.settings, contribution.name))
    return factory()


def find_unfit_port(contribution: Contribution, built: Any) -> str:
    """Return why what was built does not fit, or nothing."""
    if isinstance(contribution, CommandContribution):
        return "" if callable(built) else f"{built!r} cannot be called"
    if isinstance(contribution, IndicatorContribution):
        return _find_unfit_class(built, (Indicator,))
    if isinstance(contribution, StrategyContribution):
        return _find_unfit_class(built, (RuleStrategy, Strategy))
    port = next(port for kind, port in _PORTS.items() if isinstance(contribution, kind))
    return next(filter(None, (_find_unfit_method(built, name, one) for name, one in _methods(port))), "")


def _find_unfit_class(built: object, kinds: tuple[type, ...]) -> str:
    names = " or ".join(kind.__name__ for kind in kinds)
    fits = isinstance(built, type) and issubclass(built, kinds)
    return "" if fits else f"{built!r} is no subclass of {names}"


def _methods(port: type) -> list[tuple[str, Callable[..., Any]]]:
    return [(name, one) for name, one in vars(port).items() if inspect.isfunction(one) and not name.startswith("_")]


def _find_unfit_method(built: object, name: str, expected: Callable[..., Any]) -> str:
    method = getattr(built, name, None)
    if not callable(method):
        return f"{type(built).__name__} has no method {name}"
    if inspect.iscoroutinefunction(method) != inspect.iscoroutinefunction(expected):
        return f"{name} {'must' if inspect.iscoroutinefunction(expected) else 'must not'} be async"
    wanted = list(inspect.signature(expected).parameters.values())[1:]
    plain = [None for one in wanted if one.kind is not one.KEYWORD_ONLY]
    named = {one.name: None for one in wanted if one.kind is one.KEYWORD_ONLY}
    try:
        inspect.signature(method).bind(*plain, **named)
    except TypeError:
        return f"{name} takes {inspect.signature(method)} and not ({', '.join(one.name for one in wanted)})"
    return ""
