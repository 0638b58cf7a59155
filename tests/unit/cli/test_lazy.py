"""Commands of plugins: listed without being loaded, loaded to be run, and blamed when they fail."""

import sys
from pathlib import Path

import pytest

from command_line import run
from fake_distribution import plant

SHOUT = """
import typer
from typing import Annotated

def make(workbench):
    def shout(word: Annotated[str, typer.Argument()], times: Annotated[int, typer.Option()] = 1) -> None:
        '''Say a word loudly.'''
        {body}
    return shout

class Planted(Plugin):
    @hookimpl
    def propbots_commands(self):
        return [CommandContribution("shout", "Says a word.", make)]
"""


def plant_shout(
    site: Path, body: str = "print(word.upper() * times)", name: str = "propbots-loud", advertised: bool = True
) -> None:
    plant(site, name, SHOUT.format(body=body), commands=("shout",) if advertised else ())


def test_command_of_a_plugin_runs_with_its_own_and_the_shared_options(site: Path) -> None:
    plant_shout(site)

    ended = run("shout", "hey", "--times", "2", "--quiet")

    assert (ended.code, ended.out, ended.err) == (0, "HEYHEY\n", "")


def test_what_plugins_print_while_the_command_is_found_does_not_stand_in_its_answer(site: Path) -> None:
    plant_shout(site, "workbench.session.write_json({'word': word})")
    plant(site, "propbots-chatty", "print('chatty at import')\nclass Planted(Plugin):\n    pass\n")

    ended = run("shout", "hey", "--json")

    assert ended.document == {"word": "hey"}
    assert ended.err == "chatty at import\n"


def test_plugins_are_loaded_once_for_a_plugins_command(site: Path) -> None:
    plant_shout(site, "workbench.session.registry; print('done')")
    source = """
    class Planted(Plugin):
        @hookimpl
        def propbots_strategies(self):
            print("asked")
            return []
    """
    plant(site, "propbots-counted", source)

    assert run("shout", "hey").out == "asked\ndone\n"


def test_help_of_a_plugins_command_is_its_own(site: Path) -> None:
    plant_shout(site)

    ended = run("shout", "--help")

    assert ended.code == 0
    assert "Say a word loudly." in ended.out
    assert "--times" in ended.out
    assert "--json" in ended.out


def test_root_help_names_the_command_and_imports_nothing(site: Path) -> None:
    plant(site, "propbots-loud", "raise RuntimeError('imported')", commands=("shout",))

    ended = run("--help")

    assert ended.code == 0
    assert "shout" in ended.out
    assert "Planted by a test." in ended.out
    assert "propbots_loud" not in sys.modules


def test_own_commands_load_no_commands_of_plugins(site: Path) -> None:
    plant(site, "propbots-loud", "raise RuntimeError('imported')", commands=("backtest",))

    assert run("backtest", "--help").code == 0
    assert "propbots_loud" not in sys.modules


def test_command_that_its_metadata_do_not_tell_runs_all_the_same(site: Path) -> None:
    plant_shout(site, advertised=False)

    assert run("shout", "hey").out == "HEY\n"


def test_help_and_then_the_command_in_one_process(site: Path) -> None:
    plant_shout(site)

    run("--help")

    assert run("shout", "hey").out == "HEY\n"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("raise ValueError('inside')", "raised ValueError: inside in "),
        ("raise SystemExit(0)", "raised SystemExit: 0 in "),
        ("workbench.backtest({'stratgy': 'x'})", "unknown option 'stratgy'; did you mean 'strategy'?"),
    ],
)
def test_command_that_fails_names_its_plugin(site: Path, body: str, fault: str) -> None:
    plant_shout(site, body)

    ended = run("shout", "hey")

    assert ended.code == (2 if "unknown" in fault else 1)
    assert fault in ended.message
    assert "a bug of ours" not in ended.message


def test_file_that_the_user_named_is_not_the_plugins_fault(site: Path, tmp_path: Path) -> None:
    plant_shout(site, "open(word, 'w')")

    run("shout", tmp_path).refuses(3, f"{tmp_path}: is a directory")


def test_file_that_the_plugin_chose_is_its_fault(site: Path) -> None:
    plant_shout(site, "open('/nowhere/at/all')")

    run("shout", "hey").refuses(1, "command 'shout' of plugin loud of propbots-loud 1.0 raised FileNotFoundError")


def test_stream_of_the_plugin_that_breaks_is_its_fault(site: Path) -> None:
    plant_shout(site, "raise BrokenPipeError")

    run("shout", "hey").refuses(1, "command 'shout' of plugin loud of propbots-loud 1.0 raised")


def test_command_may_exit_with_a_code_of_its_own(site: Path) -> None:
    plant_shout(site, "raise typer.Exit(4)")

    ended = run("shout", "hey")

    assert (ended.code, ended.err) == (4, "")


@pytest.mark.parametrize("factory", ["lambda workbench: 5", "lambda: 5", "lambda workbench: 1/0", "unfit"])
def test_command_that_cannot_be_made_names_its_plugin(site: Path, factory: str) -> None:
    source = (
        SHOUT.format(body="pass")
        + """
def unfit(workbench):
    def take(what: dict[str, int]) -> None: ...
    return take
"""
    )
    plant(site, "propbots-loud", source.replace('"Says a word.", make', f'"Says a word.", {factory}'))

    ended = run("shout", "hey")

    ended.refuses(1, "command 'shout' of plugin loud of propbots-loud 1.0 raised")


def test_command_of_two_plugins_is_settled_by_blocking_one(site: Path, tmp_path: Path) -> None:
    plant_shout(site, "print('first')", "propbots-loud")
    plant_shout(site, "print('second')", "propbots-noisy")
    settings = tmp_path / "settings.toml"
    settings.write_text("[plugins]\nblock = ['noisy']\n")

    run("shout", "hey").refuses(2, "command 'shout' is claimed by propbots-loud and propbots-noisy; leave one out")
    assert run("shout", "hey", "--block", "noisy").out == "first\n"
    assert run("shout", "hey", "--block=propbots-loud").out == "second\n"
    assert run("shout", "hey", "--config", settings).out == "first\n"


def test_unknown_command_brings_the_nearest_and_the_broken_plugin_that_may_have_it(site: Path) -> None:
    run("backtes").refuses(2, "unknown command 'backtes'; did you mean 'backtest'?")
    run("dask").refuses(2, "unknown command 'dask'", "is propbots-dask installed?")
    plant(site, "propbots-loud", "raise RuntimeError('at import')", commands=("shout",))
    run("shout", "hey").refuses(
        2, "unknown command 'shout'", "plugin loud of propbots-loud 1.0 does not load (RuntimeError"
    )


def test_blocked_command_says_that_it_was_left_out() -> None:
    run("demo", "--block", "demo").refuses(
        2, "unknown command 'demo'; ", "left out by --block or [plugins] block: demo"
    )


def test_blocked_command_is_not_blamed_on_a_plugin_that_is_broken(site: Path) -> None:
    plant(site, "propbots-alpha", "raise RuntimeError('at import')")
    plant_shout(site)

    ended = run("shout", "hey", "--block", "loud")

    ended.refuses(2, "unknown command 'shout'; ", "left out by --block or [plugins] block: loud")
    assert "alpha" not in ended.message


def test_wrong_option_of_a_plugins_command_is_a_usage_error(site: Path) -> None:
    plant_shout(site)

    run("shout").refuses(2, "missing argument 'word'; see propbots shout --help")
    run("shout", "hey", "--tims", "2").refuses(2, "no such option: --tims")
