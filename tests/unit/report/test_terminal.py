"""The summary on the terminal: what it says, and what it does on consoles that can do little."""

import io
import re
from decimal import Decimal

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from propbots.data.record import RunRecord
from propbots.domain.outcome import PlanStatus
from propbots.report.display import DASH
from propbots.report.terminal import make_sparkline, print_summary
from report_builders import a_record, a_walked_record, an_account, bars_of


def printed(record: RunRecord, *, width: int = 100, encoding: str = "utf-8", color: bool = False) -> str:
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
    console = Console(file=file, width=width, force_terminal=color, color_system="standard" if color else None)
    print_summary(record, console)
    file.seek(0)
    return file.read()


def small_run(status: PlanStatus | None = PlanStatus.FAILED) -> RunRecord:
    return a_walked_record(days=5, trades=20, bars_per_day=60, status=status)


def test_the_summary_names_the_run_and_its_key_figures() -> None:
    text = printed(small_run())

    for part in (
        "ma-crossover",
        "fast=10 slow=50",
        "XYZ 1m",
        f"1 Jan 2026 {DASH} 7 Jan 2026",
        "5 trading days",
        "300 bars",
    ):
        assert part in text
    for name in ("Net profit", "Win rate", "Profit factor", "Sharpe", "Max drawdown", "Commissions", "$24.40"):
        assert name in text


def test_the_verdict_comes_with_reason_floor_and_headroom() -> None:
    text = printed(small_run())

    assert " FAILED  acme/trial-50k#evaluation" in text
    assert "touched the floor of 48,000.00" in text
    assert "floor $4" in text
    assert "least headroom $" in text
    assert "2026-01-06 23:00:00 UTC" in text


@pytest.mark.parametrize("status", list(PlanStatus))
def test_every_status_has_its_badge(status: PlanStatus) -> None:
    assert f" {status.value.upper()} " in printed(small_run(status))


def test_without_a_plan_there_is_no_verdict() -> None:
    text = printed(small_run(None))

    assert "FAILED" not in text
    assert "headroom" not in text


def test_what_to_mind_is_said() -> None:
    record = attrs.evolve(small_run(), denied_orders=4)

    text = printed(record)

    assert "ambiguous bars 3: the path worst_case decided" in text
    assert "orders refused by the risk gate 4" in text
    assert "in the data: gaps 4, identical rows dropped 2, prices rounded 1" in text


def test_a_clean_run_has_nothing_to_mind() -> None:
    assert "in the data" not in printed(a_record())
    assert "ambiguous" not in printed(a_record())


def test_a_run_without_trades_says_so() -> None:
    assert "no trades were made" in printed(a_record())


def test_a_run_without_bars_prints() -> None:
    bars = bars_of([])

    assert "no trading days · 0 bars" in printed(a_record(bars=bars, account=an_account(bars, [])))


def test_colours_follow_the_sign_and_are_left_out_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    colored = printed(small_run(), color=True)
    monkeypatch.setenv("NO_COLOR", "1")
    plain = printed(small_run(), color=True)

    assert "\x1b[31m" in colored
    assert "\x1b[31m" not in plain


def test_a_console_that_writes_ascii_gets_ascii() -> None:
    text = printed(a_record(strategy="café"), encoding="ascii")

    assert text.isascii()
    assert "caf?" in text
    assert "XYZ 1m | 1 Jan 2026" in text
    assert "a side" in text


def test_names_are_never_taken_for_markup() -> None:
    assert "[red]x[/red] [/]" in printed(a_record(strategy="[red]x[/red] [/]"))


@pytest.mark.parametrize("width", [40, 60, 80])
def test_nothing_is_wider_than_the_console(width: int) -> None:
    assert max(map(len, printed(small_run(), width=width).splitlines())) <= width


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=200), st.integers(2, 80))
def test_a_sparkline_reaches_from_the_lowest_block_to_the_highest(values: list[int], width: int) -> None:
    line = make_sparkline(np.array(values), width)

    assert len(line) == min(width, len(values))
    assert set(line) <= set("▁▂▃▄▅▆▇█")
    if len(values) <= width and len(set(values)) > 1:
        assert line[values.index(max(values))] == "█"
        assert line[values.index(min(values))] == "▁"


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_no_amount_is_cut_however_narrow_the_console(width: int) -> None:
    record = small_run()
    record = attrs.evolve(record, inputs=attrs.evolve(record.inputs, balance=Decimal(123_456_789)))

    text = printed(record, width=width)

    assert all(part in text for part in ("Max drawdown", "In the market", "Commissions"))
    assert re.search(r"Max drawdown\s+\$123,4\d\d,\d\d\d\.\d\d", text)
