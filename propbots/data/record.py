"""The record of a run: everything that reports, files and comparisons are made from."""

from collections.abc import Sequence
from decimal import Decimal

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.data.columns import BarColumns
from propbots.domain.outcome import PlanOutcome
from propbots.domain.scale import Scale
from propbots.domain.trade import Trade

__all__ = ["AccountColumns", "CostInputs", "RunInputs", "RunRecord"]


@attrs.frozen(eq=False)
class AccountColumns:
    """The account at each bar, in whole units of money; all columns are int64 and as long as the bars.

    Attributes:
        time: The bar's close, nanoseconds since 1970 UTC.
        balance: Closed profit and loss with commissions, at the bar's close.
        equity: Balance and open profit and loss, at the bar's close.
        equity_low: The least equity at which the account was marked within the bar.
        equity_high: The greatest equity at which the account was marked within the bar.
        position: Signed quantity steps held at the bar's close.
        day: Number of the trading day that the bar belongs to (the firm's with a plan, else the exchange's), as days
            since 1970-01-01.
        floor: The highest floor of the plan in force at the bar; None without a plan that has one.
    """

    time: NDArray[np.int64]
    balance: NDArray[np.int64]
    equity: NDArray[np.int64]
    equity_low: NDArray[np.int64]
    equity_high: NDArray[np.int64]
    position: NDArray[np.int64]
    day: NDArray[np.int64]
    floor: NDArray[np.int64] | None = None


@attrs.frozen
class CostInputs:
    """What trading cost, and who said so.

    Attributes:
        commission: All that is paid per contract and side.
        slippage_ticks: By which market and stop orders fill worse.
        source: Where the commission comes from: `option`, `plan` or `instrument`.
    """

    commission: Decimal
    slippage_ticks: int
    source: str


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
        assumptions: What the run took for granted, one sentence each.
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
    trades: Sequence[Trade]
    ambiguous_bars: int
    plan: PlanOutcome | None
    denied_orders: int = 0
    assumptions: tuple[str, ...] = ()
