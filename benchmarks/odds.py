"""How long drawing and judging attempts takes: each basis of a floor, compiled and interpreted, and the whole ladder.

Run it with `python -m benchmarks.odds`. Times are of computing, what was compiled once left out and told apart.
"""

from collections.abc import Callable
from datetime import date, timedelta
from statistics import median
from time import perf_counter

import numpy as np

from benchmarks.machine import describe_machine
from propbots.plugin.catalogue import Catalogue, load_catalogue
from propbots.plugin.plan_phases import load_phases
from propbots.plugin.plan_shelf import FoundPlan
from propbots.research.account_path import AccountPath, cut_days
from propbots.research.ladder import LeftOut, climb
from propbots.research.life import Drawing
from propbots.research.odds import estimate_odds, find_scale
from propbots.rules.fold import DayMarks, fold
from propbots.rules.numbers import build_numbers
from propbots.rules.payout import build_payout
from propbots.rules.plan import FirmDayRules, Plan

DAYS, MARKS, ATTEMPTS, LENGTH, ROUNDS = 250, 78, 10_000, 60, 5
"""Recorded days, marks of a day (five minutes), attempts, days of an attempt, and rounds of which the median counts."""
PLANS = {
    "static": "fundingpips/2-step-50k",
    "end of day": "topstep/combine-50k",
    "intraday": "mffu/rapid-50k#funded",
    "floating loss, intraday": "fundingpips/zero-50k",
}
DAY_NS, MARK_NS = 86_400 * 10**9, 300 * 10**9


def build_path() -> AccountPath:
    """Return a seeded walk of five-minute marks, closed at each day's end."""
    steps = np.random.default_rng(0).normal(300, 5_000, (DAYS, MARKS)).astype(np.int64)
    equity = 5_000_000 + steps.ravel().cumsum()
    balance = np.repeat(np.append(5_000_000, equity[MARKS - 1 : -1 : MARKS]), MARKS)
    balance[MARKS - 1 :: MARKS] = equity[MARKS - 1 :: MARKS]
    time = (20_458 + np.arange(DAYS))[:, None] * DAY_NS + 15 * 3_600 * 10**9 + np.arange(MARKS) * MARK_NS
    return AccountPath(time.ravel(), equity, balance, time[:, 0], 5_000_000, 2, "USD")


def day_at(moment: int) -> tuple[date, int]:
    """Return the UTC day of a moment, and when it is over."""
    number = moment // DAY_NS
    return date(1970, 1, 1) + timedelta(days=number), (number + 1) * DAY_NS


def time_it(work: Callable[[], object]) -> float:
    """Return the median of some runs in seconds."""
    took = []
    for _ in range(ROUNDS):
        began = perf_counter()
        work()
        took.append(perf_counter() - began)
    return median(took)


def whole_days(path: AccountPath) -> DayMarks:
    """Return every recorded mark, none of them left out."""
    opens = np.append(path.opening, path.equity[MARKS - 1 : -1 : MARKS])
    opening = np.append(path.opening, path.balance[MARKS - 1 : -1 : MARKS])
    equity, balance = path.equity - np.repeat(opens, MARKS), path.balance - np.repeat(opening, MARKS)
    return DayMarks(equity, balance, np.arange(DAYS + 1) * MARKS, np.ones(DAYS, np.int64))


def measure_fold(plan: Plan, path: AccountPath) -> tuple[float, float, float]:
    """Return the seconds of one plan: all marks compiled, those that are kept compiled, and the same interpreted."""
    scale = find_scale(path, [plan])
    numbers, payout = build_numbers(plan, scale), build_payout(plan, scale)
    counted = path.count_in(scale)
    draws = np.random.default_rng(1).integers(0, DAYS, (ATTEMPTS, LENGTH))
    kept = cut_days(counted, day_at).marks
    fold(numbers, kept, draws[:1], payout=payout)
    few = ATTEMPTS // 10
    began = perf_counter()
    fold(numbers, kept, draws[:few], payout=payout, compiled=False)
    interpreted = (perf_counter() - began) * ATTEMPTS / few
    whole = whole_days(counted)
    return (
        time_it(lambda: fold(numbers, whole, draws, payout=payout)),
        time_it(lambda: fold(numbers, kept, draws, payout=payout)),
        interpreted,
    )


def measure_ladder(catalogue: Catalogue, path: AccountPath) -> tuple[int, float]:
    """Return how many plans are ranked and how long that takes, plans already read."""
    every = [one.plan.name for one in catalogue.plans.list_all() if isinstance(one, FoundPlan)]
    phases = [load_phases(catalogue.plans, name, None) for name in every]

    def days_of(_rules: FirmDayRules) -> Callable[[int], tuple[date, int]]:
        return day_at

    ranked = [one for one in climb(phases, path, days_of, Drawing()) if not isinstance(one, LeftOut)]
    return len(ranked), time_it(lambda: list(climb(phases, path, days_of, Drawing())))


def main() -> None:
    """Measure and print."""
    catalogue, path = load_catalogue(), build_path()
    print(" · ".join(f"{name} {fact}" for name, fact in describe_machine().items()))
    print(f"{ATTEMPTS:,} attempts x {LENGTH} days, {MARKS} marks a day, {DAYS} days recorded; seconds")
    print(f"{'floor':>26} {'all marks':>10} {'marks kept':>11} {'interpreted':>12}")
    for name, plan in PLANS.items():
        told = measure_fold(catalogue.load_plan(plan), path)
        print(f"{name:>26} {told[0]:>10.3f} {told[1]:>11.3f} {told[2]:>12.1f}")
    plans = load_phases(catalogue.plans, "topstep/combine-50k", None)
    took = time_it(lambda: estimate_odds(plans, path, day_at, Drawing()))
    print(f"odds of two phases, days cut, drawn, judged and told: {took:.3f}")
    count, took = measure_ladder(catalogue, path)
    print(f"ladder of {count} plans with all their phases: {took:.3f}")


if __name__ == "__main__":
    main()
