"""The document of a backtest follows the contract to the key; the lists of keys are copied from it by hand."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from command_line import SAMPLE, SAMPLE_RUN, backtest, run, spawn

DOCUMENT = ["schema", "run", "inputs", "summary", "trades", "plan"]
RUN = ["id", "fingerprint", "driver", "seconds", "bars", "bars_per_second", "looked_at_closely", "version"]
INPUTS = ["strategy", "parameters", "instrument", "timeframe", "path", "costs", "balance", "plan", "data"]
DATA = ["source", "format", "sha256", "rows", "first", "last", "gaps", "duplicates"]
SUMMARY_MONEY = ["net_profit", "gross_profit", "gross_loss", "commissions", "expectancy", "average_win", "average_loss"]
SUMMARY_NUMBERS = [
    "total_trades", "winning_trades", "losing_trades", "win_rate", "profit_factor", "sharpe", "sortino", "calmar",
    "max_drawdown_percent", "max_drawdown_days", "exposure", "ambiguous_bars",
]  # fmt: skip
TRADE = [
    "number", "side", "quantity", "entry_time", "entry_price", "exit_time", "exit_price", "gross_pnl", "commission",
    "net_pnl", "exit_reason", "mae", "mfe",
]  # fmt: skip
EQUITY = ["time", "balance", "equity", "equity_low", "equity_high"]
PLAN = ["name", "status", "reason", "at", "days", "progress", "violations", "passed", "payouts"]
DAY = ["date", "net_pnl", "closing_balance", "floor", "headroom_low", "phase", "payout", "denied", "closed_by"]
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def holds(found: dict[str, Any], keys: list[str]) -> bool:
    """Whether all keys are there, in their order; further ones may stand between them."""
    return [key for key in found if key in keys] == keys


def is_exact(value: object) -> bool:
    """Whether a value is the text of a plain decimal."""
    return isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value) is not None


def test_follows_the_contract_to_the_key(sample: dict[str, Any]) -> None:
    assert sample["schema"] == "propbots.backtest/1"
    assert holds(sample, [*DOCUMENT[:-1], "equity", "plan"])
    assert holds(sample["run"], RUN)
    assert holds(sample["inputs"], INPUTS)
    assert holds(sample["inputs"]["data"], DATA)
    assert {*SUMMARY_MONEY, *SUMMARY_NUMBERS, "max_drawdown"} <= set(sample["summary"])
    assert all(holds(trade, TRADE) for trade in sample["trades"])
    assert all(list(row) == EQUITY for row in sample["equity"])
    assert sample["plan"] is None


def test_equity_stands_there_only_when_it_is_asked_for(planned: dict[str, Any]) -> None:
    assert "equity" not in planned


def test_money_and_prices_are_texts_and_ratios_numbers(sample: dict[str, Any]) -> None:
    summary, inputs = sample["summary"], sample["inputs"]

    assert all(is_exact(summary[key]) for key in [*SUMMARY_MONEY, "max_drawdown"])
    assert all(isinstance(summary[key], int | float) for key in SUMMARY_NUMBERS)
    assert is_exact(inputs["balance"])
    assert is_exact(inputs["costs"]["commission"])
    for trade in sample["trades"]:
        money = ("quantity", "entry_price", "exit_price", "gross_pnl", "commission", "net_pnl", "mae", "mfe")
        assert all(is_exact(trade[key]) for key in money)
        assert trade["side"] in ("long", "short")
        assert isinstance(trade["number"], int)
    assert all(is_exact(row[key]) for row in sample["equity"] for key in EQUITY[1:])


def test_times_are_utc(sample: dict[str, Any]) -> None:
    data = sample["inputs"]["data"]

    assert all(MOMENT.fullmatch(data[key]) for key in ("first", "last"))
    assert all(MOMENT.fullmatch(trade[key]) for trade in sample["trades"] for key in ("entry_time", "exit_time"))
    assert all(MOMENT.fullmatch(row["time"]) for row in sample["equity"])


def test_inputs_say_what_was_run(sample: dict[str, Any]) -> None:
    inputs = sample["inputs"]

    assert inputs["strategy"] == "ma-crossover"
    assert inputs["parameters"] == {"fast": 10, "slow": 50}
    assert (inputs["instrument"], inputs["timeframe"], inputs["path"]) == ("MES", "1m", "worst_case")
    assert (inputs["balance"], inputs["plan"]) == ("50000.00", None)
    assert inputs["costs"]["source"] == "instrument"
    assert inputs["data"]["source"] == str(SAMPLE)
    assert re.fullmatch(r"[0-9a-f]{64}", inputs["data"]["sha256"])
    assert sample["run"]["bars"] == len(sample["equity"]) == inputs["data"]["rows"]


def test_figures_agree_with_the_trades(sample: dict[str, Any]) -> None:
    summary, nets = sample["summary"], [Decimal(trade["net_pnl"]) for trade in sample["trades"]]

    assert summary["total_trades"] == len(nets)
    assert Decimal(summary["net_profit"]) == sum(nets)
    assert Decimal(summary["gross_profit"]) == sum(net for net in nets if net > 0)
    assert Decimal(summary["gross_loss"]) == sum(net for net in nets if net < 0)
    assert Decimal(summary["commissions"]) == sum(Decimal(trade["commission"]) for trade in sample["trades"])
    assert Decimal(sample["equity"][-1]["equity"]) == Decimal(50_000) + sum(nets)
    assert summary["winning_trades"] == sum(net > 0 for net in nets)
    assert [trade["number"] for trade in sample["trades"]] == list(range(1, len(nets) + 1))
    assert sample["trades"][-1]["exit_reason"] == "end_of_data"


def test_equity_rows_stand_in_order_and_hold_together(sample: dict[str, Any]) -> None:
    times = [row["time"] for row in sample["equity"]]

    assert times == sorted(set(times))
    for row in sample["equity"]:
        low, middle, high = (Decimal(row[key]) for key in ("equity_low", "equity", "equity_high"))
        assert low <= middle <= high


def test_plan_tells_status_days_and_violations(planned: dict[str, Any]) -> None:
    plan = planned["plan"]

    assert holds(plan, PLAN)
    assert plan["name"] == planned["inputs"]["plan"] == "topstep/combine-50k"
    assert plan["status"] in ("passed", "failed", "active", "unknown")
    assert all(holds(day, DAY) for day in plan["days"])
    assert all(is_exact(day[key]) for day in plan["days"] for key in DAY[1:5])
    assert planned["inputs"]["costs"] == {
        "commission": planned["inputs"]["costs"]["commission"],
        "slippage_ticks": 1,
        "source": "plan",
    }


def test_two_runs_have_one_fingerprint(sample: dict[str, Any]) -> None:
    again = spawn(*SAMPLE_RUN, "--equity", "--json").document

    assert again["run"]["fingerprint"] == sample["run"]["fingerprint"]
    assert re.fullmatch(r"[0-9a-f]{64}", again["run"]["fingerprint"])
    volatile = ("seconds", "bars_per_second")
    assert {**again, "run": 0} == {**sample, "run": 0}
    assert all(again["run"][key] == sample["run"][key] for key in RUN if key not in volatile)


@pytest.mark.parametrize(
    "words",
    [
        ("--set", "fast=11"),
        ("--commission", "0.01"),
        ("--slippage-ticks", "1"),
        ("--path", "ohlc"),
        ("--plan", "topstep/combine-50k"),
        ("--from", "2026-02-02"),
        ("--quantity", "2"),
        ("--balance", "60000"),
        ("--timeframe", "5m"),
    ],
)
def test_whatever_changes_the_question_changes_the_fingerprint(sample: dict[str, Any], words: tuple[str, ...]) -> None:
    changed = run(*SAMPLE_RUN, *words, "--json").document

    assert changed["run"]["fingerprint"] != sample["run"]["fingerprint"]


def test_name_of_the_file_does_not_change_the_fingerprint(bars: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.csv"
    copy.write_bytes(bars.read_bytes().replace(b"\n", b"\r\n"))

    assert backtest(bars).document["run"]["fingerprint"] == backtest(copy).document["run"]["fingerprint"]
