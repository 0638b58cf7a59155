"""`risk plans`, `risk show` and `risk score`: plans listed and explained, recorded accounts judged."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from command_line import ROOT, run, spawn
from fake_distribution import plant
from propbots.cli.plan_sheet import GROUPS
from propbots.rules.plan_file import RULE_KINDS

ACCOUNT = ROOT / "data" / "sample" / "account.csv"
COMBINE = "topstep/combine-50k"
PLAN = """
title = "An account of {SIZE}"
currency = "USD"
sizes = ["50k", "100k"]
effective_from = 2026-01-01
effective_to = 2026-06-30

[balance]
50k = "50000"
100k = "100000"

[day]
zone = "Etc/GMT-3"
roll = "00:00"

[phase.evaluation]
title = "Evaluation"
next = "funded"

[phase.funded]

[option.daily-loss]
choices = ["3%", "5%"]
default = "5%"
what = "How much a day may lose"

[[rule]]
kind = "maximum_loss"
amount = "10%"
basis = "static"

[[rule]]
kind = "daily_loss"
when = "daily-loss=5%"
share = "0.05"
reference = "higher"
effect = "hard"

[[rule]]
kind = "daily_loss"
when = "daily-loss=3%"
share = "0.03"
reference = "higher"
effect = "hard"

[[rule]]
kind = "profit_target"
phase = "evaluation"
profit = "8%"
effective_from = 2026-03-01

[[rule]]
kind = "profit_target"
phase = "evaluation"
profit = "10%"
effective_to = 2026-02-28

[[rule]]
kind = "automation"
bots = "own"
servers = true
clause = "The source must be shown on demand."
source = "help page 4"

[[rule]]
kind = "conduct"
clause = "No trading of one news event alone."
source = "help page 5"

[[rule]]
kind = "fees"
price = "299"
reset = "250"

[[source]]
title = "The firm's help pages"
read = 2026-02-01
grade = "A"

[[source]]
title = "A reader's notes"
read = 2026-02-02
grade = "X"

