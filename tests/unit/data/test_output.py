"""Files are written whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from propbots.data.output import atomic_path, write_atomically
from propbots.errors import OutputNotWritable


def test_a_new_file_has_all_its_content(tmp_path: Path) -> None:
    write_atomically(tmp_path / "new.txt", "naïve\n")

    assert (tmp_path / "new.txt").read_bytes() == "naïve\n".encode()


def test_an_older_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "old.bin"
    path.write_bytes(b"old and longer")

    write_atomically(path, b"new")

    assert path.read_bytes() == b"new"


def fail_halfway(path: Path) -> None:
    with atomic_path(path) as place:
        place.write_text("half")
        raise ValueError("halfway")


def test_a_failure_in_the_middle_leaves_the_older_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("old")

    with pytest.raises(ValueError, match="halfway"):
        fail_halfway(path)

    assert path.read_text() == "old"
    assert [child.name for child in tmp_path.iterdir()] == ["table.csv"]


def test_nothing_stays_behind_a_success(tmp_path: Path) -> None:
    write_atomically(tmp_path / "table.csv", "x")

    assert [child.name for child in tmp_path.iterdir()] == ["table.csv"]


def test_the_file_gets_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("x")

    write_atomically(tmp_path / "written", "x")

    modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("plain", "written")}
    assert len(modes) == 1


def test_a_symbolic_link_is_followed_and_stays(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    link.symlink_to(target)

    write_atomically(link, "new")

    assert link.is_symlink()
    assert target.read_text() == "new"


def test_a_missing_folder_is_named_with_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "table.csv"

    with pytest.raises(
        OutputNotWritable, match=r"cannot be written \(no such file or directory\); choose a folder"
    ) as raised:
        write_atomically(path, "x")

    assert str(raised.value).startswith(str(path))


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    with pytest.raises(OutputNotWritable, match="not a directory"):
        write_atomically(tmp_path / "file" / "table.csv", "x")


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo], ids=["a folder", "a pipe"])
def test_what_is_no_regular_file_is_never_replaced(tmp_path: Path, make: object) -> None:
    path = tmp_path / "special"
    assert callable(make)
    make(path)

    with pytest.raises(OutputNotWritable, match="not a regular file"):
        write_atomically(path, "x")

    assert not path.is_file()


def test_text_that_has_no_utf_8_is_written_with_question_marks(tmp_path: Path) -> None:
    write_atomically(tmp_path / "name.txt", "caf\udce9")

    assert (tmp_path / "name.txt").read_text() == "caf?"
