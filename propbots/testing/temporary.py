"""A host for the plugins of one test."""

from importlib.metadata import EntryPoint
from typing import NoReturn

from propbots.api.plugin import Plugin
from propbots.errors import PluginContractBroken
from propbots.plugin.catalogue import Catalogue
from propbots.plugin.contract import collect_contributions
from propbots.plugin.discovery import GROUP, InstalledPlugin
from propbots.plugin.host import LoadedPlugin, PluginStatus
from propbots.plugin.registry import Registry

__all__ = ["TemporaryPlugins"]


class TemporaryPlugins:
    """The plugins that a test registered; call it with one more."""

    def __init__(self) -> None:
        """Start with none."""
        self._loaded: tuple[LoadedPlugin, ...] = ()

    def __call__(self, plugin: Plugin, name: str = "temporary") -> Catalogue:
        """Register a plugin and return everything that is registered, by name.

        Args:
            plugin: Not its class, but an object of it.
            name: As its entry point would call it.

        Raises:
            PluginContractBroken: If the host would refuse it.
        """
        kind = type(plugin)
        entry = EntryPoint(name, f"{kind.__module__}:{kind.__qualname__}", GROUP)
        installed = InstalledPlugin(name, f"propbots-{name}", "0", (), entry)
        brought = collect_contributions(plugin, str(installed))
        self._loaded += (LoadedPlugin(installed, PluginStatus.READY, contributions=brought),)
        return self.catalogue

    @property
    def catalogue(self) -> Catalogue:
        """Everything that is registered, by name."""
        return Catalogue(Registry(self._loaded))

    @staticmethod
    def refuse_discovery() -> NoReturn:
        """Say that a test sees what it registered, and nothing that happens to be installed.

        Raises:
            PluginContractBroken: Always.
        """
        raise PluginContractBroken(
            "this test uses temporary_plugin, which does not look for what is installed; register what it needs"
        )
