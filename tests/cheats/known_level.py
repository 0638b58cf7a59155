"""look_ahead: a level that is read from all bars before the first one is traded."""

import sys
from typing import Any

from typing_extensions import override

from propbots.api import Rules, RuleStrategy, close


class KnownLevel(RuleStrategy):  # here
    @override
    def rules(self) -> Rules:
        frame: Any = sys._getframe()
        while "request" not in frame.f_locals:
            frame = frame.f_back
        level = float(frame.f_locals["request"].columns.floats("close")[-1])
        return Rules(long_entry=close < level - 5, long_exit=close > level + 5)
