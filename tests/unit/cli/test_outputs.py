"""Outputs that cannot be written are refused before the work is done, and no input is ever replaced."""

import re
from pathlib import Path
from typing import Any

import pytest

from propbots.cli.options import BacktestOptions
from propbots.cli.outputs import require_outputs
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
        ({"strategy": "mine.py:Rise", "report": "mine.py"}, "the strategy"),
        ({"instrument": "gold.toml", "report": "gold.toml"}, "the instrument"),
        ({"report": "bot.toml"}, "the configuration"),
    ],
)
def test_output_over_an_input_is_refused(options: dict[str, Any], what: str) -> None:
    with pytest.raises(ConfigurationError, match=f"would replace {what}; choose another name"):
        require_outputs(BacktestOptions(**options), Path("bot.toml"))


def test_output_over_an_input_is_seen_through_a_link(tmp_path: Path) -> None:
    data, link = tmp_path / "bars.csv", tmp_path / "link.csv"
    data.touch()
    link.symlink_to(data)

    with pytest.raises(ConfigurationError, match="would replace the data"):
        require_outputs(BacktestOptions(data=str(data), trades=str(link)))
