"""Standard output for people."""

from typing import Never

from rich.console import Console
from typing_extensions import override

__all__ = ["PlainConsole", "build_console"]


class PlainConsole(Console):
    """A console whose reader may leave: the caller ends the call, not the console."""

    @override
    def on_broken_pipe(self) -> Never:
        """Tell the caller.

        Raises:
            BrokenPipeError: Always.
        """
        raise BrokenPipeError


def build_console(width: int | None = None) -> Console:
    """Build a console that prints names and messages as they are, brackets and colons too.

    Args:
        width: In letters; None for the terminal's.
    """
    return PlainConsole(width=width, highlight=False, markup=False, emoji=False)
