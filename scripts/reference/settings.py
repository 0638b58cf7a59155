"""The settings of the distributions in this repository, and of the kernel's own configuration."""

import tomllib

import attrs

from propbots.api.plugin import NoSettings
from propbots.plugin.registry import load_registry, name_kind
from scripts.reference.definition import ROOT, find_definition
from scripts.reference.markdown import write_definition

__all__ = ["write_settings"]

_KERNEL = {
    "propbots.cli.options": ("BacktestOptions", "CostOptions", "RiskOptions"),
    "propbots.cli.session": ("UserSettings", "PluginSettings"),
    "propbots.domain.instrument": ("Instrument",),
}
"""The tables of a backtest's file and of the user's settings."""
_INTRO = """# Settings

Settings are attrs classes, read from TOML and from options: unknown keys, wrong types and missing values are refused
with file, key and mend. A field whose name ends in an underscore is written without it. First come those of plugins,
then the tables of the kernel: `[backtest]`, `[costs]`, `[risk]`, `[instrument]`, and the user's settings with
`[plugins]`."""


def write_settings() -> str:
    """Return the page."""
    kernel = [find_definition(module, name) for module, names in _KERNEL.items() for name in names]
    sections = [*_write_plugins(), *map(write_definition, kernel)]
    return "\n\n".join([_INTRO, *sections]) + "\n"


def _write_plugins() -> list[str]:
    ours = {tomllib.loads(path.read_text())["project"]["name"] for path in ROOT.glob("plugins/*/pyproject.toml")}
    found: dict[str, str] = {}
    for plugin in load_registry().plugins:
        for record in plugin.contributions if plugin.installed.distribution in ours else ():
            kind = getattr(record, "settings", NoSettings)
            if kind is not NoSettings and attrs.has(kind):
                section = write_definition(find_definition(kind.__module__, kind.__name__))
                head, _, rest = section.partition("\n")
                origin = f"Of {name_kind(record)} `{record.name}`, from `{plugin.installed.distribution}`."
                found[kind.__name__] = f"{head}\n\n{origin}\n{rest}"
    return [found[name] for name in sorted(found)]
