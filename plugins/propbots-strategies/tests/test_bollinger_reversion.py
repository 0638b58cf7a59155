"""The return into the bands, with bands of four closes and one deviation that can be worked out on paper."""

from collections.abc import Callable

from propbots_strategies.bollinger_reversion import BollingerReversion

TradesOf = Callable[..., list[tuple[str, int, int]]]


def test_a_close_back_above_the_lower_band_enters_long_and_leaves_at_the_middle(trades_of: TradesOf) -> None:
    # From bar 3 on the lower band is 10, 7.27, 6.84, 6.77 and the middle 10, 9, 8.5, 8.25.
    trades = trades_of(BollingerReversion(period=4, deviations=1), [10, 10, 10, 10, 6, 8, 9, 9, 9])

    assert trades == [("long", 6, 7)]


def test_a_close_back_below_the_upper_band_enters_short_and_leaves_at_the_middle(trades_of: TradesOf) -> None:
    trades = trades_of(BollingerReversion(period=4, deviations=1), [10, 10, 10, 10, 14, 12, 11, 11, 11])

    assert trades == [("short", 6, 7)]


def test_a_close_that_stays_outside_enters_nothing(trades_of: TradesOf) -> None:
    trades = trades_of(BollingerReversion(period=4, deviations=1), [10, 10, 10, 10, 6, 4, 1, -3, -8])

    assert trades == []


def test_a_position_waits_until_a_close_reaches_the_middle(trades_of: TradesOf) -> None:
    # Middles from bar 5: 8.5, 7.75, 6.75, 7.25; the close of bar 8 is the first after the entry that reaches its own.
    trades = trades_of(BollingerReversion(period=4, deviations=1), [10, 10, 10, 10, 6, 8, 7, 6, 8, 8])

    assert trades == [("long", 6, 9)]


def test_a_close_that_passes_the_middle_in_one_bar_enters_and_leaves_at_the_next_close(trades_of: TradesOf) -> None:
    trades = trades_of(BollingerReversion(period=4, deviations=1), [10, 10, 10, 10, 6, 11, 11, 11])

    assert trades == [("long", 6, 7)]


def test_the_first_move_after_equal_closes_jumps_over_both_bands_and_enters_nothing(trades_of: TradesOf) -> None:
    trades = trades_of(BollingerReversion(period=4, deviations=1), [10, 10, 10, 10, 6, 6, 6])

    assert trades == []


def test_a_close_exactly_at_the_middle_leaves(trades_of: TradesOf) -> None:
    # The middle of bar 7 is the mean of 6, 8, 7 and 7.
    trades = trades_of(BollingerReversion(period=4, deviations=1), [10, 10, 10, 10, 6, 8, 7, 7, 8, 8])

    assert trades == [("long", 6, 8)]
