"""One series from the contracts of a future, each traded in its turn; nothing is adjusted, and the rolls are known."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import attrs
import numpy as np

from propbots.data.columns import BarColumns
from propbots.domain.roll import Roll
from propbots.domain.scale import compute_steps
from propbots.domain.session import SessionCalendar
from propbots.domain.time import to_text
from propbots.errors import ConfigurationError, DataError

__all__ = ["Contract", "splice"]

_COLUMNS = ("open_time", "close_time", "open", "high", "low", "close", "volume")


@attrs.frozen(eq=False)
class Contract:
    """One contract and since when it is traded.

    Attributes:
        name: As people call it, such as `ESH24`.
        bars: Of this contract alone.
        since: The first trading day on which it is traded; None for the first contract, which is from its first bar on.
        spread: By how much it stands above the contract before it at the roll; None where its own bars tell.
    """

    name: str
    bars: BarColumns
    since: date | None = None
    spread: Decimal | None = None


def splice(contracts: Sequence[Contract], calendar: SessionCalendar) -> BarColumns:
    """Return the bars of each contract while it is traded, one after the other.

    Args:
        contracts: In the order in which they are traded, all of one timeframe.
        calendar: Their sessions; a contract takes over as its first day opens.

    Raises:
        ConfigurationError: For contracts that are not in order, or of different timeframes.
        DataError: For a contract without bars while it is traded, or whose price when it takes over is not known.
    """
    starts = [_start_of(one, calendar) for one in contracts]
    for (one, other), (start, later) in zip(pairwise(contracts), pairwise(starts), strict=True):
        if later <= start:
            raise ConfigurationError(f"contract {other.name} must be traded from a later day on than {one.name}")
        if one.bars.feed != other.bars.feed:
            raise ConfigurationError(
                f"contracts {one.name} and {other.name} must have one timeframe (were {one.bars.feed.timeframe} and "
                f"{other.bars.feed.timeframe})"
            )
    ends = [*starts[1:], 2**62]
    parts = [_part(one, start, end) for one, start, end in zip(contracts, starts, ends, strict=True)]
    joined: dict[str, Any] = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _COLUMNS}
    first = contracts[0].bars
    return attrs.evolve(
        first,
        **joined,
        rows=sum(one.bars.rows for one in contracts),
        duplicates=sum(one.bars.duplicates for one in contracts),
        gaps=sum(one.bars.gaps for one in contracts),
        rounded=sum(one.bars.rounded for one in contracts),
        span=(int(joined["open_time"][0]), int(joined["open_time"][-1])),
        rolls=tuple(_rolls(contracts, parts)),
    )


def _start_of(contract: Contract, calendar: SessionCalendar) -> int:
    """Return the moment from which a contract is traded."""
    if contract.since is None:
        return int(contract.bars.open_time[0])
    span = calendar.span_of(contract.since)
    if span is None:
        raise ConfigurationError(f"contract {contract.name}: {contract.since} is no trading day of {calendar.name}")
    return span.open_time_ns


def _part(contract: Contract, start: int, end: int) -> BarColumns:
    bars = contract.bars
    part = bars.select((bars.open_time >= start) & (bars.open_time < end))
    if not len(part):
        raise DataError(f"{bars.source.location}: no bars of {contract.name} while it is traded; check its days")
    return part


def _rolls(contracts: Sequence[Contract], parts: Sequence[BarColumns]) -> Iterator[Roll]:
    for (one, other), (before, after) in zip(pairwise(contracts), pairwise(parts), strict=True):
        ended_ns = int(before.close_time[-1])
        price = int(before.close[-1])
        yield Roll(
            one.name,
            other.name,
            ended_ns,
            int(after.open_time[0]),
            price,
            _price_at(ended_ns, other) if other.spread is None else price + _spread_steps(other, other.spread),
        )


def _price_at(ended_ns: int, contract: Contract) -> int:
    """Return the last price of a contract by the moment at which it takes over, in ticks."""
    bars = contract.bars
    known = int(np.searchsorted(bars.close_time, ended_ns, side="right")) - 1
    if known < 0:
        raise DataError(
            f"{bars.source.location}: no bar of {contract.name} ends by {to_text(ended_ns)}, when it takes over, so "
            "that its price then is not known; give its spread to the contract before it"
        )
    return int(bars.close[known])


def _spread_steps(contract: Contract, spread: Decimal) -> int:
    tick_size = contract.bars.feed.instrument.tick_size
    steps = compute_steps(spread, tick_size)
    if steps is None:
        raise ConfigurationError(
            f"spread of {contract.name} must be a multiple of the tick size {tick_size} (was {spread})"
        )
    return steps
