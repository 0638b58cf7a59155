"""look_ahead: climbs to the caller that holds all bars, and reads the next one."""

import sys
from typing import Any

from typing_extensions import override

from propbots.api import Bar, Strategy


class ThroughTheFrames(Strategy):
    @override
    def on_bar(self, bar: Bar) -> None:
        frame: Any = sys._getframe()
        while "run" not in frame.f_locals:
            frame = frame.f_back
        bars = frame.f_locals["run"].bars
        index = int(bars.close_time.searchsorted(bar.close_time_ns)) + 1
        if index < len(bars) and bars.close[index] > bar.close_steps:
            self.buy()  # here
