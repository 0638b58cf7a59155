"""Making a step function and its state one closure, so that a bar costs one call and no tuples.

A step takes its state as a tuple and gives the next one back. Nearly half of its time goes into packing that tuple and
into the call. The text of most steps allows to keep the state in the variables of a closure instead:

```python
def step(state, value):                       def advance(value):
    total, count = state                          nonlocal total, count
    total += value                                total += value
    return (total, count + 1), total              result, count = total, count + 1
                                                  return result
```

Nothing else of the text changes, so the values are the same to the bit. A step whose text is out of reach or has
another form is run as it stands.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable
from functools import cache
from types import CodeType, FunctionType
from typing import Any

from typing_extensions import override

__all__ = ["fuse_step"]

_MISSING, _RESULT, _ADVANCE = "_missing", "_result", "_advance"


@cache
def fuse_step(step: Callable[..., Any]) -> Callable[[tuple[Any, ...], Any], Callable[..., Any]] | None:
    """Return what makes a streamer from a first state and the value to give where an input is missing.

    The streamer takes the inputs of a bar. A NaN or infinite input leaves the state alone.

    Args:
        step: Begins by unpacking its state into names, and ends everywhere with `return (next, state, ...), value`.

    Returns:
        None where the step has another form, or its text cannot be read.
    """
    definition = _read_definition(step)
    if definition is None or not isinstance(step, FunctionType) or step.__closure__ is not None:
        return None
    names = _read_names(definition)
    if names is None:
        return None
    module = ast.fix_missing_locations(ast.Module([_build_maker(definition, *names)], type_ignores=[]))
    try:
        compiled = compile(module, step.__code__.co_filename, "exec")
    except SyntaxError:
        return None
    code = next(constant for constant in compiled.co_consts if isinstance(constant, CodeType))
    return FunctionType(code, step.__globals__)


def _read_definition(step: Callable[..., Any]) -> ast.FunctionDef | None:
    try:
        parsed = ast.parse(textwrap.dedent(inspect.getsource(step))).body[0]
    except (OSError, TypeError, SyntaxError):
        return None
    if not isinstance(parsed, ast.FunctionDef):
        return None
    ast.increment_lineno(parsed, step.__code__.co_firstlineno - 1)
    if ast.get_docstring(parsed) is not None:
        del parsed.body[0]
    return parsed if parsed.body else None


def _read_names(definition: ast.FunctionDef) -> tuple[list[str], list[str]] | None:
    """Return the names of the state's parts and of the inputs, or None where the step has another form."""
    arguments = definition.args
    others = (arguments.posonlyargs, arguments.kwonlyargs, arguments.defaults, arguments.vararg, arguments.kwarg)
    match definition.body[0]:
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Name(id=unpacked)):
            state, *inputs = [argument.arg for argument in arguments.args]
            parts = [target.id for target in targets if isinstance(target, ast.Name)]
        case _:
            return None
    if unpacked != state or len(parts) != len(targets) or any(others) or not inputs:
        return None
    rest = [node for statement in definition.body[1:] for node in ast.walk(statement)]
    if any(isinstance(node, ast.Name) and node.id in (state, _MISSING, _RESULT, _ADVANCE) for node in rest):
        return None
    returns = [node for node in rest if isinstance(node, ast.Return)]
    return (parts, inputs) if all(_gives_state(node, len(parts)) for node in returns) else None


def _gives_state(node: ast.Return, size: int) -> bool:
    match node.value:
        case ast.Tuple(elts=[ast.Tuple(elts=parts), _]):
            return len(parts) == size
        case _:
            return False


def _build_maker(definition: ast.FunctionDef, parts: list[str], inputs: list[str]) -> ast.FunctionDef:
    _Returns(parts).visit(definition)
    gap = " + ".join(f"({name} - {name})" for name in inputs)
    kept = f"nonlocal {', '.join(parts)}"
    template = ast.parse(
        f"def make({definition.args.args[0].arg}, {_MISSING}):\n"
        f"    def {_ADVANCE}({', '.join(inputs)}):\n"
        f"        {kept}\n"
        f"        if {gap} != 0.0:\n"
        f"            return {_MISSING}\n"
        f"    return {_ADVANCE}"
    )
    maker, advance = [node for node in ast.walk(template) if isinstance(node, ast.FunctionDef)]
    unpacking, *rest = definition.body
    maker.body.insert(0, unpacking)
    advance.body += rest
    return maker


class _Returns(ast.NodeTransformer):
    """Turns `return (next, state), value` into an assignment to the parts that change, and `return value`."""

    def __init__(self, parts: list[str]) -> None:
        self._parts = parts

    @override
    def visit_Return(self, node: ast.Return) -> Any:
        match node.value:
            case ast.Tuple(elts=[ast.Tuple(elts=values), result]):
                pairs = zip(self._parts, values, strict=True)
            case _:
                return node
        changed = [(name, value) for name, value in pairs if not (isinstance(value, ast.Name) and value.id == name)]
        if not changed:
            return ast.copy_location(ast.Return(result), node)
        targets: list[ast.expr] = [ast.Name(name, ast.Store()) for name in (_RESULT, *(name for name, _ in changed))]
        evaluated = ast.Tuple([result, *(value for _, value in changed)], ast.Load())
        assigned = ast.Assign([ast.Tuple(targets, ast.Store())], evaluated)
        returned = ast.Return(ast.Name(_RESULT, ast.Load()))
        return [ast.copy_location(assigned, node), ast.copy_location(returned, node)]
