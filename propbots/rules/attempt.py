"""Attempts lived through one after the other, mark by mark: code that is compiled, or interpreted as it stands."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from propbots.rules import path, scalar
from propbots.rules.numbers import RuleNumbers
from propbots.rules.path import (
    MEMORY,
    NO_BREACH,
    close_day,
    find_fixed_edge,
    floating_floor,
    follow,
    is_passed,
    judge,
    next_peak,
    open_day,
    take_payout,
)
from propbots.rules.payout import PayoutNumbers, arrives, find_payout

__all__ = ["ACTIVE", "PARTS", "PASSED", "Beginning", "fold_attempts", "hold_on", "is_hard", "live_day", "recall"]

Numbers = NDArray[np.int64]

ACTIVE, PASSED = 0, 1
"""How an attempt stands in the end; a rule that ended it is told by its number in the kernel, and one more."""


class Beginning(NamedTuple):
    """How every attempt begins.

    Attributes:
        memory: What the kernel remembers.
        balance: Closed, in whole units.
        equity: With what is open.
        number: How many payouts there were.
        paid: What they took out together.
    """

    memory: tuple[int, ...]
    balance: int
    equity: int
    number: int = 0
    paid: int = 0


def fold_attempts(  # noqa: PLR0913, PLR0917 -- compiled code takes arrays and numbers, no objects
    numbers: RuleNumbers,
    payout: PayoutNumbers,
    opening: Beginning,
    equity: Numbers,
    balance: Numbers,
    starts: Numbers,
    traded: Numbers,
    lows: Numbers,
    highs: Numbers,
    opens: Numbers,
    draws: Numbers,
    outcome: Numbers,
    days: Numbers,
    ending: Numbers,
    lowest: Numbers,
    payouts: Numbers,
    arrived: Numbers,
    first: Numbers,
    closes: Numbers,
    floors: Numbers,
    memory: Any,
) -> None:
    """Live through the attempts; what became of them is written into the arrays of `Folded`.

    Args:
        numbers: Of the plan.
        payout: Its terms of payouts.
        opening: How each attempt begins.
        equity: Of the days' marks, as in `DayMarks`.
        balance: Of the days' marks.
        starts: Of the days.
        traded: Of the days.
        lows: The least equity of each day.
        highs: The greatest equity of each day.
        opens: The least open profit of each day, from what was open as it began.
        draws: Which days each attempt lives through. Shape (attempts, days).
        outcome: Written, as all that follow but the last.
        days: Written.
        ending: Written.
        lowest: Written.
        payouts: Written.
        arrived: Written.
        first: Written.
        closes: Written.
        floors: Written.
        memory: Room for one account's memory.
    """
    for attempt in range(len(draws)):
        recall(memory, opening.memory)
        now, held, room = opening.balance, opening.equity, scalar.NO_LOCK
        number, paid, since = opening.number, opening.paid, -1
        result, lived = ACTIVE, 0
        row, floor_row = closes[attempt], floors[attempt]
        for day in draws[attempt]:
            open_day(numbers, memory, now, held)
            span = (starts[day], starts[day + 1])
            reach = (held + lows[day], held + highs[day], held - now + opens[day])
            result, now, held, room = live_day(numbers, memory, equity, balance, span, reach, now, held, room)
            lived += 1
            if since < 0 and traded[day]:
                since = lived
            if result == ACTIVE:
                close_day(numbers, memory, now, traded[day])
                if is_passed(numbers, memory, now):
                    result = PASSED
                # Seven calendar days go by in five trading days.
                waited = (lived - since) * 7 // 5 if since >= 0 else -1
                amount = find_payout(numbers, payout, memory, now, waited, number, paid)
                if amount > 0 and result == ACTIVE:
                    now, held, number, paid, since = now - amount, held - amount, number + 1, paid + amount, lived
                    take_payout(numbers, memory, now, amount)
                    arrived[attempt] += arrives(payout, amount)
                    payouts[attempt] += 1
                    if payouts[attempt] == 1:
                        first[attempt] = lived
                    if number >= payout.count_max:
                        result = PASSED
            row[lived - 1], floor_row[lived - 1] = now, memory[path.LOSS_FLOOR]
            if result != ACTIVE:
                break
        hold_on(row, lived, now)
        hold_on(floor_row, lived, memory[path.LOSS_FLOOR])
        outcome[attempt], days[attempt], ending[attempt], lowest[attempt] = result, lived, now, room


def recall(memory: Any, told: tuple[int, ...]) -> None:
    """Remember what is told."""
    for place in range(MEMORY):
        memory[place] = told[place]


def hold_on(row: Numbers, first: int, value: int) -> None:
    """Let a value stand from a day on."""
    for place in range(first, len(row)):
        row[place] = value


def live_day(  # noqa: PLR0913, PLR0917 -- the same
    numbers: RuleNumbers,
    memory: Any,
    equity: Numbers,
    balance: Numbers,
    span: tuple[int, int],
    reach: tuple[int, int, int],
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
        reach: The least and the greatest equity of the day, and the least by which it stands above the balance.
        opened: Balance at the day's start.
        base: Equity at the day's start.
        room: The least room above the maximum loss's floor so far.

    Returns:
        `ACTIVE` or what ended the account, balance, equity, and the least room.
    """
    now, held, slack = opened, base, numbers.floating_slack
    edge, peak, floor = find_fixed_edge(numbers, memory), next_peak(numbers, memory), memory[path.LOSS_FLOOR]
    floats = floating_floor(numbers, memory, 0) - slack < reach[2]
    if floats and edge < reach[0] and reach[1] < peak:  # nothing can happen all day
        last = span[1] - 1
        return ACTIVE, opened + balance[last], base + equity[last], min(room, reach[0] - floor)
    for mark in range(span[0], span[1]):
        now, held = opened + balance[mark], base + equity[mark]
        if edge < held < peak and floating_floor(numbers, memory, now) - slack < held:  # as between a run's fences
            room = min(room, held - floor)
            continue
        follow(numbers, memory, held)
        room = min(room, held - memory[path.LOSS_FLOOR])
        broken = judge(numbers, memory, now, held)
        if broken != NO_BREACH and is_hard(numbers, broken):
            return broken + 1, now, held, room
        if broken != NO_BREACH:
            return ACTIVE, held, held, room
        edge, peak, floor = find_fixed_edge(numbers, memory), next_peak(numbers, memory), memory[path.LOSS_FLOOR]
    return ACTIVE, now, held, room


def is_hard(numbers: RuleNumbers, rule: int) -> bool:
    """Whether breaking a rule ends the account."""
    if rule == path.DAILY_LOSS:
        return numbers.daily_is_hard == 1
    if rule == path.FLOATING_LOSS:
        return numbers.floating_is_hard == 1
    return True


PARTS = hold_on, is_hard, live_day, recall
"""What `fold_attempts` calls of this module."""
