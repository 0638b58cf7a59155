"""How calls end: the exit code and one message for every error there is."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import typer

import propbots.errors
from propbots.cli.ending import ExitCode, call
from propbots.cli.streams import guard_answers
from propbots.errors import (
    ConfigurationError,
    DataCorrupt,
    InvariantViolated,
    OutputNotWritable,
    PluginContractBroken,
    PluginIncompatible,
    PropbotsError,
    StrategyFailed,
    UnknownName,
)


def raising(error: BaseException) -> Callable[..., object]:
    def app(**_: Any) -> object:
        raise error

    return app


def end(error: BaseException, capsys: pytest.CaptureFixture[str], words: Sequence[str] = ()) -> tuple[int, str]:
    code = call(raising(error), words)
    captured = capsys.readouterr()
    assert captured.out == ""
    return code, captured.err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ConfigurationError("wrong"), 2),
        (UnknownName("strategy", "x", []), 2),
        (PluginIncompatible("wrong"), 2),
        (DataCorrupt("wrong"), 3),
        (OutputNotWritable("wrong"), 3),
        (StrategyFailed("wrong"), 1),
        (PluginContractBroken("wrong"), 1),
    ],
)
def test_every_error_has_its_code(error: PropbotsError, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert end(error, capsys) == (code, f"error: {error}\n")


def test_exception_that_is_no_exception_ends_in_one_message_too(capsys: pytest.CaptureFixture[str]) -> None:
    class Odd(BaseException):
        pass

    code, said = end(Odd("odd"), capsys)

    assert (code, len(said.splitlines())) == (1, 1)
    assert "Odd: odd" in said


def test_no_error_of_the_tree_is_taken_for_a_bug(capsys: pytest.CaptureFixture[str]) -> None:
    for name in propbots.errors.__all__:
        kind = getattr(propbots.errors, name)
        if isinstance(kind, type) and issubclass(kind, PropbotsError) and kind is not UnknownName:
            code, said = end(kind("wrong"), capsys)

            assert code in (1, 2, 3)
            assert "a bug" not in said


@pytest.mark.parametrize(
    "error", [RuntimeError("odd"), InvariantViolated("odd"), AssertionError("odd"), SystemExit("odd")]
)
def test_whatever_else_is_our_bug_and_says_how_to_report_it(
    error: BaseException, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = end(error, capsys)

    assert code == ExitCode.UNEXPECTED
    assert said == (
        f"error: a bug of ours: {type(error).__name__}: odd; please report it with what the same call prints under "
        "--verbose\n"
    )


def test_message_of_many_lines_is_told_in_one(capsys: pytest.CaptureFixture[str]) -> None:
    _, said = end(StrategyFailed("strategy x raised ValueError: one\n\n  two\r\nthree  four in x.py"), capsys)

    assert said == "error: strategy x raised ValueError: one two three  four in x.py\n"


@pytest.mark.parametrize("word", ["--verbose", "-v"])
def test_traceback_comes_with_verbose_alone(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, quiet = end(DataCorrupt("wrong"), capsys, ["backtest"])
    _, loud = end(DataCorrupt("wrong"), capsys, ["backtest", word])

    assert "Traceback" not in quiet
    assert "Traceback" in loud
    assert loud.endswith("error: wrong\n")


@pytest.mark.parametrize("error", [KeyboardInterrupt(), typer.Abort()])
def test_interruption_is_130(error: BaseException, capsys: pytest.CaptureFixture[str]) -> None:
    assert end(error, capsys) == (130, "interrupted; no half-written file stays behind\n")


def test_exit_of_typer_itself_gives_its_code(capsys: pytest.CaptureFixture[str]) -> None:
    typer_: dict[str, Any] = {"__name__": "typer.completion", "sys": sys}
    exec("def leave(code):\n    sys.exit(code)", typer_)  # noqa: S102 -- a frame that looks like one of Typer's

    for code, expected in ((0, 0), (None, 0), (1, 1), (2, 2)):
        assert call(lambda code=code, **_: typer_["leave"](code), []) == expected
    assert capsys.readouterr() == ("", "")


def test_exit_of_anybody_else_is_no_answer(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = end(SystemExit(0), capsys)

    assert code == ExitCode.UNEXPECTED
    assert "SystemExit: 0" in said


def test_fault_of_a_file_is_no_bug(capsys: pytest.CaptureFixture[str]) -> None:
    assert end(OSError(28, "No space left on device", "x.csv"), capsys) == (
        3,
        "error: x.csv: no space left on device\n",
    )
    assert end(OSError(28, "No space left on device"), capsys) == (3, "error: a file: no space left on device\n")


def test_answer_of_a_command_is_no_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(lambda **_: None, []) == 0
    assert call(lambda **_: "done", []) == 0
    assert call(lambda **_: 2, []) == 2
    assert call(lambda **_: 130, []) == 130
    assert "interrupted" in capsys.readouterr().err


def test_streams_that_the_caller_closed_swallow_what_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    try:
        assert call(raising(ConfigurationError("wrong")), []) == 2
        assert call(lambda **_: sys.stdout.write("answer") and None, []) == 0
    finally:
        sys.stdout.close()
        sys.stderr.close()


def test_reader_that_left_ends_the_call_in_peace() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    kept = os.dup(1)
    os.dup2(writer, 1)
    os.close(writer)
    try:
        stream = os.fdopen(1, "w", closefd=False)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "stdout", guard_answers(stream))
            assert call(lambda **_: sys.stdout.write("x" * 100_000) and None, []) == 0
            stream.flush()
    finally:
        os.dup2(kept, 1)
        os.close(kept)
