"""The firms' worked cases, number by number, by the plans that we ship and by plan files as a person would write them."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from propbots.data.columns import BarColumns
from propbots.domain.event import Side
from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.order import OrderRequest
from propbots.domain.outcome import PlanOutcome, PlanStatus
from propbots.domain.scale import Scale
from propbots.domain.session import UtcDays
from propbots.domain.time import from_nanoseconds, to_nanoseconds
from propbots.domain.timeframe import MINUTE
from propbots.engine.gate import ApprovedOrder, RiskGate, to_minis
from propbots.plugin.catalogue import load_catalogue
from propbots.research.history import HistoryRow
from propbots.research.score import score_history
from propbots.rules import path
from propbots.rules.account_state import PlanState, build_plan_state
from propbots.rules.day import FirmCalendar, FirmDay
from propbots.rules.news import find_window, keeps_profit
from propbots.rules.payout import arrives, build_payout, find_limit, is_ready
from propbots.rules.plan import Plan
from propbots.rules.rule import Consistency, ContractCap, DailyLoss, Effect, NewsWindow
from propbots.venue.path import PathPolicy
from stage import START, columns_of, enter_long, play

Money = str | int | Decimal
PLANS = Path(__file__).parent.parent / "plans"
CENT = Instrument("CENT", AssetClass.FUTURES, Decimal("0.01"), Decimal(1))
MONDAY = date(2026, 11, 16)


def load(name: str) -> Plan:
    """A plan that we ship, or a file of a firm that we do not ship."""
    catalogue = load_catalogue()
    return catalogue.load_plan(name, beside=PLANS) if ".toml" in name else catalogue.load_plan(name)


def begin(name: str) -> tuple[PlanState, Scale]:
    plan = load(name)
    scale = Scale.of(CENT, amounts=plan.amounts())
    return build_plan_state(plan, scale), scale


def told(scale: Scale, units: int | None) -> Any:
    """Units as money, typed loosely so that decimals may be compared with whole numbers."""
    return None if units is None else scale.to_money(units)


def on_days(plan: Plan, *days: Sequence[Money | tuple[Money, Money]]) -> PlanOutcome:
    """Score days of equities at 10:00, 11:00, … New York time; a pair is balance and equity, a lone number both."""
    rows = []
    for number, marks in enumerate(days):
        for hour, mark in enumerate(marks):
            balance, equity = mark if isinstance(mark, tuple) else (mark, mark)
            moment = datetime(2026, 11, 16 + number, 10 + hour, tzinfo=ZoneInfo("America/New_York"))
            rows.append(HistoryRow(to_nanoseconds(moment.astimezone(UTC)), Decimal(balance), Decimal(equity)))
    return score_history(plan, rows)


def closing(name: str, closes: Iterable[Money]) -> list[Any]:
    """The floor after each day that closed at a balance."""
    state, scale = begin(name)
    floors, before = [], state.start
    for close in closes:
        balance = scale.to_units(Decimal(close))
        state.open_day(MONDAY, before, before)
        state.follow(balance)
        state.close_day(balance, traded=True)
        floors.append(told(scale, state.memory[path.LOSS_FLOOR]))
        before = balance
    return floors


def decimals(*numbers: Money) -> list[Decimal]:
    return [Decimal(number) for number in numbers]


def test_a1_the_combines_floor_follows_the_close_and_locks_at_the_start() -> None:
    outcome = on_days(
        load("topstep/combine-50k"),
        ["49700", "50500"],
        ["49600", "50000"],
        ["49900", "51800"],
        ["49850", "51000"],
        ["50600", "52000"],
    )

    assert [day.floor for day in outcome.days] == decimals(48_000, 48_500, 48_500, 49_800, 49_800)
    assert closing("topstep/combine-50k", (50_500, 50_000, 51_800, 51_000, 52_000, 53_500)) == decimals(
        48_500, 48_500, 49_800, 49_800, 50_000, 50_000
    )


@pytest.mark.parametrize(("equity", "status"), [("50000.01", PlanStatus.ACTIVE), ("50000.00", PlanStatus.FAILED)])
def test_a1_touching_the_locked_floor_ends_the_account(equity: str, status: PlanStatus) -> None:
    assert on_days(load("topstep/combine-50k"), ["52000"], [("52000", equity)]).status is status


def test_a2_the_floor_is_tested_against_live_equity() -> None:
    outcome = on_days(
        load("topstep/combine-50k"), ["51000"], [("51000", "49500"), ("51000", "49000.25"), ("51000", "49000"), "50900"]
    )

    assert outcome.status is PlanStatus.FAILED
    assert outcome.days[-1].floor == 49_000
    assert outcome.at_ns == to_nanoseconds(datetime(2026, 11, 17, 17, tzinfo=UTC))


def test_a3_the_first_payout_of_an_express_funded_account_puts_its_floor_at_zero_for_good() -> None:
    state, scale = begin("topstep/xfa-50k")
    payout = build_payout(state.plan, scale)
    assert payout is not None
    floors, before = [], 0
    for close in (400, 800, 1_200, 1_500, 1_700):
        balance = scale.to_units(Decimal(close))
        state.open_day(MONDAY, before, before)
        state.close_day(balance, traded=True)
        floors.append(told(scale, state.hard_floor(balance)))
        before = balance
    room = told(scale, before - (state.hard_floor(before) or 0))
    ready = is_ready(state.numbers, payout, state.memory, before, 7, 0)
    asked = find_limit(payout, before, 0, 0)
    arrived = told(scale, arrives(payout, asked) + payout.fee)
    state.take_payout(before - asked, asked)
    after = before - asked

    assert floors == decimals(-1_600, -1_200, -800, -500, -300)
    assert (room, ready, told(scale, asked), arrived) == (2_000, True, 850, Decimal("765.00"))
    assert (told(scale, after), told(scale, state.hard_floor(after)), state.winning_days) == (850, 0, 0)
    assert state.broken(after, 1) is None
    assert state.broken(after, 0) is not None
    state.open_day(MONDAY, after, after)
    state.close_day(scale.to_units(Decimal(9_000)), traded=True)
    assert told(scale, state.hard_floor(after)) == 0


def test_a4_the_lock_of_mffu_stands_a_hundred_above_the_start() -> None:
    assert closing("mffu/rapid-50k", (52_000, 52_050, 52_100, 54_000)) == decimals(50_000, 50_050, 50_100, 50_100)
    days = (["52000"], ["52050"], ["52100"])
    assert on_days(load("mffu/rapid-50k"), *days, [("52100", "50120")]).status is PlanStatus.ACTIVE
    assert on_days(load("mffu/rapid-50k"), *days, [("52100", "50100")]).status is PlanStatus.FAILED


def test_a5_the_first_payout_of_pro_fixes_the_floor_even_from_above() -> None:
    state, scale = begin("mffu/pro-50k#funded")
    payout = build_payout(state.plan, scale)
    assert payout is not None
    floors = closing("mffu/pro-50k#funded", (51_000, 52_500, 53_200))
    before = state.start
    for close in (51_000, 52_500, 53_200):
        state.open_day(MONDAY, before, before)
        before = scale.to_units(Decimal(close))
        state.close_day(before, traded=True)
    asked = find_limit(payout, before, 0, 0)
    state.take_payout(before - asked, asked)

    assert floors == decimals(49_000, 50_500, 51_200)
    assert (told(scale, asked), told(scale, payout.minimum)) == (1_100, 1_000)
    assert told(scale, state.hard_floor(before - asked)) == 50_100


def test_a6_ftmos_floor_follows_midnight_balances_with_and_without_a_lock() -> None:
    assert closing("ftmo-1-step-100k.toml", (104_000, 112_000)) == decimals(94_000, 102_000)
    assert closing("ftmo-1-step-100k.toml?lock=initial", (104_000, 112_000)) == decimals(94_000, 100_000)


def ticks(name: str, equities: Iterable[Money]) -> tuple[list[Any], int | None]:
    """The floor after each mark of live equity, and the place of the one that broke it."""
    state, scale = begin(name)
    state.open_day(MONDAY, state.start, state.start)
    floors, broken = [], None
    for place, mark in enumerate(equities):
        equity = scale.to_units(Decimal(mark))
        state.follow(equity)
        if broken is None and path.judge(state.numbers, state.memory, equity, equity) == path.MAXIMUM_LOSS:
            broken = place
        floors.append(told(scale, state.memory[path.LOSS_FLOOR]))
    return floors, broken


def test_b1_open_profit_raises_the_floor() -> None:
    floors, broken = ticks("apex-pa-50k.toml", (50_875, 50_000, 51_300, "49300.50", 49_300))

    assert floors == decimals(48_875, 48_875, 49_300, 49_300, 49_300)
    assert (50_000 - floors[1], broken) == (1_125, 4)


def test_b2_the_intraday_floor_stops_at_its_lock() -> None:
    floors, broken = ticks("apex-pa-50k.toml", (51_500, 52_099, 52_100, 55_000, 50_101, 50_100))

    assert floors == decimals(49_500, 50_099, 50_100, 50_100, 50_100, 50_100)
    assert broken == 5


@pytest.mark.parametrize(
    ("platform", "floors"), [("rithmic", (52_000, 53_000, 53_000)), ("tradovate", (52_000, 53_000, 54_000))]
)
def test_b3_where_an_evaluations_floor_stops_hangs_on_the_platform(platform: str, floors: tuple[int, ...]) -> None:
    assert ticks(f"apex-eval-50k.toml?platform={platform}", (54_000, 55_000, 56_000))[0] == decimals(*floors)


def minutes(rows: list[tuple[int, int, int, int]]) -> BarColumns:
    """Bars of a minute, one after the other, of what is worth a cent a tick."""
    return columns_of(rows, [START + number * MINUTE for number in range(len(rows))], instrument=CENT)


ONE_BAR = minutes([(10**7,) * 4, (10**7, 10**7 + 100_000, 10**7 - 110_000, 10**7 + 20_000)])
"""A bar whose high is worth 1,000 more than its open to one unit, its low 1,100 less and its close 200 more."""


@pytest.mark.parametrize(
    ("policy", "name", "status", "floor"),
    [
        (PathPolicy.OHLC, "apex-eval-50k.toml", PlanStatus.FAILED, 49_000),
        (PathPolicy.WORST_CASE, "apex-eval-50k.toml", PlanStatus.FAILED, 49_000),
        (PathPolicy.OLHC, "apex-eval-50k.toml", PlanStatus.ACTIVE, 49_000),
        (PathPolicy.OHLC, "topstep/combine-50k", PlanStatus.ACTIVE, 48_000),
    ],
)
def test_b4_the_path_inside_a_bar_decides_where_a_floor_follows_open_profit(
    policy: PathPolicy, name: str, status: PlanStatus, floor: int
) -> None:
    story = play(ONE_BAR, {0: enter_long()}, plan=load(name), path=policy)

    plan = story.record.plan
    assert plan is not None
    assert plan.status is status
    assert plan.days[0].floor == floor


def test_b1_the_whole_engine_lets_open_profit_raise_the_floor() -> None:
    steps = (0, 0, 87_500, 0, 130_000, -69_950, -70_000)
    flat = [(10**7 + step,) * 4 for step in steps]

    story = play(minutes(flat), {0: enter_long()}, plan=load("apex-eval-50k.toml"))

    plan = story.record.plan
    assert plan is not None
    assert plan.reason == "maximum_loss: equity 49300.00 touched the floor 49300.00"
    floors = story.record.account.floor
    assert floors is not None
    assert [told(story.record.scale, floor) for floor in floors.tolist()] == [
        48_000, 48_000, 48_875, 48_875, 49_300, 49_300, 49_300
    ]  # fmt: skip


@pytest.mark.parametrize(("equity", "status"), [("90000.01", PlanStatus.ACTIVE), ("90000", PlanStatus.FAILED)])
def test_c1_a_static_floor_never_moves(equity: str, status: PlanStatus) -> None:
    outcome = on_days(
        load("fundingpips/2-step-100k"), [("100000", "109000"), "100000"], ["95100"], ["90400"], [("90400", equity)]
    )

    assert outcome.status is status
    assert begin("fundingpips/2-step-100k")[0].memory[path.LOSS_FLOOR] == 9_000_000


def test_c2_a_static_floor_is_tested_against_equity() -> None:
    outcome = on_days(load("fundingpips/2-step-100k"), ["96000"], ["93000"], [("96000", "89500")])

    assert outcome.status is PlanStatus.FAILED
    assert outcome.reason is not None
    assert "maximum_loss" in outcome.reason
    assert "90000.00" in outcome.reason


@pytest.mark.parametrize("name", ["fundingpips/1-step-25k", "fundingpips/2-step-pro-25k"])
def test_c3_six_per_cent_of_25_000(name: str) -> None:
    state, scale = begin(name)

    assert told(scale, state.hard_floor(state.start)) == 23_500


def daily(name: str, balance: Money, equity: Money) -> Any:
    """The floor of a day's loss that opened with a balance and an equity."""
    state, scale = begin(name)
    state.open_day(MONDAY, scale.to_units(Decimal(balance)), scale.to_units(Decimal(equity)))
    return told(scale, state.memory[path.DAILY_FLOOR])


