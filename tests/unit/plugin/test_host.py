"""Loading plugins: a broken one is told with its reason and mend, and harms nobody else."""

from pathlib import Path

import pytest

from fake_distribution import plant
from propbots import __version__
from propbots.api.plugin import StrategyContribution
from propbots.errors import PluginContractBroken, PluginIncompatible, PluginLoadFailed
from propbots.plugin.discovery import find_plugins
from propbots.plugin.host import LoadedPlugin, PluginStatus, load_plugins

STRATEGY = """
class Planted(Plugin):
    @hookimpl
    def propbots_strategies(self):
        return [StrategyContribution("rise", "Buys.", repr)]
"""


def load(*distributions: str, block: tuple[str, ...] = ()) -> list[LoadedPlugin]:
    return load_plugins([one for one in find_plugins() if one.distribution in distributions], block=block)


def load_source(site: Path, source: str, entry: str | None = None) -> LoadedPlugin:
    plant(site, "propbots-a", source, entry=entry)
    (plugin,) = load("propbots-a")
    return plugin


def test_sound_plugin_brings_its_records(site: Path) -> None:
    plugin = load_source(site, STRATEGY)

    assert plugin.status is PluginStatus.READY
    assert plugin.problem is None
    assert plugin.contributions == (StrategyContribution("rise", "Buys.", repr),)  # type: ignore[arg-type]  # -- never called


def test_entry_point_may_name_an_instance(site: Path) -> None:
    plugin = load_source(site, f"{STRATEGY}\nready = Planted()\n", entry="propbots_a:ready")

    assert plugin.status is PluginStatus.READY


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("import nothing_of_the_kind", "ModuleNotFoundError: No module named 'nothing_of_the_kind'"),
        ("raise ValueError('at import')", "ValueError: at import"),
        ("import sys; sys.exit(0)", "SystemExit: 0"),
        ("class Planted(Plugin) pass", "SyntaxError"),
        ("x = 1", "AttributeError"),
        ("class Planted(Plugin):\n    def __init__(self, need): ...", "TypeError"),
    ],
)
def test_plugin_that_does_not_load_says_why_and_what_to_do(site: Path, source: str, reason: str) -> None:
    plugin = load_source(site, source)

    assert plugin.status is PluginStatus.BROKEN
    assert isinstance(plugin.problem, PluginLoadFailed)
    message = str(plugin.problem)
    assert message.startswith("plugin a of propbots-a 1.0 does not load (")
    assert reason in message
    assert message.endswith("reinstall propbots-a, or leave it out with --block a")
    assert plugin.contributions == ()


@pytest.mark.parametrize(
    ("source", "entry"),
    [
        ("class Planted: pass", "propbots_a:Planted"),
        ("Planted = 5", "propbots_a:Planted"),
        ("", "propbots_a"),
        ("def Planted(): return 5", "propbots_a:Planted"),
    ],
)
def test_entry_point_of_no_plugin_is_refused(site: Path, source: str, entry: str) -> None:
    plugin = load_source(site, source, entry=entry)

    assert isinstance(plugin.problem, PluginContractBroken)
    assert f"{entry} must be a subclass of Plugin" in str(plugin.problem)


def test_class_that_is_no_plugin_is_never_made(site: Path, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    source = f"""
    from pathlib import Path
    class Planted:
        def __init__(self):
            Path({str(trace)!r}).touch()
    """

    plugin = load_source(site, source)

    assert plugin.status is PluginStatus.BROKEN
    assert not trace.exists()


@pytest.mark.parametrize(
    "line",
    ["propbots<0.1", "propbots>=99", "Propbots==99", "propbots[standard]<0.1", "propbots<0.1; python_version>'3'"],
)
def test_plugin_for_another_kernel_is_incompatible(site: Path, line: str) -> None:
    plant(site, "propbots-a", "raise RuntimeError('imported')", requires=(line,))

    (plugin,) = load("propbots-a")

    assert plugin.status is PluginStatus.INCOMPATIBLE
    assert isinstance(plugin.problem, PluginIncompatible)
    assert str(plugin.problem).startswith("plugin a of propbots-a 1.0 is made for propbots ")
    assert f"and this is {__version__}; upgrade one of the two" in str(plugin.problem)


@pytest.mark.parametrize(
    "line",
    [
        "propbots<0.1; extra == 'old'",
        "propbots<0.1; python_version<'3'",
        "propbots-old<0.1",
        "propbots",
        "propbots>=0.1.0.dev1",
        "?? not a requirement",
    ],
)
def test_requirements_that_do_not_bind_the_kernel_do_no_harm(site: Path, line: str) -> None:
    plant(site, "propbots-a", STRATEGY, requires=(line,))

    (plugin,) = load("propbots-a")

    assert plugin.status is PluginStatus.READY


@pytest.mark.parametrize("name", ["a", "propbots-a"])
def test_blocked_plugin_is_not_even_imported(site: Path, name: str) -> None:
    plant(site, "propbots-a", "raise RuntimeError('imported')")
    plant(site, "propbots-b", STRATEGY)

    blocked, other = load("propbots-a", "propbots-b", block=(name,))

    assert blocked.status is PluginStatus.BLOCKED
    assert blocked.problem is None
    assert other.status is PluginStatus.READY


def test_broken_plugin_harms_no_other(site: Path) -> None:
    plant(site, "propbots-a", "raise RuntimeError('at import')")
    plant(site, "propbots-b", STRATEGY)

    plugins = load("propbots-a", "propbots-b")

    assert [plugin.status for plugin in plugins] == [PluginStatus.BROKEN, PluginStatus.READY]
