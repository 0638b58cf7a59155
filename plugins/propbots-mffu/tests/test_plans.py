"""The plans that the distribution ships, against the figures of the firm's pages, written down again by hand."""

from datetime import date, time
from decimal import Decimal
from typing import TypeVar

import pytest

from propbots.api.risk import (
    Automation,
    Bots,
    Consistency,
    ContractCap,
    DailyLoss,
    Effect,
    Fees,
    FirmDayRules,
    Hedging,
    Inactivity,
    MaximumLoss,
    MaximumLossBasis,
    MinimumDays,
    Need,
    NewsWindow,
    OrderRate,
    Payout,
    Plan,
    PlanRequest,
    ProductCap,
    ProfitTarget,
    WinningDays,
)
from propbots.errors import UnknownFact
from propbots_mffu.plugin import build_plans

_R = TypeVar("_R")
END_OF_DAY, INTRADAY = MaximumLossBasis.END_OF_DAY, MaximumLossBasis.INTRADAY
STARTS = {"25k": 25_000, "50k": 50_000, "100k": 100_000, "150k": 150_000}
LOSSES = {"25k": 1_000, "50k": 2_000, "100k": 3_000, "150k": 4_500}
TARGETS = {"25k": 1_500, "50k": 3_000, "100k": 6_000, "150k": 9_000}
BUFFERS = {"50k": 52_100, "100k": 103_100, "150k": 154_600}
LARGE = ("50k", "100k", "150k")


def load(name: str, phase: str = "", **options: str) -> Plan:
    chosen = {option.replace("_", "-"): value for option, value in options.items()}
    return build_plans().load_plan(PlanRequest(name, chosen, phase))


def the(plan: Plan, kind: type[_R]) -> _R:
    (found,) = plan.find_all(kind)
    return found


def a_floor(size: str, basis: MaximumLossBasis) -> MaximumLoss:
    return MaximumLoss(Decimal(LOSSES[size]), basis, Decimal(STARTS[size] + 100))


def test_there_is_one_name_for_each_plan_and_size() -> None:
    families = [f"{family}-{size}" for family in ("rapid", "pro", "scale", "expert") for size in LARGE]
    single = [
        f"{family}-50k" for family in ("rapid-eod", "builder", "core", "flex", "starter", "starter-plus", "milestone")
    ]

    assert build_plans().plan_names() == sorted([*families, *single, "flex-25k"])


@pytest.mark.parametrize("name", build_plans().plan_names())
def test_every_plan_has_sources_an_evaluation_and_what_follows(name: str) -> None:
    plan = load(name)

    assert plan.sources
    assert plan.effective_from is not None
    assert plan.day == FirmDayRules("America/New_York", time(18), time(16, 8), time(16, 10))
    assert (plan.phase, plan.following) == ("evaluation", f"mffu/{name}#funded")
    assert load(name, "funded").phase == "funded"


@pytest.mark.parametrize(
    ("name", "share", "days", "minis", "price"),
    [("rapid-50k", "0.5", 2, 5, 209), ("rapid-eod-50k", "0.3", 4, 3, 209), ("pro-50k", "0.5", 2, 3, 265)],
)
def test_evaluations_of_50k(name: str, share: str, days: int, minis: int, price: int) -> None:
    plan = load(name)

    assert the(plan, MaximumLoss) == a_floor("50k", END_OF_DAY)
    assert the(plan, ProfitTarget) == ProfitTarget(Decimal(3_000))
    assert the(plan, Consistency) == Consistency(Decimal(share))
    assert the(plan, MinimumDays) == MinimumDays(days)
    assert the(plan, ContractCap) == ContractCap(Decimal(minis))
    assert the(plan, Fees) == Fees(Decimal(price))
    assert plan.find(DailyLoss) is None


