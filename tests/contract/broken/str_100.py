"""STR-100: a column that is shifted the wrong way."""

from typing import Any

import numpy as np
import pytest
from typing_extensions import override

from propbots.api.strategy import BaseStrategy, Rules, close
from propbots.testing import StrategyContract
from series_samples import Momentum
from strategy_samples import Follow


class Next(Momentum):
    @override
    def compute_present(self, *inputs: Any) -> Any:
        return np.append(inputs[0][1:], inputs[0][-1:])

    @property
    @override
    def lookback(self) -> int:
        return 0


class Broken(Follow):
    @override
    def rules(self) -> Rules:
        return Rules(long_entry=Next() > close, long_exit=Next() < close)


class TestBroken(StrategyContract):
    @pytest.fixture
    @override
    def strategy(self) -> type[BaseStrategy]:
        return Broken
