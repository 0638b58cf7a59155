"""`strategies new` and `plugins new`: what they write, what they refuse, and that nothing half-written stays."""

from pathlib import Path

import pytest

from command_line import run, spawn
from fake_distribution import plant
from propbots.scaffold.kind import ScaffoldKind

KINDS = [kind.value for kind in ScaffoldKind]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, in which there is nothing."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def files_of(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_strategy_is_one_file_that_runs_as_it_stands(here: Path) -> None:
    document = run("strategies", "new", "mine", "--json").document

    assert files_of(here) == ["mine.py"]
    assert document["schema"] == "propbots.scaffold/1"
    assert (document["kind"], document["name"], document["files"]) == ("strategy", "mine", ["mine.py"])
    for command in document["next"]:
        assert run(*command.split()[1:]).code == 0, command
    words = ("strategies", "check", "mine.py", "--data", "generated.csv", "--instrument", "M2K", "--json")
    found = run(*words).document
    assert found["passed"]
    assert found["trades"] > 100


@pytest.mark.parametrize("kind", KINDS)
def test_plugin_is_a_folder_with_all_that_it_needs(kind: str, here: Path) -> None:
    document = run("plugins", "new", "propbots-tide-mill", "--kind", kind, "--json").document

    written = files_of(here)
    assert document["files"] == sorted(document["files"])
    assert sorted(document["files"]) == written
    assert {
        f"propbots-tide-mill/{name}"
        for name in (
            "README.md",
            "pyproject.toml",
            "src/propbots_tide_mill/__init__.py",
            "src/propbots_tide_mill/plugin.py",
            "src/propbots_tide_mill/py.typed",
            "tests/test_contract.py",
        )
    } <= set(written)
    assert len([name for name in written if "/tests/test_" in name]) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_every_name_of_the_template_is_replaced(kind: str, here: Path) -> None:
    run("plugins", "new", "propbots-tide-mill", "--kind", kind)

    for name in files_of(here):
        text = (here / name).read_text()
        assert "your" not in name
        assert not any(form in text for form in ("your-name", "your_name", "YourName", "YOUR_")), name


def test_strategy_is_the_kind_where_none_is_named(here: Path) -> None:
    run("plugins", "new", "propbots-mine")

    assert "propbots-mine/src/propbots_mine/strategy.py" in files_of(here)


def test_people_read_what_was_written_and_what_to_do_next() -> None:
    said = run("plugins", "new", "propbots-mine").out

    assert "propbots-mine/pyproject.toml" in said
    assert "  pip install -e './propbots-mine[test]'\n  pytest propbots-mine\n" in said


@pytest.mark.parametrize("words", [("strategies", "new", "mine"), ("plugins", "new", "propbots-mine")])
def test_what_is_there_stays_as_it_is(words: tuple[str, ...], here: Path) -> None:
    for name in ("mine.py", "propbots-mine"):
        (here / name).write_text("precious")

    run(*words).refuses(2, "is there already and stays as it is")

    assert files_of(here) == ["mine.py", "propbots-mine"]
    assert {(here / name).read_text() for name in files_of(here)} == {"precious"}


def test_a_link_that_leads_nowhere_is_in_the_way_too(here: Path) -> None:
    (here / "mine.py").symlink_to("nowhere")

    run("strategies", "new", "mine").refuses(2, "is there already")
    assert not (here / "nowhere").exists()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("mine", "how about propbots-mine?"),
        ("propbots-Mine", "how about propbots-mine?"),
        ("propbots_mine", "how about propbots-mine?"),
        ("propbots-my--own", "how about propbots-my-own?"),
        ("propbots-", "single dashes (was 'propbots-')"),
        ("", "single dashes (was '')"),
        ("propbots-..", "single dashes (was 'propbots-..')"),
        ("propbots-2fast", "begins with a letter"),
        ("propbots-mühle", "begins with a letter"),
        ("propbots-class", "class is a word of Python"),
        ("propbots-none", "none is a word of Python"),
        ("../propbots-mine", "small letters, digits and single dashes"),
        (f"propbots-{'x' * 37}", "36 at most"),
    ],
)
def test_a_bad_name_of_a_plugin_is_refused(name: str, message: str, here: Path) -> None:
    run("plugins", "new", name).refuses(2, message)

    assert files_of(here) == []


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("2fast", "begins with a letter"),
        ("a/b", "begins with a letter"),
        ("my idea", "begins with a letter"),
        ("", "begins with a letter"),
        ("import", "import is a word of Python"),
        ("None.py", "None is a word of Python"),
    ],
)
def test_a_bad_name_of_a_strategy_is_refused(name: str, message: str, here: Path) -> None:
    run("strategies", "new", name).refuses(2, message)

    assert files_of(here) == []


@pytest.mark.parametrize("name", ["mine", "mine.py"])
def test_the_ending_of_a_strategys_file_may_be_written(name: str, here: Path) -> None:
    run("strategies", "new", name)

    assert files_of(here) == ["mine.py"]


@pytest.mark.parametrize("kind", ["broker", "executor", "notifier"])
def test_kinds_that_are_to_come_are_named_as_such(kind: str) -> None:
    run("plugins", "new", "propbots-mine", "--kind", kind).refuses(
        2, f"--kind {kind} is not there yet", "the kinds to begin with are strategy"
    )


def test_a_kind_that_nobody_thought_of_is_refused() -> None:
    run("plugins", "new", "propbots-mine", "--kind", "indikator").refuses(2, "did you mean 'indicator'?")


def test_a_name_that_something_installed_has_is_warned_of(site: Path, here: Path) -> None:
    plant(site, "propbots-sma", "class Planted(Plugin): pass")

    ended = run("plugins", "new", "propbots-sma", "--kind", "indicator")

    assert ended.code == 0
    assert "warning: indicator 'sma' of plugin indicators of propbots-indicators 0.1.0 has this name" in ended.err
    assert "warning: propbots-sma 1.0 is installed already" in ended.err
    assert "propbots-sma/pyproject.toml" in files_of(here)


@pytest.mark.parametrize("name", ["", "propbots", "propbots-", "Propbots-2fast", "../propbots-mine", "Class", "x" * 40])
def test_a_name_that_would_be_refused_is_not_proposed(name: str) -> None:
    ended = run("plugins", "new", name)

    assert ended.code == 2
    assert "how about" not in ended.err


def test_an_instrument_that_is_listed_already_is_warned_of() -> None:
    ended = run("plugins", "new", "propbots-mes", "--kind", "instruments")

    assert ended.code == 0
    assert "warning: instrument 'MES' of plugin futures of propbots-futures 0.1.0 has this name already" in ended.err


def test_nothing_half_written_stays(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", fail)

    for words in (("plugins", "new", "propbots-mine"), ("strategies", "new", "mine")):
        run(*words).refuses(3, "cannot be written (no space left on device)")
    assert list(here.iterdir()) == []


def test_a_folder_that_cannot_be_written_to_is_a_matter_of_data(here: Path) -> None:
    ended = spawn("strategies", "new", "mine", cwd=Path("/proc"))

    ended.refuses(3, "mine.py: cannot be written")
    assert list(here.iterdir()) == []
