"""`propbots odds` and `propbots ladder`: from a backtest and from a recorded account."""

from decimal import Decimal
from pathlib import Path

import pytest

from command_line import ROOT, run

ACCOUNT, CONFIG = ROOT / "data" / "sample" / "account.csv", ROOT / "config" / "first-backtest.toml"
COMBINE = "topstep/combine-50k"
PLAN = """
title = "An account in two phases"
currency = "USD"
balance = "50000"

[day]
zone = "America/Chicago"
roll = "17:00"

[phase.evaluation]
next = "funded"

[phase.funded]

[[rule]]
kind = "maximum_loss"
amount = "4000"
basis = "static"

[[rule]]
kind = "profit_target"
phase = "evaluation"
profit = "50"

[[rule]]
kind = "payout"
phase = "funded"
minimum = "10"
"""


def test_a_backtest_is_drawn_from() -> None:
    document = run("odds", CONFIG, "--attempts", "500", "--json").document

    first, *_ = document["phases"]
    assert (document["schema"], document["plan"], document["currency"]) == ("propbots.odds/1", COMBINE, "USD")
    assert document["source"]["days"] == 65
    assert first["reached"] == 500
    shares = [first["passed"], first["active"], *first["broken"].values()]
    assert sum(one["hits"] for one in shares) == 500
    assert all(one["low"] <= one["share"] <= one["high"] for one in shares)
    assert len(first["fan"]["balance"]) == len(first["fan"]["quantiles"]) == 5
    assert sum(first["passed_on_day"]) == first["passed"]["hits"]


def test_the_same_seed_gives_the_same_document() -> None:
    one, same, other = (
        run(
            "odds", ACCOUNT, "--plan", COMBINE, "--attempts", "200", "--block-days", "2", "--seed", seed, "--json"
        ).document
        for seed in ("5", "5", "6")
    )

    assert one == same != other


def test_people_see_chances_days_money_and_how_the_balance_spreads() -> None:
    told = run("odds", CONFIG, "--plan", "mffu/rapid-50k", "--attempts", "400").out

    for words in ("evaluation", "maximum loss", "still active", "closing balance over 60 days", "costs", "Drawn from"):
        assert words in told


def test_an_account_goes_on_from_its_history(tmp_path: Path) -> None:
    history = tmp_path / "history.csv"
    history.write_text(
        "".join(line for line in ACCOUNT.read_text().splitlines(True) if line < "2026-09-18" or line[0] == "t")
    )

    document = run("odds", CONFIG, "--state", history, "--attempts", "200", "--json").document

    assert document["state"] == {"balance": "50990.00", "equity": "50990.00", "floor": "49795.50", "days": 4}
    assert run("odds", CONFIG, "--state", ACCOUNT).refuses(2, "has failed already: maximum_loss")


def test_a_plan_of_ones_own_is_lived_through_phase_by_phase(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(PLAN)

    document = run("odds", CONFIG, "--plan", tmp_path / "own.toml", "--attempts", "300", "--json").document

    evaluation, funded = document["phases"]
    assert (evaluation["phase"], funded["phase"]) == ("evaluation", "funded")
    assert funded["reached"] == evaluation["passed"]["hits"] > 0
    assert document["paid"]["hits"] > 0
    assert float(document["arrived"]["mean"]) > 0


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ((ACCOUNT,), 2, "--plan is missing"),
        ((ACCOUNT, "--plan", "nobody/x"), 2, "is propbots-nobody installed?"),
        ((ACCOUNT, "--plan", COMBINE, "--block-days", "99"), 3, "trading days are recorded; at least 99"),
        ((ACCOUNT, "--plan", COMBINE, "--price", "-1"), 2, "--price must be 0 or more (was -1)"),
        ((ACCOUNT, "--plan", COMBINE, "--attempts", "1000000"), 2, "attempts times days must be at most 20,000,000"),
        (("nothing.csv", "--plan", COMBINE), 3, "nothing.csv"),
        (("nothing.toml",), 2, "there is no such file"),
        ((ACCOUNT, "--plan", "topstep/pro"), 2, "not known: floor"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(words: tuple[str, ...], code: int, message: str) -> None:
    assert run("odds", *words).refuses(code, message)


def test_all_plans_are_ranked() -> None:
    document = run("ladder", CONFIG, "--attempts", "200", "--json").document

    names = [one["plan"] for one in document["plans"]]
    values = [float(one["value"]["mean"]) for one in document["plans"] if one["value"] is not None]
    left_out = {one["name"]: one["reason"] for one in document["left_out"]}
    assert document["schema"] == "propbots.ladder/1"
    assert {"topstep/combine-50k", "mffu/rapid-50k"} < set(names)
    assert [one["rank"] for one in document["plans"]] == list(range(1, len(names) + 1))
    assert values == sorted(values, reverse=True)
    assert left_out["topstep/xfa-50k"] == "an account comes there by passing topstep/combine-50k"
    assert "nobody can buy this account any more" in left_out["mffu/core-50k"]
    assert "does not trade MES" in left_out["fundingpips/2-step-50k"]


def test_a_recorded_account_is_ranked_and_drawn() -> None:
    told = run("ladder", ACCOUNT, "--plans", "topstep/*", "--attempts", "200", "--block-days", "2").out

    assert "what an attempt is worth" in told
    assert "topstep/combine-50k" in told


def test_a_pattern_that_no_plan_fits_is_told() -> None:
    assert run("ladder", ACCOUNT, "--plans", "nobody/*").refuses(2, "no plan fits --plans 'nobody/*'")


def test_a_backtest_goes_through_all_phases_and_is_paid_out(tmp_path: Path) -> None:
    """It passes on the first day and wins on the second."""
    (tmp_path / "own.toml").write_text(PLAN)
    words = ("backtest", CONFIG, "--plan", tmp_path / "own.toml", "--phases", "all", "--from", "2026-02-16")

    plan, told = run(*words, "--json").document["plan"], run(*words).out

    assert [(one["name"], one["date"]) for one in plan["passed"]] == [("own", "2026-02-16")]
    assert {day["phase"] for day in plan["days"]} == {"own", "own#funded"}
    assert (plan["name"], plan["payouts"][0]["date"]) == ("own#funded", "2026-02-17")
    paid = sum(Decimal(day["payout"]) for day in plan["days"])
    assert paid == sum(Decimal(one["amount"]) for one in plan["payouts"]) > 0
    assert " PASSED  own on 2026-02-16" in told
    assert "payout" in told


def test_what_nobody_knows_of_a_later_phase_is_told() -> None:
    told = run("odds", CONFIG, "--plan", "mffu/builder-50k", "--attempts", "100").out

    assert "What follows is left out" in told
    assert "qualifying day" in told
    assert run("backtest", CONFIG, "--plan", "mffu/builder-50k", "--phases", "all").refuses(2, "qualifying day")


def test_phases_need_a_plan() -> None:
    assert run("backtest", CONFIG, "--plan", "none", "--phases", "all").refuses(2, "--plan is missing")
