"""A recorded account is read however it is written, to the last digit; what has two meanings or none is refused."""

import gzip
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.domain.time import to_nanoseconds, to_text
from propbots.errors import DataCorrupt, DataError
from propbots.research.amount import read_amount
from propbots.research.history import HistoryRow
from propbots.research.history_file import RecordedHistory, parse_history, read_history
from propbots.research.moment import read_moment

D = Decimal
PLAIN = """time,balance,equity,event
2026-01-05T14:30:00Z,50000,50010.25,
2026-01-05T22:30:00Z,50500.5,50500.50,deposit:500
2026-01-06T21:00:00Z,49500.50,49500.5,payout:1000
"""
ROWS = (
    HistoryRow(to_nanoseconds(datetime(2026, 1, 5, 14, 30, tzinfo=UTC)), D(50_000), D("50010.25")),
    HistoryRow(to_nanoseconds(datetime(2026, 1, 5, 22, 30, tzinfo=UTC)), D("50500.5"), D("50500.5"), deposit=D(500)),
    HistoryRow(to_nanoseconds(datetime(2026, 1, 6, 21, tzinfo=UTC)), D("49500.5"), D("49500.5"), payout=D(1_000)),
)


def parsed(text: str) -> RecordedHistory:
    return parse_history(text.encode(), "history.csv")


def test_a_plain_file_is_read_to_the_last_digit() -> None:
    assert parsed(PLAIN) == RecordedHistory(ROWS)


@pytest.mark.parametrize(
    "text",
    [
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\n\n  \n"),
        "\ufeff" + PLAIN,
        PLAIN.replace(",", "\t"),
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", ";").replace(".", ","),
        PLAIN.replace("time,balance,equity,event", '"Date/Time", Account_Balance ,Net Liquidation (USD),EVENT'),
        PLAIN.replace("50010.25", "$50010.25").replace("deposit:500", "Deposit: $500").replace("payout", "withdrawal"),
        PLAIN.replace("50500.5,", '"50,500.5",').replace("49500.5\n", "USD 49500.5\n"),
        PLAIN.replace("time,balance,equity", "<TIME>,#Balance,EQUITY"),
        PLAIN.replace("\n", ",\n").replace("event,", "event"),
        PLAIN.replace("T14:30:00Z", " 08:30-06:00").replace("T21:00:00Z", "T22:00:00.000+0100"),
        PLAIN.replace("2026-01-05T22:30:00Z", "20260105T223000Z"),
        (
            "note,equity,x,time,event,balance\n"
            "a,50010.25,1,2026-01-05T14:30:00Z,none,50000\n"
            ",50500.50,,2026-01-05T22:30:00Z,deposit 500,50500.5\n"
            ",49500.5,,2026-01-06T21:00:00Z,PAYOUT=1000,49500.50\n"
        ),
    ],
)
def test_the_same_account_is_read_from_other_ways_to_write_it(text: str) -> None:
    assert parsed(text) == RecordedHistory(ROWS)


def test_a_file_may_be_packed_or_in_the_encoding_of_spreadsheets(tmp_path: Path) -> None:
    packed, wide = tmp_path / "history.csv.gz", tmp_path / "history.txt"
    packed.write_bytes(gzip.compress(PLAIN.encode()))
    wide.write_bytes(PLAIN.replace(",", "\t").encode("utf-16"))

    assert read_history(packed) == read_history(wide) == RecordedHistory(ROWS)


def test_a_decimal_comma_is_recognised_by_one_amount_that_shows_it() -> None:
    history = parsed("time;balance;equity\n2026-01-05T14:30Z;50.000;50.010,25\n2026-01-05T15:30Z;50'000;50 010,5\n")

    assert [(row.balance, row.equity) for row in history.rows] == [
        (D(50_000), D("50010.25")),
        (D(50_000), D("50010.5")),
    ]


def test_points_between_commas_are_decimal_points() -> None:
    assert parsed("time,balance,equity\n2026-01-05T14:30Z,52.125,52.250\n").rows[0].balance == D("52.125")


def test_times_without_zone_or_clock_are_taken_as_utc_and_said() -> None:
    history = parsed("time,balance,equity\n2026-01-05,1,1\n2026-01-05 14:30,1,2\n")

    assert [to_text(row.time_ns) for row in history.rows] == ["2026-01-05T00:00:00Z", "2026-01-05T14:30:00Z"]
    assert (history.without_clock, history.without_zone) == (True, True)
    assert (parsed(PLAIN).without_clock, parsed(PLAIN).without_zone) == (False, False)


