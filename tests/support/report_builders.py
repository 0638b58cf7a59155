"""Records of runs that no engine made: synthetic bars, chosen trades, and the account that follows from them."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.data.columns import BarColumns
from propbots.data.record import CostInputs, RunInputs, RunRecord
from propbots.data.table import DataSource
from propbots.data.trades import TradeColumns, TradeList
from propbots.domain.bar import Feed
from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.outcome import PlanDay, PlanOutcome, PlanStatus, Violation
from propbots.domain.scale import Scale
from propbots.domain.time import to_text
from propbots.domain.timeframe import DAY, MINUTE, Timeframe
from propbots.domain.trade import PositionSide, Trade

__all__ = [
    "AN_INSTRUMENT",
    "START",
    "a_daily_record",
    "a_plan",
    "a_record",
    "a_scale",
    "a_trade",
    "a_walk",
    "a_walked_record",
    "an_account",
    "bars_of",
    "listed",
    "random_trades",
    "without_floor",
]

AN_INSTRUMENT = Instrument("XYZ", AssetClass.FUTURES, Decimal("0.25"), Decimal(5), description="a future of nothing")
START = 20_454 * DAY
"""2026-01-01, a Thursday."""


@attrs.frozen(eq=False)
class WrittenAccount:
    """An account whose columns a test wrote."""

    time: NDArray[np.int64]
    balance: NDArray[np.int64]
    equity: NDArray[np.int64]
    equity_low: NDArray[np.int64]
    equity_high: NDArray[np.int64]
    position: NDArray[np.int64]
    day: NDArray[np.int64]
    floor: NDArray[np.int64] | None = None


def without_floor(record: RunRecord) -> RunRecord:
    """The run, with no floor in force at some of its bars."""
    assert isinstance(record.account, WrittenAccount)
    return attrs.evolve(record, account=attrs.evolve(record.account, floor=None))


def a_scale(instrument: Instrument = AN_INSTRUMENT) -> Scale:
    """A scale in cents."""
    return Scale.of(instrument, amounts=[Decimal("0.01")])


def bars_of(
    close: Sequence[int] | NDArray[np.int64], *, open_time: NDArray[np.int64] | None = None, timeframe: int = MINUTE
) -> BarColumns:
    """Bars that close at these ticks, open where the one before closed and reach one tick beyond both."""
    closes = np.asarray(close, dtype=np.int64)
    opens = np.concatenate((closes[:1], closes[:-1]))
    times = START + np.arange(len(closes), dtype=np.int64) * timeframe if open_time is None else open_time
    return BarColumns(
        feed=Feed(AN_INSTRUMENT, Timeframe(timeframe)),
        open_time=times,
        close_time=times + timeframe,
        open=opens,
        high=np.maximum(opens, closes) + 1,
        low=np.minimum(opens, closes) - 1,
        close=closes,
        volume=np.full(len(closes), 10.0),
        source=DataSource("bars.csv", "csv (canonical)", "ab" * 32, ("times without a zone were read as UTC",)),
        rows=len(closes),
    )


def a_trade(
    number: int = 1,
    net: str = "8.78",
    *,
    side: PositionSide = PositionSide.LONG,
    entry_bar: int = 0,
    exit_bar: int = 1,
    commission: str = "1.22",
    reason: str = "signal",
    mae: str = "0",
    mfe: str = "0",
    entry_time_ns: int | None = None,
    exit_time_ns: int | None = None,
) -> Trade:
    """A trade that earned `net` after commission, entered and left at the open of minutes from `START` on."""
    return Trade(
        number=number,
        side=side,
        quantity=Decimal(1),
        entry_time_ns=START + entry_bar * MINUTE if entry_time_ns is None else entry_time_ns,
        entry_price=Decimal("100.00"),
        exit_time_ns=START + exit_bar * MINUTE if exit_time_ns is None else exit_time_ns,
        exit_price=Decimal("102.00"),
        gross_pnl=Decimal(net) + Decimal(commission),
        commission=Decimal(commission),
        exit_reason=reason,
        mae=Decimal(mae),
        mfe=Decimal(mfe),
        entry_bar=entry_bar,
        exit_bar=exit_bar,
    )


def listed(trades: Sequence[Trade], scale: Scale) -> TradeList:
    """The trades as a record holds them, numbered by their order."""

    def column(read: Callable[[Trade], int]) -> NDArray[np.int64]:
        return np.array([read(trade) for trade in trades], dtype=np.int64)

    def money(name: str) -> NDArray[np.int64]:
        return column(lambda trade: scale.to_units(getattr(trade, name)))

    def price(name: str) -> NDArray[np.int64]:
        return column(lambda trade: int(getattr(trade, name) / scale.instrument.tick_size))

    reasons = sorted({trade.exit_reason for trade in trades})
    columns = TradeColumns(
        is_long=np.array([trade.side is PositionSide.LONG for trade in trades], dtype=np.bool_),
        quantity=column(lambda trade: int(trade.quantity / scale.instrument.quantity_step)),
        entry_time=column(lambda trade: trade.entry_time_ns),
        entry_price=price("entry_price"),
        entry_bar=column(lambda trade: trade.entry_bar),
        exit_time=column(lambda trade: trade.exit_time_ns),
        exit_price=price("exit_price"),
        exit_bar=column(lambda trade: trade.exit_bar),
        gross=money("gross_pnl"),
        commission=money("commission"),
        mae=money("mae"),
        mfe=money("mfe"),
        reason=column(lambda trade: reasons.index(trade.exit_reason)),
        reasons=tuple(reasons),
        is_ambiguous=np.array([trade.ambiguous for trade in trades], dtype=np.bool_),
        instrument=np.zeros(len(trades), dtype=np.int64),
        scales=(scale,),
    )
    return TradeList(columns)


def an_account(
    bars: BarColumns,
    equity: Sequence[int] | NDArray[np.int64],
    *,
    low: Sequence[int] | NDArray[np.int64] | None = None,
    high: Sequence[int] | NDArray[np.int64] | None = None,
    position: Sequence[int] | NDArray[np.int64] | None = None,
    day: Sequence[int] | NDArray[np.int64] | None = None,
    floor: Sequence[int] | NDArray[np.int64] | None = None,
) -> WrittenAccount:
    """An account with this equity in cents; without more it was never marked elsewhere and holds nothing."""

    def column(values: Sequence[int] | NDArray[np.int64] | None, default: NDArray[np.int64]) -> NDArray[np.int64]:
        return default if values is None else np.asarray(values, dtype=np.int64)

    closes = np.asarray(equity, dtype=np.int64)
    return WrittenAccount(
        time=bars.close_time,
        balance=closes,
        equity=closes,
        equity_low=column(low, closes),
        equity_high=column(high, closes),
        position=column(position, np.zeros(len(closes), dtype=np.int64)),
        day=column(day, bars.open_time // DAY),
        floor=None if floor is None else np.asarray(floor, dtype=np.int64),
    )


def a_record(
    *,
    bars: BarColumns | None = None,
    account: WrittenAccount | None = None,
    trades: Sequence[Trade] = (),
    plan: PlanOutcome | None = None,
    balance: str = "50000",
    strategy: str = "ma-crossover",
    ambiguous_bars: int = 0,
) -> RunRecord:
    """A run; without more, three minutes in which nothing happened."""
    bars = bars_of([400, 401, 402]) if bars is None else bars
    cents = int(Decimal(balance) * 100)
    return RunRecord(
        fingerprint="0123456789abcdef" * 4,
        driver="event",
        seconds=0.5,
        looked_at_closely=2,
        version="0.1.0",
        inputs=RunInputs(
            strategy=strategy,
            parameters={"fast": 10, "slow": 50},
            path="worst_case",
            costs=CostInputs(Decimal("0.61"), 1, "plan"),
            balance=Decimal(balance),
            plan=None if plan is None else plan.name,
            quantity="1",
        ),
        bars=bars,
        scale=a_scale(bars.feed.instrument),
        account=an_account(bars, np.full(len(bars), cents)) if account is None else account,
        trades=listed(trades, a_scale(bars.feed.instrument)),
        ambiguous_bars=ambiguous_bars,
        plan=plan,
        assumptions=("inside a bar the adverse extreme came first",),
    )


def a_daily_record(equity: Sequence[int] | NDArray[np.int64], *, balance: str = "50000") -> RunRecord:
    """A run with one bar a day and this equity in cents."""
    bars = bars_of(np.full(len(equity), 400), timeframe=DAY)
    return a_record(bars=bars, account=an_account(bars, equity), balance=balance)


def a_walk(days: int, bars_per_day: int = 1_380, seed: int = 7) -> tuple[BarColumns, NDArray[np.int64]]:
    """Minutes of a random walk from 22:00 UTC on, five trading days a week, and the trading day of each."""
    random = np.random.default_rng(seed)
    numbers = np.array([number for number in range(START // DAY, START // DAY + 2 * days + 7) if (number + 3) % 7 < 5])
    day = np.repeat(numbers[:days], bars_per_day)
    minute = np.tile(np.arange(bars_per_day, dtype=np.int64), days)
    times = day * DAY - 120 * MINUTE + minute * MINUTE
    hour = minute / 60
    noise = random.standard_t(4, len(day)) * (0.8 + 2.2 * np.exp(-(((hour - 16.5) / 3) ** 2)))
    close = 20_000 + np.rint(np.cumsum(noise + 0.02 * np.sin(np.arange(len(day)) / 4_000))).astype(np.int64)
    bars = bars_of(close, open_time=times)
    reach = np.abs(random.standard_normal((2, len(day)))) * 2
    return attrs.evolve(
        bars, high=bars.high - 1 + reach[0].astype(np.int64), low=bars.low + 1 - reach[1].astype(np.int64)
    ), day


def random_trades(bars: BarColumns, count: int, seed: int = 11, *, end: int | None = None) -> list[Trade]:
    """Trades one after the other at the bars' opens, one contract each, with what the bars say they went through."""
    random = np.random.default_rng(seed)
    edges = np.sort(random.choice(np.arange(1, len(bars) if end is None else end), 2 * count, replace=False))
    return [
        _trade_between(bars, number, (int(entry), int(leave)), PositionSide.LONG if is_long else PositionSide.SHORT)
        for number, (entry, leave, is_long) in enumerate(
            zip(edges[::2], edges[1::2], random.random(count) < 0.55, strict=True), 1
        )
    ]


