"""Outputs that cannot be written are refused before the work is done, and no input is ever replaced."""

import os
import re
from pathlib import Path
from typing import Any

import pytest

from propbots.cli.options import Configuration
from propbots.cli.outputs import list_inputs, require_outputs
from propbots.cli.tables import BacktestOptions
from propbots.errors import ConfigurationError, OutputNotWritable


def test_outputs_in_folders_that_exist_are_fine(tmp_path: Path) -> None:
    (tmp_path / "old.html").touch()

    require_outputs(BacktestOptions(report=str(tmp_path / "old.html"), trades=str(tmp_path / "new.csv")))
    require_outputs(BacktestOptions())


def test_missing_folder_and_folder_as_a_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputNotWritable, match=re.escape(f"there is no folder {tmp_path / 'no'}; make it first")):
        require_outputs(BacktestOptions(report=str(tmp_path / "no" / "report.html")))
    with pytest.raises(OutputNotWritable, match="this is a folder; give the name of a file"):
        require_outputs(BacktestOptions(trades=str(tmp_path)))


def test_two_outputs_of_one_name_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(
        ConfigurationError, match=r"--trades .* would replace the file of --report; choose another name"
    ):
        require_outputs(BacktestOptions(report="out", trades=str(tmp_path / "out")))


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ({"data": "bars.csv", "trades": "./bars.csv"}, "the data"),
        ({"data": "files:bars.csv", "trades": "bars.csv"}, "the data"),
        ({"strategy": "mine.py:Rise", "report": "mine.py"}, "the strategy"),
        ({"instrument": "gold.toml", "report": "gold.toml"}, "the instrument"),
        ({"report": "bot.toml"}, "the configuration"),
        ({"report": "mine.toml"}, "the settings"),
    ],
)
def test_output_over_an_input_is_refused(options: dict[str, Any], what: str) -> None:
    found = BacktestOptions(**options)
    inputs = list_inputs(Configuration(backtest=found), lambda provider: provider == "files")
    inputs += [(Path("bot.toml"), "the configuration"), (Path("mine.toml"), "the settings")]

    with pytest.raises(ConfigurationError, match=f"would replace {what}; choose another name"):
        require_outputs(found, inputs)


def test_names_of_what_is_no_file_are_free(tmp_path: Path) -> None:
    names = BacktestOptions(strategy="rise", instrument="MES", data="store:gold")

    assert list_inputs(Configuration(backtest=names), lambda provider: provider == "files") == []


def test_output_over_an_input_is_seen_through_a_link(tmp_path: Path) -> None:
    data, link = tmp_path / "bars.csv", tmp_path / "link.csv"
    data.touch()
    link.symlink_to(data)

    with pytest.raises(ConfigurationError, match="would replace the data"):
        require_outputs(BacktestOptions(trades=str(link)), [(data, "the data")])


def test_what_is_not_replaced_may_be_given_twice_and_for_an_input(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    pipe = str(tmp_path / "pipe")

    require_outputs(BacktestOptions(report=pipe, trades=pipe), [(Path(pipe), "the data")])


def test_links_in_a_circle_are_refused_as_outputs_and_harmless_as_inputs(tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to(tmp_path / "other")
    (tmp_path / "other").symlink_to(tmp_path / "one")

    require_outputs(BacktestOptions(report=str(tmp_path / "r.html")), [(tmp_path / "one", "the data")])
    with pytest.raises(OutputNotWritable, match="too many levels of symbolic links"):
        require_outputs(BacktestOptions(report=str(tmp_path / "one")))
