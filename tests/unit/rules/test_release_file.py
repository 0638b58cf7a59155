"""A calendar of releases is read from CSV or TOML, and a wrong one is refused with file, row and mend."""

from pathlib import Path

import pytest

from propbots.errors import ConfigurationError
from propbots.rules.release import Impact, Release
from propbots.rules.release_file import is_release_file, read_releases
from rule_script import at

HEAD = "time,event,currency,impact\n"
ROW = "2026-01-28T19:00:00Z,fomc,USD,high\n"


def written(folder: Path, text: str | bytes, name: str = "news.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(ConfigurationError) as caught:
        read_releases(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    return message.removeprefix(f"{path}: ")


def test_rows_are_read_in_any_order_and_each_once(tmp_path: Path) -> None:
    text = (
        HEAD
        + ROW
        + "\n2026-01-14T08:30:00-05:00, CPI ,usd,Medium\n"
        + ROW
        + "2026-01-15 10:00Z,Retail sales,EUR,LOW,more\n"
    )

    calendar = read_releases(written(tmp_path, text))

    assert calendar.releases == (
        Release(at("2026-01-14 13:30"), "cpi", "USD", Impact.MEDIUM),
        Release(at("2026-01-15 10:00"), "retail-sales", "EUR", Impact.LOW),
        Release(at("2026-01-28 19:00"), "fomc", "USD", Impact.HIGH),
    )
    assert calendar.source == str(tmp_path / "news.csv")


def test_columns_may_stand_in_any_order_behind_a_mark_of_utf_8(tmp_path: Path) -> None:
    text = "\ufeffImpact,Currency,Note,Event,Time\nhigh,USD,x,eia,2026-01-28T15:30:00Z\n"

    (release,) = read_releases(written(tmp_path, text)).releases

    assert str(release) == "eia (USD) at 2026-01-28T15:30:00Z"


def test_tables_are_read_with_times_of_toml_and_times_as_text(tmp_path: Path) -> None:
    rest = 'event = "employment"\ncurrency = "USD"\nimpact = "high"\n'
    text = f'[[release]]\ntime = 2026-01-09T13:30:00Z\n{rest}[[release]]\ntime = "2026-02-06T08:30:00-05:00"\n{rest}'

    calendar = read_releases(written(tmp_path, text, "news.toml"))

    assert [one.time_ns for one in calendar.releases] == [at("2026-01-09 13:30"), at("2026-02-06 13:30")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "",
            "row 1: has no column time and no event and no currency and no impact; write time,event,currency,impact into",
        ),
        ("time;event;currency;impact\n", "row 1: has no column time"),
        ("time,event,impact\n" + ROW, "row 1: has no column currency; write"),
        (HEAD, "holds no release; give a row for each"),
        (HEAD + "2026-01-28T19:00:00,fomc,USD,high", "row 2: time must be a moment with its zone, such as"),
        (HEAD + ROW + "28.1.2026,fomc,USD,high", "row 3: time must be a moment with its zone, such as"),
        (HEAD + ROW + "\n" + ROW.replace("USD", "dollar"), "row 4: currency must be a code such as USD (was 'dollar')"),
        (HEAD + ROW.replace("high", "red"), "row 2: impact must be low or medium or high (was 'red')"),
        (HEAD + "2026-01-28T19:00:00Z,fomc", "row 2: currency is missing; give time, event, currency, impact"),
        (HEAD + ROW.replace("fomc", " "), "row 2: event is missing"),
        (b"time,event,currency,impact\n\xff", "is no text in UTF-8 (at byte 27); save it as UTF-8"),
    ],
)
def test_a_wrong_file_is_refused_with_its_row(tmp_path: Path, text: str | bytes, told: str) -> None:
    assert refusal(written(tmp_path, text)).startswith(told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "holds no release"),
        ("release = 3", "may hold tables [[release]] and nothing else; take the rest out"),
        ("[[news]]\na = 1", "may hold tables [[release]] and nothing else"),
        ("release = [1]", "release 1: must be a table [[release]] (was 1)"),
        ("[[release]]\nevent = 'cpi'", "release 1: time is missing"),
        (
            "[[release]]\ntime = 2026-01-09T13:30:00\nevent = 'cpi'\ncurrency = 'USD'\nimpact = 'high'",
            "release 1: time must be a moment with its zone",
        ),
    ],
)
def test_a_wrong_document_is_refused_with_its_table(tmp_path: Path, text: str, told: str) -> None:
    assert refusal(written(tmp_path, text, "news.toml")).startswith(told)


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.csv") == "there is no such file; check the path"
    assert refusal(tmp_path) == "cannot be read (is a directory)"


@pytest.mark.parametrize(("name", "is_file"), [("a.csv", True), ("b/A.TOML", True), ("agency", False), ("a:b", False)])
def test_files_are_told_by_their_ending(name: str, is_file: bool) -> None:
    assert is_release_file(name) is is_file