def test_d1_the_daily_loss_is_a_share_of_the_higher_of_balance_and_equity() -> None:
    assert daily("fundingpips/2-step-100k", 105_000, 107_000) == 101_650
    assert daily("fundingpips/1-step-100k", 105_000, 107_000) == 103_790


@pytest.mark.parametrize(
    ("reading", "floor"),
    [("ftmo", 97_000), ("the5ers", 99_275), ("alpha-capital", 96_900), ("blue-guardian", 99_500)],
)
def test_d2_one_headline_has_four_floors(reading: str, floor: int) -> None:
    assert daily(f"daily-5-100k.toml?reading={reading}", 102_000, 104_500) == floor


def test_d3_a_loss_held_over_midnight_eats_the_new_day() -> None:
    rows = [("100000", "97000")]
    alive = on_days(load("fundingpips/2-step-100k"), rows, [("100000", "95000.01")])
    broken = on_days(load("fundingpips/2-step-100k"), rows, [("100000", "95000")])

    assert alive.days[1].floor == 95_000
    assert (alive.status, broken.status) == (PlanStatus.ACTIVE, PlanStatus.FAILED)


@pytest.mark.parametrize(
    ("balance", "equity", "locked"),
    [("50600", "50200.01", False), ("50600", "50200", True), ("50197.44", "50197.44", True)],
)
def test_d4_the_optional_daily_loss_locks_the_day_on_net_equity(balance: str, equity: str, locked: bool) -> None:
    outcome = on_days(load("topstep/combine-50k?daily-loss=1000"), ["51200"], [(balance, equity)], ["51000"])

    assert [violation.effect for violation in outcome.violations] == ["soft"] * locked
    assert outcome.status is PlanStatus.ACTIVE
    assert [day.date.day for day in outcome.days] == [16, 17, 18]


