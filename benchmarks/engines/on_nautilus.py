"""The work on ticks on NautilusTrader: `python -m benchmarks.engines.on_nautilus FORM TICKS.npz ANSWER.npz`.

Its low-level engine and a book of one level. What costs it time and changes no answer is off: logging, the analysis of
the run, the risk engine, and matching against prints, since no order rests. The ticks are made and sorted before the
time begins. On a print its book of one level moves both sides to the price paid, so orders are decided on quotes alone.
"""

import sys
from decimal import Decimal
from pathlib import Path

import numpy as np
from nautilus_trader.backtest.engine import BacktestEngine, BacktestEngineConfig
from nautilus_trader.backtest.models import PerContractFeeModel
from nautilus_trader.config import LoggingConfig, RiskEngineConfig
from nautilus_trader.model.currencies import USD
from nautilus_trader.model.data import QuoteTick, TradeTick
from nautilus_trader.model.enums import AccountType, AssetClass, BookType, OmsType, OrderSide
from nautilus_trader.model.events import OrderFilled
from nautilus_trader.model.identifiers import InstrumentId, Symbol, Venue
from nautilus_trader.model.instruments import FuturesContract
from nautilus_trader.model.objects import Money, Price, Quantity
from nautilus_trader.trading.config import StrategyConfig
from nautilus_trader.trading.strategy import Strategy

from benchmarks.answer import Answer, Stopwatch, save_answer, tell
from benchmarks.ticks import SHIFT, THRESHOLD, Ticks, load_ticks
from benchmarks.work import BALANCE, COMMISSION_CENTS, POINT_VALUE, TICK_SIZE

_VENUE = Venue("SIM")
_ID = InstrumentId(Symbol("INDEX"), _VENUE)
_NO_EXPIRY = 4_000_000_000_000_000_000
_BUYER, _DIGITS = 1, 2


class Trend(Strategy):  # type: ignore[misc]  # -- the library has no types
    """Turns where the mid leaves the average of what it listens to: quotes and prints, or quotes alone."""

    def __init__(self, form: str) -> None:
        """Begin flat, without an average."""
        super().__init__(StrategyConfig(log_events=False, log_commands=False))
        self.hears_trades = form == "both"
        self.average = 0.0
        self.side = 0
        self.weight, self.threshold = 0.5**SHIFT, THRESHOLD * TICK_SIZE

    def on_start(self) -> None:
        """Listen to ticks."""
        self.subscribe_quote_ticks(_ID)
        if self.hears_trades:
            self.subscribe_trade_ticks(_ID)

    def on_quote_tick(self, tick: QuoteTick) -> None:
        """Move the average and turn where the mid has left it."""
        mid = (tick.bid_price.as_double() + tick.ask_price.as_double()) / 2
        self.average = average = (self.average or mid) + (mid - (self.average or mid)) * self.weight
        if mid - average > self.threshold:
            if self.side <= 0:
                self.turn(OrderSide.BUY)
        elif average - mid > self.threshold and self.side >= 0:
            self.turn(OrderSide.SELL)

    def on_trade_tick(self, tick: TradeTick) -> None:
        """Move the average."""
        self.average += (tick.price.as_double() - self.average) * self.weight

    def turn(self, side: OrderSide) -> None:
        """Be long or short."""
        quantity = Quantity.from_int(2 if self.side else 1)
        self.submit_order(self.order_factory.market(_ID, side, quantity))

    def on_order_filled(self, fill: OrderFilled) -> None:
        """Remember what is held."""
        self.side = 1 if fill.order_side == OrderSide.BUY else -1

    def on_stop(self) -> None:
        """Close what is open."""
        self.close_all_positions(_ID)


