"""Words that make no call, help for those that do, and a start that loads nothing it does not need."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import SAMPLE_RUN, run, spawn


def test_help_imports_neither_numpy_nor_the_engine_nor_any_plugin() -> None:
    ended = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "propbots", "--help"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    imported = {line.rpartition("|")[2].strip() for line in ended.stderr.splitlines()}
    assert not {name for name in imported if name.startswith("propbots_")}
    assert not imported & {"numpy", "pyarrow", "plotly", "cattrs", "msgspec", "rich.table", "propbots.engine.engine"}
    assert "demo" in ended.stdout


def test_every_command_has_help_of_its_own() -> None:
    for words in (
        ["backtest"],
        ["demo"],
        ["data", "generate"],
        ["strategies", "list"],
        ["indicators", "list"],
        ["indicators", "compute"],
        ["instruments", "list"],
        ["risk", "plans"],
        ["risk", "show"],
        ["risk", "score"],
        ["plugins", "list"],
        ["plugins", "doctor"],
    ):
        ended = run(*words, "--help")

        assert ended.code == 0
        assert all(option in ended.out for option in ("--json", "--quiet", "--verbose", "--block", "--config"))


def test_shell_completion_is_shown_installed_and_answers(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path)}
    typed = {"_PROPBOTS_COMPLETE": "complete_bash", "COMP_WORDS": "propbots back", "COMP_CWORD": "1"}

    shown = spawn("--show-completion", "bash")
    installed = spawn("--install-completion", "bash", environment=home)
    answered = spawn(environment=typed)

    assert (shown.code, shown.err) == (0, "")
    assert "complete_bash" in shown.out
    assert (installed.code, installed.err) == (0, "")
    assert "propbots" in (tmp_path / ".bashrc").read_text()
    assert (answered.code, answered.out.strip(), answered.err) == (0, "backtest", "")


def test_calls_without_a_command_show_the_commands() -> None:
    for words in ((), ("plugins",), ("data",)):
        ended = run(*words)

        assert ended.code == 2
        assert ended.err.startswith("Usage: propbots")
    assert run("--help").code == 0
    assert run("--version").out.strip() == json.loads(run(*SAMPLE_RUN, "--json").out)["run"]["version"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("backtest", "--nonsense"), "no such option: --nonsense"),
        (("backtest", "a.toml", "b.toml"), "got unexpected extra argument"),
        (("backtest", "--set"), "requires an argument"),
        (("plugins", "lst"), "no such command 'lst'"),
        (("data", "generate", "--instrument", "MES"), "missing option '--from'"),
        (
            ("data", "generate", "--instrument", "MES", "--from", "x", "--to", "x", "--output", "x"),
            "--from must be a date",
        ),
    ],
)
def test_words_that_make_no_call_are_told(words: tuple[str, ...], message: str) -> None:
    run(*words).refuses(2, message)
