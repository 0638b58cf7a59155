"""Distributions that were never installed: a folder on the path with metadata and a module, as pip would leave them."""

import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

__all__ = ["SOUND", "plant", "site"]

_HEADER = """
from collections.abc import Sequence
import attrs
from propbots.api.plugin import *
"""
SOUND = """
def build():
    from propbots.api.strategy import Rules, RuleStrategy, close

    class Follow(RuleStrategy):
        def rules(self):
            return Rules(long_entry=close > close.lag())

    return Follow


class Planted(Plugin):
    @hookimpl
    def propbots_strategies(self) -> Sequence[StrategyContribution]:
        return [StrategyContribution("follow", "Buys what rises.", build)]
"""
"""A module below the header in which nothing is wrong."""


def plant(
    folder: Path,
    name: str,
    source: str = "",
    *,
    entry: str | None = None,
    plugin: str | None = None,
    version: str = "1.0",
    requires: tuple[str, ...] = ("propbots>=0.1,<1",),
    commands: tuple[str, ...] = (),
    readme: str = "What it brings.",
) -> Path:
    """Write a distribution with one plugin and return the folder for the path.

    Args:
        folder: On the path, or to be put there.
        name: Of the distribution; its module is called alike.
        source: Of the module, below the imports that every plugin needs.
        entry: What the entry point names; the module's class `Planted` if left out.
        plugin: Name of the entry point; the distribution's without `propbots-` if left out.
        version: Of the distribution.
        requires: What it says it needs.
        commands: Names that it tells under `propbots.commands`.
        readme: Its long description.
    """
    module = name.replace("-", "_")
    (folder / f"{module}.py").write_text(_HEADER + dedent(source))
    info = folder / f"{module}-{version}.dist-info"
    info.mkdir(parents=True)
    needs = "".join(f"Requires-Dist: {line}\n" for line in requires)
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nSummary: Planted by a test.\n{needs}\n{readme}\n"
    )
    points = f"[propbots]\n{plugin or name.removeprefix('propbots-')} = {entry or f'{module}:Planted'}\n"
    if commands:
        points += "[propbots.commands]\n" + "".join(f"{command} = {module}:Planted\n" for command in commands)
    (info / "entry_points.txt").write_text(points)
    return folder


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on the path for distributions; what was imported from it is forgotten afterwards."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    yield folder
    for name, module in list(sys.modules.items()):
        if str(getattr(module, "__file__", None)).startswith(str(folder)):
            del sys.modules[name]
