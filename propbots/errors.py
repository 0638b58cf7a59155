"""Every error that propbots raises on purpose, as one tree.

```
PropbotsError                         everything raised on purpose
├─ ConfigurationError                 start-up only; nothing was sent; the user mends the input
│  ├─ UnknownName                     a plugin, plan, instrument, parameter or key that nobody offers
│  ├─ PluginIncompatible              an installed plugin was built for another kernel
│  └─ UnknownFact                     a rule needs a fact that its plan calls unknown
├─ PluginError                        the plugin's author mends it; nothing was sent
│  ├─ PluginLoadFailed                the entry module did not import
│  ├─ PluginContractBroken            a contribution is not what its contract says
│  └─ StrategyFailed                  a strategy raised; carries its file, line and the bar's time
├─ DataError                          the user mends the data; nothing was sent
│  ├─ DataGap   ├─ DataStale   ├─ DataCorrupt
│  └─ OutputNotWritable               a result could not be written; no part of it stays behind
InvariantViolated(Exception)          a bug of ours, deliberately outside the tree
```

No error of this page means that an order reached a broker, and each may be retried after it is mended.
"""

from typing import Never

__all__ = [
    "ConfigurationError",
    "DataCorrupt",
    "DataError",
    "DataGap",
    "DataStale",
    "InvariantViolated",
    "OutputNotWritable",
    "PluginContractBroken",
    "PluginError",
    "PluginIncompatible",
    "PluginLoadFailed",
    "PropbotsError",
    "StrategyFailed",
    "UnknownFact",
    "UnknownName",
    "closest",
    "invariant",
]


class PropbotsError(Exception):
    """An error with a message for the person who can mend it."""


class ConfigurationError(PropbotsError):
    """What the user asked for cannot be; the message says file, key and mend."""


class UnknownName(ConfigurationError):
    """A name that nothing installed offers."""

    def __init__(self, kind: str, name: str, known: "list[str]", *, where: str = "", hint: str = "") -> None:
        """Say what was asked for, the nearest known names and where to look.

        Args:
            kind: What the name should have named, such as "strategy".
            name: What was asked for.
            known: All names that would have been right.
            where: The file and table that asked.
            hint: A further sentence, such as which plugin to install.
        """
        message = f"{where}: unknown {kind} {name!r}" if where else f"unknown {kind} {name!r}"
        near = closest(name, known)
        if near:
            message += f"; did you mean {near!r}?"
        elif known:
            message += f"; known: {', '.join(sorted(known)[:12])}"
        if hint:
            message += f" {hint}" if near else f"; {hint}"
        super().__init__(message)
        self.kind = kind
        self.name = name


class PluginIncompatible(ConfigurationError):
    """An installed plugin does not fit this kernel."""


class UnknownFact(ConfigurationError):
    """A check needs a fact that nobody knows; propbots refuses rather than guesses."""


class PluginError(PropbotsError):
    """A plugin is at fault."""


class PluginLoadFailed(PluginError):
    """A plugin's entry module could not be imported."""


class PluginContractBroken(PluginError):
    """A plugin's contribution breaks its contract."""


class StrategyFailed(PluginError):
    """A strategy raised while it was asked for a decision."""


class DataError(PropbotsError):
    """Data that cannot be used, or an output that cannot be written."""


class DataGap(DataError):
    """Data are missing where they are needed."""


class DataStale(DataError):
    """Data are too old to act on."""


class DataCorrupt(DataError):
    """Data are present and wrong."""


class OutputNotWritable(DataError):
    """An output cannot be written where it was asked for."""


class InvariantViolated(Exception):
    """A bug of ours; outside the tree so that nobody swallows it."""


def invariant(condition: object, message: str) -> None:
    """Raise `InvariantViolated` unless the condition holds.

    Raises:
        InvariantViolated: If the condition does not hold.
    """
    if not condition:
        _fail(message)


def _fail(message: str) -> Never:
    raise InvariantViolated(message)


def closest(name: str, known: "list[str]") -> str | None:
    """Return the known name most like the given one, or None if none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 -- only errors need it

    lowered = {candidate.lower(): candidate for candidate in known}
    near = get_close_matches(name.lower(), list(lowered), n=1, cutoff=0.6)
    return lowered[near[0]] if near else None
