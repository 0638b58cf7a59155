"""The templates: a distribution called propbots-your-name, whose every file reads as what it becomes.

Its name has two words, so that each form of it (`your-name`, `your_name`, `YourName`, `YOUR_NAME`) is told from the
others and is replaced wherever it stands. A file's last ending keeps tools from taking it for a part of the kernel.
"""

from pathlib import Path

from propbots.scaffold.kind import ScaffoldKind
from propbots.scaffold.naming import Naming

__all__ = ["render_plugin", "render_strategy"]

_FOLDER = Path(__file__).parent / "templates"
_ENDING = ".tmpl"


def render_strategy(naming: Naming) -> str:
    """Return a strategy's file."""
    (content,) = _render(_FOLDER / "loose", _list_forms(naming, "")).values()
    return content


def render_plugin(kind: ScaffoldKind, naming: Naming, instrument: str) -> dict[Path, str]:
    """Return a distribution's files by their paths inside its folder, in order.

    Args:
        kind: What it brings.
        naming: Its name.
        instrument: With which its commands may be tried.
    """
    forms = _list_forms(naming, instrument)
    files = _render(_FOLDER / "every", forms) | _render(_FOLDER / kind, forms)
    return dict(sorted(files.items()))


def _list_forms(naming: Naming, instrument: str) -> dict[str, str]:
    return {
        "your-name": naming.name,
        "your_name": naming.module,
        "YourName": naming.title,
        "YOUR_NAME": naming.module.upper(),
        "YOUR_INSTRUMENT": instrument,
    }


def _render(folder: Path, forms: dict[str, str]) -> dict[Path, str]:
    return {
        Path(_replace(str(path.relative_to(folder)).removesuffix(_ENDING), forms)): _replace(
            path.read_text("utf-8"), forms
        )
        for path in folder.rglob(f"*{_ENDING}")
    }


def _replace(text: str, forms: dict[str, str]) -> str:
    for form, chosen in forms.items():
        text = text.replace(form, chosen)
    return text
