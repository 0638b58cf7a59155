"""Feeding an indicator by hand: numbers, or bars of any class."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Any, SupportsFloat

if TYPE_CHECKING:
    from propbots.series.indicator import Indicator

__all__ = ["build_feed"]

Feed = Callable[[Any], Any]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)


def build_feed(indicator: "Indicator") -> tuple[Feed, Callable[[], None]]:
    """Return the function behind `next`, with a state of its own, and the one that makes it forget."""
    if indicator.reads:
        return _feed_bars(indicator)
    return _feed_numbers(indicator)


def _feed_numbers(indicator: "Indicator") -> tuple[Feed, Callable[[], None]]:
    advance, show = indicator.build_streamer(), _build_show(indicator)
    label, single = type(indicator).__name__, len(indicator.outputs) == 1

    def feed(value: object) -> object:
        if value.__class__ is float:
            result = advance(value)
            if single:  # what `show` does, without the call
                return result if result == result else None  # noqa: PLR0124 -- NaN is what differs from itself
            return show(result)
        if value is None:
            return None
        if not isinstance(value, SupportsFloat):
            raise TypeError(f"{label} takes numbers, such as a bar's close (was {value!r})")
        shown = show(advance(float(value)))
        return _to_decimals(shown) if isinstance(value, Decimal) else shown

    def restart() -> None:
        nonlocal advance
        advance = indicator.build_streamer()

    return feed, restart


def _feed_bars(indicator: "Indicator") -> tuple[Feed, Callable[[], None]]:
    advance, show = indicator.build_streamer(), _build_show(indicator)
    names = [field.name for field in indicator.reads]
    read = _build_reader(names)

    def feed(bar: object) -> object:
        if bar is None:
            return None
        try:
            values = read(bar)
        except AttributeError as error:
            wanted = ", ".join("close_time" if name == "trading_day" else name for name in names)
            raise TypeError(f"this indicator reads bars with {wanted} (was {bar!r})") from error
        for value in values:
            if value.__class__ is not float:
                return feed_converted(values)
        return show(advance(*values))

    def feed_converted(values: Sequence[Any]) -> object:
        shown = show(advance(*map(float, values)))
        return _to_decimals(shown) if any(isinstance(value, Decimal) for value in values) else shown

    def restart() -> None:
        nonlocal advance
        advance = indicator.build_streamer()

    return feed, restart


def _build_show(indicator: "Indicator") -> Feed:
    """Return what turns a step's result into what people see."""
    if len(indicator.outputs) == 1:
        return lambda result: result if result == result else None  # noqa: PLR0124 -- NaN is what differs from itself
    make = indicator.values_type._make  # type: ignore[attr-defined]  # -- it is a named tuple

    def show(results: tuple[float, ...]) -> object:
        for result in results:
            if result != result:  # noqa: PLR0124 -- NaN is what differs from itself
                return None
        return make(results)

    return show


def _to_decimals(shown: object) -> object:
    """Turn floats into the shortest decimals that read back to them."""
    if shown is None:
        return None
    if isinstance(shown, tuple):
        named_tuple: Any = type(shown)
        return named_tuple(*map(_to_decimals, shown))
    return Decimal(repr(shown))


def _build_reader(names: Sequence[str]) -> Callable[[Any], Sequence[Any]]:
    """Return a function that reads the fields of a bar of any class; times are made from its `close_time`."""
    conversions = {
        index: _number_seconds if name == "close_time" else _build_day_counter()
        for index, name in enumerate(names)
        if name in ("close_time", "trading_day")
    }
    get = attrgetter(*("close_time" if index in conversions else name for index, name in enumerate(names)))
    if len(names) > 1 and not conversions:
        return get

    def read(bar: object) -> Sequence[Any]:
        values: list[Any] = [*get(bar)] if len(names) > 1 else [get(bar)]
        for index, convert in conversions.items():
            values[index] = convert(values[index])
        return values

    return read


def _just_before(time: datetime) -> datetime:
    """Return a moment inside the bar that ends at a time: a bar that ends at midnight belongs to the day before.

    Raises:
        TypeError: If the time does not know its zone.
    """
    if time.tzinfo is None:
        raise TypeError(f"a bar's close_time must know its zone (was {time!r}); give it tzinfo=UTC")
    return time - datetime.resolution


def _number_seconds(time: datetime) -> float:
    return float((_just_before(time) - _EPOCH) // _SECOND)


def _build_day_counter() -> Callable[[datetime], float]:
    """Return a function that numbers the UTC day in which a bar ends; it remembers the day of the bar before."""
    first = last = _EPOCH
    day = 0.0

    def number_day(time: datetime) -> float:
        nonlocal first, last, day
        if time.tzinfo is None or not first < time <= last:
            number = (_just_before(time) - _EPOCH) // _DAY
            first = _EPOCH + number * _DAY
            last = first + _DAY
            day = float(number)
        return day

    return number_day
