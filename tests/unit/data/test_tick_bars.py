"""Bars that are filled by prints, quantity, range or time: what each holds, against loops that anybody can check."""

from decimal import Decimal
from math import isnan

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import astuple

from propbots.data.aggregate import aggregate
from propbots.data.bar_builder import BarBuilder
from propbots.data.columns import BarColumns
from propbots.data.table import DataSource
from propbots.data.tick_bars import bars_of_ticks
from propbots.data.ticks import TickColumns, tell_apart
from propbots.domain.bar import Bar, Feed
from propbots.domain.bar_size import parse_bar_size
from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.session import SessionSpan, SessionTable
from propbots.domain.time import EPOCH
from propbots.domain.timeframe import HOUR, MINUTE, SECOND, Timeframe
from propbots.errors import ConfigurationError

START = 1_704_189_600 * SECOND
"""2024-01-02 10:00 UTC."""
SESSIONS = [
    SessionSpan(EPOCH.date().replace(day=1 + number), START + begin * MINUTE, START + end * MINUTE)
    for number, (begin, end) in enumerate([(0, 47), (60, 107), (107, 130), (180, 227)])
]
"""Sessions of 47 minutes, which five minutes do not divide; one follows another at once, and one closes early."""
CALENDAR = SessionTable("short", SESSIONS)
THING = Instrument("THING", AssetClass.FUTURES, Decimal("0.25"), Decimal(5), quantity_step=Decimal("0.5"))
SIZES = ["1m", "5m", "7m", "1h", "1d", "1tick", "3tick", "1volume", "4volume", "1range", "3range"]


def a_series(time: list[int], price: list[int], quantity: list[int], is_trade: list[bool] | None = None) -> TickColumns:
    return TickColumns(
        instrument=THING,
        time=tell_apart(np.array(time, dtype=np.int64) + START),
        is_trade=np.array(is_trade or [True] * len(time)),
        bid=np.array(price, dtype=np.int64),
        ask=np.array(price, dtype=np.int64) + (0 if is_trade is None else 1),
        bid_quantity=np.array(quantity, dtype=np.int64),
        ask_quantity=np.zeros(len(time), dtype=np.int64),
        source=DataSource("drawn", "drawn", "0"),
    )


@st.composite
def series(draw: st.DrawFn, *, least: int = 0, mixed: bool = False) -> TickColumns:
    """Draw ticks within and around the sessions, some of one stamp, most a few seconds apart."""
    gaps = draw(st.lists(st.sampled_from([0, 0, 1, SECOND, 17 * SECOND, MINUTE, 20 * MINUTE]), min_size=1, max_size=60))
    time = (np.cumsum(gaps) - 5 * MINUTE).clip(max=226 * MINUTE).tolist()
    count = len(time)
    moves = draw(st.lists(st.integers(-3, 3), min_size=count, max_size=count))
    drawn = draw(st.lists(st.integers(least, 9), min_size=count, max_size=count))
    is_trade = draw(st.lists(st.booleans(), min_size=count, max_size=count)) if mixed else None
    return a_series(time, (400 + np.cumsum(moves)).tolist(), drawn, is_trade)


def by_session(ticks: TickColumns) -> list[list[tuple[int, int, int]]]:
    """Return time, price and quantity of the prints of each session."""
    found: dict[int, list[tuple[int, int, int]]] = {}
    for time, price, quantity in zip(ticks.time.tolist(), ticks.bid.tolist(), ticks.bid_quantity.tolist(), strict=True):
        found.setdefault(CALENDAR.span_at(time).close_time_ns, []).append((time, price, quantity))
    return list(found.values())


def shape_of(prices: list[int]) -> tuple[int, int, int, int]:
    return prices[0], max(prices), min(prices), prices[-1]


def shapes_of(bars: BarColumns) -> list[tuple[int, int, int, int]]:
    columns = (bars.open, bars.high, bars.low, bars.close)
    return list(zip(*(column.tolist() for column in columns), strict=True))