def _trade_between(bars: BarColumns, number: int, span: tuple[int, int], side: PositionSide) -> Trade:
    entry, leave = span
    sign = 1 if side is PositionSide.LONG else -1
    price = int(bars.open[entry])
    best = int(bars.high[entry:leave].max()), int(bars.low[entry:leave].min())
    tick = AN_INSTRUMENT.tick_value
    up, down = (best[0] - price) * tick, (price - best[1]) * tick
    return Trade(
        number=number,
        side=side,
        quantity=Decimal(1),
        entry_time_ns=int(bars.open_time[entry]),
        entry_price=price * AN_INSTRUMENT.tick_size,
        exit_time_ns=int(bars.open_time[leave]),
        exit_price=int(bars.open[leave]) * AN_INSTRUMENT.tick_size,
        gross_pnl=sign * (int(bars.open[leave]) - price) * tick,
        commission=Decimal("1.22"),
        exit_reason=("signal", "stop", "target", "flat_by")[number % 4],
        mae=max(down if sign > 0 else up, Decimal(0)),
        mfe=max(up if sign > 0 else down, Decimal(0)),
        entry_bar=entry,
        exit_bar=leave,
        ambiguous=number % 97 == 0,
    )


def _account_of(bars: BarColumns, day: NDArray[np.int64], trades: Sequence[Trade], start: int) -> WrittenAccount:
    """Mark the account of those trades at every bar, in cents."""
    scale, tick = a_scale(), a_scale().step_value
    change = np.zeros(len(bars), dtype=np.int64)
    open_pnl, low, high, position = (np.zeros(len(bars), dtype=np.int64) for _ in range(4))
    for trade in trades:
        held, sign = slice(trade.entry_bar, trade.exit_bar), 1 if trade.side is PositionSide.LONG else -1
        price = int(trade.entry_price / AN_INSTRUMENT.tick_size)
        half = scale.to_units(trade.commission) // 2
        change[trade.entry_bar] -= half
        change[trade.exit_bar] += scale.to_units(trade.gross_pnl) - half
        position[held] = sign
        open_pnl[held] = (bars.close[held] - price) * sign * tick
        ends = (bars.low[held] - price) * sign * tick, (bars.high[held] - price) * sign * tick
        low[held], high[held] = np.minimum(*ends), np.maximum(*ends)
    balance = start + np.cumsum(change)
    peak = np.maximum.accumulate(np.maximum(balance, start))
    ends_day = np.append(day[1:] != day[:-1], True)
    peaks = np.maximum.accumulate(np.concatenate(([start], np.where(ends_day, peak, start)[:-1])))
    return WrittenAccount(
        time=bars.close_time,
        balance=balance,
        equity=balance + open_pnl,
        equity_low=balance + low,
        equity_high=balance + high,
        position=position,
        day=day,
        floor=np.minimum(peaks - 200_000, start),
    )


