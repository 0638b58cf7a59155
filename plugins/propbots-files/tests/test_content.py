"""Files as they lie on the disk: plain, packed, hashed, cut and damaged."""

import bz2
import gzip
import hashlib
import io
import lzma
import random
import zipfile
from collections.abc import Callable

import pytest

from propbots.api.data import BarTable
from propbots.errors import DataCorrupt, PropbotsError

Read = Callable[..., BarTable]

ROWS = "".join(f"2024-01-01T{hour:02}:{minute:02}Z,1,2,1,2,5\n" for hour in range(24) for minute in range(60))
TEXT = f"time,open,high,low,close,volume\n{ROWS}".encode()


def zipped(*names: str, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name in names:
            archive.writestr(name, TEXT)
    return packed.getvalue()


PACKED = {
    "plain": TEXT,
    "gzip": gzip.compress(TEXT),
    "gzip in two parts": gzip.compress(TEXT[:1000]) + gzip.compress(TEXT[1000:]),
    "gzip with zeros behind": gzip.compress(TEXT) + b"\0" * 512,
    "zip": zipped("bars.csv"),
    "zip, stored": zipped("bars.csv", method=zipfile.ZIP_STORED),
    "zip, bzip2": zipped("bars.csv", method=zipfile.ZIP_BZIP2),
    "zip, lzma": zipped("bars.csv", method=zipfile.ZIP_LZMA),
    "zip of a folder": zipped("folder/", "folder/bars.csv"),
    "zip of a Mac": zipped("bars.csv", "__MACOSX/._bars.csv"),
}


@pytest.mark.parametrize("data", PACKED.values(), ids=PACKED)
def test_packing_is_recognised_by_content_and_the_hash_is_of_the_packed_bytes(read: Read, data: bytes) -> None:
    table = read(data)

    assert len(table) == 1440
    assert table.source.sha256 == hashlib.sha256(data).hexdigest()
    assert table.source.format == "csv (canonical)"


@pytest.mark.parametrize("keep", [2, 3, 9, 10, 11, 500, -9, -8, -1])
def test_a_cut_gzip_file_is_said_to_be_cut(read: Read, keep: int) -> None:
    with pytest.raises(DataCorrupt, match="the compressed file is cut short; get it again in full"):
        read(PACKED["gzip"][:keep])


@pytest.mark.parametrize("place", [-5, 40, 400])
def test_a_damaged_gzip_file_is_refused(read: Read, place: int) -> None:
    data = bytearray(PACKED["gzip"])
    data[place] ^= 0xFF
    with pytest.raises(DataCorrupt):
        read(bytes(data))


def test_what_stands_behind_a_gzip_file_is_refused(read: Read) -> None:
    with pytest.raises(DataCorrupt, match="cannot be unpacked"):
        read(PACKED["gzip"] + b"rubbish")


@pytest.mark.parametrize("keep", [4, 30, 500, -30, -1])
def test_a_cut_archive_is_refused(read: Read, keep: int) -> None:
    with pytest.raises(DataCorrupt, match="cannot be unpacked"):
        read(PACKED["zip"][:keep])


def test_an_encrypted_archive_is_refused(read: Read) -> None:
    data = bytearray(PACKED["zip, stored"])
    central = data.rindex(b"PK\x01\x02")
    data[6] |= 1
    data[central + 8] |= 1
    with pytest.raises(DataCorrupt, match=r"cannot be unpacked .*encrypted"):
        read(bytes(data))


@pytest.mark.parametrize("packed", [bz2.compress(TEXT), lzma.compress(TEXT), gzip.compress(gzip.compress(TEXT))])
def test_other_packings_are_refused(read: Read, packed: bytes) -> None:
    with pytest.raises(DataCorrupt):
        read(packed)


@pytest.mark.parametrize("packing", ["gzip", "zip", "zip, stored", "zip, bzip2", "zip, lzma"])
def test_damage_anywhere_leads_to_no_other_error(read: Read, packing: str) -> None:
    chance = random.Random(packing)  # noqa: S311 -- no secret
    for _ in range(200):
        data = bytearray(PACKED[packing])
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            table = read(bytes(data))
        except PropbotsError:
            continue
        assert len(table) == 1440
