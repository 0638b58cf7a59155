"""Bars that nobody recorded: the same for a seed, sound, inside the sessions, and like a market where it matters."""

from datetime import date, timedelta
from decimal import Decimal

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from propbots.data.columns import to_steps
from propbots.data.generate import generate_bars
from propbots.data.quality import require_sound
from propbots.data.table import BarTable
from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.session import SessionSpan, SessionTable, UtcDays
from propbots.domain.time import to_date_number
from propbots.domain.timeframe import DAY, HOUR, MINUTE
from propbots.errors import ConfigurationError, DataError

INDEX = Instrument("INDEX", AssetClass.FUTURES, tick_size=Decimal("0.25"), point_value=Decimal(5))
MONDAY = date(2026, 3, 2)
EARLY_CLOSE = date(2026, 3, 6)


def a_calendar(weeks: int = 8) -> SessionTable:
    """Build weekdays from 23:00 to 22:00, an early close at 18:00 on the first Friday and a halt on each Monday."""
    days = [MONDAY + timedelta(days=number) for number in range(7 * weeks)]
    spans = [a_span(day) for day in days if day.weekday() < 5]
    halts = [(span.close_time_ns - HOUR, span.close_time_ns - HOUR // 2) for span in spans if is_monday(span)]
    return SessionTable("index", spans, halts)


def a_span(day: date) -> SessionSpan:
    """Build one trading day."""
    midnight = to_date_number(day) * DAY
    early = day == EARLY_CLOSE
    return SessionSpan(day, midnight - HOUR, midnight + (18 if early else 22) * HOUR, regular=not early)


def is_monday(span: SessionSpan) -> bool:
    """Whether a trading day is a Monday."""
    return span.trading_day.weekday() == 0


def generate(*, seed: int = 7, weeks: int = 8, volatility: float = 0.18) -> BarTable:
    """Make some weeks of bars near 6900."""
    return generate_bars(
        INDEX,
        a_calendar(weeks),
        first=MONDAY,
        last=MONDAY + timedelta(days=7 * weeks - 3),
        seed=seed,
        start_price=Decimal(6900),
        annual_volatility=volatility,
    )


def test_a_seed_gives_the_same_bars_for_ever() -> None:
    table = generate(weeks=1)

    # Pinned: all that is made from the bit generator is whole-number arithmetic, so no platform may differ.
    assert (len(table), table.open[0], table.close[-1], table.volume[0]) == (6518, 6901.5, 6770.25, 425)
    assert table.source.sha256 == "bb13a168086c6eb4ee8f9daea88363421f734c1a881380d42b5e200b1504aecc"


def test_another_seed_gives_other_bars() -> None:
    assert generate(seed=1, weeks=1).source.sha256 != generate(seed=2, weeks=1).source.sha256


def test_the_source_says_that_the_bars_are_generated() -> None:
    source = generate(weeks=1).source

    assert (source.location, source.format) == ("generated INDEX, seed 7", "generated")
    assert source.assumptions == ("the bars are generated, not recorded",)


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 2**64),
    volatility=st.floats(0.001, 2.0),
    ticks=st.integers(1, 100_000_000),
    tick_size=st.sampled_from(["0.25", "0.0000005", "1", "0.015625"]),
)
def test_all_bars_are_sound_and_on_the_grid(seed: int, volatility: float, ticks: int, tick_size: str) -> None:
    instrument = attrs.evolve(INDEX, tick_size=Decimal(tick_size))
    start = ticks * instrument.tick_size

    table = generate_bars(
        instrument, a_calendar(), first=MONDAY, last=MONDAY, seed=seed, start_price=start, annual_volatility=volatility
    )

    assert require_sound(table).duplicates == 0
    assert not any(to_steps(getattr(table, name), instrument.tick_size)[1].any() for name in ("open", "high", "low"))
    assert np.array_equal(table.volume, np.floor(table.volume))


def test_a_bar_holds_at_least_one_contract_for_each_price_it_passed() -> None:
    table = generate(volatility=2.0)

    assert bool(np.all(table.volume >= (table.high - table.low) / 0.25 + 1))


def test_bars_lie_in_open_minutes_only() -> None:
    calendar = a_calendar()
    table = generate()

    closed = [time for time in table.open_time.tolist() if not calendar.is_open(time)]

    assert closed == []
    assert bool(np.all(table.open_time % MINUTE == 0))


def test_every_open_minute_of_the_main_hours_has_a_bar_and_some_quiet_ones_have_none() -> None:
    table = generate()
    minute_of_day = table.open_time // MINUTE % (DAY // MINUTE)

    main = int(((minute_of_day >= 15 * 60) & (minute_of_day < 16 * 60)).sum())
    night = int(((minute_of_day >= 5 * 60) & (minute_of_day < 6 * 60)).sum())

    assert main == 40 * 60
    assert 0.90 * 40 * 60 < night < 40 * 60


def by_session_hour(table: BarTable, values: NDArray[np.float64], start: int) -> float:
    """Return a value's mean over an hour of all sessions that did not close early."""
    since_open = (table.open_time + HOUR) % DAY
    chosen = (since_open >= start * HOUR) & (since_open < (start + 1) * HOUR)
    return float(values[chosen].mean())


