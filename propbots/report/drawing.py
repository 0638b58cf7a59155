"""Charts on the terminal: bars and lines in letters, one column a bar.

A pane is drawn from the top: prices as candles with the lines that share their scale, and below it the lines that have
a scale of their own. Colours help and carry nothing: each line is named at its right end.
"""

from collections.abc import Iterator, Sequence
from math import isfinite

import attrs
from rich.text import Text

from propbots.report.canvas import Canvas

__all__ = ["Candle", "Line", "draw_pane"]

_COLOURS = ("cyan", "magenta", "yellow", "blue")
_DOT = "•"
_LEVEL, _UP_FROM, _UP_TO, _DOWN_FROM, _DOWN_TO, _BETWEEN = "─╯╭╮╰│"
_WICK, _BODY, _FLAT = "│┃─"
_LABELS = 3
"""Prices on an axis: at the top, in the middle and at the bottom."""


@attrs.frozen
class Candle:
    """One bar's prices."""

    open: float
    high: float
    low: float
    close: float


@attrs.frozen
class Line:
    """The values of one output, one a bar; NaN where there is none."""

    name: str
    values: Sequence[float]


@attrs.frozen
class _Scale:
    """Which row a value falls on.

    Attributes:
        least: The value in the middle of the lowest row.
        most: The value in the middle of the highest row.
        rows: How many there are.
    """

    least: float
    most: float
    rows: int

    def row(self, value: float) -> int:
        return round((self.most - value) / (self.most - self.least) * (self.rows - 1))

    def value(self, row: int) -> float:
        return self.most - (self.most - self.least) * row / (self.rows - 1)


def draw_pane(candles: Sequence[Candle], lines: Sequence[Line], *, rows: int, gutter: int) -> Iterator[Text]:
    """Give a pane's rows from the top: values on the left, a column a bar, and the lines' names on the right.

    Args:
        candles: Drawn first; none for a pane with lines alone.
        lines: Dots over candles, and strokes in a pane of their own.
        rows: Height of the pane, at least 2.
        gutter: Letters for the values on the left.
    """
    scale = _fit(candles, lines, rows)
    if scale is None:
        return
    canvas = Canvas(rows, len(candles) or max(len(line.values) for line in lines))
    for column, candle in enumerate(candles):
        _draw_candle(canvas, scale, column, candle)
    for line, colour in _coloured(lines):
        (_draw_dots if candles else _draw_stroke)(canvas, scale, line, colour)
    marks = {round(part * (rows - 1) / (_LABELS - 1)) for part in range(_LABELS)}
    names = _place_names(lines, scale)
    for row in range(rows):
        label = _show_value(scale.value(row), scale.most - scale.least) if row in marks else ""
        edge = "┤" if row in marks else "│"
        yield Text.assemble((f"{label:>{gutter}} {edge}", "dim"), canvas.row(row), " ", names.get(row, ""))


def _show_value(value: float, span: float) -> str:
    """Write a value of an axis with as many decimals as tell its labels apart."""
    decimals = 0
    while decimals < 8 and span * 10**decimals < 50:  # noqa: PLR2004 -- three digits that differ, nine at most
        decimals += 1
    return f"{value:z.{decimals}f}"


def _fit(candles: Sequence[Candle], lines: Sequence[Line], rows: int) -> _Scale | None:
    values = [value for line in lines for value in line.values if isfinite(value)]
    values += [value for candle in candles for value in (candle.low, candle.high)]
    if not values:
        return None
    least, most = min(values), max(values)
    if least == most:  # a flat line lies in the middle
        least, most = least - 1, most + 1
    return _Scale(least, most, rows)


def _coloured(lines: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    for place, line in enumerate(lines):
        yield line, _COLOURS[place % len(_COLOURS)]


def _draw_candle(canvas: Canvas, scale: _Scale, column: int, candle: Candle) -> None:
    colour = "green" if candle.close >= candle.open else "red"
    top, bottom = scale.row(max(candle.open, candle.close)), scale.row(min(candle.open, candle.close))
    for row in range(scale.row(candle.high), scale.row(candle.low) + 1):
        canvas.put(row, column, _BODY if top <= row <= bottom else _WICK, colour)
    if scale.row(candle.high) == scale.row(candle.low):
        canvas.put(top, column, _FLAT, colour)


def _draw_dots(canvas: Canvas, scale: _Scale, line: Line, colour: str) -> None:
    for column, value in enumerate(line.values):
        if isfinite(value):
            canvas.put(scale.row(value), column, _DOT, colour)


def _draw_stroke(canvas: Canvas, scale: _Scale, line: Line, colour: str) -> None:
    """Draw a line that bends where it changes its row."""
    before: int | None = None
    for column, value in enumerate(line.values):
        row = scale.row(value) if isfinite(value) else None
        if row is not None and before is not None and row != before:
            leave, arrive = (_UP_FROM, _UP_TO) if row < before else (_DOWN_FROM, _DOWN_TO)
            canvas.put(before, column, leave, colour)
            canvas.put(row, column, arrive, colour)
            for between in range(min(row, before) + 1, max(row, before)):
                canvas.put(between, column, _BETWEEN, colour)
        elif row is not None:
            canvas.put(row, column, _LEVEL, colour)
        before = row


def _place_names(lines: Sequence[Line], scale: _Scale) -> dict[int, tuple[str, str]]:
    """Return each line's name near the row where it ends, in the order in which the lines end, the highest first."""
    ends = [
        (next((value for value in reversed(line.values) if isfinite(value)), None), line.name, colour)
        for line, colour in _coloured(lines)
    ]
    told = sorted(((last, name, colour) for last, name, colour in ends if last is not None), key=lambda one: -one[0])
    placed: dict[int, tuple[str, str]] = {}
    row = -1
    for place, (last, name, colour) in enumerate(told[: scale.rows]):
        below = len(told[: scale.rows]) - place - 1
        row = min(max(scale.row(last), row + 1), scale.rows - 1 - below)
        placed[row] = (name, colour)
    return placed
