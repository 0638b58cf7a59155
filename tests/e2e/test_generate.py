"""`propbots data generate`: the same seed gives the same file, and every mistake is told before anything is written."""

import gzip
from pathlib import Path

import pytest

from command_line import Ended, run


def generate(output: Path, *words: str) -> Ended:
    standard = ("--instrument", "MES", "--from", "2026-02-02", "--to", "2026-02-03")
    return run("data", "generate", *standard, "--output", output, *words)


def test_equal_seeds_give_equal_files_plain_or_compressed(tmp_path: Path) -> None:
    for name, words in {"a.csv": (), "b.csv": (), "c.csv.gz": (), "d.csv": ("--seed", "8")}.items():
        assert generate(tmp_path / name, *words).code == 0

    first = (tmp_path / "a.csv").read_bytes()
    assert first == (tmp_path / "b.csv").read_bytes() == gzip.decompress((tmp_path / "c.csv.gz").read_bytes())
    assert first != (tmp_path / "d.csv").read_bytes()


def test_generated_file_is_read_back_without_a_question(tmp_path: Path) -> None:
    said = generate(tmp_path / "a.csv").out

    words = ("--strategy", "ma-crossover", "--instrument", "MES", "--json")
    data = run("backtest", "--data", tmp_path / "a.csv", *words).document["inputs"]["data"]
    assert said.startswith(f"{data['rows']:,} generated bars of MES, seed 7, in ")
    assert data["format"] == "csv (canonical)"


def test_generated_ticks_make_the_minutes_of_the_same_seed(tmp_path: Path) -> None:
    said = generate(tmp_path / "ticks.csv.gz", "--ticks").out
    assert generate(tmp_path / "minutes.csv").code == 0

    words = ("--strategy", "ma-crossover", "--instrument", "MES", "--timeframe", "5m", "--json")
    on_ticks = run("backtest", "--data", tmp_path / "ticks.csv.gz", *words).document
    on_minutes = run("backtest", "--data", tmp_path / "minutes.csv", *words).document
    assert said.startswith(f"{on_ticks['inputs']['data']['rows']:,} generated ticks of MES, seed 7, in ")
    assert "ticks" in on_ticks["inputs"]["data"]["format"]
    assert on_ticks["run"]["bars"] == on_minutes["run"]["bars"]
    assert on_ticks["summary"]["total_trades"] == on_minutes["summary"]["total_trades"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--instrument", "MSE"), "unknown instrument 'MSE'; did you mean 'MES'?"),
        (("--from", "soon"), "--from must be a date such as 2026-01-31 (was 'soon')"),
        (("--from", "2026-02-04"), "--to must not be before --from (was 2026-02-03 and 2026-02-04)"),
        (("--seed", "-1"), "--seed must be 0 or more"),
        (("--seed", "x"), "--seed must be a whole number (was 'x')"),
        (("--from", "1990-01-01"), "--from 1990-01-01: sessions of cme-equity are known from 20"),
        (("--to", "2090-01-01"), "--to 2090-01-01: sessions of cme-equity are known from 20"),
        (("--start-price", "0"), "--start-price above 0"),
        (("--start-price", "5000.10"), "start price must be a multiple of MES's tick size 0.25"),
        (("--start-price", "1e30"), "start price must be a multiple of MES's tick size 0.25, from 1 to"),
    ],
)
def test_mistakes_are_told(tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    ended = generate(tmp_path / "a.csv", *words)

    ended.refuses(2, message)
    assert "file" not in ended.message
    assert list(tmp_path.iterdir()) == []


def test_days_without_sessions_and_places_that_cannot_be_written_are_matters_of_data(tmp_path: Path) -> None:
    rest = ("--from", "2026-02-07", "--to", "2026-02-08")

    generate(tmp_path / "a.csv", *rest).refuses(3, "cme-equity has no trading day from 2026-02-07 to 2026-02-08")
    generate(tmp_path / "no" / "a.csv").refuses(3, "there is no folder", "make it first")
    generate(tmp_path).refuses(3, "this is a folder; give the name of a file")
