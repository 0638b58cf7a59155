"""The contract of instruments: exact grids, calendars that do not contradict themselves, wall times that stay."""

import re
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from propbots.api.instrument import Instrument, InstrumentSource, SessionCalendar
from propbots.domain.scale import Scale
from propbots.testing.calendar import find_contradiction, find_overlap, find_wandering, list_spans
from propbots.testing.card import card, expect, fail
from propbots.testing.contract import Contract, missing_fixture, skip_after

__all__ = ["InstrumentsContract"]

_ID = re.compile(r"[A-Za-z0-9][\w.-]*")
_CURRENCY = re.compile(r"[A-Z]{3,5}")
_DIGITS_MAX = 15
"""More digits than that come from a float, such as Decimal(0.1)."""
_FEE_TICKS_MAX = 100
_MINI_UNITS_MAX = 10


class InstrumentsContract(Contract):
    """What every list of instruments keeps to.

    Fixtures: `source`; and where the defaults do not suit it, `period`, the first and the last day over which its
    calendars are walked, and `zone`, in which its regular sessions close at the same hour all year.
    """

    @pytest.fixture
    def source(self) -> InstrumentSource:
        """Give the list; a subclass must override it."""
        missing_fixture(self, "source")

    @pytest.fixture
    def period(self) -> tuple[date, date]:
        """Give the days over which calendars are walked."""
        return date(2024, 1, 8), date(2026, 11, 30)

    @pytest.fixture
    def zone(self) -> str | None:
        """Give the zone of the sessions' hours, such as `Europe/Berlin`; None if they have no one zone."""
        return None

    @pytest.fixture
    def instruments(self, source: InstrumentSource) -> list[Instrument]:
        """Give the instruments to the cards that look at each."""
        listed = list(source.instruments())
        skip_after(None if _are_sound(listed) else "INS-010")
        return listed

    @pytest.fixture
    def calendars(self, source: InstrumentSource) -> list[SessionCalendar]:
        """Give the calendars to the cards that look at each."""
        try:
            return [source.load_calendar(name) for name in source.calendar_names()]
        except Exception:
            skip_after("INS-050")
            raise

    @card
    def test_ins_010_instruments_are_listed_by_name(self, source: InstrumentSource) -> None:
        """INS-010: it lists instruments, ordered by name, each name once and without blanks.

        People type the names on the command line and in files; a plan names them. One name means one thing.

        Mend: return a tuple of `Instrument`, sorted by `id`.
        """
        listed: list[Any] = list(source.instruments())
        odd = [repr(one) for one in listed if not isinstance(one, Instrument)]
        expect(listed and not odd, "records of Instrument", ", ".join(odd) or "none")
        names = [one.id for one in listed]
        expect(names == sorted(set(names)), "each name once, in order", ", ".join(names[:20]))
        unfit = [name for name in names if not _ID.fullmatch(name)]
        expect(not unfit, "letters, digits, dots, dashes and underscores", ", ".join(map(repr, unfit)))

    @card
    def test_ins_020_numbers_are_exact(self, instruments: list[Instrument]) -> None:
        """INS-020: tick size, point value, quantity step, fees and mini units are decimals as people write them.

        `Decimal(0.1)` is 0.1000000000000000055…: no price lies on such a grid, and money cannot be counted.

        Mend: write `Decimal("0.1")`.
        """
        for one in instruments:
            for name in ("tick_size", "point_value", "quantity_step", "fees", "mini_units"):
                value = getattr(one, name)
                expect(isinstance(value, Decimal), f"{one.id}: a decimal as {name}", repr(value))
                digits = len(value.normalize().as_tuple().digits)
                expect(digits <= _DIGITS_MAX, f"{one.id}: a short decimal as {name}", value)
            Scale.of(one, rates=[one.fees])

    @card
    def test_ins_030_currencies_are_codes(self, instruments: list[Instrument]) -> None:
        """INS-030: each currency is a code in capital letters, such as USD.

        An account whose currency differs from the instrument's is refused; `usd` and `$` always differ.

        Mend: write the ISO 4217 code, or the exchange's own where there is none.
        """
        odd = [f"{one.id}: {one.currency!r}" for one in instruments if not _CURRENCY.fullmatch(one.currency)]
        expect(not odd, "codes such as USD", ", ".join(odd))

    @card
    def test_ins_040_costs_and_weights_are_plausible(self, instruments: list[Instrument]) -> None:
        """INS-040: fees are less than a hundred ticks, and a contract counts for at most ten full-size ones.

        A fee of a round turn, in cents, or per lot instead of per contract makes every strategy a loser; a micro
        contract that counts as a whole one is refused by a plan's cap.

        Mend: `fees` is money for 1.0 of quantity and one side; `mini_units` is 0.1 for a tenth of the full contract.
        """
        for one in instruments:
            most = _FEE_TICKS_MAX * one.tick_value
            expect(one.fees < most, f"{one.id}: fees below {most}", one.fees)
            expect(one.mini_units <= _MINI_UNITS_MAX, f"{one.id}: at most {_MINI_UNITS_MAX} mini units", one.mini_units)

    @card
    def test_ins_050_every_calendar_loads(self, source: InstrumentSource) -> None:
        """INS-050: calendar names are ordered, each once, and each loads and says its name.

        A file that was left out of the wheel is missed here, and not by the user.

        Mend: list what `load_calendar` knows; ship its data inside the package.
        """
        names = list(source.calendar_names())
        expect(names == sorted(set(names)), "each name once, in order", ", ".join(names))
        for name in names:
            calendar = source.load_calendar(name)
            expect(calendar.name == name, f"a calendar called {name}", calendar.name)

    @card
    def test_ins_060_sessions_exist(self, source: InstrumentSource, instruments: list[Instrument]) -> None:
        """INS-060: every session that an instrument names is one of the calendars.

        A misspelt name is found by the first user who trades that instrument.

        Mend: correct the name; None means that it trades round the clock.
        """
        known = set(source.calendar_names())
        odd = [f"{one.id}: {one.session!r}" for one in instruments if one.session not in {None, *known}]
        expect(not odd, f"one of {', '.join(sorted(known))}", ", ".join(odd))

    @card
    def test_ins_070_unknown_calendar_is_a_key_error(self, source: InstrumentSource) -> None:
        """INS-070: a calendar that it does not have raises KeyError.

        The kernel turns it into a message with the names that exist; None instead would fail in the first bar.

        Mend: `if name not in self.calendar_names(): raise KeyError(name)`.
        """
        try:
            found = source.load_calendar("no-such-calendar")
        except KeyError:
            return
        except Exception as error:  # noqa: BLE001 -- the author's code, of which any fault is told
            fail("KeyError", f"{type(error).__name__}: {error}", error)
        fail("KeyError", repr(found))

    @card
    def test_ins_080_sessions_follow_one_another(
        self, calendars: list[SessionCalendar], period: tuple[date, date]
    ) -> None:
        """INS-080: each session opens before it closes, and no sooner than the one before has closed.

        A session that was written with the evening's date instead of the day before's overlaps the last one, and a
        bar belongs to two days.

        Mend: write the open of an overnight session on the evening before.
        """
        for calendar in calendars:
            told = find_overlap(calendar, list_spans(calendar, *period))
            expect(not told, "sessions one after the other", f"{calendar.name}: {told}")

    @card
    def test_ins_090_calendar_agrees_with_itself(
        self, calendars: list[SessionCalendar], period: tuple[date, date]
    ) -> None:
        """INS-090: `span_at`, `span_of` and `is_open` tell the same, to the edge of every session.

        The moment of the close belongs to the next session: an order that rests until then must not fill on it.

        Mend: let a session contain its open and not its close; let a moment between two sessions have the next one.
        """
        for calendar in calendars:
            spans = list_spans(calendar, *period)
            skip_after("INS-080" if find_overlap(calendar, spans) else None)
            told = find_contradiction(calendar, spans)
            expect(not told, "one answer", f"{calendar.name}: {told}")

    @card
    def test_ins_100_closes_keep_their_hour(
        self, calendars: list[SessionCalendar], period: tuple[date, date], zone: str | None
    ) -> None:
        """INS-100: where the clocks change, regular sessions close at the same hour of their zone as a week before.

        Hours that are stored as an offset from UTC are an hour off for half of the year, and in the weeks in which
        America and Europe have not both changed.

        Mend: work hours out in their zone (`zoneinfo`), and turn them into UTC day by day.
        """
        if zone is None:
            pytest.skip("the fixture zone names no zone in which all sessions close at the same hour")
        for calendar in calendars:
            told = find_wandering(list_spans(calendar, *period), ZoneInfo(zone))
            expect(not told, f"the same hour of {zone}", f"{calendar.name}: {told}")


def _are_sound(listed: list[Any]) -> bool:
    return all(isinstance(one, Instrument) for one in listed)
