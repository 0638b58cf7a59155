"""Signals that end a call: each raises once, and what follows at once cannot disturb the clean-up."""

import importlib
import signal
import time
from pathlib import Path

import pytest

from propbots.cli.interruption import Terminated, heed_signals


def test_ctrl_c_interrupts() -> None:
    with heed_signals(), pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


@pytest.mark.parametrize(("number", "name", "code"), [(signal.SIGTERM, "SIGTERM", 143), (signal.SIGHUP, "SIGHUP", 129)])
def test_other_signals_end_with_their_number(number: signal.Signals, name: str, code: int) -> None:
    with heed_signals(), pytest.raises(Terminated) as caught:
        signal.raise_signal(number)

    assert caught.value.code == code
    assert str(caught.value) == f"ended by {name}; no half-written file stays behind"


def test_second_signal_at_once_is_not_heard_and_a_later_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([10.0, 10.5, 10.9, 11.1])
    monkeypatch.setattr("propbots.cli.interruption.monotonic", lambda: next(clock))

    with heed_signals():
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGTERM)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_signal_in_the_middle_of_an_import_is_heard_after_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # What is raised inside an import may be lost there: extension modules take it for a part that is not installed.
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "module_with_a_signal.py").write_text("import signal\nsignal.raise_signal(2)\ndone = True\n")

    with heed_signals():
        module = importlib.import_module("module_with_a_signal")

        assert module.done
        with pytest.raises(KeyboardInterrupt):
            time.sleep(5)


def test_import_that_takes_too_long_is_interrupted_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("propbots.cli.interruption._PATIENCE_SECONDS", 0.1)
    (tmp_path / "module_without_end.py").write_text("import signal\nsignal.raise_signal(15)\nwhile True: pass\n")

    with heed_signals(), pytest.raises(Terminated, match="SIGTERM"):
        importlib.import_module("module_without_end")


def test_signal_that_the_caller_ignores_stays_ignored() -> None:
    kept = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with heed_signals():
            signal.raise_signal(signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, kept)


def test_wish_that_comes_too_late_is_forgotten_with_the_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "module_at_the_end.py").write_text("import signal\nsignal.raise_signal(2)\n")
    monkeypatch.setattr("propbots.cli.interruption._PAUSE_SECONDS", 0.05)
    kept = signal.getsignal(signal.SIGINT)

    with heed_signals():
        importlib.import_module("module_at_the_end")
    time.sleep(0.1)

    assert signal.getsignal(signal.SIGINT) is kept


def test_no_error_handler_of_a_strategy_takes_it_for_an_error() -> None:
    assert not issubclass(Terminated, Exception | SystemExit)
