"""What scaffolds write passes ruff and mypy strict, and mypy finds the mistakes that an author makes in it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

from propbots.scaffold.kind import ScaffoldKind
from propbots.scaffold.naming import read_distribution, read_strategy
from propbots.scaffold.template import render_plugin, render_strategy
from propbots.scaffold.writing import write_file, write_folder

REPORTED = re.compile(r"(?P<file>[^:]+):(?P<line>\d+): error: .* \[(?P<code>[a-z-]+)\]")
LONG = f"propbots-{'-'.join(['mornings'] * 4)}"
"""As long as hardly any name is."""
LONGEST = f"propbots-{'x' * 36}"


@attrs.frozen
class Mistake:
    """Something that an author gets wrong.

    Attributes:
        name: Of the distribution in which it is planted, behind the prefix.
        kind: Of the scaffold.
        file: In which it stands, inside the package.
        right: What stands there.
        wrong: What is written instead.
        found: Where mypy must report it: the file, a part of its line, and the code.
    """

    name: str
    kind: ScaffoldKind
    file: str
    right: str
    wrong: str
    found: tuple[str, str, str]


MISTAKES = [
    Mistake(
        "hook-return",
        ScaffoldKind.STRATEGY,
        "plugin.py",
        "-> Sequence[StrategyContribution]:",
        "-> StrategyContribution:",
        ("plugin.py", "def propbots_strategies", "override"),
    ),
    Mistake(
        "hook-spelling",
        ScaffoldKind.INDICATOR,
        "plugin.py",
        "def propbots_indicators",
        "def propbots_indicator",
        ("plugin.py", "def propbots_indicator(", "misc"),
    ),
    Mistake(
        "rules-return",
        ScaffoldKind.STRATEGY,
        "strategy.py",
        "def rules(self) -> Rules:",
        "def rules(self) -> list[Rules]:",
        ("strategy.py", "def rules", "override"),
    ),
    Mistake(
        "rules-term",
        ScaffoldKind.STRATEGY,
        "strategy.py",
        "long_exit=",
        "long_leave=",
        ("strategy.py", "return Rules(", "call-arg"),
    ),
    Mistake(
        "lookback-type",
        ScaffoldKind.INDICATOR,
        "indicator.py",
        "def lookback(self) -> int:",
        "def lookback(self) -> str:",
        ("indicator.py", "def lookback", "override"),
    ),
    Mistake(
        "port-return",
        ScaffoldKind.DATA,
        "provider.py",
        "def read(self, request: DataRequest) -> BarTable:",
        "def read(self, request: DataRequest) -> list[float]:",
        ("plugin.py", "return PortReturnProvider(settings)", "return-value"),
    ),
    Mistake(
        "other-settings",
        ScaffoldKind.DATA,
        "plugin.py",
        "def build_provider(settings: OtherSettingsSettings)",
        "def build_provider(settings: int)",
        ("plugin.py", "build_provider,", "arg-type"),
    ),
    Mistake(
        "port-name",
        ScaffoldKind.INSTRUMENTS,
        "source.py",
        "def load_calendar(",
        "def load_calender(",
        ("plugin.py", "return PortNameSource()", "return-value"),
    ),
    Mistake(
        "port-return-of-plans",
        ScaffoldKind.FIRM,
        "plugin.py",
        'return PlanFolder(Path(__file__).parent / "plans", "port-return-of-plans")',
        'return Path(__file__).parent / "plans"',
        ("plugin.py", "return Path(", "return-value"),
    ),
]


def write(folder: Path, name: str, kind: ScaffoldKind) -> Path:
    """Write a scaffold and return its folder."""
    target = folder / name
    write_folder(target, render_plugin(kind, read_distribution(name), "ID"))
    return target


def check(folder: Path, *files: Path, sources: list[Path]) -> list[str]:
    """Return what mypy reports on files, with an author's settings and not ours."""
    words = ["--strict", "--config-file", "", "--no-error-summary", "--no-pretty", "--cache-dir", str(folder / "cache")]
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", *words, *(str(file.relative_to(folder)) for file in files)],
        cwd=folder,
        env={**os.environ, "MYPYPATH": os.pathsep.join(map(str, sources))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stderr == ""
    return [line for line in ran.stdout.splitlines() if ": error:" in line]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A folder of scaffolds, each with its mistake, and what mypy reports on them."""
    folder = tmp_path_factory.mktemp("planted")
    sources = []
    for mistake in MISTAKES:
        sources.append(write(folder, f"propbots-{mistake.name}", mistake.kind) / "src")
        file = sources[-1] / f"propbots_{mistake.name.replace('-', '_')}" / mistake.file
        assert file.read_text().count(mistake.right) == 1, mistake
        file.write_text(file.read_text().replace(mistake.right, mistake.wrong))
    return folder, check(folder, *sources, sources=sources)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_mypy_finds_a_planted_mistake_where_it_stands(mistake: Mistake, planted: tuple[Path, list[str]]) -> None:
    folder, reported = planted
    package = f"propbots-{mistake.name}/src/propbots_{mistake.name.replace('-', '_')}/"

    found = [match for line in reported if (match := REPORTED.fullmatch(line)) and match["file"].startswith(package)]

    assert found
    lines = {match["file"]: (folder / match["file"]).read_text().splitlines() for match in found}
    places = [(Path(one["file"]).name, lines[one["file"]][int(one["line"]) - 1], one["code"]) for one in found]
    name, part, code = mistake.found
    assert any((name, code) == (file, kind) and part in line for file, line, kind in places), reported


def test_scaffolds_as_they_are_pass_strict_types_with_their_tests(tmp_path: Path) -> None:
    folders = [write(tmp_path, f"propbots-{kind}", kind) for kind in ScaffoldKind]
    # Each distribution has tests of the same names, so that each is a run of its own but for its sources.
    loose = tmp_path / "mine.py"
    write_file(loose, render_strategy(read_strategy("mine")))
    sources = [folder / "src" for folder in folders]

    assert check(tmp_path, *sources, loose, sources=sources) == []
    for folder in folders:
        assert check(tmp_path, *sorted((folder / "tests").glob("*.py")), sources=sources) == [], folder.name


@pytest.mark.parametrize("name", ["propbots-x", "propbots-tide-mill", LONG, LONGEST])
@pytest.mark.parametrize("kind", ScaffoldKind)
def test_scaffolds_of_any_length_of_name_pass_ruff_by_their_own_settings(
    kind: ScaffoldKind, name: str, tmp_path: Path
) -> None:
    folder = write(tmp_path, name, kind)

    for words in (["check"], ["format", "--diff"]):
        ran = subprocess.run(
            [sys.executable, "-m", "ruff", *words, "--no-cache", "."],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stdout


def test_name_that_the_templates_import_gets_a_class_of_another(tmp_path: Path) -> None:
    names = {"sma": ScaffoldKind.STRATEGY, "indicator": ScaffoldKind.INDICATOR, "data": ScaffoldKind.DATA}
    folders = [write(tmp_path, f"propbots-{name}", kind) for name, kind in names.items()]
    loose = tmp_path / "rules.py"
    write_file(loose, render_strategy(read_strategy("rules")))

    assert check(tmp_path, *folders[:1], loose, sources=[folder / "src" for folder in folders]) == []
    assert "class MySma(RuleStrategy)" in (folders[0] / "src" / "propbots_sma" / "strategy.py").read_text()
    assert "class MyIndicator(Indicator)" in (folders[1] / "src" / "propbots_indicator" / "indicator.py").read_text()
    assert "class MyDataProvider:" in (folders[2] / "src" / "propbots_data" / "provider.py").read_text()
    assert "class MyRules(RuleStrategy)" in loose.read_text()


@pytest.mark.parametrize("name", ["x", "tide-mill"])
def test_strategy_in_a_file_passes_ruff_without_any_settings(name: str, tmp_path: Path) -> None:
    write_file(tmp_path / f"{name}.py", render_strategy(read_strategy(name)))

    for words in (["check", "--select", "ALL", "--ignore", "CPY001,INP001,N999,D203,D213"], ["format", "--diff"]):
        ran = subprocess.run(
            [sys.executable, "-m", "ruff", *words, "--isolated", "--no-cache", "."],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stdout
