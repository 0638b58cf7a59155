"""A package stands above all that it imports; the contracts live in `pyproject.toml`."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from source_tree import KERNEL, ROOT

CONFIGURATION = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]


def lint(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    tool = Path(sys.executable).parent / "lint-imports"
    return subprocess.run([tool, "--no-cache", *words], cwd=folder, capture_output=True, text=True, check=False)


def test_every_contract_is_kept() -> None:
    ran = lint(ROOT)

    assert ran.returncode == 0, ran.stdout[-3000:]


def test_every_package_of_the_kernel_has_a_layer() -> None:
    (layers,) = [one for one in CONFIGURATION["contracts"] if one["type"] == "layers"]
    named = {name for layer in layers["layers"] for name in layer.replace("|", " ").split()}

    there = {path.name.removesuffix(".py") for path in KERNEL.iterdir() if not path.name.startswith(("__", "py.typed"))}
    assert there == named - {"__main__"}
    assert layers["exhaustive"]


def test_every_plugin_is_under_contract() -> None:
    plugins = {path.name for path in ROOT.glob("plugins/*/src/*") if (path / "__init__.py").exists()}

    assert set(CONFIGURATION["root_packages"]) == {"propbots", *plugins}
    (kernel,) = [one for one in CONFIGURATION["contracts"] if one.get("source_modules") == ["propbots"]]
    assert set(kernel["forbidden_modules"]) == plugins
    (api_only,) = [one for one in CONFIGURATION["contracts"] if "propbots.cli" in one.get("forbidden_modules", [])]
    assert set(api_only["source_modules"]) == plugins


@pytest.mark.parametrize("kind", ["upwards", "sideways"])
def test_linter_sees_a_wrong_import(tmp_path: Path, kind: str) -> None:
    for name, content in {
        "__init__": "",
        "low": "from layered import high\n" if kind == "upwards" else "",
        "left": "from layered import right\n" if kind == "sideways" else "",
        "right": "",
        "high": "",
    }.items():
        path = tmp_path / "layered" / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)
    (tmp_path / "setup.cfg").write_text(
        "[importlinter]\nroot_package = layered\n[importlinter:contract:1]\nname = layers\ntype = layers\n"
        "layers =\n  layered.high\n  layered.left | layered.right\n  layered.low\n"
    )

    assert lint(tmp_path, "--config", "setup.cfg").returncode != 0
