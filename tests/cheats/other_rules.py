"""look_ahead: rules that are chosen by how the data will end."""

import sys
from typing import Any

from typing_extensions import override

from propbots.api import Rules, RuleStrategy, close
from propbots_indicators import Ema, Sma


class OtherRules(RuleStrategy):  # here
    @override
    def rules(self) -> Rules:
        frame: Any = sys._getframe()
        while "request" not in frame.f_locals:
            frame = frame.f_back
        average = Sma(close, 5) if len(frame.f_locals["request"].columns) % 2 else Ema(close, 5)
        return Rules(long_entry=close > average, long_exit=close < average)
