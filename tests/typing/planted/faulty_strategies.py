"""Mistakes inside strategies; each line that a type checker must report says so."""

from propbots.api.plugin import override
from propbots.api.strategy import Bar, Rules, RuleStrategy, Strategy, close, parameter


class Rise(RuleStrategy):
    period: int = parameter("ten")  # E: assignment

    @override
    def rules(self) -> Rules:
        return Rules(long_enter=close > 5)  # E: call-arg


class Fall(RuleStrategy):
    @override
    def rules(self) -> list[Rules]:  # E: override
        return []


class Number(RuleStrategy):
    @override
    def rules(self) -> Rules:
        return Rules(long_entry=True, stop="far")  # E: arg-type # E: arg-type


class Dip(Strategy):
    depth: int = parameter(4)

    @override
    def on_bars(self, bar: Bar) -> None:  # E: misc
        raise NotImplementedError(bar)

    @override
    def on_bar(self, bar: Bar) -> None:
        self.buy(limit=bar.close)  # E: call-arg
        self.buy(limit_price=1.5)  # E: arg-type
        self.sell(0.5)  # E: arg-type
        self.sell(stop_loss_ticks="8")  # E: arg-type
        self.close_all()  # E: attr-defined


Dip(deep=5)  # E: call-arg
Dip(depth="five")  # E: arg-type