@given(series(), st.integers(1, 7))
def test_bars_of_prints_hold_so_many_but_for_the_last_of_a_session(ticks: TickColumns, count: int) -> None:
    bars = bars_of_ticks(ticks, parse_bar_size(f"{count}tick"), CALENDAR)

    parts = [part[first : first + count] for part in by_session(ticks) for first in range(0, len(part), count)]
    assert shapes_of(bars) == [shape_of([price for _, price, _ in part]) for part in parts]
    assert np.nan_to_num(bars.volume).tolist() == [sum(quantity for _, _, quantity in part) / 2 for part in parts]
    over = [CALENDAR.span_at(part[0][0]).close_time_ns for part in parts]
    ends = [part[-1][0] + 1 if len(part) == count else end for part, end in zip(parts, over, strict=True)]
    assert bars.open_time.tolist() == [part[0][0] for part in parts]
    assert bars.close_time.tolist() == ends


@given(series(least=1), st.integers(1, 4))
def test_bars_of_quantity_hold_the_same_but_for_the_last_of_a_session(ticks: TickColumns, count: int) -> None:
    bars = bars_of_ticks(ticks, parse_bar_size(f"{count}volume"), CALENDAR)

    units = [[price for _, price, quantity in part for _ in range(quantity)] for part in by_session(ticks)]
    fill = 2 * count
    parts = [part[first : first + fill] for part in units for first in range(0, len(part), fill)]
    assert shapes_of(bars) == [shape_of(part) for part in parts]
    assert bars.volume.tolist() == [len(part) / 2 for part in parts]
    assert bars.volume.sum() == ticks.bid_quantity.sum() / 2


@given(series(), st.integers(1, 5))
def test_bars_of_a_range_end_before_the_first_price_beyond_it(ticks: TickColumns, width: int) -> None:
    bars = bars_of_ticks(ticks, parse_bar_size(f"{width}range"), CALENDAR)

    parts: list[list[int]] = []
    for session in by_session(ticks):
        parts.append([])
        for _, price, _ in session:
            if parts[-1] and max(*parts[-1], price) - min(*parts[-1], price) > width:
                parts.append([])
            parts[-1].append(price)
    assert shapes_of(bars) == [shape_of(part) for part in parts]


@pytest.mark.parametrize("size", SIZES)
@given(ticks=series(least=1))
def test_bars_follow_each_other_without_overlap_within_their_session(size: str, ticks: TickColumns) -> None:
    bars = bars_of_ticks(ticks, parse_bar_size(size), CALENDAR)

    assert (np.diff(bars.open_time) > 0).all()
    assert (bars.open_time < bars.close_time).all()
    assert (bars.open_time[1:] >= bars.close_time[:-1]).all()
    assert bars.volume.sum() == ticks.bid_quantity.sum() / 2


@pytest.mark.parametrize("size", SIZES)
@given(ticks=series(least=1), kept=st.integers(1, 60))
def test_what_comes_later_changes_no_finished_bar(size: str, ticks: TickColumns, kept: int) -> None:
    whole = bars_of_ticks(ticks, parse_bar_size(size), CALENDAR)
    begun = ticks.select(slice(kept))
    cut = bars_of_ticks(begun, parse_bar_size(size), CALENDAR)

    finished = int((cut.close_time <= begun.time[-1]).sum())
    assert list(cut.bars())[:finished] == list(whole.bars())[:finished]


def told(bars: list[Bar]) -> list[tuple[object, ...]]:
    """Return bars so that unknown volumes are equal."""
    return [(*astuple(bar)[:6], None if isnan(bar.volume) else bar.volume) for bar in bars]


@pytest.mark.parametrize("size", SIZES)
@given(ticks=st.one_of(series(least=1, mixed=True), series(mixed=True)))
def test_ticks_taken_one_by_one_give_the_same_bars(size: str, ticks: TickColumns) -> None:
    if "volume" in size and not ticks.bid_quantity[ticks.is_trade].any():
        return
    builder = BarBuilder(Feed(THING, parse_bar_size(size)), CALENDAR, of_prints=ticks.has_trades)
    built = [bar for tick in ticks.ticks() for bar in builder.push(tick)]
    built += builder.advance(SESSIONS[-1].close_time_ns)

    assert told(built) == told(list(bars_of_ticks(ticks, parse_bar_size(size), CALENDAR).bars()))


