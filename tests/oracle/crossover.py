"""The moving-average crossover, worked out a second time from the words of the contract and from nothing of ours.

It reads a canonical CSV of bars (`time,open,high,low,close,volume`; UTC, stamped at the open; plain or `.gz`) and
answers with the trades and the account at each bar. All arithmetic is on fractions, so nothing is ever rounded. It
imports the standard library alone and shares no line with the engine that it checks.

What the words say, and where they stand below:

- *simple averages of closes*; *crosses above* is `a > b` on a bar and `a <= b` on the bar before, *crosses below*
  mirrors it, *both are false until both values exist on both bars*: `find_crossings`.
- *bars before `--from` warm up*: `Terms.warm_up`.
- *long after a crossing above, short after one below, from the next bar's open, in the market ever after*; *a market
  order decided at a close fills at the next bar's open*; *a reversal is two orders, an exit and an entry, in that
  order*: `_turn`. A crossing on the last bar has no next open, so its orders never fill.
- *a position still open at the end is closed at the last close; it pays commission and no slippage*: `work_out`.
- *a fill at an open has the bar's open time; at `end_of_data` its close time*; *close_time = open_time + timeframe,
  before a gap too*; *a file's timeframe is the commonest spacing of its rows*: `read_bars`.
- *the account is marked at every bar's worst and best point*: `_Account.mark`. The marks of a bar are what was held
  before its open at that open, what is held after each fill at the market's price, and what is held then at the bar's
  high, low and close. `mae` and `mfe` are the worst and best of a position at those prices and at its own fills,
  before commission.

Run it as a command to see the answer as JSON:

    python tests/oracle/crossover.py FILE --fast 10 --slow 50 --tick 0.25 --point-value 5 --commission 0.61
"""

import argparse
import csv
import gzip
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import accumulate, pairwise
from pathlib import Path

__all__ = ["AccountRow", "Bar", "Result", "Terms", "Trade", "find_crossings", "read_bars", "to_document", "work_out"]

_MOST_DECIMALS = 60


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the file, with the moment at which it ends."""

    open_time: datetime
    close_time: datetime
    open: Fraction
    high: Fraction
    low: Fraction
    close: Fraction


@dataclass(frozen=True, slots=True)
class Terms:
    """What is traded, how much and at what cost; money and prices exact.

    Attributes:
        fast: Length of the quick average, in bars.
        slow: Length of the slow average, in bars.
        tick: The smallest step of the price.
        point_value: Money that a move of 1.0 in price is worth, per contract.
        commission: Paid per contract and side.
        slippage_ticks: By which a market order fills worse.
        quantity: Contracts.
        balance: At the start.
        warm_up: Bars at the beginning that only feed the averages; nothing is decided at their closes.
    """

    fast: int = 10
    slow: int = 50
    tick: Fraction = Fraction("0.25")
    point_value: Fraction = Fraction(5)
    commission: Fraction = Fraction(0)
    slippage_ticks: int = 0
    quantity: Fraction = Fraction(1)
    balance: Fraction = Fraction(50_000)
    warm_up: int = 0


@dataclass(frozen=True, slots=True)
class Trade:
    """One entry and its exit."""

    side: str
    quantity: Fraction
    entry_time: datetime
    entry_price: Fraction
    exit_time: datetime
    exit_price: Fraction
    gross_pnl: Fraction
    commission: Fraction
    net_pnl: Fraction
    exit_reason: str
    mae: Fraction
    mfe: Fraction


@dataclass(frozen=True, slots=True)
class AccountRow:
    """The account over one bar: as it stands at the close, and the extremes of its marks."""

    time: datetime
    balance: Fraction
    equity: Fraction
    equity_low: Fraction
    equity_high: Fraction


@dataclass(frozen=True, slots=True)
class Result:
    """What the crossover did."""

    trades: list[Trade]
    equity: list[AccountRow]


def read_bars(path: Path) -> list[Bar]:
    """Read a canonical CSV, identical rows once.

    Raises:
        ValueError: If the rows are out of order, or two of one time differ.
    """
    with gzip.open(path, "rt", newline="") if path.suffix == ".gz" else path.open(newline="") as file:
        rows = list(dict.fromkeys(tuple(row.values()) for row in csv.DictReader(file)))
    times = [_read_time(row[0]) for row in rows]
    spacings = [after - before for before, after in pairwise(times)]
    if any(spacing <= timedelta(0) for spacing in spacings):
        raise ValueError(f"{path}: rows are out of order, or two rows of one time differ")
    timeframe = Counter(spacings).most_common(1)[0][0] if spacings else timedelta(minutes=1)
    return [
        Bar(time, time + timeframe, *(Fraction(price) for price in row[1:5]))
        for time, row in zip(times, rows, strict=True)
    ]


def _read_time(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


def find_crossings(closes: Sequence[Fraction], fast: int, slow: int) -> list[int]:
    """Return 1 for each bar on which the fast average crosses above the slow one, -1 below, 0 for no crossing."""
    quick, lazy = _averages(closes, fast), _averages(closes, slow)
    crossings = [0] * len(closes)
    for now in range(1, len(closes)):
        a, b, a_before, b_before = quick[now], lazy[now], quick[now - 1], lazy[now - 1]
        if a is None or b is None or a_before is None or b_before is None:
            continue
        if a > b and a_before <= b_before:
            crossings[now] = 1
        elif a < b and a_before >= b_before:
            crossings[now] = -1
    return crossings


def _averages(closes: Sequence[Fraction], length: int) -> list[Fraction | None]:
    sums = list(accumulate(closes, initial=Fraction(0)))
    return [(sums[end] - sums[end - length]) / length if end >= length else None for end in range(1, len(closes) + 1)]


@dataclass(slots=True)
class _Position:
    sign: int
    entry_time: datetime
    entry_price: Fraction
    lowest: Fraction
    highest: Fraction


@dataclass(slots=True)
class _Account:
    terms: Terms
    balance: Fraction
    position: _Position | None = None
    trades: list[Trade] = field(default_factory=list)
    marks: list[Fraction] = field(default_factory=list)

    def mark(self, price: Fraction) -> Fraction:
        """Value the account at a price, and remember both."""
        equity = self.balance
        held = self.position
        if held is not None:
            equity += self._worth(held, price)
            held.lowest, held.highest = min(held.lowest, price), max(held.highest, price)
        self.marks.append(equity)
        return equity

    def enter(self, sign: int, price: Fraction, time: datetime) -> None:
        """Open a position and pay for it."""
        self.balance -= self.terms.commission * self.terms.quantity
        self.position = _Position(sign, time, price, price, price)

    def leave(self, price: Fraction, time: datetime, reason: str) -> None:
        """Close what is held and pay for it."""
        held, self.position = self.position, None
        if held is None:
            return
        gross = self._worth(held, price)
        paid = self.terms.commission * self.terms.quantity
        self.balance += gross - paid
        excursions = [self._worth(held, reached) for reached in (held.lowest, held.highest, price)]
        self.trades.append(
            Trade(
                side="long" if held.sign > 0 else "short",
                quantity=self.terms.quantity,
                entry_time=held.entry_time,
                entry_price=held.entry_price,
                exit_time=time,
                exit_price=price,
                gross_pnl=gross,
                commission=2 * paid,
                net_pnl=gross - 2 * paid,
                exit_reason=reason,
                mae=-min(Fraction(0), *excursions),
                mfe=max(Fraction(0), *excursions),
            )
        )

    def _worth(self, held: _Position, price: Fraction) -> Fraction:
        return held.sign * (price - held.entry_price) * self.terms.point_value * self.terms.quantity


def work_out(bars: Sequence[Bar], terms: Terms) -> Result:
    """Return what the crossover does on the bars after the warm-up."""
    account = _Account(terms, terms.balance)
    rows = []
    crossings = find_crossings([bar.close for bar in bars], terms.fast, terms.slow)[terms.warm_up :]
    for bar, decided in zip(bars[terms.warm_up :], [0, *crossings], strict=False):
        account.marks.clear()
        account.mark(bar.open)
        _turn(account, decided, bar)
        for price in (bar.high, bar.low, bar.close):
            account.mark(price)
        if bar is bars[-1]:
            account.leave(bar.close, bar.close_time, "end_of_data")
        equity = account.mark(bar.close)
        rows.append(AccountRow(bar.close_time, account.balance, equity, min(account.marks), max(account.marks)))
    return Result(account.trades, rows)


def _turn(account: _Account, decided: int, bar: Bar) -> None:
    """Fill at a bar's open what was decided at the close before: leave the other side, then enter this one."""
    held = account.position
    if decided == 0 or (held is not None and held.sign == decided):
        return
    price = bar.open + decided * account.terms.slippage_ticks * account.terms.tick
    if held is not None:
        account.leave(price, bar.open_time, "signal")
        account.mark(bar.open)
    account.enter(decided, price, bar.open_time)
    account.mark(bar.open)


