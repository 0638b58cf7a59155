"""Folding the rules over many drawn accounts: the kernel's own functions, interpreted or compiled.

A recorded day is a row of marks: balance and equity in whole units, told from what the account was worth when the day
began. An attempt is a row of days drawn from the recorded ones, lived through one after the other.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from propbots.rules.attempt import ACTIVE, PARTS, PASSED, Beginning, fold_attempts
from propbots.rules.compilation import compile_fold
from propbots.rules.numbers import RuleNumbers
from propbots.rules.path import MEMORY, begin
from propbots.rules.payout import NO_PAYOUT, PayoutNumbers

__all__ = ["ACTIVE", "PASSED", "Beginning", "DayMarks", "Folded", "begin_fresh", "fold"]

Numbers = NDArray[np.int64]

_WORTH_A_THREAD = 500
"""Attempts that take longer than it takes to begin a thread."""


class DayMarks(NamedTuple):
    """Recorded days, one after the other; money is told from each day's start, in whole units.

    Attributes:
        equity: At each mark, in the order in which they came. Shape (marks,), int64.
        balance: At each mark. Shape (marks,), int64.
        starts: Where each day's marks begin, and where the last one's end; none is without one. Shape (days + 1,).
        traded: 1 for a day on which something was traded, else 0. Shape (days,), int64.
    """

    equity: Numbers
    balance: Numbers
    starts: Numbers
    traded: Numbers


class Folded(NamedTuple):
    """What became of each attempt; money in whole units.

    Attributes:
        outcome: `ACTIVE`, `PASSED`, or 1 more than the kernel's number of the rule that ended it. Shape (attempts,).
        days: How many days it took. Shape (attempts,).
        balance: With which it ended. Shape (attempts,).
        lowest: The least room above the maximum loss's floor at any mark. Shape (attempts,).
        payouts: How many payouts there were. Shape (attempts,).
        arrived: What of them arrived. Shape (attempts,).
        first: On which day the first of them was, counted from 1; 0 without one. Shape (attempts,).
        closes: Closing balances; the last one holds on after the end. Shape (attempts, days).
        floors: Of the maximum loss, after each close. Shape (attempts, days).
    """

    outcome: Numbers
    days: Numbers
    balance: Numbers
    lowest: Numbers
    payouts: Numbers
    arrived: Numbers
    first: Numbers
    closes: Numbers
    floors: Numbers


def fold(
    numbers: RuleNumbers,
    marks: DayMarks,
    draws: Numbers,
    *,
    payout: PayoutNumbers | None = None,
    beginning: Beginning | None = None,
    compiled: bool | None = None,
) -> Folded:
    """Live through attempts.

    Args:
        numbers: Of the plan, counted in the units of the marks.
        marks: The recorded days.
        draws: Which days each attempt lives through. Shape (attempts, days), int64.
        payout: Terms on which money is taken out as soon and as much as may be; None where nothing is.
        beginning: How each attempt begins; None for a fresh account.
        compiled: Whether the rules are compiled; None does so where that can be had.

    Returns:
        What became of each attempt; compiled and interpreted, the same.

    Raises:
        ImportError: If it must be compiled and cannot.
    """
    run = None if compiled is False else compile_fold(fold_attempts, PARTS)
    if run is None and compiled:
        raise ImportError("numba is missing; pip install 'propbots[fast]'")
    told = Folded(*(np.zeros(len(draws), np.int64) for _ in range(7)), *(np.zeros_like(draws) for _ in range(2)))
    lows = np.minimum.reduceat(marks.equity, marks.starts[:-1])
    highs = np.maximum.reduceat(marks.equity, marks.starts[:-1])
    opens = np.minimum.reduceat(marks.equity - marks.balance, marks.starts[:-1])
    terms, opening = payout or NO_PAYOUT, beginning or begin_fresh(numbers)
    columns = (*marks, lows, highs, opens)
    if run is None:
        # Lists are faster than arrays where nothing is compiled.
        interpreted: Callable[..., None] = fold_attempts
        lists = (column.tolist() for column in (*columns, draws))
        interpreted(numbers, terms, opening, *lists, *told, [0] * MEMORY)
        return told

    def run_part(part: slice) -> None:
        own = (column[part] for column in told)
        run(numbers, terms, opening, *columns, draws[part], *own, np.zeros(MEMORY, np.int64))

    with ThreadPoolExecutor() as threads:  # compiled code lets go of Python's lock
        list(threads.map(run_part, _split(len(draws))))
    return told


def _split(attempts: int) -> list[slice]:
    """Return as many parts as there are processors, each worth a thread."""
    parts = max(1, min(os.cpu_count() or 1, attempts // _WORTH_A_THREAD))
    edges = [attempts * part // parts for part in range(parts + 1)]
    return [slice(first, last) for first, last in pairwise(edges)]


def begin_fresh(numbers: RuleNumbers) -> Beginning:
    """Return how a fresh account begins."""
    memory = [0] * MEMORY
    begin(numbers, memory)
    return Beginning(tuple(memory), numbers.start, numbers.start)
