"""What propbots does for its speed, counted: `python -m benchmarks.engines.counting STRATEGY BARS.npz`.

The counters wrap the functions of the engine, which slows it, so this run is never timed. It also runs the work without
fences, every bar looked at closely, and tells whether that run has the same fingerprint.
"""

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.answer import tell
from benchmarks.engines.on_propbots import WIDE_PLAN, build_request
from propbots.engine.account import Holding
from propbots.engine.gate import RiskGate
from propbots.engine.supervisor import Supervisor
from propbots.rules.rule import DailyLoss, MaximumLoss
from propbots.simulation.event_driver import run_backtest
from propbots.venue.matching import Matcher

_FLOORS = sum(isinstance(rule, MaximumLoss | DailyLoss) for rule in WIDE_PLAN.rules)


def _count(owner: type, name: str, counts: Counter[Callable[..., Any]]) -> None:
    original: Callable[..., Any] = getattr(owner, name)

    def counted(*args: Any, **options: Any) -> Any:
        counts[original] += 1
        return original(*args, **options)

    setattr(owner, name, counted)


def _main(strategy: str, bars: str) -> None:
    counted = (Holding.mark, Holding.mark_span, Matcher.mark, RiskGate.review, Supervisor.judge)
    counts: Counter[Callable[..., Any]] = Counter()
    for owner, function in zip((Holding, Holding, Matcher, RiskGate, Supervisor), counted, strict=True):
        _count(owner, function.__name__, counts)
    record = run_backtest(build_request(strategy, Path(bars)))
    marks, spans, judged_marks, reviews, breaches = (counts[function] for function in counted)
    unfenced = run_backtest(build_request(strategy, Path(bars), fenced=False))
    size = len(record.bars)
    tell(
        bars=size,
        looked_at_closely=record.looked_at_closely,
        marks_in_columns=3 * size,
        marks_on_the_way=marks + 2 * spans,
        floors=_FLOORS,
        rules_by_fence=_FLOORS * size,
        rules_at_marks=_FLOORS * judged_marks,
        orders_reviewed=reviews,
        breaches=breaches,
        equal_without_fences=record.fingerprint == unfenced.fingerprint,
    )


if __name__ == "__main__":
    _main(*sys.argv[1:])
