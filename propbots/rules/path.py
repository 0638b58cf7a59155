"""The rule kernel: what the rules do as an account goes its way, step by step, in whole numbers alone.

An account's memory is a row of whole numbers: a list where the steps are interpreted, an array where they are compiled.
These functions are the only ones that write it. Nothing in them but a payout ever lowers the floor of a maximum loss.
"""

from collections.abc import MutableSequence

from propbots.rules.numbers import END_OF_DAY, INTRADAY, RuleNumbers
from propbots.rules.scalar import (
    NO_FLOOR,
    NO_LOCK,
    choose_reference,
    choose_tier,
    daily_floor,
    is_breached,
    is_consistent,
    new_peak,
    required_profit,
    share_of,
    trail_floor,
)

__all__ = [
    "BEST_DAY",
    "CYCLE_START",
    "DAILY_FLOOR",
    "DAILY_LOSS",
    "DAYS",
    "DAY_START",
    "FLOATING_LOSS",
    "LOSS_FLOOR",
    "MAXIMUM_LOSS",
    "MEMORY",
    "NO_BREACH",
    "START",
    "WINNERS",
    "WINNING_DAYS",
    "begin",
    "close_day",
    "deposit",
    "disarm",
    "find_edge",
    "find_fixed_edge",
    "find_required",
    "floating_floor",
    "follow",
    "is_passed",
    "is_steady",
    "judge",
    "next_peak",
    "open_day",
    "profit_of",
    "take_payout",
]

START, CYCLE_START, DAY_START, LOSS_FLOOR, LOSS_LOCK, LOSS_FOLLOWS = range(6)
"""Balances from which profit is counted: since the start, since the last payout and since the day began; then the floor
of the maximum loss, the highest at which it may stand, and what it follows."""
DAILY_FLOOR, FLOATS, BEST_DAY, WINNERS, DAYS, WINNING_DAYS = range(6, 12)
"""The floor of the day's loss and whether floating losses are judged; then since the last payout the best day's profit,
the profit of all winning days, how many days were traded, and how many of them won."""
MEMORY = 12
"""How many numbers a memory has."""

NO_BREACH, MAXIMUM_LOSS, DAILY_LOSS, FLOATING_LOSS = range(4)
"""What a mark can break."""

Memory = MutableSequence[int]


def begin(numbers: RuleNumbers, memory: Memory) -> None:
    """Begin an account."""
    memory[START] = numbers.start
    memory[CYCLE_START] = numbers.start
    memory[LOSS_FLOOR] = numbers.start - numbers.loss_distance if numbers.loss_distance else NO_FLOOR
    memory[LOSS_LOCK] = numbers.loss_lock
    memory[LOSS_FOLLOWS] = numbers.loss_basis
    memory[DAY_START] = numbers.start
    memory[DAILY_FLOOR] = NO_FLOOR
    memory[FLOATS] = 1
    memory[BEST_DAY] = 0
    memory[WINNERS] = 0
    memory[DAYS] = 0
    memory[WINNING_DAYS] = 0


def open_day(numbers: RuleNumbers, memory: Memory, balance: int, equity: int) -> None:
    """Begin a trading day with what the account was worth as the day before ended."""
    memory[DAY_START], memory[DAILY_FLOOR] = balance, NO_FLOOR
    reference = choose_reference(numbers.daily_reference, balance, equity)
    if numbers.daily_numerator:
        amount = share_of(reference, numbers.daily_numerator, numbers.daily_denominator, numbers.cent)
        memory[DAILY_FLOOR] = daily_floor(reference, amount)
    elif numbers.daily_amount:
        amount = choose_tier(numbers.daily_amount, numbers.daily_tiers, balance - memory[START])
        memory[DAILY_FLOOR] = daily_floor(reference, amount)


def follow(numbers: RuleNumbers, memory: Memory, equity: int) -> None:
    """Let a floor that trails live equity follow it."""
    if memory[LOSS_FOLLOWS] == INTRADAY:
        memory[LOSS_FLOOR] = trail_floor(memory[LOSS_FLOOR], equity, numbers.loss_distance, memory[LOSS_LOCK])


def next_peak(numbers: RuleNumbers, memory: Memory) -> int:
    """Return the least equity at which `follow` changes something."""
    if memory[LOSS_FOLLOWS] != INTRADAY:
        return NO_LOCK
    return new_peak(memory[LOSS_FLOOR], numbers.loss_distance, memory[LOSS_LOCK])


def floating_floor(numbers: RuleNumbers, memory: Memory, balance: int) -> int:
    """Return the equity at which open positions have lost what they may, with a closed balance."""
    if not numbers.floating_amount or not memory[FLOATS]:
        return NO_FLOOR
    return balance - numbers.floating_amount


