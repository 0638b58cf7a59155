"""The worked example of `docs/explanation/bar-events.md`, number by number."""

import re
from pathlib import Path

import pytest

from propbots.venue.path import PathPolicy
from stage import bars, buy, play

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "bar-events.md"


def told(path: PathPolicy) -> str:
    """Return the price at which the page says that the position is left, in ticks of a quarter."""
    found = re.search(rf"^\| `{path.value}` \| ([\d.]+), the (\w+)", PAGE.read_text(), re.MULTILINE)
    assert found is not None
    return f"{int(float(found[1]) * 4)} ({found[2]})"


@pytest.mark.parametrize("path", PathPolicy)
def test_page_tells_where_the_position_is_left(path: PathPolicy) -> None:
    quarter = bars("400 400 400 400", "400 400 400 400", "400 406 394 402")

    story = play(quarter, {0: buy(stop_loss_ticks=4, take_profit_ticks=4)}, path=path)

    assert told(path) in story.fills[1]
    assert story.record.ambiguous_bars == 1
