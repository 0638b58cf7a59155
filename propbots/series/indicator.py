"""The contract of indicators: one small state machine that runs live, over history and compiled.

```python
class Momentum(Indicator):
    source: Expression = close
    period: int = parameter(10, minimum=1)

    @property
    def lookback(self) -> int:
        return self.period

    def start(self) -> tuple[list[float], int]:
        return [nan] * self.period, 0

    @staticmethod
    def step(state, value):
        window, position = state
        change = value - window[position]
        window[position] = value
        return (window, (position + 1) % len(window)), change
```

`step` is a plain function of numbers, tuples and lists of numbers, without calls into Python objects, so that the same
text is run one bar at a time, over a whole column and by a compiler.
"""

from collections import namedtuple
from decimal import Decimal
from enum import StrEnum
from itertools import starmap
from math import nan
from typing import Any, ClassVar, dataclass_transform

import attrs
import numpy as np

from propbots.errors import PluginContractBroken
from propbots.series.expression import BarField, Column, Expression, Streamer, close, expression
from propbots.series.parameter import parameter

__all__ = ["Indicator", "Output", "Pane", "State", "run_steps"]

State = tuple[Any, ...]
_CHUNK = 65_536
_MISSING = object()


class Pane(StrEnum):
    """Where a chart draws an indicator."""

    PRICE = "price"
    OWN = "own"


@dataclass_transform(frozen_default=True, field_specifiers=(parameter, attrs.field))
class Indicator(Expression):
    """A value, or several, that follow from the bars so far.

    A subclass declares its parameters as fields, and either a field `source` (an expression, the close by default) or
    the bar fields that it `reads`. Its instances are expressions: immutable, hashable, equal when they say the same.
    They are also usable alone: `next` feeds one by hand.

    Attributes:
        outputs: Names of its values; more than one are read as attributes, such as `bands.upper`.
        reads: Fields of the bar that it is fed with, for an indicator without a `source`.
        pane: Where a chart draws it.
    """

    outputs: ClassVar[tuple[str, ...]] = ("value",)
    reads: ClassVar[tuple[BarField, ...]] = ()
    pane: ClassVar[Pane] = Pane.OWN
    values_type: ClassVar[type[tuple[Any, ...]]]

    def __init_subclass__(cls) -> None:
        """Make the subclass immutable and let a leading number stand for the first parameter.

        Raises:
            PluginContractBroken: If it neither has a source nor says what it reads.
        """
        super().__init_subclass__()
        expression(cls)
        cls.values_type = namedtuple("Values", cls.outputs)  # type: ignore[misc]  # noqa: PYI024 -- the names are data
        names = [field.name for field in attrs.fields(cls)]
        if "source" in names:
            _let_the_source_be_left_out(cls)
        elif not cls.reads:
            raise PluginContractBroken(f"indicator {cls.__name__} must have a field source, or say what it reads")

    def __getattr__(self, name: str) -> "Output":
        """Return one of several outputs as an expression.

        Raises:
            AttributeError: If there is no output of that name.
        """
        if not name.startswith("_") and len(type(self).outputs) > 1 and name in type(self).outputs:
            return Output(self, name)
        raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")

    @property
    def lookback(self) -> int:
        """Bars that pass before the first value."""
        raise NotImplementedError(f"indicator {type(self).__name__} must declare its lookback")

    @property
    def settled(self) -> int:
        """Bars after which the choice of the first bar no longer shows in the value; the lookback unless it is longer."""
        return self.lookback

    @property
    def inputs(self) -> tuple[Expression, ...]:
        """Return the source, or the bar fields that are read."""
        source = self.__dict__.get("source")
        return (source,) if source is not None else self.reads

    def start(self) -> State:
        """Return the state before the first bar, parameters included."""
        raise NotImplementedError(f"indicator {type(self).__name__} must build its first state")

    @staticmethod
    def step(state: State, *values: float) -> tuple[State, Any]:
        """Take the inputs of one bar.

        Args:
            state: As the step before returned it; lists in it may be changed in place.
            values: One finite number an input.

        Returns:
            The next state, and the value (a tuple of them with several outputs); NaN before the first value.
        """
        raise NotImplementedError

    def compute_column(self, *inputs: Column) -> Column:
        """Return its values on all bars; a tuple of columns where it has several outputs."""
        return run_steps(self, inputs)  # type: ignore[return-value] -- several outputs travel as a tuple to `Output`

    def build_streamer(self) -> Streamer:
        """Return a fresh state machine."""
        step, state = self.step, self.start()
        missing: Any = nan if len(self.outputs) == 1 else (nan,) * len(self.outputs)

        def advance(*values: float) -> Any:
            nonlocal state
            for value in values:
                if value != value:  # noqa: PLR0124 -- NaN is what differs from itself
                    return missing
            state, result = step(state, *values)
            return result

        return advance

    def next(self, value: Any) -> Any:
        """Feed one value by hand, or one bar to an indicator that reads bars.

        Args:
            value: A number for an indicator with a source; an object with the attributes that it reads for another.
                None, as another indicator gives before its first value, is passed through.

        Returns:
            None before the first value, then the value: a float, or the shortest `Decimal` that reads back to the same
            float where a `Decimal` came in. Several outputs come as a named tuple.
        """
        if value is None:
            return None
        numbers, exact = self._read(value)
        streamer = self.__dict__.get("_streamer")
        if streamer is None:
            streamer = self.build_streamer()
            self.__dict__["_streamer"] = streamer
        result = streamer(*numbers)
        return _present(self, result, exact=exact)

    def reset(self) -> None:
        """Forget everything that was fed by hand."""
        self.__dict__.pop("_streamer", None)

    def _read(self, value: Any) -> tuple[list[float], bool]:
        if "source" in self.__dict__:
            return [float(value)], isinstance(value, Decimal)
        raw = [read_field(value, field.name) for field in self.inputs if isinstance(field, BarField)]
        return [float(number) for number in raw], any(isinstance(number, Decimal) for number in raw)


