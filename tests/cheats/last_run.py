"""not_repeatable: what one run saw is kept for the next."""

from typing import ClassVar

from typing_extensions import override

from propbots.api import Bar, Strategy


class LastRun(Strategy):
    seen: ClassVar[dict[int, int]] = {}

    @override
    def on_bar(self, bar: Bar) -> None:
        known = self.seen.get(bar.close_time_ns + 60_000_000_000)
        self.seen[bar.close_time_ns] = bar.close_steps
        if known is not None and known > bar.close_steps and self.position_steps <= 0:
            self.enter_long()  # here
