"""Bars that nobody recorded, for demonstrations and tests: seeded, on an instrument's grid, along its sessions.

The bars look like a market and are none: quiet and active hours, volatility that comes in clusters, rare shocks, jumps
between sessions, minutes without trades. The direction of a move depends on nothing, so no strategy has an edge here.

Only the raw output of a PCG64 bit generator is used, whose stream numpy promises to keep, and all that is made from it
is whole-number arithmetic: a seed gives the same bars on every platform and with every version of numpy.
"""

import hashlib
from datetime import date, timedelta
from decimal import Decimal
from math import isqrt, sqrt

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.data.columns import to_floats
from propbots.data.table import BarTable, DataSource
from propbots.domain.instrument import Instrument
from propbots.domain.scale import compute_steps
from propbots.domain.session import SessionCalendar, SessionSpan
from propbots.domain.time import to_date_number
from propbots.domain.timeframe import DAY, MINUTE, Timeframe
from propbots.errors import ConfigurationError, DataError

__all__ = ["generate_bars"]

_Integers = NDArray[np.int64]

_TICK = 1 << 20
"""Parts of a tick in which prices wander, so that rounding them down at each move does not add up."""
_MOVES = 16
"""Moves of the price inside a minute; a square, so that its root is whole."""
_DEVIATION = 37_837
"""The standard deviation of a sum of four 16-bit numbers."""
_PER_MILLE = 1_000
_MILLION = 1_000_000

_HOURS = (0, 20, 300, 390, 420, 600, 670, 674, 700, 800, 920, 950, 957, 965, 1_000)
_ACTIVITY = (900, 500, 350, 500, 800, 650, 900, 3_000, 2_000, 1_250, 1_500, 2_000, 2_400, 900, 400)
"""Volatility by the time of a session of about a day, both per mille: at 674 per mille the main hours begin, at 957
they end. Linear in between."""

_MOOD_MINUTES = 30
"""How long a level of volatility lasts before it moves on."""
_CALMEST, _WILDEST = 450, 2_500
_SHOCKS = 33
"""How many of 65,536 minutes bring news that moves the price five times as far."""
_THIN = 700
"""The activity, per mille, below which minutes go by without a trade; the quieter the more."""
_VOLUME = 700
"""Contracts in a minute of average activity."""

_MOST_TICKS = 100_000_000
_MOST_VOLATILE = 2
"""Beyond any market, and far from where 64 bits end."""


@attrs.frozen
class _Session:
    """What one session brought, a row a minute with trades; prices in ticks.

    Attributes:
        open_time: When each minute begins, nanoseconds since 1970.
        prices: Open, high, low and close. Shape (4, minutes).
        volume: Contracts.
    """

    open_time: _Integers
    prices: _Integers
    volume: _Integers


def generate_bars(  # noqa: PLR0913 -- what to generate, each by its name
    instrument: Instrument,
    calendar: SessionCalendar,
    *,
    first: date,
    last: date,
    seed: int,
    start_price: Decimal,
    annual_volatility: float = 0.18,
) -> BarTable:
    """Return one-minute bars of the trading days from `first` to `last`, both included.

    Args:
        instrument: On whose tick grid the prices lie.
        calendar: When it trades; minutes in halts have no bar.
        first: The first trading day.
        last: The last trading day.
        seed: 0 or more; the same seed gives the same bars.
        start_price: About where the first bar opens; on the tick grid.
        annual_volatility: Standard deviation of a year's return, as a fraction of the price.

    Raises:
        ConfigurationError: If an argument is out of its range.
        DataError: If there is no trading day between the two dates, or the calendar does not reach them.

    Determinism: pure.
    """
    start = compute_steps(start_price, instrument.tick_size)
    if start is None or not 1 <= start <= _MOST_TICKS:
        raise ConfigurationError(
            f"start price must be a multiple of {instrument.id}'s tick size {instrument.tick_size}, from 1 to "
            f"{_MOST_TICKS} of them (was {start_price})"
        )
    if seed < 0:
        raise ConfigurationError(f"seed must be 0 or more (was {seed})")
    if not 0 < annual_volatility <= _MOST_VOLATILE:
        raise ConfigurationError(
            f"annual volatility must be above 0 and at most {_MOST_VOLATILE} (was {annual_volatility})"
        )
    spans = _spans(calendar, first, last)
    market = _Market(spans, start, annual_volatility, seed)
    sessions = [market.trade(span, calendar) for span in spans]
    return _to_table(sessions, instrument, f"generated {instrument.id}, seed {seed}")


def _spans(calendar: SessionCalendar, first: date, last: date) -> list[SessionSpan]:
    for day in (first, last):
        calendar.span_at(to_date_number(day) * DAY)  # raises where the calendar ends; `span_of` would say "no trading"
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    spans = [span for day in days if (span := calendar.span_of(day)) is not None]
    if not spans:
        raise DataError(f"{calendar.name} has no trading day from {first} to {last}; choose other dates")
    return spans


