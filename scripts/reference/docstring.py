"""A Google docstring in its parts."""

import re
from collections.abc import Iterator
from inspect import cleandoc

import attrs

__all__ = ["Docstring", "parse_docstring"]

_SECTION = re.compile(r"(Args|Attributes|Returns|Raises|Yields|Source|Determinism):\s*(.*)")
_ITEM = re.compile(r"(\w+): (.*)")


@attrs.frozen
class Docstring:
    """What a docstring says.

    Attributes:
        text: What stands before the sections, Markdown.
        items: Of the sections that list names, by section: each name with what is said of it.
        remarks: What the other sections say.
    """

    text: str
    items: dict[str, dict[str, str]]
    remarks: dict[str, str]


def parse_docstring(content: str) -> Docstring:
    """Return a docstring's parts."""
    text: list[str] = []
    sections: dict[str, list[str]] = {}
    lines, fenced = text, False
    for line in cleandoc(content).splitlines():
        fenced ^= line.startswith("```")
        head = None if fenced else _SECTION.fullmatch(line)
        if head is not None:
            lines = sections.setdefault(head[1], [head[2]] if head[2] else [])
        else:
            lines.append(line if lines is text else line.strip())
    listed = {name: dict(_read_items(found)) for name, found in sections.items() if _is_list(found)}
    remarks = {name: " ".join(found).strip() for name, found in sections.items() if name not in listed}
    return Docstring("\n".join(text).strip(), listed, remarks)


def _is_list(lines: list[str]) -> bool:
    return bool(lines) and _ITEM.fullmatch(lines[0]) is not None


def _read_items(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Give each item with the lines that go on below it."""
    name, said = "", ""
    for line in filter(None, lines):
        item = _ITEM.fullmatch(line)
        if item is None:
            said += f" {line}"
            continue
        if name:
            yield name, said
        name, said = item[1], item[2]
    if name:
        yield name, said
