"""What all plugins contribute, by kind and name, and what stands in the way of one that is asked for."""

from collections.abc import Iterable
from typing import TypeVar

import attrs

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
from propbots.errors import closest
from propbots.plugin.claim import Claim, choose, list_conflicts
from propbots.plugin.discovery import COMMAND_GROUP, find_plugins, find_promises
from propbots.plugin.host import LoadedPlugin, PluginStatus, load_plugins

__all__ = ["KINDS", "Registry", "load_registry", "name_kind"]

_C = TypeVar("_C", bound=Contribution)

KINDS: dict[type[Contribution], str] = {
    InstrumentContribution: "instruments",
    DataProviderContribution: "data provider",
    IndicatorContribution: "indicator",
    StrategyContribution: "strategy",
    RiskProfileContribution: "firm",
    ReleaseContribution: "calendar of releases",
    BrokerContribution: "broker",
    CommandContribution: "command",
}
"""What people call the contributions of each kind."""
_SUGGESTIONS: dict[type[Contribution], str] = {
    InstrumentContribution: "propbots-futures",
    DataProviderContribution: "propbots-files",
    IndicatorContribution: "propbots-indicators",
    StrategyContribution: "propbots-strategies",
}
"""The distribution that brings the first of each kind that a backtest needs."""


def name_kind(contribution: Contribution) -> str:
    """Return what people call a contribution."""
    return next(word for kind, word in KINDS.items() if isinstance(contribution, kind))


@attrs.frozen
class Registry:
    """All plugins and what they contribute.

    Attributes:
        plugins: In the order of their names.
    """

    plugins: tuple[LoadedPlugin, ...]

    def claims(self, kind: type[_C]) -> list[Claim[_C]]:
        """Return all contributions of a kind, ordered by name."""
        found = [
            Claim(KINDS[kind], contribution.name, plugin.installed, contribution)
            for plugin in self.plugins
            for contribution in plugin.contributions
            if isinstance(contribution, kind)
        ]
        return sorted(found, key=lambda claim: (claim.name, claim.installed.distribution))

    def find(self, kind: type[_C], name: str, *, hint: str = "") -> Claim[_C]:
        """Return a contribution by its name.

        Args:
            kind: Its record.
            name: By which it is asked for.
            hint: A further sentence for when nobody brings it and nothing explains why.

        Raises:
            UnknownName: If no plugin brings it, with what stands in the way or the distribution to install.
            ConfigurationError: If two plugins claim the name, with both distributions.
        """
        claims = self.claims(kind)
        reason = self.explain_absence(kind, name, [claim.name for claim in claims])
        return choose(claims, KINDS[kind], name, hint=reason or hint)

    def explain_absence(self, kind: type[Contribution], name: str, known: list[str]) -> str:
        """Return why something may not be there: a plugin is broken or left out, or nothing of the kind installed.

        Args:
            kind: Its record, or that of the list it would stand in.
            name: By which it is asked for.
            known: The names that are there; where one of them is near, only a plugin of a like name is to blame.
        """
        suspects = self._suspect(kind, name, known)
        broken = [plugin.problem for plugin in suspects if plugin.problem is not None]
        left_out = [plugin.name for plugin in suspects if plugin.problem is None]
        reasons = [f"{broken[0]} (see propbots plugins doctor)"] if broken else []
        if left_out:
            reasons.append(f"left out by --block or [plugins] block: {', '.join(left_out)}")
        if not suspects and kind in _SUGGESTIONS and not self.claims(kind):
            reasons.append(f"nothing of the kind is installed; pip install {_SUGGESTIONS[kind]}")
        return "; ".join(reasons)

    def _suspect(self, kind: type[Contribution], name: str, known: list[str]) -> list[LoadedPlugin]:
        """Return the plugins that may bring what is not there, but for being broken or left out."""
        absent = [plugin for plugin in self.plugins if plugin.status is not PluginStatus.READY]
        if kind is CommandContribution:
            owners = {promise.distribution for promise in find_promises() if promise.name == name}
            promised = [plugin for plugin in absent if plugin.installed.distribution in owners]
            if promised:
                return promised
        likely = [plugin for plugin in absent if plugin.name in name or name in plugin.name]
        return likely or ([] if closest(name, known) else absent)

    def list_broken_promises(self) -> list[str]:
        """Return a sentence for each command that metadata tell and no plugin of the distribution brings.

        A plugin that is broken or left out breaks no promise; what ails it is told elsewhere.
        """
        brought = {(claim.name, claim.installed.distribution) for claim in self.claims(CommandContribution)}
        absent = {one.installed.distribution for one in self.plugins if one.status is not PluginStatus.READY}
        loaded = {one.installed.distribution for one in self.plugins} - absent
        return [
            f"command {promise.name!r} stands in the entry points {COMMAND_GROUP} of {promise.distribution}, and no "
            f"plugin of it brings it; its author must bring it or take the entry out"
            for promise in find_promises()
            if promise.distribution in loaded and (promise.name, promise.distribution) not in brought
        ]

    def list_conflicts(self) -> list[str]:
        """Return a sentence for each name that two plugins claim."""
        return [sentence for kind in KINDS for sentence in list_conflicts(self.claims(kind))]

    def list_missing(self) -> list[tuple[str, str]]:
        """Return what a backtest needs and nothing installed brings, each with the distribution that does."""
        return [(KINDS[kind], name) for kind, name in _SUGGESTIONS.items() if not self.claims(kind)]


def load_registry(block: Iterable[str] = ()) -> Registry:
    """Find and load what is installed.

    Args:
        block: Names of plugins, or of distributions, to leave alone.
    """
    return Registry(tuple(load_plugins(find_plugins(), block=block)))
