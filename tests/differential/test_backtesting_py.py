"""The standard strategies trade as backtesting.py 0.6 trades them, on its own data and on our sample.

Its engine and ours agree that a market order decided at a close fills at the next open, that a reversal is an exit and
an entry there, and that equity at a close is closed profit, commissions paid, and open profit at that close. Where
they differ, this page gives way in one narrow place each:

- **The last position.** backtesting.py leaves it open, or (`finalize_trades`) closes it at the *open* of the last bar,
  an hour or a day before that was decided, together with orders of the last close that have no next open. It is left
  open here: its entry must be ours, and the last equity may differ by its exit's commission and by nothing else.
- **Floats.** Its money is a sum of floats. Rounded to our smallest unit of money it must be ours; prices are the data's
  own floats and are compared as they are.
- **`SMA` and `crossover`.** Its helpers average in running floats, so averages that are equal may come out apart, and
  demand `<` on the bar before where our contract says `<=`. They are used as shipped where no two averages ever are
  equal; where some are, the crossings come from whole numbers and only the trading is its own.
- **`exclusive_orders`.** It closes and opens again when an order comes for the side that is held already. Its own
  crossings alternate, so it is on for those; for conditions that may repeat, the strategy below asks what is held.
- **Sizes** are whole units there, and commission is a function of the size: ours is the same amount per unit and side.
- **Spread** is relative to the price there, slippage is in ticks here: both are zero.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import numpy as np
import pandas as pd
import pytest
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from propbots.data.columns import BarColumns, to_steps
from propbots.data.record import CostInputs, RunRecord
from propbots.data.table import DataSource
from propbots.domain.bar import Feed
from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.session import UtcDays
from propbots.domain.timeframe import Timeframe
from propbots.simulation.event_driver import run_backtest
from propbots.simulation.request import BacktestRequest, Size
from propbots.strategy.base import RuleStrategy, Strategy
from propbots_strategies.bollinger_reversion import BollingerReversion
from propbots_strategies.donchian_breakout import DonchianBreakout
from propbots_strategies.ma_crossover import MaCrossover
from propbots_strategies.ma_crossover_event import MaCrossoverEvent

backtesting = pytest.importorskip("backtesting")
theirs = pytest.importorskip("backtesting.test")
library = pytest.importorskip("backtesting.lib")

pytestmark = [
    pytest.mark.filterwarnings("ignore:Some trades remain open at the end of backtest:UserWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:backtesting"),
]

SAMPLE = Path(__file__).parents[2] / "data" / "sample" / "mes-1m.csv.gz"
CASH = 1_000_000
Condition = NDArray[np.bool_]


@attrs.frozen(eq=False)
class Market:
    """Bars as backtesting.py wants them, with what we need to know of the instrument.

    Attributes:
        frame: Open, high, low, close and volume by time.
        tick: The smallest step of the price.
        timeframe: How long a bar lasts.
        quantity: Units of each entry.
        commission: Per unit and side.
    """

    frame: pd.DataFrame
    tick: str
    timeframe: str
    quantity: int
    commission: str

    def steps(self, name: str) -> NDArray[np.int64]:
        """Return a price column in whole ticks."""
        steps, off = to_steps(self.frame[name].to_numpy(np.float64), Decimal(self.tick))
        assert not off.any()
        return steps


def load(name: str) -> Market:
    """Return a market by its name."""
    if name == "GOOG":
        return Market(theirs.GOOG, "0.01", "1d", 10, "0.05")
    if name == "EURUSD":
        return Market(theirs.EURUSD, "0.00001", "1h", 10_000, "0.00003")
    if not SAMPLE.is_file():
        pytest.skip("the sample data are not there")
    frame = pd.read_csv(SAMPLE, index_col=0, parse_dates=True).rename(columns=str.capitalize)
    return Market(frame.tz_localize(None), "0.25", "1m", 5, "0.61")


def run_ours(market: Market, strategy: RuleStrategy | Strategy) -> RunRecord:
    """Run our engine."""
    timeframe = Timeframe.parse(market.timeframe)
    instrument = Instrument(market.frame.index.name or "XYZ", AssetClass.CFD, Decimal(market.tick), Decimal(1))
    open_time = market.frame.index.as_unit("ns").asi8
    columns = BarColumns(
        feed=Feed(instrument, timeframe),
        open_time=open_time,
        close_time=open_time + timeframe,
        open=market.steps("Open"),
        high=market.steps("High"),
        low=market.steps("Low"),
        close=market.steps("Close"),
        volume=market.frame["Volume"].to_numpy(np.float64),
        source=DataSource("frame", "test", ""),
    )
    costs, size = CostInputs(Decimal(market.commission), 0, "option"), Size(Decimal(market.quantity))
    return run_backtest(BacktestRequest(strategy, "tested", {}, columns, UtcDays(), Decimal(CASH), costs, size=size))


def run_theirs(market: Market, strategy: type, *, exclusive_orders: bool = False, **parameters: Any) -> pd.Series:
    """Run their engine."""
    each = float(market.commission)
    test = backtesting.Backtest(
        market.frame,
        strategy,
        cash=CASH,
        commission=lambda size, _price: abs(size) * each,
        exclusive_orders=exclusive_orders,
    )
    return test.run(quantity=market.quantity, **parameters)


class ShippedCrossover(backtesting.Strategy):  # type: ignore[misc,name-defined]  # -- the library has no types
    """The crossover of their documentation, with their own helpers."""

    quantity = 1
    fast = 10
    slow = 20

    def init(self) -> None:
        """Declare the averages."""
        self.fast_average = self.I(theirs.SMA, self.data.Close, self.fast)
        self.slow_average = self.I(theirs.SMA, self.data.Close, self.slow)

    def next(self) -> None:
        """Turn with the crossings."""
        if library.crossover(self.fast_average, self.slow_average):
            self.buy(size=self.quantity)
        elif library.crossover(self.slow_average, self.fast_average):
            self.sell(size=self.quantity)


@attrs.frozen(eq=False)
class Conditions:
    """On which bars a strategy would enter and leave."""

    long_entry: Condition
    short_entry: Condition
    long_exit: Condition
    short_exit: Condition


class Conditional(backtesting.Strategy):  # type: ignore[misc,name-defined]  # -- the library has no types
    """Trades conditions that were worked out before."""

    quantity = 1
    conditions: Conditions | None = None

    def init(self) -> None:
        """Do nothing: the conditions are there."""

    def next(self) -> None:
        """Leave, then enter, what the conditions of the bar say."""
        now, held, wanted = len(self.data) - 1, self.position.size, self.conditions
        assert wanted is not None
        up, down = wanted.long_entry[now] and held <= 0, wanted.short_entry[now] and held >= 0
        if (held > 0 and (down or wanted.long_exit[now])) or (held < 0 and (up or wanted.short_exit[now])):
            self.position.close()
        if up:
            self.buy(size=self.quantity)
        elif down:
            self.sell(size=self.quantity)


def assert_equal(record: RunRecord, stats: pd.Series, market: Market) -> None:
    """Compare the closed trades, the open one and equity at every close."""
    closed = [trade for trade in record.trades if trade.exit_reason != "end_of_data"]
    unit = 10**record.scale.money_exponent
    assert len(closed) > 20
    assert [
        (int(trade.quantity) * (1 if trade.side == "long" else -1), trade.entry_bar, trade.exit_bar) for trade in closed
    ] == list(stats._trades[["Size", "EntryBar", "ExitBar"]].itertuples(index=False, name=None))
    assert [float(trade.entry_price) for trade in closed] == stats._trades["EntryPrice"].tolist()
    assert [float(trade.exit_price) for trade in closed] == stats._trades["ExitPrice"].tolist()
    assert [int(trade.net_pnl * unit) for trade in closed] == np.rint(stats._trades["PnL"] * unit).tolist()
    assert [
        (int(trade.quantity) * (1 if trade.side == "long" else -1), trade.entry_bar, float(trade.entry_price))
        for trade in record.trades[len(closed) :]
    ] == [(trade.size, trade.entry_bar, trade.entry_price) for trade in stats._strategy.trades]
    equity = np.rint(stats._equity_curve["Equity"].to_numpy() * unit).astype(np.int64)
    exits = len(record.trades) - len(closed)
    equity[-1] -= exits * int(Decimal(market.commission) * market.quantity * unit)
    assert record.account.equity.tolist() == equity.tolist()


def sums(column: NDArray[np.int64], length: int) -> NDArray[np.int64]:
    """Return the sums of the last values from the first full window on."""
    totals: NDArray[np.int64] = sliding_window_view(column, length).sum(axis=1)
    return totals


def shifted(condition: Condition, size: int) -> Condition:
    """Return a condition on the last bars of a series as one on all, false on those before."""
    return np.concatenate((np.zeros(size - len(condition), dtype=bool), condition))


def difference_of_averages(close: NDArray[np.int64], fast: int, slow: int) -> NDArray[np.int64]:
    """Return the fast average minus the slow one, times both lengths: whole numbers, so that 0 is a tie."""
    return (sums(close, fast)[slow - fast :] * slow - sums(close, slow) * fast).astype(np.int64)


def crossover(market: Market, fast: int, slow: int) -> Conditions:
    """Restate the crossover in whole numbers."""
    close = market.steps("Close")
    now = difference_of_averages(close, fast, slow)
    above = shifted((now[1:] > 0) & (now[:-1] <= 0), len(close))
    below = shifted((now[1:] < 0) & (now[:-1] >= 0), len(close))
    never = np.zeros(len(close), dtype=bool)
    return Conditions(above, below, never, never)


def breakout(market: Market, entry: int, leave: int) -> Conditions:
    """Restate the breakout in pandas."""
    close, high, low = market.frame["Close"], market.frame["High"], market.frame["Low"]
    return Conditions(
        long_entry=(close > high.rolling(entry).max().shift(1)).to_numpy(),
        short_entry=(close < low.rolling(entry).min().shift(1)).to_numpy(),
        long_exit=(close < low.rolling(leave).min().shift(1)).to_numpy(),
        short_exit=(close > high.rolling(leave).max().shift(1)).to_numpy(),
    )


def reversion(market: Market, period: int, deviations: float) -> Conditions:
    """Restate the reversion in numpy, in ticks: there equal closes have no deviation and sums are exact."""
    steps = market.steps("Close")
    windows, close = sliding_window_view(steps, period), steps[period - 1 :]
    middle, width = windows.sum(axis=1) / period, windows.std(axis=1) * deviations
    under, over = close <= middle - width, close >= middle + width
    inside = ~under & ~over
    size = len(steps)
    return Conditions(
        long_entry=shifted(inside[1:] & under[:-1], size),
        short_entry=shifted(inside[1:] & over[:-1], size),
        long_exit=shifted(close >= middle, size),
        short_exit=shifted(close <= middle, size),
    )


@pytest.mark.parametrize("kind", [MaCrossover, MaCrossoverEvent])
@pytest.mark.parametrize(("name", "fast", "slow"), [("GOOG", 10, 20), ("GOOG", 13, 50), ("EURUSD", 11, 50)])
def test_the_crossover_trades_like_their_own_where_averages_never_tie(
    name: str, fast: int, slow: int, kind: type[MaCrossover] | type[MaCrossoverEvent]
) -> None:
    market = load(name)
    assert difference_of_averages(market.steps("Close"), fast, slow).all(), "choose lengths without a tie"

    record = run_ours(market, kind(fast=fast, slow=slow))

    stats = run_theirs(market, ShippedCrossover, exclusive_orders=True, fast=fast, slow=slow)
    assert_equal(record, stats, market)


@pytest.mark.parametrize("kind", [MaCrossover, MaCrossoverEvent])
@pytest.mark.parametrize(("name", "fast", "slow"), [("EURUSD", 2, 5), ("EURUSD", 1, 3), ("sample", 10, 50)])
def test_the_crossover_trades_like_theirs_where_averages_tie(
    name: str, fast: int, slow: int, kind: type[MaCrossover] | type[MaCrossoverEvent]
) -> None:
    market = load(name)
    assert not difference_of_averages(market.steps("Close"), fast, slow).all(), "choose lengths with ties"

    record = run_ours(market, kind(fast=fast, slow=slow))

    assert_equal(record, run_theirs(market, Conditional, conditions=crossover(market, fast, slow)), market)


@pytest.mark.parametrize("name", ["GOOG", "EURUSD", "sample"])
@pytest.mark.parametrize(("entry", "leave"), [(20, 10), (5, 5), (10, 30)])
def test_the_breakout_trades_like_a_restatement(name: str, entry: int, leave: int) -> None:
    market = load(name)

    record = run_ours(market, DonchianBreakout(entry=entry, exit=leave))

    assert_equal(record, run_theirs(market, Conditional, conditions=breakout(market, entry, leave)), market)


@pytest.mark.parametrize("name", ["GOOG", "EURUSD", "sample"])
@pytest.mark.parametrize(("period", "deviations"), [(20, 2.0), (10, 1.5), (4, 1.0)])
def test_the_reversion_trades_like_a_restatement(name: str, period: int, deviations: float) -> None:
    market = load(name)

    record = run_ours(market, BollingerReversion(period=period, deviations=deviations))

    assert_equal(record, run_theirs(market, Conditional, conditions=reversion(market, period, deviations)), market)
