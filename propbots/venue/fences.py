"""The prices at which a rule of the account comes into play, while what is held does not change."""

from propbots.engine.account import Holding
from propbots.engine.market import NEVER_HIGH, NEVER_LOW
from propbots.engine.supervisor import Supervisor
from propbots.rules.scalar import NO_FLOOR, NO_LOCK, price_above_floor, price_below_floor

__all__ = ["account_fences", "floor_fences", "joint_fences", "loss_fences"]


def account_fences(supervisor: Supervisor | None, holding: Holding) -> tuple[int, int]:
    """Return the prices at or beyond which equity touches the highest floor, or makes a peak that a floor follows.

    Args:
        supervisor: Of the plan; None without one.
        holding: Whose price moves, while what is held elsewhere keeps its value.
    """
    if supervisor is None:
        return NEVER_LOW, NEVER_HIGH
    return _find_bounds(supervisor, holding.account.balance_units + holding.elsewhere_units, holding)


def loss_fences(supervisor: Supervisor | None, holding: Holding) -> tuple[int, int]:
    """Return the prices at or beyond which equity touches the highest floor; otherwise as `account_fences`.

    On the way to a price the account need not be looked at for a peak before it is there.
    """
    return floor_fences(supervisor, holding.base_units, holding.position_steps, holding.cost, holding.scale.step_value)


def joint_fences(supervisor: Supervisor | None, holding: Holding) -> tuple[int, int]:
    """Return the same while the prices of other holdings move as well, from where they are at their worst or best.

    What is left above the highest floor is shared out evenly: while no holding has lost its share, all together have
    not lost the whole. So is what is left under the next peak.

    Args:
        supervisor: Of the plan; None without one.
        holding: Of an account with other holdings.
    """
    held = [one for one in holding.account.holdings if one.position_steps]
    if supervisor is None:
        return NEVER_LOW, NEVER_HIGH
    if held in ([], [holding]):
        return _find_bounds(supervisor, holding.balance_units, holding)
    if not holding.position_steps:
        return NEVER_LOW, NEVER_HIGH
    low, high = NEVER_LOW, NEVER_HIGH
    terms = holding.position_steps, holding.cost, holding.scale.step_value
    # It has used up its share where the bound is met by an account that holds this alone, and has that share left.
    if supervisor.edge > NO_FLOOR:
        share = (holding.balance_units + sum(one.worst_units for one in held) - supervisor.edge) // len(held)
        if share <= 0:
            return NEVER_HIGH, NEVER_LOW
        low, high = _loss_fences(supervisor.edge, supervisor.edge + share - holding.worst_units, *terms)
    if supervisor.peak < NO_LOCK:
        share = (supervisor.peak - holding.balance_units - sum(one.best_units for one in held)) // len(held)
        if share <= 0:
            return NEVER_HIGH, NEVER_LOW
        peak_low, peak_high = _peak_fences(supervisor.peak, supervisor.peak - share - holding.best_units, *terms)
        return max(low, peak_low), min(high, peak_high)
    return low, high


def floor_fences(
    supervisor: Supervisor | None, base: int, position: int, cost: int, step_value: int
) -> tuple[int, int]:
    """Return the prices at or beyond which equity touches the highest floor.

    Args:
        supervisor: Of the plan; None without one.
        base: What the account is worth but for what is held, in whole units.
        position: Quantity steps held, negative when short.
        cost: Sum of entry price times quantity steps of what is held, in ticks.
        step_value: Money of one tick per quantity step, in whole units.
    """
    if supervisor is None or supervisor.edge <= NO_FLOOR:
        return NEVER_LOW, NEVER_HIGH
    if not position:
        return (NEVER_HIGH, NEVER_LOW) if base <= supervisor.edge else (NEVER_LOW, NEVER_HIGH)
    return _loss_fences(supervisor.edge, base, position, cost, step_value)


def _find_bounds(supervisor: Supervisor, base: int, holding: Holding) -> tuple[int, int]:
    """Return where floors and peaks lie for an account that is worth as much but for what is held."""
    edge, peak, position = supervisor.edge, supervisor.peak, holding.position_steps
    if not position:
        return (NEVER_LOW, NEVER_HIGH) if edge < base < peak else (NEVER_HIGH, NEVER_LOW)
    low, high, cost, step_value = NEVER_LOW, NEVER_HIGH, holding.cost, holding.scale.step_value
    if edge > NO_FLOOR:
        if position > 0:
            low = price_below_floor(edge, base, position, cost, step_value)
        else:
            high = price_above_floor(edge, base, position, cost, step_value)
    if peak == NO_LOCK:
        return low, high
    peak_low, peak_high = _peak_fences(peak, base, position, cost, step_value)
    return max(low, peak_low), min(high, peak_high)


def _loss_fences(floor: int, base: int, position: int, cost: int, step_value: int) -> tuple[int, int]:
    """Return the prices at or beyond which equity is at or under a floor."""
    if position > 0:
        return price_below_floor(floor, base, position, cost, step_value), NEVER_HIGH
    return NEVER_LOW, price_above_floor(floor, base, position, cost, step_value)


def _peak_fences(peak: int, base: int, position: int, cost: int, step_value: int) -> tuple[int, int]:
    """Return the prices at or beyond which equity is at or above a peak: where what the other side lost is under it."""
    return _loss_fences(-peak, -base, -position, -cost, step_value)
