"""Whatever a file holds, reading it ends in a table or in an error of ours."""

import contextlib
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from propbots.api.data import BarTable
from propbots.errors import PropbotsError

Read = Callable[..., BarTable]

GOOD = (
    b"time,open,high,low,close,volume\n"
    b"2024-01-02T14:30:00Z,4781.50,4782.25,4781.00,4781.75,405\n"
    b"2024-01-02T14:31:00Z,4781.75,4783,4781.5,4782.00,381\n"
)
HEADERS = st.sampled_from(
    [
        GOOD[:32],
        b"Date;Time;Open;High;Low;Last\n",
        b"\xff\xfed\x00a\x00",
        b"\xef\xbb\xbf",
        b"\x1f\x8b\x08",
        b"PK\x03\x04",
    ]
)
FIELDS = st.text(alphabet='0123456789.,;:-+/ TZe"\t|\r\n\0é', max_size=60).map(str.encode)
SETTINGS = st.fixed_dictionaries(
    {"by": st.sampled_from(["exact", "arrow"])},
    optional={
        "timezone": st.sampled_from(["UTC", "America/Chicago", "Europe/London"]),
        "stamp": st.sampled_from(["open", "close"]),
        "columns": st.sampled_from(
            [
                "time,open,high,low,close",
                "date,time,open,high,low,close",
                "time=date",
                "close=x",
                "time=date,low=date",
                "time=Open",
            ]
        ),
        "separator": st.sampled_from([";", "|", "tab", " "]),
        "timestamp_format": st.sampled_from(["%Y-%m-%d", "%d.%m.%y %H:%M"]),
        "encoding": st.sampled_from(["latin-1", "utf-16", "utf-7", "cp037", "shift_jis"]),
    },
)


def must_end_well(read: Read, content: bytes, settings: dict[str, str]) -> None:
    with contextlib.suppress(PropbotsError):
        table = read(content, **settings)

        assert len(table) > 0
        assert len({len(table.open_time), len(table.close), len(table.volume), len(table.row)}) == 1
        assert table.timeframe > 0


@given(st.binary(max_size=400), SETTINGS)
def test_any_bytes(read: Read, content: bytes, settings: dict[str, str]) -> None:
    must_end_well(read, content, settings)


@given(HEADERS, st.lists(FIELDS, max_size=6), SETTINGS)
def test_anything_below_a_header(read: Read, header: bytes, lines: list[bytes], settings: dict[str, str]) -> None:
    must_end_well(read, header + b"\n".join(lines), settings)


@given(st.integers(0, len(GOOD) - 1), st.binary(max_size=3), st.integers(0, 4), SETTINGS)
def test_a_good_file_with_a_wound(read: Read, place: int, wound: bytes, lost: int, settings: dict[str, str]) -> None:
    must_end_well(read, GOOD[:place] + wound + GOOD[place + lost :], settings)
