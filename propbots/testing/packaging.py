"""The contract of plugins: a distribution that is found, light, fit and honest about what it needs."""

import sys
from importlib.metadata import Distribution
from importlib.metadata import distribution as find_distribution

import pytest

from propbots.api.plugin import Contribution, Plugin
from propbots.errors import PluginContractBroken, PropbotsError
from propbots.plugin.contract import collect_contributions, require_fit_hooks
from propbots.plugin.discovery import COMMAND_GROUP, GROUP
from propbots.testing.card import card, expect, fail
from propbots.testing.contract import Contract, missing_fixture, skip_after
from propbots.testing.port import build, find_unfit_port
from propbots.testing.probe import Probe, import_alone
from propbots.testing.shipment import (
    find_unfit_annotations,
    find_unfit_factory,
    find_unfit_imports,
    find_unfit_requirements,
    find_unfit_settings,
    find_unfit_words,
    list_promises,
    load_plugins,
    plugin_modules,
)

__all__ = ["PluginContract"]

_SECONDS_MAX = 0.25
"""Five times what an entry module may take, so that a busy machine fails nobody."""


class PluginContract(Contract):
    """What every distribution of plugins keeps to, whatever they bring.

    Fixtures: `distribution`, the name by which it is installed.
    """

    @pytest.fixture
    def distribution(self) -> str:
        """Give the distribution's name; a subclass must override it."""
        missing_fixture(self, "distribution")

    @pytest.fixture
    def installed(self, distribution: str) -> Distribution:
        """Give the distribution as it is installed."""
        return find_distribution(distribution)

    @pytest.fixture
    def plugins(self, installed: Distribution) -> dict[str, Plugin]:
        """Give its plugins by name, to the cards that look into them."""
        try:
            loaded = load_plugins(installed)
        except Exception:
            skip_after("PLG-030")
            raise
        skip_after(None if loaded else "PLG-030")
        return loaded

    @pytest.fixture
    def contributions(self, plugins: dict[str, Plugin]) -> list[Contribution]:
        """Give what they bring, to the cards that look at each."""
        skip_after(_find_unfit_hook(plugins))
        try:
            return [one for name, plugin in plugins.items() for one in collect_contributions(plugin, name)]
        except PluginContractBroken:
            skip_after("PLG-080")
            raise

    @pytest.fixture
    def probes(self, installed: Distribution) -> list[Probe]:
        """Give what importing each entry module did."""
        try:
            return [import_alone(module, tuple(sys.path)) for module in plugin_modules(installed)]
        except PropbotsError:
            skip_after("PLG-030")
            raise

    @card
    def test_plg_010_it_has_a_readme(self, installed: Distribution) -> None:
        """PLG-010: its metadata hold a summary and a README.

        They are all that people see of it in a registry and in `propbots plugins list`.

        Mend: set `description` and `readme = "README.md"` in pyproject.toml.
        """
        metadata = installed.metadata
        expect(str(metadata["Summary"] or "").strip(), "a summary", "none")
        readme = str(metadata["Description"] or metadata.json.get("description") or "").strip()
        expect(readme, "a README as its long description", "none")

    @card
    def test_plg_020_its_requirements_are_ranges(self, installed: Distribution) -> None:
        """PLG-020: it requires propbots, from a version on, and pins neither that nor another plugin with `==`.

        Two plugins that pin different kernels cannot be installed together; one that requires none meets any.

        Mend: write `"propbots>=0.1,<1"` in `dependencies`.
        """
        told = find_unfit_requirements(installed)
        expect(not told, "propbots>=LEAST,<NEXT, and ranges for plugins", "; ".join(told))

    @card
    def test_plg_030_its_entry_points_are_plugins(self, installed: Distribution) -> None:
        """PLG-030: its entry points in the group `propbots` have lower-case names and lead to subclasses of Plugin.

        Without an entry point nobody finds it; a name with blanks or capitals cannot be asked for.

        Mend: `[project.entry-points.propbots]` and `name = "package.plugin:TheClass"`, then install it again.
        """
        names = [entry.name for entry in installed.entry_points if entry.group == GROUP]
        expect(names, f"an entry point in the group {GROUP}", "none")
        told = find_unfit_words(names)
        expect(not told, "lower-case letters, digits and dashes", "; ".join(told))
        for name, plugin in load_plugins(installed).items():
            expect(isinstance(plugin, Plugin), f"{name}: a subclass of Plugin", repr(plugin))

    @card
    def test_plg_040_its_entry_modules_are_light(self, probes: list[Probe]) -> None:
        """PLG-040: its entry modules import quickly, and neither numpy nor the engine nor anything heavy.

        Every entry module is imported to list what there is, at the start of each command and each completion. One
        that imports numpy costs everybody a tenth of a second.

        Mend: import inside the factories, and import types under `if TYPE_CHECKING:`.
        """
        for probe in probes:
            expect(not probe.heavy, "nothing heavy", ", ".join(probe.heavy))
            expect(probe.seconds < _SECONDS_MAX, f"less than {_SECONDS_MAX} s", f"{probe.seconds:.3f} s")

    @card
    def test_plg_050_its_entry_modules_open_nothing(self, probes: list[Probe]) -> None:
        """PLG-050: its entry modules open no file, no connection and no program, and print nothing.

        Listing plugins must work offline, at once, and with `--json` on the standard output.

        Mend: do it in the factory, or later.
        """
        for probe in probes:
            expect(not probe.reached, "nothing opened", "; ".join(probe.reached[:5]))
            expect(not probe.printed, "nothing printed", repr(probe.printed[:200]))

    @card
    def test_plg_060_its_hooks_are_the_kernels(self, plugins: dict[str, Plugin]) -> None:
        """PLG-060: its hooks are spelt as the kernel's, marked with `@hookimpl`, and take what the kernel gives.

        Nobody calls `propbots_strategy`; the plugin loads, and brings nothing. A type checker finds it where
        `@override` stands below `@hookimpl`.

        Mend: copy the hook's first lines from `propbots.api.plugin.Plugin`.
        """
        for name, plugin in plugins.items():
            require_fit_hooks(plugin, name)

    @card
    def test_plg_070_its_hooks_say_what_they_return(self, plugins: dict[str, Plugin]) -> None:
        """PLG-070: its hooks are annotated with a sequence of the records that they return.

        The annotation is what a type checker holds every factory against; `list[Any]` or none holds nothing.

        Mend: copy the annotation from `propbots.api.plugin.Plugin`, such as `Sequence[StrategyContribution]`.
        """
        skip_after(_find_unfit_hook(plugins))
        told = find_unfit_annotations(plugins)
        expect(not told, "the kernel's annotation", "; ".join(told))

    @card
    def test_plg_080_its_records_are_of_their_kind(self, plugins: dict[str, Plugin]) -> None:
        """PLG-080: each hook returns a sequence of its own records, each with a name of its own and a factory.

        The host refuses the whole plugin otherwise, and says so in `propbots plugins doctor`.

        Mend: return a list or a tuple of the records that the hook is for, made with their names.
        """
        skip_after(_find_unfit_hook(plugins))
        for name, plugin in plugins.items():
            expect(collect_contributions(plugin, name), f"{name}: something that it brings", "nothing")

    @card
    def test_plg_090_its_names_are_easy_to_type(self, contributions: list[Contribution]) -> None:
        """PLG-090: names are of lower-case letters, digits and dashes, and each summary is one line.

        People type the names, and read the summaries in tables.

        Mend: `ma-crossover` instead of `MA Crossover`; one sentence of up to 120 characters.
        """
        told = find_unfit_words([one.name for one in contributions])
        expect(not told, "lower-case letters, digits and dashes", "; ".join(told))
        odd = [one.name for one in contributions if not _is_line(one.summary)]
        expect(not odd, "summaries of one line", f"{', '.join(odd)}: empty, too long or several lines")

    @card
    def test_plg_100_its_factories_build(self, contributions: list[Contribution]) -> None:
        """PLG-100: every factory builds what its kind needs, with the methods and parameters of the port.

        The kernel calls a factory when somebody asks for its name, and only then finds that a method is missing.

        Mend: let the factory import and return the class, or build it; copy the port's methods from `propbots.api`.
        """
        skip_after("PLG-110" if _list_unfit_settings(contributions) else None)
        skip_after("PLG-140" if _list_unfit_factories(contributions) else None)
        for one in contributions:
            told = find_unfit_port(one, build(one))
            expect(not told, f"{one.name}: what its port says", told)

    @card
    def test_plg_110_its_settings_are_documented(self, contributions: list[Contribution]) -> None:
        """PLG-110: settings are attrs classes whose fields have a type, a default and a line in the docstring.

        Messages, `--help` and forms are made from them; without defaults nothing works until a file is written.

        Mend: `@attrs.frozen class TapeSettings:` with `speed: int = 1`, and an `Attributes:` section.
        """
        told = _list_unfit_settings(contributions)
        expect(not told, "typed fields with default and description", "; ".join(told))

    @card
    def test_plg_120_it_imports_the_api_alone(self, installed: Distribution) -> None:
        """PLG-120: of the kernel its modules import `propbots.api` and `propbots.errors`, and nothing else.

        Everything else changes without notice: the next kernel breaks the plugin.

        Mend: import the name from `propbots.api`; where it is missing there, ask for it.
        """
        told = find_unfit_imports(installed)
        expect(not told, "propbots.api and propbots.errors alone", "; ".join(told))

    @card
    def test_plg_130_its_commands_are_promised(
        self, installed: Distribution, contributions: list[Contribution]
    ) -> None:
        """PLG-130: each command that it brings stands in its entry points `propbots.commands`, and no other.

        `--help` lists commands from the metadata, without loading plugins.

        Mend: `[project.entry-points."propbots.commands"]` with the command's name, then install it again.
        """
        promised, brought = list_promises(installed, contributions)
        if promised != brought:
            fail(f"{', '.join(brought) or 'nothing'} in {COMMAND_GROUP}", ", ".join(promised) or "nothing")

    @card
    def test_plg_140_its_factories_take_their_own_settings(self, contributions: list[Contribution]) -> None:
        """PLG-140: a factory's parameter is annotated with the settings that stand beside it in the record.

        The kernel makes the settings that the record names and hands them over. Those of another factory lack the
        fields that this one reads, and it fails when somebody asks for its name. A type checker finds it too.

        Mend: name the class of the factory's parameter as the record's `settings`; without one there are none.
        """
        told = _list_unfit_factories(contributions)
        expect(not told, "the settings of the record", "; ".join(told))


def _find_unfit_hook(plugins: dict[str, Plugin]) -> str | None:
    try:
        for name, plugin in plugins.items():
            require_fit_hooks(plugin, name)
    except PluginContractBroken:
        return "PLG-060"
    return None


def _list_unfit_settings(contributions: list[Contribution]) -> list[str]:
    return [told for one in contributions for told in find_unfit_settings(one)]


def _list_unfit_factories(contributions: list[Contribution]) -> list[str]:
    return [told for told in map(find_unfit_factory, contributions) if told]


def _is_line(summary: str) -> bool:
    return bool(summary.strip()) and "\n" not in summary and len(summary) <= 120  # noqa: PLR2004 -- a line of a table
