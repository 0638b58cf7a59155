"""An indicator over bars that never traded, drawn on the terminal."""

import numpy as np
from rich.console import Console
from rich.text import Text

from propbots.cli.sample import SAMPLE_CALENDAR, SAMPLE_SEED, SAMPLE_TIMEFRAME, sample_bars
from propbots.data.columns import BarColumns
from propbots.domain.time import from_nanoseconds
from propbots.report.drawing import Candle, Line, draw_pane
from propbots.report.letters import heeding_letters
from propbots.series.expression import Column
from propbots.series.indicator import Indicator, Output, Pane
from propbots.series.program import ColumnProgram
from propbots.simulation.fields import ColumnFields

__all__ = ["print_example"]

_GUTTER = 8
_EDGE = 2
"""The axis and the blank before it."""
_COLUMNS_MIN, _COLUMNS_MAX = 10, 100
_PRICE_ROWS, _OWN_ROWS = 14, 8
_STAMP_EVERY = 16
_STAMP_SIZE = len("12:00")


def print_example(console: Console, indicator: Indicator) -> None:
    """Draw prices and an indicator as wide as the console, the same at every call.

    Args:
        console: Its settings decide on width, colours (with `NO_COLOR`) and the letters that it can write.
        indicator: To be drawn over the prices, or below them, as it says.
    """
    bars = sample_bars()
    names = max(len(name) for name in indicator.outputs)
    room = console.width - _GUTTER - _EDGE - names - 2
    shown = slice(-max(_COLUMNS_MIN, min(_COLUMNS_MAX, room)), None)
    lines = [
        Line(name, column[shown].tolist())
        for name, column in zip(indicator.outputs, _compute(indicator, bars), strict=True)
    ]
    with heeding_letters(console):
        console.print()
        console.print(Text("An example", "bold"))
        _print_panes(console, _to_candles(bars.select(shown)), lines, indicator.pane)
        _print_clock(console, bars.open_time[shown])
        console.print(Text(_tell_sample(lines), "dim"), soft_wrap=True)


def _compute(indicator: Indicator, bars: BarColumns) -> list[Column]:
    outputs = indicator.outputs
    wanted = [indicator] if len(outputs) == 1 else [Output(indicator, name) for name in outputs]
    return list(ColumnProgram(ColumnFields(bars, SAMPLE_CALENDAR)).compute_each(wanted))


def _to_candles(bars: BarColumns) -> list[Candle]:
    columns = (bars.floats(name).tolist() for name in ("open", "high", "low", "close"))
    return [Candle(*prices) for prices in zip(*columns, strict=True)]


def _print_panes(console: Console, candles: list[Candle], lines: list[Line], pane: Pane) -> None:
    over = lines if pane is Pane.PRICE else []
    for row in draw_pane(candles, over, rows=_PRICE_ROWS, gutter=_GUTTER):
        console.print(row, soft_wrap=True)
    if pane is Pane.OWN:
        console.print()
        for row in draw_pane([], lines, rows=_OWN_ROWS, gutter=_GUTTER):
            console.print(row, soft_wrap=True)


def _print_clock(console: Console, open_time: np.typing.NDArray[np.int64]) -> None:
    """Print the axis of time: a stamp every few bars, where it has room."""
    edge = [" " if place % _STAMP_EVERY else "┴" for place in range(len(open_time))]
    stamps = ""
    for place in range(0, len(open_time) - _STAMP_SIZE + 1, _STAMP_EVERY):
        stamps = f"{stamps:<{place}}{from_nanoseconds(int(open_time[place])):%H:%M}"
    axis = "".join("─" if letter == " " else letter for letter in edge)
    console.print(Text(f"{'':>{_GUTTER}} └{axis}", "dim"), soft_wrap=True)
    console.print(Text(f"{'':>{_GUTTER + _EDGE}}{stamps}", "dim"), soft_wrap=True)


def _tell_sample(lines: list[Line]) -> str:
    said = f"bars of {SAMPLE_TIMEFRAME}, generated from seed {SAMPLE_SEED}; they never traded"
    if all(value != value for line in lines for value in line.values):  # noqa: PLR0124 -- NaN differs from itself
        return f"{said}, and they are too few for a first value"
    return said
