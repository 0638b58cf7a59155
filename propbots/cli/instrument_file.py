"""Instruments that a user writes down in a file, wherever the name of an instrument is asked for."""

from pathlib import Path
from typing import TYPE_CHECKING

from propbots.errors import ConfigurationError

if TYPE_CHECKING:
    from propbots.domain.instrument import Instrument
    from propbots.plugin.shelf import InstrumentShelf

__all__ = ["find_instrument", "is_instrument_file", "list_file"]


def is_instrument_file(name: str) -> bool:
    """Whether an instrument's name means a file."""
    return name.endswith(".toml")


def find_instrument(shelf: "InstrumentShelf", name: str) -> "Instrument":
    """Return the instrument that a name means, whether it stands in a file or a plugin brings it.

    Raises:
        UnknownName: If no plugin brings it.
        ConfigurationError: If two do, or the file is missing or wrong.
    """
    return _read(Path(name)) if is_instrument_file(name) else shelf.find(name)


def list_file(name: str) -> list[tuple[Path, str]]:
    """Return the file that a name means, with what messages call it, if it means one."""
    return [(Path(name), "the instrument")] if is_instrument_file(name) else []


def _read(file: Path) -> "Instrument":
    from propbots.domain.instrument import Instrument  # noqa: PLC0415 -- names alone need none
    from propbots.settings import read_toml, structure  # noqa: PLC0415 -- the same

    document = read_toml(file)
    if set(document) != {"instrument"}:
        raise ConfigurationError(f"{file}: must hold the table [instrument] and nothing else")
    return structure(document["instrument"], Instrument, str(file))
