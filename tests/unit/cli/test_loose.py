"""A strategy from a file: found, named, and every way in which the file can be wrong is told with file and line."""

import re
from pathlib import Path

import pytest

from propbots.cli.interruption import Terminated
from propbots.cli.loose import is_loose, load_loose_strategy, split_loose
from propbots.errors import ConfigurationError, UnknownName
from propbots.strategy.base import RuleStrategy, Strategy

HEADER = "from propbots.api.strategy import *\n"


def write(folder: Path, content: str | bytes, name: str = "mine.py") -> str:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mine.py", (Path("mine.py"), "")),
        ("mine.py:Rise", (Path("mine.py"), "Rise")),
        ("C:/mine.py", (Path("C:/mine.py"), "")),
        ("C:/mine.py:Rise", (Path("C:/mine.py"), "Rise")),
        ("a:b/mine.py", (Path("a:b/mine.py"), "")),
    ],
)
def test_name_of_a_file_is_split_from_its_class(name: str, expected: tuple[Path, str]) -> None:
    assert is_loose(name)
    assert split_loose(name) == expected


@pytest.mark.parametrize("name", ["ma-crossover", "mine", "mine.pyc", "py", "folder/"])
def test_names_of_installed_strategies_are_no_files(name: str) -> None:
    assert not is_loose(name)


def test_only_strategy_of_a_file_is_taken(tmp_path: Path) -> None:
    name = write(tmp_path, f"{HEADER}class Rise(RuleStrategy):\n    pass\n")

    assert issubclass(load_loose_strategy(name), RuleStrategy)


def test_strategies_that_a_file_imports_are_not_its_own(tmp_path: Path) -> None:
    name = write(
        tmp_path, f"{HEADER}from propbots_strategies.ma_crossover import MaCrossover\nclass Rise(Strategy):\n    pass\n"
    )

    assert load_loose_strategy(name).__name__ == "Rise"


def test_class_chooses_among_several(tmp_path: Path) -> None:
    name = write(tmp_path, f"{HEADER}class A(Strategy):\n    pass\nclass B(Strategy):\n    pass\n")

    assert load_loose_strategy(f"{name}:B").__name__ == "B"
    assert issubclass(load_loose_strategy(f"{name}:A"), Strategy)
    with pytest.raises(
        ConfigurationError, match=re.escape(f"{name}: must hold one strategy, or be given as {name}:CLASS (holds A, B)")
    ):
        load_loose_strategy(name)
    with pytest.raises(UnknownName, match=re.escape(f"{name}: unknown strategy 'C'; known: A, B")):
        load_loose_strategy(f"{name}:C")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("", "must hold one strategy"),
        ("x = 1\n", "(holds none)"),
        (f"{HEADER}class Rise(Strategy)\n    pass\n", "does not import, line 2: SyntaxError: expected ':'"),
        (f"{HEADER}\nimport absent_library\n", "does not import, line 3: ModuleNotFoundError: No module named"),
        (f"{HEADER}\n\n1/0\n", "does not import, line 4: ZeroDivisionError: division by zero; mend the file"),
        (f"{HEADER}def f():\n    1/0\nf()\n", "does not import, line 3: ZeroDivisionError"),
        (f"{HEADER}import sys\nsys.exit(0)\n", "does not import, line 3: SystemExit: 0"),
        (f"{HEADER}class Rise(Strategy):\n\tpass\n        pass\n", "TabError"),
        (b"\x00\x01\x02", "Error: source code string cannot contain null bytes"),
        (b"x = '\xff'\n", "does not import, line 1: SyntaxError"),
    ],
)
def test_file_that_is_no_strategy_is_told_with_its_line(tmp_path: Path, content: str | bytes, fault: str) -> None:
    name = write(tmp_path, content)

    with pytest.raises(ConfigurationError) as caught:
        load_loose_strategy(name)

    assert str(caught.value).startswith(f"{name}: ")
    assert fault in str(caught.value)


@pytest.mark.parametrize("content", ["\n1/0\n", "\nclass (\n", "\nimport absent_library\n"])
def test_line_is_told_of_a_file_beside_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, content)

    with pytest.raises(ConfigurationError, match=r"^mine.py: does not import, line 2: "):
        load_loose_strategy("mine.py")


def test_exception_that_is_no_exception_is_told_as_any_other(tmp_path: Path) -> None:
    name = write(tmp_path, 'class Odd(BaseException):\n    pass\nraise Odd("odd")\n')

    with pytest.raises(ConfigurationError, match=r"does not import, line 3: Odd: odd; mend the file"):
        load_loose_strategy(name)


@pytest.mark.parametrize("error", ["KeyboardInterrupt", "propbots.cli.interruption.Terminated(15)"])
def test_wish_to_end_is_heeded_while_a_file_is_imported(tmp_path: Path, error: str) -> None:
    name = write(tmp_path, f"import propbots.cli.interruption\nraise {error}\n")

    with pytest.raises((KeyboardInterrupt, Terminated)):
        load_loose_strategy(name)


def test_library_that_is_missing_is_named_with_what_to_do(tmp_path: Path) -> None:
    name = write(tmp_path, "import absent_library.part\n")

    with pytest.raises(ConfigurationError, match="; install what brings absent_library, or mend the file"):
        load_loose_strategy(name)


def test_class_that_is_announced_and_not_named_is_told(tmp_path: Path) -> None:
    name = write(tmp_path, f"{HEADER}class Rise(Strategy):\n    pass\n")

    with pytest.raises(ConfigurationError, match=r"no class behind the colon; write .*mine.py or .*mine.py:CLASS"):
        load_loose_strategy(f"{name}:")


def test_syntax_error_of_another_file_is_not_blamed_on_a_line_of_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    write(tmp_path, "\n\n\n\nclass (", "their_module_with_an_error.py")
    name = write(tmp_path, f"{HEADER}import their_module_with_an_error\n")

    with pytest.raises(
        ConfigurationError, match=r"does not import, line 2: SyntaxError: .*their_module_with_an_error.py, line 5"
    ):
        load_loose_strategy(name)


def test_missing_file_and_folder_are_told(tmp_path: Path) -> None:
    (tmp_path / "folder.py").mkdir()

    for name in ("nope.py", "folder.py", "nope.py:Rise"):
        with pytest.raises(ConfigurationError, match=r"there is no such file; a strategy is given as NAME or FILE.py"):
            load_loose_strategy(str(tmp_path / name))


def test_file_that_cannot_be_looked_for_is_a_matter_of_configuration(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"cannot be read \(file name too long\)"):
        load_loose_strategy(str(tmp_path / f"{'a' * 300}.py"))
