"""Tables with other headers, separators and names of columns than the canonical ones."""

from collections.abc import Callable

import numpy as np
import pytest

from propbots.api.data import BarTable
from propbots.errors import ConfigurationError, DataCorrupt

Read = Callable[..., BarTable]

OPENS = [1_704_205_800_000_000_000, 1_704_205_860_000_000_000]
FIELDS = ("2024-01-02 14:30", "10", "12.5", "9", "11", "405"), ("2024-01-02 14:31", "11", "13", "10", "12", "381")
WITHOUT_HEADER = "20240102 143000;10;12.5;9;11;405\n20240102 143100;11;13;10;12;381\n"
NAMES = "time,open,high,low,close,volume"


def a_file(header: str, separator: str = ",") -> str:
    return "".join(f"{separator.join(fields)}\n" for fields in (header.split("|"), *FIELDS))


def assert_read(table: BarTable) -> None:
    assert table.open_time.tolist() == OPENS
    assert table.open.tolist() == [10, 11]
    assert table.high.tolist() == [12.5, 13]
    assert table.low.tolist() == [9, 10]
    assert table.close.tolist() == [11, 12]
    assert table.volume.tolist() == [405, 381]


@pytest.mark.parametrize(
    "header",
    [
        "Time|Open|High|Low|Close|Volume",
        "timestamp|open|high|low|close|vol",
        "DATETIME|OPEN|HIGH|LOW|LAST|VOLUME",
        "date|o|h|l|c|v",
        ' Date |"Open"| high| LOW |Close|Vol ',
    ],
)
def test_common_names_are_recognised_in_any_case(read: Read, header: str) -> None:
    assert_read(read(a_file(header), timezone="UTC"))


