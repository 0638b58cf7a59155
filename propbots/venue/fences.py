"""The prices at which a rule of the account comes into play, while what is held does not change."""

from propbots.engine.engine import Engine
from propbots.rules.scalar import NO_FLOOR, price_above_floor, price_below_floor
from propbots.venue.book import NEVER_HIGH, NEVER_LOW

__all__ = ["account_fences", "floor_fences"]


def account_fences(engine: Engine) -> tuple[int, int]:
    """Return the price at or under which, and the price at or above which, equity touches the highest floor.

    Args:
        engine: With its account and its plan.
    """
    account = engine.account
    return floor_fences(engine, account.balance_units, account.position_steps, account.cost)


def floor_fences(engine: Engine, balance: int, position: int, cost: int) -> tuple[int, int]:
    """Return the same for an account that held something else.

    Args:
        engine: With its plan.
        balance: Closed balance in whole units.
        position: Quantity steps held, negative when short.
        cost: Sum of entry price times quantity steps of what is held, in ticks.
    """
    supervisor = engine.supervisor
    if supervisor is None or supervisor.highest_floor == NO_FLOOR:
        return NEVER_LOW, NEVER_HIGH
    if not position:
        return (NEVER_HIGH, NEVER_LOW) if balance <= supervisor.highest_floor else (NEVER_LOW, NEVER_HIGH)
    terms = (supervisor.highest_floor, balance, position, cost, engine.account.scale.step_value)
    return (price_below_floor(*terms), NEVER_HIGH) if position > 0 else (NEVER_LOW, price_above_floor(*terms))
