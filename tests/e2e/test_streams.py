"""Standard output holds the answer and nothing else, whatever strategies print and wherever it goes."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from command_line import SAMPLE, SAMPLE_RUN, backtest, run, spawn, write_strategy


@pytest.mark.parametrize(
    "words",
    [
        ("strategies", "list"),
        ("indicators", "list"),
        ("instruments", "list"),
        ("plugins", "list"),
        ("plugins", "doctor"),
        SAMPLE_RUN,
        ("indicators", "compute", "Sma", "--data", str(SAMPLE)),
    ],
)
def test_json_is_one_document_with_its_schema_and_nothing_else(words: tuple[str, ...]) -> None:
    ended = run(*words, "--json")

    assert ended.code == 0
    assert re.fullmatch(r"propbots\.\w+/1", ended.document["schema"])
    assert ended.err == ""


def test_generated_data_are_told_as_one_document(tmp_path: Path) -> None:
    words = ("--instrument", "MES", "--from", "2026-02-02", "--to", "2026-02-02", "--output", tmp_path / "g.csv")

    ended = run("data", "generate", *words, "--json")

    assert ended.document["path"] == str(tmp_path / "g.csv")
    assert ended.document["rows"] == len((tmp_path / "g.csv").read_text().splitlines()) - 1


def test_demo_tells_its_run_as_one_document(tmp_path: Path) -> None:
    ended = spawn("demo", "--json", cwd=tmp_path)

    assert ended.document["schema"] == "propbots.backtest/1"
    assert ended.err == "report: propbots-demo.html\n"
    assert (tmp_path / "propbots-demo.html").is_file()
    assert spawn("demo", "--json", "--quiet", "--output", "x.html", cwd=tmp_path).err == ""


def test_what_a_strategy_prints_does_not_stand_in_the_document(bars: Path, tmp_path: Path) -> None:
    strategy = write_strategy(tmp_path, "def on_start(self): print('here I am')")

    ended = run("backtest", "--data", bars, "--strategy", strategy, "--instrument", "ES", "--json")

    assert ended.document["summary"]["total_trades"] == 0
    assert ended.err == "here I am\n"


def test_summary_for_people_has_no_colours_in_a_pipe_and_none_with_no_color(bars: Path) -> None:
    words = ("backtest", "--data", bars, "--strategy", "ma-crossover", "--instrument", "ES")

    piped = spawn(*words)
    refused = spawn(*words, environment={"NO_COLOR": "1", "TERM": "xterm-256color", "FORCE_COLOR": ""})

    assert "\x1b" not in piped.out + refused.out
    assert "Net profit" in piped.out


def test_ascii_terminal_is_no_reason_to_fail(bars: Path) -> None:
    words = ("backtest", "--data", bars, "--strategy", "ma-crossover", "--instrument", "ES")
    narrow = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}

    assert spawn(*words, environment=narrow).code == 0
    assert spawn(*words, "--json", environment=narrow).document["run"]["bars"] == 600
    assert spawn("instruments", "list", environment=narrow).code == 0


def test_quiet_keeps_remarks_back_and_verbose_shows_the_traceback(bars: Path, tmp_path: Path) -> None:
    report = tmp_path / "r.html"

    assert backtest(bars, "--report", report).err == f"report: {report}\n"
    assert backtest(bars, "--report", report, "--quiet").err == ""
    loud = backtest(bars, "--quantity", "0", "--verbose")
    assert loud.err.startswith("Traceback")
    assert loud.err.strip().splitlines()[-1].startswith("error: quantity must be above 0")


def test_nothing_asks_when_nobody_listens(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "propbots", "backtest"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert ended.returncode == 2


Shell = Callable[[str], tuple[int, str]]


@pytest.fixture(params=["", "1"], ids=["buffered", "unbuffered"])
def shell(request: pytest.FixtureRequest, tmp_path: Path) -> Shell:
    """A shell that knows the words `propbots` and `run`, which tells code and messages."""
    name = f'function propbots {{ {sys.executable} -m propbots "$@"; }}; set -o pipefail; '
    words = 'function run { propbots backtest --strategy ma-crossover --instrument ES --data "$@"; }; '
    environment = {**os.environ, "PYTHONUNBUFFERED": request.param}

    def call(line: str) -> tuple[int, str]:
        ended = subprocess.run(
            ["bash", "-c", name + words + line],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert "Traceback" not in ended.stderr
        return ended.returncode, ended.stderr

    return call


@pytest.mark.parametrize("words", ["instruments list", "instruments list --json", "demo --quiet", "--help"])
def test_answer_that_cannot_be_written_is_a_matter_of_the_output(shell: Shell, words: str) -> None:
    assert shell(f"propbots {words} >/dev/full") == (3, "error: standard output: no space left on device\n")


def test_closed_outputs_and_readers_that_leave_are_no_reason_to_fail(shell: Shell, bars: Path) -> None:
    assert shell("propbots instruments list >&-")[0] == 0
    assert shell("propbots nope 2>&-")[0] == 2
    assert shell("propbots instruments list | head -1") == (0, "")
    assert shell(f"run {bars} --equity --json | head -1") == (0, "")


@pytest.mark.parametrize("remarks", ["2>/dev/full", "2>&1 >o | true"])
def test_remarks_that_nobody_can_read_change_nothing(shell: Shell, bars: Path, tmp_path: Path, remarks: str) -> None:
    answer = "" if ">o" in remarks else ">o "

    assert shell(f"run {bars} --json --report r.html --trades t.csv {answer}{remarks}")[0] == 0
    assert json.loads((tmp_path / "o").read_text())["schema"] == "propbots.backtest/1"
    assert shell(f"run nope.csv {answer}{remarks}")[0] == 3


def test_strategy_that_prints_where_nobody_reads_runs_on(shell: Shell, bars: Path, tmp_path: Path) -> None:
    strategy = write_strategy(tmp_path, "def on_start(self): print('here I am')")

    assert shell(f"run {bars} --strategy {strategy} --json 2>/dev/full >o") == (0, "")
    assert (tmp_path / "o").stat().st_size > 0


def test_name_that_is_no_text_is_no_reason_to_fail(bars: Path, tmp_path: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xffrs.csv"))
    odd.write_bytes(bars.read_bytes())
    words = ("backtest", "--data", odd, "--strategy", "ma-crossover", "--instrument", "ES")

    assert spawn(*words, "--json").document["inputs"]["data"]["source"].endswith("b?rs.csv")
    assert spawn(*words).code == 0
    assert spawn(*words, "--report", tmp_path / "r.html", "--trades", tmp_path / "t.csv").code == 0
