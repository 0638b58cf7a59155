"""Rolls: signals go on without a step, what is held goes over at a cost, and neither gains nor loses by the spread."""

from datetime import date
from decimal import Decimal

import attrs
import numpy as np
import pytest

from propbots.data.columns import BarColumns
from propbots.data.contracts import Contract, splice
from propbots.domain.session import UtcDays
from propbots.domain.timeframe import DAY, HOUR
from propbots.errors import ConfigurationError, DataError
from propbots.rules.rule import ContractCap
from rule_script import a_plan
from stage import START, buy, columns_of, play, sell

SECOND_DAY = date(2026, 1, 6)
OPENS = [START + hour * HOUR for hour in (21, 22, 23, 24, 25, 26)]
"""The last three hours of the first day, and the first three of the second."""


def hours(*rows: str, first: int = 0) -> BarColumns:
    """Hourly bars written as `open high low close`."""
    prices = [[int(price) for price in row.split()] for row in rows]
    return columns_of(prices, OPENS[first : first + len(rows)], duration=HOUR)


OLD = hours("100 101 99 100", "100 102 100 101", "101 103 101 102", "102 104 102 103")
NEW = hours(
    "120 121 119 120", "120 122 120 121", "121 123 121 122", "124 126 124 125", "125 128 125 127", "127 128 90 91"
)
"""The new contract stands 20 above the old one when the first day ends."""


def rolled() -> BarColumns:
    return splice([Contract("OLD", OLD), Contract("NEW", NEW, SECOND_DAY)], UtcDays())


def test_bars_are_those_of_the_contract_that_is_traded() -> None:
    bars = rolled()

    assert bars.close.tolist() == [100, 101, 102, 125, 127, 91]
    (roll,) = bars.rolls
    assert (roll.old, roll.new, roll.old_steps, roll.new_steps) == ("OLD", "NEW", 102, 122)
    assert (roll.ended_ns, roll.begins_ns) == (START + DAY, START + DAY)


def test_what_indicators_read_goes_on_without_the_step() -> None:
    assert rolled().floats("close").tolist() == [100, 101, 102, 105, 107, 71]


def test_a_long_position_goes_over_at_the_prices_of_one_moment() -> None:
    story = play(rolled(), {0: buy(2), 4: sell(2)}, commission="1", slippage=1)

    assert story.fills == [
        "1 open: buy 2 at 101 (signal)",
        "3 open: sell 2 at 101 (roll)",  # the close of the old one's last bar is the open of the new one's first
        "3 open: buy 2 at 123 (roll)",
        "5 open: sell 2 at 126 (signal)",
    ]
    first, second = story.trades
    assert (first.gross_pnl, first.commission, first.exit_reason) == (0, 4, "roll")
    assert (second.gross_pnl, second.commission, second.exit_reason) == ((126 - 123) * 2 * 10, 4, "signal")


def test_equity_has_no_step_at_the_roll_but_its_costs() -> None:
    story = play(rolled(), {0: buy(1)})

    start = 50_000
    assert story.money("equity") == [start, start + 10, start + 20, start + 50, start + 70, start - 290]
    assert story.money("equity_low")[3] == start + 20


def test_orders_that_work_are_moved_by_the_spread() -> None:
    story = play(rolled(), {0: buy(1, stop_loss=95, take_profit=107), 1: buy(1, limit_price=90)})

    assert story.fills == [
        "1 open: buy 1 at 100 (signal)",
        "3 open: sell 1 at 102 (roll)",
        "3 open: buy 1 at 122 (roll)",
        "5 open: sell 1 at 127 (target)",  # inside bar 4, whose end is the open of bar 5
        "5 inside: buy 1 at 110 (signal)",
        "5 inside: sell 1 at 91 (end_of_data)",
    ]


def test_a_flat_account_pays_nothing() -> None:
    story = play(rolled(), {3: buy(1)})

    assert story.fills == ["4 open: buy 1 at 125 (signal)", "5 inside: sell 1 at 91 (end_of_data)"]


def test_a_roll_passes_the_gate_and_keeps_to_the_cap() -> None:
    story = play(rolled(), {0: buy(2)}, plan=a_plan(ContractCap(Decimal(2))))

    assert [trade.exit_reason for trade in story.trades] == ["roll", "end_of_data"]
    assert story.denials == []


def test_a_roll_before_the_first_traded_bar_only_adjusts() -> None:
    story = play(rolled(), {0: buy(1)}, first=4)

    assert story.fills == ["1 open: buy 1 at 127 (signal)", "1 inside: sell 1 at 91 (end_of_data)"]
    assert rolled().select(slice(4, None)).floats("close").tolist() == [107, 71]


def test_a_spread_that_is_told_counts_where_the_bars_do_not_overlap() -> None:
    late = NEW.select(slice(3, None))
    bars = splice([Contract("OLD", OLD), Contract("NEW", late, SECOND_DAY, Decimal(20))], UtcDays())

    assert bars.rolls == rolled().rolls


@pytest.mark.parametrize(
    ("contracts", "words"),
    [
        ([Contract("OLD", OLD), Contract("NEW", NEW.select(slice(3, None)), SECOND_DAY)], "give its spread"),
        ([Contract("OLD", OLD), Contract("NEW", NEW, date(2026, 1, 4))], "from a later day on than OLD"),
        ([Contract("OLD", OLD), Contract("NEW", NEW, date(2026, 2, 1))], "no bars of NEW"),
        ([Contract("OLD", OLD), Contract("NEW", NEW, SECOND_DAY, Decimal("0.5"))], "multiple of the tick size"),
    ],
)
def test_what_is_not_known_is_refused(contracts: list[Contract], words: str) -> None:
    with pytest.raises((ConfigurationError, DataError), match=words):
        splice(contracts, UtcDays())


def test_what_comes_after_a_roll_changes_nothing_before() -> None:
    whole, part = rolled(), splice([Contract("OLD", OLD.select(slice(3)))], UtcDays())

    assert np.array_equal(whole.floats("close")[:3], part.floats("close"))
    other = attrs.evolve(NEW, close=NEW.close + 7, open=NEW.open + 7, high=NEW.high + 7, low=NEW.low + 7)
    moved = splice([Contract("OLD", OLD), Contract("NEW", other, SECOND_DAY)], UtcDays())
    assert np.array_equal(moved.floats("close"), whole.floats("close"))
