"""Signals that end a call: a user's ctrl-C, a terminal that is closed, a system that wants the process gone."""

import signal
from time import monotonic
from types import FrameType

__all__ = ["INTERRUPTED", "Terminated", "heed_signals"]

INTERRUPTED = "interrupted; no half-written file stays behind"
_PATIENCE_SECONDS = 1.0
_SHELL_BASE = 128
"""What shells add to a signal's number for an exit code."""


class Terminated(BaseException):
    """The process was asked to end; no error of the work, so nobody who handles those may keep it."""

    def __init__(self, number: int) -> None:
        """Tell which signal asked.

        Args:
            number: Of the signal.
        """
        super().__init__(f"ended by {signal.Signals(number).name}; no half-written file stays behind")
        self.code = _SHELL_BASE + number


class _Watch:
    """Raises on a signal; those that follow within a second are the same wish, and would only disturb the clean-up."""

    def __init__(self) -> None:
        self._heard: float | None = None

    def __call__(self, number: int, frame: FrameType | None) -> None:
        del frame
        now = monotonic()
        if self._heard is not None and now - self._heard < _PATIENCE_SECONDS:
            return
        self._heard = now
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        raise Terminated(number)


def heed_signals() -> None:
    """Let signals end the call in order; one that the caller has told us to ignore, as `nohup` does, stays ignored."""
    watch = _Watch()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # not every system has them all
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, watch)
