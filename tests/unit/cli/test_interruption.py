"""Signals that end a call: each raises once, and what follows at once cannot disturb the clean-up."""

import signal
from collections.abc import Iterator

import pytest

from propbots.cli.interruption import Terminated, heed_signals

NUMBERS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@pytest.fixture(autouse=True)
def kept_handlers() -> Iterator[None]:
    kept = {number: signal.getsignal(number) for number in NUMBERS}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def test_ctrl_c_interrupts() -> None:
    heed_signals()

    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


@pytest.mark.parametrize(("number", "name", "code"), [(signal.SIGTERM, "SIGTERM", 143), (signal.SIGHUP, "SIGHUP", 129)])
def test_other_signals_end_with_their_number(number: signal.Signals, name: str, code: int) -> None:
    heed_signals()

    with pytest.raises(Terminated) as caught:
        signal.raise_signal(number)

    assert caught.value.code == code
    assert str(caught.value) == f"ended by {name}; no half-written file stays behind"


def test_second_signal_at_once_is_not_heard_and_a_later_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([10.0, 10.5, 10.9, 11.1])
    monkeypatch.setattr("propbots.cli.interruption.monotonic", lambda: next(clock))
    heed_signals()

    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    signal.raise_signal(signal.SIGINT)
    signal.raise_signal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_signal_that_the_caller_ignores_stays_ignored() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)

    heed_signals()
    signal.raise_signal(signal.SIGHUP)

    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


def test_no_error_handler_of_a_strategy_takes_it_for_an_error() -> None:
    assert not issubclass(Terminated, Exception | SystemExit)
