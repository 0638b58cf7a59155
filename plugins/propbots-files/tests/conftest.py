"""What the tests share: reading a file whose content they write down."""

import os
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from propbots.api.data import BarTable, DataRequest, TickTable
from propbots_files import table
from propbots_files.provider import FileProvider
from propbots_files.settings import FileSettings


@pytest.fixture(scope="session")
def read(read_either: Callable[..., BarTable | TickTable]) -> Callable[..., BarTable]:
    """Return `read(content, **settings)`, which writes a file of bars and reads it."""

    def read_bars(content: str | bytes, **settings: object) -> BarTable:
        found = read_either(content, **settings)
        assert isinstance(found, BarTable)
        return found

    return read_bars


@pytest.fixture(scope="session")
def read_either(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., BarTable | TickTable]:
    """Return `read(content, **settings)`, which writes a file of bars or ticks and reads it."""
    folder = tmp_path_factory.mktemp("files")
    numbers = count()

    def read_content(content: str | bytes, *, by: str = "size", **settings: object) -> BarTable | TickTable:
        path = folder / f"{next(numbers)}.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        provider = FileProvider.from_settings(FileSettings(**settings))  # type: ignore[arg-type]  # -- names of settings
        with pytest.MonkeyPatch.context() as patch:
            if by != "size":
                patch.setattr(table, "_FEW_BYTES", {"exact": 10**12, "arrow": -1}[by])
            try:
                return provider.read(DataRequest(str(path)))
            finally:
                path.unlink()

    return read_content


@pytest.fixture(scope="session")
def real() -> Callable[[str], Path]:
    """Return `real(name)`, the path of a file of real market data; a test that asks for an absent one is skipped."""
    beside = [parent / "shared" / "data" for parent in Path(__file__).resolve().parents]
    folder = Path(os.environ.get("PROPBOTS_TEST_DATA", next(filter(Path.is_dir, beside), ".")))

    def find(name: str) -> Path:
        path = folder / name
        if not path.exists():
            pytest.skip(f"no real data {name}; set PROPBOTS_TEST_DATA to the folder that holds it")
        return path

    return find
