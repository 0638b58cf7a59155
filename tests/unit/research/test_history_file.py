"""A history is read in many forms, exactly, or refused with its row."""

import gzip
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.errors import DataCorrupt, DataError
from propbots.research.history import HistoryRow
from propbots.research.history_file import read_history

NOTHING = Decimal(0)
TEXT = """time,balance,equity,event
2026-01-05T15:00:00Z,50000,50120.50,
2026-01-05T16:00:00Z,50120.50,50120.50,
2026-01-06T16:00:00Z,49120.50,49120.50,payout:1000
2026-01-07T16:00:00Z,49620.50,49620.50,deposit:500
"""


def write(folder: Path, text: str, name: str = "history.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_are_read_as_they_are_written(tmp_path: Path) -> None:
    history = read_history(write(tmp_path, TEXT))

    assert [(row.balance, row.equity, row.deposit, row.payout) for row in history.rows] == [
        (Decimal(50_000), Decimal("50120.50"), NOTHING, NOTHING),
        (Decimal("50120.50"), Decimal("50120.50"), NOTHING, NOTHING),
        (Decimal("49120.50"), Decimal("49120.50"), NOTHING, Decimal(1_000)),
        (Decimal("49620.50"), Decimal("49620.50"), Decimal(500), NOTHING),
    ]
    assert history.has_zone
    assert not history.has_position


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace(",", ";"),
        TEXT.replace(",", "\t"),
        "\ufeff" + TEXT.replace("time,balance,equity,event", "<TIME>,Balance,Net_Liquidation,EVENT"),
        TEXT.replace("\n", "\r\n\r\n"),
        TEXT.replace("50120.50", "$50120.50"),
        TEXT.replace("50120.50", '"50,120.50"'),
        TEXT.replace(",", ";").replace(".", ","),
        TEXT.replace("15:00:00Z", "09:00:00-06:00"),
        "note,event,equity,balance,time\n"
        + "".join(",".join(["x", *reversed(line.split(","))]) + "\n" for line in TEXT.splitlines()[1:]),
    ],
)
def test_the_form_does_not_matter(text: str, tmp_path: Path) -> None:
    plain = read_history(write(tmp_path, TEXT, "plain.csv"))

    assert read_history(write(tmp_path, text)).rows == plain.rows


def test_gzip_and_times_without_a_zone_are_read(tmp_path: Path) -> None:
    path = tmp_path / "history.csv.gz"
    path.write_bytes(gzip.compress(TEXT.replace("Z", "").encode()))

    history = read_history(path)

    assert history.rows == read_history(write(tmp_path, TEXT)).rows
    assert not history.has_zone


def test_equal_rows_are_counted_and_left_out(tmp_path: Path) -> None:
    lines = TEXT.splitlines(keepends=True)

    history = read_history(write(tmp_path, "".join([*lines[:2], lines[1], *lines[2:]])))

    assert (len(history.rows), history.duplicates) == (4, 1)


def test_what_is_held_tells_whether_a_day_was_traded(tmp_path: Path) -> None:
    text = "time,balance,equity,contracts\n" + "".join(
        f"2026-01-0{day}T15:00Z,50000,50000,{held}\n" for day, held in ((5, 0), (6, 2), (7, 2), (8, 0))
    )

    history = read_history(write(tmp_path, text))

    assert [row.traded for row in history.rows] == [None, True, None, True]
    assert history.has_position


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "history.csv: the file is empty"),
        ("\n\n", "the file is empty"),
        ("time,balance,equity\n", "there is no row under the header"),
        ("time,balance\n2026-01-05T15:00Z,1\n", "row 1: no column equity.*tested against live equity"),
        ("a,b,c\n1,2,3\n", "row 1: no column time and balance and equity"),
        (TEXT.replace("50120.50,\n2026-01-06", "much,\n2026-01-06"), "row 3: equity must be an amount.*'much'"),
        (TEXT.replace("50000,50120.50", "50000,"), "row 2: equity is empty"),
        (TEXT.replace("2026-01-06T16:00:00Z", "06/01/2026"), "row 4: time must look like"),
        (TEXT.replace("2026-01-06T16", "2026-01-04T16"), "row 4: .* is earlier than the row before"),
        (TEXT.replace("payout:1000", "payout:-1000"), "row 4: the amount of an event must be above 0"),
        (TEXT.replace("payout:1000", "paid 1000"), "row 4: event must be payout:AMOUNT or deposit:AMOUNT"),
        (TEXT.replace("payout:1000", "payout:lots"), "row 4: event must be an amount"),
        (TEXT.replace("50000,", "NaN,"), "row 2: balance must be an amount"),
        (TEXT.replace("50000,", "1e5,"), "row 2: balance must be an amount"),
        ('time,balance,equity\n"2026', "row 2"),
    ],
)
def test_what_cannot_be_is_refused_with_its_row(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(DataCorrupt, match=message):
        read_history(write(tmp_path, text))


def test_what_is_no_file_of_text_is_refused(tmp_path: Path) -> None:
    binary = tmp_path / "binary.csv"
    binary.write_bytes(b"\xff\xfe\x00")
    truncated = tmp_path / "cut.csv.gz"
    truncated.write_bytes(gzip.compress(TEXT.encode())[:-9])

    for path in (tmp_path / "none.csv", tmp_path, binary, truncated):
        with pytest.raises(DataError, match=path.name):
            read_history(path)


AMOUNTS = st.decimals(-(10**9), 10**9, places=2)


@given(st.lists(st.tuples(st.integers(0, 10**6), AMOUNTS, AMOUNTS), min_size=1, max_size=20))
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, told: list[tuple[int, Decimal, Decimal]]
) -> None:
    moment, lines, rows = datetime(2026, 1, 1, tzinfo=UTC), [], []
    for seconds, balance, equity in told:
        moment += timedelta(seconds=1 + seconds)
        lines.append(f"{moment.isoformat()},{balance},{equity}\n")
        rows.append(HistoryRow(int(moment.timestamp()) * 10**9, balance, equity))
    path = tmp_path_factory.mktemp("history") / "history.csv"
    path.write_text("time,balance,equity\n" + "".join(lines), encoding="utf-8")

    assert read_history(path).rows == rows
