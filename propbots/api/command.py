"""What a plugin's commands are given to work with."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from propbots.data.record import RunRecord

__all__ = ["RunRecord", "Workbench"]


class Workbench(Protocol):
    """What the command line can do for a command that a plugin brings."""

    def backtest(self, options: Mapping[str, object]) -> RunRecord:
        """Run a backtest, showing its progress.

        Args:
            options: The keys of a configuration's `[backtest]` table; `parameters` and `costs` are tables inside it.

        Raises:
            PropbotsError: As `propbots backtest` would tell it.
        """

    def show(self, record: RunRecord) -> None:
        """Print a run as the user asked for it: a summary for people, or one JSON document."""

    def write_report(self, record: RunRecord, path: Path) -> None:
        """Write a run's report as one file, and say where it lies.

        Raises:
            OutputNotWritable: If it cannot be written there.
        """
