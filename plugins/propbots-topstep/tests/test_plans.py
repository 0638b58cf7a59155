"""The plans that the distribution ships, against the figures of the firm's pages, written down again by hand."""

from datetime import date, time
from decimal import Decimal
from typing import TypeVar

import pytest

from propbots.api.risk import (
    Automation,
    Bots,
    Conduct,
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
    Payout,
    Plan,
    PlanRequest,
    ProductCap,
    ProfitTarget,
    WinningDays,
)
from propbots.errors import ConfigurationError, UnknownFact, UnknownName
from propbots_topstep.plugin import build_plans

_R = TypeVar("_R")
SIZES = ("50k", "100k", "150k")
LIMITS = {"50k": "1000", "100k": "2000", "150k": "3000"}


def load(name: str, day: date | None = None, **options: str) -> Plan:
    chosen = {option.replace("_", "-"): value for option, value in options.items()}
    return build_plans().load_plan(PlanRequest(name, chosen, purchased=day))


def the(plan: Plan, kind: type[_R]) -> _R:
    (found,) = plan.find_all(kind)
    return found


def money(*amounts: str | int) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, amounts))


def test_there_is_one_name_for_each_account_and_size() -> None:
    families = [f"{family}-{size}" for family in ("combine", "xfa", "lfa") for size in SIZES]

    assert build_plans().plan_names() == sorted([*families, "pro"])


@pytest.mark.parametrize("name", build_plans().plan_names())
def test_every_plan_names_its_sources_and_ends_its_day_in_chicago(name: str) -> None:
    plan = load(name)

    assert plan.sources
    assert plan.effective_from is not None
    assert plan.day == FirmDayRules("America/Chicago", time(17), time(15, 8), time(15, 10))


@pytest.mark.parametrize(
    ("size", "balance", "loss", "target", "minis"),
    [("50k", 50_000, 2_000, 3_000, 5), ("100k", 100_000, 3_000, 6_000, 10), ("150k", 150_000, 4_500, 9_000, 15)],
)
def test_combine(size: str, balance: int, loss: int, target: int, minis: int) -> None:
    plan = load(f"combine-{size}")

    assert plan.balance == balance
    assert the(plan, MaximumLoss) == MaximumLoss(Decimal(loss), MaximumLossBasis.END_OF_DAY, Decimal(balance))
    assert the(plan, ProfitTarget) == ProfitTarget(Decimal(target))
    assert the(plan, ContractCap) == ContractCap(Decimal(minis))
    assert plan.find(MinimumDays) is None
    assert plan.following == f"topstep/xfa-{size}"


@pytest.mark.parametrize("family", ["combine", "xfa"])
@pytest.mark.parametrize("size", SIZES)
def test_daily_loss_is_chosen_and_soft(family: str, size: str) -> None:
    amount = LIMITS[size]

    assert load(f"{family}-{size}").find(DailyLoss) is None
    assert the(load(f"{family}-{size}", daily_loss=amount), DailyLoss) == DailyLoss(Decimal(amount), Effect.SOFT)
    with pytest.raises(ConfigurationError, match=f"daily-loss must be one of {amount}"):
        load(f"{family}-{size}", daily_loss="900")


def test_daily_loss_of_the_combine_goes_on_in_the_express_account() -> None:
    plan = load("combine-50k", daily_loss="1000", activation="free")

    assert plan.name == "topstep/combine-50k?activation=free&daily-loss=1000"
    assert plan.following == "topstep/xfa-50k?daily-loss=1000"


def test_unknown_option_names_the_known_ones() -> None:
    with pytest.raises(UnknownName, match="daily-loss"):
        load("combine-50k", daily_los="1000")


@pytest.mark.parametrize(
    ("day", "share", "later"),
    [(None, "0.55", []), (date(2026, 9, 12), "0.50", [date(2026, 9, 13)]), (date(2026, 9, 13), "0.55", [])],
)
def test_consistency_is_milder_from_a_trading_day_on(day: date | None, share: str, later: list[date]) -> None:
    plan = load("combine-100k", day)

    assert the(plan, Consistency) == Consistency(Decimal(share))
    assert [one.on for one in plan.amendments] == later
    for one in plan.amendments:
        assert Consistency(Decimal("0.55")) in one.rules


