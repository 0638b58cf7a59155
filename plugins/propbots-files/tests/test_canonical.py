"""The canonical CSV."""

import hashlib
from collections.abc import Callable

import numpy as np
import pytest

from propbots.api.data import BarTable

Read = Callable[..., BarTable]

TWO_BARS = (
    "time,open,high,low,close,volume\n"
    "2024-01-02T14:30:00Z,4781.50,4782.25,4781.00,4781.75,405\n"
    "2024-01-02T14:31:00Z,4781.75,4783,4781.5,4782.00,381\n"
)
OPENS = [1_704_205_800_000_000_000, 1_704_205_860_000_000_000]


@pytest.mark.parametrize("by", ["exact", "arrow"])
def test_columns_hold_what_the_rows_say(read: Read, by: str) -> None:
    table = read(TWO_BARS, by=by)

    assert table.open_time.tolist() == OPENS
    assert table.open.tolist() == [4781.5, 4781.75]
    assert table.high.tolist() == [4782.25, 4783.0]
    assert table.low.tolist() == [4781.0, 4781.5]
    assert table.close.tolist() == [4781.75, 4782.0]
    assert table.volume.tolist() == [405.0, 381.0]
    assert table.row.tolist() == [2, 3]
    assert str(table.timeframe) == "1m"


@pytest.mark.parametrize("by", ["exact", "arrow"])
def test_columns_have_the_types_of_the_contract(read: Read, by: str) -> None:
    table = read(TWO_BARS, by=by)

    assert {table.open_time.dtype, table.row.dtype} == {np.dtype(np.int64)}
    assert {getattr(table, name).dtype for name in ("open", "high", "low", "close", "volume")} == {np.dtype(np.float64)}


def test_times_without_a_zone_are_utc(read: Read) -> None:
    table = read(TWO_BARS.replace("Z", ""))

    assert table.open_time.tolist() == OPENS


def test_a_zone_that_the_user_names_goes_before_utc(read: Read) -> None:
    table = read(TWO_BARS.replace("Z", ""), timezone="America/New_York")

    assert table.open_time.tolist() == [time + 5 * 3600 * 10**9 for time in OPENS]


def test_stamps_of_the_close_become_those_of_the_open(read: Read) -> None:
    table = read(TWO_BARS, stamp="close")

    assert table.open_time.tolist() == [time - 60 * 10**9 for time in OPENS]


def test_the_source_says_what_was_recognised(read: Read) -> None:
    source = read(TWO_BARS).source

    assert source.format == "csv (canonical)"
    assert source.sha256 == hashlib.sha256(TWO_BARS.encode()).hexdigest()
    assert source.assumptions == (
        "Columns read: time, open, high, low, close, volume.",
        "Fields are separated by ','.",
        "Times say their zone.",
        "A time names the open of its bar.",
    )


def test_the_source_says_so_when_the_user_overrides_the_form(read: Read) -> None:
    source = read(TWO_BARS.replace("Z", ""), timezone="Europe/London", stamp="close").source

    assert source.format == "csv (canonical; Europe/London wall time; close-stamped)"


@pytest.mark.parametrize("by", ["exact", "arrow"])
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: "\ufeff" + text, id="byte-order mark"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="ends of lines of Windows"),
        pytest.param(lambda text: text.rstrip("\n"), id="no end of the last line"),
        pytest.param(lambda text: "\n\n" + text.replace("\n", "\n\n"), id="blank lines"),
        pytest.param(lambda text: text.replace("\n", "\r\n\r\n"), id="blank lines of Windows"),
        pytest.param(lambda text: text + "  \n\t\n", id="lines of blanks"),
        pytest.param(lambda text: text.replace("00Z", "00+00:00"), id="offset instead of Z"),
        pytest.param(lambda text: text.replace("00Z", "00.000Z"), id="fractions of seconds"),
        pytest.param(lambda text: text.replace("2024", '"2024').replace("Z", 'Z"'), id="quoted times"),
    ],
)
def test_harmless_differences_change_nothing(read: Read, change: Callable[[str], str], by: str) -> None:
    table = read(change(TWO_BARS), by=by)

    assert table.open_time.tolist() == OPENS
    assert table.close.tolist() == [4781.75, 4782.0]
    assert table.source.format == "csv (canonical)"


@pytest.mark.parametrize("by", ["exact", "arrow"])
def test_rows_are_lines_of_the_file_whatever_is_blank(read: Read, by: str) -> None:
    header, first, second = TWO_BARS.splitlines()
    table = read(f"\n{header}\r\n\r\n{first}\r\n\n\n{second}\n\n", by=by)

    assert table.row.tolist() == [4, 7]


@pytest.mark.parametrize("by", ["exact", "arrow"])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_recognised_with_and_without_a_mark(read: Read, encoding: str, by: str) -> None:
    table = read(TWO_BARS.encode(encoding), by=by)

    assert table.open_time.tolist() == OPENS


@pytest.mark.parametrize("by", ["exact", "arrow"])
def test_an_empty_volume_is_unknown(read: Read, by: str) -> None:
    table = read(TWO_BARS.replace(",405", ","), by=by)

    assert np.isnan(table.volume).tolist() == [True, False]


def test_rows_out_of_order_are_left_to_the_kernel(read: Read) -> None:
    header, first, second = TWO_BARS.splitlines()
    table = read(f"{header}\n{second}\n{first}\n{first}")

    assert table.open_time.tolist() == [OPENS[1], OPENS[0], OPENS[0]]
    assert str(table.timeframe) == "1m"


def test_a_long_file_is_read_in_pieces_without_a_seam(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("propbots_files.text._BLOCK_SIZE", 70_000)
    times = np.datetime64("2024-01-01T00:00") + np.arange(20_000) * np.timedelta64(1, "m")
    rows = [f"{time}:00Z,{number}.25,{number}.5,{number},{number}.25,1" for number, time in enumerate(times, 1)]
    table = read("time,open,high,low,close,volume\n" + "\n".join(rows), by="arrow")

    assert (table.open_time == times.astype("datetime64[ns]").astype(np.int64)).all()
    assert (table.low == np.arange(1, 20_001)).all()
    assert (table.row == np.arange(2, 20_002)).all()
