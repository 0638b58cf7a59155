"""Files are written whole or not at all: on full disks, by two runs at once, and when somebody presses ctrl-C."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from command_line import backtest, run, write_strategy
from fake_distribution import plant


def test_report_and_trades_are_written_whole(bars: Path, tmp_path: Path) -> None:
    report, trades = tmp_path / "r.html", tmp_path / "t.csv"

    ended = backtest(bars, "--report", report, "--trades", trades)

    assert report.read_text().rstrip().endswith("</html>")
    assert len(trades.read_text().splitlines()) == 1 + ended.document["summary"]["total_trades"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bars.csv", "r.html", "t.csv"]


@pytest.mark.parametrize("option", ["--report", "--trades"])
def test_place_that_cannot_be_written_is_refused_before_the_work(bars: Path, tmp_path: Path, option: str) -> None:
    backtest(bars, option, tmp_path / "no" / "x").refuses(3, "there is no folder", "make it first")
    backtest(bars, option, tmp_path).refuses(3, "this is a folder; give the name of a file")
    backtest(bars, option, bars).refuses(2, "would replace the data; choose another name")
    backtest(f"files:{bars}", option, bars).refuses(2, "would replace the data; choose another name")
    backtest(bars, option, "/dev/full").refuses(3, "/dev/full: cannot be written")
    backtest(bars, option, "/proc/x").refuses(3, "/proc/x: cannot be written")


def test_settings_are_never_replaced(bars: Path, tmp_path: Path) -> None:
    settings = tmp_path / "mine.toml"
    settings.write_text("[plugins]\nblock = []\n")
    days = ("--instrument", "MES", "--from", "2026-02-02", "--to", "2026-02-02")
    refused = f"{settings} would replace the settings; choose another name"

    backtest(bars, "--config", settings, "--trades", settings).refuses(2, refused)
    run("data", "generate", *days, "--config", settings, "--output", settings).refuses(2, refused)
    demo = run("demo", "--config", settings, "--output", settings)

    assert (demo.code, demo.out, demo.message) == (2, "", refused)
    assert settings.read_text() == "[plugins]\nblock = []\n"


def test_output_into_a_stream_is_added_to_it(bars: Path, tmp_path: Path) -> None:
    words = f"--data {bars} --strategy ma-crossover --instrument ES --quiet --trades /dev/stdout --report /dev/null"
    line = f"{{ echo hello; {sys.executable} -m propbots backtest {words}; echo bye; }} >log"

    subprocess.run(["bash", "-c", line], cwd=tmp_path, check=True, timeout=60)

    log = (tmp_path / "log").read_text()
    assert log.startswith("hello\nnumber,side,")
    assert log.endswith("\nbye\n")


def test_name_of_an_instrument_is_a_name_like_any_other(
    bars: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert backtest(bars, "--instrument", "MES", "--trades", "MES").code == 0
    assert (tmp_path / "MES").is_file()


@pytest.mark.parametrize("option", ["--data", "--trades"])
def test_links_in_a_circle_are_told_with_their_name(bars: Path, tmp_path: Path, option: str) -> None:
    (tmp_path / "one").symlink_to("other")
    (tmp_path / "other").symlink_to("one")

    backtest(bars, option, tmp_path / "one").refuses(3, f"{tmp_path / 'one'}: ", "oo many levels of symbolic links")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_folder_without_permission_is_refused(bars: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)

    backtest(bars, "--report", closed / "r.html").refuses(3, "permission denied")


@pytest.mark.parametrize("option", ["--report", "--trades"])
def test_disk_that_fills_up_leaves_the_older_file_whole(bars: Path, tmp_path: Path, option: str) -> None:
    target = tmp_path / "out"
    target.write_text("older")

    with limited_files(100):
        ended = backtest(bars, option, target)

    ended.refuses(3, f"{target}: cannot be written (file too large)")
    assert target.read_text() == "older"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bars.csv", "out"]


def test_generated_data_fill_no_disk_by_half(tmp_path: Path) -> None:
    words = ("--instrument", "MES", "--from", "2026-02-02", "--to", "2026-02-02", "--output", tmp_path / "g.csv")

    with limited_files(100):
        run("data", "generate", *words).refuses(3, "cannot be written (file too large)")

    assert list(tmp_path.iterdir()) == []


def test_two_runs_into_one_report_leave_one_whole_report(bars: Path, tmp_path: Path) -> None:
    report = tmp_path / "r.html"
    words = [sys.executable, "-m", "propbots", "backtest", "--data", bars, "--instrument", "ES", "--report", report]
    both = [
        subprocess.Popen([*map(str, words), "--strategy", name], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for name in ("ma-crossover", "donchian-breakout")
    ]

    codes = [process.wait(timeout=120) for process in both]

    assert codes == [0, 0]
    assert report.read_text().rstrip().endswith("</html>")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bars.csv", "r.html"]


def test_ctrl_c_in_a_long_run_is_130_with_one_line_and_no_file(bars: Path, tmp_path: Path) -> None:
    body = "def on_bar(self, bar):\n        import pathlib, time; pathlib.Path('started').touch(); time.sleep(60)"
    strategy = write_strategy(tmp_path, body)
    standard = ("backtest", "--data", bars, "--strategy", strategy, "--instrument", "ES")
    words = (*standard, "--report", "r.html", "--json")
    process = subprocess.Popen(
        [sys.executable, "-m", "propbots", *map(str, words)],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for((tmp_path / "started").exists)

    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)

    assert (process.returncode, out, err) == (130, "", "interrupted; no half-written file stays behind\n")
    assert not (tmp_path / "r.html").exists()


SLOW = """
import time
from pathlib import Path
from propbots.data.output import atomic_path

def make(workbench):
    def write(target: Path) -> None:
        with atomic_path(target) as place:
            for number in range(3_000):
                Path(place.parent, str(number)).touch()
            Path('started').touch()
            time.sleep(60)
    return write

class Planted(Plugin):
    @hookimpl
    def propbots_commands(self):
        return [CommandContribution("write", "Writes slowly.", make)]
"""


@pytest.mark.parametrize(
    ("numbers", "code", "message"),
    [
        ([signal.SIGTERM], 143, "ended by SIGTERM; no half-written file stays behind\n"),
        ([signal.SIGHUP], 129, "ended by SIGHUP; no half-written file stays behind\n"),
        ([signal.SIGINT, signal.SIGINT, signal.SIGINT], 130, "interrupted; no half-written file stays behind\n"),
    ],
    ids=["terminated", "hung up", "thrice ctrl-C"],
)
def test_signals_while_a_file_is_written_leave_nothing(
    site: Path, tmp_path: Path, numbers: list[signal.Signals], code: int, message: str
) -> None:
    plant(site, "propbots-slow", SLOW)
    folder = tmp_path / "work"
    folder.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "propbots", "write", "out"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(site)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for((folder / "started").exists)

    for number in numbers:
        process.send_signal(number)
        time.sleep(0.005)
    out, err = process.communicate(timeout=60)

    assert (process.returncode, out, err) == (code, "", message)
    assert [path.name for path in folder.iterdir()] == ["started"]


class limited_files:  # noqa: N801 -- reads like the statement that it is
    """Let no file grow beyond so many bytes, as a disk would that is full."""

    def __init__(self, size: int) -> None:
        self._size = size

    def __enter__(self) -> None:
        self._handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        self._limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (self._size, self._limits[1]))

    def __exit__(self, *_: object) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self._limits)
        signal.signal(signal.SIGXFSZ, self._handler)


def wait_for(happened: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.05)
