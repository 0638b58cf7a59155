"""Moments that a strategy waits for."""

from propbots.domain.event import TimerFired

__all__ = ["Timers"]

_NEVER = 2**62


class Timers:
    """The timers of one strategy, by name; setting a name again replaces what it was set to.

    Attributes:
        next_ns: When the next one fires, nanoseconds since 1970 UTC; beyond all moments if none is set.
    """

    __slots__ = ("_set", "next_ns")

    def __init__(self) -> None:
        """Start with none."""
        self._set: dict[str, tuple[int, int]] = {}
        self.next_ns = _NEVER

    def set(self, name: str, at_ns: int, every_ns: int = 0) -> None:
        """Wait for a moment, and from there on for one after the other at an interval, if there is one.

        Raises:
            ValueError: For an interval below 0.
        """
        if every_ns < 0:
            raise ValueError(f"timer {name!r} must repeat at an interval above 0 (was {every_ns} ns)")
        self._set[name] = at_ns, every_ns
        self._find_next()

    def cancel(self, name: str) -> None:
        """Wait no longer; nothing happens if nobody does."""
        self._set.pop(name, None)
        self._find_next()

    def take(self) -> TimerFired:
        """Return the timer that fires next, and wind it up again if it repeats."""
        at_ns, name = min((at, name) for name, (at, _) in self._set.items())
        _, every_ns = self._set.pop(name)
        if every_ns:
            self._set[name] = at_ns + every_ns, every_ns
        self._find_next()
        return TimerFired(at_ns, name)

    def _find_next(self) -> None:
        self.next_ns = min((at for at, _ in self._set.values()), default=_NEVER)
