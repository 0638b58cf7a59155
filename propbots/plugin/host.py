"""Loading plugins; a broken one harms nobody who does not need it."""

from collections.abc import Iterable
from enum import StrEnum

import attrs

from propbots.api.plugin import Contribution, Plugin
from propbots.errors import PluginContractBroken, PluginIncompatible, PluginLoadFailed, PropbotsError
from propbots.plugin.contract import collect_contributions
from propbots.plugin.discovery import InstalledPlugin
from propbots.plugin.fit import require_fit

__all__ = ["LoadedPlugin", "PluginStatus", "load_plugins"]


class PluginStatus(StrEnum):
    """Whether a plugin can be relied on."""

    READY = "ready"
    BLOCKED = "blocked"
    BROKEN = "broken"
    INCOMPATIBLE = "incompatible"


@attrs.frozen
class LoadedPlugin:
    """A plugin after an attempt to load it.

    Attributes:
        installed: As its distribution tells of it.
        status: Whether it can be relied on.
        problem: Why not, and how to mend it; None if it is ready or blocked.
        contributions: What it brings.
    """

    installed: InstalledPlugin
    status: PluginStatus
    problem: PropbotsError | None = None
    contributions: tuple[Contribution, ...] = ()

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
        require_fit(plugin)
        contributions = collect_contributions(_import(plugin), str(plugin))
    except PluginIncompatible as error:
        return LoadedPlugin(plugin, PluginStatus.INCOMPATIBLE, error)
    except PropbotsError as error:
        return LoadedPlugin(plugin, PluginStatus.BROKEN, error)
    return LoadedPlugin(plugin, PluginStatus.READY, contributions=contributions)


def _import(plugin: InstalledPlugin) -> Plugin:
    """Import a plugin's entry module and make the plugin.

    Raises:
        PluginLoadFailed: If the module, or making the plugin, raises.
        PluginContractBroken: If what it names is no plugin.
    """
    try:
        found = plugin.entry.load()
        made = found() if isinstance(found, type) and issubclass(found, Plugin) else found
    except (Exception, SystemExit) as error:
        raise PluginLoadFailed(
            f"{plugin} does not load ({type(error).__name__}: {error}); reinstall {plugin.distribution}, or leave it "
            f"out with --block {plugin.name}"
        ) from error
    if not isinstance(made, Plugin):
        raise PluginContractBroken(f"{plugin}: {plugin.entry.value} must be a subclass of Plugin (was {made!r})")
    return made
