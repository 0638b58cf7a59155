"""Indicators under bars as they come once in years, with too little history, and with holes in it."""

import warnings

import attrs
import numpy as np

from propbots.series.indicator import Indicator
from propbots.testing.honesty import Fault
from propbots.testing.series import DAY_BARS, a_series, list_unusual, with_gaps
from propbots.testing.value import bar_by_bar, differ, over_columns, tell_difference

__all__ = ["find_first_bar", "find_harm", "find_spoilt_by_gap"]

_LEFT = 1e-9
"""How much of the largest number around may be left of the first bar, once an indicator has settled."""


def find_first_bar(indicator: Indicator) -> Fault | None:
    """Return a settled value in which the choice of the first bar still shows.

    The later begin is the first bar of a day: a value that begins anew each day needs the whole day.
    """
    settled = indicator.settled
    later = -(-settled // DAY_BARS) * DAY_BARS + DAY_BARS
    series = a_series(later + settled + 2 * DAY_BARS)
    known = over_columns(indicator, series)[:, later + settled :]
    found = over_columns(indicator, series.select(slice(later, None)))[:, settled:]
    largest = max(float(np.nanmax(np.abs(known), initial=0.0)), float(series.fields["high"].max()))
    if not differ(known, found, _LEFT * largest):
        return None
    told = tell_difference(
        indicator,
        known,
        found,
        names=(f"after {later} more bars of history", "without them"),
        series=series.select(slice(later + settled, None)),
        tolerance=_LEFT * largest,
    )
    return Fault(f"the same values from {settled} bars on, but for a billionth", told)


def find_spoilt_by_gap(indicator: Indicator) -> Fault | None:
    """Return a value that is otherwise because of a bar without an input."""
    series = with_gaps(a_series())
    present = np.isfinite(series.inputs_of(indicator)).all(axis=0)
    whole = attrs.evolve(series, fields={name: column[present] for name, column in series.fields.items()})
    expected = np.full((len(indicator.outputs), len(series)), np.nan)
    expected[:, present] = over_columns(indicator, whole)
    for name, way in (("over columns", over_columns), ("bar by bar", bar_by_bar)):
        found = way(indicator, series)
        if differ(expected, found):
            names = ("as if the bar were not there", name)
            told = tell_difference(indicator, expected, found, names=names, series=series)
            return Fault("bars without an input passed over", told)
    return None


def find_harm(indicator: Indicator) -> Fault | None:
    """Return what an unusual market does to an indicator."""
    for series in list_unusual():
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                columns, streamed = over_columns(indicator, series), bar_by_bar(indicator, series)
            except Exception as error:  # noqa: BLE001 -- the author's code, of which any fault is told
                return Fault("values, or none", f"{type(error).__name__}: {error}, over {series.name}", error)
        if np.isinf(columns).any():
            return Fault("finite values, or none", f"an infinite one over {series.name}")
        if differ(columns, streamed):
            names = ("over columns", "bar by bar")
            told = tell_difference(indicator, columns, streamed, names=names, series=series)
            return Fault("the same values, to the bit", told)
    return None
