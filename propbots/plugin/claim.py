"""Names, what they stand for, and who brings it: one name belongs to one plugin, or to nobody."""

import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Generic, TypeVar

import attrs
from typing_extensions import override

from propbots.errors import ConfigurationError, InvariantViolated, PluginContractBroken, PropbotsError, UnknownName
from propbots.plugin.discovery import InstalledPlugin

__all__ = ["Claim", "blame", "choose", "list_conflicts"]

_T = TypeVar("_T")


@attrs.frozen
class Claim(Generic[_T]):
    """A plugin's claim to a name.

    Attributes:
        kind: What people call what the name stands for, such as `strategy`.
        name: By which it is asked for.
        installed: The plugin that brings it.
        brings: What the name stands for.
    """

    kind: str
    name: str
    installed: InstalledPlugin
    brings: _T

    @override
    def __str__(self) -> str:
        """Name the claim as messages do."""
        return f"{self.kind} {self.name!r} of {self.installed}"


def choose(claims: Sequence[Claim[_T]], kind: str, name: str, *, hint: str = "") -> Claim[_T]:
    """Return the one claim to a name.

    Args:
        claims: All claims of the kind.
        kind: What people call it.
        name: What was asked for.
        hint: Why the name may be missing, or where to get it.

    Raises:
        UnknownName: If nobody claims the name.
        ConfigurationError: If two plugins do, with both distributions.
    """
    matching = [claim for claim in claims if claim.name == name]
    if not matching:
        raise UnknownName(kind, name, list({claim.name: claim for claim in claims}), hint=hint)
    if len(matching) > 1:
        raise ConfigurationError(_tell_conflict(matching))
    return matching[0]


def list_conflicts(claims: Iterable[Claim[_T]]) -> list[str]:
    """Return a sentence for each name that two plugins claim."""
    by_name: dict[str, list[Claim[_T]]] = {}
    for claim in claims:
        by_name.setdefault(claim.name, []).append(claim)
    return [_tell_conflict(rivals) for rivals in by_name.values() if len(rivals) > 1]


def _tell_conflict(rivals: Sequence[Claim[_T]]) -> str:
    owners = " and ".join(claim.installed.distribution for claim in rivals)
    return f"{rivals[0].kind} {rivals[0].name!r} is claimed by {owners}; leave one out with --block or [plugins] block"


@contextmanager
def blame(claim: object, *, spare: tuple[type[Exception], ...] = ()) -> Iterator[None]:
    """Turn whatever a plugin's code raises, our own errors apart, into one that names the plugin.

    Args:
        claim: Whose code runs.
        spare: Exceptions that are no fault.

    Raises:
        PluginContractBroken: From what was raised.
    """
    ours = (PropbotsError, InvariantViolated)
    try:
        yield
    except (Exception, SystemExit) as error:
        if isinstance(error, ours + spare):
            raise
        where = traceback.extract_tb(error.__traceback__)[-1]
        raise PluginContractBroken(
            f"{claim} raised {type(error).__name__}: {error} in {where.filename}, line {where.lineno}; tell its author"
        ) from error
