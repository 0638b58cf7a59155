"""A second opinion on recorded accounts: plain Python that imports nothing of ours.

It is written from the firms' rules alone (`propfirms.md`, sections 0, 1, 4 and 12), row by row and in exact decimals,
so that what it says can be held against `propbots.research.score`, whose kernel counts in whole numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

__all__ = [
    "ConsistencyTerms",
    "DailyTerms",
    "Day",
    "Event",
    "FloatingTerms",
    "Judge",
    "Judgement",
    "MaximumTerms",
    "Row",
    "Terms",
    "Violation",
    "WinningTerms",
    "firm_day",
    "judge",
    "roll_after",
]

CENT = Decimal("0.01")
MIDNIGHT = time()


@dataclass(frozen=True)
class MaximumTerms:
    """A floor that always ends the account; `basis` is static, end_of_day or intraday."""

    amount: Decimal
    basis: str
    lock: Decimal | None = None
    after_payout: Decimal | None = None
    may_touch: bool = False


@dataclass(frozen=True)
class DailyTerms:
    """What a day may lose; `amount` or `share`, and tiers of (profit from which on, amount), rising."""

    reference: str
    effect: str
    amount: Decimal | None = None
    share: Decimal | None = None
    tiers: tuple[tuple[Decimal, Decimal], ...] = ()
    may_touch: bool = False


@dataclass(frozen=True)
class FloatingTerms:
    """What open positions may lose together."""

    amount: Decimal
    effect: str


@dataclass(frozen=True)
class ConsistencyTerms:
    """The share of the profit that the best day may have; `of` is net or positive_days."""

    share: Decimal
    strict: bool = False
    of: str = "net"


@dataclass(frozen=True)
class WinningTerms:
    """How many days must win how much."""

    days: int
    profit: Decimal


@dataclass(frozen=True)
class Terms:
    """The terms of a plan, as far as a recorded account can show them."""

    start: Decimal
    zone: str
    roll: time
    maximum: MaximumTerms | None = None
    daily: DailyTerms | None = None
    floating: FloatingTerms | None = None
    target: Decimal | None = None
    consistency: ConsistencyTerms | None = None
    minimum_days: int = 0
    winning: WinningTerms | None = None


@dataclass(frozen=True)
class Event:
    """Money that was taken out (`payout`) or brought in (`deposit`)."""

    kind: str
    amount: Decimal


@dataclass(frozen=True)
class Row:
    """What is known of a moment; balance and equity are those after the event."""

    at: datetime
    balance: Decimal
    equity: Decimal
    event: Event | None = None


@dataclass(frozen=True)
class Violation:
    """A rule that was broken."""

    rule: str
    effect: str
    at: datetime


@dataclass(frozen=True)
class Day:
    """A day of the firm that had rows."""

    date: date
    net_pnl: Decimal
    closing_balance: Decimal
    floor: Decimal | None
    headroom_low: Decimal | None


@dataclass(frozen=True)
class Judgement:
    """What became of the account."""

    status: str
    at: datetime | None
    violations: tuple[Violation, ...]
    days: tuple[Day, ...]


def judge(terms: Terms, rows: Sequence[Row]) -> Judgement:
    """Return what became of an account."""
    judging = Judge(terms)
    for row in rows:
        judging.take(row)
    return judging.conclude()


def firm_day(terms: Terms, at: datetime) -> date:
    """Return the firm's day of a moment; the moment of the roll is the next day's first."""
    local = at.astimezone(ZoneInfo(terms.zone))
    if terms.roll == MIDNIGHT or local.time() < terms.roll:
        return local.date()
    return local.date() + timedelta(days=1)


def roll_after(terms: Terms, named: date) -> datetime:
    """Return the moment at which the firm's day of a name is over."""
    ends_on = named + timedelta(days=1) if terms.roll == MIDNIGHT else named
    return datetime.combine(ends_on, terms.roll, ZoneInfo(terms.zone)).astimezone(UTC)


