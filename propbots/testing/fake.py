"""Fakes of the ports that plugins implement; they pass the very contracts that plugins pass."""

from collections.abc import Mapping, Sequence

import attrs
import numpy as np

from propbots.api.data import BarTable, DataRequest, TickTable
from propbots.api.instrument import Instrument, SessionCalendar
from propbots.api.risk import Plan, PlanRequest
from propbots.errors import DataCorrupt, DataError, UnknownName
from propbots.testing.builder import a_bar_table, a_plan, a_session_calendar, an_instrument

__all__ = ["FakeInstruments", "FakePlans", "FakeProvider"]


def _one_table() -> dict[str, BarTable | TickTable | None]:
    return {"bars": a_bar_table(days=1)}


@attrs.frozen(eq=False)
class FakeProvider:
    """A data provider that holds its bars and ticks in memory.

    Attributes:
        tables: By location; None stands for content that cannot be read.
    """

    tables: Mapping[str, BarTable | TickTable | None] = attrs.field(factory=_one_table)

    def read(self, request: DataRequest) -> BarTable | TickTable:
        """Return the table of a location.

        Raises:
            DataError: If there is none, or it cannot be read.
        """
        if request.location not in self.tables:
            raise DataError(f"{request.location}: there is no such table; known: {', '.join(sorted(self.tables))}")
        table = self.tables[request.location]
        if table is None:
            raise DataCorrupt(f"{request.location}: row 1: nothing can be read here; give another table")
        copied = table.select(np.ones(len(table), dtype=np.bool_))
        return attrs.evolve(copied, source=attrs.evolve(table.source, location=request.location))


@attrs.frozen(eq=False)
class FakeInstruments:
    """A list of instruments with one calendar.

    Attributes:
        listed: The instruments, ordered by name.
    """

    listed: Sequence[Instrument] = attrs.field(factory=lambda: (an_instrument(),))

    def instruments(self) -> Sequence[Instrument]:
        """Return the instruments."""
        return self.listed

    def calendar_names(self) -> Sequence[str]:
        """Return the one calendar's name."""
        return (a_session_calendar().name,)

    def load_calendar(self, name: str) -> SessionCalendar:
        """Return the calendar.

        Raises:
            KeyError: If it has another name.
        """
        if name not in self.calendar_names():
            raise KeyError(name)
        return a_session_calendar()


@attrs.frozen(eq=False)
class FakePlans:
    """A firm's plans without options.

    Attributes:
        plans: By name, without the firm.
    """

    plans: Mapping[str, Plan] = attrs.field(factory=lambda: {"plain-50k": a_plan()})

    def plan_names(self) -> Sequence[str]:
        """Return the names, ordered."""
        return sorted(self.plans)

    def load_plan(self, request: PlanRequest) -> Plan:
        """Return a plan.

        Raises:
            UnknownName: For any option.
        """
        for option in request.options:
            raise UnknownName(f"option of plan {request.name}", option, [])
        return self.plans[request.name]
