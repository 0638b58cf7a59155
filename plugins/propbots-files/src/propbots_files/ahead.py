"""Makes what is needed next while the last is still in use."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

__all__ = ["ahead"]

_Item = TypeVar("_Item")


@contextmanager
def ahead(items: Iterator[_Item]) -> Iterator[Iterator[_Item]]:
    """Give the items to a `with` block, the next of which another thread makes in the meantime.

    Worth its while for items whose making leaves Python's lock: reading, hashing, unpacking, and the columns of numpy
    and pyarrow. What making an item raises is raised in its place. The thread ends with the block, however that ends:
    left to the garbage collector, it could be waited for at a moment at which waiting never ends.
    """
    with ThreadPoolExecutor(1) as thread:
        yield _fetch(items, thread)


def _fetch(items: Iterator[_Item], thread: ThreadPoolExecutor) -> Iterator[_Item]:
    coming = thread.submit(next, items, None)
    while (item := coming.result()) is not None:
        coming = thread.submit(next, items, None)
        yield item
