"""Watching what an author's code calls: clocks, randomness, files, the network and other programs."""

import gc
import os
import random  # noqa: TID251 -- it is what is watched, and nothing is drawn from it
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Self

import numpy as np

from propbots.check.finding import Finding, FindingKind, Place

__all__ = ["Watch", "package_of"]

_PURE = {"asctime", "gmtime", "strftime", "strptime"}
"""Functions of the module time that convert what they are given, and are the same at any hour and on any machine."""
_NOW = {"now", "utcnow", "today"}
_EVENTS = ("open", "os.", "socket.", "subprocess.", "sqlite3.", "urllib.", "ftplib.", "smtplib.", "builtins.input")
"""What the interpreter tells of before it reaches out of the process."""
_Frames = tuple[tuple[str, int], ...]
_active: "list[Watch]" = []
_listening: list[Callable[..., None]] = []


class Watch:
    """Notes, while it is entered, every call that could make two runs differ or bring in what is not in the bars."""

    def __init__(self) -> None:
        """Start with nothing seen."""
        self._seen: dict[tuple[FindingKind, str, _Frames], None] = {}
        self._random: object = None
        self._profile: Any = None
        self._on_garbage: list[Any] = []

    def __enter__(self) -> Self:
        """Begin to watch."""
        _listen()
        self._random = _numpy_state()
        _active.append(self)
        self._on_garbage[:], gc.callbacks[:] = gc.callbacks, []  # called amid an author's line, and not by it
        self._profile = sys.getprofile()
        sys.setprofile(self._take_call)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it."""
        sys.setprofile(self._profile)
        _active.remove(self)
        gc.callbacks[:] = self._on_garbage
        if _numpy_state() != self._random:
            self._seen[FindingKind.RANDOMNESS, "numpy.random", ()] = None

    def findings(self, files: set[str]) -> list[Finding]:
        """Return what was called from an author's files, each call in its line once.

        Args:
            files: The author's.
        """
        found: dict[tuple[FindingKind, str, Place | None], Finding] = {}
        for kind, call, frames in self._seen:
            place = next((Place(file, line) for file, line in frames if file in files), None)
            if place is not None or not frames:
                found.setdefault((kind, call, place), Finding(kind, call, place))
        return list(found.values())

    def note(self, kind: FindingKind, call: str, frame: FrameType | None) -> None:
        """Remember a call and who made it."""
        frames = _trace(frame)
        if frames:
            self._seen[kind, call, frames] = None

    def _take_call(self, frame: FrameType, event: str, called: Any) -> None:
        if event != "c_call":
            return
        owner, module = getattr(called, "__self__", None), getattr(called, "__module__", None)
        if module == "time" and called.__name__ not in _PURE:
            self.note(FindingKind.CLOCK, f"time.{called.__name__}", frame)
        elif called is os.urandom:
            self.note(FindingKind.RANDOMNESS, "os.urandom", frame)
        elif isinstance(owner, random.Random):
            self.note(FindingKind.RANDOMNESS, f"random.{called.__name__}", frame)
        elif isinstance(owner, type) and called.__name__ in _NOW and issubclass(owner, date):
            self.note(FindingKind.CLOCK, f"{owner.__name__}.{called.__name__}", frame)


def package_of(frame: FrameType) -> str:
    """Return the package whose code a frame runs."""
    return str(frame.f_globals.get("__name__", "")).partition(".")[0]


def _trace(frame: FrameType | None) -> _Frames:
    """Return files and lines from the innermost outwards, up to the kernel or an import: what lies beyond is theirs."""
    frames = []
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith("<frozen importlib") or package_of(frame) == "propbots":
            break
        frames.append((file, frame.f_lineno))
        frame = frame.f_back
    return tuple(frames)


def _numpy_state() -> tuple[bytes, int]:
    _, keys, position, *_ = np.random.get_state()  # noqa: NPY002 -- it is the old, shared state that is watched
    return np.asarray(keys).tobytes(), int(position)


def _take_event(event: str, arguments: tuple[object, ...]) -> None:
    if _active and event.startswith(_EVENTS):
        first = arguments[0] if arguments and isinstance(arguments[0], str | Path) else ""
        call = f"{event} {first}".strip()
        for watch in _active:
            watch.note(FindingKind.INPUT_OUTPUT, call, sys._getframe(1))  # noqa: SLF001 -- no other way leads to callers


def _listen() -> None:
    """Let the interpreter tell; it never forgets a listener, so there is one for good."""
    if not _listening:
        _listening.append(_take_event)
        sys.addaudithook(_take_event)
