"""A stage for ticks: quotes and prints written in words, decisions beside them, and the fills that follow."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import attrs
import numpy as np
from typing_extensions import override

from propbots.data.record import CostInputs, RunRecord
from propbots.data.table import DataSource
from propbots.data.tick_bars import bars_of_ticks
from propbots.data.ticks import TickColumns, tell_apart
from propbots.domain.bar import Bar
from propbots.domain.event import OrderEvent, OrderFilled
from propbots.domain.session import SessionCalendar, UtcDays
from propbots.domain.tick import QuoteTick, TradeTick
from propbots.domain.timeframe import MINUTE, Timeframe
from propbots.engine.caution import BARE
from propbots.simulation.event_driver import run_backtest
from propbots.simulation.request import BacktestRequest
from propbots.strategy.base import Strategy
from stage import FUTURE, START

__all__ = ["MILLISECOND", "TickActor", "TickStory", "play_ticks", "ticks"]

MILLISECOND = 1_000_000
Act = Callable[["TickActor"], object]


def ticks(*rows: str) -> TickColumns:
    """Ticks written as `MS quote BIDxSIZE/ASKxSIZE` or `MS print PRICExSIZE`; a size may be left out."""
    found = [_read(row) for row in rows]
    time, kinds, bids, asks, sizes, others = np.array(found, dtype=np.int64).T.copy()
    source = DataSource("nowhere", "written by hand", "0" * 64)
    return TickColumns(FUTURE, tell_apart(time), kinds == 1, bids, asks, sizes, others, source, rows=len(rows))


def _read(row: str) -> tuple[int, ...]:
    moment, kind, told = row.split()
    sides = [[int(number) for number in side.split("x")] for side in told.split("/")]
    prices, sizes = [side[0] for side in sides], [side[1] if len(side) > 1 else 0 for side in sides]
    now = START + int(moment) * MILLISECOND
    if kind == "print":
        return now, 1, prices[0], prices[0], sizes[0], 0
    return now, 0, prices[0], prices[1], sizes[0], sizes[1]


class TickActor(Strategy):
    """A strategy that acts at ticks by their number, and remembers all that it was told."""

    def learn(self, script: Mapping[int, Act | Sequence[Act]]) -> "TickActor":
        """Take a script: what to do at each tick, by its index."""
        self.script, self.index = script, -1
        self.names: dict[str, str] = {}
        self.fills: list[OrderFilled] = []
        self.events: list[OrderEvent] = []
        self.told: list[QuoteTick | TradeTick | Bar] = []
        self.held: list[int] = []
        return self

    @override
    def on_quote(self, quote: QuoteTick) -> None:
        """Do what the script says of this tick."""
        self._act(quote)

    @override
    def on_trade(self, trade: TradeTick) -> None:
        """Do what the script says of this tick."""
        self._act(trade)

    @override
    def on_bar(self, bar: Bar) -> None:
        """Remember it, and what is held then."""
        self.told.append(bar)
        self.held.append(self.position_steps)

    @override
    def on_fill(self, fill: OrderFilled) -> None:
        """Remember it."""
        self.fills.append(fill)

    @override
    def on_order(self, event: OrderEvent) -> None:
        """Remember it."""
        self.events.append(event)

    def _act(self, tick: QuoteTick | TradeTick) -> None:
        self.told.append(tick)
        self.index += 1
        acts = self.script.get(self.index, ())
        for act in (acts,) if callable(acts) else acts:
            act(self)


@attrs.frozen(eq=False)
class TickStory:
    """What came of a script."""

    record: RunRecord
    actor: TickActor

    @property
    def fills(self) -> list[str]:
        """Each fill as `MS: SIDE QUANTITY at PRICE (REASON)`."""
        return [
            f"{(fill.event_time_ns - START) / MILLISECOND:g}: {fill.side} {fill.last_quantity_steps} at "
            f"{fill.last_price_steps} ({fill.reason})"
            for fill in self.actor.fills
        ]

    def money(self, column: str) -> list[Any]:
        """Return a column of the account as money."""
        return [self.record.scale.to_money(units) for units in getattr(self.record.account, column).tolist()]


def play_ticks(
    series: TickColumns,
    script: Mapping[int, Any],
    *,
    latency_ms: int = 0,
    commission: Decimal | str = "0",
    slippage: int = 0,
    calendar: SessionCalendar | None = None,
    **options: Any,
) -> TickStory:
    """Run a script over ticks, with fences and without; both must tell the same story."""
    stories = []
    for fenced in (True, False):
        actor, sessions = TickActor().learn(script), UtcDays() if calendar is None else calendar
        request = BacktestRequest(
            actor,
            "script",
            {},
            bars_of_ticks(series, Timeframe(MINUTE), sessions),
            sessions,
            Decimal(50_000),
            CostInputs(Decimal(commission), slippage, "option"),
            ticks=series,
            latency_ns=latency_ms * MILLISECOND,
            fenced=fenced,
            **{"caution": BARE, **options},
        )
        stories.append(TickStory(run_backtest(request), actor))
    story, bare = stories
    assert story.record.fingerprint == bare.record.fingerprint
    assert story.record.trades == bare.record.trades
    for column in ("equity", "equity_low", "equity_high", "position"):
        assert story.money(column) == bare.money(column), column
    return story
