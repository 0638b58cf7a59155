"""Compiling the fold with the kernel's own functions, kept on disk for the next time."""

import os
from collections.abc import Callable, Iterable
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from inspect import isfunction
from pathlib import Path
from types import ModuleType
from typing import Any

from propbots.rules import path, payout, scalar

__all__ = ["compile_fold", "must_compile"]

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
    folder = _find_folder()
    if folder is not None:
        numba.config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]  # -- it is set when numba is imported
    compiled: Callable[..., None] = numba.njit(fold, cache=folder is not None, nogil=True)
    return compiled


def must_compile() -> bool:
    """Whether nothing is kept on disk yet of what a fold would be compiled to."""
    if find_spec("numba") is None:
        return False
    folder = _find_folder()
    return folder is None or not any(folder.rglob("*.nbc"))


def _list_functions(modules: Iterable[ModuleType]) -> list[Callable[..., Any]]:
    found = [(module, one) for module in modules for one in vars(module).values()]
    return [one for module, one in found if isfunction(one) and one.__module__ == module.__name__]


@cache
def _find_folder() -> Path | None:
    """Return where compiled code is kept, a folder for each state of the sources; None where nothing can be.

    Numba itself looks at the one file of the function that it compiles, not at those of the functions it calls.
    """
    from platformdirs import user_cache_path  # noqa: PLC0415 -- for odds alone

    try:
        sources = [Path(__file__).with_name("attempt.py"), *(Path(module.__file__ or "") for module in _KERNEL)]
        text = b"".join(source.read_bytes() for source in sources) + version("numba").encode()
        folder = user_cache_path("propbots") / "compiled" / sha256(text).hexdigest()[:16]
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError, PackageNotFoundError):
        return None
    return folder if os.access(folder, os.W_OK) else None