def judge(numbers: RuleNumbers, memory: Memory, balance: int, equity: int) -> int:
    """Return which rule the account breaks at a mark; of several one that ends it, and of those the maximum loss."""
    if is_breached(equity, memory[LOSS_FLOOR] - numbers.loss_slack):
        return MAXIMUM_LOSS
    breaks_daily = is_breached(equity, memory[DAILY_FLOOR] - numbers.daily_slack)
    breaks_floating = is_breached(equity, floating_floor(numbers, memory, balance) - numbers.floating_slack)
    if breaks_daily and (numbers.daily_is_hard or not (breaks_floating and numbers.floating_is_hard)):
        return DAILY_LOSS
    return FLOATING_LOSS if breaks_floating else NO_BREACH


def find_edge(numbers: RuleNumbers, memory: Memory, balance: int) -> int:
    """Return the highest equity at which `judge` finds a rule broken, with a closed balance."""
    return max(find_fixed_edge(numbers, memory), floating_floor(numbers, memory, balance) - numbers.floating_slack)


def find_fixed_edge(numbers: RuleNumbers, memory: Memory) -> int:
    """Return the same for the rules whose floors do not hang on the closed balance."""
    return max(memory[LOSS_FLOOR] - numbers.loss_slack, memory[DAILY_FLOOR] - numbers.daily_slack)


def disarm(memory: Memory, rule: int) -> None:
    """Judge no more by a rule: for good where it ends the account, else until the next day."""
    if rule == MAXIMUM_LOSS:
        memory[LOSS_FLOOR], memory[LOSS_FOLLOWS] = NO_FLOOR, 0
    elif rule == DAILY_LOSS:
        memory[DAILY_FLOOR] = NO_FLOOR
    elif rule == FLOATING_LOSS:
        memory[FLOATS] = 0


def close_day(numbers: RuleNumbers, memory: Memory, balance: int, traded: int) -> None:
    """End a trading day with a balance; `traded` is 1 if a trade was made on it, else 0."""
    profit = balance - memory[DAY_START]
    memory[BEST_DAY] = max(memory[BEST_DAY], profit)
    memory[WINNERS] += max(0, profit)
    memory[DAYS] += traded
    if traded and numbers.winning_days and profit >= numbers.winning_profit:
        memory[WINNING_DAYS] += 1
    memory[FLOATS] = 1
    if memory[LOSS_FOLLOWS] == END_OF_DAY:
        memory[LOSS_FLOOR] = trail_floor(memory[LOSS_FLOOR], balance, numbers.loss_distance, memory[LOSS_LOCK])


def profit_of(memory: Memory, balance: int) -> int:
    """Return the closed profit since the start, or since the last payout."""
    return balance - memory[CYCLE_START]


def find_required(numbers: RuleNumbers, memory: Memory) -> int:
    """Return the profit that passes now, consistency included; it is told in net profit."""
    if not numbers.best_numerator or numbers.best_of_winners:
        return numbers.target
    return required_profit(
        numbers.target, memory[BEST_DAY], numbers.best_numerator, numbers.best_denominator, numbers.best_strict
    )


def is_steady(numbers: RuleNumbers, memory: Memory, balance: int) -> bool:
    """Whether no day made more of the profit than it may."""
    if not numbers.best_numerator:
        return True
    total = memory[WINNERS] if numbers.best_of_winners else profit_of(memory, balance)
    return is_consistent(memory[BEST_DAY], total, numbers.best_numerator, numbers.best_denominator, numbers.best_strict)


def is_passed(numbers: RuleNumbers, memory: Memory, balance: int) -> bool:
    """Whether a closing balance passes the phase: its target, its days, and no day too good."""
    return (
        numbers.target > 0
        and profit_of(memory, balance) >= numbers.target
        and memory[DAYS] >= numbers.days
        and memory[WINNING_DAYS] >= numbers.winning_days
        and is_steady(numbers, memory, balance)
    )


def deposit(memory: Memory, amount: int) -> None:
    """Count money that was paid in as no profit: what may be lost stays the same, and every floor rises by it."""
    memory[START] += amount
    memory[CYCLE_START] += amount
    _move_day(memory, amount)
    if memory[LOSS_FLOOR] != NO_FLOOR:
        memory[LOSS_FLOOR] += amount
    if memory[LOSS_LOCK] != NO_LOCK:
        memory[LOSS_LOCK] += amount


def take_payout(numbers: RuleNumbers, memory: Memory, balance: int, amount: int) -> None:
    """Take money out, which is no loss of the day: profits are counted anew, and the floor goes where the plan says.

    Args:
        numbers: Of the plan.
        memory: Of the account.
        balance: After it.
        amount: That was taken.
    """
    _move_day(memory, -amount)
    if memory[LOSS_FLOOR] != NO_FLOOR and numbers.loss_after_payout != NO_LOCK:
        memory[LOSS_FLOOR], memory[LOSS_FOLLOWS] = numbers.loss_after_payout, 0
    memory[CYCLE_START] = balance
    memory[BEST_DAY], memory[WINNERS], memory[DAYS], memory[WINNING_DAYS] = 0, 0, 0, 0


def _move_day(memory: Memory, amount: int) -> None:
    memory[DAY_START] += amount
    if memory[DAILY_FLOOR] != NO_FLOOR:
        memory[DAILY_FLOOR] += amount
