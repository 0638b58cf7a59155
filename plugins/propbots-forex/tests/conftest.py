"""Where the tests find market data that nobody on the project wrote; without them those tests skip."""

import os
from pathlib import Path

import pytest


@pytest.fixture
def real_data() -> Path:
    """Return the folder with real market data, or skip."""
    beside = Path(__file__).parents[3].parent / "shared" / "data"
    folder = Path(os.environ.get("PROPBOTS_TEST_DATA", beside))
    if not folder.is_dir():
        pytest.skip("no real market data here; set PROPBOTS_TEST_DATA")
    return folder
