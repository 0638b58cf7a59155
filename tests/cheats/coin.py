"""randomness: throws a coin, with a seed at that."""

import random

from typing_extensions import override

from propbots.api import Bar, Strategy


class Coin(Strategy):
    @override
    def on_start(self) -> None:
        self._coin = random.Random(7)  # noqa: S311 -- the point of it

    @override
    def on_bar(self, bar: Bar) -> None:
        if self._coin.random() < 0.01:  # here
            self.buy()
