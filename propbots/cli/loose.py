"""A strategy from a file that belongs to no distribution."""

import sys
import traceback
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from propbots.cli.interruption import Terminated
from propbots.errors import ConfigurationError, UnknownName

if TYPE_CHECKING:
    from propbots.strategy.base import RuleStrategy, Strategy

__all__ = ["is_loose", "load_loose_strategy", "split_loose"]


def is_loose(name: str) -> bool:
    """Whether a strategy's name means a file."""
    return split_loose(name)[0].suffix == ".py"


def split_loose(name: str) -> tuple[Path, str]:
    """Return the file and the class that `FILE.py[:Class]` names; the class is empty where it is left out."""
    head, _, wanted = name.rpartition(":")
    return (Path(head), wanted) if head.endswith(".py") else (Path(name), "")


def load_loose_strategy(name: str) -> "type[RuleStrategy | Strategy]":
    """Return the strategy of a file.

    Args:
        name: `FILE.py`, or `FILE.py:Class` where the file has several.

    Raises:
        ConfigurationError: If the file is missing, does not import, or holds no strategy or several.
    """
    from propbots.strategy.base import RuleStrategy, Strategy  # noqa: PLC0415 -- names alone need no engine

    path, wanted = split_loose(name)
    if name.endswith(":"):
        raise ConfigurationError(f"{name} has no class behind the colon; write {path} or {path}:CLASS")
    _require_file(path)
    module = _import(path)
    found = {
        kind.__name__: kind
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, RuleStrategy | Strategy) and kind.__module__ == module.__name__
    }
    if wanted and wanted not in found:
        raise UnknownName("strategy", wanted, list(found), where=str(path))
    if not wanted and len(found) != 1:
        names = ", ".join(found) or "none"
        raise ConfigurationError(f"{path}: must hold one strategy, or be given as {path}:CLASS (holds {names})")
    return found[wanted or next(iter(found))]


def _require_file(path: Path) -> None:
    try:
        found = path.is_file()
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read ({(error.strerror or str(error)).lower()})") from error
    if not found:
        raise ConfigurationError(f"{path}: there is no such file; a strategy is given as NAME or FILE.py[:Class]")


def _import(path: Path) -> ModuleType:
    name = f"loose_{path.stem}"
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ConfigurationError(f"{path}: cannot be read as Python")
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except (KeyboardInterrupt, Terminated):
        raise
    except BaseException as error:
        what = f"{type(error).__name__}: {error}"
        raise ConfigurationError(f"{path}: does not import{_place(error, path)}: {what}; {_mend(error)}") from error
    return module


def _mend(error: BaseException) -> str:
    if isinstance(error, ModuleNotFoundError) and error.name:
        return f"install what brings {error.name.partition('.')[0]}, or mend the file"
    return "mend the file"


def _place(error: BaseException, path: Path) -> str:
    """Return the line of the file that failed; Python knows the file by its whole path."""
    file = str(path.absolute())
    if isinstance(error, SyntaxError) and error.filename == file:
        return f", line {error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == file]
    return f", line {lines[-1]}" if lines else ""
