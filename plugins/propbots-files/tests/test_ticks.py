"""Ticks from files: quotes, prints and both in one row, as they were found."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from propbots.api.data import DataRequest, TickTable
from propbots.errors import ConfigurationError, DataCorrupt
from propbots_files.provider import FileProvider
from propbots_files.settings import FileSettings

SECOND = 1_000_000_000
START = 1_767_571_200 * SECOND
Ticks = Callable[..., TickTable]


@pytest.fixture
def ticks(tmp_path: Path) -> Ticks:
    def read(text: str, **settings: Any) -> TickTable:
        path = tmp_path / "ticks.csv"
        path.write_text(text)
        table = FileProvider.from_settings(FileSettings(**settings)).read(DataRequest(str(path)))
        assert isinstance(table, TickTable)
        return table

    return read


def told(column: Any) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in column]


def test_the_canonical_form_tells_quotes_prints_and_both(ticks: Ticks) -> None:
    table = ticks(
        "time,bid,ask,last,volume\n"
        "2026-01-05T00:00:00Z,100.25,100.5,,\n"
        "2026-01-05T00:00:00.250Z,,,100.5,3\n"
        "2026-01-05T00:00:01Z,100.5,100.75,100.5,1\n"
        "2026-01-05T00:00:01Z,100.5,100.75,100.5,1\n"
    )

    assert (table.time - START).tolist() == [0, SECOND // 4, SECOND, SECOND]
    assert told(table.bid) == [100.25, None, 100.5, 100.5]
    assert told(table.ask) == [100.5, None, 100.75, 100.75]
    assert told(table.last) == [None, 100.5, 100.5, 100.5]
    assert told(table.size) == [None, 3, 1, 1]
    assert told(table.bid_size) == [None] * 4
    assert table.row.tolist() == [2, 3, 4, 5]
    assert "ticks" in table.source.format


def test_other_names_and_separators_are_recognised(ticks: Ticks) -> None:
    table = ticks("timestamp;Price;Qty\n1767571200000;4347.75;2\n1767571200001;4348;1\n", timezone="UTC")

    assert (table.time - START).tolist() == [0, 1_000_000]
    assert told(table.last) == [4347.75, 4348]
    assert told(table.size) == [2, 1]
    assert np.isnan(table.bid).all()


def test_sizes_at_the_best_are_read(ticks: Ticks) -> None:
    table = ticks("time,bid,ask,bid_size,ask_size\n2026-01-05T00:00:00Z,1.1,1.2,5,7\n")

    assert (told(table.bid_size), told(table.ask_size)) == ([5], [7])


def test_columns_without_a_header_are_ticks_by_what_the_user_says(ticks: Ticks) -> None:
    table = ticks("20240102 143000;133.9;200\n", columns="time,last,volume", timezone="UTC")

    assert (told(table.last), told(table.size)) == ([133.9], [200])


@pytest.mark.parametrize(
    ("text", "settings", "error", "words"),
    [
        (
            "time,bid,ask,last,volume\n2026-01-05T00:00:00Z,x,1,,\n",
            {},
            DataCorrupt,
            "row 2, column bid: must be a number",
        ),
        ("time,bid,ask,last,volume\nnever,1,1,,\n", {}, DataCorrupt, "row 2, column time"),
        ("time,price,size\n2026-01-05T00:00:00Z,1,1\n", {"stamp": "close"}, ConfigurationError, "--stamp"),
        ("time,bid,volume\n2026-01-05T00:00:00Z,1,1\n", {}, DataCorrupt, "no column for ask"),
    ],
)
def test_what_is_wrong_is_told(
    ticks: Ticks, text: str, settings: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        ticks(text, **settings)
