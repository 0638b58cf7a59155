"""`risk plans`, `risk show` and `risk score` on the plans that are shipped, as a trader types them."""

import json
import re
from pathlib import Path

import pytest

from command_line import ROOT, run

SHIPPED = {"fundingpips/2-step-100k", "mffu/rapid-50k", "topstep/combine-50k", "topstep/xfa-150k", "mffu/core-50k"}
HISTORY = """time,balance,equity,event
2026-11-02T09:00:00-06:00,50000,50000,
2026-11-02T12:00:00-06:00,50000,49700,
2026-11-02T14:00:00-06:00,50500,50500,
2026-11-03T14:00:00-06:00,51800,51800,
2026-11-04T14:00:00-06:00,51800,49900,
2026-11-04T15:00:00-06:00,52000,52000,
2026-11-05T10:00:00-06:00,52000,50000.01,
2026-11-05T10:01:00-06:00,52000,50000.00,
"""
OWN = """
title = "A plan of one's own"
currency = "USD"
balance = "50000"

[day]
zone = "America/Chicago"
roll = "17:00"

[[rule]]
kind = "maximum_loss"
amount = "600"
basis = "static"
"""


@pytest.fixture
def history(tmp_path: Path) -> Path:
    path = tmp_path / "history.csv"
    path.write_text(HISTORY)
    return path


def test_plans_of_every_firm_are_listed() -> None:
    document = run("risk", "plans", "--json").document

    named = {plan["name"]: plan for plan in document["plans"]}
    assert set(named) >= SHIPPED
    assert named["mffu/core-50k"]["effective_to"] == "2026-03-31"
    assert all(plan["worst_grade"] for plan in named.values())
    assert "topstep/combine-50k" in run("risk", "plans").out


def test_a_plan_is_shown_with_numbers_clocks_sources_and_what_nobody_knows() -> None:
    shown = run("risk", "show", "topstep/combine-50k?daily-loss=1000").out
    document = run("risk", "show", "topstep/combine-50k?daily-loss=1000", "--json").document

    for told in (
        "closing balance 2,000.00 below it",
        "A loss of 1,000.00 within a day",
        "15:10",
        "summer 20:10",
        "a VPS or a VPN may watch and record but not trade",
        "article 8284204",
        "A (official and current), read 2026-09-26",
        "weights of micro silver, bitcoin and ether",
        "topstep/xfa-50k",
    ):
        assert told in " ".join(shown.split()), told
    kinds = [rule["kind"] for rule in document["rules"]]
    assert kinds[:2] == ["maximum_loss", "daily_loss"]
    assert document["rules"][0]["amount"] == "2000"
    assert document["options"]["daily-loss"]["choices"] == ["1000"]


def test_a_plan_that_was_bought_earlier_has_its_own_numbers_and_says_what_changed() -> None:
    document = run("risk", "show", "topstep/combine-50k", "--purchased", "2026-08-01", "--json").document

    shares = [rule["best_day_share"] for rule in document["rules"] if rule["kind"] == "consistency"]
    assert shares == ["0.5"]
    assert [one["on"] for one in document["amendments"]] == ["2026-09-13"]


def test_a_plan_that_is_sold_no_more_says_so() -> None:
    ended = run("risk", "show", "mffu/core-50k")

    assert "held until 2026-03-31" in ended.err


def test_a_history_is_judged_row_by_row(history: Path) -> None:
    document = run("risk", "score", history, "--plan", "topstep/combine-50k", "--json").document

    plan = document["plan"]
    assert document["schema"] == "propbots.score/1"
    assert (plan["status"], plan["at"]) == ("failed", "2026-11-05T16:01:00Z")
    assert [(day["date"], day["floor"], day["headroom_low"]) for day in plan["days"]] == [
        ("2026-11-02", "48000.00", "1700.00"),
        ("2026-11-03", "48500.00", "3300.00"),
        ("2026-11-04", "49800.00", "100.00"),
        ("2026-11-05", "50000.00", "0.00"),
    ]
    told = run("risk", "score", history, "--plan", "topstep/combine-50k").out
    assert "FAILED" in told
    assert "touched the floor 50000.00" in " ".join(told.split())


def test_a_plan_of_ones_own_is_a_file(history: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN)

    scored = run("risk", "score", history, "--plan", own, "--json").document["plan"]
    tested = run("backtest", ROOT / "config" / "first-backtest.toml", "--plan", own, "--json").document["plan"]

    assert (scored["name"], scored["status"]) == ("own", "active")
    assert (tested["name"], tested["days"][0]["floor"]) == ("own", "49400.00")


