"""The files that a backtest writes: refused early where they cannot be, written last and whole."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from propbots.cli.instrument_file import list_file
from propbots.cli.loose import is_loose, split_loose
from propbots.cli.options import Configuration
from propbots.cli.origin import Origin
from propbots.cli.session import Session
from propbots.cli.tables import BacktestOptions
from propbots.data.output import find_replaced
from propbots.data.record import RunRecord
from propbots.errors import ConfigurationError, OutputNotWritable
from propbots.plugin.source import split_source

__all__ = ["list_inputs", "list_settings", "require_output", "require_outputs", "write_outputs", "write_report"]


def list_inputs(configuration: Configuration, reads_files: Callable[[str], bool]) -> list[tuple[Path, str]]:
    """Return the files that a backtest reads, each with what messages call it.

    Args:
        configuration: With names, some of which are paths.
        reads_files: Whether the query of a data provider is a path.
    """
    options, found = configuration.backtest, []
    feeds, contracts = configuration.feed, configuration.contract
    for source in (options.data, *(feed.data for feed in feeds), *(contract.data for contract in contracts)):
        provider, location = (None, None) if source is None else split_source(source)
        if location is not None and (provider is None or reads_files(provider)):
            found.append((Path(location), "the data"))
    if options.strategy is not None and is_loose(options.strategy):
        found.append((split_loose(options.strategy)[0], "the strategy"))
    names = (options.instrument, *(feed.instrument for feed in feeds))
    return found + [file for name in names if name is not None for file in list_file(name)]


def list_settings(session: Session) -> list[tuple[Path, str]]:
    """Return the user's settings as a file that is read, if there are any."""
    return [] if session.settings_file is None else [(session.settings_file, "the settings")]


def require_outputs(
    options: BacktestOptions,
    inputs: Iterable[tuple[Path, str]] = (),
    *,
    origin: Origin | None = None,
) -> None:
    """Refuse outputs before the work is done, not after.

    Args:
        options: With the outputs.
        inputs: The files that are read, each with what messages call it.
        origin: Which of the outputs a configuration file gives.

    Raises:
        ConfigurationError: If an output would replace a file that is read, or another output.
        OutputNotWritable: If its folder is not there, or it is a folder itself.
    """
    label = (origin or Origin()).label
    taken = list(inputs)
    for key, value in (("backtest.report", options.report), ("backtest.trades", options.trades)):
        if value is not None:
            require_output(Path(value), taken, label=f"{label(key)} {value}")
            taken.append((Path(value), f"the file of {label(key)}"))


def require_output(path: Path, taken: Iterable[tuple[Path, str]], *, label: str) -> None:
    """Refuse one output that would replace what is taken, or has no place.

    Args:
        path: Where it shall be.
        taken: Files that must stay, each with what messages call it.
        label: What messages call the output.

    Raises:
        ConfigurationError: If it would replace one of them.
        OutputNotWritable: If its folder is not there, or it is a folder itself.
    """
    replaced = find_replaced(path)
    if replaced is None:
        return
    for other, what in taken:
        if _follow(other) == replaced:
            raise ConfigurationError(f"{label} would replace {what}; choose another name")
    if not replaced.parent.is_dir():
        raise OutputNotWritable(f"{path}: there is no folder {replaced.parent}; make it first")


def _follow(path: Path) -> Path | None:
    """Return a path with its links followed; None for a name that no file can have, which whoever reads it tells."""
    try:
        return Path(os.path.realpath(path))
    except ValueError:
        return None


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
        ConfigurationError: If it would replace the settings.
        OutputNotWritable: If it cannot be written.
    """
    from propbots.report.page import write_page  # noqa: PLC0415 -- only reports pay for it

    require_output(path, list_settings(session), label=str(path))
    write_page(record, path)
    session.say(f"report: {path}")