def to_document(result: Result, terms: Terms) -> dict[str, list[dict[str, object]]]:
    """Return the result in the words of a backtest's JSON: exact texts, times in UTC."""
    of_price = _count_decimals(terms.tick)
    decimals = {"quantity": 0, "entry_price": of_price, "exit_price": of_price}
    trades = [{"number": number, **_to_row(trade, decimals)} for number, trade in enumerate(result.trades, 1)]
    return {"trades": trades, "equity": [_to_row(row, {}) for row in result.equity]}


def _to_row(source: Trade | AccountRow, decimals: Mapping[str, int]) -> dict[str, object]:
    row: dict[str, object] = {}
    for name in source.__slots__:
        value = getattr(source, name)
        if isinstance(value, Fraction):
            value = _to_text(value, decimals.get(name, 2))
        elif isinstance(value, datetime):
            value = value.isoformat().replace("+00:00", "Z")
        row[name] = value
    return row


def _to_text(value: Fraction, least_decimals: int) -> str:
    decimals = max(least_decimals, _count_decimals(value))
    digits = f"{abs(int(value * 10**decimals)):0{decimals + 1}d}"
    whole, part = digits[: len(digits) - decimals], digits[len(digits) - decimals :]
    return f"{'-' if value < 0 else ''}{whole}{'.' if decimals else ''}{part}"


def _count_decimals(value: Fraction) -> int:
    for decimals in range(_MOST_DECIMALS):
        if (value * 10**decimals).denominator == 1:
            return decimals
    raise ValueError(f"{value} cannot be written as a decimal")


def main(arguments: Sequence[str]) -> None:
    """Answer a command line."""
    parser = argparse.ArgumentParser(description="Trades and equity of the moving-average crossover, exactly.")
    parser.add_argument("file", type=Path, help="canonical CSV of bars, plain or .gz")
    for option in fields(Terms):
        kind = Fraction if isinstance(option.default, Fraction) else int
        parser.add_argument(f"--{option.name.replace('_', '-')}", type=kind, default=option.default)
    given = vars(parser.parse_args(arguments))
    bars, terms = read_bars(given.pop("file")), Terms(**given)
    json.dump(to_document(work_out(bars, terms), terms), sys.stdout, indent=1)


if __name__ == "__main__":
    main(sys.argv[1:])
