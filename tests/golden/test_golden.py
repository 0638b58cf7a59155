"""The example strategies over the sample data: the same statistics and the same fingerprint, on every machine.

A change that moves one of these numbers must say why. `python tests/golden/test_golden.py` writes them anew.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from propbots.cli.compose import compose_backtest
from propbots.cli.options import read_options
from propbots.plugin.catalogue import load_catalogue
from propbots.report.document import to_document
from propbots.simulation.event_driver import run_backtest

ROOT = Path(__file__).parents[2]
EXPECTED = Path(__file__).parent / "expected.json"
SAMPLE = str(ROOT / "data" / "sample" / "mes-1m.csv.gz")
KEPT = ("net_profit", "total_trades", "winning_trades", "commissions", "max_drawdown", "ambiguous_bars", "sharpe")
CASES: dict[str, dict[str, Any]] = {
    "ma-crossover": {"strategy": "ma-crossover"},
    "ma-crossover-event": {"strategy": "ma-crossover-event"},
    "donchian-breakout": {"strategy": "donchian-breakout"},
    "bollinger-reversion": {"strategy": "bollinger-reversion"},
    "ma-crossover, plan": {"strategy": "ma-crossover", "plan": "topstep/combine-50k", "costs": {"slippage_ticks": 1}},
    "ma-crossover, plan, continue": {
        "strategy": "ma-crossover",
        "plan": "topstep/combine-50k?daily-loss=1000",
        "after_breach": "continue",
    },
    "ma-crossover, 15m": {"strategy": "ma-crossover", "timeframe": "15m"},
    "opening range, worst case": {"strategy": str(ROOT / "config" / "opening_range.py"), "parameters": {"ticks": 4}},
    "opening range, finer": {
        "strategy": str(ROOT / "config" / "opening_range.py"),
        "parameters": {"ticks": 12, "bars": 6},
        "timeframe": "5m",
        "path": "finer",
    },
    "quiet breakout, ohlc": {"strategy": str(ROOT / "config" / "breakout.py"), "path": "ohlc"},
}


def run_case(options: dict[str, Any]) -> dict[str, Any]:
    """Return what is pinned of one run."""
    request = compose_backtest(read_options(None, {"instrument": "MES", "data": SAMPLE, **options}), load_catalogue())
    name = Path(request.strategy_name).name
    document = to_document(run_backtest(request), with_equity=False)
    plan = document["plan"]
    pinned = {key: document["summary"][key] for key in KEPT}
    verdict = None if plan is None else [plan["status"], plan["at"]]
    return {"strategy": name, **pinned, "plan": verdict, "fingerprint": document["run"]["fingerprint"]}


@pytest.mark.parametrize("case", CASES)
def test_example_gives_the_pinned_numbers(case: str) -> None:
    expected = json.loads(EXPECTED.read_text())[case]

    found = json.loads(json.dumps(run_case(CASES[case])))

    sharpe, pinned = found.pop("sharpe"), expected.pop("sharpe")
    assert found == expected
    assert sharpe == pytest.approx(pinned, rel=1e-9)


def test_event_strategy_trades_as_the_rule_strategy_does() -> None:
    expected = json.loads(EXPECTED.read_text())

    rule, event = expected["ma-crossover"], expected["ma-crossover-event"]

    assert {**rule, "strategy": ""} == {**event, "strategy": ""}


if __name__ == "__main__":
    EXPECTED.write_text(json.dumps({case: run_case(options) for case, options in CASES.items()}, indent=1) + "\n")
