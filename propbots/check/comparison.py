"""Comparing two runs that ought to agree: on the values of expressions, and on decisions."""

from collections.abc import Iterable, Sequence
from inspect import unwrap
from itertools import zip_longest

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.check.finding import Finding, FindingKind, Place
from propbots.check.observation import Wished
from propbots.check.part import find_file, inputs_of, kind_of
from propbots.domain.order import OrderRequest
from propbots.series.expression import Column, Expression
from propbots.series.notation import to_source

__all__ = ["Sides", "compare_columns", "compare_wishes"]

_RELATIVE = 1e-9
"""By which two numbers may differ that were summed in another order."""
_OF_THE_LARGEST = 1e-12
"""The same for numbers near 0 that are the difference of larger ones."""
_WRITTEN_IN = ("compute_present", "compute_column", "step", "build_streamer")


@attrs.frozen
class Sides:
    """What two runs that are compared are called.

    Attributes:
        kind: What it means if they differ.
        expected: The run that is right by its nature.
        found: The other.
    """

    kind: FindingKind
    expected: str
    found: str


def compare_columns(
    sides: Sides, parts: Sequence[Expression], times: NDArray[np.int64], pairs: Iterable[tuple[Column, Column]]
) -> list[Finding]:
    """Return the parts whose values differ, but for those that differ because what they are made from does.

    Args:
        sides: What the two are called.
        parts: Each after what it is made from.
        times: Closes of the bars.
        pairs: Of each part, the values that are expected and those that are found, on these bars.
    """
    findings: list[Finding] = []
    wrong: set[Expression] = set()
    for part, (expected, found) in zip(parts, pairs, strict=True):
        unlike = np.flatnonzero(~_are_alike(expected, found))
        if not len(unlike):
            continue
        wrong.add(part)
        if not _is_inherited(part, wrong):
            bar = int(unlike[0])
            texts = f"{_tell(expected[bar])} {sides.expected}", f"{_tell(found[bar])} {sides.found}"
            findings.append(Finding(sides.kind, to_source(part), _place_of(part), int(times[bar]), *texts))
    return findings


def compare_wishes(sides: Sides, expected: Sequence[Wished], found: Sequence[Wished]) -> list[Finding]:
    """Return the first decision in which two runs differ.

    Args:
        sides: What the two are called.
        expected: Decisions of a run.
        found: Of another.
    """
    for one, other in zip_longest(expected, found):
        if one != other:
            first = min((wished for wished in (one, other) if wished is not None), key=lambda wished: wished.time_ns)
            texts = [
                f"{'nothing' if side is None or side.time_ns != first.time_ns else _tell_wish(side)} {name}"
                for side, name in ((one, sides.expected), (other, sides.found))
            ]
            return [Finding(sides.kind, _tell_wish(first), first.place, first.time_ns, *texts)]
    return []


def _are_alike(one: Column, other: Column) -> NDArray[np.bool_]:
    largest = np.max(np.abs(one), initial=0.0, where=np.isfinite(one))
    return np.isclose(one, other, rtol=_RELATIVE, atol=_OF_THE_LARGEST * largest, equal_nan=True)


def _is_inherited(part: Expression, wrong: set[Expression]) -> bool:
    return any(one in wrong or _is_inherited(one, wrong) for one in inputs_of(part))


def _tell(value: float) -> str:
    return "no value" if value != value else f"{value:.10g}"  # noqa: PLR0124 -- NaN differs from itself


def _tell_wish(wished: Wished) -> str:
    """Write a wish shortly."""
    wish = wished.wish
    if isinstance(wish, OrderRequest):
        return f"{wish.side.value} {wish.quantity_steps} {wish.type.value}"
    return getattr(getattr(wish, "kind", None), "value", type(wish).__name__)


def _place_of(part: Expression) -> Place | None:
    """Return where an expression is worked out; None if that is in the kernel."""
    for owner in kind_of(part).__mro__:
        file = find_file(owner)
        for name in _WRITTEN_IN:
            written = vars(owner).get(name)
            if file is not None and written is not None:
                code = unwrap(getattr(written, "__func__", written)).__code__
                return Place(file, code.co_firstlineno)
    return None
