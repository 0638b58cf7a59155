"""Currencies from the command line: minutes on five digits, money to the cent, and accounts of another currency."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from command_line import run

LOTS, COMMISSION, SLIPPAGE = Decimal("0.37"), Decimal("2.50"), Decimal("0.00003")
PLAN = "topstep/combine-50k"


def generate(folder: Path, instrument: str, price: str) -> Path:
    """Write three days of minutes."""
    file = folder / f"{instrument}.csv"
    days = ("--from", "2026-03-05", "--to", "2026-03-10")  # America's clocks change between
    ended = run("data", "generate", "--instrument", instrument, *days, "--start-price", price, "--output", file)
    assert ended.code == 0, ended
    return file


@pytest.fixture(scope="module")
def minutes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Minutes of a pair with five digits."""
    return generate(tmp_path_factory.mktemp("pairs"), "EURUSD", "1.08567")


@pytest.fixture(scope="module")
def crossed(minutes: Path) -> dict[str, Any]:
    """A crossover on a part of a lot, with commission and slippage."""
    costs = ("--commission", str(COMMISSION), "--slippage-ticks", "3", "--quantity", str(LOTS))
    return run(
        "backtest", "--data", minutes, "--strategy", "ma-crossover", "--instrument", "EURUSD", *costs, "--json"
    ).document


def test_minutes_of_a_pair_lie_on_five_digits_and_run_through_the_turn_of_the_day(minutes: Path) -> None:
    rows = [line.split(",") for line in minutes.read_text().splitlines()[1:]]
    stamps = {row[0] for row in rows}

    assert {len(row[4].partition(".")[2]) for row in rows} == {5}
    assert {"2026-03-05T21:59:00Z", "2026-03-05T22:00:00Z"} <= stamps
    assert max(stamp for stamp in stamps if stamp < "2026-03-07") == "2026-03-06T21:59:00Z"
    assert min(stamp for stamp in stamps if stamp > "2026-03-07") == "2026-03-08T21:00:00Z"


def test_trades_of_a_part_of_a_lot_are_exact(crossed: dict[str, Any]) -> None:
    trades = crossed["trades"]

    assert len(trades) > 50
    for trade in trades:
        gain = Decimal(trade["exit_price"]) - Decimal(trade["entry_price"])
        gross = gain * 100_000 * LOTS * (1 if trade["side"] == "long" else -1)
        assert Decimal(trade["quantity"]) == LOTS
        assert Decimal(trade["gross_pnl"]) == gross
        assert Decimal(trade["commission"]) == 2 * COMMISSION * LOTS == Decimal("1.85")
        assert Decimal(trade["net_pnl"]) == gross - Decimal("1.85")
    total = sum(Decimal(trade["net_pnl"]) for trade in trades)
    assert Decimal(crossed["summary"]["net_profit"]) == total


def test_entries_are_at_the_next_open_and_the_slippage(minutes: Path, crossed: dict[str, Any]) -> None:
    opens = {row[0]: Decimal(row[1]) for row in (line.split(",") for line in minutes.read_text().splitlines()[1:])}

    paid = {
        (Decimal(trade["entry_price"]) - opens[trade["entry_time"]]) * (1 if trade["side"] == "long" else -1)
        for trade in crossed["trades"]
    }

    assert paid == {SLIPPAGE}


def test_pair_that_gains_in_yen_is_refused_by_a_plan_in_dollars(tmp_path: Path) -> None:
    data = generate(tmp_path, "USDJPY", "156.123")

    refused = run("backtest", "--data", data, "--strategy", "ma-crossover", "--instrument", "USDJPY", "--plan", PLAN)

    assert refused.refuses(
        2, f"plan {PLAN} is in USD and USDJPY in JPY", "until gains are converted, trade an instrument in USD"
    )


def test_pair_that_gains_in_yen_is_counted_in_yen_without_a_plan(tmp_path: Path) -> None:
    data = generate(tmp_path, "USDJPY", "156.123")

    told = run("backtest", "--data", data, "--strategy", "ma-crossover", "--instrument", "USDJPY")

    assert told.code == 0, told
    assert "¥" in told.out
    assert "$" not in told.out


def test_sheet_of_a_pair_speaks_of_lots() -> None:
    told = run("instruments", "show", "EURUSD", "--on", "2025-12-24").out

    assert "quantity step  0.01 lot" in told
    assert "fees           none of its own; a broker's commission is paid on top" in told
    assert "America/New_York" in told
    assert "Thu 2025-12-25" not in told
    assert "Fri 2025-12-26  Thu 17:00  17:00   22:00 to 22:00" in told