def test_d5_of_two_floors_the_one_that_ends_the_account_is_told() -> None:
    state, scale = begin("topstep/combine-50k?daily-loss=1000")
    state.open_day(MONDAY, *(scale.to_units(Decimal(51_500)),) * 2)
    state.memory[path.LOSS_FLOOR] = scale.to_units(Decimal(50_600))
    broken = state.broken(scale.to_units(Decimal(51_500)), scale.to_units(Decimal(50_600)))

    assert broken is not None
    assert (broken.name, broken.effect) == ("maximum_loss", Effect.HARD)
    assert told(scale, state.memory[path.DAILY_FLOOR]) == 50_500


def earned(name: str, profits: Iterable[Money]) -> tuple[PlanState, Scale, int]:
    """An account after days of profit."""
    state, scale = begin(name)
    balance = state.start
    for profit in profits:
        state.open_day(MONDAY, balance, balance)
        balance += scale.to_units(Decimal(profit))
        state.close_day(balance, traded=True)
    return state, scale, balance


def test_e1_a_good_day_raises_what_is_needed() -> None:
    state, scale, balance = earned("topstep/combine-50k", (1_800, 700, 600))
    after, _, more = earned("topstep/combine-50k", (1_800, 700, 600, 200))
    older = load_catalogue().load_plan("topstep/combine-50k", purchased=date(2026, 8, 1))
    before = build_plan_state(older, scale)
    before.memory[path.BEST_DAY] = state.best_day

    assert told(scale, state.required_profit()) == Decimal("3272.73")
    assert not state.is_passed(balance)
    assert after.is_passed(more)
    assert told(scale, before.required_profit()) == 3_600


