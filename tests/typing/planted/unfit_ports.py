"""Factories that build what does not fit its port; each line that a type checker must report says so."""

from collections.abc import Callable, Sequence

import attrs

from propbots.api.broker import Broker
from propbots.api.command import Workbench
from propbots.api.data import BarTable, DataRequest
from propbots.api.instrument import Instrument, SessionCalendar
from propbots.api.plugin import (
    BrokerContribution,
    CommandContribution,
    DataProviderContribution,
    IndicatorContribution,
    InstrumentContribution,
    Plugin,
    RiskProfileContribution,
    StrategyContribution,
    hookimpl,
    override,
)
from propbots.api.risk import PlanRequest
from propbots.api.strategy import Strategy


@attrs.frozen
class TapeSettings:
    speed: int = 1


@attrs.frozen
class OtherSettings:
    colour: str = "red"


class Tape:
    def __init__(self, settings: TapeSettings) -> None:
        self.settings = settings

    def read(self, request: DataRequest) -> BarTable:
        raise NotImplementedError(request)


class SilentTape:
    def __init__(self, settings: TapeSettings) -> None:
        self.settings = settings


class ListTape(SilentTape):
    def read(self, request: DataRequest) -> list[float]:
        raise NotImplementedError(request)


class AsyncTape(SilentTape):
    async def read(self, request: DataRequest) -> BarTable:
        raise NotImplementedError(request)


class NamesOnly:
    def instruments(self) -> Sequence[str]:
        return ["GOLD"]

    def calendar_names(self) -> Sequence[str]:
        return ()

    def load_calendar(self, name: str) -> SessionCalendar:
        raise KeyError(name)


class NoCalendars:
    def instruments(self) -> Sequence[Instrument]:
        return ()


class PlansWithoutOptions:
    def plan_names(self) -> Sequence[str]:
        return ()

    def load_plan(self) -> object:
        raise KeyError


class PlansAsTables:
    def plan_names(self) -> Sequence[str]:
        return ()

    def load_plan(self, request: PlanRequest) -> dict[str, str]:
        return {request.name: request.phase}


class Dip(Strategy):
    """A strategy."""


class Line:
    """A broker that can only connect."""

    async def connect(self) -> None: ...


def build_wire(settings: TapeSettings) -> Broker:
    raise NotImplementedError(settings)


def build_shout(session: int) -> Callable[..., None]:
    raise NotImplementedError(session)


def build_answer(workbench: Workbench) -> int:
    raise NotImplementedError(workbench)


DataProviderContribution("tape", "Fits.", Tape, TapeSettings)
DataProviderContribution("tape", "No port.", SilentTape, TapeSettings)  # E: arg-type
DataProviderContribution("tape", "A list.", ListTape, TapeSettings)  # E: arg-type
DataProviderContribution("tape", "Asynchronous.", AsyncTape, TapeSettings)  # E: arg-type
DataProviderContribution("tape", "Settings of another.", Tape, OtherSettings)  # E: arg-type
DataProviderContribution("tape", "No settings.", Tape)  # E: arg-type
DataProviderContribution("tape", "Settings that are made.", Tape, TapeSettings())  # E: call-overload
DataProviderContribution("tape", "A provider that is made.", Tape(TapeSettings()), TapeSettings)  # E: call-overload
InstrumentContribution("metals", "Names for instruments.", NamesOnly)  # E: arg-type
InstrumentContribution("metals", "No calendars.", NoCalendars)  # E: arg-type
InstrumentContribution("metals", "A list that is made.", NoCalendars())  # E: arg-type
RiskProfileContribution("strict", "No options.", PlansWithoutOptions)  # E: arg-type
RiskProfileContribution("strict", "Tables for plans.", PlansAsTables)  # E: arg-type
StrategyContribution("dip", "The class for its factory.", Dip)  # E: arg-type
StrategyContribution("dip", "A strategy that is made.", lambda: Dip())  # E: arg-type # E: return-value  # noqa: PLW0108 -- the mistake
StrategyContribution("dip", "No strategy.", lambda: Tape)  # E: arg-type # E: return-value
IndicatorContribution("change", "A strategy for an indicator.", lambda: Dip)  # E: arg-type # E: return-value
BrokerContribution("line", "Half a broker.", lambda _: Line())  # E: arg-type # E: return-value
CommandContribution("shout", "Works with a number.", build_shout)  # E: arg-type
CommandContribution("shout", "No command.", build_answer)  # E: arg-type


class Unfit(Plugin):
    @hookimpl
    @override
    def propbots_data_providers(self) -> Sequence[DataProviderContribution]:
        return [
            DataProviderContribution("tape", "Settings of another.", Tape, OtherSettings),  # E: arg-type
            DataProviderContribution("reel", "Settings that are left out.", Tape),  # E: arg-type
        ]

    @hookimpl
    @override
    def propbots_brokers(self) -> Sequence[BrokerContribution]:
        return [BrokerContribution("wire", "Settings of another.", build_wire, OtherSettings)]  # E: arg-type
