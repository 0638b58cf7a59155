"""Mistakes in hooks; each line that a type checker must report says so."""

from collections.abc import Sequence

from propbots.api.indicator import Indicator
from propbots.api.plugin import IndicatorContribution, Plugin, StrategyContribution, hookimpl, override


def load_indicator() -> type[Indicator]:
    raise NotImplementedError


class WrongReturn(Plugin):
    @hookimpl
    @override
    def propbots_strategies(self) -> Sequence[IndicatorContribution]:  # E: override
        return [IndicatorContribution("x", "An indicator.", load_indicator)]


class WrongRecord(Plugin):
    @hookimpl
    @override
    def propbots_strategies(self) -> Sequence[StrategyContribution]:
        return [IndicatorContribution("x", "An indicator.", load_indicator)]  # E: list-item


class BareRecord(Plugin):
    @hookimpl
    @override
    def propbots_indicators(self) -> Sequence[IndicatorContribution]:
        return IndicatorContribution("x", "No list.", load_indicator)  # E: return-value


class Misspelt(Plugin):
    @hookimpl
    @override
    def propbots_stratgies(self) -> Sequence[StrategyContribution]:  # E: misc
        return []


class WrongArguments(Plugin):
    @hookimpl
    @override
    def propbots_strategies(self, catalogue: object) -> Sequence[StrategyContribution]:  # E: override
        return []


class NamelessRecord(Plugin):
    @hookimpl
    @override
    def propbots_indicators(self) -> Sequence[IndicatorContribution]:
        return [IndicatorContribution("x", load_indicator)]  # E: call-arg


class NumberForAName(Plugin):
    @hookimpl
    @override
    def propbots_indicators(self) -> Sequence[IndicatorContribution]:
        return [IndicatorContribution(5, "Named by a number.", load_indicator)]  # E: arg-type
