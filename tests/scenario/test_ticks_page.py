"""The worked example of `docs/explanation/ticks.md`, fill by fill."""

import re
from pathlib import Path
from typing import Any

from stage import Act, buy, sell
from tick_stage import play_ticks, ticks

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "ticks.md"


def rows_of_the_page() -> list[list[str]]:
    """The cells of the example's table, without its head."""
    section = PAGE.read_text(encoding="utf-8").split("## An example")[1]
    rows = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in section.splitlines() if "|" in line]
    return rows[2:]


def read_wish(text: str) -> Act:
    """Read what the strategy asks for, such as `sell 3 limit 104`."""
    side, quantity, *price = text.split()
    terms: dict[str, Any] = {f"{price[0]}_price": int(price[1])} if price else {}
    return (buy if side == "buy" else sell)(int(quantity), **terms)


def test_the_page_tells_what_the_venue_does() -> None:
    rows = rows_of_the_page()
    script = {number: read_wish(wish) for number, (_, _, wish, _) in enumerate(rows) if wish}
    told = [fill for _, _, _, fills in rows for fill in re.findall(r"(\d+): (\d+) at (\d+)", fills)]

    story = play_ticks(ticks(*(f"{time} {tick}" for time, tick, _, _ in rows)), script, latency_ms=5)

    found = [re.sub(r"(buy|sell) | \(\w+\)", "", fill) for fill in story.fills]
    assert len(told) == 5
    assert found == [f"{time}: {quantity} at {price}" for time, quantity, price in told]
