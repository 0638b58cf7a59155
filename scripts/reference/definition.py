"""Where a public name is defined: found by reading modules, so that nothing has to be imported."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import attrs

__all__ = ["Definition", "find_definition", "list_public", "tree_of"]

ROOT = Path(__file__).parents[2]
Function = ast.FunctionDef | ast.AsyncFunctionDef
Node = ast.ClassDef | Function | ast.Assign | ast.AnnAssign


@attrs.frozen
class Definition:
    """A public name and the statement that makes it.

    Attributes:
        name: As it is imported.
        module: In which it is defined.
        node: The statement.
        docstring: Of the class or function, or the string below an assignment; empty where there is none.
    """

    name: str
    module: str
    node: Node
    docstring: str


@cache
def tree_of(module: str) -> ast.Module:
    """Return a module's syntax tree.

    Raises:
        LookupError: If no folder of the repository holds the module.
    """
    path = Path(*module.split("."))
    for folder in (ROOT, *sorted(ROOT.glob("plugins/*/src"))):
        for file in (folder / path.with_suffix(".py"), folder / path / "__init__.py"):
            if file.is_file():
                return ast.parse(file.read_text())
    raise LookupError(f"there is no module {module}")


def list_public(module: str) -> list[str]:
    """Return a module's `__all__`.

    Raises:
        LookupError: If it has none.
    """
    for node in tree_of(module).body:
        if isinstance(node, ast.Assign) and _binds(node, "__all__"):
            return list(ast.literal_eval(node.value))
    raise LookupError(f"{module} has no __all__")


def find_definition(module: str, name: str) -> Definition:
    """Return the definition of a name, in the module or wherever that imports it from.

    Raises:
        LookupError: If the module does not bind the name.
    """
    found = _find_in(module, name)
    if found is not None:
        return found
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("propbots"):
            for alias in node.names:
                if (alias.asname or alias.name) == name:
                    return find_definition(str(node.module), alias.name)
    raise LookupError(f"{module} does not define {name}")


def _find_in(module: str, name: str) -> Definition | None:
    body = list(_unfold(tree_of(module).body))
    for place, node in enumerate(body):
        if isinstance(node, ast.ClassDef | Function) and node.name == name:
            return Definition(name, module, node, ast.get_docstring(node) or "")
        if isinstance(node, ast.Assign | ast.AnnAssign) and _binds(node, name):
            return Definition(name, module, node, _string_below(body, place))
    return None


def _unfold(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Give a body's statements, and those inside conditions: what a type checker sees may be another than what runs."""
    for node in body:
        if isinstance(node, ast.If):
            yield from _unfold([*node.body, *node.orelse])
        else:
            yield node


def _binds(node: ast.Assign | ast.AnnAssign, name: str) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return any(isinstance(target, ast.Name) and target.id == name for target in targets)


def _string_below(body: list[ast.stmt], place: int) -> str:
    following = body[place + 1] if place + 1 < len(body) else None
    if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
        return str(following.value.value)
    return ""
