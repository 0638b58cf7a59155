"""The kit in environments that hold the kernel's wheel, one plugin's wheel and what they declare, and nothing else."""

import shutil
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from wheelhouse import ORDER, ROOT, install, make_environment, run

pytestmark = [pytest.mark.fresh, pytest.mark.timeout(900)]

NO_NETWORK = """
import socket

def refuse(*_arguments, **_named):
    raise OSError("the kit runs offline")

socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
"""


@pytest.mark.parametrize("name", ORDER)
def test_plugin_passes_its_contracts_from_wheels_alone_and_offline(wheels: Path, tmp_path: Path, name: str) -> None:
    environment = make_environment(tmp_path / "venv")
    install(environment, wheels, "propbots[testing]", f"propbots-{name}")
    home = tmp_path / "home"
    home.mkdir()
    shutil.copyfile(ROOT / "plugins" / f"propbots-{name}" / "tests" / "test_contract.py", home / "test_contract.py")
    (home / "conftest.py").write_text(NO_NETWORK)

    said = run(environment / "bin" / "python", "-m", "pytest", "-q", "-W", "error", "-rs", where=home, bare=home)

    assert " passed" in said
    assert " fails, and this card" not in said


def test_kernels_wheel_needs_pytest_for_the_kit_alone(wheels: Path) -> None:
    (path,) = wheels.glob("propbots-0*.whl")
    with zipfile.ZipFile(path) as wheel:
        (name,) = [one for one in wheel.namelist() if one.endswith(".dist-info/METADATA")]
        lines = Parser().parsestr(wheel.read(name).decode()).get_all("Requires-Dist") or []

    assert [str(one.marker) for one in map(Requirement, lines) if one.name == "pytest"] == ['extra == "testing"']