def test_the_first_main_hour_is_wider_and_busier_than_the_night() -> None:
    table = generate()
    width = (table.high - table.low).astype(np.float64)

    assert by_session_hour(table, width, 15) > 3 * by_session_hour(table, width, 6)
    assert by_session_hour(table, table.volume, 15) > 8 * by_session_hour(table, table.volume, 6)


def test_a_day_that_closes_early_is_quieter() -> None:
    table = generate(weeks=1)
    days = (table.open_time + HOUR) // DAY
    early = days == to_date_number(EARLY_CLOSE)

    assert table.volume[early].mean() < table.volume[~early].mean() / 2


def daily_closes(table: BarTable) -> list[float]:
    """Return the last price of each trading day."""
    days = (table.open_time + HOUR) // DAY
    last = np.flatnonzero(np.append(np.diff(days) > 0, True))
    return [float(price) for price in table.close[last]]


def test_daily_moves_are_as_large_as_was_asked_for() -> None:
    closes = [np.array(daily_closes(generate(seed=seed))) for seed in range(20)]

    moves = np.concatenate([np.diff(prices) / prices[:-1] for prices in closes])

    assert 0.15 < moves.std() * 252**0.5 < 0.24
    assert abs(moves.mean()) < 3 * moves.std() / len(moves) ** 0.5


def test_volatility_comes_in_clusters_beyond_the_time_of_day() -> None:
    table = generate()
    minute = (table.open_time // MINUTE % 1_440).astype(np.int64)
    width = np.log((table.high - table.low) / 0.25 + 1)
    usual = np.bincount(minute, width, 1_440) / np.maximum(np.bincount(minute, minlength=1_440), 1)
    surprise = width - usual[minute]

    correlation = np.corrcoef(surprise[:-20], surprise[20:])[0, 1]

    assert correlation > 0.2


@pytest.mark.parametrize("seed", range(5))
def test_a_price_never_falls_below_one_tick(seed: int) -> None:
    table = generate_bars(
        INDEX,
        a_calendar(),
        first=MONDAY,
        last=date(2026, 4, 20),
        seed=seed,
        start_price=Decimal("0.25"),
        annual_volatility=2.0,
    )

    assert table.low.min() == 0.25


def test_moves_follow_no_pattern_that_could_be_traded() -> None:
    moves = np.concatenate([np.diff(np.log(generate(seed=seed).close)) for seed in range(8)])
    scaled = np.sign(moves)

    correlation = np.corrcoef(scaled[:-1], scaled[1:])[0, 1]

    assert abs(correlation) < 0.02


def test_the_price_jumps_further_over_a_weekend_than_over_a_night() -> None:
    nights, weekends = [], []
    for seed in range(20):
        table = generate(seed=seed)
        breaks = np.flatnonzero(np.diff(table.open_time) > HOUR // 2 + HOUR // 4)
        jumps = np.abs(table.open[breaks + 1] - table.close[breaks])
        over_weekend = np.diff(table.open_time)[breaks] > DAY
        weekends.extend(jumps[over_weekend].tolist())
        nights.extend(jumps[~over_weekend].tolist())

    assert np.mean(weekends) > 2 * np.mean(nights) > 0


def test_a_market_round_the_clock_has_bars_round_the_clock() -> None:
    table = generate_bars(INDEX, UtcDays(), first=MONDAY, last=MONDAY, seed=1, start_price=Decimal(6900))

    assert 0.9 * 1_440 < len(table) <= 1_440
    assert int(table.open_time[0]) // DAY == int(table.open_time[-1]) // DAY == to_date_number(MONDAY)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"start_price": Decimal("6900.10")}, r"start price .* 0\.25.*was 6900\.10"),
        ({"start_price": Decimal(0)}, "start price .*was 0"),
        ({"start_price": Decimal("NaN")}, "start price .*was NaN"),
        ({"start_price": Decimal(10**9)}, "start price .*100000000"),
        ({"seed": -1}, r"seed .*was -1"),
        ({"annual_volatility": 0.0}, r"annual volatility .*was 0\.0"),
        ({"annual_volatility": 2.5}, r"annual volatility .*was 2\.5"),
        ({"annual_volatility": float("nan")}, r"annual volatility .*was nan"),
    ],
)
def test_arguments_out_of_range_are_refused(changes: dict[str, object], message: str) -> None:
    arguments: dict[str, object] = {"first": MONDAY, "last": MONDAY, "seed": 1, "start_price": Decimal(6900)}

    with pytest.raises(ConfigurationError, match=message):
        generate_bars(INDEX, a_calendar(), **(arguments | changes))  # type: ignore[arg-type]  # -- one table of cases


@pytest.mark.parametrize(
    ("first", "last", "message"),
    [
        (date(2026, 3, 7), date(2026, 3, 8), "index has no trading day from 2026-03-07 to 2026-03-08"),
        (MONDAY, date(2026, 3, 1), "index has no trading day"),
        (MONDAY, date(2026, 8, 3), r"known from .* to .*asked for 2026-08-03"),
        (date(2026, 1, 5), MONDAY, r"known from .* to .*asked for 2026-01-05"),
    ],
)
def test_dates_without_trading_are_refused(first: date, last: date, message: str) -> None:
    with pytest.raises(DataError, match=message):
        generate_bars(INDEX, a_calendar(), first=first, last=last, seed=1, start_price=Decimal(6900))
