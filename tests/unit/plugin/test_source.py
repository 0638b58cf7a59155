"""A source is a path, or a provider's name and a query."""

from pathlib import Path

import pytest

from propbots.plugin.source import split_source


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("bars.csv", (None, "bars.csv")),
        ("data/a:b.csv", (None, "data/a:b.csv")),
        ("/data/bars.csv", (None, "/data/bars.csv")),
        ("C:\\bars.csv", (None, "C:\\bars.csv")),
        ("C:bars.csv", (None, "C:bars.csv")),
        ("store:GOLD", ("store", "GOLD")),
        ("my-store:a:b?c", ("my-store", "a:b?c")),
        ("store:", ("store", "")),
        (":x", (None, ":x")),
        ("", (None, "")),
    ],
)
def test_source_is_split(source: str, expected: tuple[str | None, str]) -> None:
    assert split_source(source) == expected


def test_file_that_is_there_is_a_file_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "store:GOLD").touch()

    assert split_source("store:GOLD", tmp_path) == (None, "store:GOLD")
    assert split_source("store:SILVER", tmp_path) == ("store", "SILVER")


@pytest.mark.parametrize("query", ["a" * 5_000, "zero\0byte"])
def test_query_that_no_file_could_be_called_is_a_query(query: str) -> None:
    assert split_source(f"store:{query}") == ("store", query)