def _make_instrument() -> FuturesContract:
    return FuturesContract(
        instrument_id=_ID,
        raw_symbol=Symbol("INDEX"),
        asset_class=AssetClass.INDEX,
        currency=USD,
        price_precision=_DIGITS,
        price_increment=Price(TICK_SIZE, _DIGITS),
        multiplier=Quantity.from_int(POINT_VALUE),
        lot_size=Quantity.from_int(1),
        underlying="INDEX",
        activation_ns=0,
        expiration_ns=_NO_EXPIRY,
        ts_event=0,
        ts_init=0,
        margin_init=Decimal(0),
        margin_maint=Decimal(0),
    )


def _make_data(ticks: Ticks) -> list[QuoteTick | TradeTick]:
    """Make the library's own ticks from columns, as its wranglers do, in the order of the columns."""
    time, prints = ticks.time.astype(np.uint64), ticks.is_trade
    bid, ask = ticks.bid * TICK_SIZE, ticks.ask * TICK_SIZE
    sizes, others = ticks.bid_quantity.astype(float), ticks.ask_quantity.astype(float)
    at, no = time[~prints], ~prints
    quotes = iter(QuoteTick.from_raw_arrays_to_list(_ID, _DIGITS, 0, bid[no], ask[no], sizes[no], others[no], at, at))
    at = time[prints]
    buyers, names = np.full(len(at), _BUYER, np.uint8), [str(number) for number in range(len(at))]
    paid = iter(TradeTick.from_raw_arrays_to_list(_ID, _DIGITS, 0, bid[prints], sizes[prints], buyers, names, at, at))
    return [next(paid if is_print else quotes) for is_print in prints.tolist()]


def _build_engine(form: str, ticks: Ticks) -> BacktestEngine:
    engine = BacktestEngine(
        BacktestEngineConfig(
            logging=LoggingConfig(bypass_logging=True),
            risk_engine=RiskEngineConfig(bypass=True),
            run_analysis=False,
        )
    )
    engine.add_venue(
        venue=_VENUE,
        oms_type=OmsType.NETTING,
        account_type=AccountType.MARGIN,
        base_currency=USD,
        starting_balances=[Money(BALANCE, USD)],
        default_leverage=Decimal(1),
        fee_model=PerContractFeeModel(Money(Decimal(COMMISSION_CENTS) / 100, USD)),
        book_type=BookType.L1_MBP,
        trade_execution=False,
    )
    engine.add_instrument(_make_instrument())
    engine.add_data(_make_data(ticks))
    engine.add_strategy(Trend(form))
    return engine


def _to_answer(engine: BacktestEngine) -> Answer:
    """Read the fills from the orders, since a strategy that has stopped is not told of its last one."""
    happened = [event for order in engine.cache.orders() for event in order.events]
    fills = sorted((event for event in happened if isinstance(event, OrderFilled)), key=lambda fill: fill.ts_event)
    time = np.array([fill.ts_event for fill in fills])
    side = np.array([1 if fill.order_side == OrderSide.BUY else -1 for fill in fills])
    price = np.array([fill.last_px.as_double() for fill in fills])
    quantity = np.array([fill.last_qty.as_double() for fill in fills])
    if quantity[0] != 1 or quantity[-1] != 1 or (quantity[1:-1] != 2).any():
        raise ValueError("each fill but the first and the last must be a whole turn of two contracts")
    balance = engine.portfolio.account(_VENUE).balance_total(USD).as_decimal()
    return Answer(
        entry_at=time[:-1],
        exit_at=time[1:],
        side=side[:-1],
        entry_ticks=price[:-1] / TICK_SIZE,
        exit_ticks=price[1:] / TICK_SIZE,
        net_cents=float((balance - BALANCE) * 100),
    )


def _main(form: str, path: str, answer: str) -> None:
    engine = _build_engine(form, load_ticks(Path(path)))
    with Stopwatch() as watch:
        engine.run()
    save_answer(_to_answer(engine), Path(answer))
    tell(engine_cpu=watch.cpu, engine_wall=watch.wall)


if __name__ == "__main__":
    _main(*sys.argv[1:])