def test_the_first_row_is_the_purchase_unless_it_is_told(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    days = [(3, 51_000), (4, 51_000), (5, 52_000), (6, 53_000)]
    path.write_text(
        "time,balance,equity\n" + "".join(f"2026-08-0{day}T15:00Z,{money},{money}\n" for day, money in days)
    )
    words = ("risk", "score", path, "--plan", "mffu/rapid-eod-50k", "--json")

    assert run(*words).document["plan"]["progress"]["profit_required"] == "3333.34"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("risk", "show", "topstap/combine-50k"), 2, "did you mean 'topstep'"),
        (("risk", "show", "topstep/combine-50"), 2, "did you mean 'combine-50k'"),
        (("risk", "show", "topstep/combine-50k?daily-loss=900"), 2, "daily-loss must be one of 1000"),
        (("risk", "show", "mffu/pro-50k#fundet"), 2, "did you mean 'funded'"),
        (("risk", "show", "none.toml"), 2, "none.toml: there is no such file"),
        (("risk", "show", "topstep/combine-50k", "--purchased", "soon"), 2, "--purchased must be a date"),
        (("risk", "score", "none.csv", "--plan", "topstep/combine-50k"), 3, "none.csv: there is no such file"),
        (("risk", "score", "none.csv", "--plan", "topstep/none"), 2, "unknown plan of topstep 'none'"),
    ],
)
def test_what_is_not_there_is_told(words: tuple[str, ...], code: int, told: str) -> None:
    run(*words).refuses(code, told)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('amount = "600"', 'amount = "-600"', "amount must be above 0 (was -600)"),
        ('amount = "600"', "", "own.toml: rule 1 (maximum_loss): amount is missing"),
        ('basis = "static"', 'basis = "sometimes"', "basis must be one of static, end_of_day, intraday"),
        ('kind = "maximum_loss"', 'kind = "maximal_loss"', "did you mean 'maximum_loss'"),
        ("[day]", "[days]", "own.toml: day is missing"),
        ('roll = "17:00"', 'roll = "late"', "roll must be a time such as 17:00"),
        ('balance = "50000"', 'balance = "many"', "balance must be a number"),
    ],
)
def test_a_wrong_plan_file_is_one_clear_error(old: str, new: str, told: str, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN.replace(old, new))

    run("risk", "show", own).refuses(2, told)


def test_errors_leave_standard_output_empty(tmp_path: Path) -> None:
    path = tmp_path / "gap.csv"
    path.write_text("time,balance,equity\n2026-11-02T09:00Z,50000,\n")

    ended = run("risk", "score", path, "--plan", "topstep/combine-50k", "--json")

    assert ended.code == 3
    assert ended.out == ""
    assert "row 2, column equity: is empty" in ended.err
    assert json.dumps(run("risk", "plans", "--json").document)


def check(*words: str | Path) -> dict[str, list[str]]:
    """What `risk check` tells of the first example: conflicts and notes, by their rules."""
    ended = run("risk", "check", ROOT / "config" / "first-backtest.toml", *words, "--json")
    document = json.loads(ended.out)
    assert document["schema"] == "propbots.check/1"
    found: dict[str, list[str]] = {"conflicts": [], "notes": [], "code": [str(ended.code)]}
    for one in document["remarks"]:
        found["conflicts" if one["conflict"] else "notes"].append(one["rule"])
    return found


def test_a_configuration_that_fits_its_plan_is_told_what_to_know() -> None:
    found = check()

    assert (found["code"], found["conflicts"]) == (["0"], [])
    assert {"automation", "conduct", "hours"} <= set(found["notes"])


@pytest.mark.parametrize(
    ("plan", "rule"),
    [
        ("topstep/lfa-50k", "automation"),
        ("topstep/lfa-50k", "unknown"),
        ("mffu/core-50k", "effective_to"),
    ],
)
def test_a_conflict_ends_with_4_and_names_its_rule(plan: str, rule: str) -> None:
    found = check("--plan", plan)

    assert found["code"] == ["4"]
    assert rule in found["conflicts"]


def test_an_entry_that_could_lose_more_than_may_be_open_is_a_conflict(tmp_path: Path) -> None:
    (tmp_path / "tight.toml").write_text(
        'title = "Tight"\ncurrency = "USD"\nbalance = "5000"\n[day]\nzone = "UTC"\nroll = "00:00"\n'
        '[[rule]]\nkind = "floating_loss"\namount = "100"\neffect = "hard"\n'
    )

    found = check("--plan", str(tmp_path / "tight.toml"))

    assert found["code"] == ["4"]
    assert "floating_loss" in found["conflicts"]


def test_what_a_plan_does_not_trade_is_refused() -> None:
    config = ROOT / "config" / "first-backtest.toml"

    assert run("risk", "check", config, "--plan", "fundingpips/zero-5k").refuses(2, "does not trade MES")


def test_a_size_beyond_the_cap_is_a_conflict_with_the_numbers(tmp_path: Path) -> None:
    config = tmp_path / "large.toml"
    text = (ROOT / "config" / "first-backtest.toml").read_text().replace("../data", str(ROOT / "data"))
    config.write_text(re.sub(r"(?m)^quantity = .*$", 'quantity = "60"', text))

    ended = run("risk", "check", config)

    assert ended.code == 4
    assert "buying 60 MES could reach 60; the plan's cap is 50" in " ".join(ended.out.split())


def test_a_configuration_without_a_plan_cannot_be_checked() -> None:
    words = ("risk", "check", ROOT / "config" / "first-backtest.toml")

    run(*words, "--plan", "none").refuses(2, "there is no plan to check against")
