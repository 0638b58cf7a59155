"""The path of a stranger: a scaffold in an empty environment, edited, installed, tested and used, kind by kind.

Nothing of the repository is at hand but its wheels; what is written is what such an author would see.
"""

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest

from wheelhouse import ROOT, call, make_environment, run

pytestmark = [pytest.mark.fresh, pytest.mark.timeout(900)]

STANDARD = ("propbots", "propbots-futures", "propbots-files", "propbots-indicators", "propbots-strategies")


@attrs.frozen
class Stranger:
    """An author with an environment and a folder of one's own.

    Attributes:
        home: The folder.
        wheels: From which the kernel and its plugins are installed.
    """

    home: Path
    wheels: Path

    @property
    def bin(self) -> Path:
        """Where the environment keeps its commands."""
        return self.home / "venv" / "bin"

    def pip(self, *names: str) -> None:
        """Install distributions, and what they declare."""
        options = ("--quiet", "-p", self.bin / "python", "-c", ROOT / "constraints.txt", "--find-links", self.wheels)
        run(sys.executable, "-m", "uv", "pip", "install", *options, *names, where=self.home)

    def propbots(self, *words: str) -> str:
        """Return what a command prints."""
        return run(self.bin / "propbots", *words, where=self.home, bare=self.home)

    def document(self, *words: str) -> dict[str, Any]:
        """Return a command's JSON document."""
        found: dict[str, Any] = json.loads(self.propbots(*words, "--json"))
        return found

    def begin(self, name: str, kind: str, edits: Mapping[str, tuple[str, str]]) -> Path:
        """Write a scaffold, change its code, install it with what its tests need, and run them."""
        self.propbots("plugins", "new", name, "--kind", kind)
        folder = self.home / name
        for file, (before, after) in edits.items():
            text = (folder / file).read_text()
            assert before in text
            (folder / file).write_text(text.replace(before, after))
        self.pip(f"./{name}[test]")
        said = run(self.bin / "python", "-m", "pytest", "-q", where=folder, bare=self.home)
        assert re.search(r"\d+ passed", said)
        assert not re.search(r"failed|error", said)
        return folder

    def brings(self, name: str) -> dict[str, Any]:
        """Return what a plugin brings, as `plugins list` tells it."""
        plugins = {one["name"]: one for one in self.document("plugins", "list")["plugins"]}
        assert plugins[name]["status"] == "ready"
        assert self.document("plugins", "doctor")["problems"] == []
        brought: dict[str, Any] = plugins[name]["contributions"]
        return brought


@pytest.fixture(scope="module")
def stranger(wheels: Path, tmp_path_factory: pytest.TempPathFactory) -> Stranger:
    """A stranger with the standard plugins and two weeks of minutes."""
    one = Stranger(tmp_path_factory.mktemp("stranger"), wheels)
    make_environment(one.home / "venv")
    one.pip(*STANDARD)
    days = ("--from", "2026-01-05", "--to", "2026-01-16")
    one.propbots("data", "generate", "--instrument", "MES", *days, "--output", "minutes.csv")
    return one


def test_strategy(stranger: Stranger) -> None:
    edits = {"src/propbots_tide/strategy.py": ("    period: int = parameter(50,", "    period: int = parameter(30,")}
    stranger.begin("propbots-tide", "strategy", edits)

    assert stranger.brings("tide") == {"strategy": ["tide"]}
    (period, _) = stranger.document("strategies", "show", "tide")["parameters"]
    assert period["default"] == 30
    words = ("--data", "minutes.csv", "--instrument", "MES")
    record = stranger.document("backtest", "--strategy", "tide", *words)
    assert record["summary"]["total_trades"] > 50
    assert record["inputs"]["parameters"]["period"] == 30
    checked = stranger.document("strategies", "check", "tide", *words)
    assert (checked["passed"], checked["remarks"]) == (True, [])


def test_strategy_in_a_file(stranger: Stranger) -> None:
    stranger.propbots("strategies", "new", "ebb")
    file = stranger.home / "ebb.py"
    file.write_text(file.read_text().replace("long_exit=crosses_below", "short_entry=crosses_below"))

    words = ("--data", "minutes.csv", "--instrument", "MES")
    record = stranger.document("backtest", "--strategy", "ebb.py", *words)

    assert {trade["side"] for trade in record["trades"]} == {"long", "short"}
    assert stranger.document("strategies", "check", "ebb.py", *words)["passed"]


