"""Everything that can be asked for by name, from all plugins that can be relied on."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

import attrs

from propbots.api.data import BarProvider
from propbots.api.instrument import InstrumentSource
from propbots.api.plugin import (
    CommandContribution,
    Contribution,
    DataProviderContribution,
    IndicatorContribution,
    InstrumentContribution,
    RiskProfileContribution,
    StrategyContribution,
)
from propbots.api.risk import Plan, PlanSource
from propbots.domain.instrument import Instrument
from propbots.domain.session import SessionCalendar, UtcDays
from propbots.errors import ConfigurationError, UnknownName
from propbots.plugin.discovery import find_plugins
from propbots.plugin.host import LoadedPlugin, PluginStatus, load_plugins
from propbots.series.indicator import Indicator
from propbots.series.parameter import structure_parameters
from propbots.settings import structure
from propbots.strategy.base import RuleStrategy, Strategy

__all__ = ["Catalogue", "Claim", "load_catalogue"]

_C = TypeVar("_C", bound=Contribution)

_SUGGESTIONS = {
    "propbots_instruments": "propbots-futures",
    "propbots_data_providers": "propbots-files",
    "propbots_indicators": "propbots-indicators",
    "propbots_strategies": "propbots-strategies",
}
"""The distribution that brings the first of each kind that a backtest needs."""
KINDS = {
    "propbots_instruments": "instruments",
    "propbots_data_providers": "data provider",
    "propbots_indicators": "indicator",
    "propbots_strategies": "strategy",
    "propbots_risk_profiles": "firm",
    "propbots_brokers": "broker",
    "propbots_commands": "command",
}
"""What people call the contributions of each hook."""


@attrs.frozen
class Claim:
    """A contribution and the plugin that brings it."""

    plugin: LoadedPlugin
    contribution: Contribution


@attrs.frozen(eq=False, slots=False)
class Catalogue:
    """All plugins, and what they contribute.

    Attributes:
        plugins: In the order of their names.
    """

    plugins: tuple[LoadedPlugin, ...]

    def claims(self, hook: str) -> list[Claim]:
        """Return what all plugins contribute to a hook, ordered by name."""
        found = [
            Claim(plugin, contribution)
            for plugin in self.plugins
            for contribution in plugin.contributions.get(hook, ())
        ]
        return sorted(found, key=lambda claim: (claim.contribution.name, claim.plugin.installed.distribution))

    def find(self, hook: str, name: str, kind: type[_C]) -> _C:
        """Return a contribution by its name.

        Raises:
            UnknownName: If no plugin brings it, with the distribution to install where nothing of the kind is there.
            ConfigurationError: If two plugins claim the name, with both distributions.
        """
        del kind  # named for the type checker alone
        claims = self.claims(hook)
        matching = [claim for claim in claims if claim.contribution.name == name]
        if not matching:
            raise UnknownName(KINDS[hook], name, [claim.contribution.name for claim in claims], hint=self._hint(hook))
        if len(matching) > 1:
            owners = " and ".join(claim.plugin.installed.distribution for claim in matching)
            raise ConfigurationError(
                f"{KINDS[hook]} {name!r} is claimed by {owners}; leave one out with --block, or with [plugins] block"
            )
        return cast("_C", matching[0].contribution)

    def _hint(self, hook: str) -> str:
        broken = [plugin for plugin in self.plugins if plugin.status is PluginStatus.BROKEN]
        if broken:
            return f"{broken[0].problem} (see propbots plugins doctor)"
        if not self.claims(hook) and hook in _SUGGESTIONS:
            return f"nothing of the kind is installed; pip install {_SUGGESTIONS[hook]}"
        return ""

    def missing_for_backtest(self) -> list[tuple[str, str]]:
        """Return what a backtest needs and nothing installed brings, each with the distribution that does."""
        return [(KINDS[hook], name) for hook, name in _SUGGESTIONS.items() if not self.claims(hook)]

    def build_strategy(self, name: str, parameters: Mapping[str, object]) -> RuleStrategy | Strategy:
        """Return a strategy with its parameters set.

        Raises:
            UnknownName: For a strategy or a parameter that does not exist.
            ConfigurationError: For a value out of bounds or of the wrong type.
        """
        cls = self.find("propbots_strategies", name, StrategyContribution).factory()
        values = structure_parameters(cls, f"strategy {name}", parameters)
        return cast("RuleStrategy | Strategy", cls(**values))

    def build_indicator(self, name: str, parameters: Mapping[str, object]) -> Indicator:
        """Return an indicator of the close, or of bars, with its parameters set.

        Raises:
            UnknownName: For an indicator or a parameter that does not exist.
            ConfigurationError: For a value out of bounds or of the wrong type.
        """
        cls = self.find("propbots_indicators", name, IndicatorContribution).factory()
        return cls(**structure_parameters(cls, f"indicator {name}", parameters))

    def build_provider(self, source: str, settings: Mapping[str, object]) -> tuple[BarProvider, str]:
        """Return the provider that reads a source, and where the source lies for it.

        Args:
            source: A path, or `PROVIDER:QUERY`.
            settings: Of the provider, as the user wrote them.

        Raises:
            UnknownName: If no provider of the name is installed.
        """
        prefix, colon, query = source.partition(":")
        names = {claim.contribution.name for claim in self.claims("propbots_data_providers")}
        if colon and prefix in names and not Path(source).exists():
            return self._make_provider(prefix, settings), query
        reader = next(
            (
                claim.contribution.name
                for claim in self.claims("propbots_data_providers")
                if isinstance(claim.contribution, DataProviderContribution) and claim.contribution.reads_files
            ),
            None,
        )
        if reader is None:
            raise UnknownName("data provider", source, sorted(names), hint=self._hint("propbots_data_providers"))
        return self._make_provider(reader, settings), source

    def _make_provider(self, name: str, settings: Mapping[str, object]) -> BarProvider:
        contribution = self.find("propbots_data_providers", name, DataProviderContribution)
        return contribution.factory(structure(dict(settings), contribution.settings, f"settings of {name}"))

    @cached_property
    def _instrument_sources(self) -> list[InstrumentSource]:
        return [
            claim.contribution.factory()
            for claim in self.claims("propbots_instruments")
            if isinstance(claim.contribution, InstrumentContribution)
        ]

    def instruments(self) -> list[Instrument]:
        """Return all instruments, ordered by name."""
        found = [instrument for source in self._instrument_sources for instrument in source.instruments()]
        return sorted(found, key=lambda instrument: instrument.id)

    def find_instrument(self, name: str) -> Instrument:
        """Return an instrument by its name.

        Raises:
            UnknownName: If no plugin brings it.
            ConfigurationError: If two bring it.
        """
        known = self.instruments()
        matching = [instrument for instrument in known if instrument.id == name]
        if not matching:
            hint = self._hint("propbots_instruments")
            raise UnknownName("instrument", name, [one.id for one in known], hint=hint)
        if len(matching) > 1:
            raise ConfigurationError(f"instrument {name!r} comes from two plugins; leave one out with --block")
        return matching[0]

    def load_calendar(self, name: str | None) -> SessionCalendar:
        """Return a session calendar by its name; None is the calendar of what trades round the clock.

        Raises:
            UnknownName: If no plugin brings it.
        """
        if name is None:
            return UtcDays()
        for source in self._instrument_sources:
            if name in source.calendar_names():
                return source.load_calendar(name)
        known = [known for source in self._instrument_sources for known in source.calendar_names()]
        raise UnknownName("session calendar", name, known, hint=self._hint("propbots_instruments"))

    def load_plan(self, name: str) -> Plan:
        """Return a plan by its full name, such as `firm/plan?option=value`.

        Raises:
            UnknownName: For a firm, a plan or an option that does not exist.
            ConfigurationError: For a name that is not of that form.
        """
        path, _, query = name.partition("?")
        firm, slash, plan = path.partition("/")
        if not slash or not plan:
            raise ConfigurationError(f"a plan is named FIRM/PLAN (was {name!r})")
        source = self._plan_source(firm)
        if plan not in source.plan_names():
            raise UnknownName(f"plan of {firm}", plan, list(source.plan_names()))
        return source.load_plan(plan, _options(query, name))

    def _plan_source(self, firm: str) -> PlanSource:
        known = [claim.contribution.name for claim in self.claims("propbots_risk_profiles")]
        if firm not in known:
            raise UnknownName("firm", firm, known, hint=self._hint("propbots_risk_profiles") or _firm_hint(firm))
        return self.find("propbots_risk_profiles", firm, RiskProfileContribution).factory()

    def find_command(self, name: str) -> CommandContribution | None:
        """Return a command that a plugin brings, or None."""
        if name not in {claim.contribution.name for claim in self.claims("propbots_commands")}:
            return None
        return self.find("propbots_commands", name, CommandContribution)


def load_catalogue(block: Iterable[str] = ()) -> Catalogue:
    """Find and load what is installed."""
    return Catalogue(tuple(load_plugins(find_plugins(), block=block)))


def _firm_hint(firm: str) -> str:
    return f"firms come as plugins; is propbots-{firm} installed?"


def _options(query: str, name: str) -> dict[str, str]:
    options: dict[str, Any] = {}
    for part in filter(None, query.split("&")):
        key, equals, value = part.partition("=")
        if not equals or not key or not value:
            raise ConfigurationError(f"options of a plan are written KEY=VALUE, joined by & (was {name!r})")
        options[key] = value
    return options
