"""The crossover in both its ways; with averages of one and two closes, a crossing is where the price turns."""

from collections.abc import Callable

import numpy as np
import pytest

from propbots.api.strategy import ConfigurationError
from propbots.data.record import RunRecord
from propbots_strategies.ma_crossover import MaCrossover
from propbots_strategies.ma_crossover_event import MaCrossoverEvent

Backtest = Callable[..., RunRecord]
TradesOf = Callable[..., list[tuple[str, int, int]]]
Kind = type[MaCrossover] | type[MaCrossoverEvent]

pytestmark = pytest.mark.parametrize("kind", [MaCrossover, MaCrossoverEvent])


def test_it_goes_long_on_the_bar_after_a_crossing_above(kind: Kind, trades_of: TradesOf) -> None:
    trades = trades_of(kind(fast=1, slow=2), [12, 10, 11, 12, 13])

    assert trades == [("long", 3, 4)]


def test_it_goes_short_on_the_bar_after_a_crossing_below(kind: Kind, trades_of: TradesOf) -> None:
    trades = trades_of(kind(fast=1, slow=2), [10, 12, 11, 10, 9])

    assert trades == [("short", 3, 4)]


def test_a_crossing_against_the_position_turns_it(kind: Kind, trades_of: TradesOf) -> None:
    trades = trades_of(kind(fast=1, slow=2), [12, 10, 11, 10, 9, 10, 11])

    assert trades == [("long", 3, 4), ("short", 4, 6), ("long", 6, 6)]


def test_a_second_crossing_above_while_long_leaves_the_position_alone(kind: Kind, trades_of: TradesOf) -> None:
    trades = trades_of(kind(fast=1, slow=2), [12, 10, 11, 11, 12, 12, 13])

    assert trades == [("long", 3, 6)]


def test_a_crossing_on_the_last_bar_trades_nothing(kind: Kind, trades_of: TradesOf) -> None:
    trades = trades_of(kind(fast=1, slow=2), [12, 10, 11])

    assert trades == []


def test_it_does_nothing_before_both_averages_exist_on_two_bars(kind: Kind, trades_of: TradesOf) -> None:
    trades = trades_of(kind(fast=1, slow=3), [10, 9, 12, 13, 14])

    assert trades == []


@pytest.mark.parametrize(("fast", "slow"), [(50, 50), (60, 50)])
def test_a_fast_average_that_is_not_the_shorter_one_is_refused(
    kind: Kind, fast: int, slow: int, backtest: Backtest
) -> None:
    message = (
        rf"^fast must be below slow \(was fast={fast}, slow={slow}\); shorten the fast average or lengthen the slow"
    )

    with pytest.raises(ConfigurationError, match=message):
        backtest(kind(fast=fast, slow=slow), [10, 11, 12])


def test_both_ways_of_writing_it_leave_the_same_fingerprint(kind: Kind, backtest: Backtest) -> None:
    closes = 1_000 + np.cumsum(np.random.default_rng(5).integers(-2, 3, 3_000))

    record = backtest(kind(fast=3, slow=8), closes.tolist())

    assert len(record.trades) > 100
    assert record.fingerprint == backtest(MaCrossover(fast=3, slow=8), closes.tolist()).fingerprint
