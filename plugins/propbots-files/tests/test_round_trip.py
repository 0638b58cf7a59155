"""Any bars, written in any of the ways that the reader knows, come back as they were."""

import gzip
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import attrs
import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from propbots.api.data import BarTable
from propbots.errors import DataCorrupt

Read = Callable[..., BarTable]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
PRICES = st.decimals("0.00000001", "99999999", places=8).map(lambda price: f"{price:f}".rstrip("0").rstrip("."))
VOLUMES = st.one_of(st.integers(0, 10**12).map(str), st.just(""))


def since_1970(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


@attrs.frozen
class Writing:
    """A way to write times.

    Attributes:
        write: From a time on the wall of a zone to its text.
        settings: What a user has to say about it.
        zoned: Whether the text says the zone.
    """

    write: Callable[[datetime], str]
    settings: dict[str, str] = attrs.field(factory=dict)
    zoned: bool = False


WRITINGS = [
    Writing(lambda time: time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), zoned=True),
    Writing(lambda time: time.isoformat(), zoned=True),
    Writing(lambda time: time.isoformat(" "), zoned=True),
    Writing(lambda time: str(since_1970(time) // 10**6), zoned=True),
    Writing(lambda time: str(since_1970(time) // 10**3), zoned=True),
    Writing(lambda time: str(since_1970(time)), zoned=True),
    Writing(lambda time: str(since_1970(time) * 1000), zoned=True),
    Writing(lambda time: time.strftime("%Y-%m-%d %H:%M:%S")),
    Writing(lambda time: time.strftime("%Y-%m-%d %H:%M:%S.%f")),
    Writing(lambda time: f"{time.year}/{time.month}/{time.day} {time.hour}:{time:%M:%S}"),
    Writing(lambda time: time.strftime("%Y%m%d %H%M%S")),
    Writing(lambda time: time.strftime("%m/%d/%y %I:%M:%S %p"), {"timestamp_format": "%m/%d/%y %I:%M:%S %p"}),
    Writing(lambda time: time.strftime("%d.%m.%Y %H:%M:%S"), {"timestamp_format": "%d.%m.%Y %H:%M:%S"}),
    Writing(lambda time: time.strftime("%d %b %Y at %H:%M:%S"), {"timestamp_format": "%d %b %Y at %H:%M:%S"}),
]


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, dict[str, str], list[int], list[tuple[str, str, str, str, str]]]:
    """Draw a file, the settings to read it with, when its bars opened in nanoseconds, and the texts of the numbers."""
    writing = draw(st.sampled_from(WRITINGS))
    zone = draw(st.sampled_from(["UTC", "America/New_York", "America/Chicago", "Europe/London", "Asia/Tokyo"]))
    start = draw(st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)))
    seconds = draw(st.sampled_from([1, 60, 300, 3600, 4 * 3600]))
    rows = draw(st.lists(st.tuples(PRICES, PRICES, PRICES, PRICES, VOLUMES), min_size=2, max_size=12))
    stamp = draw(st.sampled_from(["open", "close"]))
    separator = draw(st.sampled_from([",", ";", "\t", "|", ", "]))
    end = draw(st.sampled_from(["\n", "\r\n", "\n\n"]))
    quote = draw(st.sampled_from(["", '"'])) if separator != ", " else ""
    opens = [start.replace(microsecond=0) + timedelta(seconds=seconds * number) for number in range(len(rows))]
    stamps = [time + timedelta(seconds=seconds if stamp == "close" else 0) for time in opens]
    lines = [["time", "open", "high", "low", "close", "volume"]]
    lines += [[writing.write(time.astimezone(ZoneInfo(zone))), *row] for time, row in zip(stamps, rows, strict=True)]
    text = "".join(separator.join(f"{quote}{field}{quote}" for field in line) + end for line in lines)
    data = draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.encode()
    data = gzip.compress(data) if draw(st.booleans()) else data
    settings = {"timezone": zone, "stamp": stamp, **writing.settings}
    return data, settings, [since_1970(time) * 1000 for time in opens], rows


@given(files(), st.sampled_from(["exact", "arrow"]))
def test_bars_come_back_as_they_were_written(
    read: Read, file: tuple[bytes, dict[str, str], list[int], list[tuple[str, str, str, str, str]]], by: str
) -> None:
    data, settings, opens, rows = file
    try:
        table = read(data, by=by, **settings)
    except DataCorrupt as error:
        assert "came twice" in str(error)  # noqa: PT017 -- a file that begins within a repeated hour does not tell
        assume(condition=False)

    assert table.open_time.tolist() == opens
    for name, texts in zip(("open", "high", "low", "close", "volume"), zip(*rows, strict=True), strict=True):
        expected = [float(text or "nan") for text in texts]
        assert np.array_equal(getattr(table, name), expected, equal_nan=True)
