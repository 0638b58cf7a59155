"""Which pages there are, and what stands on each."""

import ast
from collections.abc import Iterator
from pathlib import Path

import attrs

from scripts.reference.definition import ROOT, Definition, find_definition, list_public
from scripts.reference.markdown import write_definition
from scripts.reference.settings import write_settings

__all__ = ["FOLDER", "list_ports", "list_stale", "write_pages"]

FOLDER = ROOT / "docs" / "reference"
_NOTE = "<!-- Written by `nox -s reference` from the source; change the docstrings there. -->"


@attrs.frozen
class _Page:
    """One page.

    Attributes:
        file: Its name.
        title: Its heading.
        intro: What stands below the heading.
        modules: Whose public names it tells, in this order.
        first: Names that a reader should meet before the others.
    """

    file: str
    title: str
    intro: str
    modules: tuple[str, ...]
    first: tuple[str, ...] = ()


_HOOKS = _Page(
    "hooks.md",
    "Hooks and records",
    "A plugin is a class named by an entry point of the group `propbots`. Its hooks return records; a record's factory "
    "builds what works, typed by a [port](ports.md). All of this is imported from `propbots.api.plugin`.",
    ("propbots.api.plugin",),
    ("Plugin", "Contribution"),
)
_INDICATOR = _Page(
    "indicator.md",
    "Expressions and indicators",
    "What a rule is made of, and how an indicator of one's own is written. All of this is imported from "
    "`propbots.api.indicator`.",
    ("propbots.api.indicator",),
    ("Indicator", "Expression", "BarField"),
)
_STRATEGY = _Page(
    "strategy.md",
    "Strategies",
    "What a strategy declares, and everything that it may call. All of this is imported from `propbots.api.strategy`, "
    "beside the expressions of [indicators](indicator.md).",
    ("propbots.api.strategy",),
    ("RuleStrategy", "Rules", "Strategy", "OrderTerms", "Reading", "Bar"),
)
_TESTING = _Page(
    "testing.md",
    "The conformance kit",
    "What a plugin promises, as numbered tests: subclass the contract of what you bring and give its fixtures. Beside "
    "the contracts there are builders, fakes, and what runs a strategy in a test of your own. All of this is imported "
    "from `propbots.testing`, which `propbots[testing]` brings.",
    ("propbots.testing",),
)
_PORTS_INTRO = (
    "A port is a `Protocol`: what a record's factory returns must have its methods, and needs no base class. First "
    "come the ports, then what their methods take and give."
)


def write_pages() -> dict[str, str]:
    """Return every page by its file's name."""
    told: dict[str, str] = {}
    ports = _Page("ports.md", "Ports", _PORTS_INTRO, _list_port_modules())
    pages = [_HOOKS, _INDICATOR, _STRATEGY, ports, _TESTING]
    written = {page.file: _write_page(page, told) for page in pages}
    written["settings.md"] = f"{_NOTE}\n\n{write_settings()}"
    return {"README.md": _write_index(pages, told), **written}


def list_ports() -> list[Definition]:
    """Return every port of `propbots.api`, ordered by name."""
    found = [find_definition(module, name) for module in _list_port_modules() for name in list_public(module)]
    return sorted((one for one in found if _is_port(one)), key=lambda one: one.name)


def _list_port_modules() -> tuple[str, ...]:
    """Return the modules of the interface that no page of its own tells."""
    others = {module for page in (_HOOKS, _INDICATOR, _STRATEGY) for module in page.modules}
    names = (f"propbots.api.{path.stem}" for path in sorted((ROOT / "propbots" / "api").glob("[a-z]*.py")))
    return tuple(name for name in names if name not in others)


def _write_page(page: _Page, told: dict[str, str]) -> str:
    """Return a page; a name that an earlier page told is left to that one."""
    found = [
        (module, find_definition(module, name))
        for module in page.modules
        for name in list_public(module)
        if name not in told
    ]
    chosen = {definition.name: (module, definition) for module, definition in found}
    ordered = sorted(chosen.values(), key=lambda one: _rank(one[1], page.first))
    told.update((definition.name, page.file) for _, definition in ordered)
    sections = list(_write_sections(ordered, with_module=len(page.modules) > 1))
    return "\n\n".join([_NOTE, f"# {page.title}", page.intro, *sections]) + "\n"


def _write_sections(ordered: list[tuple[str, Definition]], *, with_module: bool) -> Iterator[str]:
    for module, definition in ordered:
        section = write_definition(definition)
        if with_module:
            head, _, rest = section.partition("\n")
            section = f"{head}\n\nFrom `{module}`.\n{rest}"
        yield section


def _rank(definition: Definition, first: tuple[str, ...]) -> tuple[int, int, int, str]:
    """Put what a reader should meet first there, then ports, then classes, then functions, then values."""
    place = first.index(definition.name) if definition.name in first else len(first)
    kinds = (ast.ClassDef, ast.FunctionDef, ast.Assign, ast.AnnAssign)
    kind = next(place for place, one in enumerate(kinds) if isinstance(definition.node, one))
    return (place, 0 if _is_port(definition) else 1, kind, definition.name)


def _is_port(definition: Definition) -> bool:
    node = definition.node
    return isinstance(node, ast.ClassDef) and any("Protocol" in ast.unparse(base) for base in node.bases)


def _write_index(pages: list[_Page], told: dict[str, str]) -> str:
    lines = [f"- [{page.title}]({page.file})" for page in pages]
    names = [f"- [`{name}`]({told[name]}#{_anchor(name)})" for name in sorted(told, key=str.lower)]
    intro = (
        "Everything that a plugin may import from the kernel, written from the source. How to begin is told by the "
        "[tutorials](../tutorials/first-strategy.md); nothing outside `propbots.api` and "
        "`propbots.testing` is promised."
    )
    parts = [_NOTE, "# Reference", intro, "\n".join([*lines, "- [Settings](settings.md)"]), "## All names"]
    return "\n\n".join([*parts, "\n".join(names)]) + "\n"


def _anchor(name: str) -> str:
    return name.lower()


def list_stale(folder: Path = FOLDER) -> list[str]:
    """Return the pages that are not as the source has them; those that somebody else writes are left alone."""
    pages = write_pages()
    there = {path.name for path in folder.glob("*.md") if path.name in pages or path.read_text().startswith(_NOTE)}
    stale = [name for name, text in pages.items() if name not in there or (folder / name).read_text() != text]
    return sorted({*stale, *(there - pages.keys())})
