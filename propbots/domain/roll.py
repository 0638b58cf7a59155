"""Going over from one contract of a future to the next."""

import attrs

__all__ = ["Roll"]


@attrs.frozen
class Roll:
    """One contract gives way to the next.

    Attributes:
        old: The contract that was traded until then.
        new: The contract that is traded from then on.
        ended_ns: When the last bar of the old one ended, nanoseconds since 1970 UTC; the roll is made then.
        begins_ns: When the first bar of the new one begins.
        old_steps: Price of the old one at the roll, in ticks.
        new_steps: Price of the new one at the roll, in ticks.
    """

    old: str
    new: str
    ended_ns: int
    begins_ns: int
    old_steps: int
    new_steps: int

    @property
    def spread_steps(self) -> int:
        """By how many ticks the new one stands above the old one."""
        return self.new_steps - self.old_steps