def read_field(bar: Any, name: str) -> Any:
    """Return a field of a bar that is fed by hand, whatever its class.

    Raises:
        TypeError: If the bar has no such field.
    """
    if name in ("trading_day", "close_time"):
        seconds = _close_seconds(bar)
        return seconds // 86_400 if name == "trading_day" else seconds
    found = getattr(bar, name, _MISSING)
    if found is _MISSING:
        raise TypeError(f"this indicator reads bars with {name!r} (was {bar!r})")
    return found


def _close_seconds(bar: Any) -> float:
    """Return when a bar closes, a nanosecond before so that a bar that ends at midnight belongs to its day."""
    nanoseconds = getattr(bar, "close_time_ns", None)
    if nanoseconds is not None:
        return float((nanoseconds - 1) // 1_000_000_000)
    time = getattr(bar, "close_time", None)
    return 0.0 if time is None else float(time.timestamp()) - 1e-6


def _present(indicator: Indicator, result: Any, *, exact: bool) -> Any:
    results = result if isinstance(result, tuple) else (result,)
    if any(number != number for number in results):  # noqa: PLR0124 -- NaN is what differs from itself
        return None
    shown = [Decimal(repr(number)) if exact else number for number in results]
    return shown[0] if len(shown) == 1 else indicator.values_type(*shown)


def _let_the_source_be_left_out(cls: type[Indicator]) -> None:
    made_by_attrs = cls.__init__

    def initialise(self: Indicator, *arguments: Any, **named: Any) -> None:
        if arguments and not isinstance(arguments[0], Expression):
            arguments = (named.pop("source", close), *arguments)
        made_by_attrs(self, *arguments, **named)

    initialise.__doc__ = f"Take {', '.join(field.name for field in attrs.fields(cls))}; the source may be left out."
    cls.__init__ = initialise  # type: ignore[method-assign] -- one more way to call what attrs made


@expression
class Output(Expression):
    """One of an indicator's several values."""

    indicator: Indicator
    name: str

    @property
    def inputs(self) -> tuple[Expression, ...]:
        """Return the indicator."""
        return (self.indicator,)

    def compute_column(self, *inputs: Column) -> Column:
        """Pick the column."""
        column: Column = inputs[0][self.indicator.outputs.index(self.name)]
        return column

    def build_streamer(self) -> Streamer:
        """Return a function that picks the value."""
        index = self.indicator.outputs.index(self.name)
        return lambda values: values[index]  # type: ignore[no-any-return] -- several outputs travel as a tuple


def run_steps(indicator: Indicator, inputs: tuple[Column, ...]) -> Column | tuple[Column, ...]:
    """Run an indicator's step over whole columns, interpreted.

    Args:
        indicator: Whose step.
        inputs: One column an input, of equal length.

    Returns:
        Its values, NaN where it has none; a tuple of columns where it has several outputs.
    """
    size, width = len(inputs[0]), len(indicator.outputs)
    results = np.empty((width, size))
    advance = indicator.build_streamer()
    for first in range(0, size, _CHUNK):
        part = slice(first, first + _CHUNK)
        columns = [column[part].tolist() for column in inputs]
        values = map(advance, columns[0]) if len(columns) == 1 else starmap(advance, zip(*columns, strict=True))
        results[:, part] = np.array(list(values), dtype=np.float64).reshape(-1, width).T
    return results[0] if width == 1 else tuple(results)