class _Market:
    """A price that wanders from session to session."""

    def __init__(self, spans: list[SessionSpan], start: int, annual_volatility: float, seed: int) -> None:
        """Begin at a price.

        Args:
            spans: All sessions to come; the longest is the usual length, of which an early close is a part.
            start: The price, in ticks.
            annual_volatility: Standard deviation of a year's return.
            seed: Of the random numbers.
        """
        usual = max(_minutes(span) for span in spans)
        times = [minute * _PER_MILLE // usual for minute in range(usual)]
        self._activity = np.array([_interpolate(time) for time in times], dtype=np.int64)
        self._norm = isqrt(int((self._activity * self._activity).sum()))
        self._daily_ppm = round(annual_volatility / sqrt(252) * _MILLION)
        self._bits = np.random.PCG64(seed)
        self._price = start * _TICK
        self._mood = _PER_MILLE
        self._closed_at = spans[0].open_time_ns

    def trade(self, span: SessionSpan, calendar: SessionCalendar) -> _Session:
        """Return the minutes of the next session; one that closes early is half as active."""
        self._jump(span)
        minutes = _minutes(span)
        usual = self._activity[:minutes] if span.regular else self._activity[:minutes] // 2
        activity = usual * self._moods(minutes) // _PER_MILLE
        deviation = self._price * self._daily_ppm // _MILLION * activity // self._norm
        shocked = np.where(self._uniform(minutes) < _SHOCKS, 5 * deviation, deviation)
        moves = self._normal(minutes * _MOVES).reshape(minutes, _MOVES) * (shocked // isqrt(_MOVES))[:, None]
        path = np.maximum(self._price + np.cumsum(moves // _DEVIATION).reshape(minutes, _MOVES), _TICK)
        self._price = int(path[-1, -1])
        self._closed_at = span.close_time_ns
        ticks = (path + _TICK // 2) // _TICK
        prices = np.stack([ticks[:, 0], ticks.max(axis=1), ticks.min(axis=1), ticks[:, -1]])
        volume = self._volume(activity, prices[1] - prices[2], deviation)
        open_time = span.open_time_ns + np.arange(minutes, dtype=np.int64) * MINUTE
        traded = self._traded(activity, open_time, calendar)
        return _Session(open_time[traded], prices[:, traded], volume[traded])

    def _jump(self, span: SessionSpan) -> None:
        """Move the price as the world moved while the exchange was closed, further over a weekend."""
        share = 350 if span.open_time_ns - self._closed_at > DAY else 120
        deviation = self._price * self._daily_ppm // _MILLION * share // _PER_MILLE
        self._price = max(self._price + int(self._normal(1)[0]) * deviation // _DEVIATION, _TICK)

    def _moods(self, minutes: int) -> _Integers:
        """Return the level of volatility of each minute, per mille: it wanders and is drawn back to the average."""
        moods = []
        for shove in self._normal(-(-minutes // _MOOD_MINUTES)).tolist():
            back = (_PER_MILLE - self._mood) // 16
            self._mood = min(max(self._mood + back + self._mood * shove // (6 * _DEVIATION), _CALMEST), _WILDEST)
            moods.append(self._mood)
        return np.repeat(np.array(moods, dtype=np.int64), _MOOD_MINUTES)[:minutes]

    def _volume(self, activity: _Integers, spread: _Integers, deviation: _Integers) -> _Integers:
        """Return contracts by minute: more when it is active and when the price went far; one a price at least."""
        width = 300 + 450 * spread * _TICK // np.maximum(deviation, 1)
        chance = 32_768 + self._uniform(len(activity))
        usual = _VOLUME * activity * activity // _MILLION * width // _PER_MILLE * chance // 65_536
        volume: _Integers = np.maximum(usual, spread + 1)
        return volume

    def _traded(self, activity: _Integers, open_time: _Integers, calendar: SessionCalendar) -> NDArray[np.bool_]:
        """Return in which minutes somebody traded: not in a halt, and not in every quiet one."""
        missing = (_THIN - activity) * 6
        is_open = np.fromiter((calendar.is_open(time) for time in open_time.tolist()), dtype=bool)
        traded: NDArray[np.bool_] = is_open & (self._uniform(len(activity)) >= missing)
        return traded

    def _uniform(self, count: int) -> _Integers:
        """Return numbers from 0 to 65,535, all equally likely."""
        return (self._raw(count) >> np.uint64(48)).astype(np.int64)

    def _normal(self, count: int) -> _Integers:
        """Return nearly normal numbers around 0, each the sum of the four 16-bit parts of one random number."""
        parts = self._raw(count)[:, None] >> np.array([0, 16, 32, 48], dtype=np.uint64)
        total: _Integers = (parts & np.uint64(0xFFFF)).astype(np.int64).sum(axis=1)
        return total - 2 * 0xFFFF

    def _raw(self, count: int) -> NDArray[np.uint64]:
        """Return 64-bit random numbers as the bit generator makes them."""
        raw: NDArray[np.uint64] = self._bits.random_raw(count)
        return raw


def _minutes(span: SessionSpan) -> int:
    return (span.close_time_ns - span.open_time_ns) // MINUTE


def _interpolate(time: int) -> int:
    """Return the activity at a session's time, both per mille."""
    place = max(index for index, hour in enumerate(_HOURS[:-1]) if hour <= time)
    start, end = _HOURS[place], _HOURS[place + 1]
    return _ACTIVITY[place] + (_ACTIVITY[place + 1] - _ACTIVITY[place]) * (time - start) // (end - start)


def _to_table(sessions: list[_Session], instrument: Instrument, location: str) -> BarTable:
    open_time = np.concatenate([session.open_time for session in sessions])
    prices = np.concatenate([session.prices for session in sessions], axis=1)
    volume = np.concatenate([session.volume for session in sessions])
    digest = hashlib.sha256()
    for column in (open_time, *prices, volume):
        digest.update(column.astype("<i8").tobytes())
    assumptions = ("the bars are generated, not recorded",)
    opens, highs, lows, closes = (to_floats(column, instrument.tick_size) for column in prices)
    return BarTable(
        open_time=open_time,
        open=opens,
        high=highs,
        low=lows,
        close=closes,
        volume=volume.astype(np.float64),
        row=np.arange(1, len(open_time) + 1, dtype=np.int64),
        timeframe=Timeframe(MINUTE),
        source=DataSource(location, "generated", digest.hexdigest(), assumptions),
    )
