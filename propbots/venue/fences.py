"""The prices at which a rule of the account comes into play, while what is held does not change."""

from propbots.engine.account import Holding
from propbots.engine.market import NEVER_HIGH, NEVER_LOW
from propbots.engine.supervisor import Supervisor
from propbots.rules.scalar import NO_FLOOR, price_above_floor, price_below_floor

__all__ = ["account_fences", "floor_fences", "joint_fences"]


def account_fences(supervisor: Supervisor | None, holding: Holding) -> tuple[int, int]:
    """Return the price at or under which, and the price at or above which, equity touches the highest floor.

    Args:
        supervisor: Of the plan; None without one.
        holding: Whose price moves, while what is held elsewhere keeps its value.
    """
    if supervisor is None:
        return NEVER_LOW, NEVER_HIGH
    worth = holding.scale.step_value
    return floor_fences(supervisor, holding.base_units, holding.position_steps, holding.cost, worth)


def joint_fences(supervisor: Supervisor | None, holding: Holding) -> tuple[int, int]:
    """Return the same while the prices of other holdings move as well, from where they are at their worst.

    What is left above the floor is shared out evenly: while no holding has lost its share, all together have not lost
    the whole.

    Args:
        supervisor: Of the plan; None without one.
        holding: Of an account with other holdings.
    """
    held = [one for one in holding.account.holdings if one.position_steps]
    terms = holding.position_steps, holding.cost, holding.scale.step_value
    if held in ([], [holding]):
        return floor_fences(supervisor, holding.balance_units, *terms)
    if supervisor is None or supervisor.highest_floor == NO_FLOOR or not holding.position_steps:
        return NEVER_LOW, NEVER_HIGH
    left = holding.balance_units + sum(one.worst_units for one in held) - supervisor.highest_floor
    share = left // len(held)
    if share <= 0:
        return NEVER_HIGH, NEVER_LOW
    # It has lost its share where the floor is touched by an account that holds this alone, and has that share left.
    return floor_fences(supervisor, supervisor.highest_floor + share - holding.worst_units, *terms)


def floor_fences(
    supervisor: Supervisor | None, base: int, position: int, cost: int, step_value: int
) -> tuple[int, int]:
    """Return the same for an account that held something else.

    Args:
        supervisor: Of the plan; None without one.
        base: What the account is worth but for what is held, in whole units.
        position: Quantity steps held, negative when short.
        cost: Sum of entry price times quantity steps of what is held, in ticks.
        step_value: Money of one tick per quantity step, in whole units.
    """
    if supervisor is None or supervisor.highest_floor == NO_FLOOR:
        return NEVER_LOW, NEVER_HIGH
    if not position:
        return (NEVER_HIGH, NEVER_LOW) if base <= supervisor.highest_floor else (NEVER_LOW, NEVER_HIGH)
    terms = (supervisor.highest_floor, base, position, cost, step_value)
    return (price_below_floor(*terms), NEVER_HIGH) if position > 0 else (NEVER_LOW, price_above_floor(*terms))
