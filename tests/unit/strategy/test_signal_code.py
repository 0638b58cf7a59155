"""What follows from a rule strategy's conditions and what is held."""

import numpy as np
import pytest

from propbots.series.expression import close, open_
from propbots.series.program import ColumnProgram
from propbots.strategy.base import Rules
from propbots.strategy.signal_code import (
    LONG_ENTRY,
    LONG_EXIT,
    SHORT_ENTRY,
    SHORT_EXIT,
    conditions,
    decide,
    join,
    join_columns,
)


@pytest.mark.parametrize(
    ("code", "position", "leave", "entry"),
    [
        (LONG_ENTRY, 0, False, 1),
        (SHORT_ENTRY, 0, False, -1),
        (LONG_ENTRY, 2, False, 0),
        (SHORT_ENTRY, -2, False, 0),
        (LONG_ENTRY, -2, True, 1),
        (SHORT_ENTRY, 2, True, -1),
        (LONG_EXIT, 2, True, 0),
        (LONG_EXIT, -2, False, 0),
        (LONG_EXIT, 0, False, 0),
        (SHORT_EXIT, -2, True, 0),
        (SHORT_EXIT, 2, False, 0),
        (LONG_EXIT | SHORT_ENTRY, 2, True, -1),
        (LONG_EXIT | LONG_ENTRY, 2, True, 0),
        (LONG_EXIT | LONG_ENTRY, 0, False, 1),
        (0, 2, False, 0),
    ],
)
def test_conditions_enter_leave_and_turn(code: int, position: int, leave: bool, entry: int) -> None:
    assert decide(code, position) == (leave, entry)


@pytest.mark.parametrize("position", [-1, 0, 1])
def test_where_both_entries_hold_neither_acts(position: int) -> None:
    assert decide(LONG_ENTRY | SHORT_ENTRY, position) == (False, 0)


@pytest.mark.parametrize("position", [-1, 1])
def test_an_exit_acts_although_both_entries_hold(position: int) -> None:
    leave = LONG_EXIT if position > 0 else SHORT_EXIT

    assert decide(LONG_ENTRY | SHORT_ENTRY | leave, position) == (True, 0)


def test_only_conditions_that_hold_give_their_bit() -> None:
    assert join([LONG_ENTRY, SHORT_ENTRY, LONG_EXIT], [1.0, 0.0, float("nan")]) == LONG_ENTRY


def test_a_strategy_has_the_conditions_that_it_names() -> None:
    rules = Rules(short_entry=close > open_, long_exit=close < open_)

    assert conditions(rules) == [(SHORT_ENTRY, close > open_), (LONG_EXIT, close < open_)]


def test_codes_are_worked_out_for_every_bar() -> None:
    fields = {"close": np.array([1.0, 2.0, np.nan, 3.0]), "open": np.array([1.0, 1.0, 1.0, 4.0])}
    rules = Rules(long_entry=close > open_, short_entry=close < open_, long_exit=close <= open_)

    bits, wanted = zip(*conditions(rules), strict=True)
    codes = join_columns(bits, ColumnProgram(fields).compute_each(wanted), 4)

    assert codes.tolist() == [LONG_EXIT, LONG_ENTRY, 0, SHORT_ENTRY | LONG_EXIT]
