"""The worked example of `docs/explanation/bar-events.md`, number by number."""

from pathlib import Path

import pytest

from propbots.domain.timeframe import MINUTE
from propbots.venue.path import PathPolicy
from stage import START, bars, buy, columns_of, play

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "bar-events.md"
SPACING = 2 * MINUTE
PART = 12 * 1_000_000_000


def rows_of_the_page() -> list[list[str]]:
    """The cells of the example's table, without its head."""
    section = PAGE.read_text(encoding="utf-8").split("## One bracket, five answers")[1].split("\n## ")[0]
    rows = [line.strip("| \n").split(" | ") for line in section.splitlines() if line.startswith("|")]
    return rows[2:]


def name_of(row: list[str]) -> str:
    """The policy of a row."""
    return row[0].split("`")[1]


@pytest.mark.parametrize("row", rows_of_the_page(), ids=name_of)
def test_the_page_tells_what_the_venue_does(row: list[str]) -> None:
    _, exit_, profit, lowest, highest = row
    columns = bars("100 100 100 100", "100 100 100 100", "100 107 94 101")
    script = {0: buy(stop_loss=95, take_profit=106)}

    if name_of(row) == "finer":
        inside = row[0].split(": ")[1].split(", ")
        opens = [START, START + SPACING, *(START + 2 * SPACING + number * PART for number in range(len(inside)))]
        prices = [[int(price) for price in part.split()] for part in ("100 100 100 100", "100 100 100 100", *inside)]
        story = play(columns, script, finer=columns_of(prices, opens, duration=PART))
    else:
        story = play(columns, script, path=PathPolicy(name_of(row)))

    (trade,) = story.trades
    assert f"{trade.exit_price} {trade.exit_reason}" == exit_
    assert trade.gross_pnl == int(profit)
    assert (story.money("equity_low")[2], story.money("equity_high")[2]) == (int(lowest), int(highest))
    assert story.record.ambiguous_bars == (0 if name_of(row) == "finer" else 1)


def test_the_page_has_a_row_for_every_policy_and_one_for_finer_data() -> None:
    assert sorted(map(name_of, rows_of_the_page())) == sorted([*PathPolicy, "finer"])
