"""The result cut into groups: each group by hand, and all groups together."""

from datetime import UTC, datetime
from decimal import Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from propbots.domain.time import to_nanoseconds
from propbots.domain.trade import PositionSide
from propbots.report.breakdown import compute_breakdown
from report_builders import a_daily_record, a_record, a_trade, a_walked_record, an_account, bars_of


def test_sides_and_reasons_are_told_apart() -> None:
    trades = [
        a_trade(1, "10", reason="target"),
        a_trade(2, "-4", reason="stop", side=PositionSide.SHORT),
        a_trade(3, "6", reason="target", side=PositionSide.SHORT),
    ]

    breakdown = compute_breakdown(a_record(trades=trades))

    assert [(group.name, group.trades, str(group.net_profit)) for group in breakdown.by_side] == [
        ("long", 1, "10.00"),
        ("short", 2, "2.00"),
    ]
    assert [(group.name, group.win_rate, str(group.average)) for group in breakdown.by_exit_reason] == [
        ("stop", 0.0, "-4.00"),
        ("target", 1.0, "8.00"),
    ]
    assert breakdown.by_side[1].profit_factor == 1.5
    assert breakdown.by_side[0].profit_factor is None


def test_hours_are_those_of_the_entry_in_utc() -> None:
    at = to_nanoseconds(datetime(2026, 1, 1, 14, 59, 59, tzinfo=UTC))

    breakdown = compute_breakdown(a_record(trades=[a_trade(entry_time_ns=at, exit_time_ns=at + 10)]))

    assert [group.name for group in breakdown.by_hour] == ["14"]


def test_the_weekday_is_the_trading_days_and_not_the_clocks() -> None:
    # Sunday evening belongs to Monday's trading day: 2026-01-05 is day 20458 and a Monday.
    bars = bars_of([400] * 2)
    sunday = to_nanoseconds(datetime(2026, 1, 4, 23, 30, tzinfo=UTC))
    record = a_record(
        bars=bars,
        account=an_account(bars, [5_000_000] * 2, day=[20_458, 20_458]),
        trades=[a_trade(entry_time_ns=sunday, exit_time_ns=sunday)],
    )

    assert [group.name for group in compute_breakdown(record).by_weekday] == ["Monday"]


def test_months_add_up_their_trading_days() -> None:
    # From 2026-01-01 on, one bar a day: 31 days of +1.00, then two of -2.00.
    equity = np.cumsum([100] * 31 + [-200] * 2) + 5_000_000

    breakdown = compute_breakdown(a_daily_record(equity))

    assert [(m.year, m.month, str(m.net_profit), m.trading_days) for m in breakdown.by_month] == [
        (2026, 1, "31.00", 31),
        (2026, 2, "-4.00", 2),
    ]


def test_a_run_without_trades_has_no_groups() -> None:
    breakdown = compute_breakdown(a_record())

    assert breakdown.by_side == breakdown.by_exit_reason == breakdown.by_hour == breakdown.by_weekday == ()


def test_every_cut_holds_the_whole_profit() -> None:
    record = a_walked_record(days=40, trades=150, bars_per_day=120)
    net = sum((trade.net_pnl for trade in record.trades), Decimal(0))

    breakdown = compute_breakdown(record)

    for groups in (breakdown.by_side, breakdown.by_exit_reason, breakdown.by_hour, breakdown.by_weekday):
        assert sum((group.net_profit for group in groups), Decimal(0)) == net
        assert sum(group.trades for group in groups) == 150
    assert sum((month.net_profit for month in breakdown.by_month), Decimal(0)) == net


@given(st.lists(st.sampled_from(["stop", "target", "signal"]), max_size=20))
def test_each_reason_has_as_many_trades_as_say_so(reasons: list[str]) -> None:
    trades = [a_trade(number, reason=reason) for number, reason in enumerate(reasons, 1)]

    groups = compute_breakdown(a_record(trades=trades)).by_exit_reason

    assert {group.name: group.trades for group in groups} == {name: reasons.count(name) for name in set(reasons)}
