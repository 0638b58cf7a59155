"""Cards: the numbered tests of the contracts, and what a failing one tells its reader.

A card's docstring is its page: number and promise on the first line, then why it matters and what usually breaks it,
and last a paragraph that begins with `Mend:`. A failing card repeats number, promise and mend around what was found.
"""

import re
import traceback
from collections.abc import Callable
from functools import wraps
from inspect import getdoc
from pathlib import Path
from typing import NoReturn, ParamSpec

import attrs

from propbots.errors import PropbotsError, invariant

__all__ = ["Card", "CardFailed", "card", "card_of", "expect", "fail"]

_P = ParamSpec("_P")
_FIRST_LINE = re.compile(r"(?P<number>(?:PLG|IND|STR|DAT|INS|RSK)-\d\d0): (?P<promise>[^\n]+)\.")
_MARK = "__propbots_card__"
_OURS = Path(__file__).parents[1]


class CardFailed(AssertionError):
    """A card of a contract that does not hold."""


class _Unmet(Exception):
    """What was expected and what was found; the card that sees it knows the rest."""

    def __init__(self, expected: str, found: object) -> None:
        super().__init__(expected, found)
        self.expected = expected
        self.found = found


@attrs.frozen
class Card:
    """One numbered promise of a contract.

    Attributes:
        number: Such as `IND-030`.
        promise: What holds, in one sentence without its full stop.
        reason: Why it matters and what usually breaks it.
        mend: What to do when it fails.
    """

    number: str
    promise: str
    reason: str
    mend: str

    def tell(self, expected: str, found: object) -> str:
        """Write the card as one that failed."""
        return f"{self.number}: {self.promise}\n  expected: {expected}\n  found: {found}\n  mend: {self.mend}"


def card(test: Callable[_P, None]) -> Callable[_P, None]:
    """Make a contract's test a card: whatever goes wrong in it is told with its number and its mend."""
    page = _read(test)

    @wraps(test)
    def run(*arguments: _P.args, **named: _P.kwargs) -> None:
        __tracebackhide__ = True
        try:
            test(*arguments, **named)
        except _Unmet as unmet:
            raise CardFailed(page.tell(unmet.expected, unmet.found)) from unmet.__cause__
        except PropbotsError as error:
            raise CardFailed(page.tell("what the kernel takes", str(error))) from error
        except Exception as error:
            raise CardFailed(page.tell("nothing is raised", _tell(error))) from error

    setattr(run, _MARK, page)
    return run


def card_of(test: object) -> Card | None:
    """Return the card that a test is; None if it is none."""
    found = getattr(test, _MARK, None)
    return found if isinstance(found, Card) else None


def expect(holds: object, expected: str, found: object) -> None:
    """Let the card fail unless something holds.

    Args:
        holds: Whether it does.
        expected: What a sound plugin has there.
        found: What this one has.
    """
    if not holds:
        raise _Unmet(expected, found)


def fail(expected: str, found: object, cause: BaseException | None = None) -> NoReturn:
    """Let the card fail."""
    raise _Unmet(expected, found) from cause


def _read(test: Callable[..., object]) -> Card:
    text = getdoc(test) or ""
    first, _, rest = text.partition("\n")
    match = _FIRST_LINE.fullmatch(first)
    reason, _, mend = rest.partition("Mend:")
    name = getattr(test, "__name__", "")
    invariant(match is not None and reason.strip() and mend.strip(), f"{name} must say its card, reason and mend")
    number = "" if match is None else match["number"]
    invariant(name.startswith(f"test_{number.lower().replace('-', '_')}_"), f"{name} must be named by {number}")
    return Card(number, "" if match is None else match["promise"], reason.strip(), " ".join(mend.split()))


def _tell(error: Exception) -> str:
    """Write an error with the innermost line that is not ours."""
    frames = traceback.extract_tb(error.__traceback__)
    theirs = [frame for frame in frames if _OURS not in Path(frame.filename).parents]
    place = f" ({theirs[-1].filename}, line {theirs[-1].lineno})" if theirs else ""
    return f"{type(error).__name__}: {error}{place}"
