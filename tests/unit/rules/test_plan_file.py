"""A plan is read as it is written, or refused with its file, key and mend."""

from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest

from propbots.errors import ConfigurationError, UnknownName
from propbots.rules.plan import FirmDayRules, Flat, Plan, PlanOption, PlanSourceNote, Unknown
from propbots.rules.plan_file import PlanRequest, read_plan
from propbots.rules.rule import Effect
from rule_script import a_cap, a_consistency, a_daily_loss, a_maximum_loss, a_plan, a_target

TEXT = """
title = "An account of 50,000"
currency = "USD"
balance = 50000
products = ["XYZ"]
effective_from = 2026-09-13

[day]
zone = "America/Chicago"
roll = "17:00"
flatten_from = "15:08"
flat_by = "15:10"

[[rule]]
kind = "maximum_loss"
amount = "2000"
basis = "end_of_day"
lock = 50000

[[rule]]
kind = "contract_cap"
minis = "2.5"

[[rule]]
kind = "profit_target"
profit = 3000

[[rule]]
kind = "consistency"
best_day_share = 0.55

[[rule]]
kind = "daily_loss"
when = "daily-loss=1000"
amount = "1000"

[[rule]]
kind = "daily_loss"
when = "daily-loss=1500"
amount = "1500"

[option.daily-loss]
choices = ["1000", "1500"]

[commissions]
XYZ = 0.61

[[source]]
title = "The firm's help pages"
read = 2026-09-26
grade = "A"

[[unknown]]
name = "news"
what = "which releases count"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def changed(file: Path, old: str, new: str) -> Path:
    assert TEXT.count(old) == 1
    file.write_text(TEXT.replace(old, new), encoding="utf-8")
    return file


def test_a_plan_is_read_with_every_number_as_it_is_written(file: Path) -> None:
    plan = read_plan(file, "firm", PlanRequest("plan"))

    assert plan == Plan(
        name="firm/plan",
        title="An account of 50,000",
        currency="USD",
        balance=Decimal(50_000),
        day=FirmDayRules("America/Chicago", time(17), time(15, 8), time(15, 10)),
        rules=(
            a_maximum_loss(2_000, trails=True, lock=50_000),
            a_cap("2.5"),
            a_target(3_000),
            a_consistency("0.55"),
        ),
        options=(PlanOption("daily-loss", ("1000", "1500")),),
        commissions={"XYZ": Decimal("0.61")},
        products=("XYZ",),
        effective_from=date(2026, 9, 13),
        sources=(PlanSourceNote("The firm's help pages", date(2026, 9, 26), "A"),),
        unknown=(Unknown("news", "which releases count"),),
    )


def test_a_plan_may_ask_to_be_flat_before_weekends_only(file: Path) -> None:
    plan = read_plan(
        changed(file, 'flat_by = "15:10"', 'flat_by = "15:10"\nflat = "weekend"'), "firm", PlanRequest("plan")
    )

    assert plan.day == FirmDayRules("America/Chicago", time(17), time(15, 8), time(15, 10), Flat.WEEKEND)


def test_an_option_adds_its_rule_and_shows_in_the_name(file: Path) -> None:
    plan = read_plan(file, "firm", PlanRequest("plan", {"daily-loss": "1000"}))

    assert plan.name == "firm/plan?daily-loss=1000"
    assert plan.rules[-1] == a_daily_loss(1_000, Effect.SOFT)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"daily-los": "1000"}, "unknown option of plan firm/plan 'daily-los'; did you mean 'daily-loss'"),
        ({"daily-loss": "900"}, r"option daily-loss must be one of 1000, 1500 \(was '900'\)"),
    ],
)
def test_an_option_that_is_not_offered_is_refused(file: Path, options: dict[str, str], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        read_plan(file, "firm", PlanRequest("plan", options))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('kind = "maximum_loss"', 'kind = "maximum_los"', "did you mean 'maximum_loss'.*in plan.toml: rule 1"),
        ('kind = "contract_cap"', "", "unknown kind of rule 'None'.*rule 2"),
        ('amount = "2000"', 'amount = "much"', "plan.toml: rule 1.*amount.*much"),
        ('basis = "end_of_day"', 'basis = "sometimes"', "rule 1.*basis.*sometimes"),
        ('minis = "2.5"', 'minis = "2.5"\nsize = 3', "rule 2.*size"),
        ("profit = 3000", "", "rule 3.*profit"),
        ('currency = "USD"', "", "plan.toml.*currency"),
        ("balance = 50000", 'balance = "NaN"', "balance"),
        ('roll = "17:00"', 'roll = "five"', "roll.*five"),
        ('flat_by = "15:10"', "", "flatten_from and flat_by go together"),
        ('flat_by = "15:10"', 'flat_by = "18:00"', "must come before the day rolls"),
        ('flat_by = "15:10"', 'flat_by = "15:10"\nflat = "weekly"', "flat.*weekly"),
        (
            'flatten_from = "15:08"\nflat_by = "15:10"',
            'flat = "weekend"',
            "flat = weekend needs flatten_from and flat_by",
        ),
        ('products = ["XYZ"]', 'product = ["XYZ"]', "plan.toml.*product.*did you mean 'products'"),
        ("[commissions]", "[commissions", "plan.toml: not valid TOML"),
    ],
)
def test_a_mistake_is_told_with_file_and_key(file: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        read_plan(changed(file, old, new), "firm", PlanRequest("plan"))


def test_an_unknown_kind_of_rule_is_an_unknown_name(file: Path) -> None:
    with pytest.raises(UnknownName):
        read_plan(changed(file, 'kind = "consistency"', 'kind = "consistent"'), "firm", PlanRequest("plan"))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no such file"):
        read_plan(tmp_path / "none.toml", "firm", PlanRequest("plan"))


def test_the_amounts_of_a_plan_are_all_of_its_money() -> None:
    plan = a_plan(a_maximum_loss(1, lock=2), a_daily_loss(4), a_target(5), a_cap(6), a_consistency("0.7"))

    assert sorted(plan.amounts()) == [1, 2, 4, 5, 50_000]
