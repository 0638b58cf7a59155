"""A second opinion on recorded accounts: plain Python that imports nothing of ours.

It keeps no state between the rows of a day but asks the whole history again, slowly: where a floor stands is worked out
from all closes and peaks so far.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_FLOOR, Decimal
from zoneinfo import ZoneInfo

__all__ = ["Day", "Row", "Terms", "Verdict", "judge", "name_day"]

CENT = Decimal("0.01")
_Floor = tuple[str, str, Decimal, bool]
"""The rule, its effect, where its floor stands, and whether equity may stand there."""


@dataclass(frozen=True)
class Terms:
    """What a plan asks for; None and 0 for what it does not ask for."""

    start: Decimal
    zone: str
    roll: time
    loss: Decimal | None = None
    basis: str = "static"
    lock: Decimal | None = None
    after_payout: Decimal | None = None
    may_touch: bool = False
    daily: Decimal | None = None
    daily_share: Decimal | None = None
    reference: str = "balance"
    daily_hard: bool = False
    tiers: tuple[tuple[Decimal, Decimal], ...] = ()
    floating: Decimal | None = None
    floating_hard: bool = True
    target: Decimal | None = None
    share: Decimal | None = None
    strict: bool = False
    of_winners: bool = False
    days: int = 0
    winning_days: int = 0
    winning_profit: Decimal = Decimal(0)


@dataclass(frozen=True)
class Row:
    """An account at a moment, after what was paid in or out."""

    time: datetime
    balance: Decimal
    equity: Decimal
    deposit: Decimal = Decimal(0)
    payout: Decimal = Decimal(0)


@dataclass
class Day:
    """A day as it is told."""

    date: date
    net: Decimal
    closing: Decimal
    floor: Decimal | None
    headroom: Decimal | None


@dataclass
class Verdict:
    """What became of the account."""

    status: str = "active"
    at: datetime | None = None
    violations: list[tuple[str, str, datetime]] = field(default_factory=list)
    days: list[Day] = field(default_factory=list)


def name_day(terms: Terms, moment: datetime) -> date:
    """Return by which date the firm calls the day of a moment."""
    local = moment.astimezone(ZoneInfo(terms.zone))
    if terms.roll == time(0):
        return local.date()
    return local.date() + timedelta(days=1 if local.time() >= terms.roll else 0)


@dataclass
class _Account:
    """What is remembered from day to day."""

    start: Decimal
    cycle: Decimal
    lock: Decimal | None
    floor: Decimal | None
    follows: bool
    best: Decimal = Decimal(0)
    winners: Decimal = Decimal(0)
    traded: int = 0
    won: int = 0


def judge(terms: Terms, rows: list[Row]) -> Verdict:
    """Judge a history; its rows are in order of time."""
    floor = None if terms.loss is None else terms.start - terms.loss
    account = _Account(terms.start, terms.start, terms.lock, floor, terms.basis != "static")
    verdict = Verdict()
    groups: dict[date, list[Row]] = {}
    for row in rows:
        groups.setdefault(name_day(terms, row.time), []).append(row)
    before = terms.start, terms.start
    for group in groups.items():
        if verdict.status != "active":
            break
        before = _live(terms, account, verdict, group, before)
    return verdict


@dataclass
class _Today:
    """What is remembered within a day."""

    opening: Decimal
    daily: Decimal | None
    before: tuple[Decimal, Decimal]
    highest: Decimal | None = None
    room: Decimal | None = None
    traded: bool = False
    locked: set[str] = field(default_factory=set)


def _live(
    terms: Terms, account: _Account, verdict: Verdict, group: tuple[date, list[Row]], before: tuple[Decimal, Decimal]
) -> tuple[Decimal, Decimal]:
    """Live through a day, and return with what it closed."""
    day, marks = group
    daily = _daily_floor(terms, *before, before[0] - account.start)
    today = _Today(before[0], daily, before)
    _note(today, _floors(terms, account, today, before[0]), None)
    for row in marks:
        _move(terms, account, today, row)
        moved = row.deposit - row.payout
        today.traded = today.traded or (row.balance - moved, row.equity - moved) != today.before
        today.before = row.balance, row.equity
        if account.follows and terms.basis == "intraday" and account.floor is not None and terms.loss is not None:
            account.floor = _trail(account.floor, row.equity - terms.loss, account.lock)
        floors = _floors(terms, account, today, row.balance)
        _note(today, floors, row.equity)
        _meet(verdict, today, floors, row)
        if verdict.status != "active":
            break
    _close(terms, account, verdict, today, day)
    return today.before


def _move(terms: Terms, account: _Account, today: _Today, row: Row) -> None:
    """Take what was paid in or out."""
    if row.deposit:
        account.start += row.deposit
        account.cycle += row.deposit
        account.floor = None if account.floor is None else account.floor + row.deposit
        account.lock = None if account.lock is None else account.lock + row.deposit
    if row.payout:
        if account.floor is not None and terms.after_payout is not None:
            account.floor, account.follows = terms.after_payout, False
        account.cycle = row.balance
        account.best, account.winners, account.traded, account.won = Decimal(0), Decimal(0), 0, 0
    today.opening += row.deposit - row.payout
    today.daily = None if today.daily is None else today.daily + row.deposit - row.payout


def _note(today: _Today, floors: list[_Floor], equity: Decimal | None) -> None:
    """Note the highest floor that ends the account, and the room above it."""
    hard = [level for _, effect, level, _ in floors if effect == "hard"]
    if not hard:
        return
    today.highest = max([*hard, *([] if today.highest is None else [today.highest])])
    if equity is not None:
        today.room = min([equity - max(hard), *([] if today.room is None else [today.room])])


def _meet(verdict: Verdict, today: _Today, floors: list[_Floor], row: Row) -> None:
    """Hold equity against the floors, the ones that end the account first."""
    for name, effect, level, may_touch in floors:
        if row.equity > level or (row.equity == level and may_touch):
            continue
        verdict.violations.append((name, effect, row.time))
        if effect == "hard":
            verdict.status, verdict.at = "failed", row.time
            return
        today.locked.add(name)


def _close(terms: Terms, account: _Account, verdict: Verdict, today: _Today, day: date) -> None:
    balance = today.before[0]
    profit = balance - today.opening
    verdict.days.append(Day(day, profit, balance, today.highest, today.room))
    account.best = max(account.best, profit)
    account.winners += max(Decimal(0), profit)
    account.traded += today.traded
    account.won += today.traded and profit >= terms.winning_profit
    if account.follows and terms.basis == "end_of_day" and account.floor is not None and terms.loss is not None:
        account.floor = _trail(account.floor, balance - terms.loss, account.lock)
    if verdict.status == "active" and _passes(terms, account, balance):
        verdict.status = "passed"


def _trail(floor: Decimal, below: Decimal, lock: Decimal | None) -> Decimal:
    return max(floor, below if lock is None else min(below, lock))


def _daily_floor(terms: Terms, balance: Decimal, equity: Decimal, profit: Decimal) -> Decimal | None:
    reference = {"balance": balance, "equity": equity, "higher": max(balance, equity)}[terms.reference]
    if terms.daily_share is not None:
        return reference - (reference * terms.daily_share).quantize(CENT, ROUND_FLOOR)
    if terms.daily is None:
        return None
    reached = [amount for least, amount in terms.tiers if profit >= least]
    return reference - (reached[-1] if reached else terms.daily)


def _floors(terms: Terms, account: _Account, today: _Today, balance: Decimal) -> list[_Floor]:
    """Return the floors in force in their order: the maximum loss, then those that end the account."""
    found: list[_Floor] = []
    if account.floor is not None:
        found.append(("maximum_loss", "hard", account.floor, terms.may_touch))
    if today.daily is not None and "daily_loss" not in today.locked:
        found.append(("daily_loss", "hard" if terms.daily_hard else "soft", today.daily, False))
    if terms.floating is not None and "floating_loss" not in today.locked:
        found.append(("floating_loss", "hard" if terms.floating_hard else "soft", balance - terms.floating, False))
    return sorted(found, key=lambda one: one[1] != "hard")


def _passes(terms: Terms, account: _Account, balance: Decimal) -> bool:
    profit = balance - account.cycle
    if terms.target is None or profit < terms.target:
        return False
    if account.traded < terms.days or account.won < terms.winning_days:
        return False
    if terms.share is None:
        return True
    most = terms.share * (account.winners if terms.of_winners else profit)
    return account.best < most if terms.strict else account.best <= most
