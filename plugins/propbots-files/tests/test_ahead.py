"""Making what is needed next while the last is in use."""

import threading
from collections.abc import Callable, Iterator

import pytest

from propbots.api.data import BarTable
from propbots.errors import DataCorrupt
from propbots_files.ahead import ahead


def test_items_come_in_order_and_once() -> None:
    with ahead(iter(range(1, 100))) as items:
        assert list(items) == list(range(1, 100))


def test_the_next_item_is_made_while_the_last_is_in_use() -> None:
    made = threading.Event()

    def make() -> Iterator[int]:
        yield 1
        made.set()
        yield 2

    with ahead(make()) as items:
        assert next(items) == 1
        assert made.wait(10)


def test_what_making_an_item_raises_is_raised_in_its_place() -> None:
    def make() -> Iterator[int]:
        yield 1
        raise DataCorrupt("row 2")

    with ahead(make()) as items:
        assert next(items) == 1
        with pytest.raises(DataCorrupt, match="row 2"):
            next(items)


@pytest.mark.parametrize("wrong_row", [0, 5_000, 19_999])
def test_no_thread_outlives_a_file_whatever_is_wrong_with_it(
    read: Callable[..., BarTable], monkeypatch: pytest.MonkeyPatch, wrong_row: int
) -> None:
    monkeypatch.setattr("propbots_files.text._BLOCK_SIZE", 70_000)
    rows = [f"{1_700_000_000 + 60 * row},1,2,1,{'x' if row == wrong_row else 2},5\n" for row in range(20_000)]
    before = set(threading.enumerate())
    with pytest.raises(DataCorrupt, match=f"row {wrong_row + 2}, column close") as kept:
        read("time,open,high,low,close,volume\n" + "".join(rows), by="arrow")

    assert kept.value.__traceback__ is not None
    assert set(threading.enumerate()) == before