@pytest.mark.parametrize(("shorter", "longer"), [("1m", "5m"), ("1m", "7m"), ("5m", "30m"), ("1m", "1h"), ("5m", "1d")])
@given(ticks=series())
def test_shorter_bars_give_the_longer_ones(shorter: str, longer: str, ticks: TickColumns) -> None:
    short, long = Timeframe.parse(shorter), Timeframe.parse(longer)
    at_once = bars_of_ticks(ticks, long, CALENDAR)
    step_by_step = aggregate(bars_of_ticks(ticks, short, CALENDAR), long, CALENDAR)

    assert told(list(step_by_step.bars())) == told(list(at_once.bars()))


def test_bars_begin_with_the_session_and_not_with_the_hour() -> None:
    bars = bars_of_ticks(a_series([61 * MINUTE, 106 * MINUTE], [400, 401], [1, 1]), Timeframe(5 * MINUTE), CALENDAR)

    assert ((bars.open_time - START) // MINUTE).tolist() == [60, 105]
    assert ((bars.close_time - START) // MINUTE).tolist() == [65, 107]


def test_ticks_after_a_close_make_no_bar_that_overlaps_the_session() -> None:
    bars = bars_of_ticks(a_series([46 * MINUTE, 50 * MINUTE], [400, 410], [1, 1]), Timeframe(HOUR), CALENDAR)

    assert ((bars.open_time - START) // MINUTE).tolist() == [0, 47]
    assert ((bars.close_time - START) // MINUTE).tolist() == [47, 60]
    assert bars.high.tolist() == [400, 410]


def test_quotes_alone_are_drawn_by_their_bids_and_tell_no_volume() -> None:
    ticks = a_series([0, SECOND, 2 * SECOND], [400, 402, 401], [7, 7, 7], [False] * 3)

    for size in ("1m", "3tick", "2range"):
        bars = bars_of_ticks(ticks, parse_bar_size(size), CALENDAR)
        assert shapes_of(bars) == [(400, 402, 400, 401)]
        assert np.isnan(bars.volume).all()


def test_prints_go_before_quotes() -> None:
    ticks = a_series([0, SECOND, 2 * SECOND], [400, 500, 401], [1, 7, 2], [True, False, True])

    bars = bars_of_ticks(ticks, parse_bar_size("1m"), CALENDAR)
    assert shapes_of(bars) == [(400, 401, 400, 401)]
    assert bars.volume.tolist() == [1.5]


@pytest.mark.parametrize("is_trade", [[True, True], [False, False]])
def test_bars_of_quantity_need_a_quantity(is_trade: list[bool]) -> None:
    ticks = a_series([0, 1], [400, 401], [0, 0], is_trade)

    with pytest.raises(ConfigurationError, match="need prints with their quantity"):
        bars_of_ticks(ticks, parse_bar_size("10volume"), CALENDAR)


def test_no_ticks_make_no_bars() -> None:
    for size in ("1m", "1d", "3tick", "2range"):
        assert len(bars_of_ticks(a_series([], [], []), parse_bar_size(size), CALENDAR)) == 0


def test_bars_of_a_week_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="a day at most"):
        bars_of_ticks(a_series([0], [400], [1]), Timeframe.parse("1w"), CALENDAR)


def test_bars_of_a_part_of_a_quantity_step_are_refused() -> None:
    tens = attrs.evolve(THING, quantity_step=Decimal(10))
    ticks = attrs.evolve(a_series([0], [400], [1]), instrument=tens)

    with pytest.raises(ConfigurationError, match=r"whole number of the quantity steps of THING \(10\)"):
        bars_of_ticks(ticks, parse_bar_size("15volume"), CALENDAR)


def test_volume_is_told_as_far_as_it_is_known() -> None:
    minutes = bars_of_ticks(a_series([0, MINUTE, 5 * MINUTE], [400, 401, 402], [0, 3, 0]), Timeframe(MINUTE), CALENDAR)

    volume = aggregate(minutes, Timeframe(5 * MINUTE), CALENDAR).volume
    assert volume[0] == 1.5
    assert np.isnan(volume[1])


def test_bars_of_prints_are_made_from_ticks_alone() -> None:
    bars = bars_of_ticks(a_series([0, 1], [400, 401], [1, 1]), parse_bar_size("2tick"), CALENDAR)

    with pytest.raises(ConfigurationError, match="bars of 1m cannot be made from bars of 2tick"):
        aggregate(bars, Timeframe(MINUTE), CALENDAR)
