"""Files are written whole or not at all."""

import os
import signal
import stat
import tempfile
import threading
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import override

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


def test_a_folder_is_never_replaced(tmp_path: Path) -> None:
    with pytest.raises(OutputNotWritable, match="this is a folder; give the name of a file"):
        write_atomically(tmp_path, "x")

    assert list(tmp_path.iterdir()) == []


def test_a_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    write_atomically(pipe, "through")

    assert os.read(reader, 100) == b"through"
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]
    os.close(reader)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no such devices")
def test_a_device_is_written_to_and_its_refusal_told() -> None:
    write_atomically(Path("/dev/null"), "x")

    assert Path("/dev/null").is_char_device()
    with pytest.raises(OutputNotWritable, match=r"/dev/full: cannot be written \(no space left on device\)"):
        write_atomically(Path("/dev/full"), "x")


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="this system names no open files")
def test_an_open_file_is_written_on_and_neither_replaced_nor_begun_anew(tmp_path: Path) -> None:
    log, link = tmp_path / "log", tmp_path / "link"
    with log.open("w") as stream:
        print("hello", file=stream, flush=True)
        link.symlink_to(f"/dev/fd/{stream.fileno()}")

        write_atomically(Path(f"/dev/fd/{stream.fileno()}"), "first\n")
        write_atomically(link, "second\n")
        print("bye", file=stream)

    assert log.read_text() == "hello\nfirst\nsecond\nbye\n"


def test_a_file_that_is_open_by_its_own_name_is_replaced_as_ever(tmp_path: Path) -> None:
    with (tmp_path / "log").open("w"):
        write_atomically(tmp_path / "log", "new")

    assert (tmp_path / "log").read_text() == "new"


def test_links_in_a_circle_are_told_and_stay(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.symlink_to(other)
    other.symlink_to(one)

    with pytest.raises(OutputNotWritable, match=r"one: cannot be written \(too many levels of symbolic links\)"):
        write_atomically(one, "x")

    assert one.is_symlink()


def test_a_link_to_what_is_not_there_yet_is_followed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("target")

    write_atomically(tmp_path / "link", "x")

    assert (tmp_path / "target").read_text() == "x"
    assert (tmp_path / "link").is_symlink()


@pytest.mark.parametrize(("name", "reason"), [("a\0b", "embedded null byte"), ("a" * 300, "file name too long")])
def test_a_name_that_no_file_can_have_is_told(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(OutputNotWritable, match=rf"cannot be written \({reason}\)"):
        write_atomically(tmp_path / name, "x")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may enter every folder")
def test_a_folder_that_may_not_be_entered_is_told(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)

    with pytest.raises(OutputNotWritable, match="permission denied"):
        write_atomically(closed / "x", "x")


class Disturbed(tempfile.TemporaryDirectory[str]):
    """A place to write to at which somebody presses ctrl-C when it is made, or is taken away."""

    moment = ""

    def __init__(self, *words: Any, **options: Any) -> None:
        super().__init__(*words, **options)
        if self.moment == "made":
            signal.raise_signal(signal.SIGINT)

    @override
    def cleanup(self) -> None:
        if self.moment == "taken away":
            signal.raise_signal(signal.SIGINT)
        super().cleanup()


@pytest.mark.parametrize(("moment", "written"), [("made", False), ("taken away", True)])
def test_ctrl_c_at_any_moment_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str, written: bool
) -> None:
    monkeypatch.setattr("tempfile.TemporaryDirectory", Disturbed)
    monkeypatch.setattr(Disturbed, "moment", moment)
    handler = signal.getsignal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "out", "x")

    assert [path.name for path in tmp_path.iterdir()] == (["out"] if written else [])
    assert signal.getsignal(signal.SIGINT) is handler


def test_files_are_written_from_any_thread(tmp_path: Path) -> None:
    thread = threading.Thread(target=write_atomically, args=(tmp_path / "out", "x"))

    thread.start()
    thread.join()

    assert (tmp_path / "out").read_text() == "x"


def test_text_that_has_no_utf_8_is_written_with_question_marks(tmp_path: Path) -> None:
    write_atomically(tmp_path / "name.txt", "caf\udce9")

    assert (tmp_path / "name.txt").read_text() == "caf?"
