"""How signals become orders: one pure function of the signal, what is held and a size."""

from collections.abc import Callable
from decimal import Decimal
from typing import Protocol

import attrs

from propbots.domain.event import Side, Signal, SignalKind
from propbots.domain.order import OrderRequest, Protection
from propbots.domain.scale import Scale, compute_steps
from propbots.errors import ConfigurationError

__all__ = ["FixedQuantity", "RiskToStop", "Sizer", "to_request"]


_BUY, _SELL = Side.BUY, Side.SELL
_EXIT, _BUY_ENTRY = SignalKind.EXIT, SignalKind.BUY_ENTRY


class Sizer(Protocol):
    """Says how much an entry is for."""

    def quantity_steps(self, signal: Signal, scale: Scale) -> int:
        """Return the quantity of an entry in quantity steps; 0 means that it is not worth a single step."""


@attrs.frozen
class FixedQuantity:
    """The same quantity for every entry."""

    steps: int

    @classmethod
    def of(cls, quantity: Decimal, scale: Scale) -> "FixedQuantity":
        """Read a quantity.

        Raises:
            ConfigurationError: If it is not a positive multiple of the instrument's quantity step.
        """
        instrument = scale.instrument
        steps = compute_steps(quantity, instrument.quantity_step)
        if steps is None or steps <= 0:
            raise ConfigurationError(
                f"quantity must be above 0 and a multiple of {instrument.quantity_step} for {instrument.id} "
                f"(was {quantity})"
            )
        return cls(steps)

    def quantity_steps(self, signal: Signal, scale: Scale) -> int:
        """Return the fixed quantity."""
        del signal, scale
        return self.steps


@attrs.frozen
class RiskToStop:
    """As much as loses a given amount of money when the protective stop fills at its price.

    Attributes:
        money_units: The amount, in whole units of money.
    """

    money_units: int

    def quantity_steps(self, signal: Signal, scale: Scale) -> int:
        """Return the amount divided by the loss of one quantity step, rounded down.

        Raises:
            ConfigurationError: If the strategy places no stop, so that nothing bounds the loss.
        """
        distance = signal.stop_offset_steps or signal.trail_steps
        if not distance:
            raise ConfigurationError("sizing by risk needs a strategy with a stop; give a quantity instead")
        return self.money_units // (distance * scale.step_value)


def to_request(
    signal: Signal, position_steps: int, quantity_steps: int, next_id: Callable[[], str]
) -> OrderRequest | None:
    """Turn a signal into an order.

    Args:
        signal: What the strategy wants.
        position_steps: What is held, negative when short.
        quantity_steps: The size of an entry.
        next_id: Names the order, if there is one.

    Returns:
        None if there is nothing to do: an exit without a position, or an entry of nothing.
    """
    if signal.kind is _EXIT:
        if position_steps == 0:
            return None
        side = _SELL if position_steps > 0 else _BUY
        return OrderRequest(
            side, abs(position_steps), reduce_only=True, client_order_id=next_id(), instrument=signal.instrument
        )
    if quantity_steps <= 0:
        return None
    side = _BUY if signal.kind is _BUY_ENTRY else _SELL
    stop, target, trail = signal.stop_offset_steps, signal.target_offset_steps, signal.trail_steps
    if stop is None and target is None and trail is None:
        return OrderRequest(side, quantity_steps, client_order_id=next_id(), instrument=signal.instrument)
    protection = Protection(stop_offset_steps=stop, target_offset_steps=target, trail_steps=trail)
    return OrderRequest(
        side, quantity_steps, protection=protection, client_order_id=next_id(), instrument=signal.instrument
    )
