"""Where a strategy stands: the markets that it sees, its timers, and the tray with its wishes."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import count

from msgspec.structs import replace

from propbots.domain.decision import CancelOrder, ModifyOrder
from propbots.domain.event import Signal
from propbots.domain.order import OrderRequest
from propbots.strategy.market_view import MarketView
from propbots.strategy.timers import Timers

__all__ = ["Desk", "Wish"]

Wish = Signal | OrderRequest | CancelOrder | ModifyOrder


class Desk:
    """One strategy's view of its markets and the tray with its wishes.

    Attributes:
        main: The market of the main instrument.
        wishes: What it asks for, in order.
        timers: What it waits for.
        clock_ns: The moment of the last event that is neither a bar nor a tick of the main market.
        next_id: Returns a new name for an order.

    Args:
        views: The markets by instrument; the main one by the empty name as well.
        id_prefix: Begins the names of its orders.
    """

    __slots__ = ("_homes", "_others", "_views", "clock_ns", "main", "next_id", "timers", "wishes")

    def __init__(self, views: Mapping[str, MarketView], id_prefix: str = "") -> None:
        """Start with an empty tray."""
        self._views = views
        self._homes: dict[str, str] = {}
        self.main = views[""]
        self._others = [view for name, view in views.items() if name and view is not self.main]
        self.wishes: list[Wish] = []
        self.timers = Timers()
        self.clock_ns = 0
        self.next_id: Callable[[], str] = (f"{id_prefix}{number}" for number in count(1)).__next__

    def view(self, instrument: str) -> MarketView:
        """Return a market by its instrument; the main one for an empty name.

        Raises:
            ValueError: If there is no feed of the instrument.
        """
        view = self._views.get(instrument)
        if view is None:
            known = ", ".join(name for name in self._views if name)
            raise ValueError(
                f"{instrument!r} is not traded here, but {known}; give it a [[feed]], in a run on ticks one of ticks"
            )
        return view

    def home_of(self, view: MarketView) -> str:
        """Return the instrument of a market as orders name it: empty for the main one."""
        return "" if view is self.main else view.scale.instrument.id

    def view_of_order(self, client_order_id: str) -> MarketView:
        """Return the market in which an order was asked for."""
        return self._views[self._homes.get(client_order_id, "")]

    def place(self, client_order_id: str, instrument: str) -> None:
        """Remember in which market an order is, as orders name it."""
        if instrument:
            self._homes[client_order_id] = instrument

    def signal(self, signal: Signal) -> None:
        """Leave a wish that is still to be sized."""
        self.wishes.append(signal)

    def request(self, request: OrderRequest) -> str:
        """Leave a wish for an order and return the order's name."""
        name = self.next_id()
        self.place(name, request.instrument)
        self.wishes.append(replace(request, client_order_id=name))
        return name

    def cancel(self, cancel: CancelOrder) -> None:
        """Leave a wish for an order's end."""
        self.wishes.append(cancel)

    def modify(self, modify: ModifyOrder) -> None:
        """Leave a wish for other prices."""
        self.wishes.append(modify)

    @property
    def balance(self) -> Decimal:
        """Closed balance."""
        return self.main.scale.to_money(self.main.account.balance_units)

    @property
    def equity(self) -> Decimal:
        """Balance and open profit and loss of all markets at their last prices."""
        open_units = sum(view.account.open_at(view.last_steps) for view in (self.main, *self._others))
        return self.main.scale.to_money(self.main.account.balance_units + open_units)

    @property
    def now_ns(self) -> int:
        """The moment at hand, nanoseconds since 1970 UTC: the close of the bar, or the time of what else happened."""
        view, now = self.main, self.clock_ns
        if self._others or view.quote is not None or view.trade is not None:
            return max(now, view.now_ns, *(one.now_ns for one in self._others))
        bar = view.bar
        return bar.close_time_ns if bar is not None and bar.close_time_ns > now else now
