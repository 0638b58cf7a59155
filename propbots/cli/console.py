"""Standard output for people."""

from rich.console import Console

__all__ = ["build_console"]


def build_console(width: int | None = None) -> Console:
    """Build a console that prints names and messages as they are, brackets and colons too.

    Args:
        width: In letters; None for the terminal's.
    """
    return Console(width=width, highlight=False, markup=False, emoji=False)
