"""Compiling the fold with the kernel's own functions, kept on disk for the next time."""

import os
from collections.abc import Callable, Iterable
from functools import cache
from hashlib import sha256
from inspect import isfunction
from pathlib import Path
from types import ModuleType
from typing import Any

from propbots.rules import path, payout, scalar

__all__ = ["compile_fold"]

_KERNEL = (scalar, path, payout)
"""Modules whose functions are called in compiled code."""


@cache
def compile_fold(fold: Callable[..., None], parts: tuple[Callable[..., Any], ...]) -> Callable[..., None] | None:
    """Return a function compiled; None where nothing can compile it.

    Args:
        fold: Over arrays and numbers.
        parts: Functions beside it that it calls.
    """
    try:
        import numba  # noqa: PLC0415 -- a second of imports, for odds alone
        from numba.extending import register_jitable  # noqa: PLC0415 -- the same
    except ImportError:
        return None
    for function in (*_list_functions(_KERNEL), *parts):
        register_jitable(function)
    folder = _find_folder([*(module.__file__ for module in _KERNEL), fold.__code__.co_filename], numba.__version__)
    if folder is not None:
        numba.config.CACHE_DIR = str(folder)
    compiled: Callable[..., None] = numba.njit(fold, cache=folder is not None)
    return compiled


def _list_functions(modules: Iterable[ModuleType]) -> list[Callable[..., Any]]:
    found = [(module, one) for module in modules for one in vars(module).values()]
    return [one for module, one in found if isfunction(one) and one.__module__ == module.__name__]


def _find_folder(sources: Iterable[str | None], version: str) -> Path | None:
    """Return where compiled code is kept, a folder for each state of the sources; None where nothing can be.

    Numba itself looks at the one file of the function that it compiles, not at those of the functions it calls.
    """
    from platformdirs import user_cache_path  # noqa: PLC0415 -- for odds alone

    try:
        text = b"".join(Path(source).read_bytes() for source in sources if source is not None)
        folder = user_cache_path("propbots") / "compiled" / sha256(text + version.encode()).hexdigest()[:16]
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return None
    return folder if os.access(folder, os.W_OK) else None
