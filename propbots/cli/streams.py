"""The standard streams: what cannot be written to them is told apart from every other fault."""

import sys
from io import BufferedWriter, RawIOBase, TextIOWrapper
from typing import Any, TextIO

from typing_extensions import override

from propbots.errors import OutputNotWritable

__all__ = ["ReaderLeft", "guard_answers", "guard_remarks", "guard_streams"]


class ReaderLeft(OutputNotWritable):
    """Nobody reads standard output any more, which is no failure."""


class _Guarded(RawIOBase):
    """A raw stream whose faults are taken where they happen; behind it nobody could tell whose fault an error is."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self.name = raw.name

    @override
    def writable(self) -> bool:
        return True

    @override
    def fileno(self) -> int:
        return int(self._raw.fileno())

    @override
    def isatty(self) -> bool:
        return bool(self._raw.isatty())


class _Answers(_Guarded):
    """Standard output: an answer that is not written is an error of its own."""

    @override
    def write(self, data: Any) -> int | None:
        try:
            written: int | None = self._raw.write(data)
        except BrokenPipeError as error:
            raise ReaderLeft("standard output: its reader has left") from error
        except OSError as error:
            raise OutputNotWritable(f"standard output: {(error.strerror or str(error)).lower()}") from error
        return written


class _Remarks(_Guarded):
    """Standard error: what nobody can read is let go, because a remark must not decide how a call ends."""

    @override
    def write(self, data: Any) -> int:
        try:
            written: int | None = self._raw.write(data)
        except OSError:
            return len(data)
        return len(data) if written is None else written


def guard_streams() -> None:
    """Guard the standard streams of this process."""
    sys.stdout, sys.stderr = guard_answers(sys.stdout), guard_remarks(sys.stderr)


def guard_answers(stream: Any) -> Any:
    """Return a stream that raises `OutputNotWritable` for what cannot be written, `ReaderLeft` where nobody reads.

    Args:
        stream: The interpreter's; None where the caller has closed it.
    """
    return None if stream is None else _wrap(stream, _Answers)


def guard_remarks(stream: Any) -> Any:
    """Return a stream that lets go what cannot be written.

    Args:
        stream: The interpreter's; None where the caller has closed it.
    """
    return None if stream is None else _wrap(stream, _Remarks)


def _wrap(stream: Any, guard: type[_Guarded]) -> TextIO:
    """Return a stream on the same file that writes as this one does; one without a buffer stays without."""
    unbuffered = stream.write_through
    guarded: Any = guard(stream.buffer if unbuffered else stream.buffer.raw)
    return TextIOWrapper(
        guarded if unbuffered else BufferedWriter(guarded),
        encoding=stream.encoding,
        errors=stream.errors,
        newline="\n",  # as the interpreter opens them
        line_buffering=stream.line_buffering,
        write_through=unbuffered,
    )
