"""Files that are written whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from propbots.errors import OutputNotWritable

__all__ = ["atomic_path", "write_atomically"]


@contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """Lend a place to write to, and move what was written to `path` once the block has ended well.

    The place lies in a folder of its own beside the target, so that the move is one rename on one file system and the
    file gets the permissions that any new file would get. If the block raises, nothing is left and an older file at
    `path` stays as it was. A symbolic link is followed, never replaced.

    Args:
        path: Where the file shall be.

    Yields:
        Where to write it; nothing is there yet.

    Raises:
        OutputNotWritable: If the file, or its place beside the target, cannot be written.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        raise OutputNotWritable(f"{path}: cannot be written (not a regular file); choose another name")
    try:
        with tempfile.TemporaryDirectory(prefix=".writing-", dir=target.parent) as folder:
            place = Path(folder, target.name)
            yield place
            os.replace(place, target)  # noqa: PTH105 -- the one call that replaces an existing file on every system
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputNotWritable(
            f"{path}: cannot be written ({reason}); choose a folder that exists and may be written to"
        ) from error


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a whole file at once; text as UTF-8 with its line ends as they are.

    A file name that the system could not decode may be part of a text; what has no UTF-8 in it becomes a question mark.

    Raises:
        OutputNotWritable: If it cannot be written; an older file then stays as it was.
    """
    data = content.encode(errors="replace") if isinstance(content, str) else content
    with atomic_path(path) as place:
        place.write_bytes(data)
