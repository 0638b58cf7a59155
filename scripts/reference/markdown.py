"""Definitions as Markdown."""

import ast
from collections.abc import Iterator, Sequence

from scripts.reference.definition import Definition, Function
from scripts.reference.docstring import Docstring, parse_docstring
from scripts.reference.signature import write_code, write_signature, write_type

__all__ = ["write_definition", "write_table"]

_UNTOLD = ("_", "test_")
"""How members begin that nobody calls: what is private, and the tests of a contract."""
_MARKS = ("property", "staticmethod", "classmethod")
_OPERATORS = {
    "add": "a + b",
    "sub": "a - b",
    "mul": "a * b",
    "truediv": "a / b",
    "neg": "-a",
    "gt": "a > b",
    "ge": "a >= b",
    "lt": "a < b",
    "le": "a <= b",
    "and": "a & b",
    "or": "a | b",
    "invert": "~a",
}


def write_definition(definition: Definition) -> str:
    """Return a name's section: what it is, what it says, and its public members."""
    docstring = parse_docstring(definition.docstring)
    parts = [f"## `{definition.name}`", _code(_write_head(definition)), *_write_docstring(docstring)]
    if isinstance(definition.node, ast.ClassDef):
        parts += _write_members(definition.node, docstring)
    return "\n\n".join(filter(None, parts))


def write_table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Return a table; nothing where it has no rows."""
    if not rows:
        return ""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def _write_head(definition: Definition) -> str:
    node = definition.node
    if isinstance(node, ast.ClassDef):
        bases = [write_code(base) for base in node.bases]
        return f"class {node.name}({', '.join(bases)})" if bases else f"class {node.name}"
    return write_signature(node) if isinstance(node, Function) else write_code(node)


def _write_docstring(docstring: Docstring) -> Iterator[str]:
    yield docstring.text
    for section in ("Args", "Raises"):
        if section in docstring.items:
            said = docstring.items[section].items()
            yield f"**{section}**\n\n" + "\n".join(f"- `{name}`: {text}" for name, text in said)
    for name, text in docstring.remarks.items():
        yield f"**{name}:** {text}"


def _write_members(owner: ast.ClassDef, docstring: Docstring) -> Iterator[str]:
    said = docstring.items.get("Attributes", {})
    yield _write_fields(owner, said)
    functions = [node for node in owner.body if isinstance(node, Function)]
    plain = [function for function in functions if _is_plain_property(function)]
    yield _write_properties(plain)
    yield _write_operators(functions)
    for function in functions:
        if not function.name.startswith(_UNTOLD) and function not in plain:
            yield f"### `{owner.name}.{function.name}`"
            yield _code("\n".join([*_list_marks(function), write_signature(function)]))
            yield from _write_docstring(parse_docstring(ast.get_docstring(function) or ""))


def _write_fields(owner: ast.ClassDef, said: dict[str, str]) -> str:
    """Return a table of what a class's instances have, or of the members of a set of names."""
    rows = []
    for node in owner.body:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name)) if name[0] != "_":
                default = "" if node.value is None else _write_default(node.value)
                rows.append((f"`{name}`", f"`{write_type(node.annotation)}`", default, said.get(name, "")))
            case ast.Assign(targets=[ast.Name(id=name)]) if name.isupper():
                rows.append((f"`{name}`", "", f"`{write_code(node.value)}`", ""))
    functions = {node.name for node in owner.body if isinstance(node, Function)}
    listed = {row[0].strip("`") for row in rows} | functions
    rows += [(f"`{name}`", "", "", text) for name, text in said.items() if name not in listed]
    head = ("name", "type", "value" if _is_enumeration(owner) else "default", "meaning")
    used = [place for place in range(len(head)) if place == 0 or any(row[place] for row in rows)]
    return write_table(tuple(head[place] for place in used), [tuple(row[place] for place in used) for row in rows])


def _is_enumeration(owner: ast.ClassDef) -> bool:
    return any(write_code(base).endswith("Enum") for base in owner.bases)


def _write_default(value: ast.expr) -> str:
    """Return a field's default; what attrs is told beside it is left out, and nothing is said where there is none."""
    if isinstance(value, ast.Call) and write_code(value.func) == "attrs.field":
        given = {keyword.arg: keyword.value for keyword in value.keywords}
        if "default" in given:
            return f"`{write_code(given['default'])}`"
        return f"`{write_code(given['factory'])}()`" if "factory" in given else ""
    return f"`{write_code(value)}`"


def _is_plain_property(function: Function) -> bool:
    """Whether a property says so little that a line of a table holds it."""
    docstring = ast.get_docstring(function) or ""
    return "property" in _list_names(function) and not function.name.startswith("_") and "\n" not in docstring


def _write_properties(properties: list[Function]) -> str:
    rows = [
        (f"`{one.name}`", "" if one.returns is None else f"`{write_type(one.returns)}`", ast.get_docstring(one) or "")
        for one in properties
    ]
    return write_table(("property", "type", "meaning"), rows)


def _write_operators(functions: list[Function]) -> str:
    rows = [
        (f"`{_OPERATORS[name]}`", ast.get_docstring(function) or "")
        for function in functions
        if (name := function.name.strip("_")) in _OPERATORS and function.name.startswith("__")
    ]
    return write_table(("operator", "does"), rows)


def _list_marks(function: Function) -> list[str]:
    return [f"@{name}" for name in _list_names(function) if name in _MARKS]


def _list_names(function: Function) -> list[str]:
    return [write_code(mark) for mark in function.decorator_list]


def _code(text: str) -> str:
    return f"```python\n{text}\n```"
