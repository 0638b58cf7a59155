"""Text in blocks of whole lines."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots_files.content import Content
from propbots_files.text import Block, read_blocks


class Pieces:
    """A file that gives its bytes in pieces of its own choice."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = iter([*pieces])

    def read(self, _: int, /) -> bytes:
        """Return the next piece."""
        return next(self._pieces, b"")


def blocks_of(*pieces: bytes) -> Iterator[Block]:
    return read_blocks(Content("bars.csv", 0, Pieces([b"", *pieces]), str), None)


@given(st.lists(st.text("a\n", max_size=8), max_size=8))
def test_blocks_are_whole_lines_that_join_to_the_file(pieces: list[str]) -> None:
    blocks = list(blocks_of(*(piece.encode() for piece in pieces if piece)))

    assert b"".join(block.data for block in blocks) == "".join(pieces).encode()
    assert all(block.data.endswith(b"\n") for block in blocks[:-1])
    assert [block.row for block in blocks] == [
        1 + b"".join(block.data for block in blocks[:number]).count(b"\n") for number in range(len(blocks))
    ]


def test_only_the_first_mark_is_taken_for_one() -> None:
    data = b"".join(block.data for block in blocks_of(b"\xef\xbb\xbfa\n", b"\xef\xbb\xbfb\n"))

    assert data == b"a\n\xef\xbb\xbfb\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r\r\n"])
def test_lines_have_their_rows_and_no_ends(end: str) -> None:
    lines = list(Block(f"a{end}{end} {end}b c{end}d".encode(), 10).lines())

    assert [(line.row, line.text, line.is_cut) for line in lines] == [
        (10, "a", False),
        (13, "b c", False),
        (14, "d", True),
    ]


def test_what_stands_behind_a_line_keeps_its_rows() -> None:
    below = Block(b"a\n\nb\nc", 5).after(7)

    assert (below.data, below.row) == (b"c", 8)
    assert Block(b"a", 1).after(1).data == b""
    assert Block(b"a\nb", 1).after(0).data == b"a\nb"


@given(
    st.lists(st.sampled_from(["", "x", "yy"]), min_size=1), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "z"])
)
def test_rows_of_filled_lines_are_found(lines: list[str], end: str, last: str) -> None:
    text = "".join(line + end for line in lines) + last
    expected = [row for row, line in enumerate(text.split("\n"), 3) if line.strip("\r")]
    rows = Block(text.encode(), 3).filled_rows(len(expected))

    assert rows is not None
    assert rows.tolist() == expected
    assert rows.dtype == np.int64


@pytest.mark.parametrize(("data", "count"), [(b"a\rb\n", 2), (b"a\rb\n\n", 2), (b"a\nb\n\n", 1), (b"a\nb", 3)])
def test_rows_are_not_told_where_a_reader_saw_other_lines(data: bytes, count: int) -> None:
    assert Block(data, 1).filled_rows(count) is None