[[unknown]]
name = "rounding"
what = "whether shares are rounded to the dollar"
needed_for = "payout"
"""
ROWS = (
    "time,balance,equity\n"
    "2026-03-02T10:00:00Z,50000,50000\n"
    "2026-03-02T20:00:00Z,50900,50900\n"
    "2026-03-03T20:00:00Z,52000,52000\n"
)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(PLAN, encoding="utf-8")
    return path


@pytest.fixture
def history(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "history.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def shown(*words: str | Path) -> dict[str, Any]:
    return run(*words, "--json").document


def test_plans_of_all_firms_are_listed() -> None:
    document = shown("risk", "plans")

    assert document["schema"] == "propbots.plans/1"
    (row,) = [row for row in document["plans"] if row["name"] == COMBINE]
    assert row == {
        "name": COMBINE,
        "title": "Topstep Trading Combine 50K",
        "phases": ["evaluation"],
        "balance": "50000.00",
        "currency": "USD",
        "effective_from": "2024-08-26",
        "effective_to": None,
        "worst_grade": "X",
        "unknown": 1,
        "options": ["daily-loss=1000", "activation=paid", "activation=free"],
        "distribution": "propbots-topstep",
    }
    said = run("risk", "plans").out
    assert all(word in said for word in (COMBINE, "Topstep Trading Combine 50K", "50000.00 USD", "2024-08-26"))


def test_plan_that_cannot_be_loaded_is_told_beside_the_others(site: Path) -> None:
    plant(
        site,
        "propbots-odd",
        """
        class Plans:
            def plan_names(self): return ["good", "bad"]
            def load_plan(self, request):
                from datetime import time
                from decimal import Decimal
                from propbots.api.risk import FirmDayRules, Plan
                if request.name == "bad": raise KeyError("amount")
                return Plan("odd/good", "Good", "USD", Decimal(5), FirmDayRules("UTC", time(0)), ())
        class Planted(Plugin):
            @hookimpl
            def propbots_risk_profiles(self): return [RiskProfileContribution("odd", "Odd.", Plans)]
        """,
    )

    ended = run("risk", "plans", "--json")

    names = [row["name"] for row in ended.document["plans"]]
    assert {"odd/good", COMBINE} <= set(names)
    assert "odd/bad" not in names
    assert "raised KeyError" in ended.err
    assert shown("risk", "show", "odd/good")["phases"] == [{"name": "evaluation", "title": "Good", "next": None}]
    run("risk", "show", "odd/bad").refuses(1, "raised KeyError", "tell its author")


def test_plan_is_explained_with_every_number() -> None:
    document = shown("risk", "show", f"{COMBINE}?daily-loss=1000")

    assert (document["schema"], document["name"]) == ("propbots.plan/1", f"{COMBINE}?daily-loss=1000")
    loss, daily = (
        next(rule for rule in document["rules"] if rule["kind"] == kind) for kind in ("maximum_loss", "daily_loss")
    )
    assert (loss["kind"], loss["amount"], loss["basis"], loss["lock"]) == (
        "maximum_loss",
        "2000",
        "end_of_day",
        "50000",
    )
    assert loss["sentence"] == (
        "The floor follows each day's closing balance 2,000.00 below it, and stops at 50,000.00; "
        "live equity that touches it ends the account."
    )
    assert (daily["kind"], daily["amount"], daily["effect"]) == ("daily_loss", "1000", "soft")
    assert document["day"]["utc"]["roll"] | {"today": "?"} == {"today": "?", "winter": "23:00", "summer": "22:00"}
    assert document["options"]["daily-loss"]["chosen"] == "1000"
    assert document["commissions"]["MES"] == "0.61"
    assert "2026-09-26" in [source["read"] for source in document["sources"]]


@pytest.mark.parametrize("name", [COMBINE, f"{COMBINE}?daily-loss=1000", f"{COMBINE}#evaluation"])
def test_people_read_the_same_of_a_plan(name: str) -> None:
    document, said = shown("risk", "show", name), " ".join(run("risk", "show", name).out.split())

    for told in [*document["rules"], document["day"]]:
        assert told["sentence"] in said
    assert all(source["title"] in said and source["read"] in said for source in document["sources"])


def test_plan_of_a_file_is_shown_with_phases_options_versions_and_what_is_unknown(own: Path) -> None:
    document = shown("risk", "show", f"{own}?size=100k", "--purchased", "2026-02-10")

    assert (document["name"], document["balance"], document["title"]) == ("own-100k", "100000.00", "Evaluation")
    assert document["phases"] == [
        {"name": "evaluation", "title": "Evaluation", "next": "funded"},
        {"name": "funded", "title": None, "next": None},
    ]
    assert [rule["profit"] for rule in document["rules"] if rule["kind"] == "profit_target"] == ["10000"]
    (other,) = document["other_versions"]
    assert (other["profit"], other["effective_from"], other["keyed_on"]) == ("8000", "2026-03-01", "purchase")
    assert (document["worst_grade"], document["unknown"][0]["needed_for"]) == ("X", "payout")
    assert {rule["effect"] for rule in document["rules"] if rule["kind"] == "daily_loss"} == {"hard"}
    assert document["day"]["utc"]["roll"] == dict.fromkeys(("today", "winter", "summer"), "21:00")


def test_people_read_when_each_version_holds(own: Path) -> None:
    said = " ".join(run("risk", "show", f"{own}?size=50k&daily-loss=3%").out.split())

    for part in (
        "A loss of 3 % of the higher of balance and equity at the day's start within a day",
        "A profit of 4,000.00 in closed balance at a day's end passes the phase. [from 2026-03-01, by the day on which",
        "profit target: A profit of 5,000.00 in closed balance at a day's end passes the phase. [until 2026-02-28, by",
        "The source must be shown on demand (help page 4)",
        "No trading of one news event alone (help page 5)",
        "The phase costs 299.00, a new start after a breach 250.00.",
        "#evaluation Evaluation then funded",
        "?daily-loss= 3% | 5% (chosen: 3%) How much a day may lose",
        "rounding: whether shares are rounded to the dollar; until it is known nothing is said of payouts",
        "X (in conflict), read 2026-02-02: A reader's notes",
        "In UTC the roll is 21:00 today.",
    ):
        assert part in said, part


def test_phase_shows_its_own_rules(own: Path) -> None:
    kinds = [rule["kind"] for rule in shown("risk", "show", f"{own}?size=50k#funded")["rules"]]

    assert "maximum_loss" in kinds
    assert "profit_target" not in kinds


def test_every_kind_of_rule_stands_under_a_heading() -> None:
    assert sorted(kind for kinds in GROUPS.values() for kind in kinds) == sorted(RULE_KINDS)


def test_plan_outside_its_days_warns(own: Path) -> None:
    ended = run("risk", "show", f"{own}?size=50k", "--json")

    assert ended.code == 0
    assert ended.err.startswith("warning: plan own-50k held until 2026-06-30")
    assert run("risk", "show", f"{own}?size=50k", "--purchased", "2026-05-01").err == ""
    assert "holds from 2026-01-01 on" in run("risk", "show", f"{own}?size=50k", "--purchased", "2025-05-01").err


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ((COMBINE[:-1],), ("unknown plan of topstep 'combine-50'; did you mean 'combine-50k'?",)),
        (("topstp/combine-50k",), ("unknown firm 'topstp'; did you mean 'topstep'?",)),
        (("combine-50k",), ("FIRM/PLAN", "propbots risk plans lists them")),
        ((f"{COMBINE}?daily-loss=7",), ("option daily-loss must be one of 1000",)),
        ((f"{COMBINE}?dayly-loss=7",), ("unknown option", "did you mean 'daily-loss'?")),
        ((f"{COMBINE}#funded",), ("unknown phase", "evaluation")),
        (("nowhere.toml",), ("nowhere.toml: there is no such file",)),
        ((COMBINE, "--purchased", "soon"), ("--purchased must be a date", "'soon'")),
        ((), ("missing argument",)),
    ],
)
def test_plan_that_does_not_exist_is_told(words: tuple[str, ...], parts: tuple[str, ...]) -> None:
    run("risk", "show", *words).refuses(2, *parts)


def test_file_of_several_sizes_needs_one(own: Path) -> None:
    run("risk", "show", own).refuses(2, "own.toml: holds a plan in sizes", "?size=50k")
    run("risk", "show", f"{own}?size=60k").refuses(2, "unknown size of plan own '60k'", "own.toml")
    own.write_text(PLAN.replace('basis = "static"', 'basis = "statc"'))
    run("risk", "show", f"{own}?size=50k").refuses(2, "own.toml", "rule 1", "statc")


def test_history_is_judged_as_a_backtest_writes_it() -> None:
    document = shown("risk", "score", ACCOUNT, "--plan", COMBINE)

    assert list(document) == ["schema", "plan"]
    assert document["schema"] == "propbots.score/1"
    plan = document["plan"]
    assert list(plan) == ["name", "status", "reason", "at", "days", "progress", "violations", "passed", "payouts"]
    assert (plan["status"], plan["at"]) == ("failed", "2026-09-18T14:35:00Z")
    assert plan["reason"] == (
        "maximum_loss: equity 49790.00 touched the floor 49795.50; not judged, for the history does not show it: "
        "hours (flat by 15:10 America/Chicago), contract cap, product cap and hedging"
    )
    assert plan["days"][-1] == {
        "date": "2026-09-18",
        "net_pnl": "0.00",
        "closing_balance": "50990.00",
        "floor": "49795.50",
        "headroom_low": "-5.50",
        "phase": "topstep/combine-50k",
        "payout": None,
        "denied": None,
        "closed_by": None,
    }


def test_block_of_a_plan_has_the_keys_of_a_backtests(planned: dict[str, Any]) -> None:
    plan = shown("risk", "score", ACCOUNT, "--plan", COMBINE)["plan"]

    assert list(plan) == list(planned["plan"])
    assert list(plan["days"][0]) == list(planned["plan"]["days"][0])
    assert list(plan["progress"]) == list(planned["plan"]["progress"])


def test_people_read_verdict_days_progress_and_a_picture() -> None:
    ended = run("risk", "score", ACCOUNT, "--plan", COMBINE)

    for part in (
        " FAILED  topstep/combine-50k",
        "touched the floor 49795.50",
        "2026-09-18 14:35:00 UTC",
        "2026-09-17  \N{MINUS SIGN}$805.50",
        "$3,000.00, of which 33.0 % is there",
        " equity",
        " floor",
    ):
        assert part in ended.out, part
    assert (ended.code, ended.err) == (0, "")


def test_terminal_that_writes_only_ascii_reads_it_all() -> None:
    ended = spawn("risk", "score", ACCOUNT, "--plan", COMBINE, environment={"PYTHONIOENCODING": "ascii"})

    assert (ended.code, ended.err) == (0, "")
    assert "2026-09-17  -$805.50" in ended.out
    assert ended.out.isascii()


def test_option_of_a_plan_locks_the_day_and_says_so() -> None:
    ended = run("risk", "score", ACCOUNT, "--plan", f"{COMBINE}?daily-loss=1000")

    assert "Also broken" in ended.out
    assert "daily_loss" in ended.out


def test_purchase_date_is_the_first_rows_unless_given(own: Path, history: Callable[[str], Path]) -> None:
    path, plan = history(ROWS), f"{own}?size=50k"

    assert shown("risk", "score", path, "--plan", plan)["plan"]["progress"]["profit_target"] == "4000.00"
    earlier = shown("risk", "score", path, "--plan", plan, "--purchased", "2026-02-10")
    assert earlier["plan"]["progress"]["profit_target"] == "5000.00"


def test_account_that_passes_is_told_when_nothing_is_unseen(own: Path, history: Callable[[str], Path]) -> None:
    path = history(ROWS.replace("52000,52000", "54000,54000"))

    plan = shown("risk", "score", path, "--plan", f"{own}?size=50k")["plan"]

    assert (plan["status"], plan["reason"]) == ("passed", "profit target reached with 4000.00")


def test_what_was_taken_for_granted_is_said(own: Path, history: Callable[[str], Path]) -> None:
    last = "2026-03-03T20:00:00Z,52000,52000\n"
    path = history(ROWS.replace("50000,50000", "49000,49000").replace("10:00:00Z", "10:00:00") + last + last)

    ended = run("risk", "score", path, "--plan", f"{own}?size=50k", "--json")

    assert ended.code == 0
    assert ended.err.splitlines() == [
        "times without a zone were taken as UTC",
        "2 rows were dropped, identical to the one before",
        (
            "the first row's balance is 49000, and own-50k starts with 50000; "
            "the difference counts as profit or loss of the first day"
        ),
    ]
    assert run("risk", "score", path, "--plan", f"{own}?size=50k", "--quiet").err == ""


def test_position_tells_which_days_were_traded(own: Path, history: Callable[[str], Path]) -> None:
    held = history(
        "time,balance,equity,position\n"
        "2026-03-02T10:00:00Z,50000,50000,0\n"
        "2026-03-02T12:00:00Z,50000,50010,1\n"
        "2026-03-03T12:00:00Z,50000,50020,1\n"
        "2026-03-04T12:00:00Z,50030,50030,0\n"
    )

    assert shown("risk", "score", held, "--plan", f"{own}?size=50k")["plan"]["progress"]["trading_days"] == 2


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        (ROWS, "", ("is empty",)),
        (ROWS, "time,balance,equity\n", ("no rows below its header",)),
        ("time,balance,equity\n", "", ("row 1", "no header")),
        ("balance,equity", "balance,worth", ("row 1", "no column equity")),
        ("50900,50900", "50900,much", ("row 3, column equity", "must be an amount")),
        ("50900,50900", "50900,", ("row 3, column equity", "is empty")),
        ("2026-03-02T20:00:00Z", "yesterday", ("row 3, column time", "ISO 8601")),
        ("2026-03-03T20", "2026-03-01T20", ("row 4, column time", "goes back in time", "oldest first")),
    ],
)
def test_history_that_is_wrong_is_told_with_its_place(
    history: Callable[[str], Path], old: str, new: str, parts: tuple[str, ...]
) -> None:
    path = history(ROWS.replace(old, new))

    run("risk", "score", path, "--plan", COMBINE, "--json").refuses(3, f"{path}: ", *parts)


def test_events_that_nobody_understands_are_told(history: Callable[[str], Path]) -> None:
    for event, part in {"gift:5": "must be payout:AMOUNT or deposit:AMOUNT", "payout:-5": "must be above 0"}.items():
        path = history(f"time,balance,equity,event\n2026-03-02T10:00:00Z,50000,50000,{event}\n")

        run("risk", "score", path, "--plan", COMBINE).refuses(3, "row 2, column event", part)


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (("nowhere.csv", "--plan", COMBINE), 3, "nowhere.csv: there is no such file"),
        ((".", "--plan", COMBINE), 3, "this is a folder"),
        ((ACCOUNT,), 2, "missing option '--plan'"),
        ((ACCOUNT, "--plan", "nobody/none"), 2, "unknown firm 'nobody'"),
        ((ACCOUNT, "--plan", "nowhere.toml"), 2, "nowhere.toml: there is no such file"),
        ((ACCOUNT, "--plan", COMBINE, "--purchased", "1"), 2, "--purchased must be a date"),
    ],
)
def test_words_that_judge_nothing_are_told(words: tuple[str | Path, ...], code: int, part: str) -> None:
    run("risk", "score", *words).refuses(code, part)