def a_plan(account: WrittenAccount, status: PlanStatus = PlanStatus.FAILED) -> PlanOutcome:
    """The outcome of an account under a plan with a floor, told from its columns."""
    assert account.floor is not None
    lasts = np.flatnonzero(np.append(account.day[1:] != account.day[:-1], True))
    before = np.concatenate(([5_000_000], account.balance[lasts[:-1]]))
    days = [
        PlanDay(
            date=date(1970, 1, 1) + timedelta(days=int(account.day[last])),
            net_pnl=Decimal(int(account.balance[last] - previous)) / 100,
            closing_balance=Decimal(int(account.balance[last])) / 100,
            floor=Decimal(int(account.floor[last])) / 100,
            headroom_low=Decimal(
                int((account.equity_low - account.floor)[account.day == account.day[last]].min())
            ) / 100,
        )
        for last, previous in zip(lasts, before, strict=True)
    ]  # fmt: skip
    at = int(account.time[-1])
    failed = status is PlanStatus.FAILED
    reason = {
        PlanStatus.FAILED: f"maximum_loss: equity 47,998.75 touched the floor of 48,000.00 at {to_text(at)}",
        PlanStatus.PASSED: "profit target of 3,000.00 reached on 7 trading days",
        PlanStatus.UNKNOWN: "news_window: the calendar of news is not known",
        PlanStatus.ACTIVE: None,
    }[status]
    return PlanOutcome(
        name="acme/trial-50k#evaluation",
        status=status,
        reason=reason,
        at_ns=None if status is PlanStatus.ACTIVE else at,
        days=tuple(days),
        progress={
            "profit": Decimal("1840.50"),
            "profit_target": Decimal(3000),
            "best_day_share": Decimal("0.31"),
            "trading_days": len(days),
            "minimum_days": 2,
            "consistency_met": True,
            "largest_contracts": None,
        },
        violations=(Violation("maximum_loss", "hard", at, reason or ""),) if failed else (),
    )


def a_walked_record(
    days: int = 20, trades: int = 60, *, bars_per_day: int = 1_380, status: PlanStatus | None = PlanStatus.FAILED
) -> RunRecord:
    """A run over a random walk, under a plan unless `status` is None."""
    bars, day = a_walk(days, bars_per_day)
    made = random_trades(bars, trades)
    account = _account_of(bars, day, made, 5_000_000)
    plan = None if status is None else a_plan(account, status)
    if plan is None:
        account = attrs.evolve(account, floor=None)
    record = a_record(bars=bars, account=account, trades=made, plan=plan, ambiguous_bars=3)
    return attrs.evolve(
        record,
        bars=attrs.evolve(bars, gaps=days - 1, duplicates=2, rounded=1),
        looked_at_closely=len(bars) // 20,
        seconds=len(bars) / 1_300_000,
    )
