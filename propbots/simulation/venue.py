"""Which instruments a run trades, on what data, and how they are counted."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

import attrs

from propbots.data.columns import BarColumns
from propbots.data.feed_set import FeedBars
from propbots.data.record import CostInputs
from propbots.data.ticks import TickColumns
from propbots.domain.scale import Scale
from propbots.domain.session import SessionCalendar
from propbots.errors import ConfigurationError
from propbots.simulation.request import BacktestRequest

__all__ = ["Venue", "find_venues"]

_MOST_UNITS = 2**63 // 100
"""A balance may grow a hundredfold before the columns of the account, of 64 bits, cannot hold it."""


@attrs.frozen(eq=False)
class Venue:
    """One instrument of a run.

    Attributes:
        bars: Of the feed that works its orders, from the first that is traded on.
        calendar: Its sessions.
        scale: How it is counted.
        costs: What trading it costs.
        ticks: That work its orders, from the first that is traded on; None for a run on bars.
    """

    bars: BarColumns
    calendar: SessionCalendar
    scale: Scale
    costs: CostInputs
    ticks: TickColumns | None = None


def find_venues(request: BacktestRequest) -> list[Venue]:
    """Return the instruments that can be traded: that of the main feed, and each other by its first feed.

    Where the main feed's orders are worked by ticks, so are those of the others; what has none is only looked at.

    Raises:
        ConfigurationError: If the balance cannot be counted in whole units of all of them.
    """
    first: dict[str, tuple[FeedBars, CostInputs]] = {}
    for feed, costs in _traded(request):
        first.setdefault(feed.bars.feed.instrument.id, (feed, costs))
    exponent = max(_scale(request, feed.bars, costs).money_exponent for feed, costs in first.values())
    venues = [
        Venue(feed.bars, feed.calendar, Scale(feed.bars.feed.instrument, exponent), costs, feed.ticks)
        for feed, costs in first.values()
    ]
    _require_countable(request, venues[0].scale)
    return venues


def _traded(request: BacktestRequest) -> Iterator[tuple[FeedBars, CostInputs]]:
    """Give the feeds that work orders from the first bar on that is traded, with their costs, the main one first."""
    bars = request.columns.select(slice(request.first, None)) if request.first else request.columns
    begins_ns, ends_ns, ticks = bars.open_time.item(0), bars.close_time.item(-1), request.ticks
    if ticks is not None and request.first:
        ticks = ticks.select(slice(bisect_left(ticks.time.data, begins_ns), None))
    yield FeedBars(bars, request.calendar, ticks), request.costs
    for other in request.others:
        feed = other.feed
        later = feed.bars.select(slice(bisect_left(feed.bars.open_time.data, begins_ns), None))
        if ticks is None:
            yield FeedBars(later, feed.calendar), other.costs
        elif feed.ticks is not None:
            first_ns, last_ns = ticks.time[:1].min(initial=begins_ns), ticks.time[-1:].max(initial=ends_ns - 1)
            known = slice(bisect_left(feed.ticks.time.data, first_ns), bisect_right(feed.ticks.time.data, last_ns))
            yield FeedBars(later, feed.calendar, feed.ticks.select(known)), other.costs


def _scale(request: BacktestRequest, bars: BarColumns, costs: CostInputs) -> Scale:
    amounts = [request.balance]
    if request.size.risk is not None:
        amounts.append(request.size.risk)
    if request.plan is not None:
        amounts += [amount for plan in (request.plan, *request.following) for amount in plan.amounts()]
    return Scale.of(bars.feed.instrument, rates=[costs.commission], amounts=amounts)


def _require_countable(request: BacktestRequest, scale: Scale) -> None:
    if scale.to_units(request.balance) > _MOST_UNITS:
        raise ConfigurationError(
            f"a balance of {request.balance} cannot be counted to {scale.money_exponent} decimals of money; round the "
            f"commission of {request.costs.commission} or trade in larger steps than "
            f"{scale.instrument.quantity_step} {scale.instrument.id}"
        )
