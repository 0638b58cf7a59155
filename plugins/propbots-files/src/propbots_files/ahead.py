"""Makes what is needed next while the last is still in use."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

__all__ = ["ahead"]

_Item = TypeVar("_Item")


def ahead(items: Iterator[_Item]) -> Iterator[_Item]:
    """Yield items, the next of which another thread makes in the meantime.

    Worth its while for items whose making leaves Python's lock: reading, hashing, unpacking, and the columns of numpy
    and pyarrow. What making an item raises is raised here in its place.
    """
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = thread.submit(next, items, None)
            yield item
