"""Who brings what; one name belongs to one plugin, and what is missing is explained."""

from pathlib import Path

import attrs
import pytest

from fake_distribution import plant
from propbots.api.plugin import CommandContribution, Contribution, IndicatorContribution, StrategyContribution
from propbots.errors import ConfigurationError, UnknownName
from propbots.plugin.discovery import find_plugins
from propbots.plugin.host import load_plugins
from propbots.plugin.registry import KINDS, Registry, load_registry, name_kind

STRATEGIES = """
class Planted(Plugin):
    @hookimpl
    def propbots_strategies(self):
        return [StrategyContribution(name, "Buys.", object) for name in {names}]
"""


def plant_strategies(site: Path, distribution: str, *names: str, plugin: str | None = None) -> None:
    plant(site, distribution, STRATEGIES.format(names=names), plugin=plugin)


def registry(*distributions: str, block: tuple[str, ...] = ()) -> Registry:
    installed = [one for one in find_plugins() if one.distribution in distributions]
    return Registry(tuple(load_plugins(installed, block=block)))


def test_claims_come_ordered_by_name(site: Path) -> None:
    plant_strategies(site, "propbots-a", "rise", "fall")
    plant_strategies(site, "propbots-b", "drift")

    claims = registry("propbots-a", "propbots-b").claims(StrategyContribution)

    assert [(claim.name, claim.installed.distribution) for claim in claims] == [
        ("drift", "propbots-b"),
        ("fall", "propbots-a"),
        ("rise", "propbots-a"),
    ]
    assert str(claims[0]) == "strategy 'drift' of plugin b of propbots-b 1.0"


def test_name_that_two_claim_is_an_error_only_when_it_is_used(site: Path) -> None:
    plant_strategies(site, "propbots-a", "rise", "fall")
    plant_strategies(site, "propbots-b", "rise")
    both = registry("propbots-a", "propbots-b")

    assert both.find(StrategyContribution, "fall").installed.distribution == "propbots-a"
    with pytest.raises(ConfigurationError) as caught:
        both.find(StrategyContribution, "rise")
    sentence = "strategy 'rise' is claimed by propbots-a and propbots-b; leave one out with --block or [plugins] block"
    assert str(caught.value) == sentence
    assert both.list_conflicts() == [sentence]


@pytest.mark.parametrize("block", ["b", "propbots-b"])
def test_blocking_one_of_two_settles_it(site: Path, block: str) -> None:
    plant_strategies(site, "propbots-a", "rise")
    plant_strategies(site, "propbots-b", "rise")

    settled = registry("propbots-a", "propbots-b", block=(block,))

    assert settled.find(StrategyContribution, "rise").installed.distribution == "propbots-a"
    assert settled.list_conflicts() == []


def test_same_name_of_different_kinds_is_no_conflict(site: Path) -> None:
    source = """
    class Planted(Plugin):
        @hookimpl
        def propbots_strategies(self):
            return [StrategyContribution("rise", "Buys.", object)]
        @hookimpl
        def propbots_indicators(self):
            return [IndicatorContribution("rise", "Rises.", object)]
    """
    plant(site, "propbots-a", source)

    one = registry("propbots-a")

    assert one.list_conflicts() == []
    assert one.find(IndicatorContribution, "rise").brings.summary == "Rises."


def test_two_plugins_of_one_name_are_both_blocked_by_it_and_told_apart_by_distribution(site: Path) -> None:
    plant_strategies(site, "propbots-a", "rise", plugin="trend")
    plant_strategies(site, "propbots-b", "fall", plugin="trend")

    by_name = registry("propbots-a", "propbots-b", block=("trend",))
    by_distribution = registry("propbots-a", "propbots-b", block=("propbots-a",))

    assert by_name.claims(StrategyContribution) == []
    assert [claim.name for claim in by_distribution.claims(StrategyContribution)] == ["fall"]


def test_unknown_name_brings_the_nearest(site: Path) -> None:
    plant_strategies(site, "propbots-a", "breakout")

    with pytest.raises(UnknownName, match=r"^unknown strategy 'brekout'; did you mean 'breakout'\?$"):
        registry("propbots-a").find(StrategyContribution, "brekout")


def test_absence_is_explained_by_the_broken_plugin_that_may_be_the_one(site: Path) -> None:
    plant(site, "propbots-alpha", "raise ValueError('first')")
    plant(site, "propbots-breakout", "raise ValueError('second')")
    plant_strategies(site, "propbots-c", "rise")

    broken = registry("propbots-alpha", "propbots-breakout", "propbots-c")

    assert "second" in broken.explain_absence(StrategyContribution, "breakout-fast", ["rise"])
    assert "second" in broken.explain_absence(StrategyContribution, "breakout-fast", ["breakout-slow"])
    assert "first" in broken.explain_absence(StrategyContribution, "other", ["rise"])
    assert broken.explain_absence(StrategyContribution, "x", []).endswith("(see propbots plugins doctor)")
    assert broken.find(StrategyContribution, "rise").name == "rise"