@pytest.mark.parametrize(("best", "ok"), [("1650.00", True), ("1650.01", False)])
def test_e2_the_share_itself_is_consistent_at_topstep(best: str, ok: bool) -> None:
    state, _, balance = earned("topstep/combine-50k", (best, Decimal(3_000) - Decimal(best)))

    assert state.is_passed(balance) is ok


@pytest.mark.parametrize(
    ("best", "total", "ok"), [("3600", "9500", True), ("2000", "5000.00", True), ("2000", "4999.99", False)]
)
def test_e3_payouts_of_the_consistency_path(best: str, total: str, ok: bool) -> None:
    rest = Decimal(total) - Decimal(best)
    half = (rest / 2).quantize(Decimal("0.01"))
    parts: list[Money] = [best, half, rest - half]
    state, scale, balance = earned("topstep/xfa-50k?path=consistency", parts)
    payout = build_payout(state.plan, scale)

    assert payout is not None
    assert is_ready(state.numbers, payout, state.memory, balance, 3, 0) is ok


@pytest.mark.parametrize(("best", "required"), [(900, 3_000), (1_200, 4_000)])
def test_e4_rapid_eod_asks_for_thirty_per_cent(best: int, required: int) -> None:
    state, scale, _ = earned("mffu/rapid-eod-50k", (best,))

    assert told(scale, state.required_profit()) == required


