"""What an indicator's author imports."""

from propbots.series.expression import (
    BarField,
    Column,
    Expression,
    Operand,
    close,
    crosses_above,
    crosses_below,
    high,
    low,
    open_,
    volume,
)
from propbots.series.indicator import Columns, Indicator, Output, Pane, State, run_steps
from propbots.series.parameter import aliased_parameter, parameter

__all__ = [
    "BarField",
    "Column",
    "Columns",
    "Expression",
    "Indicator",
    "Operand",
    "Output",
    "Pane",
    "State",
    "aliased_parameter",
    "close",
    "crosses_above",
    "crosses_below",
    "high",
    "low",
    "open_",
    "parameter",
    "run_steps",
    "volume",
]
