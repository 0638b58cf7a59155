"""What is installed, read from metadata alone: nothing is imported here."""

from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points

import attrs

__all__ = ["COMMAND_GROUP", "GROUP", "InstalledPlugin", "find_commands", "find_plugins"]

GROUP = "propbots"
"""The entry-point group of plugins."""
COMMAND_GROUP = "propbots.commands"
"""The entry-point group by which a distribution tells its commands' names, so that `--help` lists them unloaded."""


@attrs.frozen
class InstalledPlugin:
    """A plugin as its distribution's metadata tells of it.

    Attributes:
        name: Of the entry point.
        distribution: That brings it.
        version: Of the distribution.
        requires: What the distribution says it needs.
        entry: What to import.
    """

    name: str
    distribution: str
    version: str
    requires: tuple[str, ...]
    entry: EntryPoint


def find_plugins() -> list[InstalledPlugin]:
    """Return what is installed, ordered by name and then by distribution."""
    return sorted(_read(entry_points(group=GROUP)), key=lambda plugin: (plugin.name, plugin.distribution))


def find_commands() -> dict[str, str]:
    """Return the names of the commands that plugins bring, each with its distribution's summary."""
    found = {}
    for entry in sorted(entry_points(group=COMMAND_GROUP), key=lambda entry: entry.name):
        found[entry.name] = "" if entry.dist is None else str(entry.dist.metadata["Summary"] or "")
    return found


def _read(entries: Iterable[EntryPoint]) -> Iterable[InstalledPlugin]:
    seen = set()
    for entry in entries:
        distribution = entry.dist
        name = "?" if distribution is None else str(distribution.metadata["Name"])
        if (entry.name, name) in seen:
            continue
        seen.add((entry.name, name))
        version = "?" if distribution is None else distribution.version
        requires = () if distribution is None else tuple(distribution.requires or ())
        yield InstalledPlugin(entry.name, name, version, requires, entry)