@pytest.mark.parametrize("size", LARGE)
def test_rapid_follows_closes_before_it_is_funded_and_live_equity_after(size: str) -> None:
    assert load(f"rapid-{size}").balance == STARTS[size]
    assert the(load(f"rapid-{size}"), MaximumLoss) == a_floor(size, END_OF_DAY)
    assert the(load(f"rapid-{size}", "funded"), MaximumLoss) == a_floor(size, INTRADAY)
    assert the(load(f"rapid-{size}"), ProfitTarget).profit == TARGETS[size]
    assert load(f"rapid-{size}", "funded").find(Consistency) is None


@pytest.mark.parametrize("size", ["100k", "150k"])
@pytest.mark.parametrize("phase", ["evaluation", "funded", "live"])
def test_contracts_of_larger_rapid_accounts_are_not_guessed(size: str, phase: str) -> None:
    with pytest.raises(UnknownFact, match="contracts"):
        load(f"rapid-{size}", phase).require_known(Need.TRADING)
    load("rapid-50k", phase).require_known(Need.TRADING)


def test_rapid_pays_each_day_above_its_gate() -> None:
    payout = the(load("rapid-50k", "funded"), Payout)

    assert payout == Payout(
        Decimal(500), above=Decimal(52_100), gate=Decimal(52_100), every_days=1, split=Decimal("0.9")
    )
    assert the(load("rapid-50k", "funded"), ContractCap) == ContractCap(Decimal(5))


@pytest.mark.parametrize("size", LARGE)
def test_live_rapid_is_shown_from_zero(size: str) -> None:
    plan = load(f"rapid-{size}", "live")

    assert plan.balance == 0
    assert the(plan, MaximumLoss) == MaximumLoss(Decimal(LOSSES[size]), END_OF_DAY, Decimal(0))
    assert (the(plan, Payout).minimum, the(plan, Payout).split) == (Decimal(250), Decimal("0.9"))
    assert plan.find(Inactivity) is None


def test_rapid_eod_follows_closes_in_both_stages() -> None:
    funded = load("rapid-eod-50k", "funded")

    assert the(funded, MaximumLoss) == a_floor("50k", END_OF_DAY)
    assert the(funded, ContractCap) == ContractCap(Decimal(3))
    assert the(funded, Inactivity) == Inactivity(7)
    payout = the(funded, Payout)
    assert (payout.minimum, payout.gate, payout.profit) == (Decimal(500), Decimal(52_100), Decimal(500))
    with pytest.raises(UnknownFact, match="sold"):
        funded.require_known(Need.LIVE)


@pytest.mark.parametrize(("size", "before", "after"), [("50k", 3, 5), ("100k", 6, 10), ("150k", 9, 15)])
def test_pro(size: str, before: int, after: int) -> None:
    plan, funded = load(f"pro-{size}"), load(f"pro-{size}", "funded")
    start, buffer = Decimal(STARTS[size]), Decimal(BUFFERS[size])

    assert the(plan, MaximumLoss) == a_floor(size, END_OF_DAY)
    assert the(plan, ProfitTarget).profit == TARGETS[size]
    assert the(plan, ContractCap).minis == before
    assert the(funded, ContractCap) == ContractCap(Decimal(after), counts_each=True)
    assert the(funded, MaximumLoss) == MaximumLoss(Decimal(LOSSES[size]), END_OF_DAY, None, start + 100)
    payout = the(funded, Payout)
    assert (payout.minimum, payout.gate, payout.above) == (Decimal(1_000), buffer, buffer)
    assert (payout.first_days, payout.every_days) == (14, 14)
    assert (payout.split, payout.total) == (Decimal("0.8"), Decimal(100_000))


def test_a_payout_of_pro_takes_what_is_above_the_buffer() -> None:
    payout = the(load("pro-50k", "funded"), Payout)

    assert payout.above is not None
    assert Decimal(53_200) - payout.above == 1_100


