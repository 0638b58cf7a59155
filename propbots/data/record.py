"""The record of a run: everything that reports, files and comparisons are made from."""

from decimal import Decimal
from typing import Protocol

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.data.columns import BarColumns
from propbots.data.trades import TradeList
from propbots.domain.outcome import PlanOutcome
from propbots.domain.scale import Scale

__all__ = ["AccountColumns", "CostInputs", "RunInputs", "RunRecord"]

Column = NDArray[np.int64]


class AccountColumns(Protocol):
    """The account at each bar, in whole units of money; all columns are int64 and as long as the bars.

    A column may be worked out when it is asked for: whoever needs one twice keeps it.
    """

    @property
    def time(self) -> Column:
        """The bar's close, nanoseconds since 1970 UTC."""

    @property
    def balance(self) -> Column:
        """Closed profit and loss with commissions, at the bar's close."""

    @property
    def equity(self) -> Column:
        """Balance and open profit and loss, at the bar's close."""

    @property
    def equity_low(self) -> Column:
        """The least equity at which the account was marked within the bar."""

    @property
    def equity_high(self) -> Column:
        """The greatest equity at which the account was marked within the bar."""

    @property
    def position(self) -> Column:
        """Signed quantity steps held at the bar's close."""

    @property
    def day(self) -> Column:
        """Number of the bar's trading day (the firm's with a plan, else the exchange's), as days since 1970-01-01."""

    @property
    def floor(self) -> Column | None:
        """The highest floor of the plan in force at the bar; None without a plan that has one."""


@attrs.frozen
class CostInputs:
    """What trading cost, and who said so.

    Attributes:
        commission: All that is paid per contract and side.
        slippage_ticks: By which market and stop orders fill worse.
        source: Where the commission comes from: `option`, `plan` or `instrument`.
        spread_ticks: Between bid and ask, of which a market or stop order pays half.
        volume_limit: The share of a bar's volume that our orders may fill; None without a limit.
        price_impact: How much of the price a market or stop order moves it, times the square of its share of the
            bar's volume.
    """

    commission: Decimal
    slippage_ticks: int
    source: str
    spread_ticks: int = 0
    volume_limit: Decimal | None = None
    price_impact: Decimal = Decimal(0)

    @property
    def further(self) -> dict[str, int | Decimal]:
        """What is asked for beside commission and slippage, by name."""
        named = {
            "spread_ticks": self.spread_ticks,
            "volume_limit": self.volume_limit,
            "price_impact": self.price_impact,
        }
        return {name: value for name, value in named.items() if value is not None and value != 0}


@attrs.frozen(eq=False)
class RunInputs:
    """What was asked for.

    Attributes:
        strategy: Its name.
        parameters: Its parameters by name.
        path: The policy for the path inside a bar.
        costs: What trading cost.
        balance: At the start.
        plan: The plan's full name, or None.
        quantity: By which orders are sized, as people wrote it.
        options: Whatever else changes the answer, by name.
    """

    strategy: str
    parameters: dict[str, object]
    path: str
    costs: CostInputs
    balance: Decimal
    plan: str | None
    quantity: str
    options: dict[str, object] = attrs.field(factory=dict)


@attrs.frozen(eq=False)
class RunRecord:
    """One finished run.

    Attributes:
        fingerprint: SHA-256 over inputs and outcomes; equal runs have equal fingerprints.
        driver: Which driver ran, `event` or `compiled`.
        seconds: How long the run took.
        looked_at_closely: Bars whose inside was worked out order by order.
        version: Of the kernel.
        inputs: What was asked for.
        bars: What the strategy saw.
        scale: How money and prices are counted.
        account: The account at each bar.
        trades: In the order of their exits.
        ambiguous_bars: Bars whose order of events decided an outcome and is not known.
        plan: How the account fared under its plan; None without one.
        denied_orders: Orders that the risk gate refused.
        assumptions: What the run took for granted, one sentence each, what the data's provider did first.
        feeds: What it read beside the main feed.
        ticks: How many ticks the orders were worked on; 0 for a run on bars.
    """

    fingerprint: str
    driver: str
    seconds: float
    looked_at_closely: int
    version: str
    inputs: RunInputs
    bars: BarColumns
    scale: Scale
    account: AccountColumns
    trades: TradeList
    ambiguous_bars: int
    plan: PlanOutcome | None
    denied_orders: int = 0
    assumptions: tuple[str, ...] = ()
    feeds: tuple[BarColumns, ...] = ()
    ticks: int = 0
