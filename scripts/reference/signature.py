"""Signatures as they stand in the source, folded where they are long."""

import ast
from collections.abc import Iterator
from itertools import repeat

from scripts.reference.definition import Function

__all__ = ["write_code", "write_signature", "write_type"]

_WIDTH = 100


def write_signature(function: Function) -> str:
    """Return a function's first line, one parameter a line where it would not fit; `self` is left out."""
    head = "async def" if isinstance(function, ast.AsyncFunctionDef) else "def"
    returns = "" if function.returns is None else f" -> {write_type(function.returns)}"
    parameters = list(_list_parameters(function.args))
    line = f"{head} {function.name}({', '.join(parameters)}){returns}"
    if len(line) <= _WIDTH:
        return line
    folded = "".join(f"    {parameter},\n" for parameter in parameters)
    return f"{head} {function.name}(\n{folded}){returns}"


def write_type(annotation: ast.expr) -> str:
    """Return an annotation without the quotes that only keep it from being looked up."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return annotation.value
    return write_code(annotation)


def write_code(node: ast.AST) -> str:
    """Return a node's source, with the quotes that the formatter would put."""
    text = ast.unparse(node)
    return text if '"' in text else text.replace("'", '"')


def _list_parameters(arguments: ast.arguments) -> Iterator[str]:
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults = [*repeat(None, len(positional) - len(arguments.defaults)), *arguments.defaults]
    for argument, default in zip(positional, defaults, strict=True):
        if argument.arg not in ("self", "cls"):
            yield _write_parameter(argument, default)
    if arguments.vararg is not None:
        yield f"*{_write_parameter(arguments.vararg, None)}"
    elif arguments.kwonlyargs:
        yield "*"
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield _write_parameter(argument, default)
    if arguments.kwarg is not None:
        yield f"**{_write_parameter(arguments.kwarg, None)}"


def _write_parameter(argument: ast.arg, default: ast.expr | None) -> str:
    text = argument.arg if argument.annotation is None else f"{argument.arg}: {write_type(argument.annotation)}"
    if default is None:
        return text
    return f"{text}{' = ' if argument.annotation is not None else '='}{write_code(default)}"
