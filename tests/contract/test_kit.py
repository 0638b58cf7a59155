"""The conformance kit from the kernel's wheel and one plugin's: every plugin of ours proves itself as a stranger's would.

Each gets an environment of its own, what it declares and no more, a folder that holds its tests alone, and no network.
"""

import re
import tarfile
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from propbots.testing import (
    DataProviderContract,
    IndicatorContract,
    InstrumentsContract,
    PluginContract,
    RiskProfileContract,
    StrategyContract,
)
from propbots.testing.contract import Contract
from propbots.testing.reference import list_cards
from wheelhouse import PLUGINS, install, list_plugins, make_environment, run

pytestmark = [pytest.mark.fresh, pytest.mark.timeout(900)]

KINDS: dict[str, type[Contract]] = {
    "data provider": DataProviderContract,
    "firm": RiskProfileContract,
    "indicator": IndicatorContract,
    "instruments": InstrumentsContract,
    "strategy": StrategyContract,
}
"""What a plugin may bring, and what it then keeps to; what has no contract yet is left out."""
GUARD = """
import sys

def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        raise OSError(f"this environment is offline: {event} {arguments}")

sys.addaudithook(refuse)
"""
"""Loaded at the start of every process of the environment, those that a test starts included."""


def cut_off(environment: Path) -> None:
    """Let nothing in an environment reach a network."""
    (packages,) = environment.glob("lib/python3.*/site-packages")
    (packages / "offline_guard.py").write_text(GUARD)
    (packages / "offline_guard.pth").write_text("import offline_guard\n")


def unpack_tests(wheels: Path, name: str, folder: Path) -> Path:
    """Take the tests out of a distribution's source archive, where an author's users would find them."""
    (path,) = wheels.glob(f"{name.replace('-', '_')}-0*.tar.gz")
    with tarfile.open(path) as archive:
        for one in archive.getmembers():
            content = archive.extractfile(one) if one.isfile() and "/tests/" in one.name else None
            if content is not None:
                (folder / one.name).parent.mkdir(parents=True, exist_ok=True)
                (folder / one.name).write_bytes(content.read())
    (root,) = folder.iterdir()
    return root


@pytest.mark.parametrize("name", PLUGINS)
def test_plugin_passes_the_kit_offline_with_nothing_but_what_it_declares(
    name: str, wheels: Path, tmp_path: Path
) -> None:
    environment = make_environment(tmp_path / "venv")
    install(environment, wheels, f"{name}[test]")
    cut_off(environment)
    home = tmp_path / "home"
    home.mkdir()
    folder = unpack_tests(wheels, name, home)

    words = ("-m", "pytest", "-v", "-W", "error", "-p", "no:cacheprovider", "tests/test_contract.py")
    said = run(environment / "bin" / "python", *words, where=folder, bare=home)

    passed = {f"{kind.upper()}-{number}" for kind, number in re.findall(r"::test_([a-z]{3})_(\d{3})_\S+ PASSED", said)}
    brought = next(one for one in list_plugins(environment)["plugins"] if f"propbots-{one['name']}" == name)
    kept: list[type[Contract]] = [PluginContract, *(KINDS[kind] for kind in brought["contributions"] if kind in KINDS)]
    assert passed == {page.number for contract in kept for page in list_cards(contract)}


def test_the_guard_keeps_processes_from_the_network(tmp_path: Path) -> None:
    environment = make_environment(tmp_path / "venv")
    cut_off(environment)

    attempt = "import socket\ntry: socket.create_connection(('localhost', 9))\nexcept OSError as error: print(error)"
    assert "this environment is offline" in run(environment / "bin" / "python", "-c", attempt)


def test_kernels_wheel_needs_pytest_for_the_kit_alone(wheels: Path) -> None:
    (path,) = wheels.glob("propbots-0*.whl")
    with zipfile.ZipFile(path) as wheel:
        (name,) = [one for one in wheel.namelist() if one.endswith(".dist-info/METADATA")]
        lines = Parser().parsestr(wheel.read(name).decode()).get_all("Requires-Dist") or []

    assert [str(one.marker) for one in map(Requirement, lines) if one.name == "pytest"] == ['extra == "testing"']
