"""The floor of a run's plan at each bar."""

import numpy as np
from numpy.typing import NDArray

from propbots.data.record import RunRecord
from propbots.domain.time import to_date_number

__all__ = ["to_floor_column"]


def to_floor_column(record: RunRecord) -> NDArray[np.float64] | None:
    """Return the highest floor in force at each bar.

    An account that its plan ended and that traded on has no floor in force at all bars; the plan then tells it by day.

    Returns:
        Whole units of money. Shape (bars,), float64, NaN where no floor is in force. None without a plan that has one.
    """
    account, plan = record.account, record.plan
    in_force = account.floor
    if in_force is not None:
        return in_force.astype(np.float64)
    exponent = record.scale.money_exponent
    by_day = {
        to_date_number(day.date): float(day.floor.scaleb(exponent))
        for day in (() if plan is None else plan.days)
        if day.floor is not None
    }
    numbers, which = np.unique(account.day, return_inverse=True)
    floors = np.array([by_day.get(number, np.nan) for number in numbers.tolist()])
    return floors[which] if by_day else None
