"""What the command line can do: run a backtest, show it, and write its files."""

from collections.abc import Mapping
from pathlib import Path

import attrs

from propbots.cli.options import BacktestOptions, read_options
from propbots.cli.session import Session
from propbots.data.record import RunRecord
from propbots.errors import ConfigurationError, OutputNotWritable

__all__ = ["CommandWorkbench", "run_options", "show_record", "write_outputs"]


@attrs.frozen
class CommandWorkbench:
    """The workbench of one call; what `propbots.api.command.Workbench` promises."""

    session: Session

    def backtest(self, options: Mapping[str, object]) -> RunRecord:
        """Run a backtest, showing its progress."""
        return run_options(self.session, read_options(None, options))

    def show(self, record: RunRecord) -> None:
        """Print a run as the user asked for it."""
        show_record(self.session, record, with_equity=False)

    def write_report(self, record: RunRecord, path: Path) -> None:
        """Write a run's report as one file, and say where it lies."""
        from propbots.report.page import write_page  # noqa: PLC0415 -- only reports pay for it

        write_page(record, path)
        self.session.say(f"report: {path}")


def run_options(session: Session, options: BacktestOptions) -> RunRecord:
    """Run what the options ask for.

    Raises:
        PropbotsError: With what is wrong, where, and how to mend it.
    """
    from propbots.cli.compose import compose_backtest  # noqa: PLC0415 -- not needed for --help
    from propbots.simulation.event_driver import run_backtest  # noqa: PLC0415 -- the same

    for path in (options.report, options.trades):
        if path is not None:
            _require_writable(Path(path))
    request = compose_backtest(options, session.catalogue)
    with session.progress(f"backtest of {request.strategy_name}", "bars") as progress:
        return run_backtest(request, progress)


def _require_writable(path: Path) -> None:
    """Refuse an output that cannot be written before the work is done, not after.

    Raises:
        OutputNotWritable: If its folder is not there, or it is a folder itself.
    """
    if path.is_dir():
        raise OutputNotWritable(f"{path}: is a folder; give the name of a file")
    if not path.absolute().parent.is_dir():
        raise OutputNotWritable(f"{path}: there is no folder {path.absolute().parent}; make it first")


def show_record(session: Session, record: RunRecord, *, with_equity: bool) -> None:
    """Print a run: one JSON document, or a summary for people."""
    if session.json:
        from propbots.report.document import to_document  # noqa: PLC0415 -- one of two ways to show

        session.write_json(to_document(record, with_equity=with_equity))
        return
    from propbots.report.terminal import print_summary  # noqa: PLC0415 -- the other

    print_summary(record, session.console)


def write_outputs(session: Session, record: RunRecord, options: BacktestOptions) -> None:
    """Write the files that were asked for.

    Raises:
        OutputNotWritable: If one cannot be written.
    """
    if options.report is not None:
        CommandWorkbench(session).write_report(record, Path(options.report))
    if options.trades is not None:
        from propbots.report.trades_csv import write_trades  # noqa: PLC0415 -- only when asked for

        write_trades(record, Path(options.trades))
        session.say(f"trades: {options.trades}")


def require_config(path: Path | None) -> Path | None:
    """Return a configuration's path, refusing a folder.

    Raises:
        ConfigurationError: If it is no file.
    """
    if path is not None and path.is_dir():
        raise ConfigurationError(f"{path}: is a folder; give a TOML file")
    return path
