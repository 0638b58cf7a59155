"""Times as text."""

import contextlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.api.data import BarTable
from propbots.errors import ConfigurationError, DataCorrupt
from propbots_files.refusal import ColumnOfFile
from propbots_files.stamp_form import DAY_FIRST, MONTH_FIRST, StampForm, from_strptime, recognise, spell
from propbots_files.stamp_text import to_nanoseconds

Read = Callable[..., BarTable]

MOMENTS = st.datetimes(datetime(1850, 1, 1), datetime(2139, 12, 31), timezones=st.just(UTC))
# Twelve digits of milliseconds are taken for a date in the first eight months of 1976.
SINCE_1977 = st.datetimes(datetime(1977, 1, 1), datetime(2139, 12, 31), timezones=st.just(UTC))
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
OFFSETS = st.integers(-14 * 60, 14 * 60)


def a_column(count: int) -> ColumnOfFile:
    return ColumnOfFile("bars.csv", "time", np.arange(2, count + 2))


def nanoseconds(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1) * 1000


def read_texts(texts: list[str], form: StampForm, *, zoned: bool = False) -> list[int]:
    values: list[int] = to_nanoseconds(np.array(texts, "S"), form, a_column(len(texts)), zoned=zoned).tolist()
    return values


def form_of(text: str) -> StampForm:
    form = recognise(text.encode())

    assert form is not None
    return form


@given(st.lists(MOMENTS, min_size=1), st.sampled_from("-/."), st.sampled_from(" T"), st.booleans())
def test_year_first_reads_what_the_calendar_says(moments: list[datetime], gap: str, middle: str, padded: bool) -> None:
    texts = [
        f"{moment:%Y{gap}%m{gap}%d{middle}%H:%M:%S.%f}"
        if padded
        else f"{moment.year}{gap}{moment.month}{gap}{moment.day}{middle}{moment.hour}:{moment:%M:%S.%f}"
        for moment in moments
    ]

    assert read_texts(texts, form_of(texts[0])) == [nanoseconds(moment) for moment in moments]


@given(st.lists(st.tuples(MOMENTS, OFFSETS), min_size=1), st.sampled_from(["", ":"]), st.sampled_from(["", " "]))
def test_offsets_lead_back_to_utc(drawn: list[tuple[datetime, int]], colon: str, blank: str) -> None:
    texts = [
        f"{moment:%Y-%m-%dT%H:%M:%S}{blank}{'+-'[offset < 0]}{abs(offset) // 60:02}{colon}{abs(offset) % 60:02}"
        for moment, offset in drawn
    ]
    expected = [nanoseconds(moment.replace(microsecond=0) - timedelta(minutes=offset)) for moment, offset in drawn]

    assert read_texts(texts, form_of(texts[0]), zoned=True) == expected


