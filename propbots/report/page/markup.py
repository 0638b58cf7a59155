"""HTML in which every text is escaped by construction."""

from collections.abc import Iterable
from html import escape

import attrs

__all__ = ["Content", "Markup", "element", "join", "table"]


@attrs.frozen
class Markup:
    """A piece of sound HTML; a plain text becomes one only by being escaped."""

    html: str


Content = Markup | str | None
"""What an element holds: markup as it is, text escaped, nothing for None."""


def element(name: str, *contents: Content, **attributes: str | None) -> Markup:
    """Make an element.

    Args:
        name: Its tag.
        contents: What it holds.
        attributes: By name, escaped; an idle underscore at the end is dropped (`class_`), others become hyphens, and
            None leaves the attribute out.
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{given}>{join(contents).html}</{name}>")


def join(contents: Iterable[Content]) -> Markup:
    """Put contents one after the other."""
    return Markup("".join(_html(content) for content in contents))


def table(headings: Iterable[Content], rows: Iterable[Iterable[Content]], *, class_: str | None = None) -> Markup:
    """Make a table whose first column names the rows."""
    head = element("tr", *(element("th", heading, scope="col") for heading in headings))
    body = (_row(row) for row in rows)
    return element("table", element("thead", head), element("tbody", *body), class_=class_)


def _row(cells: Iterable[Content]) -> Markup:
    first, *others = cells
    return element("tr", element("th", first, scope="row"), *(_cell(cell) for cell in others))


def _cell(cell: Content) -> Markup:
    return cell if isinstance(cell, Markup) and cell.html.startswith("<td") else element("td", cell)


def _html(content: Content) -> str:
    if content is None:
        return ""
    return content.html if isinstance(content, Markup) else escape(content)
