"""The parts of expressions that can be compared one by one, and where each of them is written."""

from inspect import getsourcefile

from propbots.series.expression import Expression, OnFeed
from propbots.series.indicator import Output

__all__ = ["find_file", "inputs_of", "is_written_by_author", "kind_of", "list_parts"]


def list_parts(expressions: list[Expression]) -> list[Expression]:
    """Return expressions, and the indicators in them, each once and after what it is made from.

    The kernel's own operators in between are left out: what they make of equal numbers is equal. Of an indicator of
    several values its values are there. What is worked out on another feed is there as that feed's last finished bar
    has it.
    """
    whole = set(expressions)
    found: dict[Expression, None] = {}

    def visit(one: Expression) -> None:
        if one in found:
            return
        for part in inputs_of(one):
            visit(part)
        if len(one.outputs) == 1 and (one in whole or is_written_by_author(one)):
            found[one] = None

    for one in expressions:
        visit(one)
    return list(found)


def inputs_of(one: Expression) -> tuple[Expression, ...]:
    """Return what an expression is made from; on another feed, that again on this feed."""
    if isinstance(one, OnFeed):
        return tuple(OnFeed(part, one.feed) for part in one.source.inputs)
    return one.inputs


def kind_of(one: Expression) -> type:
    """Return the class that works an expression out."""
    source = one.source if isinstance(one, OnFeed) else one
    return type(source.indicator if isinstance(source, Output) else source)


def is_written_by_author(one: Expression) -> bool:
    """Whether an expression is worked out by other code than the kernel's."""
    return find_file(kind_of(one)) is not None


def find_file(kind: type) -> str | None:
    """Return the file in which a class is written; None for one of the kernel, or one that lies in no file."""
    if kind.__module__.partition(".")[0] == "propbots":
        return None
    try:
        return getsourcefile(kind)
    except (TypeError, OSError):
        return None
