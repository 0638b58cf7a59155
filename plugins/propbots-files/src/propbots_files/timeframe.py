"""How long the bars of a file last."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["commonest_spacing"]


def commonest_spacing(times: NDArray[np.int64]) -> int | None:
    """Return the commonest difference between neighbours among the times, the smallest of equally common ones.

    Args:
        times: In any order, with repetitions or not; shape (times,), nanoseconds.

    Returns:
        Nanoseconds, or None where fewer than two different times leave it open.
    """
    spacing = np.diff(times)
    if (spacing <= 0).any():
        spacing = np.diff(np.unique(times))
    if len(spacing) == 0:
        return None
    smallest = spacing.min()
    # Nearly every file is of this kind, and counting is ten times as fast as sorting.
    if np.count_nonzero(spacing == smallest) * 2 > len(spacing):
        return int(smallest)
    values, counts = np.unique(spacing, return_counts=True)
    return int(values[np.argmax(counts)])
