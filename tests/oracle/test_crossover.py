"""The oracle itself, against an example that was worked out on paper."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.oracle.crossover import read_bars

BARS = """time,open,high,low,close,volume
2026-01-05T10:00:00Z,101.00,101.00,101.00,101.00,1
2026-01-05T10:01:00Z,101.00,101.00,100.00,100.00,1
2026-01-05T10:01:00Z,101.00,101.00,100.00,100.00,1
2026-01-05T10:02:00Z,100.00,102.00,99.75,102.00,1
2026-01-05T10:03:00Z,102.50,103.00,102.00,102.25,1
2026-01-05T10:10:00Z,102.00,102.50,100.75,101.50,1
2026-01-05T10:11:00Z,101.25,101.75,100.50,101.00,1
"""
OPTIONS = ("--fast=1", "--slow=2", "--tick=0.25", "--point-value=5", "--commission=0.61", "--slippage-ticks=1")


def test_the_command_answers_the_example_of_the_paper(tmp_path: Path) -> None:
    """The close rises at 10:02 after a fall and falls at 10:10 after a rise; a second row of 10:01 changes nothing."""
    (tmp_path / "bars.csv").write_text(BARS)
    script = Path(__file__).with_name("crossover.py")

    answer = subprocess.run(
        [sys.executable, "-I", script, tmp_path / "bars.csv", *OPTIONS], capture_output=True, text=True, check=True
    )

    document = json.loads(answer.stdout)
    assert [" ".join(map(str, trade.values())) for trade in document["trades"]] == [
        "1 long 1 2026-01-05T10:03:00Z 102.75 2026-01-05T10:11:00Z 101.00 -8.75 1.22 -9.97 signal 10.00 1.25",
        "2 short 1 2026-01-05T10:11:00Z 101.00 2026-01-05T10:12:00Z 101.00 0.00 1.22 -1.22 end_of_data 3.75 2.50",
    ]
    assert [" ".join(row.values()) for row in document["equity"]] == [
        "2026-01-05T10:01:00Z 50000.00 50000.00 50000.00 50000.00",
        "2026-01-05T10:02:00Z 50000.00 50000.00 50000.00 50000.00",
        "2026-01-05T10:03:00Z 50000.00 50000.00 50000.00 50000.00",
        "2026-01-05T10:04:00Z 49999.39 49996.89 49995.64 50000.64",
        "2026-01-05T10:11:00Z 49999.39 49993.14 49989.39 49998.14",
        "2026-01-05T10:12:00Z 49988.81 49988.81 49985.67 49991.92",
    ]


@pytest.mark.parametrize("row", ["2026-01-05T10:09:00Z,1,1,1,1,1\n", "2026-01-05T10:11:00Z,1,1,1,1,1\n"])
def test_rows_out_of_order_and_rows_that_contradict_one_another_are_refused(row: str, tmp_path: Path) -> None:
    (tmp_path / "bars.csv").write_text(BARS + row)

    with pytest.raises(ValueError, match="out of order, or two rows of one time differ"):
        read_bars(tmp_path / "bars.csv")
