"""What is public is written down: docstrings everywhere, and `__all__` complete and in order."""

import ast
from collections.abc import Iterator
from pathlib import Path

from source_tree import MODULES, name_of, tree_of

Documented = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
LISTED = [module for module in MODULES if module.name not in ("__main__.py", "hatch_build.py")]


def public_parts(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, Documented]]:
    """Give the public classes and functions of a body, and the public methods of its classes."""
    for node in body:
        if isinstance(node, ast.If):
            yield from public_parts(node.body, prefix)
        if not isinstance(node, Documented) or node.name.startswith("_") or is_overload(node):
            continue
        yield prefix + node.name, node
        if isinstance(node, ast.ClassDef):
            yield from public_parts(node.body, f"{node.name}.")


def is_overload(node: Documented) -> bool:
    return any(isinstance(mark, ast.Name) and mark.id == "overload" for mark in node.decorator_list)


def listed_names(module: Path) -> list[str] | None:
    """Return a module's `__all__`, or None."""
    for node in tree_of(module).body:
        if isinstance(node, ast.Assign) and [target.id for target in node.targets if isinstance(target, ast.Name)] == [
            "__all__"
        ]:
            return list(ast.literal_eval(node.value))
    return None


def order(name: str) -> tuple[int, str]:
    """Constants, then classes, then functions, each by name."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


def test_everything_public_has_a_docstring() -> None:
    bare = [name_of(module) for module in MODULES if tree_of(module).body and not ast.get_docstring(tree_of(module))]
    bare += [
        f"{name_of(module)}:{name}"
        for module in MODULES
        for name, node in public_parts(tree_of(module).body)
        if not ast.get_docstring(node)
    ]

    assert bare == []


def test_public_names_are_listed() -> None:
    unlisted = [
        f"{name_of(module)}:{name}"
        for module in LISTED
        for name, _ in public_parts(tree_of(module).body)
        if "." not in name and name not in (listed_names(module) or [])
    ]

    assert unlisted == []


def test_lists_are_in_order_and_hold_nothing_twice() -> None:
    listed = {name_of(module): listed_names(module) or [] for module in LISTED}

    assert [name for name, names in listed.items() if names != sorted(set(names), key=order)] == []


def test_listed_names_are_there() -> None:
    absent = []
    for module in LISTED:
        bound = {name for node in ast.walk(tree_of(module)) for name in names_bound(node)}
        absent += [f"{name_of(module)}:{name}" for name in listed_names(module) or [] if name not in bound]

    assert absent == []


def names_bound(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import() | ast.ImportFrom():
            yield from ((alias.asname or alias.name) for alias in node.names)
        case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
            yield node.name
        case ast.Name(ctx=ast.Store()):
            yield node.id
