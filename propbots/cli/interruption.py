"""Signals that end a call: a user's ctrl-C, a terminal that is closed, a system that wants the process gone."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from types import FrameType
from typing import Never

__all__ = ["INTERRUPTED", "Terminated", "heed_signals"]

INTERRUPTED = "interrupted; no half-written file stays behind"
_PATIENCE_SECONDS = 1.0
_PAUSE_SECONDS = 0.002
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
    """Raises on a signal; those that follow within a second are the same wish, and would only disturb the clean-up.

    In the middle of an import it waits a little: extension modules take any exception there for a part that is not
    installed, and the wish would be lost.
    """

    def __init__(self) -> None:
        self._number = 0
        self._heard: float | None = None

    def __call__(self, number: int, frame: FrameType | None) -> None:
        now = monotonic()
        if self._heard is not None and now - self._heard < _PATIENCE_SECONDS:
            return
        self._number, self._heard = number, now
        if not _can_wait(frame):
            self._end()
        signal.signal(signal.SIGALRM, self._ask_again)
        signal.setitimer(signal.ITIMER_REAL, _PAUSE_SECONDS, _PAUSE_SECONDS)

    def _ask_again(self, number: int, frame: FrameType | None) -> None:
        del number
        waited = 0.0 if self._heard is None else monotonic() - self._heard
        if _can_wait(frame) and waited < _PATIENCE_SECONDS:
            return
        _stop_asking()
        self._end()

    def _end(self) -> Never:
        if self._number == signal.SIGINT:
            raise KeyboardInterrupt
        raise Terminated(self._number)


def _stop_asking() -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)


def _can_wait(frame: FrameType | None) -> bool:
    """Whether an import is going on, on a system that can wake us after it."""
    while frame is not None and frame.f_code.co_filename != "<frozen importlib._bootstrap>":
        frame = frame.f_back
    return frame is not None and hasattr(signal, "setitimer")


@contextmanager
def heed_signals() -> Iterator[None]:
    """Let signals end a block in order; one that the caller has told us to ignore, as `nohup` does, stays ignored."""
    watch = _Watch()
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    heeded = [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]
    kept = {number: signal.signal(number, watch) for number in heeded}
    try:
        yield
    finally:
        _stop_asking()  # the block is done, and so is whoever wanted it to end
        for number, handler in kept.items():
            signal.signal(number, handler)