def test_e5_zero_pays_when_no_day_made_fifteen_per_cent() -> None:
    seven = (700, 650, 600, 550, 500, 400, 300)
    ready = []
    for days in (seven, (*seven, 400, 350, 250)):
        state, scale, balance = earned("fundingpips/zero-100k", days)
        payout = build_payout(state.plan, scale)
        assert payout is not None
        ready.append(is_ready(state.numbers, payout, state.memory, balance, 14, 0))

    assert ready == [False, True]


@pytest.mark.parametrize(
    ("name", "best", "ok"),
    [
        ("take-profit-50k.toml", 2_000, False),
        ("topstep/combine-50k", 2_000, True),
        ("alpha-standard-50k.toml", 1_600, False),
        ("alpha-standard-50k.toml", 1_599, True),
    ],
)
def test_e6_whether_the_share_itself_is_too_much(name: str, best: int, ok: bool) -> None:
    path_of_plan = name.replace("take-profit-50k.toml", "take-profit.toml?size=50k")
    state, _, balance = earned(path_of_plan, (best, 4_000 - best - 1_200, 1_200))

    assert path.is_steady(state.numbers, state.memory, balance) is ok


def test_e7_the_share_is_one_of_net_profit_with_its_losing_days() -> None:
    state, _, balance = earned("topstep/combine-50k", (1_500, -500, 1_600))
    profit, winners = path.profit_of(state.memory, balance), state.memory[path.WINNERS]

    assert round(Decimal(state.best_day * 100) / profit, 2) == Decimal("61.54")
    assert round(Decimal(state.best_day * 100) / winners, 2) == Decimal("51.61")
    assert not path.is_steady(state.numbers, state.memory, balance)


def tier_of(rule: ContractCap | DailyLoss, profit: Money) -> Any:
    first = rule.minis if isinstance(rule, ContractCap) else rule.amount
    return [first, *(tier.value for tier in rule.tiers if Decimal(profit) >= tier.profit)][-1]


def test_f1_the_scaling_plan_follows_the_balance_of_the_day_before() -> None:
    cap = load("topstep/xfa-50k").find(ContractCap)

    assert cap is not None
    balances = ("-500", "1499.99", 1_500, 1_800, 2_000, 1_400)
    assert [tier_of(cap, balance) for balance in balances] == decimals(2, 2, 3, 3, 5, 2)


@pytest.mark.parametrize(("minis", "micros", "units", "allowed"), [(2, 9, 29, True), (2, 11, 31, False)])
def test_f2_minis_and_micros_count_together(minis: int, micros: int, units: int, allowed: bool) -> None:
    shelf = load_catalogue().instruments
    full, small = shelf.find("ES"), shelf.find("MES")
    held = to_minis(minis, full) + to_minis(micros, small)
    gate = RiskGate(Scale.of(small), load("topstep/xfa-50k"))
    gate.scale_caps(gate.scale.to_units(Decimal(1_600)))

    verdict = gate.review(OrderRequest(Side.BUY, micros), 0, (), to_minis(minis, full))

    assert held * 10 == units
    assert isinstance(verdict, ApprovedOrder) is allowed


def test_f3_apex_levels_follow_the_close_up_and_down() -> None:
    plan = load("apex-pa-50k.toml")
    cap, loss = plan.find(ContractCap), plan.find(DailyLoss)

    assert cap is not None
    assert loss is not None
    levels = [(tier_of(cap, profit), tier_of(loss, profit)) for profit in (0, 1_499, 1_500, 3_000, 2_900, 6_000)]
    assert levels == [(2, 1_000), (2, 1_000), (3, 1_000), (4, 2_000), (3, 1_000), (4, 3_000)]


def firm_day(name: str, moment: str, zone: str = "UTC") -> FirmDay:
    """The firm's day of a moment that is told in a zone."""
    at = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return FirmCalendar(load(name).day, UtcDays()).day_at(to_nanoseconds(at))


