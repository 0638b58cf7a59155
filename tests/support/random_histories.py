"""Random plan terms and recorded accounts that seek the floors, to the cent, from both sides.

A history is drawn as moves (`to the floor and a cent below`, `to the profit at which the floor locks`, `over the
weekend`), which are played against the second opinion's own books to find out where that is. Were those books wrong,
the moves would only miss; what is right is still decided by the comparison.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from score_reference import (
    CENT,
    ConsistencyTerms,
    DailyTerms,
    Event,
    FloatingTerms,
    Judge,
    MaximumTerms,
    Row,
    Terms,
    WinningTerms,
    firm_day,
    roll_after,
)

__all__ = ["BASES", "Case", "histories"]

BASES = ("static", "end_of_day", "intraday")
_START = Decimal(50000)
_CLOCKS = (
    ("America/Chicago", time(17)),
    ("America/New_York", time(17)),
    ("America/New_York", time(18)),
    ("America/Chicago", time()),
    ("Europe/Prague", time()),
    ("Etc/GMT-3", time()),
)
_BEGINNINGS = (
    datetime(2026, 3, 5, 15, tzinfo=UTC),  # the days before New York's and Chicago's clocks go forward
    datetime(2026, 3, 26, 9, tzinfo=UTC),  # before Prague's do
    datetime(2026, 10, 22, 9, tzinfo=UTC),  # before Prague's go back
    datetime(2026, 10, 29, 15, tzinfo=UTC),  # before New York's and Chicago's do
    datetime(2026, 6, 3, 13, 30, tzinfo=UTC),
)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Case:
    """An account and the terms that judge it."""

    terms: Terms
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class _Move:
    """What happens next: when, what changes, and what is paid in or out before that."""

    step: str
    minutes: int
    change: str
    cents: int
    offset: int
    event: str | None


def histories(basis: str | None) -> st.SearchStrategy[Case]:
    """Return accounts under a maximum loss of a basis; None for plans without one."""
    return st.builds(_play, _terms(basis), st.sampled_from(_BEGINNINGS), _MOVES)


def _money(low: int, high: int) -> st.SearchStrategy[Decimal]:
    """Return amounts, mostly round ones."""
    round_ones = st.integers(low // 50, high // 50).map(lambda fifties: Decimal(fifties * 50))
    return round_ones | st.integers(low * 100, high * 100).map(_in_cents)


def _in_cents(cents: int) -> Decimal:
    return cents * CENT


def _or_none(strategy: st.SearchStrategy[Decimal]) -> st.SearchStrategy[Decimal | None]:
    return st.none() | strategy


def _maximum(basis: str) -> st.SearchStrategy[MaximumTerms]:
    locks = st.sampled_from((_START, _START + 100, _START - 400)) | _money(49500, 51500)
    return st.builds(
        MaximumTerms,
        amount=st.sampled_from((Decimal(1000), Decimal(2000))) | _money(500, 3000),
        basis=st.just(basis),
        lock=st.none() if basis == "static" else _or_none(locks),
        after_payout=_or_none(st.sampled_from((_START, _START + 100, _START - 700))),
        may_touch=st.booleans(),
    )


_SHARES = st.sampled_from((Decimal("0.02"), Decimal("0.03"), Decimal("0.0175"))) | st.integers(5, 60).map(
    lambda thousandths: Decimal(thousandths) / 1000
)
_TIERS = st.lists(
    st.tuples(st.sampled_from((-500, 0, 500, 1000, 2000)).map(Decimal), _money(300, 2000)),
    max_size=3,
    unique_by=lambda tier: tier[0],
).map(lambda tiers: tuple(sorted(tiers)))


def _daily() -> st.SearchStrategy[DailyTerms]:
    """Return daily losses; tiers replace an amount, and do not go with a share."""
    references, effects = st.sampled_from(("balance", "equity", "higher")), st.sampled_from(("soft", "hard"))
    sized = st.builds(DailyTerms, references, effects, amount=_money(400, 1500), may_touch=st.booleans())
    tiered = st.builds(DailyTerms, references, effects, amount=_money(400, 1500), tiers=_TIERS, may_touch=st.booleans())
    shared = st.builds(DailyTerms, references, effects, share=_SHARES, may_touch=st.booleans())
    return sized | tiered | shared


def _consistency() -> st.SearchStrategy[ConsistencyTerms]:
    shares = st.sampled_from((Decimal("0.3"), Decimal("0.5"), Decimal("0.55"), Decimal("0.8"), Decimal(1)))
    return st.builds(ConsistencyTerms, shares, st.booleans(), st.sampled_from(("net", "positive_days")))


def _terms(basis: str | None) -> st.SearchStrategy[Terms]:
    """Return terms; every rule but the maximum loss is there or not."""
    return st.builds(
        lambda clock, **rules: Terms(_START, *clock, **rules),
        st.sampled_from(_CLOCKS),
        maximum=st.none() if basis is None else _maximum(basis),
        daily=st.none() | _daily(),
        floating=st.none() | st.builds(FloatingTerms, _money(200, 1200), st.sampled_from(("soft", "hard"))),
        target=st.none() | _money(200, 3000),
        consistency=st.none() | _consistency(),
        minimum_days=st.sampled_from((0, 0, 1, 2, 3, 4)),
        winning=st.none()
        | st.none()
        | st.builds(WinningTerms, st.integers(1, 3), _money(0, 250) | st.just(Decimal(0))),
    )


_STEPS = (*("minutes",) * 5, *("next_day",) * 4, "before_roll", "roll", "weekend", "same")
_CHANGES = (
    *("trade",) * 7,
    *("open",) * 6,
    *("partial", "hold", "shut"),
    *("to_floor", "to_daily_floor", "to_floating_floor", "close_at_floor", "close_at_daily_floor"),
    *("to_floating_floor", "to_lock", "close_at_lock", "close_at_target", "close_at_target"),
    *("close_at_share", "close_at_best", "close_at_winning"),
)
_MOVE = st.builds(
    _Move,
    st.sampled_from(_STEPS),
    st.integers(1, 400),
    st.sampled_from(_CHANGES),
    st.integers(-40000, 80000),
    st.sampled_from((1, 1, 1, 1, 0, -1)),
    st.sampled_from((*(None,) * 18, "payout", "deposit")),
)
_MOVES = st.lists(_MOVE, min_size=1, max_size=8) | st.lists(_MOVE, min_size=9, max_size=18)


def _play(terms: Terms, first: datetime, moves: list[_Move]) -> Case:
    """Turn moves into rows."""
    books = Judge(terms)
    row = Row(first, terms.start, terms.start)
    rows: list[Row] = []
    for move in moves:
        at = _time_of(terms, row.at, move)
        books.open_day_of(at)
        row = _row_of(books, row, move, at)
        books.take(row)
        rows.append(row)
    return Case(terms, tuple(rows))


def _time_of(terms: Terms, now: datetime, move: _Move) -> datetime:
    roll = roll_after(terms, firm_day(terms, now))
    soon = timedelta(minutes=move.minutes)
    moments = {
        "same": now,
        "minutes": now + soon,
        "before_roll": roll - _SECOND if roll - _SECOND > now else now,
        "roll": roll,
        "next_day": roll + soon,
        "weekend": roll_after(terms, firm_day(terms, roll + timedelta(days=2))) + soon,
    }
    return moments[move.step]


def _row_of(books: Judge, before: Row, move: _Move, at: datetime) -> Row:
    """Return the row of a move; one with an event changes nothing else but by a trade."""
    if move.event is None:
        return Row(at, *_CHANGED[move.change](books, before, move))
    event = Event(move.event, _in_cents(abs(move.cents) + 1))
    paid_in = event.amount if event.kind == "deposit" else -event.amount
    traded = _in_cents(move.cents) if move.change == "trade" else Decimal(0)
    return Row(at, before.balance + paid_in + traded, before.equity + paid_in + traded, event)


_Sums = tuple[Decimal, Decimal]


def _closed(balance: Decimal | None, before: Row, move: _Move) -> _Sums:
    """Return an account that is flat at a balance, give or take the move's cent."""
    if balance is None:
        return before.balance, before.equity
    balance = balance.quantize(CENT) + move.offset * CENT
    return balance, balance


