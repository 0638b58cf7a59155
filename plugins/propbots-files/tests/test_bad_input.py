"""What is wrong with a file is said in one message with file, row, column and mend, and in no other error."""

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from propbots.api.data import BarTable, DataRequest
from propbots.errors import DataCorrupt, DataError
from propbots_files.provider import FileProvider
from propbots_files.settings import FileSettings

Read = Callable[..., BarTable]

HEADER = "time,open,high,low,close,volume\n"
ROW = "2024-01-02T14:30:00Z,1,2,1,2,5\n"
NEXT = "2024-01-02T14:31:00Z,1,2,1,2,5\n"


def read_path(path: Path | str) -> BarTable:
    found = FileProvider.from_settings(FileSettings()).read(DataRequest(str(path)))
    assert isinstance(found, BarTable)
    return found


CASES: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "the file is empty"),
    "blank": ("\n \n\t\r\n", "the file is empty"),
    "a mark alone": ("\ufeff", "the file is empty"),
    "header only": (HEADER, "no rows of data below the header"),
    "header only without its end": (HEADER.strip(), "no rows of data below the header"),
    "header and part of a row": (HEADER + ROW[:24], "row 2: the last line is cut short, it has 3 fields of 6"),
    "one bar": (HEADER + ROW, "row 2, column time: a single bar does not show how long it lasts"),
    "one bar twice": (HEADER + ROW + ROW, "row 2, column time: a single bar does not show how long it lasts"),
    "last line cut": (HEADER + ROW + NEXT[:24], "row 3: the last line is cut short, it has 3 fields of 6"),
    "too few fields": (HEADER + ROW + "2024-01-02T14:31:00Z,1,2\n" + NEXT, r"row 3: must have 6 fields \(was 3\)"),
    "too many fields": (HEADER + ROW + NEXT.replace("5", "5,6"), r"row 3: must have 6 fields \(was 7\)"),
    "decimal commas": (
        "time;open;high;low;close\n2024-01-02T14:30Z;1,5;2;1;2\n",
        r"row 2, column open: .*decimal point \(was '1,5'\)",
    ),
    "open quotation mark": (HEADER + ROW + '"' + NEXT, "row 3: a quotation mark is not closed"),
    "quotation over lines": (
        HEADER + ROW.replace("5", '"5') + NEXT.replace("5", '5"'),
        "row 2: a quotation mark is not closed",
    ),
    "unparsable time": (
        HEADER + ROW + NEXT.replace("2024", "noon"),
        r"row 3, column time: must be a time .*\(was 'noon-01-02",
    ),
    "unparsable first time": (
        HEADER + ROW.replace("2024", "noon"),
        "row 2, column time: must be a time in a common form .*--timestamp-format",
    ),
    "empty time": (HEADER + ROW + NEXT[20:], r"row 3, column time: must be a time .*\(was ''\)"),
    "overflowing year": (HEADER + ROW + NEXT.replace("2024", "9999"), "row 3, column time: must be a time that exists"),
    "endless time": (HEADER + ROW + "1" * 5000 + NEXT, r"row 3, column time: must be a time \(was '1{40}…'\)"),
    "time of other letters": (HEADER + ROW + NEXT.replace("2024", "\uff12024"), "row 3, column time: must be a time"),
    "bars of a century": (HEADER + ROW + NEXT.replace("2024", "1924"), "bars must not last longer than a year"),
    "wrong separator": (
        HEADER.replace(",", "^") + ROW.replace(",", "^"),
        "row 1: holds none of , ; | or tab .* say its --separator",
    ),
    "no header": (ROW + NEXT, "row 1: has no header .*--columns time,open,high,low,close,volume"),
    "no header, seven fields": ("2024-01-02,14:30,1,2,1,2,5\n", "--columns date,time,open,high,low,close,volume"),
    "no header, few fields": ("2024-01-02 14:30;133.9;200\n", "row 1: has no header .*--columns time,last,volume"),
    "missing column": ("time,open,high,close\n1,1,1,1\n", "row 1: no column for low .*such as low=NAME"),
    "missing time": ("open,high,low,close\n1,1,1,1\n", "row 1: no column for time .*such as time=NAME"),
    "unknown names": ("x,y,z\nd,e,f\n", "row 1: no column for time, open, high, low, close"),
    "name twice": ("time,open,open,high,low,close\n", "row 1: two columns have the name 'open'"),
    "name twice in other case": ("Time,Close,open,high,low,close\n", "row 1: two columns have the name 'close'"),
    "two times": ("timestamp,time,open,high,low,close\n", "row 1: 'time' and 'timestamp' may each be the time"),
    "quotes without rows": ("time,bid,ask,last,volume\n", "there are no rows of data"),
    "one side of a quote": ("time;bid;volume\n1;1;1\n", "row 1: no column for ask .*such as ask=NAME"),
    "trades without rows": ("Time;Price;Size\n", "there are no rows of data"),
    "zero bytes": (b"\0" * 100, "row 1: holds a zero byte"),
    "zero bytes within": (HEADER.encode() + b"2024\x002\n", "row 2: holds a zero byte"),
    "a field without end": (HEADER + ROW + f'"{"x" * 140_000}",' + NEXT, "row 3: cannot be split into fields"),
    "another encoding": (HEADER.encode() + ROW.encode() + "é\n".encode("latin-1"), "row 3: byte 0xe9 is not UTF-8"),
    "cut UTF-16": ((HEADER + ROW).encode("utf-16")[:-1], "is no text in utf-16 or cut short"),
    "a picture": (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)),
        "row 1: byte 0x89 is not UTF-8|zero byte",
    ),
    "lone returns": ((HEADER + ROW + NEXT).replace("\n", "\r"), "row 1: holds a carriage return that ends no line"),
    "not compressed at all": (b"\x1f\x8b" + b"no gzip at all", r"\.csv: the file cannot be unpacked"),
    "an archive of nothing": (b"PK\x05\x06" + b"\0" * 18, r"must hold one file \(was no file\)"),
    "no archive at all": (b"PK\x03\x04 nothing", r"\.csv: the file cannot be unpacked"),
}