def test_slip_of_the_pen_is_not_blamed_on_a_broken_plugin(site: Path) -> None:
    plant(site, "propbots-alpha", "raise ValueError('at import')")
    plant_strategies(site, "propbots-c", "rise")

    with pytest.raises(UnknownName, match=r"^unknown strategy 'rize'; did you mean 'rise'\?$"):
        registry("propbots-alpha", "propbots-c").find(StrategyContribution, "rize")


def test_absence_is_explained_by_what_was_left_out(site: Path) -> None:
    plant_strategies(site, "propbots-a", "rise")

    reason = registry("propbots-a", block=("a",)).explain_absence(StrategyContribution, "rise", [])

    assert reason == "left out by --block or [plugins] block: a"


COMMAND = """
class Planted(Plugin):
    @hookimpl
    def propbots_commands(self):
        return [CommandContribution("shout", "Says.", object)]
"""


def test_command_that_metadata_promise_and_no_plugin_brings_is_told(site: Path) -> None:
    plant(site, "propbots-a", COMMAND, commands=("shout", "whisper"))

    (told,) = registry("propbots-a").list_broken_promises()

    assert told.startswith(
        "command 'whisper' stands in the entry points propbots.commands of propbots-a, and no plugin"
    )


def test_promises_of_plugins_that_are_broken_or_left_out_are_not_told_again(site: Path) -> None:
    plant(site, "propbots-a", "raise ValueError('at import')", commands=("whisper",))
    plant(site, "propbots-b", COMMAND, commands=("shout",))

    assert registry("propbots-a", "propbots-b", block=("b",)).list_broken_promises() == []


def test_absence_of_a_command_is_explained_by_the_plugin_that_promised_it(site: Path) -> None:
    plant(site, "propbots-alpha", "raise ValueError('first')")
    plant(site, "propbots-loud", COMMAND, commands=("shout",))

    left_out = registry("propbots-alpha", "propbots-loud", block=("loud",))

    assert left_out.explain_absence(CommandContribution, "shout", []) == "left out by --block or [plugins] block: loud"


def test_absence_that_nobody_promised_is_explained_by_all_that_may_be_to_blame(site: Path) -> None:
    plant(site, "propbots-alpha", "raise ValueError('first')")
    plant_strategies(site, "propbots-b", "rise")

    reason = registry("propbots-alpha", "propbots-b", block=("b",)).explain_absence(StrategyContribution, "rise", [])

    assert "(ValueError: first)" in reason
    assert reason.endswith("(see propbots plugins doctor); left out by --block or [plugins] block: b")


def test_known_names_are_listed_once(site: Path) -> None:
    plant_strategies(site, "propbots-a", "rise", "fall")
    plant_strategies(site, "propbots-b", "rise")

    with pytest.raises(UnknownName, match=r"; known: fall, rise$"):
        registry("propbots-a", "propbots-b").find(StrategyContribution, "zzz")


def test_nothing_installed_names_what_a_backtest_needs() -> None:
    empty = Registry(())

    missing = empty.list_missing()

    assert missing == [
        ("instruments", "propbots-futures"),
        ("data provider", "propbots-files"),
        ("indicator", "propbots-indicators"),
        ("strategy", "propbots-strategies"),
    ]
    with pytest.raises(UnknownName, match="nothing of the kind is installed; pip install propbots-strategies"):
        empty.find(StrategyContribution, "rise")


def test_hint_of_the_caller_stands_where_nothing_explains() -> None:
    with pytest.raises(UnknownName, match="unknown firm 'x'; is propbots-x installed"):
        Registry(()).find(_firm(), "x", hint="is propbots-x installed?")


def _firm() -> type[Contribution]:
    return next(kind for kind, word in KINDS.items() if word == "firm")


def test_every_kind_has_a_word_and_subclasses_share_it() -> None:
    @attrs.frozen
    class Fancy(StrategyContribution):
        colour: str = "red"

    assert name_kind(Fancy("a", "b", object)) == "strategy"  # type: ignore[arg-type]  # -- never called
    assert len(set(KINDS.values())) == len(KINDS)


def test_installed_plugins_are_all_ready_and_at_peace() -> None:
    installed = load_registry()

    assert [str(plugin.problem) for plugin in installed.plugins if plugin.problem] == []
    assert installed.list_conflicts() == []
    assert installed.list_missing() == []
