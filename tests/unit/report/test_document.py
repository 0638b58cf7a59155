"""The document for programs: the contract's keys in its order, exact texts, and nothing that JSON cannot hold."""

import json
import math
from decimal import Decimal
from typing import Any

import attrs
import pytest

from propbots.data.record import CostInputs
from propbots.domain.outcome import PlanStatus
from propbots.report.document import to_document
from report_builders import a_daily_record, a_record, a_trade, a_walked_record, an_account, bars_of

RUN = ["id", "fingerprint", "driver", "seconds", "bars", "bars_per_second", "looked_at_closely", "version"]
INPUTS = ["strategy", "parameters", "instrument", "timeframe", "path", "costs", "balance", "plan", "data"]
DATA = ["source", "format", "sha256", "rows", "first", "last", "gaps", "duplicates"]
SUMMARY = [
    "net_profit", "gross_profit", "gross_loss", "commissions", "total_trades", "winning_trades", "losing_trades",
    "win_rate", "profit_factor", "expectancy", "average_win", "average_loss", "sharpe", "sortino", "calmar",
    "max_drawdown", "max_drawdown_percent", "max_drawdown_days", "exposure", "ambiguous_bars",
]  # fmt: skip
TRADE = [
    "number", "side", "quantity", "entry_time", "entry_price", "exit_time", "exit_price", "gross_pnl", "commission",
    "net_pnl", "exit_reason", "mae", "mfe",
]  # fmt: skip
EQUITY = ["time", "balance", "equity", "equity_low", "equity_high"]
PLAN = ["name", "status", "reason", "at", "days", "progress", "violations", "passed", "payouts"]
DAY = ["date", "net_pnl", "closing_balance", "floor", "headroom_low", "phase", "payout", "denied", "closed_by"]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return to_document(a_walked_record(days=5, trades=20, bars_per_day=60), with_equity=True)


def test_the_keys_are_the_contracts_in_its_order(document: dict[str, Any]) -> None:
    assert list(document)[:6] == ["schema", "run", "inputs", "summary", "trades", "equity"]
    assert list(document)[6] == "plan"
    assert list(document["run"]) == RUN
    assert list(document["inputs"])[: len(INPUTS)] == INPUTS
    assert list(document["inputs"]["data"])[: len(DATA)] == DATA
    assert list(document["summary"])[: len(SUMMARY)] == SUMMARY
    assert list(document["trades"][0])[: len(TRADE)] == TRADE
    assert list(document["equity"][0]) == EQUITY
    assert list(document["plan"]) == PLAN
    assert list(document["plan"]["days"][0]) == DAY


def test_money_and_prices_are_texts_and_ratios_and_counts_are_numbers(document: dict[str, Any]) -> None:
    summary, trade = document["summary"], document["trades"][0]
    money = ["net_profit", "gross_profit", "gross_loss", "commissions", "expectancy", "average_win", "average_loss"]

    assert all(isinstance(summary[name], str) for name in (*money, "max_drawdown"))
    assert all(isinstance(summary[name], int) for name in SUMMARY[4:7])
    assert all(isinstance(summary[name], float) for name in ("win_rate", "sharpe", "exposure", "max_drawdown_percent"))
    assert isinstance(trade["number"], int)
    assert all(isinstance(trade[name], str) for name in TRADE[1:])


def test_a_trade_is_written_exactly() -> None:
    document = to_document(a_record(trades=[a_trade(1, "8.78", mae="1.5", mfe="12")]), with_equity=False)

    assert document["trades"] == [
        {
            "number": 1,
            "side": "long",
            "quantity": "1",
            "entry_time": "2026-01-01T00:00:00Z",
            "entry_price": "100.00",
            "exit_time": "2026-01-01T00:01:00Z",
            "exit_price": "102.00",
            "gross_pnl": "10.00",
            "commission": "1.22",
            "net_pnl": "8.78",
            "exit_reason": "signal",
            "mae": "1.50",
            "mfe": "12.00",
            "ambiguous": False,
            "instrument": "XYZ",
        }
    ]


def test_the_trades_and_the_summary_say_the_same(document: dict[str, Any]) -> None:
    net = [Decimal(trade["net_pnl"]) for trade in document["trades"]]
    summary = document["summary"]

    assert Decimal(summary["net_profit"]) == sum(net)
    assert Decimal(summary["gross_profit"]) + Decimal(summary["gross_loss"]) == sum(net)
    assert summary["winning_trades"] == sum(result > 0 for result in net)
    assert summary["total_trades"] == len(net)
    assert Decimal(document["equity"][-1]["balance"]) - Decimal(document["inputs"]["balance"]) == sum(net)


