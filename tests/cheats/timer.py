"""clock: waits for a number of seconds that passes differently in every run."""

import time

from typing_extensions import override

from propbots.api import Bar, Strategy


def _now() -> float:
    return time.time()  # here


class Timer(Strategy):
    @override
    def on_bar(self, bar: Bar) -> None:
        if _now() < 0:
            self.buy()
