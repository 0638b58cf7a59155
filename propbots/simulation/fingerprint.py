"""One number that is equal for equal runs: what went in, what happened to orders, and each day's closing balance."""

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from enum import Enum

import attrs
import msgspec
import numpy as np
from numpy.typing import NDArray

from propbots.data.columns import BarColumns
from propbots.data.days import DaySpans
from propbots.data.record import CostInputs
from propbots.data.ticks import TickColumns
from propbots.domain.event import OrderEvent, RiskEvent
from propbots.domain.instrument import Instrument
from propbots.domain.scale import EXACT
from propbots.simulation.request import BacktestRequest

__all__ = ["compute_fingerprint"]


def compute_fingerprint(
    request: BacktestRequest,
    journal: list[OrderEvent | RiskEvent],
    days: DaySpans,
    balance: NDArray[np.int64],
    *,
    made: Sequence[BarColumns] = (),
) -> str:
    """Return SHA-256 over a run's inputs and outcomes, in hexadecimal.

    Driver, fences, source of the data, time of day and version are not in it.

    Args:
        request: What was asked for.
        journal: What happened to orders and rules, in order.
        days: The trading days of the bars.
        balance: At each bar's close, whole units of money.
        made: Bars of further feeds that were made because the strategy asked for them.
    """
    digest = hashlib.sha256()
    for bars in (request.columns, request.finer, *(other.feed.bars for other in request.others), *made):
        if bars is not None:
            _update(digest, bars)
    for ticks in (request.ticks, *(other.feed.ticks for other in request.others)):
        if ticks is not None:
            _update_ticks(digest, ticks)
    digest.update(msgspec.json.encode(_to_canonical(_inputs(request, made)), order="sorted"))
    encode = msgspec.msgpack.Encoder().encode
    for first in range(0, len(journal), 4096):
        digest.update(encode(journal[first : first + 4096]))
    lasts = np.append(days.first[1:], days.size) - 1
    for column in (days.number, balance[lasts]):
        digest.update(np.ascontiguousarray(column, dtype="<i8").data)
    return digest.hexdigest()


def _update(digest: "hashlib._Hash", bars: BarColumns) -> None:
    length = bars.close_time - bars.open_time
    for column in (bars.open_time, length, bars.open, bars.high, bars.low, bars.close):
        _update_whole(digest, column)
    digest.update(np.ascontiguousarray(bars.volume, dtype="<f8").data)


def _update_ticks(digest: "hashlib._Hash", ticks: TickColumns) -> None:
    for column in (ticks.time, ticks.bid, ticks.ask, ticks.bid_quantity, ticks.ask_quantity):
        _update_whole(digest, column)
    digest.update(np.packbits(ticks.is_trade).data)


def _update_whole(digest: "hashlib._Hash", column: NDArray[np.int64]) -> None:
    """Take whole numbers in as few bytes as hold them, since hashing takes longer than all else about them."""
    if not len(column):
        digest.update(b"0 ")
        return
    low, high = int(column.min()), int(column.max())
    kind = "<i4" if low >= -(2**31) and high < 2**31 else "<i8"
    values = column[:1] if low == high else column
    digest.update(f"{len(column)} {len(values)} {kind} ".encode())
    digest.update(np.ascontiguousarray(values, dtype=kind).data)


def _inputs(request: BacktestRequest, made: Sequence[BarColumns]) -> dict[str, object]:
    plan = request.plan
    return {
        "instrument": _facts_of(request.columns.feed.instrument),
        "parameters": request.parameters,
        "costs": _costs_of(request.costs, request.limit_through_ticks),
        "size": request.size,
        "path": request.path,
        "finer": None if request.finer is None else request.finer.feed.length_ns,
        "balance": request.balance,
        "plan": None if plan is None else [plan.name, plan.balance, plan.rules, plan.day],
        "after_breach": request.after_breach,
        "first": request.first,
        "seed": request.seed,
        **_inputs_of_some(request, made),
    }


def _inputs_of_some(request: BacktestRequest, made: Sequence[BarColumns]) -> dict[str, object]:
    """Return what only some runs have, so that it does not show in those of others."""
    found: dict[str, object] = {}
    if request.columns.rolls:
        found["rolls"] = request.columns.rolls
    if request.following:
        found["following"] = [[plan.name, plan.balance, plan.rules, plan.day] for plan in request.following]
    if request.ticks is not None:
        found["latency_ns"] = request.latency_ns
    if request.others:
        found["others"] = [
            [*_facts_of(other.feed.bars.feed.instrument), *_costs_of(other.costs)] for other in request.others
        ]
    if request.news is not None:
        found["news"] = request.news.releases
    if made:
        found["made"] = [bars.feed.name for bars in made]
    return found


def _facts_of(instrument: Instrument) -> list[object]:
    return [
        instrument.id,
        instrument.tick_size,
        instrument.point_value,
        instrument.quantity_step,
        instrument.currency,
        instrument.session,
        instrument.mini_units,
    ]


def _costs_of(costs: CostInputs, *more: object) -> list[object]:
    return [costs.commission, costs.slippage_ticks, *more, *([costs.further] if costs.further else [])]


def _to_canonical(value: object) -> object:
    """Return a value as plain data in which equal values are written alike, such as 1 and 1.00."""
    match value:
        case Decimal():
            return format(value.normalize(EXACT), "f")
        case Enum():
            return value.value
        case None | bool() | int() | float() | str():
            return value
        case dict():
            return {str(name): _to_canonical(item) for name, item in value.items()}
        case list() | tuple():
            return [_to_canonical(item) for item in value]
        case _ if attrs.has(type(value)):
            fields = attrs.asdict(value, recurse=False)  # type: ignore[arg-type]  # -- it was asked whether it can
            return [type(value).__name__, _to_canonical(fields)]
        case _:
            return str(value)
