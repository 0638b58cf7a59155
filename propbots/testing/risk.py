"""The contract of a firm's plans: exact numbers with their sources, floors that hold, days that turn by the clock."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

import pytest

from propbots.api.risk import Plan, PlanRequest, PlanSource
from propbots.errors import ConfigurationError
from propbots.testing.card import card, expect, fail
from propbots.testing.contract import Contract, missing_fixture, skip_after
from propbots.testing.trial import find_unfit_cap, find_unfit_day, find_unfit_floor, find_unsteady_floor

__all__ = ["RiskProfileContract"]

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_CURRENCY = re.compile(r"[A-Z]{3,5}")
_GRADES = ("A", "B", "C", "X")
_DIGITS_MAX = 15
"""More digits than that come from a float, such as Decimal(0.1)."""


class RiskProfileContract(Contract):
    """What a firm's plans keep to.

    Fixtures: `plans`; and `options`, by a plan's name the options that shall be tried on it, where it has some.
    """

    @pytest.fixture
    def plans(self) -> PlanSource:
        """Give the firm's plans; a subclass must override it."""
        missing_fixture(self, "plans")

    @pytest.fixture
    def options(self) -> Mapping[str, Mapping[str, str]]:
        """Give options to be tried, by the plan's name: those that a user would write behind the question mark."""
        return {}

    @pytest.fixture
    def loaded(self, plans: PlanSource, options: Mapping[str, Mapping[str, str]]) -> list[Plan]:
        """Give every plan in every phase, bare and with its options, to the cards that look at each."""
        try:
            return _load(plans, options)
        except Exception:
            skip_after("RSK-020")
            raise

    @pytest.fixture
    def countable(self, loaded: list[Plan]) -> list[Plan]:
        """Give every plan to the cards that put it to work, if its money can be counted."""
        skip_after("RSK-030" if any(_list_long(plan) for plan in loaded) else None)
        return loaded

    @card
    def test_rsk_010_plans_are_listed_by_name(self, plans: PlanSource) -> None:
        """RSK-010: plan names are in lower case, ordered, each once, and the same when they are asked for again.

        People type `firm/plan` on the command line; a scaffold and a web page list them.

        Mend: `sorted(path.stem for path in folder.glob("*.toml"))`, with files named like `combine-50k.toml`.
        """
        names = list(plans.plan_names())
        expect(names and names == sorted(set(names)), "names, each once, in order", ", ".join(names) or "none")
        odd = [repr(name) for name in names if not _NAME.fullmatch(name)]
        expect(not odd, "lower-case letters, digits and dashes", ", ".join(odd))
        expect(list(plans.plan_names()) == names, "the same names again", ", ".join(plans.plan_names()))

    @card
    def test_rsk_020_every_plan_loads(self, plans: PlanSource, options: Mapping[str, Mapping[str, str]]) -> None:
        """RSK-020: every plan loads, bare and with its options, calls itself `FIRM/PLAN`, and loads equal again.

        So does every phase that follows. A file that was left out of the wheel, or a rule whose number is missing, is
        found here and not by the trader.

        Mend: `PlanFolder(Path(__file__).parent / "plans", "firm")` reads a folder of TOML files.
        """
        for request in _list_requests(plans, options):
            for one in _follow_phases(plans, request):
                plan = plans.load_plan(one)
                expect(isinstance(plan, Plan), f"{one.name}: a Plan", type(plan).__name__)
                told = plan.name.partition("#")[0].partition("?")[0].partition("/")
                expect(told[0] and told[2] == one.name, f"a plan that is called FIRM/{one.name}", plan.name)
                expect(plans.load_plan(one) == plan, f"{plan.name}: an equal plan again", "another")

    @card
    def test_rsk_030_money_is_exact(self, loaded: list[Plan]) -> None:
        """RSK-030: money is told in decimals as the firm prints them, none of it below 0, in a coded currency.

        A floor that was computed with binary floats lies a millionth beside the firm's, and a breach hangs on it.

        Mend: write numbers as text in TOML, `amount = "2000"`, and the currency like `USD`.
        """
        for plan in loaded:
            expect(_CURRENCY.fullmatch(plan.currency), f"{plan.name}: a code such as USD", repr(plan.currency))
            expect(plan.balance >= 0, f"{plan.name}: a balance of 0 or more", plan.balance)
            odd = [cost for cost in plan.commissions.values() if cost < 0]
            expect(not odd, f"{plan.name}: commissions of 0 or more", ", ".join(map(str, odd)))
            long = _list_long(plan)
            expect(not long, f"{plan.name}: decimals of at most {_DIGITS_MAX} digits", ", ".join(map(str, long)))

    @card
    def test_rsk_040_facts_have_sources(self, loaded: list[Plan]) -> None:
        """RSK-040: every plan names where its facts were read, and how sure they are.

        Firms change their rules without notice. Whoever doubts a number looks where it is from, and how old it is.

        Mend: add a `[[source]]` with `title`, `read` and a `grade` of A, B, C or X.
        """
        for plan in loaded:
            expect(plan.sources, f"{plan.name}: a source", "none")
            for one in plan.sources:
                sound = one.title.strip() and one.grade in _GRADES
                expect(sound, f"{plan.name}: sources with a title and a grade of {', '.join(_GRADES)}", one)

    @card
    def test_rsk_050_plans_say_since_when(self, loaded: list[Plan]) -> None:
        """RSK-050: every plan says since when its numbers hold, and does not end before it begins.

        A backtest over last year by rules of this year is told as what it is only if the plan says so.

        Mend: add `effective_from = 2026-01-31`, and `effective_to` when the firm replaces the plan.
        """
        for plan in loaded:
            first, last = plan.effective_from, plan.effective_to
            expect(first is not None, f"{plan.name}: effective_from", "none")
            ordered = first is None or last is None or first <= last
            expect(ordered, f"{plan.name}: an end after its beginning", f"{first} to {last}")

    @card
    def test_rsk_060_unknown_options_are_refused(self, plans: PlanSource) -> None:
        """RSK-060: an option that a plan does not have is refused by ConfigurationError.

        A misspelt option that is swallowed is a plan without its daily loss limit.

        Mend: hand the request on to `read_plan`, or raise `UnknownName` with those that the plan has.
        """
        for name in plans.plan_names():
            try:
                plans.load_plan(PlanRequest(name, {"no-such-option": "1"}))
            except ConfigurationError:
                continue
            except Exception as error:  # noqa: BLE001 -- the author's code, of which any fault is told
                fail("ConfigurationError", f"{name}: {type(error).__name__}: {error}", error)
            fail("ConfigurationError", f"{name}?no-such-option=1 loads")

    @card
    def test_rsk_070_losing_more_never_mends_a_breach(self, countable: list[Plan]) -> None:
        """RSK-070: a loss ends every account at last; a loss above the floor breaks nothing, and a larger one no less.

        A plan whose floor was left out lets an account lose without end, and looks safe doing so. Only where the plan
        itself says that trading needs a fact which nobody knows may it be without one.

        Mend: give the plan its `maximum_loss`, with the firm's amount and basis.
        """
        _expect_none(find_unfit_floor(plan) for plan in countable)

    @card
    def test_rsk_080_floors_never_fall(self, countable: list[Plan]) -> None:
        """RSK-080: whatever the days bring, a floor that trails never falls and never passes its lock.

        A lock below the first floor is a typing error: the firm's floor begins under its lock and rises to it.

        Mend: correct `amount` or `lock`; `lock` is an equity such as 50000, not a distance.
        """
        _expect_none(find_unsteady_floor(plan) for plan in countable)

    @card
    def test_rsk_090_caps_are_kept_and_let_something_through(self, countable: list[Plan]) -> None:
        """RSK-090: the gate approves up to the plan's cap and never beyond, whatever is held and waiting.

        A cap that was told in the wrong unit forbids everything, or allows ten times too much.

        Mend: tell `minis` in full-size contracts: 5 are 50 micros.
        """
        _expect_none(find_unfit_cap(plan) for plan in countable)

    @card
    def test_rsk_100_days_turn_by_the_firms_clock(self, loaded: list[Plan]) -> None:
        """RSK-100: every moment lies in one day of the firm, each day ends at its hour, and is flat before, all year.

        An hour that does not exist on the day on which the clocks change, or a fixed offset that never changes, moves
        the firm's day by an hour for half of the year.

        Mend: name the zone by its place, such as America/Chicago, and roll at an hour that exists every day.
        """
        _expect_none(find_unfit_day(plan) for plan in loaded)


