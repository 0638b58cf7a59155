"""The odds of a plan: as the closed forms have them, and to the cent where nothing is left to chance."""

from decimal import Decimal
from math import sqrt

import attrs
import numpy as np
import pytest

from propbots.errors import ConfigurationError, DataCorrupt, UnknownFact
from propbots.research.history import HistoryRow
from propbots.research.life import Drawing
from propbots.research.odds import Odds, estimate_odds
from propbots.rules.effect import Effect
from propbots.rules.plan import Need, Plan, Unknown
from propbots.rules.rule import Fees, Payout, Rule, WinningDays
from recorded_days import a_path, day_at
from rule_script import a_daily_loss, a_maximum_loss, a_plan, a_target, at

EVEN = a_path([[100.0], [-100.0]])
"""Won and lost days, as many of each."""
WINNING = a_path([[100.0], [100.0]])


def odds_of(*plans: Plan, path: object = EVEN, rows: tuple[HistoryRow, ...] = (), **how: int) -> Odds:
    drawing = Drawing(**{"attempts": 4_000, "days": 400, "block": 1, **how})
    return estimate_odds(plans, path, day_at, drawing, rows=rows)  # type: ignore[arg-type]


def phases(first: tuple[Rule, ...], then: tuple[Rule, ...]) -> tuple[Plan, Plan]:
    return a_plan(*first), attrs.evolve(a_plan(*then), name="firm/plan#funded", phase="funded")


@pytest.mark.parametrize(("down", "up"), [(1, 1), (2, 3), (5, 2), (4, 4)])
def test_a_driftless_walk_passes_as_often_as_the_gamblers_ruin_says(down: int, up: int) -> None:
    (phase,) = odds_of(a_plan(a_maximum_loss(100 * down), a_target(100 * up))).phases

    assert phase.passed is not None
    low, high = phase.passed.interval
    chance = down / (down + up)
    slack = sqrt(chance * (1 - chance) / phase.passed.of)  # one case in twenty lies just outside
    assert low - slack <= chance <= high + slack
    assert list(phase.broken) == ["maximum_loss"]
    assert phase.broken["maximum_loss"].hits + phase.passed.hits == 4_000


def test_an_account_goes_on_from_where_it_stands() -> None:
    rows = tuple(
        HistoryRow(at(f"2026-01-0{day} 12:00"), Decimal(balance), Decimal(balance))
        for day, balance in ((5, 50_000), (6, 50_100), (7, 50_200))
    )

    odds = odds_of(a_plan(a_maximum_loss(300), a_target(300)), rows=rows)

    (phase,), standing = odds.phases, odds.standing
    assert standing is not None
    assert (standing.balance, standing.floor, standing.days) == (Decimal(50_200), Decimal(49_700), 2)
    assert phase.passed is not None
    low, high = phase.passed.interval
    assert low <= 5 / 6 <= high


def test_an_account_that_has_ended_does_not_go_on() -> None:
    rows = (HistoryRow(at("2026-01-05 12:00"), Decimal(49_000), Decimal(49_000)),)

    with pytest.raises(ConfigurationError, match="has failed already: maximum_loss"):
        odds_of(a_plan(a_maximum_loss(300), a_target(300)), rows=rows)


def test_days_to_pass_are_counted() -> None:
    (phase,) = odds_of(a_plan(a_maximum_loss(300), a_target(500)), path=WINNING, attempts=10, days=8).phases

    assert (phase.days, phase.histogram) == ((5, 5, 5), (0, 0, 0, 0, 10, 0, 0, 0))
    assert phase.fan is not None
    assert phase.fan.balances[:, 3].tolist() == [50_400.0] * 5
    assert phase.fan.floors is not None
    assert phase.fan.floors.tolist() == [49_700.0] * 8


def test_prices_activation_and_payouts_are_counted_to_the_cent() -> None:
    fees = Fees(price=Decimal(49), every_days=7, activation=Decimal("149.5"))
    payout = Payout(
        minimum=Decimal(250), maximum=(Decimal(300), Decimal(500)), split=Decimal("0.9"), fee=Decimal(5), count=2
    )
    first, then = phases(
        (a_maximum_loss(300), a_target(1_000), fees), (a_maximum_loss(2_000), payout, WinningDays(5, Decimal(100)))
    )

    odds = odds_of(first, then, path=WINNING, attempts=10, days=30)

    # Ten trading days are two weeks: two bills. After five winning days 500 are there, of which 300 may be asked for;
    # after five more 700, of which 500 may be. Of each nine tenths arrive, less 5.
    assert odds.cost is not None
    assert odds.value is not None
    assert (odds.cost.value, odds.arrived.value) == pytest.approx((2 * 49 + 149.5, 300 * 0.9 - 5 + 500 * 0.9 - 5))
    assert odds.value.value == pytest.approx(710 - 247.5)
    assert odds.paid is not None
    assert (odds.paid.hits, odds.payouts.value, odds.days.value) == (10, 2.0, 20.0)
    funded = odds.phases[1]
    assert (funded.first_payout, funded.days) == (5, (10, 10, 10))


