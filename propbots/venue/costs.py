"""What trading costs on the simulated venue."""

import attrs

__all__ = ["Costs"]


@attrs.frozen
class Costs:
    """What trading costs, in whole units and ticks.

    Attributes:
        commission_units: Per quantity step and side, in whole units of money.
        slippage_steps: Ticks by which market and stop orders fill worse.
        limit_through_steps: Ticks by which the market must pass a limit before it fills; 0 fills at a touch.
    """

    commission_units: int
    slippage_steps: int = 0
    limit_through_steps: int = 1
