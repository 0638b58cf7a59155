"""Progress for what lasts longer than a second."""

import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["SlowProgress"]

_PATIENCE_SECONDS = 1.0


class SlowProgress:
    """Shows how far work is, how fast it goes and how long it will take; nothing for quick work.

    Args:
        what: What is being done.
        unit: What is counted.
        hidden: Show nothing at all.
    """

    def __init__(self, what: str, unit: str, *, hidden: bool) -> None:
        """Start the clock."""
        self._what, self._unit = what, unit
        self._hidden = hidden or not sys.stderr.isatty()
        self._started = time.monotonic()
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def update(self, done: int, total: int) -> None:
        """Tell how much is done."""
        if self._hidden or time.monotonic() - self._started < _PATIENCE_SECONDS:
            return
        if self._bar is None:
            self._open(total)
        if self._bar is not None and self._task is not None:
            speed = done / (time.monotonic() - self._started)
            self._bar.update(self._task, completed=done, total=total, speed=f"{speed:,.0f} {self._unit}/s")

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()

    def _open(self, total: int) -> None:
        from rich.console import Console  # noqa: PLC0415 -- only slow work pays for it
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415 -- the same

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TextColumn("{task.fields[speed]}"),
            TimeRemainingColumn(),
        )
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._bar.start()
        self._task = self._bar.add_task(self._what, total=total, speed="")
