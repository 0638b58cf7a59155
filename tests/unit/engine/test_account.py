"""Money is conserved to the unit, and what is held is what was filled."""

from collections import deque
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.domain.event import OrderFilled, Side
from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.scale import Scale
from propbots.engine.account import Account, Holding

START = 5_000_000
SCALE = Scale.of(Instrument("XYZ", AssetClass.FUTURES, Decimal("0.25"), Decimal(50)))
STEP = SCALE.step_value

Fill = tuple[int, int, int]
"""Signed quantity, price, commission."""
FILLS = st.lists(
    st.tuples(st.integers(-7, 7).filter(bool), st.integers(-50, 200), st.integers(0, 1_003)), min_size=1, max_size=30
)


def a_fill(quantity: int, price: int, commission: int = 0, *, time_ns: int = 0, reason: str = "signal") -> OrderFilled:
    side = Side.BUY if quantity > 0 else Side.SELL
    return OrderFilled("1", time_ns, side, abs(quantity), price, commission, reason, "x")


def a_holding(fills: list[Fill]) -> Holding:
    holding = Account(START).open(SCALE)
    for bar, fill in enumerate(fills):
        holding.apply_fill(a_fill(*fill, time_ns=bar), bar)
    return holding


def first_in_first_out(fills: list[Fill]) -> tuple[list[tuple[int, int, int]], deque[list[int]]]:
    """Match contract by contract, as slowly and plainly as can be: (sign, entry, exit) closed, and what stays open."""
    open_: deque[list[int]] = deque()
    closed = []
    for quantity, price, _ in fills:
        sign = 1 if quantity > 0 else -1
        for _ in range(abs(quantity)):
            if open_ and open_[0][0] != sign:
                entry_sign, entry = open_.popleft()
                closed.append((entry_sign, entry, price))
            else:
                open_.append([sign, price])
    return closed, open_


@given(FILLS)
def test_the_balance_is_the_start_and_what_was_made_less_what_was_paid(fills: list[Fill]) -> None:
    holding = a_holding(fills)
    paid = sum(commission for _, _, commission in fills)

    assert holding.account.commissions_units == paid
    assert holding.balance_units == START + sum(lot.gross for lot in holding.account.closed) - paid


@given(FILLS)
def test_the_position_is_the_sum_of_the_fills(fills: list[Fill]) -> None:
    assert a_holding(fills).position_steps == sum(quantity for quantity, _, _ in fills)


@given(FILLS, st.integers(-1_000, 1_000))
def test_equity_is_what_cash_and_contracts_are_worth_at_any_price(fills: list[Fill], price: int) -> None:
    holding = a_holding(fills)
    cash = START - sum(quantity * at * STEP + commission for quantity, at, commission in fills)

    assert holding.equity_at(price) == cash + holding.position_steps * price * STEP
    assert holding.mark(price) == holding.equity_at(price)


@given(FILLS)
def test_lots_close_first_in_first_out_contract_by_contract(fills: list[Fill]) -> None:
    holding = a_holding(fills)
    closed, open_ = first_in_first_out(fills)

    told = [(lot.sign, lot.entry_price, lot.exit_price) for lot in holding.account.closed for _ in range(lot.quantity)]
    assert told == closed
    assert holding.cost == sum(sign * price for sign, price in open_)
    for lot in holding.account.closed:
        assert lot.gross == lot.sign * lot.quantity * (lot.exit_price - lot.entry_price) * STEP


@given(FILLS)
def test_no_commission_is_lost_between_closed_and_open_lots(fills: list[Fill]) -> None:
    holding = a_holding(fills)
    closed = [lot.commission for lot in holding.account.closed]
    still_open = [lot.commission for lot in holding._lots]

    assert sum(closed) + sum(still_open) == holding.account.commissions_units
    assert min([*closed, *still_open]) >= 0


@given(FILLS)
def test_closing_what_is_open_leaves_nothing_behind(fills: list[Fill]) -> None:
    holding = a_holding(fills)
    if holding.position_steps:
        holding.apply_fill(a_fill(-holding.position_steps, 100, 7), len(fills))

    assert (holding.position_steps, holding.cost, len(holding._lots)) == (0, 0, 0)
    assert holding.average_price is None
    assert holding.equity_at(-1_000) == holding.equity_at(1_000) == holding.balance_units
    assert sum(lot.gross - lot.commission for lot in holding.account.closed) == holding.balance_units - START


@given(FILLS)
def test_the_average_price_is_that_of_the_open_contracts(fills: list[Fill]) -> None:
    holding = a_holding(fills)
    _, open_ = first_in_first_out(fills)

    if open_:
        mean = Fraction(sum(price for _, price in open_), len(open_)) * Fraction("0.25")
        assert holding.average_price is not None
        assert abs(Fraction(holding.average_price) - mean) < Fraction(1, 10**40)


def test_a_fill_that_turns_the_position_closes_it_and_opens_the_rest() -> None:
    holding = a_holding([(2, 100, 200), (-5, 110, 500)])

    (lot,) = holding.account.closed
    assert (lot.sign, lot.quantity, lot.gross, lot.commission) == (1, 2, 2 * 10 * STEP, 200 + 200)
    assert (holding.position_steps, holding.cost) == (-3, -330)


def test_a_lot_remembers_the_lowest_and_highest_mark_while_it_was_open() -> None:
    holding = Account(START).open(SCALE)
    holding.mark(50)
    holding.apply_fill(a_fill(1, 100), 0)
    for price in (97, 104, 99):
        holding.mark(price)
    holding.apply_fill(a_fill(1, 102), 1)
    holding.mark(103)
    holding.apply_fill(a_fill(-2, 105, reason="target"), 2)
    holding.mark(1)

    assert [(lot.low, lot.high) for lot in holding.account.closed] == [(97, 105), (102, 105)]


def test_a_closed_lot_tells_when_where_and_why() -> None:
    holding = Account(START).open(SCALE)
    holding.apply_fill(a_fill(-3, 100, 9, time_ns=10), 4)
    holding.apply_fill(a_fill(1, 90, 1, time_ns=20, reason="stop"), 6)

    (lot,) = holding.account.closed
    assert (lot.entry_time_ns, lot.exit_time_ns, lot.entry_bar_time_ns, lot.exit_bar_time_ns) == (10, 20, 4, 6)
    assert (lot.quantity, lot.reason, lot.commission) == (1, "stop", 9 // 3 + 1)


@pytest.mark.parametrize(("first", "second"), [(1, 2), (-1, -2)])
def test_a_fill_on_the_same_side_adds_a_lot_and_closes_none(first: int, second: int) -> None:
    holding = a_holding([(first, 100, 0), (second, 101, 0)])

    assert holding.account.closed == []
    assert holding.position_steps == first + second
