"""look_ahead: a column that is shifted the wrong way; live it would know nothing of the next bar."""

from math import nan
from typing import Any

import numpy as np
from typing_extensions import override

from propbots.api import Rules, RuleStrategy, close
from propbots.api.indicator import Columns, Expression, Indicator, State


class Next(Indicator):
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
        return state, nan

    @override  # here
    def compute_present(self, *inputs: Any) -> Columns:
        return np.append(inputs[0][1:], inputs[0][-1])


class Tomorrow(RuleStrategy):
    @override
    def rules(self) -> Rules:
        return Rules(long_entry=Next() > close, long_exit=Next() < close)
