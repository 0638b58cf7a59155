"""Whether a plugin is made for this kernel, as its distribution's requirements say."""

import re

from propbots import __version__
from propbots.errors import PluginIncompatible
from propbots.plugin.discovery import InstalledPlugin

__all__ = ["require_fit"]

_NAME = re.compile(r"[\w.-]+")
_PLAIN = re.compile(r"propbots\s*((?:>=|<)\s*\d+(?:\.\d+)*)(?:\s*,\s*((?:>=|<)\s*\d+(?:\.\d+)*))?")
"""A requirement of the kernel in the form that nearly all plugins give it, such as `propbots<1,>=0.1`."""


def require_fit(plugin: InstalledPlugin) -> None:
    """Refuse a plugin that asks for another kernel.

    Raises:
        PluginIncompatible: With both versions.
    """
    for line in plugin.requires:
        if _names_kernel(line) and not _fits_plainly(line):
            _require_version(plugin, line)


def _names_kernel(line: str) -> bool:
    name = _NAME.match(line)
    return name is not None and re.sub(r"[-_.]+", "-", name[0]).lower() == "propbots"


def _fits_plainly(line: str) -> bool:
    """Whether a plain requirement fits, seen without the library that knows all forms and takes 11 ms to import."""
    match = _PLAIN.fullmatch(line)
    if match is None or not re.fullmatch(r"\d+(\.\d+)*", __version__):
        return False
    return all(_fits_bound(bound) for bound in match.groups() if bound)


def _fits_bound(bound: str) -> bool:
    have, asked = _numbers(__version__), _numbers(bound.lstrip(">=< "))
    return have >= asked if bound.startswith(">=") else have < asked


def _numbers(version: str) -> list[int]:
    """Return a version's numbers without idle zeros at the end: 1.0 is 1."""
    numbers = [int(part) for part in version.split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return numbers


def _require_version(plugin: InstalledPlugin, line: str) -> None:
    from packaging.requirements import InvalidRequirement, Requirement  # noqa: PLC0415 -- hardly any plugin pays for it

    try:
        needed = Requirement(line)
    except InvalidRequirement:
        return
    applies = needed.marker is None or needed.marker.evaluate({"extra": ""})
    if applies and not needed.specifier.contains(__version__, prereleases=True):
        raise PluginIncompatible(
            f"{plugin} is made for propbots {needed.specifier} and this is {__version__}; upgrade one of the two"
        )
