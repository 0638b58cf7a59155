"""A strategy from a file that belongs to no distribution."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from propbots.errors import ConfigurationError, PluginLoadFailed, UnknownName
from propbots.strategy.base import RuleStrategy, Strategy

__all__ = ["is_loose", "load_loose_strategy"]


def is_loose(name: str) -> bool:
    """Whether a strategy's name means a file."""
    return name.partition(":")[0].endswith(".py") or ".py:" in name


def load_loose_strategy(name: str) -> type[RuleStrategy] | type[Strategy]:
    """Return the strategy of a file.

    Args:
        name: `FILE.py`, or `FILE.py:Class` where the file has several.

    Raises:
        ConfigurationError: If the file is missing, or holds no strategy or several.
        PluginLoadFailed: If it does not import.
    """
    head, separator, wanted = name.rpartition(":")
    path, wanted = (Path(head), wanted) if separator and head.endswith(".py") else (Path(name), "")
    if not path.is_file():
        raise ConfigurationError(f"{path}: no such file; a loose strategy is given as FILE.py or FILE.py:Class")
    module = _import(path)
    found = {
        kind.__name__: kind
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, RuleStrategy | Strategy) and kind.__module__ == module.__name__
    }
    if wanted and wanted not in found:
        raise UnknownName(f"strategy in {path}", wanted, list(found))
    if not wanted and len(found) != 1:
        names = ", ".join(found) or "none"
        raise ConfigurationError(f"{path} must hold one strategy, or be given as {path}:CLASS (holds {names})")
    chosen: type[RuleStrategy | Strategy] = found[wanted or next(iter(found))]
    return chosen


def _import(path: Path) -> ModuleType:
    name = f"loose_{path.stem}"
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ConfigurationError(f"{path}: cannot be read as Python")
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        line = getattr(error, "lineno", None) or _line(error, path)
        raise PluginLoadFailed(f"{path}, line {line}: {type(error).__name__}: {error}") from error
    return module


def _line(error: BaseException, path: Path) -> int | None:
    line = None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(path):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
