"""A file's content as UTF-8 text, in blocks of whole lines."""

import codecs
from collections.abc import Iterator

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots_files.content import HEAD_SIZE, Content
from propbots_files.refusal import refusal

__all__ = ["Block", "Line", "head_lines", "read_blocks"]

_BLOCK_SIZE = 2 << 20
"""Bytes read at once: enough to keep the processors busy, and little beside the columns of a long file."""
_LINE_SIZE_MAX = HEAD_SIZE
_COUNTED = 65_536
_UTF8 = "utf-8"
_NEWLINE, _RETURN = ord("\n"), ord("\r")


@attrs.frozen
class Line:
    """A line with something on it.

    Attributes:
        row: Its number in the file, counted from 1.
        text: Without its end.
        is_cut: Whether the file ends here without an end of line.
    """

    row: int
    text: str
    is_cut: bool


@attrs.frozen(eq=False)
class Block:
    """Some whole lines of a file.

    Attributes:
        data: UTF-8 without zero bytes.
        row: Number of the first line in the file, counted from 1.
    """

    data: bytes
    row: int

    def lines(self) -> Iterator[Line]:
        """Yield the lines with something on them."""
        row, start = self.row, 0
        while start < len(self.data):
            end = self.data.find(b"\n", start)
            is_cut = end < 0
            end = len(self.data) if is_cut else end
            text = self.data[start:end].rstrip(b"\r").decode(_UTF8)
            if text.strip(" \t"):
                yield Line(row, text, is_cut)
            row, start = row + 1, end + 1

    def after(self, row: int) -> "Block":
        """Return the part behind one of the lines."""
        start = 0
        for _ in range(row + 1 - self.row):
            start = self.data.find(b"\n", start) + 1 or len(self.data)
        return Block(self.data[start:], row + 1)

    def line_count(self) -> int:
        """Return the number of lines, empty ones included."""
        characters = np.frombuffer(self.data, dtype=np.uint8)
        # A fifth of the time of `bytes.count`, if what is compared stays in the processor's cache.
        parts = (characters[start : start + _COUNTED] for start in range(0, len(characters), _COUNTED))
        ends = sum(int(np.count_nonzero(part == _NEWLINE)) for part in parts)
        return ends if self.data.endswith(b"\n") or not self.data else ends + 1

    def filled_rows(self, count: int) -> NDArray[np.int64] | None:
        """Return the numbers of the lines that are not empty, shape (count,).

        Args:
            count: How many lines a reader found.

        Returns:
            None if there are not so many: the reader saw other ends of lines, such as inside of quotation marks.
        """
        characters = np.frombuffer(self.data, dtype=np.uint8)
        if b"\r" in self.data and (characters[1:][characters[:-1] == _RETURN] != _NEWLINE).any():
            return None
        if count == self.line_count():
            return np.arange(self.row, self.row + count, dtype=np.int64)
        ends = np.flatnonzero(characters == _NEWLINE)
        ends = ends if self.data.endswith(b"\n") else np.append(ends, len(characters))
        starts = np.concatenate(([0], ends[:-1] + 1))
        filled = (ends > starts) & ~((ends == starts + 1) & (characters[starts] == _RETURN))
        return self.row + np.flatnonzero(filled) if np.count_nonzero(filled) == count else None


def head_lines(content: Content, encoding: str | None) -> Iterator[Line]:
    """Yield the lines at the beginning of a file, by which a format is recognised; what is no text is replaced.

    Args:
        content: Whose head is looked at.
        encoding: What the user said of it; None to recognise it.
    """
    text = content.head.decode(encoding or _recognise(content.head), errors="replace").removeprefix("\ufeff")
    whole = text[: text.rfind("\n") + 1] if len(content.head) == HEAD_SIZE else text
    return Block(whole.encode(_UTF8, errors="replace"), 1).lines()


def read_blocks(content: Content, encoding: str | None) -> Iterator[Block]:
    """Read a file from its beginning to its end.

    Args:
        content: Not yet read.
        encoding: What the user said of it; None to recognise UTF-8 and UTF-16.

    Raises:
        DataCorrupt: At what is no text, with its row.
        DataError: If the file cannot be read further.
    """
    row, carry = 1, b""
    for chunk in _chunks(content, encoding or _recognise(content.head)):
        end = chunk.rfind(b"\n") + 1
        if end:
            # The view spares a copy.
            block = Block(b"".join((carry, memoryview(chunk)[:end])), row)
            yield _checked(block, content.location)
            row, carry = row + block.line_count(), b""
        carry += chunk[end:]
        if len(carry) > _LINE_SIZE_MAX:
            reason = f"is longer than {_LINE_SIZE_MAX} characters; this is no table of bars or ticks"
            raise refusal(content.location, reason, row=row)
    if carry:
        yield _checked(Block(carry, row), content.location)


def _recognise(head: bytes) -> str:
    """Return the encoding that the first bytes speak for: a mark, or the zero bytes of ASCII in UTF-16."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for encoding, zeros, others in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if zeros and not any(zeros) and all(others):
            return encoding
    return _UTF8


def _chunks(content: Content, encoding: str) -> Iterator[bytes]:
    """Yield the content in UTF-8 without a byte-order mark, a piece after the other."""
    decoder = None if encoding == _UTF8 else codecs.getincrementaldecoder(encoding)()
    mark = codecs.BOM_UTF8
    while chunk := content.read(_BLOCK_SIZE):
        text = chunk if decoder is None else _recode(decoder, chunk, content.location, encoding)
        yield text.removeprefix(mark)
        mark = b""
    if decoder is not None:
        yield _recode(decoder, b"", content.location, encoding)


def _recode(decoder: codecs.IncrementalDecoder, chunk: bytes, location: str, encoding: str) -> bytes:
    try:
        return decoder.decode(chunk, final=not chunk).encode(_UTF8)
    except UnicodeError as error:
        reason = f"the file is no text in {encoding} or cut short ({error}); save it as UTF-8"
        raise refusal(location, reason) from error


def _checked(block: Block, location: str) -> Block:
    """Return the block, or refuse what cannot be text."""
    zero = block.data.find(b"\0")
    if zero >= 0:
        reason = "holds a zero byte; this is no text file, or it is damaged"
        raise refusal(location, reason, row=block.row + block.data.count(b"\n", 0, zero))
    if not block.data.isascii():
        try:
            block.data.decode(_UTF8)
        except UnicodeDecodeError as error:
            byte = block.data[error.start]
            reason = f"byte 0x{byte:02x} is not UTF-8; if this is text, save it as UTF-8 or say its --encoding"
            raise refusal(location, reason, row=block.row + block.data.count(b"\n", 0, error.start)) from error
    return block
