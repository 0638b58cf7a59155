"""Files that are written whole or not at all."""

import os
import shutil
import signal
import stat
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import attrs

from propbots.errors import OutputNotWritable

__all__ = ["atomic_path", "find_replaced", "write_atomically"]

_ENDINGS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGALRM") if hasattr(signal, name)]
_LINKS_MAX = 40
"""As many as the system itself would follow."""


@attrs.frozen
class _Target:
    """Where an output goes in the end.

    Attributes:
        path: The file, links followed.
        stream: What is opened and written to where nothing may be replaced: the path of a pipe or a device, or the
            number of a file that is open already; None for a file.
    """

    path: Path
    stream: Path | int | None


@contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """Lend a place to write to, and move what was written to `path` once the block has ended well.

    The place lies in a folder of its own beside the target, so that the move is one rename on one file system and the
    file gets the permissions that any new file would get. If the block raises, nothing is left and an older file at
    `path` stays as it was. A symbolic link is followed, never replaced. What is no file, such as a pipe, a device or
    what `/dev/stdout` stands for, is given the content and never replaced either.

    Args:
        path: Where the file shall be.

    Yields:
        Where to write it; nothing is there yet.

    Raises:
        OutputNotWritable: If the file, or its place beside the target, cannot be written.
    """
    target = _find_target(path)
    try:
        beside = target.path.parent if target.stream is None else None
        with _lend_folder(beside) as folder:
            place = folder / target.path.name
            yield place
            _deliver(place, target)
    except OSError as error:
        raise _explain(path, error) from error


@contextmanager
def _lend_folder(beside: Path | None) -> Iterator[Path]:
    """Lend an empty folder that is gone afterwards, at whatever moment a signal comes."""
    lent = None
    try:
        with _undisturbed():
            lent = tempfile.TemporaryDirectory(prefix=".writing-", dir=beside)
        yield Path(lent.name)
    finally:
        with _undisturbed():
            if lent is not None:
                lent.cleanup()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Put off the signals that would end the call until the block is done."""
    if threading.current_thread() is not threading.main_thread():  # signals are heard nowhere else
        yield
        return
    late: list[int] = []
    known = [number for number in _ENDINGS if signal.getsignal(number) is not None]
    kept = {number: signal.signal(number, lambda heard, _frame: late.append(heard)) for number in known}
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
        for number in late[:1]:
            signal.raise_signal(number)


def find_replaced(path: Path) -> Path | None:
    """Return the file that an output makes or replaces, links followed; None for what is written to and stays.

    Raises:
        OutputNotWritable: If it is a folder, or the path leads nowhere.
    """
    target = _find_target(path)
    return target.path if target.stream is None else None


def _find_target(path: Path) -> _Target:
    """Follow links to where an output goes.

    Raises:
        OutputNotWritable: If it is a folder, or the path leads nowhere.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:  # a new file, or a link to one
        mode = stat.S_IFREG
    except (OSError, ValueError) as error:
        raise _explain(path, error) from error
    if stat.S_ISDIR(mode):
        raise OutputNotWritable(f"{path}: this is a folder; give the name of a file")
    descriptor = _find_descriptor(path)
    special = path if descriptor is None and not stat.S_ISREG(mode) else descriptor
    return _Target(Path(os.path.realpath(path)), special)


def _find_descriptor(path: Path) -> int | None:
    """Return the number of the open file that a path such as `/dev/stdout` stands for.

    Links are followed one by one: the last of them leads to the file's own name, by which it would be replaced under
    whoever has it open.
    """
    for _ in range(_LINKS_MAX):
        if path.name.isdecimal() and os.path.realpath(path.parent) in ("/dev/fd", f"/proc/{os.getpid()}/fd"):
            return int(path.name)
        if not path.is_symlink():
            return None
        path = path.parent / path.readlink()
    return None


def _deliver(place: Path, target: _Target) -> None:
    if target.stream is None:
        os.replace(place, target.path)  # noqa: PTH105 -- the one call that replaces an existing file on every system
        return
    opened = os.dup(target.stream) if isinstance(target.stream, int) else target.stream
    with place.open("rb") as source, open(opened, "wb") as stream:  # noqa: PTH123 -- a number is no path
        shutil.copyfileobj(source, stream)


def _explain(path: Path, error: OSError | ValueError) -> OutputNotWritable:
    reason = (getattr(error, "strerror", None) or str(error)).lower()
    return OutputNotWritable(f"{path}: cannot be written ({reason}); choose a folder that exists and may be written to")


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a whole file at once; text as UTF-8 with its line ends as they are.

    A file name that the system could not decode may be part of a text; what has no UTF-8 in it becomes a question mark.

    Raises:
        OutputNotWritable: If it cannot be written; an older file then stays as it was.
    """
    data = content.encode(errors="replace") if isinstance(content, str) else content
    with atomic_path(path) as place:
        place.write_bytes(data)