@pytest.mark.parametrize(("options", "amount", "above"), [({}, 2_000, 52_100), ({"max_loss": "1500"}, 1_500, 51_600)])
def test_builder_and_its_add_on(options: dict[str, str], amount: int, above: int) -> None:
    plan, funded = load("builder-50k", **options), load("builder-50k", "funded", **options)

    for phase in (plan, funded):
        assert the(phase, MaximumLoss) == MaximumLoss(Decimal(amount), END_OF_DAY, Decimal(50_100))
        assert the(phase, DailyLoss) == DailyLoss(Decimal(1_000), Effect.SOFT)
        assert the(phase, ContractCap) == ContractCap(Decimal(4))
    assert plan.find(Consistency) is None
    assert the(plan, MinimumDays) == MinimumDays(1)
    assert the(funded, Consistency) == Consistency(Decimal("0.5"))
    payout = the(funded, Payout)
    assert (payout.above, payout.gate) == (Decimal(above), Decimal(above + 500))
    assert (payout.minimum, payout.maximum, payout.count) == (Decimal(500), (Decimal(2_000),), 5)
    assert (payout.every_days, payout.split) == (2, Decimal("0.8"))


def test_price_of_builder() -> None:
    assert the(load("builder-50k"), Fees) == Fees(Decimal(153))


@pytest.mark.parametrize(
    ("name", "restricted"),
    [
        *((name, True) for name in ("rapid-50k", "rapid-eod-50k", "pro-50k", "starter-50k", "expert-50k")),
        *((name, False) for name in ("builder-50k", "core-50k", "starter-plus-50k", "milestone-50k")),
    ],
)
def test_releases_are_avoided_by_two_minutes_once_funded(name: str, restricted: bool) -> None:
    windows = load(name, "funded").find_all(NewsWindow)

    assert not load(name).find_all(NewsWindow)
    assert bool(windows) is restricted
    for window in windows:
        assert (window.before_seconds, window.after_seconds, window.effect) == (120, 120, Effect.SOFT)
    if restricted:
        assert set(windows[0].events) == {"fomc", "fomc-minutes", "employment", "cpi"}
        assert {window.events: "CL" in window.products for window in windows[1:]} == {
            ("eia",): True,
            ("agriculture",): False,
        }


@pytest.mark.parametrize("name", build_plans().plan_names())
def test_what_holds_for_every_plan(name: str) -> None:
    plan = load(name, "funded")

    assert the(plan, Hedging) == Hedging(Effect.HARD)
    assert the(plan, OrderRate) == OrderRate(per_day=500)
    assert the(plan, Automation).bots is Bots.YES
    assert {product: 2 * cost for product, cost in plan.commissions.items()} == {
        "MES": Decimal("1.90"),
        "MNQ": Decimal("1.90"),
        "MCL": Decimal("1.16"),
    }


@pytest.mark.parametrize("name", ["rapid-50k", "rapid-eod-50k", "pro-50k", "builder-50k"])
def test_metals_and_gas_are_restricted(name: str) -> None:
    assert the(load(name), ProductCap).contracts == dict.fromkeys(["GC", "SI", "HG", "PL", "NG", "QG"], Decimal(0))


def test_metals_were_not_restricted_before_a_trading_day() -> None:
    plan = build_plans().load_plan(PlanRequest("core-50k", purchased=date(2026, 2, 6)))

    assert plan.find(ProductCap) is None
    assert [one.on for one in plan.amendments] == [date(2026, 2, 7)]


@pytest.mark.parametrize(
    ("family", "first", "last"),
    [
        ("core-50k", date(2025, 7, 1), date(2026, 3, 31)),
        ("scale-50k", date(2025, 7, 1), date(2025, 10, 31)),
        ("flex-50k", date(2026, 4, 1), date(2026, 7, 23)),
        ("starter-50k", date(2024, 1, 1), date(2025, 6, 30)),
        ("starter-plus-50k", date(2024, 1, 1), date(2025, 6, 30)),
        ("expert-50k", date(2024, 1, 1), date(2025, 6, 30)),
        ("milestone-50k", date(2024, 1, 1), date(2025, 6, 30)),
    ],
)
def test_older_plans_came_and_went(family: str, first: date, last: date) -> None:
    plan = load(family)

    assert (plan.effective_from, plan.effective_to) == (first, last)


