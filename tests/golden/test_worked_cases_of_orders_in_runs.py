"""The firms' worked cases of caps, clocks and news windows as backtests.

What does not run here: F2, which needs two instruments in one account; F3's tiers of the daily loss; G1's midnights of
FTMO and FundingPips; H1's profits that are taken back.
"""

from decimal import Decimal
from pathlib import Path

import pytest

from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.time import to_text
from propbots.plugin.catalogue import load_catalogue
from propbots.rules.plan import Plan
from propbots.rules.release import Impact, Release, ReleaseCalendar
from rule_script import at
from stage import Act, buy, columns_of, enter_long, exit_, play

CENT = Instrument("CENT", AssetClass.FUTURES, Decimal("0.01"), Decimal(1))
FLAT = (10**7,) * 4


def load(name: str) -> Plan:
    return load_catalogue().load_plan(name, beside=Path(__file__).parent.parent / "plans")


@pytest.mark.parametrize(
    ("name", "closes", "cap"),
    [
        *(
            ("topstep/xfa-50k", closes, cap)
            for closes, cap in [
                ([-500], 2),
                (["1499.99"], 2),
                ([1_500], 3),
                ([1_500, 1_800], 3),
                ([2_000], 5),
                ([2_000, 1_400], 2),
            ]
        ),
        *(
            ("apex-pa-50k.toml", closes, cap)
            for closes, cap in [
                ([0], 2),
                ([1_499], 2),
                ([1_500], 3),
                ([3_000], 4),
                ([3_000, 2_900], 3),
                ([6_000], 4),
            ]
        ),
    ],
)
def test_f1_f3_the_cap_of_a_day_follows_the_close_of_the_day_before(
    name: str, closes: list[int | str], cap: int
) -> None:
    plan = load(name)
    rows: list[tuple[int, ...]] = []
    opens: list[int] = []
    script: dict[int, Act | list[Act]] = {}
    price = 10**7
    for number, close in enumerate([*closes, closes[-1]]):
        before, price = price, 10**7 + int(Decimal(close) * 100)
        last = number == len(closes)
        script |= {len(rows): [buy(cap + 1), buy(cap)] if last else enter_long(), len(rows) + 2: exit_()}
        rows += [(before,) * 4, (before,) * 4, (price,) * 4, (price,) * 4]
        opens += [at(f"2026-11-{16 + number} 10:0{minute}", plan.day.zone) for minute in range(4)]

    story = play(columns_of(rows, opens, instrument=CENT), script, plan=plan, balance=plan.balance)

    assert story.denials == ["contract_cap"]
    assert story.fills[-2].endswith(f"open: buy {cap} at {price} (signal)")


@pytest.mark.parametrize(("product", "contracts"), [("GC", 3), ("MGC", 30), ("SI", 0)])
def test_f4_the_tighter_of_the_plans_cap_and_the_products_holds(product: str, contracts: int) -> None:
    instrument = load_catalogue().instruments.find(product)
    opens = [at(f"2026-11-16 10:0{minute}", "America/Chicago") for minute in range(3)]
    asked = [buy(contracts + 1), *([buy(contracts)] if contracts else [])]

    story = play(columns_of([FLAT] * 3, opens, instrument=instrument), {0: asked}, plan=load("topstep/combine-50k"))

    assert story.denials == ["contract_cap"]
    assert [fill.last_quantity_steps for fill in story.actor.fills] == [contracts] * 2 * bool(contracts)


def test_g1_a_trading_day_is_named_by_the_date_on_which_it_ends() -> None:
    opens = [at(f"2026-11-{moment}", "America/Chicago") for moment in ("22 17:00", "23 14:00", "23 16:59", "23 17:00")]

    plan = play(columns_of([FLAT] * 4, opens, instrument=CENT), {}, plan=load("topstep/combine-50k")).record.plan

    assert plan is not None
    assert [f"{day.date}" for day in plan.days] == ["2026-11-23", "2026-11-24"]


@pytest.mark.parametrize(("day", "closed"), [("2026-01-15", "21:08"), ("2026-07-15", "20:08"), ("2026-10-28", "20:08")])
def test_g1_two_minutes_before_the_hour_to_be_flat_everything_is_closed(day: str, closed: str) -> None:
    opens = [at(f"{day} 15:{minute:02}", "America/Chicago") for minute in range(12)]

    story = play(columns_of([FLAT] * 12, opens, instrument=CENT), {0: buy()}, plan=load("topstep/combine-50k"))

    assert to_text(story.trades[0].exit_time_ns)[11:16] == closed


@pytest.mark.parametrize(
    ("name", "event", "begins", "ends"),
    [
        ("mffu/rapid-50k#funded", "employment", "08:28", "08:32"),
        ("take-profit.toml?size=50k#funded", "NFP", "08:29", "08:31"),
    ],
)
def test_h1_nothing_is_held_and_nothing_opened_around_a_release(name: str, event: str, begins: str, ends: str) -> None:
    zone = "America/New_York"
    opens = [at(f"2026-11-12 08:{minute}", zone) for minute in range(20, 40)]
    news = ReleaseCalendar((Release(at("2026-11-12 08:30", zone), event, "USD", Impact.HIGH),), "a list")
    columns = columns_of([FLAT] * 20, opens, instrument=CENT)

    story = play(columns, {0: buy(), **{place: buy() for place in range(7, 14)}}, plan=load(name), news=news)

    times = [fill.event_time_ns for fill in story.actor.fills]
    assert at(f"2026-11-12 {begins}", zone) in times
    assert not [one for one in times if at(f"2026-11-12 {begins}", zone) < one <= at(f"2026-11-12 {ends}", zone)]
