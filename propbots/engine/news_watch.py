"""Keeping entries out of the times around scheduled releases."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

import attrs

from propbots.domain.order import OrderRequest
from propbots.domain.time import to_text
from propbots.engine.gate import Denial, tell_order
from propbots.rules.news import Blackout

if TYPE_CHECKING:
    from propbots.engine.engine import Engine

__all__ = ["NewsWatch"]

_begin_of = attrgetter("begins_ns")


@attrs.frozen(eq=False)
class NewsWatch:
    """Refuses what would open or work around a release.

    Attributes:
        blackouts: By the instrument's id, each list in order; amendments of the plan are in it.
    """

    blackouts: Mapping[str, Sequence[Blackout]]

    def object_to(self, engine: "Engine", request: OrderRequest, now_ns: int) -> Denial | None:
        """Refuse an order in a window.

        Args:
            engine: Of the bot, with its markets.
            request: What is asked for.
            now_ns: When, nanoseconds since 1970 UTC.
        """
        scale = engine.markets[request.instrument].holding.scale
        listed = self.blackouts.get(scale.instrument.id, ())
        place = bisect_right(listed, now_ns, key=_begin_of) - 1
        if place < 0 or now_ns > listed[place].ends_ns:
            return None
        found = listed[place]
        message = (
            f"{tell_order(request, scale)} falls into the news window of {found.release}, which began at "
            f"{to_text(found.begins_ns)}; entries open again after {to_text(found.ends_ns)}"
        )
        return Denial("news_window", "news_window", message)
