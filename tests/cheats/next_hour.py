"""look_ahead: the next hour's close, read on the hours beside the minutes that are traded."""

from math import nan
from typing import Any

import numpy as np
from typing_extensions import override

from propbots.api import Bar, Strategy, close
from propbots.api.indicator import Columns, Expression, Indicator, State


class Coming(Indicator):
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


class NextHour(Strategy):
    @override
    def on_start(self) -> None:
        self.rise = self.indicator((Coming() / close).on("1h"))

    @override
    def on_bar(self, bar: Bar) -> None:
        if self.rise.value is not None and self.rise.value > 1 and self.position_steps <= 0:
            self.buy(1)
        elif self.rise.value is not None and self.rise.value < 1 and self.position_steps > 0:
            self.exit()
