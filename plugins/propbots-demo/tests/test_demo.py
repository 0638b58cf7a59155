"""The demo, with a workbench that only remembers what it was asked for."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import cast

from propbots.api.command import RunRecord
from propbots_demo.demo import make_demo
from propbots_demo.plugin import DemoPlugin


class FakeWorkbench:
    """Remembers what a command asked for."""

    def __init__(self) -> None:
        self.options: dict[str, object] = {}
        self.calls: list[object] = []

    def backtest(self, options: Mapping[str, object]) -> RunRecord:
        self.options = dict(options)
        return cast("RunRecord", "the record")

    def show(self, record: RunRecord) -> None:
        self.calls.append(("show", record))

    def write_report(self, record: RunRecord, path: Path) -> None:
        self.calls.append(("report", record, path))


def test_demo_runs_the_sample_under_a_plan_and_writes_its_report() -> None:
    workbench = FakeWorkbench()

    make_demo(workbench)(output=Path("there.html"))

    assert workbench.options["plan"] == "topstep/combine-50k"
    assert Path(str(workbench.options["data"])).name == "mes-1m.csv.gz"
    assert workbench.calls == [("report", "the record", Path("there.html")), ("show", "the record")]


def test_sample_data_come_with_the_package() -> None:
    assert (files("propbots_demo") / "mes-1m.csv.gz").is_file()


def test_plugin_brings_one_command() -> None:
    (command,) = DemoPlugin().propbots_commands()

    assert command.name == "demo"
