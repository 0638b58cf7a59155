"""A calendar of releases is given by option or file, from a file or a plugin, and a run says what it knew of them."""

from pathlib import Path

import pytest

from command_line import ROOT, run
from fake_distribution import plant

PLAN = """
title = "An account"
currency = "USD"
balance = "50000"

[day]
zone = "America/Chicago"
roll = "17:00"

[[rule]]
kind = "news_window"
events = ["cpi", "fomc"]
before_seconds = 120
after_seconds = 120
effect = "soft"
"""
CALENDAR = """
from propbots.api.release import Impact, Release

class Agency:
    def load_releases(self, query):
        return {answer}

class Planted(Plugin):
    @hookimpl
    def propbots_releases(self):
        return [ReleaseContribution("agency", "Releases.", Agency)]
"""
NEWS = "time,event,currency,impact\n2026-02-11T13:30:00Z,cpi,USD,high\n2026-03-11T12:30:00Z,cpi,USD,high\n"
SAMPLE = ROOT / "data" / "sample" / "mes-1m.csv.gz"
HELD = "which has 2 releases from 2026-02-11T13:30:00Z to 2026-03-11T12:30:00Z; none of them is of the kind fomc"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A configuration whose plan and releases lie beside it."""
    (tmp_path / "plan.toml").write_text(PLAN)
    (tmp_path / "news.csv").write_text(NEWS)
    file = tmp_path / "bot.toml"
    words = f'strategy = "ma-crossover"\ninstrument = "MES"\ndata = "{SAMPLE}"\nplan = "plan.toml"\n'
    file.write_text(f'[backtest]\n{words}from = "2026-02-10"\nto = "2026-02-12"\n[risk]\nnews = "news.csv"\n')
    return file


def test_releases_of_a_file_are_held_and_told(config: Path) -> None:
    held = run("backtest", config, "--json").document
    bare = run("backtest", config, "--json", "--news", "none").document

    (told,) = held["assumptions"][-1:]
    assert told.endswith(HELD)
    assert "news.csv" in told
    assert "were not held: no calendar of releases was given" in bare["assumptions"][-1]
    assert held["run"]["fingerprint"] != bare["run"]["fingerprint"]


def test_option_replaces_the_calendar_of_the_file(config: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text("[[release]]\ntime = 2026-02-11T13:30:00Z\nevent = 'fomc'\ncurrency = 'USD'\nimpact = 'high'\n")

    told = run("backtest", config, "--json", "--news", other).document["assumptions"][-1]

    assert str(other) in told


@pytest.mark.parametrize("command", [("backtest",), ("risk", "check")])
def test_wrong_releases_are_told_with_their_place(config: Path, command: tuple[str, ...]) -> None:
    news = config.parent / "news.csv"
    news.write_text(NEWS.replace("2026-03-11T12:30:00Z", "2026-03-11"))

    ended = run(*command, config)

    ended.refuses(2, f"{config}: risk.news: {news}: row 3: time must be a moment with its zone, such as 2026-01-28T19")
    run(*command, config, "--news", "none.csv").refuses(2, "none.csv: there is no such file; check the path")
    run(*command, config, "--news", "agency").refuses(
        2, "unknown calendar of releases 'agency'", "ends in .csv or .toml"
    )


def test_check_counts_the_releases_within_the_bars(config: Path) -> None:
    news = {one["rule"]: one["message"] for one in run("risk", "check", config, "--json").document["remarks"]}
    bare = {
        one["rule"]: one["message"]
        for one in run("risk", "check", config, "--news", "none", "--json").document["remarks"]
    }

    assert news["news_window"].endswith("has 1 such release for MES within the bars.")
    assert bare["news_window"].endswith("No calendar of releases is given (--news): stay out of them yourself.")


@pytest.mark.parametrize(("name", "asked"), [("agency", ""), ("agency:us", "us")])
def test_a_plugin_brings_releases(site: Path, config: Path, name: str, asked: str) -> None:
    answer = "[Release(1_770_816_600_000_000_000, 'cpi' if query == ASKED else 'no', 'USD', Impact.HIGH)]"
    plant(site, "propbots-agency", CALENDAR.format(answer=answer.replace("ASKED", repr(asked))))

    told = run("backtest", config, "--json", "--news", name).document["assumptions"][-1]

    assert f"follow {name}, which has 1 release from" in told
    assert told.endswith("none of them is of the kind fomc")


@pytest.mark.parametrize(
    ("answer", "told"),
    [("[3]", "must return a list of releases (was 3)"), ("None", "must return a list of releases (was None)")],
)
def test_a_plugin_that_brings_anything_else_is_blamed(site: Path, config: Path, answer: str, told: str) -> None:
    plant(site, "propbots-agency", CALENDAR.format(answer=answer))

    run("backtest", config, "--news", "agency").refuses(1, "propbots-agency", told)
