"""Loading plugins and collecting what they contribute; a broken one harms nobody who does not need it."""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Any

import attrs
import pluggy

from propbots import __version__
from propbots.api.plugin import (
    BrokerContribution,
    CommandContribution,
    Contribution,
    DataProviderContribution,
    IndicatorContribution,
    InstrumentContribution,
    Plugin,
    RiskProfileContribution,
    StrategyContribution,
)
from propbots.errors import PluginContractBroken, PluginIncompatible, PluginLoadFailed, PropbotsError, closest
from propbots.plugin.discovery import InstalledPlugin

__all__ = ["HOOKS", "LoadedPlugin", "PluginStatus", "load_plugins"]

HOOKS: dict[str, type[Contribution]] = {
    "propbots_instruments": InstrumentContribution,
    "propbots_data_providers": DataProviderContribution,
    "propbots_indicators": IndicatorContribution,
    "propbots_strategies": StrategyContribution,
    "propbots_risk_profiles": RiskProfileContribution,
    "propbots_brokers": BrokerContribution,
    "propbots_commands": CommandContribution,
}
"""Every hook with the record that it collects."""


class PluginStatus(StrEnum):
    """Whether a plugin can be relied on."""

    READY = "ready"
    BLOCKED = "blocked"
    BROKEN = "broken"


@attrs.frozen
class LoadedPlugin:
    """A plugin after an attempt to load it.

    Attributes:
        installed: As its distribution tells of it.
        status: Whether it can be relied on.
        problem: Why not.
        contributions: What it brings, by hook.
    """

    installed: InstalledPlugin
    status: PluginStatus
    problem: PropbotsError | None = None
    contributions: dict[str, tuple[Contribution, ...]] = attrs.field(factory=dict)

    @property
    def name(self) -> str:
        """Its entry point's name."""
        return self.installed.name


def load_plugins(installed: Iterable[InstalledPlugin], *, block: Iterable[str] = ()) -> list[LoadedPlugin]:
    """Load every plugin that is not blocked; what goes wrong with one is kept with that one.

    Args:
        installed: As `find_plugins` gives them.
        block: Names of plugins, or of distributions, to leave alone.
    """
    blocked = set(block)
    return [_load(plugin, blocked) for plugin in installed]


def _load(plugin: InstalledPlugin, blocked: set[str]) -> LoadedPlugin:
    if plugin.name in blocked or plugin.distribution in blocked:
        return LoadedPlugin(plugin, PluginStatus.BLOCKED)
    try:
        _require_fit(plugin)
        return LoadedPlugin(plugin, PluginStatus.READY, contributions=_collect(plugin, _import(plugin)))
    except PropbotsError as error:
        return LoadedPlugin(plugin, PluginStatus.BROKEN, error)


def _require_fit(plugin: InstalledPlugin) -> None:
    """Refuse a plugin that asks for another kernel.

    Raises:
        PluginIncompatible: With both versions.
    """
    from packaging.requirements import InvalidRequirement, Requirement  # noqa: PLC0415 -- only loading pays for it

    for line in plugin.requires:
        try:
            requirement = Requirement(line)
        except InvalidRequirement:
            continue
        if requirement.name == "propbots" and not requirement.specifier.contains(__version__, prereleases=True):
            raise PluginIncompatible(
                f"{plugin.distribution} {plugin.version} is made for propbots {requirement.specifier} and this is "
                f"{__version__}; upgrade one of the two"
            )


def _import(plugin: InstalledPlugin) -> Plugin:
    where = f"plugin {plugin.name} of {plugin.distribution} {plugin.version}"
    try:
        found = plugin.entry.load()
        made = found() if isinstance(found, type) else found
    except Exception as error:
        raise PluginLoadFailed(
            f"{where} does not import ({type(error).__name__}: {error}); reinstall it, or leave it out with "
            f"--block {plugin.name}"
        ) from error
    if not isinstance(made, Plugin):
        raise PluginContractBroken(f"{where}: {plugin.entry.value} must be a subclass of Plugin (was {made!r})")
    _require_known_hooks(made, where)
    return made


def _require_known_hooks(plugin: Plugin, where: str) -> None:
    """Refuse misspelt hooks, and overrides without the mark, which nobody would ever call."""
    for name in dir(type(plugin)):
        if not name.startswith("propbots_"):
            continue
        if name not in HOOKS:
            near = closest(name, list(HOOKS))
            raise PluginContractBroken(
                f"{where}: there is no hook {name}" + (f"; did you mean {near}?" if near else "")
            )
        overridden = getattr(type(plugin), name) is not getattr(Plugin, name)
        if overridden and not hasattr(getattr(plugin, name), "propbots_impl"):
            raise PluginContractBroken(f"{where}: {name} needs @hookimpl above it, or nobody calls it")


def _collect(plugin: InstalledPlugin, made: Plugin) -> dict[str, tuple[Contribution, ...]]:
    manager = pluggy.PluginManager("propbots")
    manager.add_hookspecs(Plugin)
    manager.register(made, plugin.name)
    return {hook: _call(plugin, hook, getattr(manager.hook, hook), kind) for hook, kind in HOOKS.items()}


def _call(
    plugin: InstalledPlugin, hook: str, call: Callable[[], list[Any]], kind: type[Contribution]
) -> tuple[Contribution, ...]:
    where = f"plugin {plugin.name} of {plugin.distribution}: {hook}"
    try:
        results = call()
    except Exception as error:
        raise PluginContractBroken(f"{where} raised {type(error).__name__}: {error}") from error
    records: list[Contribution] = []
    for result in results:
        if not isinstance(result, Sequence) or isinstance(result, str):
            raise PluginContractBroken(f"{where} must return a list of {kind.__name__} (was {result!r})")
        for record in result:
            if not isinstance(record, kind) or not record.name:
                raise PluginContractBroken(f"{where} must return named records of {kind.__name__} (was {record!r})")
            records.append(record)
    return tuple(records)
