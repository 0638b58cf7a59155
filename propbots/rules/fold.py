"""Folding the rules over many drawn accounts: the kernel's own functions, interpreted or compiled.

A recorded day is a row of marks: balance and equity in whole units, told from what the account was worth when the day
began. An attempt is a row of days drawn from the recorded ones, lived through one after the other.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from propbots.rules import path, scalar
from propbots.rules.numbers import RuleNumbers
from propbots.rules.path import (
    MEMORY,
    NO_BREACH,
    begin,
    close_day,
    find_edge,
    follow,
    is_passed,
    judge,
    next_peak,
    open_day,
)

__all__ = ["ACTIVE", "PASSED", "DayMarks", "Folded", "fold", "fold_attempts", "is_hard", "live_day"]

Numbers = NDArray[np.int64]

ACTIVE, PASSED = 0, 1
"""How an attempt stands in the end; a rule that ended it is told by its number in the kernel, and one more."""


class DayMarks(NamedTuple):
    """Recorded days, one after the other; money is told from each day's start, in whole units.

    Attributes:
        equity: At each mark, in the order in which they came. Shape (marks,), int64.
        balance: At each mark. Shape (marks,), int64.
        starts: Where each day's marks begin, and where the last one's end. Shape (days + 1,), int64.
        traded: 1 for a day on which something was traded, else 0. Shape (days,), int64.
    """

    equity: Numbers
    balance: Numbers
    starts: Numbers
    traded: Numbers


class Folded(NamedTuple):
    """What became of each attempt. Shapes (attempts,), int64.

    Attributes:
        outcome: `ACTIVE`, `PASSED`, or 1 more than the kernel's number of the rule that ended it.
        days: How many days it took.
        balance: With which it ended.
        lowest: The least room above the maximum loss's floor at any mark.
    """

    outcome: Numbers
    days: Numbers
    balance: Numbers
    lowest: Numbers


def fold_attempts(  # noqa: PLR0913, PLR0917 -- compiled code takes arrays and numbers, no objects
    numbers: RuleNumbers,
    equity: Numbers,
    balance: Numbers,
    starts: Numbers,
    traded: Numbers,
    draws: Numbers,
    outcome: Numbers,
    days: Numbers,
    ending: Numbers,
    lowest: Numbers,
    memory: Any,
) -> None:
    """Live through the attempts; what became of them is written into the last arrays but one.

    Args:
        numbers: Of the plan.
        equity: Of the days' marks, as in `DayMarks`.
        balance: Of the days' marks.
        starts: Of the days.
        traded: Of the days.
        draws: Which days each attempt lives through. Shape (attempts, days).
        outcome: Written.
        days: Written.
        ending: Written.
        lowest: Written.
        memory: Room for one account's memory.
    """
    for attempt in range(len(draws)):
        begin(numbers, memory)
        now, room = memory[path.START], scalar.NO_LOCK
        held = now
        result, lived = ACTIVE, 0
        for day in draws[attempt]:
            open_day(numbers, memory, now, held)
            span = (starts[day], starts[day + 1])
            result, now, held, room = live_day(numbers, memory, equity, balance, span, now, held, room)
            lived += 1
            if result != ACTIVE:
                break
            close_day(numbers, memory, now, traded[day])
            if is_passed(numbers, memory, now):
                result = PASSED
                break
        outcome[attempt], days[attempt], ending[attempt], lowest[attempt] = result, lived, now, room


def live_day(  # noqa: PLR0913, PLR0917 -- the same
    numbers: RuleNumbers,
    memory: Any,
    equity: Numbers,
    balance: Numbers,
    span: tuple[int, int],
    opened: int,
    base: int,
    room: int,
) -> tuple[int, int, int, int]:
    """Live through a recorded day until something ends the account or locks it, which closes everything.

    Args:
        numbers: Of the plan.
        memory: Of the account, its day open.
        equity: Of all marks.
        balance: Of all marks.
        span: Where the day's marks begin and end.
        opened: Balance at the day's start.
        base: Equity at the day's start.
        room: The least room above the maximum loss's floor so far.

    Returns:
        `ACTIVE` or what ended the account, balance, equity, and the least room.
    """
    now, held, floats = opened, base, numbers.floating_amount > 0
    edge, peak, floor = find_edge(numbers, memory, now), next_peak(numbers, memory), memory[path.LOSS_FLOOR]
    for mark in range(span[0], span[1]):
        now, held = opened + balance[mark], base + equity[mark]
        if not floats and edge < held < peak:  # nothing can happen between them, as between the fences of a run
            room = min(room, held - floor)
            continue
        follow(numbers, memory, held)
        room = min(room, held - memory[path.LOSS_FLOOR])
        broken = judge(numbers, memory, now, held)
        if broken != NO_BREACH and is_hard(numbers, broken):
            return broken + 1, now, held, room
        if broken != NO_BREACH:
            return ACTIVE, held, held, room
        edge, peak, floor = find_edge(numbers, memory, now), next_peak(numbers, memory), memory[path.LOSS_FLOOR]
    return ACTIVE, now, held, room


def is_hard(numbers: RuleNumbers, rule: int) -> bool:
    """Whether breaking a rule ends the account."""
    if rule == path.DAILY_LOSS:
        return numbers.daily_is_hard == 1
    if rule == path.FLOATING_LOSS:
        return numbers.floating_is_hard == 1
    return True


def fold(numbers: RuleNumbers, marks: DayMarks, draws: Numbers, *, compiled: bool | None = None) -> Folded:
    """Live through attempts.

    Args:
        numbers: Of the plan, counted in the units of the marks.
        marks: The recorded days.
        draws: Which days each attempt lives through. Shape (attempts, days), int64.
        compiled: Whether the rules are compiled; None does so where that can be had.

    Returns:
        What became of each attempt; compiled and interpreted, the same.
    """
    run = _compile() if compiled is not False else None
    if run is None and compiled:
        raise ImportError("numba is missing; pip install 'propbots[fast]'")
    told = [np.zeros(len(draws), dtype=np.int64) for _ in range(4)]
    if run is None:
        # Lists are faster than arrays where nothing is compiled.
        lists = [column.tolist() for column in (*marks, draws)]
        interpreted: Callable[..., None] = fold_attempts
        interpreted(numbers, *lists, *told, [0] * MEMORY)
    else:
        run(numbers, *marks, draws, *told, np.zeros(MEMORY, dtype=np.int64))
    return Folded(*told)


@cache
def _compile() -> Callable[..., None] | None:
    """Return the fold compiled, with the kernel's own functions; None where nothing can compile it."""
    try:
        import numba  # noqa: PLC0415 -- a second of imports, for odds alone
        from numba.extending import register_jitable  # noqa: PLC0415 -- the same
    except ImportError:
        return None
    for module in (scalar, path):
        for name in module.__all__:
            if callable(getattr(module, name)):
                register_jitable(getattr(module, name))
    for function in (is_hard, live_day):
        register_jitable(function)
    compiled: Callable[..., None] = numba.njit(fold_attempts, cache=False)
    return compiled
