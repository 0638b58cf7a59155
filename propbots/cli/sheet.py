"""The parts of the sheets that the `show` commands print for people: a title, paragraphs, facts under a heading."""

from collections.abc import Mapping, Sequence
from textwrap import fill

from rich.text import Text

from propbots.cli.session import Session
from propbots.report.letters import heeding_letters

__all__ = ["print_facts", "print_sentences", "print_text", "print_title"]

_WIDTH = 100
"""Longer lines of text are hard to read."""


def print_title(session: Session, name: str, remarks: Sequence[str]) -> None:
    """Print a name, and what else belongs into its line."""
    with heeding_letters(session.console):
        session.console.print(Text.assemble((name, "bold"), "  ", (" · ".join(filter(None, remarks)), "dim")))


def print_text(session: Session, summary: str, description: str) -> None:
    """Print a line that sums up, and paragraphs; what both say stands there once."""
    width = min(session.console.width, _WIDTH)
    paragraphs = [part for part in description.split("\n") if part and part != summary]
    with heeding_letters(session.console):
        for part in filter(None, [summary, *paragraphs]):
            session.console.print(fill(part, width, break_long_words=False, break_on_hyphens=False), soft_wrap=True)


def print_sentences(session: Session, heading: str, sentences: Sequence[str]) -> None:
    """Print sentences under a heading, each broken between words where the terminal ends."""
    if not sentences:
        return
    width = min(session.console.width, _WIDTH)
    with heeding_letters(session.console):
        session.console.print()
        session.console.print(heading, style="bold")
        for one in sentences:
            lines = fill(
                one,
                width,
                initial_indent="  ",
                subsequent_indent="    ",
                break_long_words=False,
                break_on_hyphens=False,
            )
            session.console.print(Text(lines), highlight=False, soft_wrap=True)


def print_facts(session: Session, heading: str, facts: Mapping[str, str]) -> None:
    """Print facts under a heading, each on a line of its own that is never broken, so that it can be copied."""
    if not facts:
        return
    room = max(len(name) for name in facts)
    with heeding_letters(session.console):
        session.console.print()
        session.console.print(heading, style="bold")
        for name, value in facts.items():
            line = Text.assemble("  ", (f"{name:<{room}}", "dim"), "  ", value) if value else Text(f"  {name}")
            session.console.print(line, soft_wrap=True)
