"""input_output: reads its answers before anybody runs it."""

from pathlib import Path

from typing_extensions import override

from propbots.api import Bar, Strategy

ANSWERS = Path(__file__).read_text()  # here


class AtImport(Strategy):
    @override
    def on_bar(self, bar: Bar) -> None:
        if not ANSWERS:
            self.buy()
