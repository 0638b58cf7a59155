"""The table of trades: the document's names and texts, read back with the standard reader."""

import csv
from pathlib import Path

import pytest

from propbots.errors import OutputNotWritable
from propbots.report.document import to_document
from propbots.report.trades_csv import write_trades
from report_builders import a_record, a_trade, a_walked_record


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_table_says_what_the_document_says(tmp_path: Path) -> None:
    record = a_walked_record(days=5, trades=20, bars_per_day=60)
    path = tmp_path / "trades.csv"

    write_trades(record, path)

    expected = [
        {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in trade.items()}
        for trade in to_document(record, with_equity=False)["trades"]
    ]
    assert read(path) == expected


def test_texts_with_separators_survive(tmp_path: Path) -> None:
    path = tmp_path / "trades.csv"

    write_trades(a_record(trades=[a_trade(reason='a "quoted", reason')]), path)

    assert read(path)[0]["exit_reason"] == 'a "quoted", reason'


def test_no_trades_leave_the_header(tmp_path: Path) -> None:
    path = tmp_path / "trades.csv"

    write_trades(a_record(), path)

    assert path.read_text().count("\n") == 1


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputNotWritable, match="nowhere"):
        write_trades(a_record(), tmp_path / "nowhere" / "trades.csv")
