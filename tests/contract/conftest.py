"""Wheels that these tests share."""

from pathlib import Path

import pytest

from wheelhouse import build_wheels


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the wheels."""
    return build_wheels(tmp_path_factory.mktemp("wheels"))
