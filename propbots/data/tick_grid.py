"""The one crossing of ticks from floats, as they were found, to whole steps, as the engine reads them."""

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.data.columns import to_floats, to_steps
from propbots.data.tick_quality import require_sound_ticks
from propbots.data.tick_table import TickTable
from propbots.data.ticks import TickColumns, tell_apart
from propbots.domain.instrument import Instrument
from propbots.errors import DataCorrupt

__all__ = ["to_ticks"]


def to_ticks(table: TickTable, instrument: Instrument, *, round_off_grid: bool = False) -> TickColumns:
    """Check a table of ticks and put it on the instrument's grid.

    A side of the book that a row does not tell stands as it stood; a quote is told from when both sides are known. A
    row with a quote and a print becomes two ticks, the quote first. Ticks of one moment are put a nanosecond apart, in
    their order. Sizes are cut to whole steps of quantity, but never to nothing.

    Args:
        table: As a provider gave it.
        instrument: What the ticks are of.
        round_off_grid: Round prices between two ticks, and count them, instead of refusing them.

    Raises:
        DataCorrupt: With file, row and column, at a row that cannot be believed, a bid above its ask, a price off the
            grid unless it is to be rounded, or one that no rounding saves.
    """
    require_sound_ticks(table, negative_prices=instrument.negative_prices)
    grid = _Grid(table, instrument, round_off_grid=round_off_grid)
    sides = [_Side.of(grid, name) for name in ("bid", "ask")]
    bid, ask = sides
    quoted = (bid.told | ask.told) & (bid.since >= 0) & (ask.since >= 0)
    _refuse_crossed(table, quoted & (bid.steps > ask.steps))
    prints = np.flatnonzero(~np.isnan(table.last))
    last, sizes = grid.prices("last", prints), grid.quantities("size", prints)
    quotes = np.flatnonzero(quoted)
    # Where a row is both, its quote is at an even place and its print at the odd one behind it.
    order = np.argsort(np.concatenate((2 * quotes, 2 * prints + 1)), kind="stable")

    def join(of_quotes: NDArray[np.int64], of_prints: NDArray[np.int64]) -> NDArray[np.int64]:
        joined: NDArray[np.int64] = np.concatenate((of_quotes, of_prints))[order]
        return joined

    return TickColumns(
        instrument=instrument,
        time=tell_apart(join(table.time[quotes], table.time[prints])),
        is_trade=order >= len(quotes),
        bid=join(bid.steps[quotes], last),
        ask=join(ask.steps[quotes], last),
        bid_quantity=join(bid.quantities[quotes], sizes),
        ask_quantity=join(ask.quantities[quotes], np.zeros_like(sizes)),
        source=table.source,
        rows=len(table),
        rounded=grid.rounded,
        span=(int(table.time[0]), int(table.time[-1])),
    )


@attrs.define(eq=False)
class _Grid:
    """Puts values of a table on an instrument's grid, and counts what it rounds."""

    table: TickTable
    instrument: Instrument
    round_off_grid: bool = attrs.field(kw_only=True)
    rounded: int = 0

    def prices(self, name: str, chosen: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return some prices of a column in ticks."""
        values = getattr(self.table, name)[chosen]
        steps, off = to_steps(values, self.instrument.tick_size)
        if off.any():
            ticks = f"of {self.instrument.id} ({self.instrument.tick_size})"
            lost = (steps == 0) & (values != 0)
            self._refuse(lost, name, chosen, f"cannot be counted in ticks {ticks}; check the instrument")
            if not self.round_off_grid:
                mend = "check the instrument, or round with --off-grid round"
                self._refuse(off, name, chosen, f"is off the tick grid {ticks}; {mend}")
            self.rounded += int(off.sum())
        return steps

    def quantities(self, name: str, chosen: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return some sizes of a column in whole quantity steps, cut but never to nothing; 0 where unknown."""
        step = self.instrument.quantity_step
        known = np.nan_to_num(getattr(self.table, name)[chosen])
        steps, off = to_steps(known, step)
        lost = (steps == 0) & (known >= float(step))
        self._refuse(lost, name, chosen, f"cannot be counted in steps of {step}; check the instrument")
        cut = steps - (off & (to_floats(steps, step) > known))
        some: NDArray[np.int64] = np.maximum(cut, known > 0)
        return some

    def _refuse(self, wrong: NDArray[np.bool_], name: str, chosen: NDArray[np.int64], reason: str) -> None:
        """Refuse the first of the chosen rows that is wrong."""
        if wrong.any():
            index = int(chosen[np.argmax(wrong)])
            place = f"{self.table.source.location}: row {self.table.row[index]}, column {name}"
            raise DataCorrupt(f"{place}: {getattr(self.table, name)[index]:.12g} {reason}")


@attrs.frozen(eq=False)
class _Side:
    """One side of the book after each row; columns as long as the table.

    Attributes:
        told: Whether the row tells it.
        since: Index among the rows that told it of the last one, -1 before there was one.
        steps: Best price in ticks; meaningless before there was one.
        quantities: Quantity steps at it, 0 where unknown.
    """

    told: NDArray[np.bool_]
    since: NDArray[np.int64]
    steps: NDArray[np.int64]
    quantities: NDArray[np.int64]

    @classmethod
    def of(cls, grid: _Grid, name: str) -> "_Side":
        """Follow one side from row to row."""
        told = ~np.isnan(getattr(grid.table, name))
        chosen = np.flatnonzero(told)
        if len(chosen) == 0:
            nothing = np.zeros(len(told), dtype=np.int64)
            return cls(told, nothing - 1, nothing, nothing)
        since = np.cumsum(told) - 1
        return cls(told, since, grid.prices(name, chosen)[since], grid.quantities(f"{name}_size", chosen)[since])


def _refuse_crossed(table: TickTable, crossed: NDArray[np.bool_]) -> None:
    """Refuse a bid above its ask: nobody could have dealt there, and a simulated trader would at no risk."""
    if not crossed.any():
        return
    index = int(np.argmax(crossed))
    bid, ask = (_standing(getattr(table, name), index) for name in ("bid", "ask"))
    raise DataCorrupt(
        f"{table.source.location}: row {table.row[index]}, column bid: must not be above the ask (was {bid:.12g} with "
        f"an ask of {ask:.12g}); delete the row, or check which column is which"
    )


def _standing(column: NDArray[np.float64], index: int) -> float:
    """Return the last value that was told up to a row."""
    known = column[: index + 1]
    return float(known[~np.isnan(known)][-1])
