"""What can be begun with a scaffold."""

from enum import StrEnum

from propbots.errors import ConfigurationError, UnknownName

__all__ = ["ScaffoldKind", "read_kind"]


class ScaffoldKind(StrEnum):
    """The kinds of plugins; each is a folder of templates. Bars and ticks are both data, and read differently."""

    STRATEGY = "strategy"
    INDICATOR = "indicator"
    DATA = "data"
    TICKS = "ticks"
    INSTRUMENTS = "instruments"
    FIRM = "firm"


_LATER = ("broker", "executor", "notifier")
"""What has a name already and no templates yet."""


def read_kind(text: str) -> ScaffoldKind:
    """Return a kind by its name.

    Raises:
        ConfigurationError: For a kind that is still to come.
        UnknownName: For one that nobody thought of.
    """
    known = [kind.value for kind in ScaffoldKind]
    if text in _LATER:
        raise ConfigurationError(f"--kind {text} is not there yet; the kinds to begin with are {', '.join(known)}")
    if text not in known:
        raise UnknownName("kind of plugin", text, known)
    return ScaffoldKind(text)
