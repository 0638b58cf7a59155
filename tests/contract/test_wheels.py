"""The kernel's wheel alone, then each plugin's wheel beside it, in environments that hold nothing else.

A shared environment hides what a distribution forgot to declare, so these tests make their own. Wheels are built from
source archives, so that an archive which lacks a file is found too.
"""

import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from wheelhouse import ORDER, PLUGINS, call, install, list_plugins, make_environment, run

pytestmark = [pytest.mark.fresh, pytest.mark.timeout(900)]

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "sample" / "mes-1m.csv.gz"
BACKTEST = ("backtest", "--data", str(SAMPLE), "--strategy", "ma-crossover", "--instrument", "MES", "--json")
IMPORT_ALL = """
import importlib, pkgutil, propbots
for module in pkgutil.walk_packages(propbots.__path__, "propbots."):
    if not module.name.endswith("__main__") and not module.name.startswith("propbots.testing."):  # that needs pytest
        importlib.import_module(module.name)
"""


@pytest.fixture(scope="module")
def kernel(wheels: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    environment = make_environment(tmp_path_factory.mktemp("kernel") / "venv")
    install(environment, wheels, "propbots")
    return environment


def test_kernel_alone_imports_whole(kernel: Path, tmp_path: Path) -> None:
    run(kernel / "bin" / "python", "-W", "error", "-c", IMPORT_ALL, where=tmp_path)  # not from the repository


def test_kernel_alone_shows_help_and_version(kernel: Path) -> None:
    program = kernel / "bin" / "propbots"

    assert "backtest" in run(program, "--help")
    assert "demo" not in run(program, "--help")
    assert run(program, "--version").strip() == "0.1.0"


def test_kernel_alone_says_what_a_backtest_misses(kernel: Path) -> None:
    said = run(kernel / "bin" / "propbots", "plugins", "list")
    document = list_plugins(kernel)

    assert "no plugins are installed" in said
    assert document["plugins"] == []
    assert [one["install"] for one in document["missing_for_backtest"]] == [
        "propbots-futures",
        "propbots-files",
        "propbots-indicators",
        "propbots-strategies",
    ]
    assert all(f"pip install {one['install']}" in said for one in document["missing_for_backtest"])


def test_kernel_alone_refuses_a_backtest_with_what_to_install(kernel: Path) -> None:
    ended = call(kernel / "bin" / "propbots", *BACKTEST)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == (
        "error: unknown strategy 'ma-crossover'; nothing of the kind is installed; pip install propbots-strategies\n"
    )


def test_kernel_alone_runs_a_loose_strategy_as_far_as_it_can(kernel: Path, tmp_path: Path) -> None:
    strategy = tmp_path / "mine.py"
    strategy.write_text("from propbots.api.strategy import Strategy\nclass Mine(Strategy):\n    pass\n")

    ended = call(
        kernel / "bin" / "propbots", "backtest", "--strategy", strategy, "--instrument", "MES", "--data", SAMPLE
    )

    assert ended.returncode == 2
    assert "unknown instrument 'MES'; nothing of the kind is installed; pip install propbots-futures" in ended.stderr


def test_unknown_command_says_which_distribution_might_bring_it(kernel: Path) -> None:
    ended = call(kernel / "bin" / "propbots", "demo")

    assert ended.returncode == 2
    assert "is propbots-demo installed?" in ended.stderr


def test_plugins_appear_one_by_one_until_a_backtest_and_the_demo_run(wheels: Path, tmp_path: Path) -> None:
    environment = make_environment(tmp_path / "venv")
    install(environment, wheels, "propbots")
    program = environment / "bin" / "propbots"
    expected: set[str] = set()
    for name in ORDER[:-1]:
        install(environment, wheels, f"propbots-{name}")

        expected.add(name)
        listed = list_plugins(environment)["plugins"]
        assert {plugin["name"] for plugin in listed} == expected
        assert {plugin["status"] for plugin in listed} == {"ready"}
        assert (call(program, *BACKTEST).returncode == 0) == (expected >= {"futures", "files", "strategies"})

    install(environment, wheels, "propbots-demo")
    home = tmp_path / "home"
    home.mkdir()
    said = run(program, "demo", where=home, bare=home)

    assert "topstep/combine-50k" in said
    assert [path.name for path in home.iterdir()] == ["propbots-demo.html"]
    assert (home / "propbots-demo.html").read_text().rstrip().endswith("</html>")
    assert list_plugins(environment)["missing_for_backtest"] == []
    assert run(program, "plugins", "doctor").strip() == "9 plugins, nothing is broken"


@pytest.mark.parametrize("name", ["propbots", *PLUGINS])
def test_wheel_holds_its_package_and_no_more(wheels: Path, name: str) -> None:
    (path,) = wheels.glob(f"{name.replace('-', '_')}-0*.whl")
    with zipfile.ZipFile(path) as wheel:
        names = wheel.namelist()
        metadata = Parser().parsestr(
            next(wheel.read(one).decode() for one in names if one.endswith(".dist-info/METADATA"))
        )

    package = name.replace("-", "_")
    assert {one.split("/")[0] for one in names} == {package, f"{package}-0.1.0.dist-info"}
    code = [one for one in names if not one.endswith(".tmpl")]  # scaffolds have tests that they write
    assert not [one for one in code if "tests/" in one or one.endswith((".pyc", ".map"))]
    assert metadata["Name"] == name
    assert metadata["Summary"]
    assert str(metadata.get_payload()).strip(), "the README"
    needs = [Requirement(line) for line in metadata.get_all("Requires-Dist") or []]
    assert all(need.url is None and "==" not in str(need.specifier) for need in needs), "ranges, from any registry"


def test_kernels_wheel_is_typed_and_brings_its_page_and_its_templates(wheels: Path) -> None:
    (path,) = wheels.glob("propbots-0*.whl")
    with zipfile.ZipFile(path) as wheel:
        names = set(wheel.namelist())

    assert "propbots/py.typed" in names
    assert "propbots/report/page/assets/page.html" in names
    templates = (ROOT / "propbots" / "scaffold" / "templates").rglob("*.tmpl")
    assert {str(path.relative_to(ROOT)) for path in templates} <= names
