"""Standard streams: a remark that cannot be written is let go, an answer that cannot be written is told as that."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

import pytest

from propbots.cli.streams import ReaderLeft, guard_answers, guard_remarks
from propbots.errors import OutputNotWritable


@contextmanager
def unbuffered(descriptor: int) -> Iterator[TextIO]:
    """A stream that keeps nothing back which it would have to write when it is closed."""
    with os.fdopen(descriptor, "wb", buffering=0) as raw:
        yield TextIOWrapper(raw, encoding="utf-8", write_through=True)


@contextmanager
def unread_pipe() -> Iterator[TextIO]:
    reader, writer = os.pipe()
    os.close(reader)
    with unbuffered(writer) as stream:
        yield stream


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_answer_on_a_full_disk_is_told_as_standard_output() -> None:
    with (
        unbuffered(os.open("/dev/full", os.O_WRONLY)) as full,
        pytest.raises(OutputNotWritable, match=r"^standard output: no space left on device$"),
    ):
        print("answer", file=guard_answers(full))


def test_answer_whose_reader_has_left_is_told_apart() -> None:
    with unread_pipe() as pipe, pytest.raises(ReaderLeft):
        print("answer", file=guard_answers(pipe))


def test_remarks_that_cannot_be_written_are_let_go() -> None:
    with unread_pipe() as pipe:
        print("remark", file=guard_remarks(pipe))


@pytest.mark.parametrize("guard", [guard_answers, guard_remarks])
def test_guarded_stream_is_written_as_the_stream_would_be(tmp_path: Path, guard: object) -> None:
    assert callable(guard)
    with (tmp_path / "out").open("w", encoding="latin-1", errors="replace") as stream:
        guarded = guard(stream)

        print("Größe €", file=guarded, flush=True)

        assert (guarded.encoding, guarded.errors, guarded.fileno()) == ("latin-1", "replace", stream.fileno())
        assert not guarded.isatty()
    assert (tmp_path / "out").read_bytes() == "Größe ?\n".encode("latin-1")


def test_stream_without_a_file_stays_as_it_is() -> None:
    assert guard_answers(None) is None
    assert guard_remarks(None) is None
