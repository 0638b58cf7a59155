"""Market orders in two instruments under one account, worked out a second time from the words of the documentation.

All arithmetic is on fractions, so nothing is ever rounded. It imports the standard library alone and shares no line with
the engine that it checks. What `docs/explanation/order-of-events.md` and `bar-events.md` say, and where it stands below:

- *a bar comes when it has closed; at one moment bars of other feeds first, then the main feed's*: `_in_order`;
- *what is decided acts in the next bar of its instrument that begins then or later*, at its open, slipped: `_fill_due`;
- *while one bar is gone through, the others stand at the open of a bar that closes at the same moment and is still to
  come, at their last close if they have none; a bar that has passed at the same moment counts at its worst*: `_stand`;
- *marked at the open, at every fill, at the best point of what is open, at the worst, at the close*: `_go_through`;
- *a rule is broken at the first tick at which equity is at its floor or under it; everything is closed, each instrument
  where it stands, with slippage and commission, and the run ends with this bar*: `_break`;
- *a floor that trails follows the balance at which a firm's day closes*; the day here is the UTC day: `_turn_day`;
- *what is held at the end is closed at the last close, with commission and no slippage*: `_close_out`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from tests.oracle.holdings import Account, Bar, Instrument, Market, Trade

__all__ = ["Floor", "Order", "Result", "Row", "work_out"]

_DAY = 24 * 60 * 60 * 1_000_000_000


@dataclass(frozen=True, slots=True)
class Floor:
    """How far below the start, or below the best closing balance of a day, the account ends."""

    amount: Fraction
    trails: bool


@dataclass(frozen=True, slots=True)
class Order:
    """A market order: in which market, and how many contracts, negative to sell."""

    market: int
    contracts: Fraction


@dataclass(frozen=True, slots=True)
class Row:
    """The account at a bar of the main market: at its close, and the extremes of the marks since the bar before."""

    balance: Fraction
    equity: Fraction
    low: Fraction
    high: Fraction


@dataclass(slots=True)
class Result:
    """What came of it; when the floor broke, None if it did not."""

    trades: list[Trade]
    rows: list[Row]
    broken_at: int | None


@dataclass(slots=True)
class _Run:
    account: Account
    rule: Floor | None
    floor: Fraction | None
    decisions: Iterator[Sequence[Order]]
    day_end: int | None = None
    broken_at: int | None = None


def work_out(
    main: tuple[Instrument, Sequence[Bar]],
    other: tuple[Instrument, Sequence[Bar]],
    script: Sequence[Sequence[Order]],
    *,
    balance: Fraction,
    rule: Floor | None = None,
) -> Result:
    """Return what comes of a script.

    Args:
        main: Whose bars tell when the run begins and ends, and at which the account is told.
        other: The other market, whose bars are heard of as well.
        script: What is decided at each bar of either, in the order in which they are heard of.
        balance: At the start.
        rule: What ends the account.
    """
    markets = [Market(*main), Market(*other)]
    run = _Run(Account(markets, balance), rule, None if rule is None else balance - rule.amount, iter(script))
    rows: list[Row] = []
    ends = main[1][-1].close_time
    for together in _in_order(main[1], other[1], ends):
        _hear(run, together, main[1][0].open_time)
        if run.broken_at is not None:
            return _end_broken(run, rows, together[0][1].close_time)
        if together[-1][0] == 0:
            rows.append(_row(run.account))
    _close_out(run.account, ends)
    last, account = rows.pop(), run.account
    low, high = min([last.low, *account.marks, account.balance]), max([last.high, *account.marks, account.balance])
    return Result(account.trades, [*rows, Row(account.balance, account.balance, low, high)], None)


def _hear(run: "_Run", together: list[tuple[int, Bar]], begins: int) -> None:
    """Take the bars that close at one moment, one after the other; those that began before the run are only heard of."""
    markets = run.account.markets
    worked = [(place, bar) for place, bar in together if bar.open_time >= begins]
    for place, bar in worked:
        markets[place].at_hand, markets[place].has_passed = bar, False
    for place, bar in together:
        if (place, bar) in worked:
            _go_through(run, place, bar)
            markets[place].has_passed = True
        if run.broken_at is not None:
            return
        for order in next(run.decisions, ()) if bar.close_time > begins else ():
            markets[order.market].orders.append((bar.close_time, order.contracts))
    for place, bar in worked:
        markets[place].last, markets[place].at_hand = bar, None


def _in_order(main: Sequence[Bar], other: Sequence[Bar], ends: int) -> Iterable[list[tuple[int, Bar]]]:
    """Give the bars that close at each moment, the other market's before the main one's."""
    closes = sorted({bar.close_time for bar in [*main, *other] if bar.close_time <= ends})
    by_time = [{bar.close_time: bar for bar in bars} for bars in (main, other)]
    for moment in closes:
        yield [(place, by_time[place][moment]) for place in (1, 0) if moment in by_time[place]]


def _go_through(run: _Run, place: int, bar: Bar) -> None:
    """Take a market from a bar's open to its close."""
    market = run.account.markets[place]
    _turn_day(run, bar.open_time)
    if _touches(run, run.account.mark(place, bar.open)):
        _break(run, place, bar.open, bar.open_time)
        return
    _fill_due(run, place, bar)
    if run.broken_at is not None:
        return
    if market.held:
        adverse, favourable = (bar.low, bar.high) if market.held > 0 else (bar.high, bar.low)
        run.account.mark(place, favourable, worst=False)
        touched = _find_touch(run, place, bar.open, adverse)
        if touched is not None:
            run.account.mark(place, touched)
            _break(run, place, touched, bar.close_time)
            return
        for price in (adverse, favourable):
            run.account.mark(place, price)
    run.account.mark(place, bar.close)


