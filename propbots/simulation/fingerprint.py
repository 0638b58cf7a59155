"""One number that is equal for equal runs: what went in, what happened to orders, and each day's closing balance."""

import hashlib

import msgspec
import numpy as np

from propbots.data.record import AccountColumns
from propbots.domain.event import OrderEvent, RiskEvent
from propbots.rules.plan import Plan
from propbots.simulation.request import BacktestRequest

__all__ = ["compute_fingerprint"]


def compute_fingerprint(
    request: BacktestRequest, journal: list[OrderEvent | RiskEvent], account: AccountColumns
) -> str:
    """Return SHA-256 over a run's inputs and outcomes, in hexadecimal.

    Driver, fences, source of the data, time of day and version are not in it.
    """
    digest = hashlib.sha256()
    columns = request.columns
    for column in (columns.open_time, columns.close_time, columns.open, columns.high, columns.low, columns.close):
        digest.update(np.ascontiguousarray(column, dtype="<i8").data)
    digest.update(np.ascontiguousarray(columns.volume, dtype="<f8").data)
    digest.update(msgspec.json.encode(_inputs(request), enc_hook=str, order="sorted"))
    encode = msgspec.msgpack.Encoder().encode
    for first in range(0, len(journal), 4096):
        digest.update(encode(journal[first : first + 4096]))
    day = account.day
    lasts = np.append(np.flatnonzero(np.diff(day)), len(day) - 1)
    digest.update(np.ascontiguousarray(day[lasts], dtype="<i8").data)
    digest.update(np.ascontiguousarray(account.balance[lasts], dtype="<i8").data)
    return digest.hexdigest()


def _inputs(request: BacktestRequest) -> dict[str, object]:
    instrument = request.columns.feed.instrument
    return {
        "instrument": [
            instrument.id,
            instrument.tick_size,
            instrument.point_value,
            instrument.quantity_step,
            instrument.currency,
        ],
        "parameters": {name: str(value) for name, value in request.parameters.items()},
        "costs": [request.costs.commission, request.costs.slippage_ticks, request.limit_through_ticks],
        "size": str(request.size),
        "path": request.path.value,
        "finer": None if request.finer is None else str(request.finer.feed.timeframe),
        "balance": request.balance,
        "plan": None if request.plan is None else _plan(request.plan),
        "after_breach": request.after_breach.value,
        "first": request.first,
        "seed": request.seed,
    }


def _plan(plan: Plan) -> list[object]:
    return [plan.name, plan.balance, [repr(rule) for rule in plan.rules], repr(plan.day)]
