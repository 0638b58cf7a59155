"""Everything that can be asked for by name, from all plugins that can be relied on."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import attrs

from propbots.api.data import BarTable, DataRequest, TickTable
from propbots.api.plugin import (
    DataProviderContribution,
    IndicatorContribution,
    ReleaseContribution,
    RiskProfileContribution,
    StrategyContribution,
)
from propbots.api.release import Release
from propbots.api.risk import Plan
from propbots.errors import PluginContractBroken, PropbotsError, UnknownName
from propbots.plugin.claim import Claim, blame
from propbots.plugin.making import make, require_class, require_strategy
from propbots.plugin.plan_shelf import PlanShelf
from propbots.plugin.registry import Registry, load_registry
from propbots.plugin.shelf import InstrumentShelf
from propbots.plugin.source import choose_reader, require_bars, require_table, split_source
from propbots.rules.release import ReleaseCalendar
from propbots.rules.release_file import is_release_file, read_releases
from propbots.series.indicator import Indicator
from propbots.settings import structure
from propbots.strategy.base import RuleStrategy, Strategy

__all__ = ["Catalogue", "load_catalogue"]

_T = TypeVar("_T")


@attrs.frozen(eq=False, slots=False)
class Catalogue:
    """What plugins contribute, made ready for use.

    Attributes:
        registry: Who brings what.
    """

    registry: Registry

    @cached_property
    def instruments(self) -> InstrumentShelf:
        """All instruments and session calendars."""
        return InstrumentShelf(self.registry)

    @cached_property
    def plans(self) -> PlanShelf:
        """The plans of all firms, and those in files of one's own."""
        return PlanShelf(self.registry)

    def build_strategy(self, name: str, parameters: Mapping[str, object]) -> RuleStrategy | Strategy:
        """Return a strategy with its parameters set.

        Raises:
            UnknownName: For a strategy or a parameter that does not exist.
            ConfigurationError: For a value out of bounds or of the wrong type.
        """
        claim = self.registry.find(StrategyContribution, name)
        return make(_load_strategy(claim), f"strategy {name}", parameters, claim)

    def build_indicator(self, name: str, parameters: Mapping[str, object]) -> Indicator:
        """Return an indicator of the close, or of bars, with its parameters set.

        Args:
            name: As plugins list it, or its class's name: `bollinger-bands` or `BollingerBands`.
            parameters: By name, as the user wrote them.

        Raises:
            UnknownName: For an indicator or a parameter that does not exist.
            ConfigurationError: For a value out of bounds or of the wrong type.
        """
        claim = self.find_indicator(name)
        return make(_load_indicator(claim), f"indicator {name}", parameters, claim)

    def find_indicator(self, name: str) -> Claim[IndicatorContribution]:
        """Return who brings an indicator.

        Args:
            name: As plugins list it, or its class's name: `bollinger-bands` or `BollingerBands`.

        Raises:
            UnknownName: For an indicator that does not exist.
        """
        listed = {_fold(claim.name): claim.name for claim in self.registry.claims(IndicatorContribution)}
        return self.registry.find(IndicatorContribution, listed.get(_fold(name), name))

    def read(self, source: str, settings: Mapping[str, object]) -> BarTable | TickTable:
        """Return the bars or ticks of a source as its provider reads them.

        Args:
            source: A path, or `PROVIDER:QUERY`.
            settings: Of the provider, as the user wrote them.

        Raises:
            UnknownName: If no provider of the name is installed.
            ConfigurationError: If the settings are wrong.
            DataError: If the source cannot be read.
        """
        provider, location = split_source(source)
        claim = self._find_provider(provider, source)
        structured: object = structure(dict(settings), claim.brings.settings, f"settings of {claim.name}")
        with blame(claim):
            return require_table(claim.brings.factory(structured).read(DataRequest(location)), claim)

    def read_bars(self, source: str, settings: Mapping[str, object]) -> BarTable:
        """Return the bars of a source where ticks are of no use; otherwise as `read`.

        Raises:
            DataError: If the source cannot be read, or holds ticks.
        """
        return require_bars(self.read(source, settings))

    def reads_files(self, provider: str) -> bool:
        """Whether a provider's query is a path."""
        claims = self.registry.claims(DataProviderContribution)
        return any(claim.name == provider and claim.brings.reads_files for claim in claims)

    def _find_provider(self, name: str | None, source: str) -> Claim[DataProviderContribution]:
        chosen = name or choose_reader(self.registry.claims(DataProviderContribution))
        if chosen is None:
            hint = self.registry.explain_absence(DataProviderContribution, "files", [])
            raise UnknownName("data provider for", source, [], hint=hint)
        return self.registry.find(DataProviderContribution, chosen, hint=f"nor is there a file {source}")

    def load_plan(self, name: str, *, purchased: date | None = None, beside: Path | None = None) -> Plan:
        """Return a plan by its full name, such as `firm/plan?option=value#phase`.

        Args:
            name: Of the plan, or the path of a plan's file with the same behind it.
            purchased: When the account was bought; None for the newest rules.
            beside: The folder from which a path is told; None for the current one.

        Raises:
            UnknownName: For a firm, a plan or an option that does not exist.
            ConfigurationError: For a name that is not of that form.
        """
        return self.plans.load(name, purchased=purchased, beside=beside)

    def load_releases(self, name: str) -> ReleaseCalendar:
        """Return a calendar of releases.

        Args:
            name: A CSV or TOML file, or `NAME` or `NAME:QUERY` of a plugin's calendar.

        Raises:
            UnknownName: If no plugin brings it.
            ConfigurationError: If the file is wrong, with file, row and mend.
            DataError: If a plugin's data cannot be read.
        """
        provider, query = split_source(name)
        if is_release_file(name) and provider is None:
            return read_releases(Path(name))
        hint = "a file of your own ends in .csv or .toml"
        claim = self.registry.find(ReleaseContribution, provider or name, hint=hint)
        with blame(claim):
            found = claim.brings.factory().load_releases("" if provider is None else query)
            return ReleaseCalendar(_require_releases(found, claim), name)

    def find_faults(self) -> list[PropbotsError]:
        """Return what is wrong with contributions that plugins list and that cannot be had; it loads them all."""
        return [
            *self.instruments.problems,
            *_try_each(_load_strategy, self.registry.claims(StrategyContribution)),
            *_try_each(_load_indicator, self.registry.claims(IndicatorContribution)),
            *_try_each(_load_plan_names, self.registry.claims(RiskProfileContribution)),
        ]


