"""Pages of the documentation, as those who follow them read them."""

import re
from collections.abc import Iterator
from pathlib import Path

__all__ = ["FENCE", "installs", "list_fences", "list_steps"]

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_STEP = re.compile(r"(?:`([\w./-]+)`:\n\n)?^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
"""A fence, and the file that the line before it names; what stands in the fence is then the whole file."""


def list_fences(page: Path, language: str) -> list[str]:
    """Return the fenced blocks of a language."""
    return [body for kind, body in FENCE.findall(page.read_text()) if kind == language]


def installs(page: Path) -> bool:
    """Whether following a page installs something, so that it needs an environment of its own."""
    return any("pip install" in body for body in list_fences(page, "sh"))


def list_steps(page: Path) -> Iterator[tuple[str, str]]:
    """Give what a reader does, in order: a file and its content, or nothing and a line to type."""
    for file, kind, body in _STEP.findall(page.read_text()):
        if file and kind != "sh":
            yield file, body
        elif kind == "sh":
            yield from (("", line) for line in body.strip().splitlines())
