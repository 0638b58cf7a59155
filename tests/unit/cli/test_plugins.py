"""`plugins list` and `doctor`: whatever is broken, incompatible, blocked or claimed twice is shown with its mend."""

from pathlib import Path

from command_line import run
from fake_distribution import plant

STRATEGY = """
class Planted(Plugin):
    @hookimpl
    def propbots_strategies(self):
        return [StrategyContribution("ma-crossover", "Also.", list)]
"""
LIST = """
from decimal import Decimal
from propbots.api.instrument import AssetClass, Instrument

class Source:
    def instruments(self):
        return [Instrument("MES", AssetClass.FUTURES, Decimal(1), Decimal(10))]
    def calendar_names(self):
        return []

class Planted(Plugin):
    @hookimpl
    def propbots_instruments(self):
        return [InstrumentContribution("list", "Some.", Source)]
"""


def plant_all(site: Path) -> None:
    plant(site, "propbots-broken", "raise ValueError('at import [x]')")
    plant(site, "propbots-old", requires=("propbots<0.1",))
    plant(site, "propbots-rival", STRATEGY)


def test_document_tells_status_problem_and_contributions(site: Path) -> None:
    plant_all(site)

    document = run("plugins", "list", "--json", "--block", "demo").document

    told = {one["name"]: one for one in document["plugins"]}
    assert document["schema"] == "propbots.plugins/1"
    assert [told[name]["status"] for name in ("broken", "old", "rival", "demo")] == [
        "broken",
        "incompatible",
        "ready",
        "blocked",
    ]
    assert "reinstall propbots-broken, or leave it out with --block broken" in told["broken"]["problem"]
    assert "made for propbots <0.1" in told["old"]["problem"]
    assert told["rival"] == {
        "name": "rival",
        "distribution": "propbots-rival",
        "version": "1.0",
        "status": "ready",
        "problem": None,
        "contributions": {"strategy": ["ma-crossover"]},
    }
    (duplicate,) = document["duplicates"]
    assert duplicate.startswith("strategy 'ma-crossover' is claimed by propbots-rival and propbots-strategies; leave")
    assert document["missing_for_backtest"] == []


def test_list_for_people_shows_the_same(site: Path) -> None:
    plant_all(site)

    listed = run("plugins", "list")

    assert listed.code == 0
    assert "broken is broken; see propbots plugins doctor" in listed.out
    assert "old is incompatible; see propbots plugins doctor" in listed.out
    assert "leave one out with --block or [plugins] block" in listed.out


def test_doctor_tells_every_problem_with_its_mend(site: Path) -> None:
    plant_all(site)
    plant(site, "propbots-list", LIST)
    plant(site, "propbots-silent", commands=("whisper",), source="class Planted(Plugin):\n    pass\n")

    told = run("plugins", "doctor")
    document = run("plugins", "doctor", "--json").document

    assert told.code == 0
    assert [line for line in told.out.splitlines() if line] == document["problems"]
    assert len(document["problems"]) == 6
    assert (
        "strategy 'ma-crossover' of plugin rival of propbots-rival 1.0 must be a subclass of RuleStrategy" in told.out
    )
    assert "command 'whisper' stands in the entry points" in told.out
    assert "plugin broken of propbots-broken 1.0 does not load (ValueError: at import [x]); reinstall" in told.out
    assert "instrument 'MES' is claimed by propbots-futures and propbots-list" in told.out


def test_problem_of_many_lines_is_told_in_one(site: Path) -> None:
    source = """
    class Planted(Plugin):
        @hookimpl
        def propbots_strategies(self):
            raise ValueError("one\\ntwo")
    """
    plant(site, "propbots-broken", source)

    told = run("plugins", "doctor").out
    document = run("plugins", "doctor", "--json").document

    assert "propbots_strategies raised ValueError: one two; tell its author" in told
    assert [line for line in told.splitlines() if line] == document["problems"]


def test_instrument_claimed_twice_is_listed_too(site: Path) -> None:
    plant(site, "propbots-list", LIST)

    (duplicate,) = run("plugins", "list", "--json").document["duplicates"]

    assert duplicate.startswith("instrument 'MES' is claimed by propbots-futures and propbots-list; leave one out")


def test_command_that_ours_hides_is_told(site: Path) -> None:
    source = """
    class Planted(Plugin):
        @hookimpl
        def propbots_commands(self):
            return [CommandContribution("backtest", "Also.", lambda workbench: print)]
    """
    plant(site, "propbots-loud", source)

    listed = run("plugins", "list").out

    assert "command 'backtest' of plugin loud of propbots-loud 1.0 is hidden by a command of propbots itself" in listed


def test_doctor_without_a_finding_says_so() -> None:
    assert run("plugins", "doctor").out.endswith("plugins, nothing is broken\n")


def test_what_a_backtest_misses_is_named() -> None:
    blocked = [word for name in ("files", "forex", "futures", "strategies", "indicators") for word in ("--block", name)]

    listed = run("plugins", "list", *blocked)

    assert "no instruments for a backtest: pip install propbots-futures" in listed.out
    assert "no strategy for a backtest: pip install propbots-strategies" in listed.out


def test_strategy_claimed_twice_stops_only_who_uses_it(site: Path) -> None:
    plant(site, "propbots-rival", STRATEGY)

    run("backtest", "--strategy", "ma-crossover").refuses(2, "claimed by propbots-rival and propbots-strategies")
    run("backtest", "--strategy", "donchian-breakout").refuses(2, "--instrument is missing")
    run("backtest", "--strategy", "ma-crossover", "--block", "rival").refuses(2, "--instrument is missing")


def test_needed_plugin_that_is_broken_stops_with_reason_and_mend(site: Path) -> None:
    plant(site, "propbots-breakouts", "import absent_library")

    run("backtest", "--strategy", "breakouts-fast").refuses(
        2,
        "unknown strategy 'breakouts-fast'",
        "No module named 'absent_library'",
        "--block breakouts",
        "plugins doctor",
    )
    run("backtest", "--strategy", "ma-crossover").refuses(2, "--instrument is missing")