def test_core() -> None:
    plan, funded = load("core-50k"), load("core-50k", "funded")

    assert the(plan, MaximumLoss) == a_floor("50k", END_OF_DAY)
    assert the(plan, ProfitTarget).profit == 3_000
    assert the(plan, Consistency) == Consistency(Decimal("0.5"))
    assert the(plan, MinimumDays) == MinimumDays(2)
    assert the(plan, ContractCap) == ContractCap(Decimal(3))
    assert the(plan, Fees) == Fees(Decimal(77), 30)
    assert the(funded, Consistency) == Consistency(Decimal("0.4"))
    assert (the(funded, Payout).minimum, the(funded, Payout).split) == (Decimal(250), Decimal("0.8"))


@pytest.mark.parametrize("size", LARGE)
def test_scale(size: str) -> None:
    plan, funded = load(f"scale-{size}"), load(f"scale-{size}", "funded")

    assert the(plan, MaximumLoss) == the(funded, MaximumLoss) == a_floor(size, END_OF_DAY)
    assert the(plan, ProfitTarget).profit == TARGETS[size]
    assert the(plan, Consistency) == Consistency(Decimal("0.5"))
    assert the(funded, Consistency) == Consistency(Decimal("0.4"))


def test_flex_add_on_of_scale() -> None:
    plan = load("scale-50k", "funded", flex="yes")

    assert the(plan, WinningDays) == WinningDays(5, Decimal(100))
    assert the(plan, MaximumLoss).after_payout == 50_100
    payout = the(plan, Payout)
    assert (payout.minimum, payout.maximum, payout.share) == (Decimal(250), (Decimal(6_000),), Decimal("0.5"))
    assert (payout.above, payout.split) == (Decimal(50_000), Decimal("0.8"))
    cap = the(plan, ContractCap)
    assert (cap.minis, [tier.value for tier in cap.tiers]) == (Decimal(2), [Decimal(3), Decimal(5)])
    plan.require_known(Need.TRADING)


@pytest.mark.parametrize("size", ["25k", "50k"])
def test_flex(size: str) -> None:
    plan, funded = load(f"flex-{size}"), load(f"flex-{size}", "funded")

    assert (plan.balance, the(plan, ProfitTarget).profit) == (Decimal(STARTS[size]), Decimal(TARGETS[size]))
    assert the(plan, MaximumLoss) == the(funded, MaximumLoss) == a_floor(size, END_OF_DAY)
    assert the(funded, WinningDays) == WinningDays(5, Decimal(150))
    assert the(funded, Payout).maximum == (Decimal(2_000),)


@pytest.mark.parametrize("size", LARGE)
def test_expert(size: str) -> None:
    funded = load(f"expert-{size}", "funded")

    assert the(funded, MaximumLoss).amount == LOSSES[size]
    payout = the(funded, Payout)
    assert (payout.above, payout.minimum, payout.every_days) == (Decimal(BUFFERS[size]), Decimal(1_000), 14)


@pytest.mark.parametrize("name", ["starter-50k", "starter-plus-50k", "milestone-50k", "expert-50k", "flex-25k"])
def test_what_is_not_known_of_older_plans_stops_a_verdict(name: str) -> None:
    with pytest.raises(UnknownFact):
        load(name).require_known(Need.TRADING)


def test_consistency_of_the_oldest_plans() -> None:
    assert the(load("starter-50k", "funded"), Consistency) == Consistency(Decimal("0.4"))
    assert load("starter-plus-50k", "funded").find(Consistency) is None
    assert the(load("milestone-50k", "funded"), Consistency) == Consistency(Decimal("0.2"))
    assert load("expert-50k", "funded").find(Consistency) is None
