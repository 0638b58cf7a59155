"""An account in whole units: its balance, what it holds of each instrument, and the round trips that it closed."""

from collections import deque
from decimal import Decimal

import attrs
import msgspec

from propbots.domain.event import OrderFilled, Side
from propbots.domain.scale import EXACT, Scale

__all__ = ["Account", "ClosedLot", "Holding", "Lot"]

_BUY = Side.BUY
_NEVER_MARKED = 2**62


class Lot(msgspec.Struct, gc=False):
    """An entry, or what is left of it, with the lowest and highest price at which it was marked closely.

    A bar is told by when it begins, nanoseconds since 1970 UTC.
    """

    quantity: int
    price: int
    time_ns: int
    bar_time_ns: int
    commission: int
    low: int
    high: int


class ClosedLot(msgspec.Struct, gc=False, frozen=True):
    """A round trip in whole steps and units; what a `Trade` is made from, with the prices of its close marks.

    The instrument is told by the place of its holding in the account.
    """

    holding: int
    sign: int
    quantity: int
    entry_time_ns: int
    entry_price: int
    entry_bar_time_ns: int
    exit_time_ns: int
    exit_price: int
    exit_bar_time_ns: int
    gross: int
    commission: int
    low: int
    high: int
    reason: str


@attrs.define(eq=False)
class Account:
    """One account: its money, and what it holds of each instrument.

    Attributes:
        balance_units: Closed profit and loss, commissions paid.
        commissions_units: All commissions paid.
        holdings: What is held, an instrument each, in the order in which they were opened.
        closed: Round trips in the order of their exits.
        equity_low: The least equity at which it was marked since `forget_marks`.
        equity_high: The greatest equity at which it was marked since then.
    """

    balance_units: int
    commissions_units: int = 0
    holdings: list["Holding"] = attrs.field(factory=list)
    closed: list[ClosedLot] = attrs.field(factory=list)
    equity_low: int = _NEVER_MARKED
    equity_high: int = -_NEVER_MARKED

    def open(self, scale: Scale) -> "Holding":
        """Begin to hold an instrument, none of it at first.

        Args:
            scale: How its prices and quantities are counted; money as in all holdings of the account.
        """
        holding = Holding(self, scale, len(self.holdings))
        self.holdings.append(holding)
        return holding

    def value_elsewhere(self, holding: "Holding") -> None:
        """Tell a holding what the others are worth where they hurt and where they help most, as far as it is known."""
        others = [other for other in self.holdings if other is not holding]
        holding.elsewhere_units = sum(other.worst_units for other in others)
        holding.elsewhere_best_units = sum(other.best_units for other in others)

    def forget_marks(self) -> None:
        """Begin to look for the extremes of equity afresh."""
        self.equity_low, self.equity_high = _NEVER_MARKED, -_NEVER_MARKED


