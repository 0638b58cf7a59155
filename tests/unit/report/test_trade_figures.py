"""What trades earned: by hand, against an oracle, and identities that hold for any trades."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.domain.trade import Trade
from propbots.report.trade_figures import TradeFigures, compute_longest_run, compute_trade_figures
from ratio_oracles import quantstats
from report_builders import START, a_record, a_trade

MINUTE = 60_000_000_000


def figures_of(trades: list[Trade]) -> TradeFigures:
    record = a_record(trades=trades)
    return compute_trade_figures(record.trades.columns, record.scale)


def figures_of_results(*results: str) -> TradeFigures:
    return figures_of([a_trade(number, net) for number, net in enumerate(results, 1)])


def test_four_trades_worked_out_by_hand() -> None:
    figures = figures_of_results("30.00", "-10.50", "0.00", "5.25")

    assert str(figures.net_profit) == "24.75"
    assert str(figures.gross_profit) == "35.25"
    assert str(figures.gross_loss) == "-10.50"
    assert str(figures.commissions) == "4.88"
    assert (figures.total_trades, figures.winning_trades, figures.losing_trades) == (4, 2, 1)
    assert figures.win_rate == 0.5
    assert figures.profit_factor == pytest.approx(35.25 / 10.5)
    assert str(figures.expectancy) == "6.19"
    assert (str(figures.average_win), str(figures.average_loss)) == ("17.62", "-10.50")
    assert figures.payoff_ratio == pytest.approx(17.625 / 10.5)
    assert (str(figures.best_trade), str(figures.worst_trade)) == ("30.00", "-10.50")


def test_winners_are_told_after_commission() -> None:
    figures = figures_of([a_trade(1, "-0.22", commission="1.22")])

    assert figures.winning_trades == 0
    assert figures.losing_trades == 1


@pytest.mark.parametrize(("results", "average"), [(("0.01", "0.02"), "0.02"), (("0.02", "0.03"), "0.02")])
def test_averages_are_rounded_half_to_even(results: tuple[str, str], average: str) -> None:
    assert str(figures_of_results(*results).expectancy) == average


def test_no_trades_have_sums_and_no_ratios() -> None:
    figures = figures_of([])

    assert str(figures.net_profit) == "0.00"
    assert figures.total_trades == 0
    assert figures.win_rate is None
    assert figures.profit_factor is None
    assert figures.expectancy is None
    assert figures.best_trade is None
    assert figures.longest_winning_streak == 0
    assert figures.average_holding_seconds is None


def test_profit_factor_is_none_without_a_loss() -> None:
    figures = figures_of_results("1.00", "0.00")

    assert figures.profit_factor is None
    assert figures.payoff_ratio is None
    assert figures.average_loss is None


def test_streaks_are_broken_by_a_trade_of_zero() -> None:
    figures = figures_of_results("1", "1", "0", "1", "-1", "-1", "-1", "2")

    assert figures.longest_winning_streak == 2
    assert figures.longest_losing_streak == 3


def test_holding_time_is_told_apart_for_winners_and_losers() -> None:
    trades = [
        a_trade(1, "5", entry_time_ns=START, exit_time_ns=START + 2 * MINUTE),
        a_trade(2, "-5", entry_time_ns=START, exit_time_ns=START + 6 * MINUTE),
    ]

    figures = figures_of(trades)

    assert figures.average_holding_seconds == 240
    assert figures.average_win_holding_seconds == 120
    assert figures.average_loss_holding_seconds == 360


def test_excursions_are_averaged() -> None:
    figures = figures_of([a_trade(1, mae="10", mfe="4"), a_trade(2, mae="5", mfe="0.5")])

    assert (str(figures.average_mae), str(figures.average_mfe)) == ("7.50", "2.25")


@pytest.mark.parametrize("seed", range(8))
def test_figures_equal_the_oracle(seed: int) -> None:
    # Without trades of exactly 0, which the oracle leaves out of the win rate and ours counts.
    cents = np.random.default_rng(seed).integers(-9_000, 10_000, 120)
    cents = cents[cents != 0]
    series = pd.Series(cents / 100)

    figures = figures_of([a_trade(number, str(Decimal(int(net)) / 100)) for number, net in enumerate(cents, 1)])

    assert figures.win_rate == pytest.approx(quantstats.win_rate(series), rel=1e-9)
    assert figures.profit_factor == pytest.approx(quantstats.profit_factor(series), rel=1e-9)
    assert figures.payoff_ratio == pytest.approx(quantstats.payoff_ratio(series), rel=1e-9)
    assert figures.longest_winning_streak == quantstats.consecutive_wins(series)
    assert figures.longest_losing_streak == quantstats.consecutive_losses(series)
    assert float(figures.average_win or 0) == pytest.approx(quantstats.avg_win(series), abs=0.005 + 1e-9)
    assert float(figures.average_loss or 0) == pytest.approx(quantstats.avg_loss(series), abs=0.005 + 1e-9)


money = st.integers(-(10**7), 10**7).map(lambda cents: str(Decimal(cents).scaleb(-2)))


@given(st.lists(money, max_size=30))
def test_identities_of_sums_hold_for_any_trades(results: list[str]) -> None:
    figures = figures_of_results(*results)

    assert figures.net_profit == sum(map(Decimal, results)) == figures.gross_profit + figures.gross_loss
    assert figures.gross_profit >= 0 >= figures.gross_loss
    assert figures.winning_trades + figures.losing_trades <= figures.total_trades == len(results)
    assert max(figures.longest_winning_streak, figures.longest_losing_streak) <= len(results)


@given(st.lists(st.booleans(), max_size=40))
def test_the_longest_run_is_the_longest_word_of_ones(chosen: list[bool]) -> None:
    words = "".join("1" if one else "0" for one in chosen).split("0")

    assert compute_longest_run(np.array(chosen, dtype=np.bool_)) == max(map(len, words))
