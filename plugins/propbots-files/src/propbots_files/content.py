"""A file's bytes: opened, unpacked and hashed, with every way in which that fails said in one sentence."""

import gzip
import hashlib
import io
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from typing_extensions import Buffer, override

from propbots.errors import DataCorrupt, DataError, closest

if TYPE_CHECKING:
    from zipfile import ZipFile

__all__ = ["HEAD_SIZE", "Content", "open_content"]

HEAD_SIZE = 65_536
"""Bytes by which a format is recognised."""
_GZIP_MAGIC = b"\x1f\x8b"
_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")


class _Readable(Protocol):
    """What bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """Return at most the next so many bytes."""


class Content:
    """The unpacked bytes of an open file, read once from beginning to end.

    Attributes:
        location: The file, as the user wrote it.
        size: Bytes of the file as it lies on the disk; 0 for what is no file there, such as a pipe.
        head: The first `HEAD_SIZE` bytes, or all of a shorter file; `read` gives them again.
        sha256: Returns the SHA-256 of the file as it lies on the disk, once all of it is read.
    """

    def __init__(self, location: str, size: int, unpacked: _Readable, sha256: Callable[[], str]) -> None:
        """Read the head.

        Raises:
            DataError: If the file cannot be read or unpacked.
        """
        self.location = location
        self.size = size
        self.sha256 = sha256
        self._unpacked = unpacked
        self.head = self._read(HEAD_SIZE)
        self._again = self.head

    def read(self, size: int) -> bytes:
        """Return at most the next so many bytes; none at the end.

        Raises:
            DataError: If the file cannot be read or unpacked further.
        """
        again, self._again = self._again, b""
        return again + self._read(size - len(again))

    def _read(self, size: int) -> bytes:
        with _explained(self.location):
            return self._unpacked.read(size)


@contextmanager
def open_content(location: str) -> Iterator[Content]:
    """Open a file, plain or packed by gzip or zip; which, its first bytes say.

    Raises:
        DataError: If there is no such file, or it cannot be read or unpacked.
    """
    with ExitStack() as stack:
        with _explained(location):
            file = stack.enter_context(open(location, "rb"))  # noqa: PTH123 -- refuses a folder and "" as such
            magic = file.peek(max(map(len, _ZIP_MAGIC)))
        if magic.startswith(_ZIP_MAGIC):
            with _explained(location):
                from zipfile import ZipFile  # noqa: PLC0415 -- costs more time than a small file takes

                sha256 = hashlib.file_digest(file, "sha256").hexdigest
                unpacked: _Readable = stack.enter_context(_open_member(location, ZipFile(file)))
        else:
            packed = _Hashed(file)
            sha256 = packed.sha256
            plain = io.BufferedReader(packed, HEAD_SIZE)
            unpacked = stack.enter_context(gzip.GzipFile(fileobj=plain)) if magic.startswith(_GZIP_MAGIC) else plain
        yield Content(location, os.fstat(file.fileno()).st_size, unpacked, sha256)


class _Hashed(io.RawIOBase):
    """A file that hashes what is read of it, so that the hash is of the very bytes that were understood."""

    def __init__(self, file: io.BufferedReader) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self.sha256 = self._digest.hexdigest

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: Buffer) -> int:
        size = self._file.readinto(buffer)
        self._digest.update(memoryview(buffer)[:size])
        return size


def _open_member(location: str, archive: "ZipFile") -> IO[bytes]:
    """Open the one file in an archive; what the Mac adds of its own does not count."""
    members = [info.filename for info in archive.infolist() if not info.is_dir()]
    members = [name for name in members if not name.startswith("__MACOSX/")]
    if len(members) == 1:
        return archive.open(members[0])
    found = f"{len(members)} files: {', '.join(members[:10])}" if members else "no file"
    raise DataCorrupt(f"{location}: the archive must hold one file (was {found}); unpack it and give one of them")


@contextmanager
def _explained(location: str) -> Iterator[None]:
    """Turn what opening, reading and unpacking raise into errors of ours."""
    try:
        yield
    except DataError:
        raise
    except FileNotFoundError as error:
        raise DataError(f"{location}: there is no such file; {_near(location)}") from error
    except IsADirectoryError as error:
        raise DataError(f"{location}: this is a folder; give one file") from error
    except PermissionError as error:
        raise DataError(f"{location}: you may not read this file; change its permissions") from error
    except EOFError as error:
        raise DataCorrupt(f"{location}: the compressed file is cut short; get it again in full") from error
    except Exception as error:  # unpackers raise errors of a dozen types for damaged or encrypted input
        if isinstance(error, OSError) and error.errno is not None:
            raise DataError(f"{location}: the file cannot be read ({error.strerror}); check path and disk") from error
        raise DataCorrupt(f"{location}: the file cannot be unpacked ({error}); get it again, or unpacked") from error


def _near(location: str) -> str:
    """Return what to do about a missing file, with the name that may be meant."""
    path = Path(location)
    neighbours: list[str] = []
    with suppress(OSError):
        neighbours = [entry.name for entry in path.parent.iterdir()]
    near = closest(path.name, neighbours)
    return f"did you mean {str(path.with_name(near))!r}?" if near else "check the path"
