"""`propbots plugins`."""

from typing import TYPE_CHECKING, Any

from propbots.cli.session import Session

if TYPE_CHECKING:
    from propbots.plugin.catalogue import Catalogue
    from propbots.plugin.host import LoadedPlugin

__all__ = ["doctor", "list_plugins"]


def list_plugins(session: Session) -> None:
    """Show what is installed, what it brings, and what a backtest still misses."""
    catalogue = session.catalogue
    if session.json:
        session.write_json(_document(catalogue))
        return
    from rich.table import Table  # noqa: PLC0415 -- not needed for --json

    table = Table("plugin", "distribution", "version", "status", "brings", box=None, header_style="bold")
    for plugin in catalogue.plugins:
        installed = plugin.installed
        brings = ", ".join(f"{kind}: {' '.join(names)}" for kind, names in _brings(plugin).items())
        table.add_row(plugin.name, installed.distribution, installed.version, plugin.status.value, brings)
    if catalogue.plugins:
        session.console.print(table)
    else:
        session.console.print("no plugins are installed")
    for line in _remarks(catalogue):
        session.console.print(line, style="yellow")


def doctor(session: Session) -> None:
    """Show what is broken or claimed twice among the plugins, why, and how to mend it."""
    catalogue = session.catalogue
    problems = [*_broken(catalogue), *_duplicates(catalogue)]
    if session.json:
        session.write_json({**_document(catalogue), "problems": problems})
        return
    for problem in problems:
        session.console.print(problem, style="red")
    for line in _remarks(catalogue):
        session.console.print(line, style="yellow")
    if not problems:
        session.console.print(f"{len(catalogue.plugins)} plugins, nothing is broken")


def _document(catalogue: "Catalogue") -> dict[str, Any]:
    return {
        "schema": "propbots.plugins/1",
        "plugins": [
            {
                "name": plugin.name,
                "distribution": plugin.installed.distribution,
                "version": plugin.installed.version,
                "status": plugin.status.value,
                "problem": None if plugin.problem is None else str(plugin.problem),
                "contributions": _brings(plugin),
            }
            for plugin in catalogue.plugins
        ],
        "duplicates": _duplicates(catalogue),
        "missing_for_backtest": [{"kind": kind, "install": name} for kind, name in catalogue.missing_for_backtest()],
    }


def _brings(plugin: "LoadedPlugin") -> dict[str, list[str]]:
    from propbots.plugin.catalogue import KINDS  # noqa: PLC0415 -- not needed for --help

    return {
        KINDS[hook]: [record.name for record in records] for hook, records in plugin.contributions.items() if records
    }


def _broken(catalogue: "Catalogue") -> list[str]:
    return [str(plugin.problem) for plugin in catalogue.plugins if plugin.problem is not None]


def _duplicates(catalogue: "Catalogue") -> list[str]:
    from propbots.plugin.catalogue import KINDS  # noqa: PLC0415 -- not needed for --help

    found = []
    for hook, kind in KINDS.items():
        owners: dict[str, list[str]] = {}
        for claim in catalogue.claims(hook):
            owners.setdefault(claim.contribution.name, []).append(claim.plugin.installed.distribution)
        found += [
            f"{kind} {name!r} is claimed by {' and '.join(claimed)}; leave one out with [plugins] block"
            for name, claimed in owners.items()
            if len(claimed) > 1
        ]
    return found


def _remarks(catalogue: "Catalogue") -> list[str]:
    broken = [f"{plugin.name} is broken; see propbots plugins doctor" for plugin in catalogue.plugins if plugin.problem]
    missing = [f"no {kind} for a backtest: pip install {name}" for kind, name in catalogue.missing_for_backtest()]
    return broken + missing
