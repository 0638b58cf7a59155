"""Progress: nothing for quick work, nothing where nobody looks, speed and share where somebody does."""

import io
from contextlib import redirect_stderr

import pytest
from typing_extensions import override

from propbots.cli.progress import SlowProgress


class Terminal(io.StringIO):
    @override
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr("propbots.cli.progress.time.monotonic", lambda: now[0])
    return now


def show(clock: list[float], seconds: float, *, stream: io.StringIO, hidden: bool = False) -> str:
    with redirect_stderr(stream):
        shown = SlowProgress("backtest", "bars", hidden=hidden)
        clock[0] += seconds
        shown.update(3_000, 6_000)
        shown.close()
    return stream.getvalue()


def test_quick_work_shows_nothing(clock: list[float]) -> None:
    assert show(clock, 0.9, stream=Terminal()) == ""


def test_slow_work_shows_share_and_speed(clock: list[float]) -> None:
    said = show(clock, 2, stream=Terminal())

    assert "backtest" in said
    assert "50 %" in said
    assert "1,500 bars/s" in said


def test_hidden_or_unwatched_progress_shows_nothing(clock: list[float]) -> None:
    assert show(clock, 5, stream=Terminal(), hidden=True) == ""
    assert show(clock, 5, stream=io.StringIO()) == ""
