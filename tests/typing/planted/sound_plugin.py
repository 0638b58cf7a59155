"""A plugin with every hook, as an author would write it; strict type checkers find nothing."""

from collections.abc import AsyncIterator, Callable, Sequence
from decimal import Decimal

import attrs

from propbots.api.broker import AccountUpdated, ApprovedOrder, OrderEvent
from propbots.api.command import Workbench
from propbots.api.data import BarTable, DataProvider, DataRequest
from propbots.api.indicator import Expression, Indicator, State, close, parameter
from propbots.api.instrument import AssetClass, Instrument, InstrumentSource, SessionCalendar
from propbots.api.plugin import (
    BrokerContribution,
    CommandContribution,
    DataProviderContribution,
    IndicatorContribution,
    InstrumentContribution,
    Plugin,
    ReleaseContribution,
    RiskProfileContribution,
    StrategyContribution,
    hookimpl,
    override,
)
from propbots.api.release import Impact, Release, ReleaseSource
from propbots.api.risk import Plan, PlanRequest, PlanSource
from propbots.api.strategy import Bar, Rules, RuleStrategy, Strategy, crosses_above


@attrs.frozen
class TapeSettings:
    speed: int = 1


class Tape:
    def __init__(self, settings: TapeSettings) -> None:
        self._settings = settings

    def read(self, request: DataRequest) -> BarTable:
        raise NotImplementedError(request)


class Metals:
    def instruments(self) -> Sequence[Instrument]:
        return [Instrument("GOLD", AssetClass.CFD, Decimal("0.01"), Decimal(100))]

    def calendar_names(self) -> Sequence[str]:
        return ()

    def load_calendar(self, name: str) -> SessionCalendar:
        raise KeyError(name)


class Plans:
    def plan_names(self) -> Sequence[str]:
        return ()

    def load_plan(self, request: PlanRequest) -> Plan:
        raise KeyError(request)


class Agency:
    def load_releases(self, query: str) -> Sequence[Release]:
        return [Release(0, query, "USD", Impact.HIGH)]


class Wire:
    async def connect(self) -> None: ...

    async def disconnect(self) -> None: ...

    async def submit(self, order: ApprovedOrder) -> None: ...

    async def modify(self, client_order_id: str, *, limit_steps: int | None, stop_steps: int | None) -> None: ...

    async def cancel(self, client_order_id: str) -> None: ...

    async def flatten(self) -> None: ...

    async def events(self) -> AsyncIterator[OrderEvent | AccountUpdated]:
        return
        yield


class Change(Indicator):
    source: Expression = close
    period: int = parameter(10, minimum=1)

    @property
    @override
    def lookback(self) -> int:
        return self.period

    @override
    def start(self) -> State:
        return [0.0] * self.period, 0

    @staticmethod
    @override
    def step(state: State, value: float) -> tuple[State, float]:
        window, position = state
        change: float = value - window[position]
        window[position] = value
        return (window, (position + 1) % len(window)), change


class Rise(RuleStrategy):
    period: int = parameter(10, minimum=1)

    @override
    def rules(self) -> Rules:
        change = Change(close, self.period)
        return Rules(long_entry=crosses_above(change, 0), long_exit=change < 0, stop=8)


class Dip(Strategy):
    depth: int = parameter(4, minimum=1)

    @override
    def on_bar(self, bar: Bar) -> None:
        if bar.close < bar.open:
            self.buy(1, limit_price=bar.close - self.depth, stop_loss_ticks=8)


def build_shout(workbench: Workbench) -> Callable[..., None]:
    def shout() -> None:
        workbench.show(workbench.backtest({"strategy": "rise"}))

    return shout


def build_tape(settings: TapeSettings) -> DataProvider:
    return Tape(settings)


def build_metals() -> InstrumentSource:
    return Metals()


def build_plans() -> PlanSource:
    return Plans()


def build_agency() -> ReleaseSource:
    return Agency()


class Sound(Plugin):
    @hookimpl
    @override
    def propbots_instruments(self) -> Sequence[InstrumentContribution]:
        return [InstrumentContribution("metals", "Gold.", build_metals), InstrumentContribution("x", "Same.", Metals)]

    @hookimpl
    @override
    def propbots_data_providers(self) -> Sequence[DataProviderContribution]:
        return [
            DataProviderContribution("tape", "Bars.", build_tape, TapeSettings, reads_files=True),
            DataProviderContribution("reel", "Bars.", Tape, settings=TapeSettings),
        ]

    @hookimpl
    @override
    def propbots_indicators(self) -> Sequence[IndicatorContribution]:
        return [IndicatorContribution("change", "Change.", lambda: Change)]

    @hookimpl
    @override
    def propbots_strategies(self) -> Sequence[StrategyContribution]:
        return [StrategyContribution("rise", "Rises.", lambda: Rise), StrategyContribution("dip", "Dips.", lambda: Dip)]

    @hookimpl
    @override
    def propbots_risk_profiles(self) -> Sequence[RiskProfileContribution]:
        return [RiskProfileContribution("strict", "A firm.", build_plans)]

    @hookimpl
    @override
    def propbots_releases(self) -> Sequence[ReleaseContribution]:
        return [ReleaseContribution("agency", "Releases.", build_agency)]

    @hookimpl
    @override
    def propbots_brokers(self) -> Sequence[BrokerContribution]:
        return [BrokerContribution("wire", "A broker.", lambda _: Wire(), capabilities=frozenset({"modify"}))]

    @hookimpl
    @override
    def propbots_commands(self) -> Sequence[CommandContribution]:
        return [CommandContribution("shout", "Shouts.", build_shout)]
