"""Bars on the terminal: how large each of a few numbers is, side by side."""

from collections.abc import Iterator, Sequence

from rich.text import Text

__all__ = ["draw_bars"]

_PARTS = " ▏▎▍▌▋▊▉█"
_FULL = len(_PARTS) - 1


def draw_bars(names: Sequence[str], sizes: Sequence[float], shown: Sequence[str], *, width: int) -> Iterator[Text]:
    """Give a line for each number: its name, its bar, and how it is written.

    Args:
        names: Put on the left.
        sizes: How long the bars are, relative to one another; what is not above 0 has none.
        shown: Put on the right.
        width: Letters of the longest bar.
    """
    room, most = max(map(len, names), default=0), max(sizes, default=0.0)
    for name, size, text in zip(names, sizes, shown, strict=True):
        parts = round(size / most * width * _FULL) if size > 0 else 0
        bar = _PARTS[-1] * (parts // _FULL) + _PARTS[parts % _FULL].strip()
        yield Text.assemble((f"{name:>{room}} ", "dim"), (bar or ("▏" if size > 0 else ""), "cyan"), " ", text)
