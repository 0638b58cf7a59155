"""Runs and files that these tests share."""

from pathlib import Path
from typing import Any

import pytest

from bar_files import rows, write_bars
from command_line import SAMPLE_RUN, run
from fake_distribution import site

__all__ = ["bars", "planned", "sample", "site"]


@pytest.fixture(scope="session")
def sample() -> dict[str, Any]:
    """The contract's own example, with its equity."""
    return run(*SAMPLE_RUN, "--equity", "--json").document


@pytest.fixture(scope="session")
def planned() -> dict[str, Any]:
    """The same under a plan."""
    return run(*SAMPLE_RUN, "--plan", "topstep/combine-50k", "--slippage-ticks", "1", "--json").document


@pytest.fixture
def bars(tmp_path: Path) -> Path:
    """A file of six hundred minutes."""
    return write_bars(tmp_path / "bars.csv", rows(600))
