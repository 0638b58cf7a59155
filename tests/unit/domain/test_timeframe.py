"""Timeframes are read as they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.domain.timeframe import DAY, HOUR, MINUTE, SECOND, Timeframe
from propbots.errors import ConfigurationError


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("250ms", SECOND // 4),
        ("30s", 30 * SECOND),
        ("1m", MINUTE),
        ("90m", 90 * MINUTE),
        (" 4H ", 4 * HOUR),
        ("1d", DAY),
        ("1w", 7 * DAY),
    ],
)
def test_a_timeframe_is_read(text: str, length: int) -> None:
    assert Timeframe.parse(text) == length


@pytest.mark.parametrize("text", ["", "m", "0m", "01m", "1", "1.5m", "-1m", "1 m", "1min", "1y", "1234567s", "1m1m"])
def test_what_is_no_timeframe_is_refused_with_what_was_written(text: str) -> None:
    with pytest.raises(ConfigurationError, match="must look like 30s, 1m, 4h or 1d") as error:
        Timeframe.parse(text)
    assert repr(text) in str(error.value)


@given(st.integers(1, 999_999), st.sampled_from(("ms", *"smhdw")))
def test_a_timeframe_reads_back_as_it_is_written(count: int, unit: str) -> None:
    timeframe = Timeframe.parse(f"{count}{unit}")

    if timeframe <= 999_999 * DAY:
        assert Timeframe.parse(str(timeframe)) == timeframe


@pytest.mark.parametrize(
    ("text", "shown"), [("60s", "1m"), ("120m", "2h"), ("24h", "1d"), ("1w", "7d"), ("90m", "90m")]
)
def test_a_timeframe_is_written_in_the_largest_unit_that_fits(text: str, shown: str) -> None:
    assert str(Timeframe.parse(text)) == shown


@pytest.mark.parametrize(("text", "daily"), [("23h", False), ("24h", True), ("1d", True), ("1w", True)])
def test_bars_of_a_day_and_more_close_with_the_session(text: str, daily: bool) -> None:
    assert Timeframe.parse(text).is_daily is daily
