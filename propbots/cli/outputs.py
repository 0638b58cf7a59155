"""The files that a backtest writes: refused early where they cannot be, written last and whole."""

from pathlib import Path

from propbots.cli.loose import is_loose, split_loose
from propbots.cli.options import BacktestOptions
from propbots.cli.session import Session
from propbots.data.record import RunRecord
from propbots.errors import ConfigurationError, OutputNotWritable

__all__ = ["require_outputs", "write_outputs", "write_report"]


def require_outputs(options: BacktestOptions, file: Path | None = None) -> None:
    """Refuse outputs before the work is done, not after.

    Args:
        options: With the outputs, and the files that are read.
        file: The configuration.

    Raises:
        ConfigurationError: If an output would replace a file that is read, or another output.
        OutputNotWritable: If its folder is not there, or it is a folder itself.
    """
    taken = {path.resolve(): what for path, what in _inputs(options, file)}
    for option, value in (("--report", options.report), ("--trades", options.trades)):
        if value is None:
            continue
        path = Path(value)
        if path.resolve() in taken:
            raise ConfigurationError(f"{option} {path} would replace {taken[path.resolve()]}; choose another name")
        taken[path.resolve()] = f"the file of {option}"
        _require_place(path)


def _inputs(options: BacktestOptions, file: Path | None) -> list[tuple[Path, str]]:
    found = [] if file is None else [(file, "the configuration")]
    if options.data is not None:
        found.append((Path(options.data), "the data"))
    if options.strategy is not None and is_loose(options.strategy):
        found.append((split_loose(options.strategy)[0], "the strategy"))
    if options.instrument is not None:
        found.append((Path(options.instrument), "the instrument"))
    return found


def _require_place(path: Path) -> None:
    if path.is_dir():
        raise OutputNotWritable(f"{path}: this is a folder; give the name of a file")
    if not path.absolute().parent.is_dir():
        raise OutputNotWritable(f"{path}: there is no folder {path.absolute().parent}; make it first")


def write_outputs(session: Session, record: RunRecord, options: BacktestOptions) -> None:
    """Write the files that were asked for.

    Raises:
        OutputNotWritable: If one cannot be written.
    """
    if options.report is not None:
        write_report(session, record, Path(options.report))
    if options.trades is not None:
        from propbots.report.trades_csv import write_trades  # noqa: PLC0415 -- only when asked for

        write_trades(record, Path(options.trades))
        session.say(f"trades: {options.trades}")


def write_report(session: Session, record: RunRecord, path: Path) -> None:
    """Write a run's report as one file, and say where it lies.

    Raises:
        OutputNotWritable: If it cannot be written.
    """
    from propbots.report.page import write_page  # noqa: PLC0415 -- only reports pay for it

    write_page(record, path)
    session.say(f"report: {path}")