@given(st.lists(SINCE_1977, min_size=1), st.sampled_from([1_000_000_000, 1_000_000, 1_000, 1]))
def test_counts_since_1970_are_told_by_their_size(moments: list[datetime], unit: int) -> None:
    counts = [nanoseconds(moment) // unit for moment in moments]
    form = form_of(str(counts[0]))

    assert form.unit == unit
    assert read_texts([str(count) for count in counts], form, zoned=True) == [count * unit for count in counts]


@given(
    st.lists(st.datetimes(datetime(1900, 1, 1), datetime(2099, 12, 31)), min_size=1),
    st.sampled_from(
        [
            "%Y%m%d %H%M%S",
            "%Y%m%dT%H%M%S",
            "%Y%m%d%H%M%S",
            "%Y%m%d %H:%M:%S",
            "%Y-%m-%d %H:%M:%S",
            "%Y/%m/%d %I:%M:%S %p",
            "%Y-%m-%d %H%M%S",
        ]
    ),
)
def test_common_forms_mean_what_strptime_says(moments: list[datetime], written: str) -> None:
    texts = [moment.strftime(written) for moment in moments]
    expected = [nanoseconds(datetime.strptime(text, written).replace(tzinfo=UTC)) for text in texts]

    assert read_texts(texts, form_of(texts[0])) == expected


@given(
    st.lists(st.datetimes(datetime(1970, 1, 1), datetime(2068, 1, 1)), min_size=1),
    st.permutations(["%d", "%m|%b|%B", "%y|%Y", "%H|%I %p", "%M", "%S", "%f"]),
    st.randoms(use_true_random=False),
    st.sampled_from([" ", ", ", "|", "+ (%%) "]),
)
def test_a_described_form_means_what_strptime_says(
    moments: list[datetime],
    parts: list[str],
    chosen: "st.Random",  # type: ignore[name-defined]  # -- hypothesis's own random
    joint: str,
) -> None:
    written = joint.join(chosen.choice(part.split("|")) for part in parts)
    texts = [moment.strftime(written) for moment in moments]
    expected = [nanoseconds(datetime.strptime(text, written).replace(tzinfo=UTC)) for text in texts]

    assert read_texts(texts, from_strptime(written)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-05", "2024-03-05T00:00"),
        ("20240305", "2024-03-05T00:00"),
        ("2024.3.5 9:05", "2024-03-05T09:05"),
        ("202403050905", "2024-03-05T09:05"),
        ("20240305090507123", "2024-03-05T09:05:07.123"),
        ("2024-03-05 09:05:07,5", "2024-03-05T09:05:07.5"),
        ("2024-03-05T09:05:07.123456789", "2024-03-05T09:05:07.123456789"),
        ("2024-03-05 12:05 am", "2024-03-05T00:05"),
        ("2024-03-05 12:05 PM", "2024-03-05T12:05"),
        ("  2024-03-05   09:05 ", "2024-03-05T09:05"),
    ],
)
def test_other_common_forms_are_read(text: str, expected: str) -> None:
    assert read_texts([text], form_of(text)) == [int(np.datetime64(expected, "ns").astype(np.int64))]


@pytest.mark.parametrize(
    "text", ["2024-03-05T09:05Z", "2024-03-05 09:05 UTC", "20240305T090500z", "2024-03-05 09:05+00"]
)
def test_names_of_utc_are_read(text: str) -> None:
    assert read_texts([text], form_of(text), zoned=True) == [1_709_629_500_000_000_000]


def test_seconds_since_1970_may_have_a_fraction() -> None:
    assert read_texts(["1709629500.25"], form_of("1709629500.25"), zoned=True) == [1_709_629_500_250_000_000]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "noon",
        "930",
        "1709",
        "17096295001",
        "2024-3",
        "2024-03-05T9",
        "2024-03-05 93000",
        "1.7e9",
        "12345678",
        "\uff12024-03-05",
    ],
)
def test_what_may_mean_anything_is_of_no_form(text: str) -> None:
    assert recognise(text.encode()) is None


@pytest.mark.parametrize(
    "text",
    [
        "2023-02-29 00:00",
        "2024-00-05 00:00",
        "2024-13-05 00:00",
        "2024-03-00 00:00",
        "2024-04-31 00:00",
        "2024-03-05 24:00",
        "2024-03-05 09:60",
        "2024-03-05 09:05:60",
        "2024-03-05 13:05 PM",
        "2024-03-05 00:05 AM",
        "1849-12-31 00:00",
        "2140-01-01 00:00",
        "9999-01-01 00:00",
        "0000-01-01 00:00",
        "9999999999",
        "9999999999999",
        "9999999999999999",
        "9999999999999999999",
        "2024-03-05T09:05+24:00",
        "2024-03-05T09:05+01:60",
    ],
)
def test_times_that_cannot_be_are_refused_with_their_row(text: str) -> None:
    with pytest.raises(DataCorrupt, match=r"bars.csv: row 2, column time: must be a time that exists.*\(was "):
        read_texts([text], form_of(text), zoned=":" not in text or "+" in text)


def test_the_first_of_several_wrong_times_is_named() -> None:
    texts = ["2024-02-28", "2024-02-29", "2024-02-30", "2024-02-31"]
    with pytest.raises(DataCorrupt, match=r"row 4, .*\(was '2024-02-30'\)"):
        read_texts(texts, form_of(texts[0]))


def test_a_time_of_another_form_is_refused_with_its_row() -> None:
    with pytest.raises(
        DataCorrupt, match=r"row 3, column time: must be a time \(year, month, day\) \(was '05.03.2024'\)"
    ):
        read_texts(["2024-03-05", "05.03.2024"], form_of("2024-03-05"))


