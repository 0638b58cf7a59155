"""The breakout; each bar reaches from the close before it to its own."""

from collections.abc import Callable

from propbots_strategies.donchian_breakout import DonchianBreakout

TradesOf = Callable[..., list[tuple[str, int, int]]]


def test_a_close_above_the_highs_of_the_bars_before_enters_long(trades_of: TradesOf) -> None:
    trades = trades_of(DonchianBreakout(entry=3, exit=2), [10, 12, 11, 13, 14, 15])

    assert trades == [("long", 4, 5)]


def test_a_close_below_the_lows_of_the_bars_before_enters_short(trades_of: TradesOf) -> None:
    trades = trades_of(DonchianBreakout(entry=3, exit=2), [12, 10, 11, 9, 8, 7])

    assert trades == [("short", 4, 5)]


def test_a_close_at_the_channel_is_no_breakout(trades_of: TradesOf) -> None:
    trades = trades_of(DonchianBreakout(entry=3, exit=2), [10, 12, 11, 12, 11, 12])

    assert trades == []


def test_a_long_position_leaves_below_the_lows_of_the_shorter_channel(trades_of: TradesOf) -> None:
    trades = trades_of(DonchianBreakout(entry=5, exit=2), [10, 11, 10, 11, 10, 13, 14, 15, 12, 12, 12])

    assert trades == [("long", 6, 9)]


def test_a_short_position_leaves_above_the_highs_of_the_shorter_channel(trades_of: TradesOf) -> None:
    trades = trades_of(DonchianBreakout(entry=5, exit=2), [13, 12, 13, 12, 13, 10, 9, 8, 11, 11, 11])

    assert trades == [("short", 6, 9)]


def test_a_breakout_to_the_other_side_turns_the_position(trades_of: TradesOf) -> None:
    trades = trades_of(DonchianBreakout(entry=3, exit=3), [10, 11, 10, 12, 13, 5, 4, 4])

    assert trades == [("long", 4, 6), ("short", 6, 7)]
