"""Fences only save time: with and without them a run is the same, to the last unit and event."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from propbots.data.record import RunRecord
from propbots.domain.event import OrderEvent
from propbots.domain.order import TimeInForce
from propbots.domain.session import SessionSpan, SessionTable
from propbots.domain.timeframe import HOUR
from propbots.engine.supervisor import Supervisor
from propbots.rules.release import Impact, Release, ReleaseCalendar
from propbots.rules.rule import NewsWindow
from propbots.series.expression import close
from propbots.simulation.event_driver import run_backtest
from propbots.simulation.request import Size
from propbots.strategy.base import Rules
from propbots.venue import market as simulated_market
from propbots.venue.book import WorkingOrder
from propbots.venue.fences import account_fences
from propbots.venue.market import SimulatedMarket
from random_market import Market, markets
from random_rules import RULES, Declared
from random_run import Conditions, RandomActor, Wish, conditions, scripts, wishes
from rule_script import CHICAGO, FLAT_BY_310, a_daily_loss, a_maximum_loss, a_plan, at
from stage import START, bars, buy, columns_of, play, sell

Script = list[list[Wish]]
QUIET = "100 100 100 100"


def run(
    market: Market, script: Script, on_fills: list[Wish], how: Conditions, *, fenced: bool
) -> tuple[RunRecord, list[OrderEvent]]:
    actor = RandomActor().learn(script, on_fills)
    record = run_backtest(how.request(actor, market, fenced=fenced))
    return record, actor.heard


def require_equal(market: Market, script: Script, on_fills: list[Wish], how: Conditions) -> None:
    fenced, heard = run(market, script, on_fills, how, fenced=True)
    bare, heard_bare = run(market, script, on_fills, how, fenced=False)

    assert heard == heard_bare
    require_equal_records(fenced, bare)


def require_equal_records(fenced: RunRecord, bare: RunRecord) -> None:
    assert list(fenced.trades) == list(bare.trades)
    for column in ("time", "balance", "equity", "equity_low", "equity_high", "position", "day"):
        left, right = getattr(fenced.account, column), getattr(bare.account, column)
        assert np.array_equal(left, right), f"{column}: {left} with fences, {right} without"
    assert np.array_equal(fenced.account.floor, bare.account.floor)
    assert fenced.plan == bare.plan
    assert (fenced.ambiguous_bars, fenced.denied_orders) == (bare.ambiguous_bars, bare.denied_orders)
    assert fenced.fingerprint == bare.fingerprint


@settings(deadline=None)
@given(markets(), scripts(), st.lists(wishes(), max_size=3), conditions())
def test_a_run_with_fences_equals_the_run_without(
    market: Market, script: Script, on_fills: list[Wish], how: Conditions
) -> None:
    require_equal(market, script, on_fills, how)


@settings(deadline=None)
@given(markets(), RULES, conditions(), st.one_of(st.none(), st.sampled_from((Decimal(50), Decimal(200)))))
def test_a_rule_strategy_passes_over_bars_and_misses_nothing(
    market: Market, text: Rules, how: Conditions, risk: Decimal | None
) -> None:
    has_stop = text.stop is not None or text.trail is not None
    size = Size(Decimal("0.5"), risk if has_stop else None)
    fenced, bare = (
        run_backtest(attrs.evolve(how.request(Declared(text=text), market, fenced=fenced), size=size))
        for fenced in (True, False)
    )

    require_equal_records(fenced, bare)


@pytest.mark.parametrize(
    ("bar", "side", "price"),
    [
        ((100, 100, 95, 98), "long_entry", 95),
        ((100, 105, 100, 98), "short_entry", 105),
        ((100, 103, 100, 98), "long_entry", 102),
        ((100, 100, 97, 98), "short_entry", 98),
    ],
)
def test_a_silent_rule_is_woken_by_a_bar_that_just_reaches_a_fence(
    bar: tuple[int, int, int, int], side: str, price: int
) -> None:
    """Entered at 100 with a stop at 5 and a target at 2; the bar that leaves is one at which no condition holds."""
    rows = [(100, 100, 100, 101), (100, 100, 100, 100), (100, 100, 100, 100), bar, (98, 98, 98, 98)]
    columns = columns_of(rows, [START + number * HOUR for number in range(len(rows))], duration=HOUR)
    text = Rules(**{side: close > 100.0}, stop=5, target=2)
    market = Market(columns, columns)

    fenced, bare = (
        run_backtest(attrs.evolve(Conditions().request(Declared(text=text), market, fenced=fenced), size=Size()))
        for fenced in (True, False)
    )

    assert fenced.trades[0].exit_price == price
    require_equal_records(fenced, bare)


def test_most_bars_of_a_quiet_run_are_passed_over() -> None:
    """Without this the properties of this page could hold because nothing is ever passed over."""
    story = play(bars(*[QUIET] * 200), {0: buy(stop_loss=90), 5: sell(limit_price=120)})

    assert story.record.looked_at_closely <= 8


def too_far_order(monkeypatch: pytest.MonkeyPatch) -> None:
    true = WorkingOrder.fences

    def moved(working: WorkingOrder, through: int) -> tuple[int, int]:
        low, high = true(working, through)
        return low - 1, high + 1

    monkeypatch.setattr(WorkingOrder, "fences", moved)


def too_far_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    def moved(*terms: Any) -> tuple[int, int]:
        low, high = account_fences(*terms)
        return low - 1, high + 1

    monkeypatch.setattr(simulated_market, "account_fences", moved)


def too_late_order(monkeypatch: pytest.MonkeyPatch) -> None:
    true = WorkingOrder.wakes_ns.fget
    monkeypatch.setattr(WorkingOrder, "wakes_ns", property(lambda working: true(working) + HOUR))


def too_late_day(monkeypatch: pytest.MonkeyPatch) -> None:
    true = Supervisor.next_turn_ns
    late = property(lambda supervisor: true.__get__(supervisor) + HOUR, true.__set__)
    monkeypatch.setattr(Supervisor, "next_turn_ns", late)


def too_late_news(monkeypatch: pytest.MonkeyPatch) -> None:
    true = SimulatedMarket._set_fences

    def moved(simulated: SimulatedMarket, low: int, high: int) -> None:
        true(simulated, low, high)
        market = simulated.matcher.market
        if market.fence_time_ns == market.closing_ns:
            market.fence_time_ns += HOUR

    monkeypatch.setattr(SimulatedMarket, "_set_fences", moved)


def touch_a_stop() -> None:
    play(bars(QUIET, QUIET, "100 103 100 100", QUIET), {0: buy(stop_price=103)})


def touch_a_limit() -> None:
    play(bars(QUIET, QUIET, "100 100 96 100", QUIET), {0: buy(limit_price=97)})


def follow_by_a_tick() -> None:
    columns = bars(QUIET, QUIET, "100 101 100 101", "101 101 96 99", QUIET)
    play(columns, {0: buy(trailing_stop_ticks=5)})


def touch_a_floor() -> None:
    play(bars(QUIET, QUIET, "100 100 95 99", QUIET), {0: buy()}, plan=a_plan(a_maximum_loss(50)))


def touch_a_floor_above() -> None:
    play(bars(QUIET, QUIET, "100 105 100 99", QUIET), {0: sell()}, plan=a_plan(a_daily_loss(50)))


def a_session() -> SessionTable:
    spans = [
        SessionSpan(date(2026, 1, 5), START, START + 10 * HOUR),
        SessionSpan(date(2026, 1, 6), START + 10 * HOUR, START + 20 * HOUR),
    ]
    return SessionTable("two", spans)


def end_a_day_order() -> None:
    opens = [START + hour * HOUR for hour in (7, 8, 9, 10)]
    columns = bars(QUIET, QUIET, QUIET, QUIET, opens_ns=opens, duration=HOUR)
    play(columns, {0: buy(limit_price=90, time_in_force=TimeInForce.DAY)}, calendar=a_session())


def open_a_session() -> None:
    opens = [START + hour * HOUR for hour in (8, 9, 10, 12)]
    columns = bars(QUIET, QUIET, QUIET, "110 110 110 110", opens_ns=opens, duration=HOUR)
    play(columns, {0: buy(on_open=True)}, calendar=a_session())


def be_flat_in_time() -> None:
    opens = [at(f"2026-01-05 {hour}", "America/Chicago") for hour in ("12:00", "14:00", "15:00", "16:00")]
    columns = bars(QUIET, QUIET, QUIET, "110 110 110 110", opens_ns=opens, duration=HOUR)
    play(columns, {0: buy()}, plan=a_plan(day=FLAT_BY_310))


def stay_out_of_news() -> None:
    opens = [START + hour * HOUR for hour in range(5)]
    columns = bars(QUIET, QUIET, QUIET, "110 110 110 110", QUIET, opens_ns=opens, duration=HOUR)
    release = Release(opens[2] + HOUR // 2, "cpi", "USD", Impact.HIGH)
    play(columns, {0: buy()}, plan=a_plan(NewsWindow(("cpi",), 120, 120)), news=ReleaseCalendar([release]))


def turn_a_day() -> None:
    opens = [at(f"2026-01-05 {hour}", "America/Chicago") for hour in ("14:00", "15:00", "17:00", "19:00")]
    columns = columns_of([[100] * 4, [100, 100, 90, 90], [90] * 4, [90] * 4], opens, duration=HOUR)
    play(columns, {0: buy(), 2: buy()}, plan=a_plan(a_daily_loss(50), day=CHICAGO))


@pytest.mark.parametrize(
    ("move", "scene"),
    [
        (too_far_order, touch_a_stop),
        (too_far_order, touch_a_limit),
        (too_far_order, follow_by_a_tick),
        (too_far_rule, touch_a_floor),
        (too_far_rule, touch_a_floor_above),
        (too_late_order, end_a_day_order),
        (too_late_order, open_a_session),
        (too_late_day, be_flat_in_time),
        (too_late_day, turn_a_day),
        (too_late_news, stay_out_of_news),
    ],
)
def test_a_fence_that_is_too_far_by_the_least_is_noticed(
    monkeypatch: pytest.MonkeyPatch, move: Callable[[pytest.MonkeyPatch], None], scene: Callable[[], None]
) -> None:
    """Each scene tells the same story with and without fences, and no more once a fence is moved."""
    scene()

    move(monkeypatch)

    with pytest.raises(AssertionError):
        scene()


def test_the_property_finds_a_fence_that_is_too_far_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    too_far_order(monkeypatch)
    search = settings(max_examples=500, deadline=None, database=None, derandomize=True, phases=[Phase.generate])
    example = search(
        given(markets(), scripts(), conditions())(lambda market, script, how: require_equal(market, script, [], how))
    )

    with pytest.raises(AssertionError):
        example()
