"""The reference is current, and tells every hook, port and member that an author may use."""

import inspect
from pathlib import Path

import pytest

from propbots.api import indicator, strategy
from propbots.plugin.contract import HOOKS
from scripts.reference.definition import list_public
from scripts.reference.docstring import parse_docstring
from scripts.reference.pages import FOLDER, list_ports, list_stale, write_pages

API = Path(inspect.getfile(strategy)).parent
MODULES = [f"propbots.api.{path.stem}" for path in sorted(API.glob("[a-z]*.py"))]
OWN = (
    strategy.Strategy,
    strategy.RuleStrategy,
    strategy.Bar,
    strategy.OrderFilled,
    indicator.Indicator,
    indicator.Expression,
)


def read(name: str) -> str:
    return (FOLDER / name).read_text()


def test_pages_are_as_the_source_has_them() -> None:
    assert list_stale() == [], "run nox -s reference"


def test_a_page_that_is_changed_missing_or_too_many_is_stale(tmp_path: Path) -> None:
    for name, text in write_pages().items():
        (tmp_path / name).write_text(text)
    (tmp_path / "hooks.md").write_text("changed")
    (tmp_path / "ports.md").unlink()
    (tmp_path / "gone.md").write_text((tmp_path / "README.md").read_text())
    (tmp_path / "by-hand.md").write_text("")

    assert list_stale(tmp_path) == ["gone.md", "hooks.md", "ports.md"]


@pytest.mark.parametrize(("hook", "record"), HOOKS.items(), ids=list(HOOKS))
def test_every_hook_and_its_record_are_told(hook: str, record: type) -> None:
    page = read("hooks.md")

    assert f"### `Plugin.{hook}`" in page
    assert f"## `{record.__name__}`\n" in page


@pytest.mark.parametrize("port", [port.name for port in list_ports()])
def test_every_port_is_told_with_its_methods(port: str) -> None:
    assert f"## `{port}`\n" in read("ports.md")


def test_ports_are_found() -> None:
    assert {"Broker", "DataProvider", "InstrumentSource", "PlanSource", "SessionCalendar", "Workbench"} <= {
        port.name for port in list_ports()
    }


@pytest.mark.parametrize("module", MODULES)
def test_every_public_name_of_the_interface_is_told(module: str) -> None:
    index = read("README.md")

    assert [name for name in list_public(module) if f"[`{name}`]" not in index] == []


@pytest.mark.parametrize("owner", OWN, ids=lambda owner: owner.__name__)
def test_every_public_member_is_told(owner: type) -> None:
    page = read("indicator.md" if owner in (indicator.Indicator, indicator.Expression) else "strategy.md")
    section = page.partition(f"## `{owner.__name__}`\n")[2].partition("\n## ")[0]

    members = [
        name
        for name, value in vars(owner).items()
        if not name.startswith("_") and (inspect.isroutine(value) or isinstance(value, property | staticmethod))
    ]
    assert [
        name for name in members if f"`{owner.__name__}.{name}`" not in section and f"| `{name}` |" not in section
    ] == []
    assert members or owner is strategy.OrderFilled


def test_contracts_are_told_with_their_fixtures_and_without_their_tests() -> None:
    page = read("testing.md")

    assert [name for name in list_public("propbots.testing") if f"## `{name}`\n" not in page] == []
    assert "### `StrategyContract.strategy`" in page
    assert ".test_" not in page


def test_distribution_with_settings_has_them_told() -> None:
    page = read("settings.md")

    assert "Of data provider `files`, from `propbots-files`." in page
    assert "| `timezone` |" in page


def test_docstring_falls_into_its_parts() -> None:
    parsed = parse_docstring(
        """Do it.

        More.

        Args:
            one: The first,
                which goes on.
            two: The second.

        Returns:
            What follows.
            And more.

        Source: A book.
        """
    )

    assert parsed.text == "Do it.\n\nMore."
    assert parsed.items == {"Args": {"one": "The first, which goes on.", "two": "The second."}}
    assert parsed.remarks == {"Returns": "What follows. And more.", "Source": "A book."}