def test_equity_is_told_only_when_asked_for_and_at_the_bars_closes(document: dict[str, Any]) -> None:
    record = a_walked_record(days=5, trades=20, bars_per_day=60)

    assert "equity" not in to_document(record, with_equity=False)
    assert len(document["equity"]) == len(record.bars)
    assert document["equity"][0]["time"] == "2025-12-31T22:01:00Z"
    assert document["equity"][-1]["equity"] == document["summary"]["final_equity"]


def test_the_data_are_told_by_when_their_first_and_last_bar_begin(document: dict[str, Any]) -> None:
    data = document["inputs"]["data"]

    assert data["first"] == "2025-12-31T22:00:00Z"
    assert data["last"] < document["equity"][-1]["time"]
    assert data["rounded"] == 1


def test_rounding_is_told_only_where_it_happened() -> None:
    assert "rounded" not in to_document(a_record(), with_equity=False)["inputs"]["data"]


def test_the_run_is_named_after_its_fingerprint(document: dict[str, Any]) -> None:
    assert document["run"]["id"] == document["run"]["fingerprint"][:12]
    assert len(document["run"]["id"]) == 12


def test_costs_and_parameters_are_told_as_they_were_given() -> None:
    record = a_record()
    parameters: dict[str, object] = {"fast": 10, "stop": Decimal("2.50"), "ratio": 0.5, "name": "x"}
    record = attrs.evolve(record, inputs=attrs.evolve(record.inputs, parameters=parameters))

    inputs = to_document(record, with_equity=False)["inputs"]

    assert inputs["costs"] == {"commission": "0.61", "slippage_ticks": 1, "source": "plan"}
    assert inputs["parameters"] == {"fast": 10, "stop": "2.5", "ratio": 0.5, "name": "x"}
    assert inputs["balance"] == "50000.00"
    assert inputs["timeframe"] == "1m"
    assert inputs["plan"] is None


def test_a_plan_is_told_with_its_days_and_violations(document: dict[str, Any]) -> None:
    plan = document["plan"]

    assert plan["status"] == "failed"
    assert plan["at"] == document["equity"][-1]["time"]
    assert plan["days"][0]["date"] == "2026-01-01"
    assert plan["progress"]["profit_target"] == "3000.00"
    assert plan["progress"]["trading_days"] == 5
    assert plan["violations"] == [
        {"rule": "maximum_loss", "effect": "hard", "time": plan["at"], "message": plan["reason"]}
    ]


def test_an_active_plan_has_no_reason_and_no_time() -> None:
    record = a_walked_record(days=2, trades=3, bars_per_day=30, status=PlanStatus.ACTIVE)

    plan = to_document(record, with_equity=False)["plan"]

    assert (plan["status"], plan["reason"], plan["at"]) == ("active", None, None)


def test_without_a_plan_the_key_is_there_and_null() -> None:
    document = to_document(a_record(), with_equity=False)

    assert document["plan"] is None
    assert document["inputs"]["plan"] is None


def empty_run() -> dict[str, Any]:
    bars = bars_of([])
    return to_document(a_record(bars=bars, account=an_account(bars, [])), with_equity=True)


def ruined_run() -> dict[str, Any]:
    return to_document(a_daily_record([100, -50, 20], balance="1.50"), with_equity=True)


@pytest.mark.parametrize("make", [empty_run, ruined_run], ids=["no bars", "an account below zero"])
def test_every_run_is_json_without_infinities(make: Any) -> None:
    document = make()

    text = json.dumps(document, allow_nan=False)

    assert json.loads(text) == document


def test_no_float_hides_in_the_amounts(document: dict[str, Any]) -> None:
    def floats(value: object) -> list[float]:
        if isinstance(value, dict):
            return [number for item in value.values() for number in floats(item)]
        if isinstance(value, list):
            return [number for item in value for number in floats(item)]
        return [value] if isinstance(value, float) else []

    assert floats(document["trades"]) == floats(document["equity"]) == floats(document["plan"]) == []
    assert all(math.isfinite(number) for number in floats(document))


def test_costs_beside_commission_and_slippage_are_told_where_they_were_asked_for() -> None:
    costs = CostInputs(Decimal("0.61"), 1, "plan", spread_ticks=2, volume_limit=Decimal("0.10"))
    record = a_record()
    asked = attrs.evolve(record, inputs=attrs.evolve(record.inputs, costs=costs))

    told = to_document(asked, with_equity=False)["inputs"]["costs"]

    assert told == {
        "commission": "0.61",
        "slippage_ticks": 1,
        "spread_ticks": 2,
        "volume_limit": "0.1",
        "source": "plan",
    }
