"""What a row of a file can tell, and what the columns are called that tell it."""

from collections.abc import Mapping
from enum import StrEnum

import attrs

__all__ = ["BARS", "TICKS", "Kind", "Role", "count_known", "kind_of", "plain"]


class Role(StrEnum):
    """What a column can be to a bar or a tick."""

    DATE = "date"
    TIME = "time"
    OPEN = "open"
    HIGH = "high"
    LOW = "low"
    CLOSE = "close"
    VOLUME = "volume"
    BID = "bid"
    ASK = "ask"
    LAST = "last"
    BID_SIZE = "bid_size"
    ASK_SIZE = "ask_size"
    FLAGS = "flags"


@attrs.frozen(eq=False)
class Kind:
    """What the rows of a file are.

    Attributes:
        names: Common names of the columns in lower case; where a header has several for one role, the first of this
            order is taken.
        filled: Roles whose columns every file has and no row leaves empty.
    """

    names: Mapping[Role, tuple[str, ...]]
    filled: tuple[Role, ...] = ()

    @property
    def role_of(self) -> dict[str, Role]:
        """What each name stands for."""
        return {name: role for role, names in self.names.items() for name in names}


_STAMP = {
    Role.DATE: ("date",),
    Role.TIME: ("time", "timestamp", "datetime", "date time", "date_time", "transact_time"),
}
BARS = Kind(
    {
        **_STAMP,
        Role.OPEN: ("open", "o"),
        Role.HIGH: ("high", "h"),
        Role.LOW: ("low", "l"),
        Role.CLOSE: ("close", "c", "last"),
        Role.VOLUME: ("volume", "vol", "v"),
    },
    (Role.OPEN, Role.HIGH, Role.LOW, Role.CLOSE),
)
TICKS = Kind(
    {
        **_STAMP,
        Role.BID: ("bid", "bidprice", "bid price", "bid_price"),
        Role.ASK: ("ask", "askprice", "ask price", "ask_price"),
        Role.LAST: ("last", "price", "lastprice", "last price", "last_price"),
        Role.VOLUME: ("volume", "vol", "v", "size", "qty", "quantity", "lastsize", "last size", "last_size"),
        Role.BID_SIZE: ("bid_size", "bidsize", "bid size", "bid_volume", "bidvolume", "bid volume"),
        Role.ASK_SIZE: ("ask_size", "asksize", "ask size", "ask_volume", "askvolume", "ask volume"),
    },
)
_OF_BARS = frozenset({Role.OPEN, Role.HIGH, Role.LOW, Role.CLOSE})
_OF_TICKS = frozenset({Role.BID, Role.ASK, Role.LAST, Role.BID_SIZE, Role.ASK_SIZE})
_KNOWN = BARS.role_of.keys() | TICKS.role_of.keys()


def plain(name: str) -> str:
    """Return a name as it is looked for: in lower case, without blanks or pointed brackets around it."""
    return name.strip().casefold().removeprefix("<").removesuffix(">")


def count_known(names: "list[str] | tuple[str, ...]") -> int:
    """Return how many of the names are common ones."""
    return sum(plain(name) in _KNOWN for name in names)


def kind_of(names: "list[str]", given: "list[Role]") -> Kind:
    """Return what rows with such columns are: what the user said, else ticks if no column is a bar's alone.

    Args:
        names: Of the columns, plain.
        given: Roles that the user named.
    """
    if _OF_BARS.intersection(given) or _OF_TICKS.intersection(given):
        return BARS if _OF_BARS.intersection(given) else TICKS
    bars, ticks = ({kind.role_of[name] for name in names if name in kind.role_of} for kind in (BARS, TICKS))
    return TICKS if ticks & _OF_TICKS and not bars & (_OF_BARS - {Role.CLOSE}) else BARS