def test_a_lost_account_is_begun_again_as_often_as_asked() -> None:
    losing = a_path([[-100.0], [-100.0]])
    plan = a_plan(a_maximum_loss(300), a_target(300), Fees(price=Decimal(50), reset=Decimal(30)))

    odds = odds_of(plan, path=losing, attempts=10, days=9, resets=2)

    assert odds.cost is not None
    assert (odds.cost.value, odds.days.value) == (110.0, 9.0)
    assert odds.phases[0].broken["maximum_loss"].hits == 10


def test_a_reset_gives_those_that_were_lost_another_chance() -> None:
    plan = a_plan(a_maximum_loss(100), a_target(100))

    passed = [odds_of(plan, attempts=20_000, resets=resets).phases[0].passed for resets in (0, 1, 2)]

    for chance, expected in zip(passed, (1 / 2, 3 / 4, 7 / 8), strict=True):
        assert chance is not None
        assert chance.share == pytest.approx(expected, abs=0.015)


def test_a_price_that_nobody_knows_leaves_the_worth_open_until_it_is_given() -> None:
    unknown = Unknown("price", "what it costs", Need.COST)
    plan = attrs.evolve(a_plan(a_maximum_loss(300), a_target(300)), unknown=(unknown,))

    odds = odds_of(plan)
    priced = estimate_odds([plan], EVEN, day_at, Drawing(attempts=10, block=1), price=Decimal("36.125"))

    assert (odds.cost, odds.value) == (None, None)
    assert priced.cost is not None
    assert priced.cost.value == pytest.approx(36.125)


def test_a_fact_without_which_nobody_can_trade_stops_with_its_name() -> None:
    plan = attrs.evolve(a_plan(a_maximum_loss(300)), unknown=(Unknown("contracts", "how many may be held"),))

    with pytest.raises(UnknownFact, match="contracts"):
        odds_of(plan)


def test_a_later_phase_of_which_a_fact_is_not_known_is_left_out_with_it() -> None:
    first, then = phases((a_maximum_loss(300), a_target(300), Fees(price=Decimal(50))), (Payout(),))
    blind = attrs.evolve(then, unknown=(Unknown("qualifying day", "which day counts", Need.PAYOUT),))

    odds = odds_of(first, blind, attempts=10)

    assert [phase.plan.phase for phase in odds.phases] == ["evaluation"]
    assert odds.unknown is not None
    assert "qualifying day" in odds.unknown
    assert (odds.paid, odds.value) == (None, None)
    assert odds.cost is not None


def test_a_payout_that_nobody_reaches_is_a_chance_of_nothing_and_no_unknown() -> None:
    first, then = phases((a_maximum_loss(100), a_target(5_000)), (Payout(),))

    odds = odds_of(first, then, path=a_path([[-100.0], [-100.0]]), attempts=10)

    assert odds.paid is not None
    assert (odds.paid.hits, odds.paid.of, len(odds.phases)) == (0, 10, 1)


def test_too_few_days_are_refused() -> None:
    with pytest.raises(DataCorrupt, match="2 trading days are recorded; at least 5"):
        odds_of(a_plan(a_maximum_loss(300)), block=5)


def test_a_locked_day_is_over_with_what_it_lost_by_then() -> None:
    path = a_path([[-60.0, -60.0, 500.0], [-60.0, -60.0, 500.0]])

    (phase,) = odds_of(a_plan(a_daily_loss(100)), path=path, attempts=5, days=3).phases
    hard = odds_of(a_plan(a_daily_loss(100, Effect.HARD)), path=path, attempts=5, days=3).phases[0]

    assert phase.fan is not None
    assert phase.fan.balances[2].tolist() == [49_880.0, 49_760.0, 49_640.0]
    assert (phase.passed, phase.active.hits) == (None, 5)
    assert hard.broken["daily_loss"].hits == 5


def test_the_same_seed_gives_the_same_odds() -> None:
    plan = a_plan(a_maximum_loss(300), a_target(500))

    one, same, other = (odds_of(plan, seed=seed) for seed in (3, 3, 4))

    assert one.phases[0].histogram == same.phases[0].histogram != other.phases[0].histogram
    assert one.phases[0].fan is not None
    assert same.phases[0].fan is not None
    assert np.array_equal(one.phases[0].fan.balances, same.phases[0].fan.balances)
