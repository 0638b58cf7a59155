"""What is installed, read from metadata alone: nothing is imported here."""

from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, EntryPoint, distributions, entry_points

import attrs
from typing_extensions import override

__all__ = [
    "COMMAND_GROUP",
    "GROUP",
    "InstalledPlugin",
    "PromisedCommand",
    "find_commands",
    "find_plugins",
    "find_promises",
]

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

    @override
    def __str__(self) -> str:
        """Name the plugin as messages do."""
        return f"plugin {self.name} of {self.distribution} {self.version}"


@attrs.frozen
class PromisedCommand:
    """A command as the metadata of a distribution tell of it.

    Attributes:
        name: Of the command.
        distribution: That tells it.
        summary: Of the distribution.
    """

    name: str
    distribution: str
    summary: str


def find_plugins() -> list[InstalledPlugin]:
    """Return what is installed, ordered by name and then by distribution."""
    return sorted(_read(_entries(GROUP)), key=lambda plugin: (plugin.name, plugin.distribution))


def find_commands() -> dict[str, str]:
    """Return the names of the commands that plugins bring, each with its distribution's summary."""
    return {promise.name: promise.summary for promise in find_promises()}


def find_promises() -> list[PromisedCommand]:
    """Return what distributions tell of their commands, ordered by name and then by distribution."""
    told = ((entry.name, _describe(entry.dist)) for entry in _entries(COMMAND_GROUP))
    promises = {PromisedCommand(name, one.name, one.summary) for name, one in told}
    return sorted(promises, key=lambda promise: (promise.name, promise.distribution))


def _entries(group: str) -> Iterable[EntryPoint]:
    """Return a group's entry points, those of a distribution with unreadable metadata left out."""
    try:
        return entry_points(group=group)
    except (ValueError, TypeError, OSError):  # what the library raises for one distribution, it raises for all
        return [entry for one in distributions() for entry in _entries_of(one, group)]


def _entries_of(distribution: Distribution, group: str) -> Iterable[EntryPoint]:
    try:
        return distribution.entry_points.select(group=group)
    except (ValueError, TypeError, OSError):
        return ()


def _read(entries: Iterable[EntryPoint]) -> Iterator[InstalledPlugin]:
    seen = set()
    for entry in entries:
        told = _describe(entry.dist)
        if (entry.name, told.name) not in seen:
            seen.add((entry.name, told.name))
            yield InstalledPlugin(entry.name, told.name, told.version, told.requires, entry)


@attrs.frozen
class _Description:
    """What a distribution says of itself, as far as it can be read."""

    name: str = "?"
    version: str = "?"
    summary: str = ""
    requires: tuple[str, ...] = ()


def _describe(distribution: Distribution | None) -> _Description:
    if distribution is None:
        return _Description()
    try:
        found = distribution.metadata
        texts = [str(found[key] or "") if key in found else "" for key in ("Name", "Version", "Summary")]
        return _Description(texts[0] or "?", texts[1] or "?", texts[2], tuple(distribution.requires or ()))
    except (ValueError, TypeError, OSError):
        return _Description()