@pytest.mark.parametrize(
    ("first", "second", "message"), [("", "Z", "must not say its zone"), ("Z", "", "must say its zone")]
)
def test_times_must_agree_on_saying_their_zone(first: str, second: str, message: str) -> None:
    texts = [f"2024-03-05T09:05{first}", f"2024-03-05T09:06{second}"]
    with pytest.raises(DataCorrupt, match=f"row 3, column time: {message}"):
        read_texts(texts, form_of(texts[0]), zoned=bool(first))


@pytest.mark.parametrize("by", ["exact", "arrow"])
@pytest.mark.parametrize(("date", "form"), [("12/31/23", "month"), ("31.12.2023", "day"), ("31-12-23", "day")])
def test_a_date_after_the_twelfth_tells_whether_day_or_month_comes_first(
    read: Read, date: str, form: str, by: str
) -> None:
    later = date.replace("31", "1").replace("12", "1", 1).replace("23", "24")
    text = f"date,open,high,low,close\n{later},1,2,1,2\n{date},1,2,1,2\n"
    table = read(text, timezone="UTC", by=by)

    assert table.open_time[-1] == np.datetime64("2023-12-31", "ns").astype(np.int64)
    assert f"Dates begin with the {form}, because some of them could not begin otherwise." in table.source.assumptions


def test_dates_that_may_begin_with_either_are_refused_with_both_forms(read: Read) -> None:
    text = "date,open,high,low,close\n1/3/2017 9:30,1,2,1,2\n1/4/2017 9:30,1,2,1,2\n"
    with pytest.raises(ConfigurationError, match=r"'%m/%d/%Y %H:%M' or '%d/%m/%Y %H:%M'"):
        read(text, timezone="UTC")


def test_the_proposed_form_is_taken(read: Read) -> None:
    text = "date,open,high,low,close\n1/3/17 9:30 PM,1,2,1,2\n1/4/17 9:30 PM,1,2,1,2\n"
    proposal = spell(DAY_FIRST, b"1/3/17 9:30 PM")
    table = read(text, timezone="UTC", timestamp_format=proposal)

    assert proposal == "%d/%m/%y %I:%M %p"
    assert table.open_time[0] == np.datetime64("2017-03-01T21:30", "ns").astype(np.int64)


def test_month_first_and_day_first_differ_in_nothing_else() -> None:
    assert read_texts(["1/2/2024 10:00"], MONTH_FIRST) == read_texts(["2/1/2024 10:00"], DAY_FIRST)


def test_digits_of_a_described_form_are_no_digits_of_the_time() -> None:
    form = from_strptime("%Y-%m-%d 12:00")

    assert read_texts(["2024-03-05 12:00"], form) == read_texts(["2024-03-05"], form_of("2024-03-05"))
    with pytest.raises(DataCorrupt, match=r"row 3, column time: must be a time .*\(was '2024-03-05 12:01'\)"):
        read_texts(["2024-03-05 12:00", "2024-03-05 12:01"], form)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("%Y-%m-%d %Q", "%Q is not known"),
        ("%Y-%m-%d %", "% is not known"),
        ("%Y-%m-%d %d", "named twice"),
        ("%H:%M", "lacks a part of the date"),
        ("%Y-%m-%d %I:%M", "%I and %p go together"),
        ("%Y-%m-%d %H:%M %p", "%I and %p go together"),
    ],
)
def test_a_described_form_that_cannot_be_is_explained(read: Read, written: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=f"--timestamp-format: .*{message}"):
        read("", timestamp_format=written)


def test_rows_that_do_not_follow_the_described_form_are_refused(read: Read) -> None:
    text = "date,open,high,low,close\n1/3/2017,1,2,1,2\n1/4/2017,1,2,1,2\n"
    with pytest.raises(DataCorrupt, match=r"row 2, column date: must be a time \(%d.%m.%Y\) \(was '1/3/2017'\)"):
        read(text, timezone="UTC", timestamp_format="%d.%m.%Y")


@given(st.lists(st.text(alphabet="0123456789-/:. TZ+apm", max_size=24), min_size=1))
def test_no_text_leads_to_another_error(texts: list[str]) -> None:
    form = recognise(texts[0].encode())
    with contextlib.suppress(DataCorrupt):
        if form is not None:
            assert len(read_texts(texts, form, zoned=form.unit > 0)) == len(texts)
