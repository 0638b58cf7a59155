"""Whose fault an error is: an author's code is named with its file, its line and the time of the bar."""

import sys
import traceback

from propbots.errors import ConfigurationError, InvariantViolated, PropbotsError, StrategyFailed

__all__ = ["BEFORE_THE_BARS", "blame"]

BEFORE_THE_BARS = "before the first bar"
_LIBRARIES = sys.stdlib_module_names | {"attr", "attrs", "bottleneck", "cattrs", "msgspec", "numpy"}
"""Whose frames below ours are part of our work."""


def blame(strategy: str, error: BaseException, place: str) -> BaseException:
    """Return an error that names the author's line where a strategy, or an indicator of it, is at fault.

    Args:
        strategy: The name by which it was asked for.
        error: What was raised while it ran.
        place: When that was.

    Returns:
        The error itself where it is ours, or says all that is to be said: what a strategy refuses before the first bar
        is a matter of its parameters.
    """
    author = _find_author(error)
    is_told = isinstance(error, PropbotsError) and not _is_raised_by_author(error)
    is_refusal = isinstance(error, ConfigurationError) and place == BEFORE_THE_BARS
    if author is None or is_told or is_refusal or isinstance(error, InvariantViolated):
        return error
    text = " ".join(str(error).split())
    what = f"{type(error).__name__}: {text}" if text else type(error).__name__
    return StrategyFailed(f"strategy {strategy} raised {what} in {author[0]}, line {author[1]}, {place}")


def _find_author(error: BaseException) -> tuple[str, int] | None:
    """Return file and line of the author's code that we called last: the deepest line of it in the file we called."""
    called: str | None = None
    found: tuple[str, int] | None = None
    for frame, line in traceback.walk_tb(error.__traceback__):
        package = _package_of(frame.f_globals)
        file = frame.f_code.co_filename
        if package == "propbots":
            called = None
        elif file == called or (called is None and package not in _LIBRARIES):
            called, found = file, (file, line)
    return found


def _is_raised_by_author(error: BaseException) -> bool:
    """Whether an error comes straight from the author's code, and not from ours that it called."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    return bool(frames) and _package_of(frames[-1].f_globals) != "propbots"


def _package_of(names: dict[str, object]) -> str:
    return str(names.get("__name__", "")).partition(".")[0]
