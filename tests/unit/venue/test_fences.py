"""The price fences of an account's rules stand at the very tick at which a rule is broken."""

from hypothesis import given
from hypothesis import strategies as st

from bot import a_bot
from propbots.domain.event import OrderFilled, Side
from propbots.engine.engine import Engine
from propbots.engine.market import NEVER_HIGH, NEVER_LOW
from propbots.venue.fences import account_fences, floor_fences
from rule_script import a_daily_loss, a_maximum_loss, a_plan


def holding(position: int, price: int, loss: int, commission: int = 0) -> Engine:
    """A bot that holds a position, with a floor some money under its start."""
    engine, _ = a_bot(a_plan(a_maximum_loss(loss)))
    assert engine.supervisor is not None
    engine.supervisor.turn_day(0, engine.account.balance_units, engine.account.balance_units)
    if position:
        side = Side.BUY if position > 0 else Side.SELL
        engine.main.holding.apply_fill(OrderFilled("1", 0, side, abs(position), price, commission, "signal", "x"), 0)
    return engine


POSITIONS = st.integers(-5, 5).filter(bool)


@given(POSITIONS, st.integers(-500, 500), st.integers(1, 2_000), st.integers(0, 999))
def test_the_fence_is_the_first_tick_at_which_equity_is_at_the_floor(
    position: int, price: int, loss: int, commission: int
) -> None:
    engine = holding(position, price, loss, commission)
    low, high = account_fences(engine.supervisor, engine.main.holding)
    floor = 5_000_000 - loss * 100

    fence, inside, idle = (low, low + 1, high == NEVER_HIGH) if position > 0 else (high, high - 1, low == NEVER_LOW)
    assert engine.main.holding.equity_at(fence) <= floor < engine.main.holding.equity_at(inside)
    assert idle


def test_a_flat_account_has_no_fences() -> None:
    flat = holding(0, 100, 50)

    assert account_fences(flat.supervisor, flat.main.holding) == (NEVER_LOW, NEVER_HIGH)


def test_an_account_without_a_plan_or_without_a_floor_has_no_fences() -> None:
    engine, _ = a_bot()

    assert account_fences(engine.supervisor, engine.main.holding) == (NEVER_LOW, NEVER_HIGH)
    assert floor_fences(engine.supervisor, 5_000_000, 1, 100, 1_000) == (NEVER_LOW, NEVER_HIGH)


def test_the_highest_of_several_floors_gives_the_fence() -> None:
    engine, _ = a_bot(a_plan(a_maximum_loss(500), a_daily_loss(300)))
    assert engine.supervisor is not None
    engine.supervisor.turn_day(0, 5_000_000, 5_000_000)

    assert floor_fences(engine.supervisor, 5_000_000, 2, 200, 1_000) == (85, NEVER_HIGH)
