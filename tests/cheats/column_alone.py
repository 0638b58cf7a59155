"""live_differs: a column and a step that are not the same thing."""

from typing import Any

from typing_extensions import override

from propbots.api import Rules, RuleStrategy, close
from propbots.api.indicator import Columns, Expression, Indicator, State


class Twice(Indicator):
    source: Expression = close

    @property
    @override
    def lookback(self) -> int:
        return 0

    @override
    def start(self) -> State:
        return ()

    @staticmethod
    @override
    def step(state: State, *values: Any) -> tuple[State, float]:
        return state, values[0] + values[0]

    @override  # here
    def compute_present(self, *inputs: Any) -> Columns:
        shares: Columns = inputs[0] * 2.001
        return shares


class ColumnAlone(RuleStrategy):
    @override
    def rules(self) -> Rules:
        return Rules(long_entry=Twice() > 9000.0, long_exit=Twice() < 9000.0)
