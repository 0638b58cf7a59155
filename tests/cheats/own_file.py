"""input_output: reads a file that may hold anything."""

from pathlib import Path

from typing_extensions import override

from propbots.api import Bar, Strategy


class OwnFile(Strategy):
    @override
    def on_bar(self, bar: Bar) -> None:
        if not Path(__file__).read_text():  # here
            self.buy()
