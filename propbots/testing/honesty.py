"""Whether an indicator's values can be compared at all, asked before every card that compares them."""

import attrs

from propbots.series.indicator import Indicator
from propbots.testing.series import a_series
from propbots.testing.value import (
    bar_by_bar,
    differ,
    over_columns,
    rows_of,
    step_by_step,
    tabulate,
    tell_difference,
)

__all__ = ["Fault", "find_difference", "find_fault", "find_look_ahead", "find_memory", "find_unfit_values"]


@attrs.frozen
class Fault:
    """What a card has found.

    Attributes:
        expected: What a sound indicator does.
        found: What this one does.
        error: What was raised, if anything.
    """

    expected: str
    found: str
    error: Exception | None = None


def find_fault(indicator: Indicator, *, before: str = "IND-090") -> str | None:
    """Return the number of the first card that spoils those after it; None if none does.

    Args:
        indicator: Which is asked about.
        before: The card that asks.
    """
    checks = {
        "IND-050": find_unfit_values,
        "IND-060": find_memory,
        "IND-070": find_look_ahead,
        "IND-080": find_difference,
    }
    return next((number for number, find in checks.items() if number < before and find(indicator) is not None), None)


def find_unfit_values(indicator: Indicator) -> Fault | None:
    """Return what keeps an indicator from giving one number an output and bar."""
    series, expected = a_series(), f"{len(indicator.outputs)} numbers a bar, for {', '.join(indicator.outputs)}"
    for way in (over_columns, bar_by_bar):
        try:
            shape = way(indicator, series).shape
        except Exception as error:  # noqa: BLE001 -- the author's code, of which any fault is told
            return Fault(expected, f"{type(error).__name__}: {error} ({_words(way)})", error)
        if shape != (len(indicator.outputs), len(series)):
            return Fault(expected, f"{shape[0]} columns of {shape[-1]} values for {len(series)} bars")
    return None


def find_memory(indicator: Indicator) -> Fault | None:
    """Return where values hang on what was worked out before."""
    series, other = a_series(), a_series(seed=2)
    for way in (over_columns, bar_by_bar):
        first = way(indicator, series)
        way(indicator, other)
        again = way(indicator, series)
        if differ(first, again):
            names = ("at first", "after other bars were worked out")
            return Fault(
                f"the same values {_words(way)}", tell_difference(indicator, first, again, names=names, series=series)
            )
    return _find_neighbour(indicator)


def _find_neighbour(indicator: Indicator) -> Fault | None:
    """Return where values hang on another run that goes on at the same time."""
    series, other = a_series(), a_series(seed=2)
    alone, values = bar_by_bar(indicator, series), []
    one, two = indicator.build_streamer(), indicator.build_streamer()
    for mine, theirs in zip(rows_of(indicator, series), rows_of(indicator, other), strict=True):
        values.append(one(*mine))
        two(*theirs)
    beside = tabulate(indicator, values)
    if not differ(alone, beside):
        return None
    names = ("alone", "beside another run")
    return Fault("the same values", tell_difference(indicator, alone, beside, names=names, series=series))


def find_look_ahead(indicator: Indicator) -> Fault | None:
    """Return a value that changes when later bars are left out."""
    series = a_series()
    whole = over_columns(indicator, series)
    for size in (1, 2, 7, 20, 55, 150, len(series) - 1):
        short = over_columns(indicator, series.select(slice(size)))
        if differ(whole[:, :size], short):
            names = ("when later bars follow", f"when the data end after {size} bars")
            told = tell_difference(indicator, whole[:, :size], short, names=names, series=series)
            return Fault("the same value whether later bars follow or not", told)
    return None


def find_difference(indicator: Indicator) -> Fault | None:
    """Return a value that is another one bar by bar than over columns."""
    for seed in range(1, 6):
        series = a_series(seed=seed)
        columns = over_columns(indicator, series)
        for name, way in (("bar by bar", bar_by_bar), ("by the plain step", step_by_step)):
            other = way(indicator, series)
            if differ(columns, other):
                names = ("over columns", name)
                told = tell_difference(indicator, columns, other, names=names, series=series)
                return Fault("the same values, to the bit", told)
    return None


def _words(way: object) -> str:
    return "over columns" if way is over_columns else "bar by bar"
