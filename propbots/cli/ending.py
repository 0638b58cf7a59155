"""How a call of the command line ends: one message for people, and a code for scripts."""

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from enum import IntEnum

import typer

from propbots.cli.interruption import INTERRUPTED, Terminated
from propbots.cli.streams import ReaderLeft
from propbots.cli.wording import to_line
from propbots.errors import DataError, OutputNotWritable, PluginError, PropbotsError

__all__ = ["ExitCode", "call"]


class ExitCode(IntEnum):
    """What a call's exit code says."""

    DONE = 0
    UNEXPECTED = 1
    USAGE = 2
    DATA = 3
    REFUSED = 4
    INTERRUPTED = 130


def call(app: Callable[..., object], words: Sequence[str]) -> int:
    """Run one call of the command line and return its exit code.

    Args:
        app: What the words are given to.
        words: What stands behind the program's name.
    """
    _replace_closed_streams()
    try:
        code = app(args=list(words), prog_name="propbots", standalone_mode=False)
        sys.stdout.flush()
    except BaseException as error:  # noqa: BLE001 -- whatever it is, there is one message
        if isinstance(error, ReaderLeft):
            _discard_output()
            return ExitCode.DONE
        if isinstance(error, SystemExit) and _is_typers(error):
            return _read_code(error)
        message, code = _explain(error)
        if message.startswith("error: "):  # the list of commands, where none was given, stays as it is
            message = to_line(message)
        if {"--verbose", "-v"} & set(words):
            message = f"{''.join(traceback.format_exception(error))}{message}"
        print(message, file=sys.stderr)  # noqa: T201 -- the one place that tells errors
        _settle_output()
        return code
    if code == ExitCode.INTERRUPTED:  # Typer takes ctrl-C for an answer
        print(INTERRUPTED, file=sys.stderr)  # noqa: T201 -- the same
    return code if isinstance(code, int) else ExitCode.DONE


def _explain(error: BaseException) -> tuple[str, int]:
    """Return what to tell and how to exit."""
    match error:
        case DataError():
            return f"error: {error}", ExitCode.DATA
        case PluginError():
            return f"error: {error}", ExitCode.UNEXPECTED
        case PropbotsError():
            return f"error: {error}", ExitCode.USAGE
        case KeyboardInterrupt() | typer.Abort():
            return INTERRUPTED, ExitCode.INTERRUPTED
        case Terminated():
            return str(error), error.code
        case typer.TyperException():
            return _explain_usage(error), ExitCode.USAGE
        case OSError():
            where, why = error.filename or "a file", (error.strerror or str(error)).lower()
            return f"error: {where}: {why}", ExitCode.DATA
        case _:
            mend = "please report it with what the same call prints under --verbose"
            return f"error: a bug of ours: {type(error).__name__}: {error}; {mend}", ExitCode.UNEXPECTED


def _explain_usage(error: typer.TyperException) -> str:
    """Return what is wrong with the words of a call; where there were none, their list is the message."""
    message = error.format_message()
    if message.startswith("Usage:"):
        return message
    path = getattr(getattr(error, "ctx", None), "command_path", "propbots")
    return f"error: {message[:1].lower()}{message[1:].rstrip('.')}; see {path} --help"


def _is_typers(error: SystemExit) -> bool:
    """Whether Typer itself ended the call, as it does for shell completion; nobody else may choose a code like that."""
    names = [frame.f_globals.get("__name__", "") for frame, _ in traceback.walk_tb(error.__traceback__)]
    return bool(names) and names[-1].partition(".")[0] == "typer"


def _read_code(error: SystemExit) -> int:
    """Return the code of an exit; a text in its place is an error, as the interpreter has it."""
    if error.code is None:
        return ExitCode.DONE
    return error.code if isinstance(error.code, int) else ExitCode.UNEXPECTED


def _settle_output() -> None:
    """Let what cannot be written go nowhere; the interpreter would fail over it once more at its end."""
    try:
        sys.stdout.flush()
    except OutputNotWritable:
        _discard_output()


def _discard_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _replace_closed_streams() -> None:
    """Write to nowhere what a caller has closed; otherwise errors would be printed among the answers."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 -- open until the end
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115 -- the same