@dataclass
class _OpenDay:
    """A day that has not closed; its openings have the day's events taken out."""

    date: date
    opening_balance: Decimal
    opening_equity: Decimal
    daily_floor: Decimal | None
    floor_high: Decimal | None = None
    headroom_low: Decimal | None = None
    traded: bool = False
    warned: set[str] = field(default_factory=set)

    def move(self, change: Decimal) -> None:
        """Take an event out of the day: it is neither profit nor loss."""
        self.opening_balance += change
        self.opening_equity += change
        if self.daily_floor is not None:
            self.daily_floor += change

    def raise_high(self, floors: Sequence[Decimal]) -> None:
        """Remember the highest floor."""
        for floor in floors:
            self.floor_high = floor if self.floor_high is None else max(self.floor_high, floor)


class Judge:
    """Judges rows one after another."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.start = terms.start
        self.counted_from = terms.start
        self.floor = None if terms.maximum is None else terms.start - terms.maximum.amount
        self.lock = None if terms.maximum is None else terms.maximum.lock
        self.follows = "static" if terms.maximum is None else terms.maximum.basis
        self.status = "active"
        self.concluded_at: datetime | None = None
        self.day: _OpenDay | None = None
        self.last: Row | None = None
        self.results: list[Decimal] = []
        """Net profit of each closed day since the last payout."""
        self.traded_results: list[Decimal] = []
        self.violations: list[Violation] = []
        self.days: list[Day] = []

    def take(self, row: Row) -> None:
        """Judge a row."""
        self.open_day_of(row.at)
        if self.status != "active":
            return
        assert self.day is not None
        self.last = row
        if row.event is not None:
            self._take_event(row, row.event)
        if self.follows == "intraday":
            self._follow(row.equity)
        self.day.traded |= (row.balance, row.equity) != (self.day.opening_balance, self.day.opening_equity)
        self._measure(row)
        self._look_for_breaches(row)

    def conclude(self) -> Judgement:
        """Close the last day, and return what became of the account."""
        if self.last is not None:
            self._close_day(self.last.at)
        return Judgement(self.status, self.concluded_at, tuple(self.violations), tuple(self.days))

    def open_day_of(self, at: datetime) -> None:
        """Close the day that runs, if the moment lies on another one, and open that."""
        named = firm_day(self.terms, at)
        if self.day is not None and self.day.date == named:
            return
        if self.day is not None:
            self._close_day(roll_after(self.terms, self.day.date))
        if self.status == "active":
            self._open_day(named)

    def hard_floors(self, balance: Decimal) -> list[Decimal]:
        """Return every floor whose breach ends the account."""
        floors = [self.floor]
        if self.day is not None and self.terms.daily is not None and self.terms.daily.effect == "hard":
            floors.append(self.day.daily_floor)
        if self.terms.floating is not None and self.terms.floating.effect == "hard":
            floors.append(balance - self.terms.floating.amount)
        return [floor for floor in floors if floor is not None]

    def _open_day(self, named: date) -> None:
        balance = self.start if self.last is None else self.last.balance
        equity = self.start if self.last is None else self.last.equity
        self.day = _OpenDay(named, balance, equity, self._daily_floor(balance, equity))
        self.day.raise_high(self.hard_floors(balance))

    def _daily_floor(self, balance: Decimal, equity: Decimal) -> Decimal | None:
        daily = self.terms.daily
        if daily is None:
            return None
        reference = {"balance": balance, "equity": equity, "higher": max(balance, equity)}[daily.reference]
        amount = daily.amount if daily.share is None else _share_of(daily.share, reference)
        for profit, value in daily.tiers:
            if balance - self.start >= profit:
                amount = value
        assert amount is not None, "a daily loss has an amount or a share"
        return reference - amount

    def _take_event(self, row: Row, event: Event) -> None:
        assert self.day is not None
        if event.kind == "deposit":
            self.day.move(event.amount)
            self.start += event.amount
            self.counted_from += event.amount
            self.floor = None if self.floor is None else self.floor + event.amount
            self.lock = None if self.lock is None else self.lock + event.amount
            return
        self.day.move(-event.amount)
        self.counted_from = row.balance
        self.results.clear()
        self.traded_results.clear()
        if self.terms.maximum is not None and self.terms.maximum.after_payout is not None:
            self.floor = self.terms.maximum.after_payout
            self.follows = "static"

    def _follow(self, height: Decimal) -> None:
        """Let the floor rise behind what it follows, never above its lock, and never fall."""
        assert self.terms.maximum is not None
        assert self.floor is not None
        wanted = height - self.terms.maximum.amount
        self.floor = max(self.floor, wanted if self.lock is None else min(wanted, self.lock))

    def _measure(self, row: Row) -> None:
        assert self.day is not None
        floors = self.hard_floors(row.balance)
        if not floors:
            return
        self.day.raise_high(floors)
        room = row.equity - max(floors)
        self.day.headroom_low = room if self.day.headroom_low is None else min(self.day.headroom_low, room)

    def _look_for_breaches(self, row: Row) -> None:
        """Judge the maximum loss, then what is hard, then what is soft; a hard breach ends it all."""
        found = self._broken(row)
        for rule, effect in [*(one for one in found if one[1] == "hard"), *(one for one in found if one[1] == "soft")]:
            assert self.day is not None
            if rule in self.day.warned:
                continue
            self.violations.append(Violation(rule, effect, row.at))
            if effect == "hard":
                self.status, self.concluded_at = "failed", row.at
                return
            self.day.warned.add(rule)

    def _broken(self, row: Row) -> list[tuple[str, str]]:
        """Return the rules that a row breaks with their effects, in order of precedence among equal effects."""
        terms = self.terms
        daily_floor = None if self.day is None else self.day.daily_floor
        found = []
        if terms.maximum is not None and _is_below(row.equity, self.floor, may_touch=terms.maximum.may_touch):
            found.append(("maximum_loss", "hard"))
        if terms.daily is not None and _is_below(row.equity, daily_floor, may_touch=terms.daily.may_touch):
            found.append(("daily_loss", terms.daily.effect))
        if terms.floating is not None and row.equity <= row.balance - terms.floating.amount:
            found.append(("floating_loss", terms.floating.effect))
        return found

    def _close_day(self, at: datetime) -> None:
        day = self.day
        if day is None or self.last is None:
            return
        closing = self.last.balance
        net_pnl = closing - day.opening_balance
        self.days.append(Day(day.date, net_pnl, closing, day.floor_high, day.headroom_low))
        self.day = None
        if self.status != "active":
            return
        self.results.append(net_pnl)
        if day.traded:
            self.traded_results.append(net_pnl)
        if self.follows == "end_of_day":
            self._follow(closing)
        if self._has_passed(closing):
            self.status, self.concluded_at = "passed", at

    def _has_passed(self, balance: Decimal) -> bool:
        target = self.terms.target
        if target is None or balance - self.counted_from < target:
            return False
        return self._is_consistent(balance) and self._has_enough_days()

    def _is_consistent(self, balance: Decimal) -> bool:
        terms = self.terms.consistency
        if terms is None:
            return True
        total = balance - self.counted_from if terms.of == "net" else sum(max(one, Decimal(0)) for one in self.results)
        best = Fraction(max([*self.results, Decimal(0)]))
        allowed = Fraction(terms.share) * Fraction(total)
        return best < allowed if terms.strict else best <= allowed

    def _has_enough_days(self) -> bool:
        winning = self.terms.winning
        if len(self.traded_results) < self.terms.minimum_days:
            return False
        return winning is None or sum(one >= winning.profit for one in self.traded_results) >= winning.days


def _is_below(equity: Decimal, floor: Decimal | None, *, may_touch: bool) -> bool:
    if floor is None:
        return False
    return equity < floor if may_touch else equity <= floor


def _share_of(share: Decimal, amount: Decimal) -> Decimal:
    """Return a share of an amount, rounded down to the cent."""
    cents = Fraction(share) * Fraction(amount) / Fraction(CENT)
    return (cents.numerator // cents.denominator) * CENT