@pytest.mark.parametrize(
    ("moment", "day"),
    [("2026-11-22 17:00", "2026-11-23"), ("2026-11-23 16:59:59", "2026-11-23"), ("2026-11-23 17:00", "2026-11-24")],
)
def test_g1_a_trading_day_is_named_by_the_date_on_which_it_ends(moment: str, day: str) -> None:
    assert firm_day("topstep/combine-50k", moment, "America/Chicago").date == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("day", "flat", "prague"),
    [("2026-01-15", "21:10", "23:00"), ("2026-07-15", "20:10", "22:00"), ("2026-10-28", "20:10", "23:00")],
)
def test_g1_clocks_in_utc_winter_summer_and_in_the_week_between(day: str, flat: str, prague: str) -> None:
    topstep = firm_day("topstep/combine-50k", f"{day} 12:00")
    assert topstep.flatten_ns is not None

    assert f"{from_nanoseconds(topstep.flatten_ns + 120 * 10**9):%H:%M}" == flat
    assert f"{from_nanoseconds(firm_day('ftmo-1-step-100k.toml', f'{day} 12:00').start_ns):%H:%M}" == prague
    assert f"{from_nanoseconds(firm_day('fundingpips/2-step-100k', f'{day} 12:00').start_ns):%H:%M}" == "21:00"


NEW_YORK = "America/New_York"


def at(clock: str) -> int:
    """A moment of the day of the release, in New York."""
    moment = datetime.fromisoformat(f"2026-11-12 {clock}").replace(tzinfo=ZoneInfo(NEW_YORK))
    return to_nanoseconds(moment.astimezone(UTC))


@pytest.mark.parametrize(
    ("name", "begins", "ends"),
    [
        ("mffu/rapid-50k#funded", "08:28:00", "08:32:00"),
        ("take-profit.toml?size=50k#funded", "08:29:00", "08:31:00"),
        ("fundingpips/1-step-100k#funded", "08:25:00", "08:35:00"),
    ],
)
def test_h1_windows_around_a_release(name: str, begins: str, ends: str) -> None:
    rule = load(name).find(NewsWindow)

    assert rule is not None
    assert find_window(rule, at("08:30")) == (at(begins), at(ends))


@pytest.mark.parametrize(
    ("opened", "closed", "counts"),
    [("03:29", "08:31", True), ("08:20", "08:34", False), ("08:20", "08:36", True)],
)
def test_h1_profits_around_a_release_are_taken_back(opened: str, closed: str, counts: bool) -> None:
    rule = load("fundingpips/1-step-100k#funded").find(NewsWindow)

    assert rule is not None
    assert keeps_profit(rule, at("08:30"), at(opened), at(closed)) is counts


@pytest.mark.parametrize(
    ("balance", "name", "most", "eligible"),
    [
        (3_000, "topstep/xfa-50k", 1_500, True),
        (6_000, "topstep/xfa-50k", 2_000, True),
        (6_000, "topstep/xfa-50k?daily-loss=1000", 3_000, True),
        (240, "topstep/xfa-50k", 120, False),
    ],
)
def test_i1_a_request_asks_for_half_of_the_balance_up_to_a_cap(
    balance: int, name: str, most: int, eligible: bool
) -> None:
    state, scale = begin(name)
    payout = build_payout(state.plan, scale)
    assert payout is not None
    asked = find_limit(payout, scale.to_units(Decimal(balance)), 0, 0)

    assert (told(scale, asked), asked >= payout.minimum) == (most, eligible)


def test_i2_only_what_is_above_the_buffer_is_paid() -> None:
    state, scale = begin("take-profit.toml?size=25k#funded")
    payout = build_payout(state.plan, scale)
    assert payout is not None
    balance = scale.to_units(Decimal(30_000))
    state.follow(balance)
    asked = find_limit(payout, balance, 0, 0)
    state.take_payout(balance - asked, asked)

    assert (told(scale, asked), told(scale, arrives(payout, asked))) == (3_500, 2_800)
    assert told(scale, balance - asked - (state.hard_floor(balance) or 0)) == 1_500


def test_the_plan_files_of_firms_that_we_do_not_ship_are_read_whole() -> None:
    def all_of(name: str) -> Any:
        plan = load(name)
        return plan.find(Consistency), plan.sources

    for file in PLANS.glob("*.toml"):
        suffix = "?size=50k" if file.stem == "take-profit" else ""
        assert all_of(file.name + suffix)[1], file
