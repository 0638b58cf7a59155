"""Small rooms: files and functions stay within a screen or two, with few exceptions, each with its reason."""

import ast

import pytest

from source_tree import MODULES, functions, name_of

FILE_LINES_MAX = 300
FUNCTION_LINES_MAX = 40
SHORT = 20
SHORT_SHARE = 0.95
LONG_FILES = {
    "propbots/series/expression.py": "every operator of an expression in one place, in the order of a reader's questions",
}
LONG_FUNCTIONS: dict[str, str] = {}


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines a function's body has, its docstring left out."""
    first = function.body[0]
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return function.end_lineno - (body or [first])[0].lineno + 1 if function.end_lineno else 0


def test_files_are_small() -> None:
    long = {name_of(module) for module in MODULES if len(module.read_text().splitlines()) > FILE_LINES_MAX}

    assert long == set(LONG_FILES), "an exception that is needed no longer goes, a new one says why"


def test_functions_are_small() -> None:
    long = {
        f"{name_of(module)}:{function.name}"
        for module in MODULES
        for function in functions(module)
        if code_lines(function) > FUNCTION_LINES_MAX
    }

    assert long == set(LONG_FUNCTIONS), "an exception that is needed no longer goes, a new one says why"


def test_most_functions_fit_into_twenty_lines() -> None:
    sizes = [code_lines(function) for module in MODULES for function in functions(module)]

    assert sum(size <= SHORT for size in sizes) / len(sizes) >= SHORT_SHARE


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "manager", "misc"])
def test_no_room_is_called_by_what_nobody_can_guess(word: str) -> None:
    assert [
        name_of(module)
        for module in MODULES
        if word in module.relative_to(module.parents[1]).parts or module.stem == word
    ] == []
