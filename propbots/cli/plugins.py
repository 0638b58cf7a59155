"""`propbots plugins`."""

from typing import TYPE_CHECKING, Any

from propbots.api.plugin import CommandContribution
from propbots.cli.session import Session
from propbots.cli.wording import to_line

if TYPE_CHECKING:
    from propbots.plugin.host import LoadedPlugin
    from propbots.plugin.registry import Registry

__all__ = ["doctor", "list_plugins"]


def list_plugins(session: Session) -> None:
    """Show what is installed, what it brings, what is claimed twice, and what a backtest still misses."""
    registry = session.registry
    conflicts = _conflicts(session)
    if session.json:
        session.write_json(_document(registry, conflicts))
        return
    if registry.plugins:
        session.print_table(["plugin", "distribution", "version", "status", "brings"], map(_row, registry.plugins))
    else:
        session.console.print("no plugins are installed")
    broken = [f"{plugin.name} is {plugin.status}; see propbots plugins doctor" for plugin in _broken(registry)]
    for line in [*broken, *conflicts, *_missing(registry)]:
        session.console.print(line, style="yellow", soft_wrap=True)


def doctor(session: Session) -> None:
    """Show what is broken or claimed twice among the plugins, why, and how to mend it."""
    registry, conflicts = session.registry, _conflicts(session)
    faults = [*(plugin.problem for plugin in _broken(registry)), *session.catalogue.find_faults()]
    problems = [*map(to_line, faults), *registry.list_broken_promises(), *conflicts]
    if session.json:
        session.write_json({**_document(registry, conflicts), "problems": problems})
        return
    for problem in problems:
        session.console.print(problem, style="red", soft_wrap=True)
    for line in _missing(registry):
        session.console.print(line, style="yellow", soft_wrap=True)
    if not problems:
        session.console.print(f"{len(registry.plugins)} plugins, nothing is broken")


def _conflicts(session: Session) -> list[str]:
    """Return a sentence for each name that is claimed twice, by two plugins or by one and the program itself."""
    from typer.main import get_command  # noqa: PLC0415 -- not needed for --help

    from propbots.cli.app import app  # noqa: PLC0415 -- it is what imports this module

    own = set(getattr(get_command(app), "commands", ()))
    hidden = [
        f"{claim} is hidden by a command of propbots itself; its author must choose another name"
        for claim in session.registry.claims(CommandContribution)
        if claim.name in own
    ]
    return [*session.registry.list_conflicts(), *session.catalogue.instruments.list_conflicts(), *hidden]


def _row(plugin: "LoadedPlugin") -> list[str]:
    brings = "; ".join(f"{kind}: {' '.join(names)}" for kind, names in _brings(plugin).items())
    return [plugin.name, plugin.installed.distribution, plugin.installed.version, plugin.status.value, brings]


def _document(registry: "Registry", conflicts: list[str]) -> dict[str, Any]:
    return {
        "schema": "propbots.plugins/1",
        "plugins": [
            {
                "name": plugin.name,
                "distribution": plugin.installed.distribution,
                "version": plugin.installed.version,
                "status": plugin.status.value,
                "problem": None if plugin.problem is None else to_line(plugin.problem),
                "contributions": _brings(plugin),
            }
            for plugin in registry.plugins
        ],
        "duplicates": conflicts,
        "missing_for_backtest": [{"kind": kind, "install": name} for kind, name in registry.list_missing()],
    }


def _brings(plugin: "LoadedPlugin") -> dict[str, list[str]]:
    from propbots.plugin.registry import name_kind  # noqa: PLC0415 -- not needed for --help

    found: dict[str, list[str]] = {}
    for contribution in plugin.contributions:
        found.setdefault(name_kind(contribution), []).append(contribution.name)
    return found


def _broken(registry: "Registry") -> "list[LoadedPlugin]":
    return [plugin for plugin in registry.plugins if plugin.problem is not None]


def _missing(registry: "Registry") -> list[str]:
    return [f"no {kind} for a backtest: pip install {name}" for kind, name in registry.list_missing()]