@pytest.mark.parametrize(
    ("size", "large", "micro", "small"), [("50k", 3, 30, 2), ("100k", 6, 60, 4), ("150k", 9, 90, 6)]
)
def test_combine_caps_single_products(size: str, large: int, micro: int, small: int) -> None:
    caps = the(load(f"combine-{size}"), ProductCap).contracts

    assert {caps[name] for name in ("GC", "CL", "QM", "RB", "HO")} == {large}
    assert {caps[name] for name in ("MGC", "MCL")} == {micro}
    assert {caps[name] for name in ("SIL", "MHG")} == {small}
    assert {caps[name] for name in ("SI", "HG", "PL")} == {0}


@pytest.mark.parametrize(("size", "with_fee", "without"), [("50k", 49, 95), ("100k", 99, 149), ("150k", 199, 229)])
def test_combine_is_paid_each_month_in_one_of_two_ways(size: str, with_fee: int, without: int) -> None:
    paid, free = (the(load(f"combine-{size}", activation=way), Fees) for way in ("paid", "free"))

    assert paid == Fees(Decimal(with_fee), 30, Decimal(149), Decimal(with_fee))
    assert free == Fees(Decimal(without), 30, Decimal(0), Decimal(without))
    assert the(load(f"combine-{size}"), Fees) == paid


@pytest.mark.parametrize(
    ("day", "micro", "mini"),
    [
        (None, "1.22", "3.78"),
        (date(2026, 7, 28), "1.22", "3.78"),
        (date(2026, 7, 27), "1.24", "3.80"),
        (date(2024, 10, 1), "0.74", "2.80"),
    ],
)
def test_commissions_are_half_of_the_round_turn_of_their_day(day: date | None, micro: str, mini: str) -> None:
    costs = load("combine-50k", day).commissions

    assert [2 * costs[name] for name in ("MES", "MNQ")] == [Decimal(micro)] * 2
    assert [2 * costs[name] for name in ("ES", "NQ")] == [Decimal(mini)] * 2


def test_commissions_of_oil_and_metals() -> None:
    costs = load("xfa-50k").commissions

    told = {"CL": "4.02", "MCL": "1.52", "SI": "4.32", "SIL": "2.72", "GC": "4.24", "MGC": "1.74"}
    assert {name: 2 * costs[name] for name in told} == {name: Decimal(cost) for name, cost in told.items()}


@pytest.mark.parametrize(("size", "loss", "again"), [("50k", 2_000, 599), ("100k", 3_000, 699), ("150k", 4_500, 829)])
def test_express_account_is_shown_from_zero_and_a_payout_puts_its_floor_there(size: str, loss: int, again: int) -> None:
    plan = load(f"xfa-{size}")

    assert (plan.balance, plan.phase) == (Decimal(0), "funded")
    zero = Decimal(0)
    assert the(plan, MaximumLoss) == MaximumLoss(Decimal(loss), MaximumLossBasis.END_OF_DAY, zero, zero)
    assert the(plan, Inactivity) == Inactivity(30)
    assert the(plan, Fees) == Fees(reset=Decimal(again))


@pytest.mark.parametrize(
    ("size", "first", "tiers"),
    [
        ("50k", 2, [(1_500, 3), (2_000, 5)]),
        ("100k", 3, [(1_500, 4), (2_000, 5), (3_000, 10)]),
        ("150k", 3, [(1_500, 4), (2_000, 5), (3_000, 10), (4_500, 15)]),
    ],
)
def test_express_account_has_a_scaling_plan(size: str, first: int, tiers: list[tuple[int, int]]) -> None:
    cap = the(load(f"xfa-{size}"), ContractCap)

    assert cap.minis == first
    assert [(tier.profit, tier.value) for tier in cap.tiers] == [money(*tier) for tier in tiers]


def test_two_paths_lead_to_a_payout() -> None:
    standard, consistent = load("xfa-50k"), load("xfa-50k", path="consistency")

    assert the(standard, WinningDays) == WinningDays(5, Decimal(150))
    assert not standard.find_all(Consistency)
    assert not standard.find_all(MinimumDays)
    assert the(consistent, MinimumDays) == MinimumDays(3)
    assert the(consistent, Consistency) == Consistency(Decimal("0.40"))
    assert consistent.find(WinningDays) is None


