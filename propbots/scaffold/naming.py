"""The name of what is begun, in every form in which it is written."""

import re
from keyword import iskeyword

import attrs

from propbots.errors import ConfigurationError

__all__ = ["Naming", "read_distribution", "read_strategy"]

_PREFIX = "propbots-"
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LOOSE = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)*")
_LENGTH_MAX = 36
"""So that no line of what is written grows beyond what a reader sees at once."""


@attrs.frozen
class Naming:
    """A name, such as `opening-range`.

    Attributes:
        name: As people ask for it.
    """

    name: str

    @property
    def module(self) -> str:
        """The name of its module: `opening_range`."""
        return self.name.replace("-", "_").lower()

    @property
    def title(self) -> str:
        """The name of its class: `OpeningRange`."""
        return "".join(part[:1].upper() + part[1:] for part in re.split("[-_]", self.name))

    @property
    def distribution(self) -> str:
        """The name of its distribution: `propbots-opening-range`."""
        return f"{_PREFIX}{self.name}"


def read_distribution(text: str) -> Naming:
    """Return the name of a distribution that is begun.

    Args:
        text: With the prefix that tells a plugin, as registries write names.

    Raises:
        ConfigurationError: If it is no such name, or Python could not import what it names.
    """
    normal = re.sub(r"[-_.\s]+", "-", text).strip("-").lower()
    if not text.startswith(_PREFIX) or normal != text:
        raise ConfigurationError(
            f"a plugin's name is propbots-NAME, in small letters, digits and single dashes (was {text!r})"
            f"{_propose(normal.removeprefix(_PREFIX))}"
        )
    name = text.removeprefix(_PREFIX)
    if not _is_name(name):
        raise ConfigurationError(
            f"what follows propbots- begins with a letter and goes on with letters, digits and single dashes, "
            f"{_LENGTH_MAX} at most (was {text!r})"
        )
    return _require_no_keyword(Naming(name))


def _is_name(name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and len(name) <= _LENGTH_MAX


def _propose(name: str) -> str:
    """Return a question for a name that would do, or nothing."""
    fits = _is_name(name) and name != _PREFIX.strip("-") and not _is_keyword(Naming(name))
    return f"; how about {_PREFIX}{name}?" if fits else ""


def read_strategy(text: str) -> Naming:
    """Return the name of a strategy that is begun as a file; the file's ending may stand behind it.

    Raises:
        ConfigurationError: If no class could be called so.
    """
    name = text.removesuffix(".py")
    if not _LOOSE.fullmatch(name) or len(name) > _LENGTH_MAX:
        raise ConfigurationError(
            f"a strategy's name begins with a letter and goes on with letters, digits and single dashes or "
            f"underscores, {_LENGTH_MAX} at most (was {text!r})"
        )
    return _require_no_keyword(Naming(name))


def _require_no_keyword(naming: Naming) -> Naming:
    """Refuse what Python keeps to itself, as a module's name or as a class's."""
    if _is_keyword(naming):
        raise ConfigurationError(f"{naming.name} is a word of Python; choose another name")
    return naming


def _is_keyword(naming: Naming) -> bool:
    return iskeyword(naming.module) or iskeyword(naming.title)
