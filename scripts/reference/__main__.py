"""Write the pages, or with `--check` say which are not as the source has them."""

import sys

from scripts.reference.pages import FOLDER, list_stale, write_pages


def main(words: list[str]) -> int:
    """Return the exit code."""
    if "--check" in words:
        stale = list_stale()
        print("\n".join(f"{name} is stale; run nox -s reference" for name in stale) or "all pages are current")
        return 1 if stale else 0
    FOLDER.mkdir(exist_ok=True)
    for name, text in write_pages().items():
        (FOLDER / name).write_text(text)
        print(f"docs/reference/{name}")
    return 0


sys.exit(main(sys.argv[1:]))