@attrs.define(eq=False)
class Holding:
    """What an account holds of one instrument.

    Attributes:
        account: Whose.
        scale: How money and prices are counted.
        number: Its place among the account's holdings.
        position_steps: What is held in quantity steps, negative when short.
        cost: Sum of entry price times quantity steps of what is held, negative when short.
        elsewhere_units: Open profit and loss of the account's other holdings, at their worst.
        elsewhere_best_units: The same at their best.
        low_steps: The least at which the market may be while others are looked at, in ticks; kept where there are any.
        high_steps: The most at which it may be.
    """

    account: Account
    scale: Scale
    number: int = 0
    position_steps: int = 0
    cost: int = 0
    elsewhere_units: int = 0
    elsewhere_best_units: int = 0
    low_steps: int = 0
    high_steps: int = 0
    _lots: deque[Lot] = attrs.field(factory=deque)
    _step_value: int = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        """Keep at hand what is asked for at every mark."""
        self._step_value = self.scale.step_value

    @property
    def balance_units(self) -> int:
        """Closed profit and loss of the account."""
        return self.account.balance_units

    @property
    def base_units(self) -> int:
        """What the account is worth but for what is held here."""
        return self.account.balance_units + self.elsewhere_units

    def open_at(self, price: int) -> int:
        """Return the open profit and loss at a price in ticks."""
        return (self.position_steps * price - self.cost) * self._step_value

    @property
    def worst_units(self) -> int:
        """The open profit and loss where the market may be, at its worst."""
        return self.open_at(self.worst_steps)

    @property
    def best_units(self) -> int:
        """The open profit and loss where the market may be, at its best."""
        return self.open_at(self.high_steps if self.position_steps > 0 else self.low_steps)

    @property
    def worst_steps(self) -> int:
        """Where the market may be at its worst for what is held, in ticks."""
        return self.low_steps if self.position_steps > 0 else self.high_steps

    def stand_at(self, price: int) -> None:
        """Note where the market is."""
        self.low_steps = self.high_steps = price

    def equity_at(self, price: int) -> int:
        """Return the account's balance and open profit and loss at a price in ticks."""
        return self.account.balance_units + self.elsewhere_units + self.open_at(price)

    @property
    def held_since_ns(self) -> int:
        """When the oldest part was opened of what is held, nanoseconds since 1970 UTC; 0 when flat."""
        return self._lots[0].time_ns if self._lots else 0

    @property
    def paid_units(self) -> int:
        """Commissions that were paid for what is held."""
        return sum(lot.commission for lot in self._lots)

    @property
    def average_price(self) -> Decimal | None:
        """Mean entry price of what is held; None when flat."""
        if not self.position_steps:
            return None
        return EXACT.divide(EXACT.multiply(self.cost, self.scale.instrument.tick_size), self.position_steps)

    def mark(self, price: int) -> int:
        """Return the equity at a price, and remember both for what is held and for the extremes."""
        account = self.account
        base = account.balance_units + self.elsewhere_units
        equity = base + (self.position_steps * price - self.cost) * self._step_value
        if equity < account.equity_low:
            account.equity_low = equity
        if equity > account.equity_high:
            account.equity_high = equity
        for lot in self._lots:
            if price < lot.low:
                lot.low = price
            elif price > lot.high:
                lot.high = price
        return equity

    def mark_span(self, low: int, high: int) -> None:
        """Remember a lowest and a highest price between which the market moved, and the equity at both."""
        held = self.position_steps
        if not held:
            self.mark(low)
            return
        account, worth = self.account, held * self._step_value
        base = account.balance_units - self.cost * self._step_value
        adverse, favourable = (low, high) if held > 0 else (high, low)
        worst = base + self.elsewhere_units + worth * adverse
        best = base + self.elsewhere_best_units + worth * favourable
        if worst < account.equity_low:
            account.equity_low = worst
        if best > account.equity_high:
            account.equity_high = best
        self.mark_lots(low, high)

    def mark_lots(self, low: int, high: int) -> None:
        """Remember for what is held alone that the market moved between two prices."""
        for lot in self._lots:
            if low < lot.low:
                lot.low = low
            if high > lot.high:
                lot.high = high

    def apply_fill(self, fill: OrderFilled, bar_time_ns: int) -> None:
        """Take an execution: close what it closes, first in first out, and open the rest.

        Args:
            fill: The execution.
            bar_time_ns: When the bar began in which it happened, for the trade list.
        """
        sign = 1 if fill.side is _BUY else -1
        quantity, commission = fill.last_quantity_steps, fill.commission_units
        self.account.balance_units -= commission
        self.account.commissions_units += commission
        left, unpaid = quantity, commission
        while left and self.position_steps * sign < 0:
            held = self._lots[0].quantity
            taken = held if held < left else left
            paid = unpaid if taken == left else unpaid * taken // left
            self._close(fill, taken, paid, bar_time_ns)
            left -= taken
            unpaid -= paid
        if left:
            price, signed = fill.last_price_steps, sign * left
            self._lots.append(Lot(left, price, fill.event_time_ns, bar_time_ns, unpaid, price, price))
            self.position_steps += signed
            self.cost += signed * price

    def _close(self, fill: OrderFilled, taken: int, paid: int, bar_time_ns: int) -> None:
        lot, price = self._lots[0], fill.last_price_steps
        sign = 1 if self.position_steps > 0 else -1
        gross = sign * taken * (price - lot.price) * self._step_value
        entry_paid = lot.commission if taken == lot.quantity else lot.commission * taken // lot.quantity
        self.account.balance_units += gross
        self.position_steps -= sign * taken
        self.cost -= sign * taken * lot.price
        self.account.closed.append(
            ClosedLot(
                self.number,
                sign,
                taken,
                lot.time_ns,
                lot.price,
                lot.bar_time_ns,
                fill.event_time_ns,
                price,
                bar_time_ns,
                gross,
                entry_paid + paid,
                price if price < lot.low else lot.low,
                price if price > lot.high else lot.high,
                fill.reason,
            )
        )
        lot.quantity -= taken
        lot.commission -= entry_paid
        if not lot.quantity:
            self._lots.popleft()
