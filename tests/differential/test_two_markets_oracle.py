"""One account in two markets is worth what the words say, to the last unit: `tests/oracle/two_markets.py` reads them."""

from collections.abc import Sequence
from datetime import time
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from typing_extensions import override

from propbots.data.columns import BarColumns
from propbots.data.feed_set import FeedBars
from propbots.data.record import CostInputs, RunRecord
from propbots.domain.bar import Bar as OurBar
from propbots.domain.instrument import Instrument as OurInstrument
from propbots.domain.trade import PositionSide
from propbots.engine.caution import BARE
from propbots.rules.plan import FirmDayRules, Plan
from propbots.rules.rule import MaximumLoss, MaximumLossBasis
from propbots.simulation.event_driver import run_backtest
from propbots.simulation.request import BacktestRequest, OtherFeed
from propbots.strategy.base import Strategy
from random_feeds import OTHER, Feeds, feeds
from random_market import CALENDAR, INDEX
from tests.oracle.holdings import Bar, Instrument, Trade
from tests.oracle.two_markets import Floor, Order, Result, work_out

BALANCE = Fraction(10_000)
NAMES = ("", OTHER.id)
Costs = tuple[CostInputs, CostInputs]


class Dealer(Strategy):
    """Asks at each bar that it hears of for the orders of its script."""

    def learn(self, script: Sequence[Sequence[Order]]) -> "Dealer":
        self.script = iter(script)
        return self

    @override
    def on_start(self) -> None:
        self.subscribe(OTHER.id)

    @override
    def on_bar(self, bar: OurBar) -> None:
        for order in next(self.script, ()):
            send = self.buy if order.contracts > 0 else self.sell
            send(to_decimal(abs(order.contracts)), instrument=NAMES[order.market])


def to_decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / number.denominator


@st.composite
def scripts(draw: st.DrawFn) -> list[list[Order]]:
    """Few orders, so that positions are held over many bars; now and then several at one bar."""
    halves = st.integers(-4, 4).filter(bool).map(lambda number: Fraction(number, 2))
    order = st.builds(Order, st.integers(0, 1), halves)
    return draw(st.lists(st.one_of(st.just([]), st.just([]), st.lists(order, max_size=3)), max_size=30))


@st.composite
def costs(draw: st.DrawFn) -> Costs:
    """What trading each market costs."""
    amounts, ticks = st.sampled_from((Decimal(0), Decimal("0.61"), Decimal("2.04"))), st.integers(0, 2)
    first, second = (CostInputs(draw(amounts), draw(ticks), "option") for _ in range(2))
    return first, second


FLOORS = st.one_of(st.none(), st.builds(Floor, st.sampled_from([*map(Fraction, (25, 60, 150, 400))]), st.booleans()))


def run(market: Feeds, script: list[list[Order]], how: Costs, rule: Floor | None, *, fenced: bool) -> RunRecord:
    plan = None
    if rule is not None:
        basis = MaximumLossBasis.END_OF_DAY if rule.trails else MaximumLossBasis.STATIC
        loss = MaximumLoss(to_decimal(rule.amount), basis)
        plan = Plan("firm/plan", "a plan", "USD", Decimal(10_000), FirmDayRules("UTC", time(0)), (loss,))
    return run_backtest(
        BacktestRequest(
            Dealer().learn(script),
            "dealer",
            {},
            market.main.bars,
            CALENDAR,
            Decimal(10_000),
            how[0],
            plan=plan,
            caution=BARE,
            others=(OtherFeed(FeedBars(market.other, CALENDAR), how[1]),),
            fenced=fenced,
        )
    )


def to_oracle(columns: BarColumns, paid: CostInputs) -> tuple[Instrument, list[Bar]]:
    traded = columns.feed.instrument
    tick = Fraction(traded.tick_size)
    terms = Instrument(tick, Fraction(traded.point_value), Fraction(paid.commission), paid.slippage_ticks)
    rows = zip(*(getattr(columns, name).tolist() for name in ("open_time", "close_time", *_PRICES)), strict=True)
    return terms, [Bar(opened, closed, *(tick * price for price in prices)) for opened, closed, *prices in rows]


_PRICES = ("open", "high", "low", "close")


def trades_of(record: RunRecord, traded: tuple[OurInstrument, ...] = (INDEX, OTHER)) -> list[Trade]:
    """Return a run's trades as the oracle tells them."""
    places = {one.id: place for place, one in enumerate(traded)}
    return [
        Trade(
            market=places[trade.instrument],
            contracts=Fraction(trade.quantity) * (1 if trade.side is PositionSide.LONG else -1),
            entry_time=trade.entry_time_ns,
            entry_price=Fraction(trade.entry_price),
            exit_time=trade.exit_time_ns,
            exit_price=Fraction(trade.exit_price),
            gross=Fraction(trade.gross_pnl),
            commission=Fraction(trade.commission),
            reason=trade.exit_reason,
            mae=Fraction(trade.mae),
            mfe=Fraction(trade.mfe),
        )
        for trade in record.trades
    ]


def rows_of(record: RunRecord) -> list[tuple[Fraction, ...]]:
    columns = (getattr(record.account, name).tolist() for name in ("balance", "equity", "equity_low", "equity_high"))
    return [tuple(Fraction(record.scale.to_money(units)) for units in row) for row in zip(*columns, strict=True)]


def require_equal(record: RunRecord, told: Result) -> None:
    assert trades_of(record) == told.trades
    assert rows_of(record) == [(row.balance, row.equity, row.low, row.high) for row in told.rows]
    violations = () if record.plan is None else record.plan.violations
    assert [violation.time_ns for violation in violations] == ([] if told.broken_at is None else [told.broken_at])


@settings(deadline=None)
@given(feeds(), scripts(), costs(), FLOORS, st.booleans())
def test_trades_balance_equity_marks_and_breaches_equal_the_oracle(
    market: Feeds, script: list[list[Order]], how: Costs, rule: Floor | None, fenced: bool
) -> None:
    record = run(market, script, how, rule, fenced=fenced)

    told = work_out(
        to_oracle(market.main.bars, how[0]), to_oracle(market.other, how[1]), script, balance=BALANCE, rule=rule
    )
    require_equal(record, told)
