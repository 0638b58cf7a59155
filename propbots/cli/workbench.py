"""What the command line can do: run a backtest, show it, and write its files."""

from collections.abc import Mapping
from decimal import Overflow
from pathlib import Path

import attrs

from propbots.cli.options import Configuration, read_options
from propbots.cli.outputs import list_inputs, list_settings, require_outputs, write_outputs, write_report
from propbots.cli.session import Session
from propbots.data.record import RunRecord
from propbots.errors import ConfigurationError

__all__ = ["CommandWorkbench", "run_and_show", "run_configuration", "show_record"]


_JUDGED_LATE = ("parameters", "backtest.quantity", "backtest.balance", "backtest.risk", "backtest.plan")
"""What can turn out to be wrong only when everything is joined, or runs."""


@attrs.define
class CommandWorkbench:
    """The workbench of one call; what `propbots.api.command.Workbench` promises."""

    session: Session

    def backtest(self, options: Mapping[str, object]) -> RunRecord:
        """Run a backtest, showing its progress."""
        return run_configuration(self.session, read_options(None, options))

    def show(self, record: RunRecord) -> None:
        """Print a run as the user asked for it."""
        show_record(self.session, record, with_equity=False)

    def write_report(self, record: RunRecord, path: Path) -> None:
        """Write a run's report as one file, and say where it lies."""
        write_report(self.session, record, path)


def run_and_show(session: Session, configuration: Configuration, file: Path | None) -> None:
    """Run a backtest, write its files, and show it.

    Args:
        session: Of the call.
        configuration: What is asked for.
        file: Where it was read from.

    Raises:
        PropbotsError: With what is wrong, where, and how to mend it.
    """
    options = configuration.backtest
    inputs = [*list_inputs(configuration, session.reads_files), *list_settings(session)]
    require_outputs(
        options, inputs if file is None else [*inputs, (file, "the configuration")], origin=configuration.origin
    )
    record = run_configuration(session, configuration)
    write_outputs(session, record, options)
    show_record(session, record, with_equity=options.equity)


def run_configuration(session: Session, configuration: Configuration) -> RunRecord:
    """Run what a configuration asks for.

    Raises:
        PropbotsError: With what is wrong, where, and how to mend it.
    """
    from propbots.cli.compose import compose_backtest  # noqa: PLC0415 -- not needed for --help
    from propbots.simulation.event_driver import run_backtest  # noqa: PLC0415 -- the same

    try:
        with configuration.origin.locating(*_JUDGED_LATE):
            request = compose_backtest(configuration, session.catalogue)
            with session.progress(f"backtest of {request.strategy_name}", "bars") as progress:
                return run_backtest(request, progress)
    except (OverflowError, Overflow) as error:
        raise ConfigurationError(
            f"balance, quantity, costs and the instrument's steps are too large or too fine to be counted together "
            f"({error}); choose plainer numbers"
        ) from error


def show_record(session: Session, record: RunRecord, *, with_equity: bool) -> None:
    """Print a run: one JSON document, or a summary for people."""
    if session.json:
        from propbots.report.document import to_document  # noqa: PLC0415 -- one of two ways to show

        session.write_json(to_document(record, with_equity=with_equity))
        return
    from propbots.report.terminal import print_summary  # noqa: PLC0415 -- the other

    print_summary(record, session.console)
