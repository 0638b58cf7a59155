"""look_ahead: prices measured by the highest of all data, which nobody knows before the end."""

from typing import Any

from typing_extensions import override

from propbots.api import Rules, RuleStrategy, close
from propbots.api.indicator import Columns, Expression, Indicator, State


class Share(Indicator):
    source: Expression = close

    @property
    @override
    def lookback(self) -> int:
        return 0

    @override
    def start(self) -> State:
        return (0.0,)

    @staticmethod
    @override
    def step(state: State, *values: Any) -> tuple[State, float]:
        highest = max(state[0], values[0])
        return (highest,), values[0] / highest

    @override  # here
    def compute_present(self, *inputs: Any) -> Columns:
        shares: Columns = inputs[0] / inputs[0].max()
        return shares


class WholeRange(RuleStrategy):
    @override
    def rules(self) -> Rules:
        return Rules(long_entry=Share() < 0.999, long_exit=Share() > 0.9995)
