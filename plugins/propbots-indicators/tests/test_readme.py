"""What the README shows runs as it stands."""

import re
from pathlib import Path

import pytest

README = Path(__file__).parents[1] / "README.md"


@pytest.mark.parametrize("text", re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL))
def test_examples_run(text: str) -> None:
    exec(compile(text, README.name, "exec"), {})  # noqa: S102 -- our own README
