"""The contract of indicators: one small state machine that runs live, over history and compiled.

```python
class Momentum(Indicator):
    source: Expression = close
    period: int = parameter(10, minimum=1)

    @property
    @override
    def lookback(self) -> int:
        return self.period

    @override
    def start(self) -> State:
        return [nan] * self.period, 0

    @staticmethod
    @override
    def step(state: State, value: float) -> tuple[State, float]:
        window, position = state
        change = value - window[position]
        window[position] = value
        return (window, (position + 1) % len(window)), change
```

`step` is a plain function of numbers, tuples and lists of numbers, without calls into Python objects, so that the same
text is run one bar at a time, over a whole column and by a compiler. It unpacks its state first and packs it again
where it returns: then live and over history its text becomes a closure, which saves half of the time (`fusing`).
"""

from collections import namedtuple
from enum import StrEnum
from math import nan
from operator import itemgetter
from typing import Any, ClassVar, dataclass_transform

import attrs
import numpy as np
from typing_extensions import override

from propbots.errors import PluginContractBroken
from propbots.series.expression import BarField, Column, Expression, Streamer, as_expression, close, expression
from propbots.series.feeding import build_feed
from propbots.series.parameter import aliased_parameter
from propbots.series.stepping import Columns, build_step_streamer, run_steps, skip_missing

__all__ = ["Columns", "Indicator", "Output", "Pane", "State", "run_steps"]

State = tuple[Any, ...]
_HASH = "_attrs_cached_hash"
"""Where attrs keeps the hash of an instance; None lets it be worked out anew."""


class Pane(StrEnum):
    """Where a chart draws an indicator."""

    PRICE = "price"
    OWN = "own"


@dataclass_transform(frozen_default=True, field_specifiers=(attrs.field, aliased_parameter))
class Indicator(Expression):
    """A value, or several, that follow from the bars so far.

    A subclass declares its parameters as fields, and either a first field `source` (an expression, the close by
    default) or the bar fields that it `reads`. Its instances are expressions: immutable, hashable, equal when they say
    the same. They are also usable alone: `next` feeds one by hand.

    Attributes:
        outputs: Names of its values; more than one are read as attributes, such as `bands.upper`.
        reads: Fields of the bar that it is fed with, for an indicator without a `source`.
        pane: Where a chart draws it.
        values_type: The named tuple of several values.
    """

    reads: ClassVar[tuple[BarField, ...]] = ()
    pane: ClassVar[Pane] = Pane.OWN
    values_type: ClassVar[type[tuple[Any, ...]]]

    @override
    def __init_subclass__(cls) -> None:
        """Make the subclass immutable and let a leading number stand for the first parameter.

        Raises:
            PluginContractBroken: If it neither has a source nor says what it reads, or has both, or names an output
                like something that every indicator has.
        """
        super().__init_subclass__()
        expression(cls)
        has_source = any(field.name == "source" for field in _list_fields(cls))
        if has_source == bool(cls.reads):
            raise PluginContractBroken(f"indicator {cls.__name__} must either have a field source or say what it reads")
        if len(cls.outputs) > 1:
            cls.values_type = _build_values_type(cls)
        if has_source:
            _let_the_source_be_left_out(cls)

    def __getattr__(self, name: str) -> "Output":
        """Return one of several outputs as an expression.

        Raises:
            AttributeError: If there is no output of that name.
        """
        if not name.startswith("_") and len(type(self).outputs) > 1 and name in type(self).outputs:
            return Output(self, name)
        raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")

    @override
    def __getstate__(self) -> dict[str, Any]:
        """Copy and send the parameters only; what was fed by hand stays where it is."""
        state = {field.name: getattr(self, field.name) for field in _list_fields(type(self))}
        return {**state, _HASH: None}

    @property
    def lookback(self) -> int:
        """Bars that pass before the first value, once the inputs have theirs."""
        raise NotImplementedError(f"indicator {type(self).__name__} must declare its lookback")

    @property
    def settled(self) -> int:
        """Bars after which the choice of the first bar no longer shows in the value; at least the lookback."""
        return self.lookback

    @property
    @override
    def inputs(self) -> tuple[Expression, ...]:
        """Return the source, or the bar fields that are read."""
        return self.reads or (self.__dict__["source"],)

    def start(self) -> State:
        """Return the state before the first bar, parameters included."""
        raise NotImplementedError(f"indicator {type(self).__name__} must build its first state")

    @staticmethod
    def step(state: State, *values: Any) -> tuple[State, Any]:
        """Take the inputs of one bar.

        Args:
            state: As the step before returned it; lists in it may be changed in place.
            values: One finite number an input; a subclass gives each its name.

        Returns:
            The next state, and the value (a tuple of them with several outputs); NaN before the first value.
        """
        raise NotImplementedError

    @override
    def compute_column(self, *inputs: Column) -> Column:
        """Return its values on all bars; a tuple of columns where it has several outputs.

        A bar on which an input is missing (NaN or infinite) has no value and leaves the state alone.
        """
        with np.errstate(all="ignore"):
            return skip_missing(self.compute_present, inputs)  # type: ignore[return-value]  # -- several go to `Output`

    def compute_present(self, *inputs: Column) -> Columns:
        """Return its values on bars whose inputs all exist.

        Override it where numpy gives the same values, to the bit, in less time.
        """
        return run_steps(self, inputs)

    @override
    def build_streamer(self) -> Streamer:
        """Return a fresh state machine; it passes over bars on which an input is missing (NaN or infinite)."""
        missing = nan if len(self.outputs) == 1 else (nan,) * len(self.outputs)
        return build_step_streamer(type(self).step, self.start(), missing)

    def next(self, value: Any) -> Any:
        """Feed one value by hand, or one bar to an indicator that reads bars.

        Args:
            value: A number for an indicator with a source; an object with the attributes that it reads for another
                (`close_time` for the trading day, which is then the UTC day). None, as another indicator gives before
                its first value, is passed through.

        Returns:
            None before the first value, then the value: a float, or the shortest `Decimal` that reads back to the same
            float where a `Decimal` came in. Several outputs come as a named tuple.

        Raises:
            TypeError: If the value is no number, or a bar lacks what is read.
        """
        if "next" not in self.__dict__:
            # Kept where an instance's attribute is found before the class's method: later calls go straight to it.
            self.__dict__["next"], self.__dict__["_restart"] = build_feed(self)
        return self.__dict__["next"](value)

    def reset(self) -> None:
        """Forget everything that was fed by hand."""
        if "_restart" in self.__dict__:
            self.__dict__["_restart"]()