@pytest.mark.parametrize("by", ["exact", "arrow"])
@pytest.mark.parametrize(("content", "message"), CASES.values(), ids=CASES)
def test_each_fault_is_said_in_one_line(read: Read, content: str | bytes, message: str, by: str) -> None:
    with pytest.raises(DataCorrupt, match=message) as caught:
        read(content, by=by)

    assert "\n" not in str(caught.value)
    assert not str(caught.value).endswith(".")


def test_a_missing_file_is_said_with_the_name_that_may_be_meant(tmp_path: Path) -> None:
    (tmp_path / "es-2024.csv").touch()
    with pytest.raises(DataError, match=r"es-2023\.csv: there is no such file; did you mean '.*es-2024\.csv'"):
        read_path(tmp_path / "es-2023.csv")


@pytest.mark.parametrize("name", ["", "nowhere/at/all.csv", "nul\0byte", "x" * 5000])
def test_a_path_that_cannot_be_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError):
        read_path(f"{tmp_path}/{name}" if name else "")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="this is a folder; give one file"):
        read_path(tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bars.csv"
    path.touch(mode=0)
    with pytest.raises(DataError, match="you may not read this file"):
        read_path(path)


@pytest.mark.parametrize(
    ("error", "message"),
    [(PermissionError(13, "x"), "you may not read"), (OSError(5, "Input/output error"), "Input/output")],
)
def test_what_the_disk_refuses_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, message: str
) -> None:
    path = tmp_path / "bars.csv"
    path.write_text(HEADER + ROW)

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("builtins.open", fail)
    with pytest.raises(DataError, match=message):
        read_path(path)


def test_an_endless_line_is_refused_before_it_is_read_whole(read: Read) -> None:
    with pytest.raises(DataCorrupt, match="row 2: is longer than 65536 characters"):
        read(HEADER + "1" * 50_000_000)


def test_an_archive_of_several_files_is_refused_with_their_names(read: Read) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", HEADER)
        archive.writestr("b.csv", HEADER)
    with pytest.raises(DataCorrupt, match=r"must hold one file \(was 2 files: a.csv, b.csv\)"):
        read(packed.getvalue())


def test_rows_after_the_first_piece_are_named_rightly(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("propbots_files.text._BLOCK_SIZE", 70_000)
    with pytest.raises(DataCorrupt, match="row 9002, column open"):
        read(HEADER + ROW * 9_000 + ROW.replace(",1,", ",x,", 1) + ROW * 9_000, by="arrow")
