"""Where a recorded account comes from: a file of its history, or a backtest that is run for it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import attrs

from propbots.cli.compose import compose_backtest
from propbots.cli.options import Configuration, read_options
from propbots.cli.session import Session
from propbots.data.record import RunRecord
from propbots.domain.session import SessionCalendar, UtcDays
from propbots.errors import ConfigurationError
from propbots.research.account_path import AccountPath, path_of_history, path_of_run
from propbots.research.history_file import read_history
from propbots.rules.compilation import must_compile
from propbots.rules.day import FirmCalendar
from propbots.rules.plan import FirmDayRules, Plan
from propbots.rules.rule import (
    Consistency,
    DailyLoss,
    Fees,
    FloatingLoss,
    Inactivity,
    MaximumLoss,
    MinimumDays,
    Payout,
    ProfitTarget,
    WinningDays,
)
from propbots.simulation.event_driver import run_backtest
from propbots.simulation.request import BacktestRequest

__all__ = [
    "Recording",
    "is_configuration",
    "read_configuration",
    "record_history",
    "record_run",
    "say_compiling",
    "without_plan",
]

_JUDGED_LATER = (
    MaximumLoss,
    DailyLoss,
    FloatingLoss,
    ProfitTarget,
    Consistency,
    MinimumDays,
    WinningDays,
    Payout,
    Fees,
    Inactivity,
)
"""Rules about money, by which the attempts are judged; the run that they are drawn from goes on through all of it."""


@attrs.frozen(eq=False)
class Recording:
    """A recorded account.

    Attributes:
        path: What it was worth.
        calendar: The exchange's sessions, by which a firm's days are found.
        source: Where it comes from, for people.
        fingerprint: Of the backtest; None for a history.
        request: The backtest; None for a history.
    """

    path: AccountPath
    calendar: SessionCalendar
    source: str
    fingerprint: str | None = None
    request: BacktestRequest | None = None

    def days_of(self, rules: FirmDayRules) -> Callable[[int], tuple[date, int]]:
        """Return what finds a firm's day of a moment, and the moment at which it is over."""
        firm = FirmCalendar(rules, self.calendar)

        def day_at(moment: int) -> tuple[date, int]:
            day = firm.day_at(moment)
            return day.date, day.end_ns

        return day_at


def is_configuration(source: Path) -> bool:
    """Whether a file is a backtest's configuration, and no history."""
    return source.suffix.lower() == ".toml"


def read_configuration(session: Session, source: Path, *, plan: str | None, purchased: str | None) -> Configuration:
    """Return a backtest's configuration, with another plan where one is given."""
    given = {"plan": plan, "purchased": purchased}
    flat = {name: value for name, value in given.items() if value is not None}
    return read_options(source, flat, reads_files=session.reads_files)


def record_history(source: Path) -> Recording:
    """Read a recorded account.

    Raises:
        DataCorrupt: With the row, and how to mend it.
    """
    return Recording(path_of_history(read_history(source).rows), UtcDays(), str(source))


def record_run(session: Session, configuration: Configuration, source: Path) -> Recording:
    """Run a backtest through all losses; what may be held and ordered, and when, its plan still says.

    Raises:
        PropbotsError: With what is wrong, where, and how to mend it.
    """
    request = compose_backtest(configuration, session.catalogue)
    plan = None if request.plan is None else _without_money(request.plan)
    with session.progress(f"backtest of {request.strategy_name}", "bars") as progress:
        record = run_backtest(attrs.evolve(request, plan=plan), progress)
    _require_trades(record)
    told = f"{source} ({request.strategy_name})"
    return Recording(path_of_run(record), request.calendar, told, record.fingerprint, request)


def without_plan(configuration: Configuration) -> Configuration:
    """Return a configuration in which no plan has a say."""
    return attrs.evolve(configuration, backtest=attrs.evolve(configuration.backtest, plan=None, balance=None))


def say_compiling(session: Session) -> None:
    """Say what is waited for where the rules are compiled for the first time."""
    if must_compile():
        session.say("compiling the rules, once for each version of propbots; it takes a few seconds")


def _without_money(plan: Plan) -> Plan:
    amendments = tuple(
        attrs.evolve(one, rules=tuple(rule for rule in one.rules if not isinstance(rule, _JUDGED_LATER)))
        for one in plan.amendments
    )
    rules = tuple(rule for rule in plan.rules if not isinstance(rule, _JUDGED_LATER))
    return attrs.evolve(plan, rules=rules, amendments=amendments)


def _require_trades(record: RunRecord) -> None:
    if not len(record.trades):
        raise ConfigurationError(
            "the backtest made no trades, so there is nothing to draw from; look at propbots backtest first"
        )