def _load(plans: PlanSource, options: Mapping[str, Mapping[str, str]]) -> list[Plan]:
    requests = [one for request in _list_requests(plans, options) for one in _follow_phases(plans, request)]
    loaded = [plans.load_plan(one) for one in requests]
    skip_after(None if all(isinstance(plan, Plan) for plan in loaded) else "RSK-020")
    return loaded


def _list_requests(plans: PlanSource, options: Mapping[str, Mapping[str, str]]) -> list[PlanRequest]:
    names = list(plans.plan_names())
    return [PlanRequest(name) for name in names] + [
        PlanRequest(name, options[name]) for name in names if name in options
    ]


def _follow_phases(plans: PlanSource, request: PlanRequest) -> list[PlanRequest]:
    """Return a request, and for each phase of the plan that follows a request for it."""
    found, own = [request], getattr(plans.load_plan(request), "name", "").partition("#")[0]
    while True:
        plan, _, phase = (getattr(plans.load_plan(found[-1]), "following", None) or "").partition("#")
        if not phase or plan != own or any(phase == one.phase for one in found):
            return found
        found.append(PlanRequest(request.name, request.options, phase))


def _list_long(plan: Plan) -> list[Decimal]:
    return [one for one in (*plan.amounts(), *plan.commissions.values()) if not _is_short(one)]


def _is_short(amount: Decimal) -> bool:
    return amount.is_finite() and len(amount.normalize().as_tuple().digits) <= _DIGITS_MAX


def _expect_none(found: Iterable[tuple[str, str] | None]) -> None:
    for one in found:
        if one is not None:
            fail(*one)