def test_rows_that_repeat_the_one_before_are_dropped_and_counted() -> None:
    first, second, third, fourth = PLAIN.strip().split("\n")

    history = parsed(f"{first}\n{second}\n{second}\n{third}\n{third}\n{third}\n{fourth}")

    assert history == RecordedHistory(ROWS, duplicates=3)


@pytest.mark.parametrize(
    ("columns", "cells", "traded"),
    [
        ("position", ["0", "0", "0"], [None, False, True]),
        ("position", ["2", "2.0", "1"], [True, False, True]),
        ("position", ["flat", "long", "SHORT"], [None, True, True]),
        ("position", ["", "1", "1"], [None, None, True]),
        ("contracts", ["0", "3", "3"], [None, True, True]),
        ("position;contracts", ["long;1", "long;1", "long;2"], [True, False, True]),
        ("elsewhere", ["1", "2", "3"], [None, None, None]),
    ],
)
def test_a_position_tells_whether_something_was_traded(
    columns: str, cells: list[str], traded: list[bool | None]
) -> None:
    moments = ["2026-01-05T14:30Z;100;100", "2026-01-05T15:30Z;100;110", "2026-01-05T16:30Z;90;90"]
    rows = "\n".join(f"{moment};{cell}" for moment, cell in zip(moments, cells, strict=True))

    assert [row.traded for row in parsed(f"time;balance;equity;{columns}\n{rows}").rows] == traded


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (PLAIN, "", "history.csv: is empty"),
        (PLAIN, "\n \n", "history.csv: is empty"),
        (PLAIN, "time,balance,equity\n", "history.csv: has no rows below its header"),
        ("time,balance,equity,event\n", "", "row 1: is no header (was '2026-01-05T14:30:00Z,50000"),
        ("time,balance,equity,event\n", "when,what\n", "row 1: is no header (was 'when,what')"),
        ("balance,equity", "balance,net worth", "row 1: no column equity (has time, balance, net worth, event)"),
        ("time,balance,equity", "moment,cash,net worth", "row 1: no columns time and equity"),
        ("equity,event", "equity,Equity", "row 1: two columns have the name 'equity'"),
        ("50010.25", "much", "row 2, column equity: must be an amount such as 50000.25"),
        ("50010.25", "5.00.10", "row 2, column equity: must be an amount"),
        ("50010.25", "--1", "row 2, column equity: must be an amount"),
        ("50010.25", "nan", "row 2, column equity: must be an amount"),
        ("50010.25", '"50010,25"', "row 3, column balance: must be an amount such as 50000,25, with a decimal comma"),
        ("50010.25", "", "row 2, column equity: is empty; fill it, or leave the row out"),
        (",50000,", ",,", "row 2, column balance: is empty"),
        ("2026-01-05T14:30:00Z", "", "row 2, column time: is empty"),
        ("2026-01-05T14:30:00Z", "14:30", "row 2, column time: must be a time as ISO 8601"),
        ("2026-01-05T14:30:00Z", "2026-02-30T14:30:00Z", "row 2, column time: must be a time"),
        ("2026-01-05T14:30:00Z", "1767623400", "row 2, column time: must be a time"),
        ("2026-01-06T21", "2026-01-05T21", "row 4, column time: goes back in time (was 2026-01-05T21:00:00Z behind"),
        ("payout:1000", "bonus:1000", "row 4, column event: must be payout:AMOUNT or deposit:AMOUNT, or empty"),
        ("payout:1000", "payout", "row 4, column event: must be payout:AMOUNT"),
        ("payout:1000", "payout:much", "row 4, column event: must be an amount"),
        ("payout:1000", "payout:-1000", "row 4, column event: a payout must be above 0"),
        ("deposit:500", "deposit:0", "row 3, column event: a deposit must be above 0"),
        ("50000,50010.25", "50,000.00,50010.25", "row 2: must have 4 cells as the header (was 5); put amounts"),
        ("50010.25", "1e80", "row 2, column equity: amounts of 81 digits and 0 decimals cannot be counted"),
        ("50010.25", "50010.12345678901234", "row 2, column equity: amounts of 5 digits and 14 decimals cannot"),
        ("payout:1000", '"payout:1000', "row 4: unexpected end of data; close every quote"),
    ],
)
def test_a_mistake_is_told_with_row_and_column(old: str, new: str, message: str) -> None:
    assert PLAIN.count(old) == 1

    with pytest.raises(DataCorrupt) as caught:
        parsed(PLAIN.replace(old, new))

    assert message in str(caught.value)
    assert str(caught.value).startswith("history.csv: ")


