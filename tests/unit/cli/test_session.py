"""The session: settings, one JSON document whatever plugins print, remarks, and tables that pipes can read."""

import json
import sys
from pathlib import Path

import pytest

from command_line import run
from fake_distribution import plant
from propbots.cli.session import Session
from propbots.errors import ConfigurationError

CHATTY = """
print("chatty at import")
class Planted(Plugin):
    @hookimpl
    def propbots_strategies(self):
        print("chatty at work")
        return []
"""


def write(folder: Path, content: str) -> Path:
    path = folder / "settings.toml"
    path.write_text(content)
    return path


def test_settings_block_plugins(tmp_path: Path) -> None:
    settings = write(tmp_path, "[plugins]\nblock = ['topstep']\n")

    listed = run("plugins", "list", "--json", "--config", settings).document["plugins"]

    assert {one["name"]: one["status"] for one in listed}["topstep"] == "blocked"


def test_settings_of_the_platform_are_used_where_none_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_config_path", lambda _name: tmp_path)
    (tmp_path / "config.toml").write_text("[plugins]\nblock = ['demo']\n")

    assert Session().settings.plugins.block == ["demo"]


def test_place_of_settings_that_cannot_be_looked_into_is_a_matter_of_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_config_path", lambda _name: tmp_path / "circle")
    (tmp_path / "circle").symlink_to("circle")

    run("plugins", "list").refuses(2, f"{tmp_path / 'circle' / 'config.toml'}: cannot be read (")


def test_settings_that_are_nowhere_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_config_path", lambda _name: tmp_path / "file")
    (tmp_path / "file").touch()

    assert Session().settings_file is None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[plugins]\nblok = []\n", "plugins: unknown key 'blok'; did you mean 'block'?"),
        ("[plugin]\n", "unknown key 'plugin'; did you mean 'plugins'?"),
        ("[plugins]\nblock = 'demo'\n", "plugins.block must be a list (was 'demo')"),
        ("plugins = ", "not valid TOML"),
    ],
)
def test_wrong_settings_are_told_with_file_and_key(tmp_path: Path, content: str, message: str) -> None:
    settings = write(tmp_path, content)

    run("plugins", "list", "--config", settings).refuses(2, f"{settings}: ", message)


def test_named_settings_must_be_there(tmp_path: Path) -> None:
    run("plugins", "list", "--config", tmp_path / "no.toml").refuses(2, "no.toml: there is no such file")
    run("plugins", "list", "--config", tmp_path).refuses(2, "this is a folder; give a TOML file")


def test_what_plugins_print_does_not_stand_in_the_document(site: Path) -> None:
    plant(site, "propbots-chatty", CHATTY)

    ended = run("plugins", "list", "--json")

    assert "chatty" in {one["name"] for one in ended.document["plugins"]}
    assert ended.err == "chatty at import\nchatty at work\n"


def test_blocking_what_is_not_there_is_remarked() -> None:
    ended = run("plugins", "list", "--block", "topstp")

    assert ended.code == 0
    assert ended.err == "--block topstp: nothing of that name is installed\n"
    assert run("plugins", "list", "--block", "topstp", "--quiet").err == ""


def test_names_that_are_no_text_become_question_marks(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    Session(json=True).write_json({"source": "bars\udcff.csv"})

    assert json.loads(capsysbinary.readouterr().out) == {"source": "bars?.csv"}


def test_document_is_utf8_whatever_the_terminals_encoding(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    sys.stdout.reconfigure(encoding="ascii")  # type: ignore[union-attr]  # -- a text stream, here as always
    try:
        Session(json=True).write_json({"name": "Größe €"})
    finally:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # -- the same

    assert json.loads(capsysbinary.readouterr().out.decode()) == {"name": "Größe €"}


def test_tables_in_a_pipe_are_as_wide_as_they_need_to_be() -> None:
    listed = run("instruments", "list").out

    assert "…" not in listed
    assert "E-mini S&P 500, 50 USD times the index" in listed


def test_brackets_and_colons_are_printed_as_they_are(site: Path) -> None:
    source = """
    class Planted(Plugin):
        @hookimpl
        def propbots_strategies(self):
            return [StrategyContribution("rise", "Buys [red] of [/] :smile: [bold]", object)]
    """
    plant(site, "propbots-a", source)

    assert "Buys [red] of [/] :smile: [bold]" in run("strategies", "list").out


def test_unreadable_place_of_settings_asks_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_name: str) -> Path:
        raise RuntimeError("no home")

    monkeypatch.setattr("platformdirs.user_config_path", fail)

    with pytest.raises(
        ConfigurationError, match=r"no folder for settings can be found \(no home\); give one with --config"
    ):
        _ = Session().settings
