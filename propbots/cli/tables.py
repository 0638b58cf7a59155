"""The tables of a backtest's configuration, and what may stand in each."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import attrs

from propbots.engine.caution import Caution
from propbots.engine.life import AfterBreach

__all__ = [
    "BacktestOptions",
    "ContractOptions",
    "CostOptions",
    "DriverChoice",
    "FeedOptions",
    "OffGrid",
    "PathChoice",
    "PhaseChoice",
    "RiskOptions",
]


class PathChoice(StrEnum):
    """What is taken for the path inside a bar: a policy of the simulated venue, or finer bars of the same data."""

    WORST_CASE = "worst_case"
    NEAREST_EXTREME = "nearest_extreme"
    OHLC = "ohlc"
    OLHC = "olhc"
    FINER = "finer"


class PhaseChoice(StrEnum):
    """Through which phases of a plan an account goes."""

    FIRST = "first"
    ALL = "all"


class OffGrid(StrEnum):
    """What becomes of prices between two ticks."""

    REFUSE = "refuse"
    ROUND = "round"


class DriverChoice(StrEnum):
    """Which driver runs."""

    AUTO = "auto"
    EVENT = "event"


@attrs.frozen
class CostOptions:
    """The `[costs]` table: what trading costs, where it is not left to plan and instrument.

    Attributes:
        commission: All that is paid per contract and side.
        slippage_ticks: By which market and stop orders fill worse.
        spread_ticks: Between bid and ask, of which a market or stop order pays half.
        volume_limit: The share of a bar's volume that our orders may fill.
        price_impact: How much of the price a market or stop order moves it, times the square of its share of the
            bar's volume.
    """

    commission: Decimal | None = None
    slippage_ticks: int = 0
    spread_ticks: int = 0
    volume_limit: Decimal | None = None
    price_impact: Decimal = Decimal(0)


@attrs.frozen
class RiskOptions(Caution):
    """The `[risk]` table.

    Attributes:
        auto_flatten: The share of what may be lost at which everything is closed before a rule is broken; 1 waits for
            the rule.
        gap_allowance: By what share of its price a market is reckoned to jump against what no stop protects.
        stop_slippage_ticks: By how many ticks a stop is reckoned to fill worse than its price.
        news: A file with a calendar of releases, or `NAME:QUERY` of a plugin's, for the plan's news windows.
    """

    news: str | None = None

    @property
    def caution(self) -> Caution:
        """How careful the risk gate is."""
        return Caution(self.auto_flatten, self.gap_allowance, self.stop_slippage_ticks)


@attrs.frozen
class BacktestOptions:
    """The `[backtest]` table.

    Attributes:
        strategy: A name, or `FILE.py[:Class]`.
        instrument: A name, or a file with an `[instrument]` table.
        data: A file, or `PROVIDER:QUERY`.
        timeframe: What the strategy sees; the data's own if left out.
        from_: The first moment or trading day that is traded.
        to: The first moment not traded, or the last trading day that is.
        plan: `FIRM/PLAN`, or a file with a plan of one's own; options stand behind a question mark, a phase behind #.
        purchased: When its account was bought, which decides on the version of its rules; the newest if left out.
        phases: Whether an account that passes goes on with the plan's next phase, and takes its payouts.
        after_breach: Whether the run ends with the account.
        path: What is taken for the path inside a bar.
        quantity: The size of entries; 1 if left out.
        risk: Money at risk to the stop, which sizes entries instead.
        balance: At the start; the plan's, or 50000.
        off_grid: What becomes of prices between two ticks.
        driver: Which driver runs.
        report: Where the report goes.
        trades: Where the trade list goes.
        equity: Whether the JSON document holds the equity at each bar.
        latency: How long a decision takes to the book, such as `50ms`, where the data are ticks.
    """

    strategy: str | None = None
    instrument: str | None = None
    data: str | None = None
    timeframe: str | None = None
    from_: str | None = None
    to: str | None = None
    plan: str | None = None
    purchased: date | None = None
    phases: PhaseChoice = PhaseChoice.FIRST
    after_breach: AfterBreach = AfterBreach.STOP
    path: PathChoice = PathChoice.WORST_CASE
    quantity: Decimal | None = None
    risk: Decimal | None = None
    balance: Decimal | None = None
    off_grid: OffGrid = OffGrid.REFUSE
    driver: DriverChoice = DriverChoice.AUTO
    report: str | None = None
    trades: str | None = None
    equity: bool = False
    latency: str | None = None


@attrs.frozen
class FeedOptions:
    """A `[[feed]]` table: a feed beside the main one.

    Attributes:
        instrument: A name, or a file with an `[instrument]` table.
        data: A file, or `PROVIDER:QUERY`.
        timeframe: Of its bars; the data's own if left out.
        reading: Settings of the data's provider.
    """

    instrument: str
    data: str
    timeframe: str | None = None
    reading: dict[str, Any] = attrs.field(factory=dict)


@attrs.frozen
class ContractOptions:
    """A `[[contract]]` table: one contract of the main instrument, and since when it is traded.

    Attributes:
        name: Such as `ESH24`.
        data: A file, or `PROVIDER:QUERY`.
        from_: The first trading day on which it is traded; left out of the first contract.
        spread: By how much it stands above the contract before it at the roll, where their bars do not overlap.
    """

    name: str
    data: str
    from_: date | None = None
    spread: Decimal | None = None
