"""The terms by which a strategy asks for an order, and the request that follows from them."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TypedDict

from propbots.domain.event import Side, Signal, SignalKind
from propbots.domain.order import OrderRequest, OrderType, Protection, TimeInForce
from propbots.domain.scale import STEPS_MAX, compute_steps
from propbots.domain.time import to_nanoseconds, to_text
from propbots.errors import closest
from propbots.strategy.desk import Desk
from propbots.strategy.market_view import MarketView
from propbots.strategy.sizing import FixedQuantity

__all__ = ["OrderTerms", "Price", "build_request", "read_quantity"]

Price = Decimal | int
"""A price that is exact; a float is none."""


class OrderTerms(TypedDict, total=False):
    """What an order may say beside its side and its quantity; left out, it is a market order.

    Attributes:
        limit_price: The worst price at which it fills.
        stop_price: The price that triggers it.
        trail_ticks: Distance at which its trigger follows the market.
        on_open: Whether it waits for the open of the next session.
        stop_loss: Price of a protective stop, placed when it fills.
        take_profit: Price of a target, placed when it fills.
        stop_loss_ticks: Distance of a protective stop from the fill.
        take_profit_ticks: Distance of a target from the fill.
        trailing_stop_ticks: Distance of a protective stop that follows the market.
        targets_ticks: Targets that close a part each: distance from the fill, and quantity.
        time_in_force: How long it lives.
        expires_at: When an order that is good till a date ends, with its zone; it fills up to that moment.
        reduce_only: Whether it may only make the position smaller.
        oco_group: Orders of one group cancel one another when one fills.
        after: Name of another order; it works from the moment on at which all of that one is filled.
        reason: For the trade list.
        instrument: What is traded; the main instrument if left out.
    """

    limit_price: Price | None
    stop_price: Price | None
    trail_ticks: int | None
    on_open: bool
    stop_loss: Price | None
    take_profit: Price | None
    stop_loss_ticks: int | None
    take_profit_ticks: int | None
    trailing_stop_ticks: int | None
    targets_ticks: Sequence[tuple[int, Price]]
    time_in_force: TimeInForce
    expires_at: datetime | None
    reduce_only: bool
    oco_group: str | None
    after: str
    reason: str
    instrument: str


_TERMS = OrderTerms.__annotations__.keys()


def build_request(desk: Desk, side: Side, quantity: Price | None, terms: OrderTerms) -> OrderRequest:
    """Return the request that follows from an order's terms.

    Raises:
        ValueError: For a quantity or a price between two steps, or terms that contradict one another.
        TypeError: For a term that does not exist; an order without it would not be the one that was meant.
    """
    if not terms.keys() <= _TERMS:
        name = min(terms.keys() - _TERMS)
        near = closest(name, sorted(_TERMS))
        raise TypeError(f"an order has no term {name!r}" + (f"; did you mean {near!r}?" if near else ""))
    view = desk.view(terms.get("instrument", ""))
    limit = view.price_steps(terms.get("limit_price"))
    stop = view.price_steps(terms.get("stop_price"))
    trail = _above_zero(terms, "trail_ticks")
    protection = _protection(view, terms)
    reduce_only = terms.get("reduce_only", False)
    if quantity is None:
        entry = limit if limit is not None else stop
        quantity_steps = _choose_size(view, side, entry, protection, reduce_only=reduce_only)
    else:
        quantity_steps = read_quantity(view, quantity)
    _require_room(protection, quantity_steps)
    kind = _order_type(limit, stop, trail, on_open=terms.get("on_open", False))
    time_in_force = _time_in_force(terms, kind)
    return OrderRequest(
        side=side,
        quantity_steps=quantity_steps,
        type=kind,
        limit_steps=limit,
        stop_steps=stop,
        trail_steps=trail,
        time_in_force=time_in_force,
        expires_at_ns=_expiry(terms, time_in_force, desk.now_ns),
        reduce_only=reduce_only,
        reason=terms.get("reason", "signal"),
        oco_group=terms.get("oco_group"),
        protection=protection,
        instrument=desk.home_of(view),
        after=_after(terms, kind),
    )


def _choose_size(
    view: MarketView, side: Side, entry: int | None, protection: Protection | None, *, reduce_only: bool
) -> int:
    """Return how large an order is that names no quantity.

    Args:
        view: Of the market whose sizer says so.
        side: The order's.
        entry: The price at which it is expected to fill, in ticks; None for the last close.
        protection: Its exits, by whose stop risk is told.
        reduce_only: Whether it may only reduce; sized by risk, it closes what is held.
    """
    if reduce_only and not isinstance(view.sizer, FixedQuantity):
        return abs(view.account.position_steps)
    exits = protection or Protection()
    offset = exits.stop_offset_steps
    if exits.stop_steps is not None:
        price = entry if entry is not None else view.last_steps
        offset = max(0, (price - exits.stop_steps) * side.sign)
    kind = SignalKind.BUY_ENTRY if side is Side.BUY else SignalKind.SELL_ENTRY
    return view.sizer.quantity_steps(Signal(view.now_ns, kind, offset, None, exits.trail_steps), view.scale)


def _protection(view: MarketView, terms: OrderTerms) -> Protection | None:
    """Return the exits to place when the order fills; None where there are none."""
    for price, ticks in (("stop_loss", "stop_loss_ticks"), ("take_profit", "take_profit_ticks")):
        if terms.get(price) is not None and terms.get(ticks) is not None:
            raise ValueError(f"give {price} or {ticks}, not both")
    protection = Protection(
        stop_offset_steps=_above_zero(terms, "stop_loss_ticks"),
        stop_steps=view.price_steps(terms.get("stop_loss")),
        target_offset_steps=_above_zero(terms, "take_profit_ticks"),
        target_steps=view.price_steps(terms.get("take_profit")),
        trail_steps=_above_zero(terms, "trailing_stop_ticks"),
        targets=_targets(view, terms),
    )
    return None if protection == Protection() else protection


def _time_in_force(terms: OrderTerms, kind: OrderType) -> TimeInForce:
    time_in_force = TimeInForce(terms.get("time_in_force", TimeInForce.GTC))
    if time_in_force.is_immediate and kind not in (OrderType.MARKET, OrderType.LIMIT):
        raise ValueError(
            f"{time_in_force.name} is for market and limit orders, which can fill at once (was {kind.value})"
        )
    return time_in_force


def _after(terms: OrderTerms, kind: OrderType) -> str:
    after = terms.get("after", "")
    if after and kind is OrderType.MARKET_ON_OPEN:
        raise ValueError("an order waits for the next session's open or after another order, not for both")
    return after


def _expiry(terms: OrderTerms, time_in_force: TimeInForce, now_ns: int) -> int:
    """Return when an order ends that is good till a date; 0 for all others."""
    moment = terms.get("expires_at")
    if (time_in_force is TimeInForce.GTD) is not (moment is not None):
        raise ValueError(
            f"expires_at goes with time_in_force GTD, and GTD with it (were {moment} and {time_in_force.name})"
        )
    if moment is None:
        return 0
    expires_ns = to_nanoseconds(moment)
    if expires_ns <= now_ns:
        raise ValueError(f"expires_at must be a moment to come (was {moment}, it is {to_text(now_ns)})")
    return expires_ns


def _targets(view: MarketView, terms: OrderTerms) -> tuple[tuple[int, int], ...]:
    """Return distance and quantity of each target that closes a part, the nearest first."""
    targets = terms.get("targets_ticks") or ()
    if targets and (terms.get("take_profit") is not None or terms.get("take_profit_ticks") is not None):
        raise ValueError("give targets_ticks or a take profit, not both")
    return tuple(sorted((_ticks("targets_ticks", ticks), read_quantity(view, part)) for ticks, part in targets))


def _require_room(protection: Protection | None, quantity_steps: int) -> None:
    """Refuse targets that would close more than the order opens."""
    parts = 0 if protection is None else sum(quantity for _, quantity in protection.targets)
    if parts > quantity_steps:
        raise ValueError(
            f"targets_ticks must be for no more than the order in all (were {parts} quantity steps of {quantity_steps})"
        )


def _above_zero(terms: OrderTerms, name: str) -> int | None:
    ticks = terms.get(name)
    return None if ticks is None else _ticks(name, ticks)


def _ticks(name: str, ticks: object) -> int:
    if not isinstance(ticks, int) or ticks <= 0:
        raise ValueError(f"{name} must be a whole number above 0 (was {ticks})")
    if ticks > STEPS_MAX:
        raise ValueError(f"{name} must be at most {STEPS_MAX} (was {ticks})")
    return ticks


def read_quantity(view: MarketView, quantity: Price) -> int:
    """Return a quantity in quantity steps.

    Raises:
        ValueError: If it is not above 0, or lies between two steps.
    """
    step = view.scale.instrument.quantity_step
    steps = compute_steps(Decimal(quantity), step)
    if steps is None or steps <= 0:
        raise ValueError(f"quantity must be above 0 and a multiple of {step} (was {quantity})")
    if steps > STEPS_MAX:
        raise ValueError(f"quantity must be at most {STEPS_MAX * step} (was {quantity})")
    return steps


def _order_type(limit: int | None, stop: int | None, trail: int | None, *, on_open: bool) -> OrderType:
    match (limit is not None, stop is not None, trail is not None, on_open):
        case (False, False, False, False):
            return OrderType.MARKET
        case (True, False, False, False):
            return OrderType.LIMIT
        case (False, True, False, False):
            return OrderType.STOP
        case (True, True, False, False):
            return OrderType.STOP_LIMIT
        case (False, False, True, False):
            return OrderType.TRAILING_STOP
        case (False, False, False, True):
            return OrderType.MARKET_ON_OPEN
        case _:
            raise ValueError("an order has a limit price, a stop price or both, or a trail, or waits for an open")