def test_indicator(stranger: Stranger) -> None:
    edits = {"src/propbots_swell/indicator.py": ("parameter(10,", "parameter(5,")}
    stranger.begin("propbots-swell", "indicator", edits)

    assert stranger.brings("swell") == {"indicator": ["swell"]}
    values = stranger.document("indicators", "compute", "swell", "--data", "minutes.csv")
    assert (values["parameters"], values["lookback"]) == ({"period": 5}, 5)
    numbers = [value for _, value in values["rows"]]
    assert numbers[:5] == [None] * 5
    assert None not in numbers[5:]
    assert "An example" in stranger.propbots("indicators", "show", "swell")
    user = stranger.home / "rising.py"
    user.write_text(
        "from propbots.api import Rules, RuleStrategy, close\n"
        "from propbots_swell.indicator import Swell\n"
        "class Rising(RuleStrategy):\n"
        "    def rules(self) -> Rules:\n"
        "        return Rules(long_entry=Swell(close, 5) > 0.05, long_exit=Swell(close, 5) < 0)\n"
    )
    record = stranger.document("backtest", "--strategy", "rising.py", "--data", "minutes.csv", "--instrument", "MES")
    assert record["summary"]["total_trades"] > 10


def test_data(stranger: Stranger) -> None:
    edits = {"src/propbots_tape/provider.py": ('"json lines"', '"my lines"')}
    stranger.begin("propbots-tape", "data", edits)

    assert stranger.brings("tape") == {"data provider": ["tape"]}
    words = ("--strategy", "ma-crossover", "--set", "fast=2", "--set", "slow=5", "--instrument", "MES")
    record = stranger.document("backtest", "--data", "tape:propbots-tape/tests/bars.jsonl", *words)
    assert (record["inputs"]["data"]["format"], record["run"]["bars"]) == ("my lines", 90)
    assert record["summary"]["total_trades"] > 5
    ended = call(stranger.bin / "propbots", "backtest", "--data", "tape:nowhere", *words, where=stranger.home)
    assert (ended.returncode, ended.stderr) == (
        3,
        "error: nowhere: cannot be read (no such file or directory); check the path\n",
    )


def test_ticks(stranger: Stranger) -> None:
    edits = {"src/propbots_quotes/provider.py": ('"ticks in json lines"', '"my ticks"')}
    stranger.begin("propbots-quotes", "ticks", edits)

    assert stranger.brings("quotes") == {"data provider": ["quotes"]}
    words = ("--strategy", "ma-crossover", "--set", "fast=2", "--set", "slow=5", "--instrument", "MES")
    source = ("--data", "quotes:propbots-quotes/tests/ticks.jsonl", "--timeframe", "1m")
    record = stranger.document("backtest", *source, *words)
    assert (record["inputs"]["data"]["format"], record["run"]["bars"]) == ("my ticks", 40)
    assert record["summary"]["total_trades"] > 3


def test_instruments(stranger: Stranger) -> None:
    edits = {
        "src/propbots_harbour/source.py": ("point_value=Decimal(10),", "point_value=Decimal(20),"),
        "tests/test_source.py": ('Decimal("5.0")', 'Decimal("10.0")'),
    }
    stranger.begin("propbots-harbour", "instruments", edits)

    assert stranger.brings("harbour") == {"instruments": ["harbour"]}
    shown = stranger.document("instruments", "show", "HARBOUR", "--on", "2026-12-23")
    assert (shown["tick_value"], shown["zone"]) == ("10", "Europe/Berlin")
    assert [one["trading_day"] for one in shown["early_closes"]][:1] == ["2026-12-24"]
    days = ("--from", "2026-01-05", "--to", "2026-01-16")
    stranger.propbots("data", "generate", "--instrument", "HARBOUR", *days, "--output", "harbour.csv")
    record = stranger.document(
        "backtest", "--strategy", "ma-crossover", "--instrument", "HARBOUR", "--data", "harbour.csv"
    )
    assert record["summary"]["total_trades"] > 20


def test_firm(stranger: Stranger) -> None:
    edits = {
        "src/propbots_lighthouse/plans/evaluation-50k.toml": ('amount = "2000"', 'amount = "500"'),
        "tests/test_plans.py": ("MaximumLoss(Decimal(2000)", "MaximumLoss(Decimal(500)"),
    }
    stranger.begin("propbots-lighthouse", "firm", edits)

    assert stranger.brings("lighthouse") == {"firm": ["lighthouse"]}
    words = ("--strategy", "ma-crossover", "--data", "minutes.csv", "--instrument", "MES", "--quantity", "5")
    as_the_firm_alone = ("--auto-flatten", "1", "--gap-allowance", "0")
    plan = stranger.document(
        "backtest", *words, *as_the_firm_alone, "--plan", "lighthouse/evaluation-50k?daily-loss=1000"
    )["plan"]
    assert (plan["name"], plan["status"]) == ("lighthouse/evaluation-50k?daily-loss=1000", "failed")
    assert plan["days"][0]["floor"] == "49500.00"
