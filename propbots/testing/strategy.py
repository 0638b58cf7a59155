"""The contract of strategies: equal bars give equal orders, live and over history, and nobody knows the future."""

from collections.abc import Callable
from typing import Any

import pytest

from propbots.check.finding import CheckResult, FindingKind
from propbots.data.columns import BarColumns
from propbots.domain.instrument import Instrument
from propbots.errors import ConfigurationError, StrategyFailed, closest
from propbots.series.parameter import structure_parameters
from propbots.strategy.base import BaseStrategy, RuleStrategy
from propbots.testing.bounds import list_unbounded, list_undeclared, random_variants, variants_beyond
from propbots.testing.builder import an_instrument, some_bars
from propbots.testing.card import card, expect, fail
from propbots.testing.contract import Contract, missing_fixture, skip_after
from propbots.testing.examination import (
    HOOKS,
    examine,
    find_fault,
    find_impossible_wishes,
    find_unfit,
    find_unfit_kind,
    list_class_values,
    list_odd_bars,
    list_unknown_hooks,
    tell_findings,
)
from propbots.testing.run import run_strategy

__all__ = ["StrategyContract"]


class StrategyContract(Contract):
    """What every strategy keeps to.

    Fixtures: `strategy`, its class; and where the defaults do not suit it, `parameters` (by name), `instrument`, and
    `bars`, on which it must trade.
    """

    @pytest.fixture
    def strategy(self) -> type[BaseStrategy]:
        """Give the strategy's class; a subclass must override it."""
        missing_fixture(self, "strategy")

    @pytest.fixture
    def parameters(self) -> dict[str, Any]:
        """Give the parameters that shall be tried; none, and so the defaults."""
        return {}

    @pytest.fixture
    def instrument(self) -> Instrument:
        """Give what is traded; a future with a tick of 0.25."""
        return an_instrument()

    @pytest.fixture
    def bars(self, instrument: Instrument) -> BarColumns:
        """Give what the strategy sees: five days of minutes."""
        return some_bars(instrument=instrument)

    @pytest.fixture
    def build(self, strategy: type[BaseStrategy], parameters: dict[str, Any]) -> Callable[[], BaseStrategy]:
        """Give what builds a fresh instance."""
        return lambda: strategy(**parameters)

    @pytest.fixture
    def sound_build(
        self, strategy: type[BaseStrategy], build: Callable[[], BaseStrategy], bars: BarColumns
    ) -> Callable[[], BaseStrategy]:
        """Give what builds a fresh instance to cards that compare runs, if the strategy runs at all."""
        skip_after(find_fault(strategy, build, bars))
        return build

    @pytest.fixture
    def examined(
        self, strategy: type[BaseStrategy], sound_build: Callable[[], BaseStrategy], bars: BarColumns
    ) -> CheckResult:
        """Give what `propbots strategies check` finds on the bars."""
        return examine(strategy, sound_build, bars)

    @card
    def test_str_010_it_builds_and_is_what_it_says(self, build: Callable[[], BaseStrategy]) -> None:
        """STR-010: it builds with its parameters and is a strategy of rules or of reactions to events.

        People try a strategy with its defaults first. A rule strategy that returns a list, or nothing, says so only
        when it runs.

        Mend: subclass `RuleStrategy` and return `Rules(...)` from `rules`, or subclass `Strategy`.
        """
        told = find_unfit_kind(build())
        expect(not told, "a RuleStrategy whose rules are Rules, or a Strategy", told)

    @card
    def test_str_020_fields_are_parameters_with_bounds(self, strategy: type[BaseStrategy]) -> None:
        """STR-020: every field is a described parameter, and every number has bounds.

        Forms, `--set`, configurations and searches are made from what parameters say of themselves. A field without
        `parameter(...)` cannot be set by anybody; one without bounds lets a search run into nonsense.

        Mend: declare it as `period: int = parameter(20, minimum=1, maximum=100_000, description="length, in bars")`,
        and set what is no parameter in `on_start`.
        """
        odd = [*list_undeclared(strategy), *list_unbounded(strategy)]
        expect(not odd, "described parameters, numbers with minimum and maximum", "; ".join(odd))

    @card
    def test_str_030_unfit_parameters_are_refused(
        self, strategy: type[BaseStrategy], build: Callable[[], BaseStrategy]
    ) -> None:
        """STR-030: unknown parameters, and those out of bounds, are refused; contradictions by ConfigurationError.

        A misspelt parameter that is swallowed is a backtest of something else. Any exception but ConfigurationError is
        shown to the user as a fault of the plugin.

        Mend: write no `__init__`; raise `propbots.errors.ConfigurationError` where two parameters contradict another.
        """
        with pytest.raises(ConfigurationError):
            structure_parameters(strategy, "strategy", {"no_such_parameter": "1"})
        try:
            swallowed = strategy(no_such_parameter=1)  # type: ignore[call-arg]  # -- the very mistake
        except (TypeError, ConfigurationError):
            pass
        else:
            fail("an unknown parameter refused", f"no_such_parameter=1 gives {swallowed!r}")
        built = build()
        for named, make in variants_beyond(built):
            try:
                fail("ConfigurationError", f"{named} gives {make()!r}")
            except ConfigurationError:
                continue
        for named, make in random_variants(built):
            _expect_refusal_or_strategy(named, make)

    @card
    def test_str_040_its_hooks_are_the_kernels(self, strategy: type[BaseStrategy]) -> None:
        """STR-040: every method that begins with `on_` is one that the engine calls.

        Nobody calls `on_bars` or `on_fills`; the strategy sits still and the backtest shows no trades. A type checker
        finds it where `@override` stands above the method.

        Mend: correct the name, or begin a method of your own with another word.
        """
        for name in list_unknown_hooks(strategy):
            fail(f"a method of Strategy, such as {closest(name, HOOKS) or ', '.join(HOOKS)}", name)

    @card
    def test_str_050_it_runs_and_trades(
        self, strategy: type[BaseStrategy], build: Callable[[], BaseStrategy], bars: BarColumns
    ) -> None:
        """STR-050: it runs over the sample bars without an error, and trades.

        The usual error is a comparison with a reading whose value is still None. A strategy that does nothing on the
        sample proves nothing by the cards that follow.

        Mend: wait until `reading.value is not None`; give the fixture `bars` a sample that moves it.
        """
        skip_after(find_unfit(strategy, build))
        record = run_strategy(build(), bars)
        expect(len(record.trades), "at least one trade", f"none in {len(bars)} bars")

    @card
    def test_str_060_odd_bars_do_no_harm(self, sound_build: Callable[[], BaseStrategy], bars: BarColumns) -> None:
        """STR-060: it survives a single bar, fewer than it warms up with, gaps, flat prices and missing volume.

        A live bot begins with what there is: a holiday, a halt, a feed without volume; and divides by a range of 0.

        Mend: wait until `reading.value is not None`, and ask whether a divisor is 0.
        """
        for name, odd in list_odd_bars(bars):
            try:
                run_strategy(sound_build(), odd)
            except (StrategyFailed, ArithmeticError, LookupError, TypeError, ValueError) as error:
                fail(f"a run over {name}", f"{type(error).__name__}: {error}", error)

    @card
    def test_str_070_wishes_are_possible(self, sound_build: Callable[[], BaseStrategy], bars: BarColumns) -> None:
        """STR-070: it asks for orders with a quantity above 0 and prices above 0, and the gate refuses none.

        A stop that was computed below zero, or a size of nothing, is refused where it matters: live, with a position
        open and no protection.

        Mend: check a computed price or quantity before asking for it.
        """
        told = find_impossible_wishes(sound_build(), bars)
        expect(not told, "orders that a venue could take", "; ".join(told[:3]))

    @card
    def test_str_080_nothing_is_kept_between_runs(
        self, strategy: type[BaseStrategy], sound_build: Callable[[], BaseStrategy], bars: BarColumns
    ) -> None:
        """STR-080: a run leaves nothing behind at the class that another instance would find.

        A list in the class's body belongs to all instances: one run's trades steer the next, and all runs of a sweep.

        Mend: make it in `on_start`, as an attribute of `self`.
        """
        before = list_class_values(strategy)
        run_strategy(sound_build(), bars)
        after = list_class_values(strategy)
        changed = [name for name in after if before.get(name) != after[name]]
        expect(not changed, "the class as it was before the run", f"{', '.join(changed)} changed")

    @card
    def test_str_090_same_bars_give_same_orders(self, examined: CheckResult) -> None:
        """STR-090: two fresh instances over the same bars want the same.

        Without that no backtest can be believed and no error found again. Chance, the order of a set, and what is kept
        between runs are the usual causes.

        Mend: hold state in `self`, made in `on_start`, and sort what has no order.
        """
        _expect_none(examined, FindingKind.NOT_REPEATABLE, "the same in both runs")

    @card
    def test_str_100_later_bars_change_nothing(self, examined: CheckResult) -> None:
        """STR-100: what it decided, and every value that it reads, is the same whether later bars follow or not.

        A strategy that knows the future makes a fortune in a backtest and nothing live.

        Mend: `propbots strategies check` shows line, bar and both values; read only what lies before the bar.
        """
        _skip_unrepeatable(examined)
        _expect_none(examined, FindingKind.LOOK_AHEAD, "nothing that comes from later bars")

    @card
    def test_str_110_warm_up_is_enough(self, examined: CheckResult) -> None:
        """STR-110: with as much history as its indicators ask for it decides as with more.

        A bot starts with that much history and no more. A count of bars since the start, or an indicator that
        remembers longer than its `settled` says, decides otherwise live.

        Mend: let the indicator's `settled` tell the truth, or count from the beginning of the day.
        """
        _skip_unrepeatable(examined)
        _expect_none(examined, FindingKind.WARM_UP, "the same after more and after less history")
        if examined.remarks:
            pytest.skip("; ".join(examined.remarks))

    @card
    def test_str_120_live_equals_backtest(self, examined: CheckResult) -> None:
        """STR-120: every expression that it reads has the same values bar by bar as over columns.

        A backtest computes columns, a bot computes bar by bar; where they differ the bot does not do what was tested.

        Mend: try the indicator with `IndicatorContract`, whose cards say more.
        """
        _skip_unrepeatable(examined)
        _expect_none(examined, FindingKind.LIVE_DIFFERS, "the same fed bar by bar")

    @card
    def test_str_130_it_asks_no_clock(self, examined: CheckResult) -> None:
        """STR-130: it asks no clock.

        The machine's time is not the market's: over history, and in replay, it is years off.

        Mend: use `bar.close_time`, or a filter by time of day.
        """
        _expect_none(examined, FindingKind.CLOCK, "the bar's time alone")

    @card
    def test_str_140_it_draws_no_random_numbers(self, examined: CheckResult) -> None:
        """STR-140: it draws no random numbers, seeded ones included.

        A seed makes a run repeatable and leaves the result an accident.

        Mend: decide by the bars; for noise in a backtest there are slippage and the path inside a bar.
        """
        _expect_none(examined, FindingKind.RANDOMNESS, "no chance")

    @card
    def test_str_150_it_opens_nothing(self, examined: CheckResult) -> None:
        """STR-150: it opens no file, no connection and no other program.

        What it reads there is not in the bars, so that history cannot be replayed; and a server that does not answer
        stops a bot in the middle of a position.

        Mend: let data come as a feed and settings as parameters.
        """
        _expect_none(examined, FindingKind.INPUT_OUTPUT, "nothing beyond the bars")


def _expect_none(examined: CheckResult, kind: FindingKind, expected: str) -> None:
    told = tell_findings(examined, kind)
    expect(not told, expected, "; ".join(told))


def _skip_unrepeatable(examined: CheckResult) -> None:
    skip_after("STR-090" if tell_findings(examined, FindingKind.NOT_REPEATABLE) else None)


def _expect_refusal_or_strategy(named: str, make: Callable[[], Any]) -> None:
    try:
        made = make()
        if isinstance(made, RuleStrategy):
            made.rules()
    except ConfigurationError:
        return
    except Exception as error:  # noqa: BLE001 -- the author's code, of which any fault is told
        fail("a strategy or ConfigurationError", f"{named} raises {type(error).__name__}: {error}", error)
