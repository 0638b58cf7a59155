"""How a price may have moved inside a bar, of which only open, high, low and close are known."""

from enum import StrEnum

from propbots.domain.bar import Bar

__all__ = ["PathPolicy", "known_path"]


class PathPolicy(StrEnum):
    """What is taken for the order of a bar's extremes.

    Attributes:
        WORST_CASE: No path but a bound: orders fill as if the adverse extreme came first, and the rules of the account
            judge as if the favourable extreme of what was open came first.
        NEAREST_EXTREME: The extreme nearer to the open first; the high when both are as near.
        OHLC: The high first.
        OLHC: The low first.
    """

    WORST_CASE = "worst_case"
    NEAREST_EXTREME = "nearest_extreme"
    OHLC = "ohlc"
    OLHC = "olhc"


def known_path(policy: PathPolicy, bar: Bar) -> tuple[int, int, int]:
    """Return the prices that a bar visits after its open, in their order.

    Args:
        policy: Any but the worst case, which depends on what is held.
        bar: The bar.
    """
    high_first = policy is PathPolicy.OHLC
    if policy is PathPolicy.NEAREST_EXTREME:
        high_first = bar.high_steps - bar.open_steps <= bar.open_steps - bar.low_steps
    if high_first:
        return bar.high_steps, bar.low_steps, bar.close_steps
    return bar.low_steps, bar.high_steps, bar.close_steps
