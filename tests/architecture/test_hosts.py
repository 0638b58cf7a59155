"""What is committed tells nothing of a machine: no registry, no folder, no place of work."""

import re
from pathlib import Path

import pytest

from source_tree import ROOT, committed_files, name_of

TEXTS = [path for path in committed_files() if path.suffix not in (".gz", ".zip", ".png", ".parquet")]
FOLDERS = re.compile(r"(?<![\w.])/(?:work|root|home|Users|workspace|builds|mnt)/[\w.-]+")
REGISTRIES = re.compile(
    r"(?i)\b(?:https?://)?[\w.-]*(?:artifactory|nexus|devpi|pypi\.org|files\.pythonhosted|registry\.npmjs|jfrog|"
    r"codeartifact|pkgs\.dev\.azure|gitlab\.[a-z]+/api)[\w./-]*"
)
INDEX_OPTIONS = re.compile(
    r"^\s*(?:--(?:extra-)?index-url|--trusted-host|-i\s+https?:|--find-links\s+https?:)", re.MULTILINE
)
ADDRESSES = re.compile(r"\b(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2,3}\b")


@pytest.mark.parametrize(
    "pattern", [FOLDERS, REGISTRIES, INDEX_OPTIONS, ADDRESSES], ids=["folders", "registries", "indexes", "addresses"]
)
def test_no_committed_file_tells_of_a_machine(pattern: re.Pattern[str]) -> None:
    own = Path(__file__)
    found = [
        f"{name_of(path)}: {match[0]}"
        for path in TEXTS
        if path != own
        for match in pattern.finditer(path.read_text(errors="replace"))
    ]

    assert found == []


def test_constraints_are_plain_pins() -> None:
    pin = re.compile(r"[A-Za-z0-9._-]+==[\w.+!-]+( ; .+)?")

    lines = (ROOT / "constraints.txt").read_text().splitlines()

    assert [line for line in lines if not pin.fullmatch(line)] == []
    assert len(lines) > 20


def test_locks_that_record_registries_are_not_committed() -> None:
    assert {path.name for path in committed_files()} & {
        "uv.lock",
        "pylock.toml",
        "poetry.lock",
        "Pipfile.lock",
    } == set()


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (FOLDERS, "see /home/someone/propbots"),
        (REGISTRIES, "https://pypi.org/simple"),
        (REGISTRIES, "artifactory.example.com"),
        (INDEX_OPTIONS, "--index-url https://x"),
        (ADDRESSES, "http://192.168.1.5:8080"),
    ],
)
def test_search_finds_what_it_looks_for(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text)
