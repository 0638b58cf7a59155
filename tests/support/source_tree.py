"""The repository's own source, as architecture tests read it."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

__all__ = ["KERNEL", "MODULES", "ROOT", "committed_files", "functions", "name_of", "tree_of"]

ROOT = Path(__file__).parents[2]
KERNEL = ROOT / "propbots"
MODULES = sorted([*KERNEL.glob("**/*.py"), *ROOT.glob("plugins/*/src/**/*.py")])
"""Every module that is shipped."""


@cache
def tree_of(module: Path) -> ast.Module:
    """Return a module's syntax tree."""
    return ast.parse(module.read_text())


def name_of(path: Path) -> str:
    """Return a path as the repository calls it."""
    return str(path.relative_to(ROOT))


def functions(module: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Give every function and method of a module, inner ones too."""
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@cache
def committed_files() -> tuple[Path, ...]:
    """Return every file that is committed, or would be with the next commit."""
    words = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())