@pytest.mark.parametrize("path", ["standard", "consistency"])
@pytest.mark.parametrize("limited", [False, True])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 4, 28), date(2026, 6, 1), date(2026, 6, 2), None])
def test_payout_caps_hang_on_the_day_of_activation(path: str, limited: bool, size: str, day: date | None) -> None:
    payout = the(load(f"xfa-{size}", day, path=path, **({"daily_loss": LIMITS[size]} if limited else {})), Payout)

    caps = {"standard": (2_000, 3_000, 5_000), "consistency": (3_000, 4_000, 6_000)}
    doubled = limited and size == "50k" and day in (None, date(2026, 6, 2))
    cap = caps[path][SIZES.index(size)] * (1 + doubled)
    if day == date(2026, 3, 1):
        cap = {"standard": 5_000, "consistency": 6_000}[path]
    assert payout.maximum == money(cap)
    assert (payout.minimum, payout.share, payout.split, payout.fee) == money(125, "0.5", "0.9", 30)


def test_doubled_caps_of_larger_accounts_are_not_guessed() -> None:
    with pytest.raises(UnknownFact, match="payout cap with a daily loss limit"):
        load("xfa-100k", daily_loss="2000").require_known(Need.PAYOUT)
    load("xfa-100k").require_known(Need.PAYOUT)
    load("xfa-50k", daily_loss="1000").require_known(Need.PAYOUT)


@pytest.mark.parametrize(("size", "limit", "lots"), [("50k", 2_000, 5), ("100k", 3_000, 10), ("150k", 4_500, 15)])
def test_live_account_tightens_as_it_shrinks_and_counts_micros_whole(size: str, limit: int, lots: int) -> None:
    plan = load(f"lfa-{size}")

    loss, cap, floor = the(plan, DailyLoss), the(plan, ContractCap), the(plan, MaximumLoss)
    assert [(tier.profit, tier.value) for tier in loss.tiers] == [money("-4999.99", 2_000), money("0.01", limit)]
    assert [(tier.profit, tier.value) for tier in cap.tiers] == [money("-4999.99", 5), money("0.01", lots)]
    assert (loss.amount, loss.effect, cap.minis, cap.counts_each) == (Decimal(1_000), Effect.SOFT, Decimal(3), True)
    assert (plan.balance - floor.amount, floor.basis) == (Decimal(1_000), MaximumLossBasis.STATIC)
    assert the(plan, WinningDays) == WinningDays(5, Decimal(150))


@pytest.mark.parametrize("name", ["lfa-50k", "pro"])
def test_what_is_not_known_of_it_stops_a_verdict(name: str) -> None:
    with pytest.raises(UnknownFact):
        load(name).require_known(Need.TRADING)


def test_pro_account() -> None:
    plan = load("pro")

    assert (plan.balance, the(plan, MaximumLoss).amount, the(plan, DailyLoss).amount) == money(10_000, 2_000, 1_000)


@pytest.mark.parametrize(("name", "bots"), [("combine-50k", Bots.YES), ("xfa-150k", Bots.YES), ("lfa-50k", Bots.NO)])
def test_bots_trade_from_the_traders_own_machine_and_never_a_live_account(name: str, bots: Bots) -> None:
    automation = the(load(name), Automation)

    assert (automation.bots, automation.servers) == (bots, False)
    assert the(load(name), Hedging) == Hedging(Effect.HARD)


def test_what_no_number_tells_is_told() -> None:
    clauses = " ".join(rule.clause for rule in load("combine-50k").find_all(Conduct))

    for word in ("major release", "2 % of a product's price limit", "spoofing", "one's accounts"):
        assert word in clauses


def test_silver_and_crypto_micros_are_not_traded_live_before_their_weight_is_known() -> None:
    plan = load("combine-50k")

    plan.require_known(Need.LIVE, products=["MES", "CL"])
    with pytest.raises(UnknownFact, match="weights"):
        plan.require_known(Need.LIVE, products=["SIL"])