def _opened(equity: Decimal | None, before: Row, move: _Move) -> _Sums:
    """Return an account whose open positions make it worth an equity, give or take the move's cent."""
    return before.balance, before.equity if equity is None else equity + move.offset * CENT


def _daily_floor(books: Judge) -> Decimal | None:
    return None if books.day is None else books.day.daily_floor


def _floating_floor(books: Judge, balance: Decimal) -> Decimal | None:
    return None if books.terms.floating is None else balance - books.terms.floating.amount


def _locking(books: Judge) -> Decimal | None:
    """Return the height at which the maximum loss's floor stops following."""
    maximum = books.terms.maximum
    return None if maximum is None or books.lock is None else books.lock + maximum.amount


def _passing(books: Judge) -> Decimal | None:
    return None if books.terms.target is None else books.counted_from + books.terms.target


def _of_share(books: Judge) -> Decimal | None:
    """Return the balance at which the day that runs has just the best day's share of the whole."""
    terms = books.terms.consistency
    if terms is None or books.day is None or terms.share == 1:
        return None
    return (books.day.opening_balance - terms.share * books.counted_from) / (1 - terms.share)


def _of_best(books: Judge) -> Decimal | None:
    """Return the balance at which the best day so far has just its share of the whole."""
    terms = books.terms.consistency
    return None if terms is None else books.counted_from + max([*books.results, Decimal(0)]) / terms.share


def _winning(books: Judge) -> Decimal | None:
    if books.terms.winning is None or books.day is None:
        return None
    return books.day.opening_balance + books.terms.winning.profit


_CHANGED: dict[str, Callable[[Judge, Row, _Move], _Sums]] = {
    "trade": lambda _, before, move: (before.balance + _in_cents(move.cents),) * 2,
    "open": lambda _, before, move: (before.balance, before.balance + _in_cents(move.cents)),
    "partial": lambda _, before, move: (before.balance + _in_cents(move.cents), before.equity),
    "hold": lambda _, before, __: (before.balance, before.equity),
    "shut": lambda _, before, __: (before.equity, before.equity),
    "to_floor": lambda books, before, move: _opened(books.floor, before, move),
    "to_daily_floor": lambda books, before, move: _opened(_daily_floor(books), before, move),
    "to_floating_floor": lambda books, before, move: _opened(_floating_floor(books, before.balance), before, move),
    "close_at_floor": lambda books, before, move: _closed(books.floor, before, move),
    "close_at_daily_floor": lambda books, before, move: _closed(_daily_floor(books), before, move),
    "to_lock": lambda books, before, move: _opened(_locking(books), before, move),
    "close_at_lock": lambda books, before, move: _closed(_locking(books), before, move),
    "close_at_target": lambda books, before, move: _closed(_passing(books), before, move),
    "close_at_share": lambda books, before, move: _closed(_of_share(books), before, move),
    "close_at_best": lambda books, before, move: _closed(_of_best(books), before, move),
    "close_at_winning": lambda books, before, move: _closed(_winning(books), before, move),
}