def _fill_due(run: _Run, place: int, bar: Bar) -> None:
    market = run.account.markets[place]
    due = [contracts for decided, contracts in market.orders if decided <= bar.open_time]
    market.orders = [order for order in market.orders if order[0] > bar.open_time]
    for contracts in due:
        run.account.fill(place, contracts, market.slipped(bar.open, contracts), bar.open_time, "signal")
        if _touches(run, run.account.mark(place, bar.open)):
            _break(run, place, bar.open, bar.open_time)
            return


def _touches(run: _Run, equity: Fraction) -> bool:
    return run.floor is not None and equity <= run.floor


def _find_touch(run: _Run, place: int, start: Fraction, adverse: Fraction) -> Fraction | None:
    """Return the first price on the way to the adverse extreme, tick by tick, at which the floor is touched."""
    if run.floor is None:
        return None
    here, other = run.account.markets[place], run.account.markets[1 - place]
    left = run.account.balance + here.worth(start) + other.worth(other.stand(worst=True)) - run.floor
    per_tick = abs(here.held) * here.terms.point_value * here.terms.tick
    ticks = -floor(-left / per_tick)
    touched = start + ticks * here.terms.tick * (-1 if here.held > 0 else 1)
    reaches = touched >= adverse if here.held > 0 else touched <= adverse
    return touched if reaches else None


def _break(run: _Run, place: int, price: Fraction, time: int) -> None:
    """Close everything: the other market where it stands, then this one at the price that touched the floor."""
    run.broken_at = time
    here, other = run.account.markets[place], run.account.markets[1 - place]
    if other.held:
        known = other.last.close_time if other.last is not None else 0
        if other.at_hand is not None:
            known = other.at_hand.close_time if other.has_passed else other.at_hand.open_time
        stands, contracts = other.stand(worst=True), -other.held
        run.account.fill(1 - place, contracts, other.slipped(stands, contracts), max(time, known), "maximum_loss")
        run.account.marks.append(run.account.balance + here.worth(price))
    if here.held:
        contracts = -here.held
        run.account.fill(place, contracts, here.slipped(price, contracts), time, "maximum_loss")
    run.account.marks.append(run.account.balance)


def _turn_day(run: _Run, now: int) -> None:
    """Let a floor that trails follow the balance when the first bar of a new day opens."""
    if run.day_end is not None and now < run.day_end:
        return
    if run.day_end is not None and run.rule is not None and run.rule.trails and run.floor is not None:
        run.floor = max(run.floor, run.account.balance - run.rule.amount)
    run.day_end = now // _DAY * _DAY + _DAY


def _row(account: Account) -> Row:
    equity = account.balance
    for market in account.markets:
        if market.last is not None:
            equity += market.worth(market.last.close)
    row = Row(account.balance, equity, min([*account.marks, equity]), max([*account.marks, equity]))
    account.marks.clear()
    return row


def _end_broken(run: _Run, rows: list[Row], moment: int) -> Result:
    """Tell the bar of the main market in which it ended, or the last one before, if none goes on then."""
    bars = run.account.markets[0].bars
    begun = sum(bar.open_time < moment for bar in bars)
    while len(rows) >= begun:
        last = rows.pop()
        run.account.marks += [last.low, last.high]
    low, high = min([*run.account.marks, run.account.balance]), max([*run.account.marks, run.account.balance])
    return Result(run.account.trades, [*rows, Row(run.account.balance, run.account.balance, low, high)], run.broken_at)


def _close_out(account: Account, ends: int) -> None:
    for place, market in enumerate(account.markets):
        if market.held and market.last is not None:
            account.fill(place, -market.held, market.last.close, ends, "end_of_data")
            other = account.markets[1 - place]
            account.marks.append(account.balance + other.worth(other.stand(worst=True)))
