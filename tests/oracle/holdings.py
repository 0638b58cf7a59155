"""What two markets hold and are worth, in fractions: the bookkeeping under `tests/oracle/two_markets.py`."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

__all__ = ["Account", "Bar", "Instrument", "Lot", "Market", "Trade"]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar; times in nanoseconds, prices exact."""

    open_time: int
    close_time: int
    open: Fraction
    high: Fraction
    low: Fraction
    close: Fraction


@dataclass(frozen=True, slots=True)
class Instrument:
    """What trading it comes to: the smallest step of its price, the worth of 1.0 of it, and costs per contract."""

    tick: Fraction
    point_value: Fraction
    commission: Fraction
    slippage_ticks: int


@dataclass(slots=True)
class Lot:
    """An entry, or what is left of it, with the lowest and highest price at which it was marked."""

    contracts: Fraction
    price: Fraction
    time: int
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Trade:
    """An entry and its exit."""

    market: int
    contracts: Fraction
    entry_time: int
    entry_price: Fraction
    exit_time: int
    exit_price: Fraction
    gross: Fraction
    commission: Fraction
    reason: str
    mae: Fraction
    mfe: Fraction


@dataclass(slots=True)
class Market:
    """One market: what is held there, what is asked for, and where it is."""

    terms: Instrument
    bars: Sequence[Bar]
    lots: deque[Lot] = field(default_factory=deque)
    orders: list[tuple[int, Fraction]] = field(default_factory=list)
    last: Bar | None = None
    at_hand: Bar | None = None
    has_passed: bool = False

    @property
    def held(self) -> Fraction:
        """Contracts, negative when short."""
        return sum((lot.contracts for lot in self.lots), Fraction(0))

    def worth(self, price: Fraction) -> Fraction:
        """Return the open profit at a price."""
        return sum(((price - lot.price) * lot.contracts for lot in self.lots), Fraction(0)) * self.terms.point_value

    def stand(self, *, worst: bool) -> Fraction:
        """Return where the market stands while the other one is gone through."""
        if self.at_hand is None:
            return Fraction(0) if self.last is None else self.last.close
        if not self.has_passed:
            return self.at_hand.open
        return self.at_hand.low if (self.held > 0) is worst else self.at_hand.high

    def slipped(self, price: Fraction, contracts: Fraction) -> Fraction:
        """Return a price, worse by the slippage of a buy or of a sell."""
        worse = self.terms.slippage_ticks * self.terms.tick
        return price + worse if contracts > 0 else price - worse

    def see(self, price: Fraction) -> None:
        """Remember a price for all that is held."""
        for lot in self.lots:
            lot.low, lot.high = min(lot.low, price), max(lot.high, price)


@dataclass(slots=True)
class Account:
    """What two markets come to, first in first out, exact."""

    markets: list[Market]
    balance: Fraction
    trades: list[Trade] = field(default_factory=list)
    marks: list[Fraction] = field(default_factory=list)

    def mark(self, place: int, price: Fraction, *, worst: bool = True) -> Fraction:
        """Value the account with one market at a price and the other where it stands."""
        here, other = self.markets[place], self.markets[1 - place]
        here.see(price)
        equity = self.balance + here.worth(price) + other.worth(other.stand(worst=worst))
        self.marks.append(equity)
        return equity

    def fill(self, place: int, contracts: Fraction, price: Fraction, time: int, reason: str) -> None:
        """Execute an order: what it closes, first in first out, and what it opens."""
        market = self.markets[place]
        self.balance -= abs(contracts) * market.terms.commission
        while contracts and market.lots and market.lots[0].contracts * contracts < 0:
            lot = market.lots[0]
            taken = max(contracts, -lot.contracts) if contracts < 0 else min(contracts, -lot.contracts)
            self._close(place, lot, -taken, (price, time, reason))
            contracts -= taken
        if contracts:
            market.lots.append(Lot(contracts, price, time, price, price))

    def _close(self, place: int, lot: Lot, contracts: Fraction, how: tuple[Fraction, int, str]) -> None:
        price, time, reason = how
        market = self.markets[place]
        worth = contracts * market.terms.point_value
        gross = (price - lot.price) * worth
        self.balance += gross
        seen = [(one - lot.price) * worth for one in (lot.low, lot.high, price)]
        self.trades.append(
            Trade(
                market=place,
                contracts=contracts,
                entry_time=lot.time,
                entry_price=lot.price,
                exit_time=time,
                exit_price=price,
                gross=gross,
                commission=2 * abs(contracts) * market.terms.commission,
                reason=reason,
                mae=-min(Fraction(0), *seen),
                mfe=max(Fraction(0), *seen),
            )
        )
        lot.contracts -= contracts
        if not lot.contracts:
            market.lots.popleft()