@pytest.mark.parametrize("by", ["exact", "arrow"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|", ", ", "; "])
def test_separators_are_recognised(read: Read, separator: str, by: str) -> None:
    assert_read(read(a_file("date|open|high|low|close|volume", separator), timezone="UTC", by=by))


@pytest.mark.parametrize(("separator", "said"), [("^", "^"), ("#", "#"), ("\t", "tab"), ("\t", "\\t"), (", ", ", ")])
def test_other_separators_are_taken_from_the_user(read: Read, separator: str, said: str) -> None:
    assert_read(read(a_file("date|open|high|low|close|volume", separator), timezone="UTC", separator=said))


@pytest.mark.parametrize("by", ["exact", "arrow"])
def test_date_and_clock_may_stand_in_two_columns_anywhere(read: Read, by: str) -> None:
    text = "Open,Date,High,Low,Time,Last\n10,2024/1/2,12,9, 14:30:00,11\n11,2024/1/2,13,10,14:31:00 ,12\n"
    table = read(text, timezone="UTC", by=by)

    assert table.open_time.tolist() == OPENS
    assert np.isnan(table.volume).all()
    assert "The file has no volume." in table.source.assumptions


def test_other_columns_are_ignored_and_said(read: Read) -> None:
    text = 'date,trades,open,high,low,close,comment\n2024-01-02,5,1,2,1,2,café\n2024-01-03,5,1,2,1,2,"a, b"\n'
    source = read(text, timezone="UTC").source

    assert "Columns read: date, open, high, low, close." in source.assumptions
    assert "Columns ignored: trades, comment." in source.assumptions
    assert source.format == "csv (header: date, trades, …; separator ','; UTC wall time; open-stamped)"


def test_the_most_usual_of_several_names_is_taken(read: Read) -> None:
    text = "time,last,open,high,low,close,v,volume\n2024-01-02,7,1,2,1,2,8,9\n2024-01-03,7,1,2,1,2,8,9\n"
    table = read(text, timezone="UTC")

    assert table.close.tolist() == [2, 2]
    assert table.volume.tolist() == [9, 9]


def test_odd_names_are_taken_from_the_user(read: Read) -> None:
    text = a_file("Start|First|Top|Bottom|Settle|Lots")
    columns = "time=Start, open=first,high=Top,low=Bottom,close=Settle,volume=Lots"

    assert_read(read(text, timezone="UTC", columns=columns))


def test_a_user_may_name_only_what_is_odd(read: Read) -> None:
    text = "time,open,high,low,close,adjusted,volume\n2024-01-02,1,2,1,2,1.5,3\n2024-01-03,1,2,1,2,1.6,3\n"
    table = read(text, timezone="UTC", columns="close=Adjusted")

    assert table.close.tolist() == [1.5, 1.6]
    assert table.source.format.startswith("csv (header: time, open, …")


def test_a_user_may_choose_among_several_times(read: Read) -> None:
    text = "timestamp,date,open,high,low,close\n1704205800,x,1,2,1,2\n1704205860,x,1,2,1,2\n"
    table = read(text, columns="time=timestamp")

    assert table.open_time.tolist() == OPENS


def test_a_user_may_name_date_and_clock(read: Read) -> None:
    text = "Day,Clock,Time,Open,High,Low,Close\n2024-01-02,14:30,x,1,2,1,2\n2024-01-02,14:31,x,1,2,1,2\n"
    table = read(text, timezone="UTC", columns="date=Day,time=Clock")

    assert table.open_time.tolist() == OPENS


@pytest.mark.parametrize("by", ["exact", "arrow"])
def test_all_names_in_order_make_up_for_a_header(read: Read, by: str) -> None:
    table = read(WITHOUT_HEADER, columns=NAMES, timezone="UTC", by=by)

    assert_read(table)
    assert table.row.tolist() == [1, 2]
    assert table.source.format == "csv (columns: time, open, …; separator ';'; UTC wall time; open-stamped)"


def test_names_in_order_may_skip_columns_and_stop_early(read: Read) -> None:
    text = "X,20240102 143000,1,2,1,2,9,8,7\nX,20240102 143100,1,2,1,2,9,8,7\n"
    table = read(text, columns="-,time,open,high,low,close", timezone="UTC")

    assert table.open_time.tolist() == OPENS
    assert "Columns ignored: -, column 7, column 8, column 9." in table.source.assumptions


def test_a_header_below_given_names_is_passed_over_and_said(read: Read) -> None:
    table = read(a_file("a|b|c|d|e|f"), columns=NAMES, timezone="UTC")

    assert_read(table)
    assert table.row.tolist() == [2, 3]
    assert "The first row was taken for a header." in table.source.assumptions


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ("time,open,high,low", "--columns: no column for close"),
        ("time,open,high,low,close,volume,x", "--columns names 7 columns where .* has 6"),
        ("time,open,open,high,low,close", "--columns: two columns have the name 'open'"),
        ("time=Start,close", "must be all names in order, or pairs"),
        ("tiem=Start", "unknown part of a bar 'tiem'; did you mean 'time'"),
        ("time=a,time=b", "names time twice"),
        ("close=Lst", "the file has no such column; it has date, open, high, low, close, volume"),
        ("close=colse", "did you mean 'close'"),
        ("time=date,open=date", "takes 'date' for a time and a number"),
        ("date=date,time=high,high=high", "takes 'high' for a time and a number"),
    ],
)
def test_wrong_names_are_explained(read: Read, columns: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        read(a_file("date|open|high|low|close|volume"), columns=columns, timezone="UTC")


def test_a_column_that_the_user_named_serves_for_nothing_else(read: Read) -> None:
    with pytest.raises(DataCorrupt, match="row 1: no column for close"):
        read("time,open,high,low,last\n", columns="volume=last")


@pytest.mark.parametrize("columns", ["time,high,open,low,close,volume", "open=high,high=open"])
def test_the_user_goes_before_the_canonical_header(read: Read, columns: str) -> None:
    table = read(a_file(NAMES.replace(",", "|")), columns=columns, timezone="UTC")

    assert table.open.tolist() == [12.5, 13]
    assert table.high.tolist() == [10, 11]


def test_a_named_column_that_stands_twice_is_explained(read: Read) -> None:
    with pytest.raises(ConfigurationError, match="2 columns of that name"):
        read("time,x,x,open,high,low,close\n", columns="volume=x", timezone="UTC")


@pytest.mark.parametrize("separator", ["", ",;", "a", "1", '"', ".", "-", ":", "é", "\n"])
def test_a_separator_that_stands_inside_fields_is_refused(read: Read, separator: str) -> None:
    with pytest.raises(ConfigurationError, match="--separator must be one character"):
        read(WITHOUT_HEADER, separator=separator)


def test_stamps_of_the_close_become_those_of_the_open(read: Read) -> None:
    table = read(WITHOUT_HEADER, columns=NAMES, timezone="UTC", stamp="close")

    assert table.open_time.tolist() == [time - 60 * 10**9 for time in OPENS]
    assert "A time names the close of its bar, which began 1m before." in table.source.assumptions


def test_an_unknown_stamp_is_explained(read: Read) -> None:
    with pytest.raises(ConfigurationError, match=r"unknown end of a bar 'middle'.*--stamp takes open or close"):
        read(WITHOUT_HEADER, stamp="middle")


def test_a_missing_zone_is_explained(read: Read) -> None:
    with pytest.raises(ConfigurationError, match=r"the times have no zone.*--timezone.*such as UTC"):
        read(WITHOUT_HEADER, columns=NAMES)


@pytest.mark.parametrize(
    ("text", "encoding"), [("latin-1", "latin-1"), ("cp1252", "windows-1252"), ("utf-8", "utf-8"), ("utf-16", "utf-16")]
)
def test_other_encodings_are_taken_from_the_user(read: Read, text: str, encoding: str) -> None:
    content = "date,open,high,low,close,café\n2024-01-02,1,2,1,2,é\n2024-01-03,1,2,1,2,é\n".encode(text)
    table = read(content, timezone="UTC", encoding=encoding)

    assert "Columns ignored: café." in table.source.assumptions


@pytest.mark.parametrize("encoding", ["base64", "klingon", "idna", "undefined", "\0"])
def test_an_encoding_that_is_none_is_explained(read: Read, encoding: str) -> None:
    with pytest.raises(ConfigurationError, match="unknown encoding"):
        read(WITHOUT_HEADER, encoding=encoding)


def test_text_in_another_encoding_than_the_user_says_is_refused(read: Read) -> None:
    with pytest.raises(DataCorrupt, match="is no text in ascii"):
        read("date,open,high,low,close,café\n", timezone="UTC", encoding="ascii")
