"""Of a plan's file a size, a phase, options and a version are chosen, and nothing of another is left."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from propbots.errors import ConfigurationError, UnknownFact
from propbots.rules.plan import Need, Plan
from propbots.rules.plan_file import PlanRequest, list_plan_names, read_plan
from propbots.rules.rule import (
    Consistency,
    ContractCap,
    DailyLoss,
    MaximumLoss,
    MaximumLossBasis,
    NewsWindow,
    ProfitTarget,
)

TEXT = """
title = "A ladder of {SIZE}"
currency = "USD"
sizes = ["50k", "100k"]
balance = { 50k = "50000", 100k = "100000" }

[day]
zone = "UTC"
roll = "00:00"

[phase.evaluation]
next = "#funded"

[phase.funded]
title = "Funded {size}"
next = "firm/ladder-live-{size}"

[option.daily-loss]
choices = ["3", "5"]
default = "5"

[option.paid]
choices = ["weekly"]
carried = true

[[rule]]
kind = "maximum_loss"
amount = "10%"
basis = "static"

[[rule]]
kind = "daily_loss"
when = "daily-loss=3"
share = "0.03"

[[rule]]
kind = "daily_loss"
when = "daily-loss=5"
share = "0.05"

[[rule]]
kind = "profit_target"
phase = "evaluation"
profit = "8%"

[[rule]]
kind = "consistency"
effective_to = 2026-09-12
applies_to = "trading"
best_day_share = "0.5"

[[rule]]
kind = "consistency"
effective_from = 2026-09-13
applies_to = "trading"
best_day_share = "0.55"

[[rule]]
kind = "contract_cap"
size = "50k"
minis = "5"

[[rule]]
kind = "news_window"
events = ["oil"]
before_seconds = 120
after_seconds = 120
products = ["XYZ"]

[commissions]
ABC = "0.61"
XYZ = "1"

[[commission]]
effective_to = 2026-06-30
costs = { ABC = "0.62" }

[[unknown]]
name = "cap"
what = "how much may be held"
size = ["100k"]

[[unknown]]
name = "weights"
what = "how a contract of XYZ counts"
needed_for = "live"
products = ["XYZ"]

[[unknown]]
name = "old hours"
what = "when the day turned"
needed_for = "payout"
effective_to = 2025-12-31
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ladder.toml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def read(file: Path, size: str = "50k", phase: str = "", *, purchased: date | None = None, **options: str) -> Plan:
    chosen = {name.replace("_", "-"): value for name, value in options.items()}
    return read_plan(file, "firm", PlanRequest(f"ladder-{size}", chosen, phase, purchased))


def test_a_file_holds_one_plan_for_each_size(file: Path) -> None:
    assert list_plan_names(file) == ["ladder-50k", "ladder-100k"]


@pytest.mark.parametrize(("size", "balance", "amount"), [("50k", 50_000, 5_000), ("100k", 100_000, 10_000)])
def test_shares_are_of_the_balance_of_the_size(file: Path, size: str, balance: int, amount: int) -> None:
    plan = read(file, size)

    assert plan.balance == balance
    assert plan.rules[0] == MaximumLoss(Decimal(amount), MaximumLossBasis.STATIC)


def test_texts_name_the_size(file: Path) -> None:
    assert read(file).title == "A ladder of 50K"
    assert read(file, phase="funded").title == "Funded 50k"


def test_a_table_of_a_size_holds_for_it_alone(file: Path) -> None:
    small, large = read(file), read(file, "100k")

    assert small.find(ContractCap) == ContractCap(Decimal(5))
    assert large.find(ContractCap) is None
    assert [one.name for one in small.unknown] == ["weights"]
    assert [one.name for one in large.unknown] == ["cap", "weights"]


def test_a_size_that_there_is_not_is_refused(file: Path) -> None:
    file.write_text(TEXT.replace('size = "50k"', 'size = "25k"'), encoding="utf-8")

    with pytest.raises(ConfigurationError, match=r"ladder.toml: rule\[6\].size must name some of 100k, 50k"):
        read(file)


def test_a_phase_has_its_own_rules(file: Path) -> None:
    assert read(file).find(ProfitTarget) == ProfitTarget(Decimal(4_000))
    assert read(file, phase="funded").find(ProfitTarget) is None


def test_what_follows_is_told_by_its_full_name(file: Path) -> None:
    assert read(file, daily_loss="3").following == "firm/ladder-50k?daily-loss=3#funded"


def test_only_what_is_carried_goes_on_in_another_plan(file: Path) -> None:
    plan = read(file, phase="funded", daily_loss="3", paid="weekly")

    assert plan.following == "firm/ladder-live-50k?paid=weekly"


@pytest.mark.parametrize(("options", "share"), [({}, "0.05"), ({"daily_loss": "3"}, "0.03")])
def test_an_option_has_its_default(file: Path, options: dict[str, str], share: str) -> None:
    assert [rule.share for rule in read(file, **options).find_all(DailyLoss)] == [Decimal(share)]


def test_without_a_date_the_newest_version_holds(file: Path) -> None:
    plan = read(file)

    assert plan.find(Consistency) == Consistency(Decimal("0.55"))
    assert plan.commissions == {"ABC": Decimal("0.61"), "XYZ": Decimal(1)}
    assert not plan.amendments


def test_an_older_account_begins_with_the_older_version_and_goes_on_with_the_newer(file: Path) -> None:
    plan = read(file, purchased=date(2026, 6, 30))

    assert plan.find(Consistency) == Consistency(Decimal("0.5"))
    assert [(one.on, Consistency(Decimal("0.55")) in one.rules) for one in plan.amendments] == [
        (date(2026, 9, 13), True)
    ]


@pytest.mark.parametrize(("purchased", "cost"), [(date(2026, 6, 30), "0.62"), (date(2026, 7, 1), "0.61")])
def test_commissions_are_those_of_the_first_day(file: Path, purchased: date, cost: str) -> None:
    assert read(file, purchased=purchased).commissions == {"ABC": Decimal(cost), "XYZ": Decimal(1)}


def test_what_was_unknown_of_older_accounts_is_known_of_newer(file: Path) -> None:
    assert "old hours" in [one.name for one in read(file, purchased=date(2025, 12, 31)).unknown]
    assert "old hours" not in [one.name for one in read(file, purchased=date(2026, 1, 1)).unknown]


def test_an_unknown_concerns_only_its_products(file: Path) -> None:
    plan = read(file)

    plan.require_known(Need.LIVE, products=["ABC"])
    plan.require_known(Need.TRADING, products=["XYZ"])
    for products in (["ABC", "XYZ"], None):
        with pytest.raises(UnknownFact, match=r"weights \(how a contract of XYZ counts\)"):
            plan.require_known(Need.LIVE, products=products)


def test_a_news_window_may_concern_some_products(file: Path) -> None:
    assert [rule.products for rule in read(file).find_all(NewsWindow)] == [("XYZ",)]
