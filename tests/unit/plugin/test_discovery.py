"""What is installed is read from metadata, in one order, and nothing is imported."""

import sys
from pathlib import Path

import pytest

from fake_distribution import plant
from propbots.plugin.discovery import InstalledPlugin, find_commands, find_plugins


def found(*names: str) -> list[InstalledPlugin]:
    return [plugin for plugin in find_plugins() if plugin.distribution in names]


def test_plugins_come_ordered_by_name_and_then_by_distribution(site: Path) -> None:
    plant(site, "propbots-zebra", plugin="apple")
    plant(site, "propbots-yak", plugin="pear")
    plant(site, "propbots-ant", plugin="pear")

    order = [(plugin.name, plugin.distribution) for plugin in found("propbots-zebra", "propbots-yak", "propbots-ant")]

    assert order == [("apple", "propbots-zebra"), ("pear", "propbots-ant"), ("pear", "propbots-yak")]


def test_metadata_tell_version_and_requirements(site: Path) -> None:
    plant(site, "propbots-a", version="2.3", requires=("propbots>=0.1", "numpy"))

    (plugin,) = found("propbots-a")

    assert (plugin.name, plugin.version, plugin.requires) == ("a", "2.3", ("propbots>=0.1", "numpy"))
    assert str(plugin) == "plugin a of propbots-a 2.3"


def test_finding_imports_nothing(site: Path) -> None:
    plant(site, "propbots-a", "raise RuntimeError('imported')", commands=("shout",))

    commands, plugins = find_commands(), find_plugins()

    assert commands["shout"] == "Planted by a test."
    assert "a" in {plugin.name for plugin in plugins}
    assert "propbots_a" not in sys.modules


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("entry_points.txt", b"[propbots]\nno equals sign\n"),
        ("entry_points.txt", b"[propbots]\na = \xff\n"),
        ("METADATA", b"Name: \xff\xfe\n"),
        ("METADATA", b""),
    ],
)
def test_distribution_with_damaged_metadata_hides_no_other(site: Path, file: str, content: bytes) -> None:
    plant(site, "propbots-damaged", commands=("damaged",))
    plant(site, "propbots-sound")
    (site / "propbots_damaged-1.0.dist-info" / file).write_bytes(content)

    commands = find_commands()

    assert [plugin.name for plugin in found("propbots-sound")] == ["sound"]
    assert isinstance(commands, dict)


def test_same_distribution_twice_on_the_path_counts_once(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(site, "propbots-a")
    older = tmp_path / "older"
    older.mkdir()
    plant(older, "propbots-a", version="0.9")
    monkeypatch.syspath_prepend(older)
    monkeypatch.syspath_prepend(site)

    assert [plugin.version for plugin in found("propbots-a")] == ["1.0"]
