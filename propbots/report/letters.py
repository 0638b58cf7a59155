"""The letters of pictures and figures on the terminal, and what stands for them where there are none."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.text import Text

from propbots.report.display import DASH, MINUS

__all__ = ["BLOCKS", "heeding_letters"]

BLOCKS = "▁▂▃▄▅▆▇█"
"""From the lowest to the highest."""
_ASCII = str.maketrans(
    {MINUS: "-", DASH: "-", "·": "|", "→": ">", "…": ".", "€": "EUR ", "£": "GBP ", "¥": "JPY "}
    | dict(zip(BLOCKS, "_.-=+*%#", strict=True))
    | dict(zip("─│┃┤┴└╭╮╰╯•", "-|#|+`/\\\\/o", strict=True))
)


@contextmanager
def heeding_letters(console: Console) -> Iterator[None]:
    """Let what is printed meanwhile be written in ASCII, on a console that writes no more than that."""
    if not console.options.ascii_only:
        yield
        return
    with console.capture() as capture:
        yield
    text = capture.get().translate(_ASCII).encode("ascii", errors="replace").decode("ascii")
    console.print(Text.from_ansi(text.removesuffix("\n")), highlight=False)
