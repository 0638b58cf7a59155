"""How large bars are, read and written."""

import pytest

from propbots.domain.bar_size import BarSize, BarUnit, parse_bar_size
from propbots.domain.timeframe import MINUTE, Timeframe
from propbots.errors import ConfigurationError


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("1m", Timeframe(MINUTE)),
        ("233tick", BarSize(233, BarUnit.TICK)),
        (" 1000Volume ", BarSize(1000, BarUnit.VOLUME)),
        ("8range", BarSize(8, BarUnit.RANGE)),
    ],
)
def test_sizes_are_read(text: str, size: Timeframe | BarSize) -> None:
    assert parse_bar_size(text) == size
    assert type(parse_bar_size(text)) is type(size)


@pytest.mark.parametrize("text", ["30s", "5m", "4h", "1d", "1tick", "233tick", "999999999volume", "8range"])
def test_sizes_are_written_as_they_are_read(text: str) -> None:
    assert str(parse_bar_size(text)) == text


@pytest.mark.parametrize("text", ["", "tick", "0tick", "1.5volume", "-3range", "8 range", "8ranges", "m", "1tick1m"])
def test_what_is_no_size_is_explained(text: str) -> None:
    with pytest.raises(ConfigurationError, match="must look like 30s, 1m, 4h or 1d, or like 233tick") as caught:
        parse_bar_size(text)

    assert repr(text) in str(caught.value)
