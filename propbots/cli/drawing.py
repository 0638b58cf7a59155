"""The options by which attempts are drawn, the same for every command that draws some."""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

__all__ = ["Attempts", "BlockDays", "Days", "Resets", "Seed", "Source"]

Source: TypeAlias = Annotated[
    Path, typer.Argument(metavar="CONFIG.toml|HISTORY.csv", help="A backtest, or a recorded account, to draw from.")
]
Attempts: TypeAlias = Annotated[int, typer.Option(min=1, max=1_000_000, help="How many are drawn.")]
Days: TypeAlias = Annotated[int, typer.Option(min=1, max=2_000, help="Trading days that each phase may take.")]
BlockDays: TypeAlias = Annotated[int, typer.Option(min=1, max=250, help="Days in a row that are drawn together.")]
Resets: TypeAlias = Annotated[int, typer.Option(min=0, max=100, help="How often a lost first phase is begun again.")]
Seed: TypeAlias = Annotated[int, typer.Option(min=0, help="The same seed draws the same days.")]