def _list_fields(cls: type) -> "tuple[attrs.Attribute[Any], ...]":
    fields: tuple[attrs.Attribute[Any], ...] = attrs.fields(cls)
    return fields


def _build_values_type(cls: type[Indicator]) -> type[tuple[Any, ...]]:
    taken = {field.name for field in _list_fields(cls)}
    for name in cls.outputs:
        if hasattr(cls, name) or name in taken:
            raise PluginContractBroken(f"indicator {cls.__name__} must call its output {name} something else")
    made = namedtuple("Values", cls.outputs, module=cls.__module__)  # type: ignore[misc]  # noqa: PYI024 -- data names it
    made.__qualname__ = f"{cls.__qualname__}.values_type"  # by which pickle finds it
    return made


def _let_the_source_be_left_out(cls: type[Indicator]) -> None:
    made_by_attrs = cls.__init__
    fields = _list_fields(cls)
    default = close if fields[0].default is attrs.NOTHING else fields[0].default

    def initialise(self: Indicator, *arguments: object, **named: object) -> None:
        if arguments and not isinstance(arguments[0], Expression):
            arguments = (named.pop("source", default), *arguments)
        made_by_attrs(self, *arguments, **named)
        self.__dict__["source"] = as_expression(self.__dict__["source"])

    initialise.__doc__ = f"Take {', '.join(str(field.alias) for field in fields)}; the source may be left out."
    cls.__init__ = initialise  # type: ignore[assignment,method-assign]  # -- one more way to call what attrs made


@expression
class Output(Expression):
    """One of an indicator's several values."""

    indicator: Indicator
    name: str

    @property
    @override
    def inputs(self) -> tuple[Expression, ...]:
        """Return the indicator."""
        return (self.indicator,)

    @override
    def compute_column(self, *inputs: Column) -> Column:
        """Pick the column."""
        column: Column = inputs[0][self.indicator.outputs.index(self.name)]
        return column

    @override
    def build_streamer(self) -> Streamer:
        """Return a function that picks the value."""
        return itemgetter(self.indicator.outputs.index(self.name))