def test_an_amount_of_two_meanings_is_refused() -> None:
    with pytest.raises(DataCorrupt, match=r"row 2, column balance: may be read in two ways \(was '50.000'\)"):
        parsed("time;balance;equity\n2026-01-05T14:30Z;50.000;50.010\n")


def test_a_row_of_a_header_further_down_is_counted_as_an_editor_counts_it() -> None:
    with pytest.raises(DataCorrupt, match="row 5, column equity"):
        parsed("\n\ntime,balance,equity\n\n2026-01-05T14:30Z,1,x\n")


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    damaged, latin = tmp_path / "damaged.gz", tmp_path / "latin.csv"
    damaged.write_bytes(gzip.compress(PLAIN.encode())[:-9])
    latin.write_bytes(PLAIN.encode() + b"2026-01-07T21:00:00Z,\x80 5,5,\n")

    for path, message in {
        tmp_path / "missing.csv": "there is no such file",
        tmp_path: "this is a folder",
        damaged: "damaged or cut short",
        latin: "row 5: is no text in UTF-8",
        Path("\0"): "cannot be read",
    }.items():
        with pytest.raises(DataError, match=message):
            read_history(path)


def grouped(digits: str, separator: str) -> str:
    first = len(digits) % 3 or 3
    return separator.join([digits[:first], *(digits[place : place + 3] for place in range(first, len(digits), 3))])


SIGNS = {"plain": "-{}", "true minus": "\N{MINUS SIGN}{}", "brackets": "({})", "behind the symbol": "$-{}"}


@st.composite
def written(draw: st.DrawFn, separator: str) -> tuple[Decimal, str]:
    """An amount with two decimals, and one of the ways to write it that has no other meaning."""
    cents = draw(st.integers(0, 10**12))
    whole, decimals = f"{cents // 100}", f"{cents % 100:02d}"
    mark = "." if separator == "," else ","
    others = [other for other in ("", " ", "'", "\N{NARROW NO-BREAK SPACE}", ".", ",") if other != mark]
    text = f"{grouped(whole, draw(st.sampled_from(others)))}{mark}{decimals}"
    negative = draw(st.booleans())
    if negative:
        text = SIGNS[draw(st.sampled_from(sorted(SIGNS)))].format(text)
    else:
        text = draw(st.sampled_from(["{}", "+{}", "$ {}", "{} EUR", "€{}", "  {} "])).format(text)
    return D(-cents if negative else cents).scaleb(-2), text


@given(
    st.sampled_from(",;\t").flatmap(lambda one: st.tuples(st.just(one), st.lists(written(one), min_size=1, max_size=5)))
)
def test_amounts_come_back_from_every_way_to_write_them(case: tuple[str, list[tuple[Decimal, str]]]) -> None:
    separator, amounts = case
    lines = [
        f'2026-01-05T14:{minute:02d}Z{separator}"{text}"{separator}"{text}"' for minute, (_, text) in enumerate(amounts)
    ]

    rows = parsed("\n".join([f"time{separator}balance{separator}equity", *lines])).rows

    assert [row.balance for row in rows] == [row.equity for row in rows] == [amount for amount, _ in amounts]


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9))
def test_an_amount_is_never_rounded(amount: Decimal) -> None:
    assert read_amount(str(amount), ".") == read_amount(f"{amount:,f}", ".") == amount
    assert read_amount(f"{amount:f}".replace(".", ","), ",") == amount


@given(st.text(alphabet="0123456789.,-+() '$eE", max_size=12), st.sampled_from(".,"))
def test_no_text_is_read_as_what_it_does_not_say(text: str, mark: str) -> None:
    amount = read_amount(text, mark)

    if amount is not None and "e" not in text.lower():
        other = "," if mark == "." else "."
        digits = "".join(letter for letter in text if letter.isdigit() or letter == mark)
        assert abs(amount) == D(digits.replace(mark, "."))
        assert other not in text.partition(mark)[2]


@given(st.integers(365 * 86_400 * 10**9, 2**62))
def test_a_moment_comes_back_to_the_nanosecond(time_ns: int) -> None:
    moment = read_moment(to_text(time_ns))

    assert moment is not None
    assert (moment.time_ns, moment.has_zone, moment.has_clock) == (time_ns, True, True)