def load_catalogue(block: Iterable[str] = ()) -> Catalogue:
    """Find and load what is installed, made ready for use.

    Args:
        block: Names of plugins, or of distributions, to leave alone.
    """
    return Catalogue(load_registry(block))


def _load_strategy(claim: Claim[StrategyContribution]) -> type[RuleStrategy | Strategy]:
    with blame(claim):
        return require_strategy(claim.brings.factory(), claim)


def _load_indicator(claim: Claim[IndicatorContribution]) -> type[Indicator]:
    with blame(claim):
        return require_class(claim.brings.factory(), Indicator, claim)


def _require_releases(found: object, claim: Claim[ReleaseContribution]) -> list[Release]:
    listed: list[object] = list(found) if isinstance(found, Iterable) else [found]
    odd = [one for one in listed if not isinstance(one, Release)]
    if odd:
        raise PluginContractBroken(f"{claim} must return a list of releases (was {odd[0]!r}); tell its author")
    return [one for one in listed if isinstance(one, Release)]


def _load_plan_names(claim: Claim[RiskProfileContribution]) -> list[str]:
    with blame(claim):
        return list(claim.brings.factory().plan_names())


def _try_each(load: Callable[[_T], object], claims: Iterable[_T]) -> Iterator[PropbotsError]:
    for claim in claims:
        try:
            load(claim)
        except PropbotsError as error:
            yield error


def _fold(name: str) -> str:
    return name.replace("-", "").replace("_", "").lower()
