"""The account of a run, as columns over the bars that it is told by."""

from collections.abc import Sequence
from datetime import date

from propbots.data.columns import BarColumns
from propbots.data.days import DaySpans, find_days, find_exchange_days
from propbots.simulation.account_columns import RunAccount
from propbots.simulation.composition import Run
from propbots.simulation.joint_account import JointAccount
from propbots.simulation.tick_account import HeldTicks, TickAccount, list_states
from propbots.simulation.tick_tracks import TickTracks
from propbots.simulation.trades import TradedBars
from propbots.venue.exchange import Exchange
from propbots.venue.path import PathPolicy
from propbots.venue.tick_exchange import TickExchange

__all__ = ["build_account"]


def build_account(
    run: Run, traded: Sequence[TradedBars], ticks: TickTracks | None
) -> RunAccount | JointAccount | TickAccount:
    """Return the account at each bar of the main feed.

    Args:
        run: That is over.
        traded: The instruments in the order of the account's holdings, until the end.
        ticks: That there were until the end; None for a run on bars.
    """
    supervisor, main = run.engine.supervisor, traded[0]
    start, days = main.scale.to_units(run.request.balance), _find_days(main.bars, run)
    floors = [] if supervisor is None else supervisor.floors
    states = run.markets[0].states
    if ticks is not None:
        held = [HeldTicks(ticks.spread(place), one.scale.step_value) for place, one in enumerate(traded)]
        rows = run.exchange.states if isinstance(run.exchange, TickExchange) else list_states(states)
        return TickAccount(main.bars, ticks.time, held, rows, start, days, floors)
    if isinstance(run.exchange, Exchange):
        is_worst_case = run.request.path is PathPolicy.WORST_CASE
        return JointAccount(main.bars, traded, run.exchange.snapshots, start, is_worst_case, days, floors)
    return RunAccount(main.bars, states, main.scale.step_value, days=days, floors=floors)


def _find_days(bars: BarColumns, run: Run) -> DaySpans:
    """Return the trading days of the bars: the firm's with a plan, the exchange's without."""
    supervisor = run.engine.supervisor
    if supervisor is None:
        return find_exchange_days(bars.open_time, run.request.calendar)
    firm = supervisor.calendar

    def day_at(moment: int) -> tuple[date, int]:
        day = firm.day_at(moment)
        return day.date, day.end_ns

    return find_days(bars.open_time, day_at)
