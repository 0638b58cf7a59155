"""What the docstring of a strategy or an indicator tells people."""

import re
from inspect import cleandoc

import attrs

__all__ = ["Explanation", "explain"]

_SECTION = re.compile(
    r"^(?:Args|Attributes|Returns|Raises|Yields|Example|Examples|Note|Determinism|Source):", re.MULTILINE
)
_SOURCE = re.compile(r"^Source:\s*(.+?)(?=^\S+:|\Z)", re.MULTILINE | re.DOTALL)


@attrs.frozen
class Explanation:
    """A docstring in its parts.

    Attributes:
        text: What stands before the first section, a paragraph a line.
        source: Where formula or rules come from; empty where it is not said.
    """

    text: str = ""
    source: str = ""


def explain(owner: type) -> Explanation:
    """Return what a class's own docstring says; that of the class it is made from tells nothing of it."""
    text = cleandoc(owner.__doc__ or "")
    section, source = _SECTION.search(text), _SOURCE.search(text)
    body = text[: section.start()] if section else text
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", body) if part.strip()]
    return Explanation("\n".join(paragraphs), "" if source is None else " ".join(source[1].split()))
