"""The prices at which a rule of the account comes into play, while what is held does not change."""

from propbots.engine.engine import Engine
from propbots.rules.scalar import NO_FLOOR, price_above_floor, price_below_floor
from propbots.venue.book import NEVER_HIGH, NEVER_LOW

__all__ = ["account_fences"]


def account_fences(engine: Engine) -> tuple[int, int]:
    """Return the price at or under which, and the price at or above which, equity touches the highest floor.

    Args:
        engine: With its account and its plan.
    """
    supervisor, account = engine.supervisor, engine.account
    position = account.position_steps
    if supervisor is None or not position or supervisor.highest_floor == NO_FLOOR:
        return NEVER_LOW, NEVER_HIGH
    terms = (supervisor.highest_floor, account.balance_units, position, account.cost, account.scale.step_value)
    return (price_below_floor(*terms), NEVER_HIGH) if position > 0 else (NEVER_LOW, price_above_floor(*terms))
