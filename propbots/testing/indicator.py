"""The contract of indicators: the same values live, over history and compiled, and no knowledge of the future."""

import copy
import pickle

import numpy as np
import pytest

from propbots.check.part import find_file
from propbots.check.watch import Watch
from propbots.errors import ConfigurationError
from propbots.series.indicator import Indicator, Pane
from propbots.testing.bounds import (
    list_unbounded,
    list_undeclared,
    random_variants,
    renew,
    variants_at,
    variants_beyond,
)
from propbots.testing.card import card, expect, fail
from propbots.testing.contract import Contract, missing_fixture, skip_after
from propbots.testing.hardship import find_first_bar, find_harm, find_spoilt_by_gap
from propbots.testing.honesty import (
    Fault,
    find_difference,
    find_fault,
    find_look_ahead,
    find_memory,
    find_unfit_values,
)
from propbots.testing.series import DAY_BARS, a_series
from propbots.testing.value import over_columns

__all__ = ["IndicatorContract"]

_BARS_MAX = 20_000
"""Settling takes longer than this only for parameters that prove nothing more."""


class IndicatorContract(Contract):
    """What every indicator keeps to.

    Fixtures: `indicator`, an instance with the parameters that shall be tried; small ones make for quick tests.
    """

    @pytest.fixture
    def indicator(self) -> Indicator:
        """Give the indicator; a subclass must override it."""
        missing_fixture(self, "indicator")

    @pytest.fixture
    def sound_indicator(self, indicator: Indicator) -> Indicator:
        """Give the indicator to cards that compare its values, if they can be compared."""
        skip_after(find_fault(indicator))
        return indicator

    @card
    def test_ind_010_fields_are_parameters_with_bounds(self, indicator: Indicator) -> None:
        """IND-010: every field but the source is a described parameter, and every number has bounds.

        Forms, `--set` and searches are made from what parameters say of themselves. A field that is declared without
        `parameter(...)` cannot be set by anybody; one without bounds lets a search run into nonsense.

        Mend: declare it as `period: int = parameter(14, minimum=1, maximum=100_000, description="length, in bars")`.
        """
        kind = type(indicator)
        odd = [*list_undeclared(kind, spared="source"), *list_unbounded(kind)]
        expect(not odd, "described parameters, numbers with minimum and maximum", "; ".join(odd))

    @card
    def test_ind_020_impossible_parameters_are_refused(self, indicator: Indicator) -> None:
        """IND-020: parameters out of bounds, or that contradict one another, are refused by ConfigurationError.

        A user who mistypes a number is told which one and how to mend it; any other exception is shown to him as a
        fault of the plugin. The usual cause is a check of two parameters in `__attrs_post_init__` that raises
        ValueError.

        Mend: raise `propbots.errors.ConfigurationError`, naming the parameter and the value.
        """
        for named, build in variants_beyond(indicator):
            try:
                built = build()
            except ConfigurationError:
                continue
            fail("ConfigurationError", f"{named} gives {built!r}")
        for named, build in random_variants(indicator):
            try:
                build()
            except ConfigurationError:
                continue
            except Exception as error:  # noqa: BLE001 -- the author's code, of which any fault is told
                fail("an indicator or ConfigurationError", f"{named} raises {type(error).__name__}: {error}", error)

    @card
    def test_ind_030_smallest_parameters_work(self, indicator: Indicator) -> None:
        """IND-030: with the least value of each parameter it gives values, and raises nothing.

        A period of 1 is the classic: it divides by `period - 1`, or reads before the beginning of a window.

        Mend: handle the least value, or raise the parameter's minimum.
        """
        skip_after(find_fault(indicator, before="IND-060"))
        for named, build in variants_at(indicator):
            try:
                built = build()
            except Exception:  # noqa: BLE001, S112 -- another card tells it
                continue
            fault = find_unfit_values(built)
            if fault is not None:
                fail("values", f"with {named}: {fault.found}", fault.error)

    @card
    def test_ind_040_equal_parameters_are_equal(self, indicator: Indicator) -> None:
        """IND-040: it equals another with the same parameters, and can be hashed.

        Equal parts of expressions are worked out once, across strategies and across a whole sweep. What cannot be
        hashed cannot be part of an expression; what never equals is worked out again and again. Lists and arrays as
        parameters are the usual cause.

        Mend: let parameters be numbers, text, choices or tuples, and leave `__eq__` and `__hash__` alone.
        """
        twin = renew(indicator)
        expect(twin == indicator and hash(twin) == hash(indicator), f"a twin that equals {indicator!r}", "it does not")
        expect(copy.copy(indicator) == indicator, "a copy that equals it", "it does not")

    @card
    def test_ind_050_one_number_an_output_and_bar(self, indicator: Indicator) -> None:
        """IND-050: it gives one number for each of its outputs on each bar, over columns and bar by bar.

        `outputs` names the values, `step` returns as many, and a faster `compute_present` returns one float64 column
        of the bars' length for each.

        Mend: return NaN, not None, where there is no value yet; return a tuple in the order of `outputs`.
        """
        _expect_none(find_unfit_values(indicator))

    @card
    def test_ind_060_nothing_is_kept_between_runs(self, indicator: Indicator) -> None:
        """IND-060: run again, after other bars, it gives the same values.

        One instance serves many runs, one after the other and side by side. A list that is made once, at the class or
        at the module, and changed in `step` carries one run into the next; so does chance.

        Mend: make all of the state in `start`, and let `step` change nothing else.
        """
        skip_after(find_fault(indicator, before="IND-060"))
        _expect_none(find_memory(indicator))

    @card
    def test_ind_070_later_bars_change_nothing(self, indicator: Indicator) -> None:
        """IND-070: its values on the first bars are the same whether later bars follow or not.

        A value that knows the future makes a fortune in a backtest and nothing live. A column that is shifted the
        wrong way, centred, or scaled by the range of the whole column is the usual cause; so is a second algorithm for
        short columns.

        Mend: leave `compute_present` out, so that `step` is used, or read only what lies before each bar.
        """
        skip_after(find_fault(indicator, before="IND-070"))
        _expect_none(find_look_ahead(indicator))

    @card
    def test_ind_080_columns_equal_bar_by_bar(self, indicator: Indicator) -> None:
        """IND-080: values over columns equal values bar by bar, to the bit.

        A backtest computes columns, a bot computes bar by bar. Where the two differ by a rounding, a crossing happens
        in one and not in the other. Cumulative sums and numpy's own means add in another order than a loop.

        Mend: leave `compute_present` out, or let it add and divide in the order of `step`.
        """
        skip_after(find_fault(indicator, before="IND-080"))
        _expect_none(find_difference(indicator))

    @card
    def test_ind_090_first_value_comes_after_the_lookback(self, sound_indicator: Indicator) -> None:
        """IND-090: it has no value for as many bars as its lookback says, and one from then on.

        Backtests leave out bars by it, and live bots ask for as much history. An average of fewer bars than its period
        looks like a value and is none.

        Mend: return NaN until `lookback` bars have passed; `lookback` is one less than the bars that a value needs.
        """
        lookback = sound_indicator.lookback
        values = over_columns(sound_indicator, a_series(lookback + 2 * DAY_BARS))
        first = np.isfinite(values).argmax(axis=1).tolist()
        expect(
            set(first) == {lookback} and np.isfinite(values[:, lookback:]).all(),
            f"the first value at bar {lookback}, and values from then on",
            f"first values at bars {first}, {int(np.isnan(values[:, lookback:]).sum())} missing after the lookback",
        )

    @card
    def test_ind_100_settled_values_forget_the_first_bar(self, sound_indicator: Indicator) -> None:
        """IND-100: once settled, its values are those that a longer history gives.

        A bot starts with some history, a backtest with other; they decide alike only if the beginning is forgotten.
        What smooths recursively remembers longer than its lookback. Days are begun whole, so a value that starts anew
        each day is right.

        Mend: let `settled` tell after how many bars less than a billionth of the first one is left.
        """
        settled = sound_indicator.settled
        expect(settled >= sound_indicator.lookback, "settled no sooner than the lookback", f"settled {settled}")
        if settled > _BARS_MAX:
            pytest.skip(f"it settles after {settled:,} bars; give the fixture smaller parameters")
        _expect_none(find_first_bar(sound_indicator))

    @card
    def test_ind_110_missing_inputs_are_passed_over(self, sound_indicator: Indicator) -> None:
        """IND-110: on a bar without an input it has no value, and the bar changes nothing after it.

        Volume may be unknown, and an indicator of another one has no input at first. The kernel passes such bars over;
        an indicator that overrides `compute_column` or `build_streamer` does it itself, or one NaN spoils all that
        follows.

        Mend: override `compute_present` and `step` instead, which never see a missing input.
        """
        _expect_none(find_spoilt_by_gap(sound_indicator))

    @card
    def test_ind_120_unusual_bars_do_no_harm(self, sound_indicator: Indicator) -> None:
        """IND-120: flat, empty, falling, jumping, tiny and large bars raise nothing, and give equal and finite values.

        A market that stands still has no range to divide by, and a Sunday evening no volume. The first bar of a new
        account finds out.

        Mend: where a divisor may be 0, decide what the value is then, or return NaN.
        """
        _expect_none(find_harm(sound_indicator))

    @card
    def test_ind_130_charts_know_where_to_draw_it(self, indicator: Indicator) -> None:
        """IND-130: its pane is one of `Pane`, and its outputs have names of their own.

        Reports and the dashboard draw what an indicator says: over the price, or in a pane of its own. Text that looks
        like a pane is none.

        Mend: write `pane = Pane.PRICE` for what is a price, else leave it out; name outputs in lower case.
        """
        outputs = indicator.outputs
        expect(isinstance(indicator.pane, Pane), "a Pane", repr(indicator.pane))
        fit = len(set(outputs)) == len(outputs) and all(name.isidentifier() and name.islower() for name in outputs)
        expect(fit and outputs, "outputs with lower-case names, each once", repr(outputs))

    @card
    def test_ind_140_other_processes_can_have_it(self, indicator: Indicator) -> None:
        """IND-140: it survives a pickle, parameters and all.

        Sweeps send strategies with their indicators to other processes and machines. A class that is made inside a
        function, or a parameter that is a function, cannot travel.

        Mend: define the class at the top of its module, and keep parameters to plain values.
        """
        twin = pickle.loads(pickle.dumps(indicator))  # noqa: S301 -- it was pickled in this very line
        expect(twin == indicator, f"{indicator!r} again", repr(twin))

    @card
    def test_ind_150_it_looks_at_nothing_but_its_inputs(self, indicator: Indicator) -> None:
        """IND-150: it asks no clock, draws no random numbers and opens nothing.

        Its values then hang on more than the bars: the same backtest gives another result tomorrow.

        Mend: let everything that it needs come in as an input or a parameter.
        """
        watch = Watch()
        with watch:
            find_unfit_values(renew(indicator))
        files = {file for file in map(find_file, type(indicator).__mro__) if file is not None}
        found = watch.findings(files)
        told = "; ".join(f"{one.what} in {one.place}" for one in found)
        expect(not found, "nothing is called but arithmetic", told)


def _expect_none(fault: Fault | None) -> None:
    if fault is not None:
        fail(fault.expected, fault.found, fault.error)
