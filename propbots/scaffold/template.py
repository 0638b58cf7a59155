"""The templates: a distribution called propbots-your-name, whose every file reads as what it becomes.

Its name has two words, so that each form of it (`your-name`, `your_name`, `YourName`, `YOUR_NAME`) is told from the
others and is replaced wherever it stands. A file's last ending keeps tools from taking it for a part of the kernel.
"""

import ast
import builtins
from collections.abc import Mapping
from pathlib import Path

from propbots.scaffold.kind import ScaffoldKind
from propbots.scaffold.naming import Naming

__all__ = ["render_plugin", "render_strategy"]

_FOLDER = Path(__file__).parent / "templates"
_ENDING = ".tmpl"


def render_strategy(naming: Naming) -> str:
    """Return a strategy's file."""
    templates = _read("loose")
    (content,) = _render(templates, naming, "").values()
    return content


def render_plugin(kind: ScaffoldKind, naming: Naming, instrument: str) -> dict[Path, str]:
    """Return a distribution's files by their paths inside its folder, in order.

    Args:
        kind: What it brings.
        naming: Its name.
        instrument: With which its commands may be tried.
    """
    return dict(sorted(_render(_read("every") | _read(kind), naming, instrument).items()))


def _read(folder: str) -> dict[str, str]:
    """Return a folder's templates by the paths of what they become."""
    root = _FOLDER / folder
    files = root.rglob(f"*{_ENDING}")
    return {path.relative_to(root).as_posix().removesuffix(_ENDING): path.read_text("utf-8") for path in files}


def _render(templates: Mapping[str, str], naming: Naming, instrument: str) -> dict[Path, str]:
    forms = {
        "your-name": naming.name,
        "your_name": naming.module,
        "YourName": _choose_title(templates, naming.title),
        "YOUR_NAME": naming.module.upper(),
        "YOUR_INSTRUMENT": instrument,
    }
    return {Path(_replace(path, forms)): _replace(text, forms) for path, text in templates.items()}


def _choose_title(templates: Mapping[str, str], title: str) -> str:
    """Return the class's name; one that would hide what the templates import, or what Python has, becomes another."""
    trees = [ast.parse(text) for path, text in templates.items() if path.endswith(".py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    imported = {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}
    own = {name for name in imported if "YourName" in name} | {"YourName"}
    taken = imported | set(dir(builtins))
    return f"My{title}" if any(name.replace("YourName", title) in taken for name in own) else title


def _replace(text: str, forms: Mapping[str, str]) -> str:
    for form, chosen in forms.items():
        text = text.replace(form, chosen)
    return text
