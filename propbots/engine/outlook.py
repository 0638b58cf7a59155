"""What the gate is told of an account before it lets an order through."""

from typing import NamedTuple, Protocol

from propbots.engine.worst_price import Exposure
from propbots.rules.account_state import PlanState

__all__ = ["FloorView", "Outlook"]


class FloorView(Protocol):
    """What the gate asks of the rules about losses."""

    floor: int
    """The highest equity at which a rule is broken."""

    state: PlanState
    """Of the account, which knows by how much its money stands above what the firm counts."""

    def name_floor(self) -> str:
        """Say which rule that is."""


class Outlook(NamedTuple):
    """How an account would stand if the worst came.

    Attributes:
        rules: Those about losses.
        equity: At the prices that are known.
        exposure: In the market of the order that is reviewed; None where nothing is known of its price.
        elsewhere: The most that can be lost in the other markets.
    """

    rules: FloorView
    equity: int
    exposure: Exposure | None
    elsewhere: int
