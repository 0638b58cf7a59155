"""Putting what was rendered on the disk: whole or not at all, and never over what is there."""

import os
from collections.abc import Mapping
from pathlib import Path

from propbots.data.output import atomic_path
from propbots.errors import ConfigurationError

__all__ = ["write_file", "write_folder"]


def write_file(path: Path, content: str) -> None:
    """Write a new file.

    Raises:
        ConfigurationError: If something of that name is there.
        OutputNotWritable: If it cannot be written.
    """
    _require_free(path)
    with atomic_path(path) as place:
        place.write_text(content, encoding="utf-8", newline="\n")


def write_folder(path: Path, files: Mapping[Path, str]) -> None:
    """Write a new folder with its files.

    Raises:
        ConfigurationError: If something of that name is there.
        OutputNotWritable: If it cannot be written.
    """
    _require_free(path)
    with atomic_path(path) as place:
        for name, content in files.items():
            file = place / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8", newline="\n")


def _require_free(path: Path) -> None:
    if os.path.lexists(path):  # a link that leads nowhere is in the way too
        raise ConfigurationError(f"{path} is there already and stays as it is; choose another name, or remove it")
