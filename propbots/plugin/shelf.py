"""The instruments and calendars of all plugins; a list that cannot be read harms nobody who does not need it."""

from collections.abc import Sequence
from functools import cached_property
from typing import TypeVar

import attrs

from propbots.api.instrument import Instrument, InstrumentSource, SessionCalendar
from propbots.api.plugin import InstrumentContribution
from propbots.domain.session import UtcDays
from propbots.errors import PluginContractBroken, PropbotsError
from propbots.plugin.claim import Claim, blame, choose, list_conflicts
from propbots.plugin.registry import Registry

__all__ = ["InstrumentShelf"]

_T = TypeVar("_T")


@attrs.frozen
class _Stock:
    """What the lists of all plugins bring, and what is wrong with the lists that cannot be read."""

    instruments: list[Claim[Instrument]] = attrs.field(factory=list)
    calendars: list[Claim[InstrumentSource]] = attrs.field(factory=list)
    problems: list[PropbotsError] = attrs.field(factory=list)

    def take(self, list_: Claim[InstrumentContribution]) -> None:
        """Take one plugin's list.

        Raises:
            PluginContractBroken: If it cannot be read.
        """
        with blame(list_):
            source = list_.brings.factory()
            instruments = [_require_instrument(one, list_) for one in source.instruments()]
            calendars = [str(name) for name in source.calendar_names()]
        self.instruments.extend(Claim("instrument", one.id, list_.installed, one) for one in instruments)
        self.calendars.extend(Claim("session calendar", name, list_.installed, source) for name in calendars)


@attrs.frozen(slots=False)
class InstrumentShelf:
    """The instruments and calendars of all plugins, by name.

    Attributes:
        registry: Of the plugins.
    """

    registry: Registry

    @cached_property
    def _stock(self) -> _Stock:
        stock = _Stock()
        for claim in self.registry.claims(InstrumentContribution):
            try:
                stock.take(claim)
            except PropbotsError as error:
                stock.problems.append(error)
        return stock

    @property
    def problems(self) -> list[PropbotsError]:
        """What is wrong with the lists that cannot be read."""
        return self._stock.problems

    def list_all(self) -> list[Instrument]:
        """Return all instruments, ordered by name."""
        return sorted((claim.brings for claim in self._stock.instruments), key=lambda one: one.id)

    @property
    def claims(self) -> Sequence[Claim[Instrument]]:
        """Every claim to an instrument's name."""
        return self._stock.instruments

    def list_conflicts(self) -> list[str]:
        """Return a sentence for each instrument and each calendar that two plugins claim."""
        return [*list_conflicts(self._stock.instruments), *list_conflicts(self._stock.calendars)]

    def find(self, name: str) -> Instrument:
        """Return an instrument by its name.

        Raises:
            UnknownName: If no plugin brings it.
            ConfigurationError: If two bring it, with both distributions.
        """
        return self.find_claim(name).brings

    def find_claim(self, name: str) -> Claim[Instrument]:
        """Return an instrument with who brings it.

        Raises:
            UnknownName: If no plugin brings it.
            ConfigurationError: If two bring it, with both distributions.
        """
        return self._choose(self._stock.instruments, "instrument", name)

    def load_calendar(self, name: str | None) -> SessionCalendar:
        """Return a session calendar by its name; None is the calendar of what trades round the clock.

        Raises:
            UnknownName: If no plugin brings it.
            ConfigurationError: If two bring it, with both distributions.
        """
        if name is None:
            return UtcDays()
        claim = self._choose(self._stock.calendars, "session calendar", name)
        with blame(claim):
            return claim.brings.load_calendar(name)

    def _choose(self, claims: list[Claim[_T]], kind: str, name: str) -> Claim[_T]:
        problems = self._stock.problems
        reason = self.registry.explain_absence(InstrumentContribution, name, [claim.name for claim in claims])
        return choose(claims, kind, name, hint=str(problems[0]) if problems else reason)


def _require_instrument(one: object, claim: Claim[InstrumentContribution]) -> Instrument:
    if not isinstance(one, Instrument):
        raise PluginContractBroken(f"{claim} must list instruments (was {one!r}); tell its author")
    return one
