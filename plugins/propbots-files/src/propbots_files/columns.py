"""Which column of a file holds which part of a bar."""

from collections.abc import Callable, Sequence
from enum import StrEnum

import attrs

from propbots.errors import ConfigurationError, PropbotsError, closest

__all__ = ["FileColumns", "Naming", "Refuse", "Role", "count_known", "find_columns", "listed"]

Refuse = Callable[[str], PropbotsError]
"""Makes the error for names of columns that do not do: they may be the file's or the user's."""


class Role(StrEnum):
    """What a column can be to a bar."""

    DATE = "date"
    TIME = "time"
    OPEN = "open"
    HIGH = "high"
    LOW = "low"
    CLOSE = "close"
    VOLUME = "volume"


_NAMES = {
    Role.DATE: ("date",),
    Role.TIME: ("time", "timestamp", "datetime", "date time", "date_time"),
    Role.OPEN: ("open", "o"),
    Role.HIGH: ("high", "h"),
    Role.LOW: ("low", "l"),
    Role.CLOSE: ("close", "c", "last"),
    Role.VOLUME: ("volume", "vol", "v"),
}
"""Common names in lower case; where a header has several for one role, the first of this order is taken."""
_ROLE_OF = {name: role for role, names in _NAMES.items() for name in names}
_PRICES = (Role.OPEN, Role.HIGH, Role.LOW, Role.CLOSE)
_TICK_NAMES = frozenset(
    {"bid", "ask", "bidprice", "askprice", "bid price", "ask price", "price", "last", "size", "qty", "quantity", "side"}
)
_LISTED = 20
"""Names of columns that a message lists."""


@attrs.frozen
class Naming:
    """A user's word that a part of a bar stands under an odd name."""

    role: Role
    name: str


@attrs.frozen
class FileColumns:
    """Where the parts of a bar stand in a row, counted from 0.

    Attributes:
        stamp: One column with the whole time, or two, the date and the clock.
        prices: Open, high, low and close.
        volume: None where the file has none.
    """

    stamp: tuple[int, ...]
    prices: tuple[int, ...]
    volume: int | None

    @property
    def numbers(self) -> tuple[int, ...]:
        """Return the columns of open, high, low, close and, where there is one, volume."""
        return self.prices if self.volume is None else (*self.prices, self.volume)


def count_known(names: Sequence[str]) -> int:
    """Return how many of the names are common ones for the parts of a bar."""
    return sum(_plain(name) in _ROLE_OF for name in names)


def find_columns(names: Sequence[str], given: Sequence[Naming], refuse: Refuse) -> FileColumns:
    """Find the parts of a bar among the names of a file's columns.

    Args:
        names: Of all columns, in order.
        given: What the user said; goes before what is recognised.
        refuse: Makes the error for names that do not do.

    Raises:
        ConfigurationError: If the user named a column that the file does not have, or one for a time and a number.
        PropbotsError: What `refuse` made, if a part of a bar is missing or named twice, or the columns are of ticks.
    """
    said = {naming.role: _position(naming, names) for naming in given}
    plain = ["" if index in said.values() else _plain(name) for index, name in enumerate(names)]
    twice = next((name for name in plain if name in _ROLE_OF and plain.count(name) > 1), None)
    if twice is not None:
        raise refuse(f"two columns have the name {twice!r}; rename one of them")
    found = {role: plain.index(name) for name, role in reversed(_ROLE_OF.items()) if name in plain} | said
    _require_bars(names, plain, set(found), refuse)
    stamp = _stamp_columns(names, plain, said, refuse)
    columns = FileColumns(stamp, tuple(found[role] for role in _PRICES), found.get(Role.VOLUME))
    twofold = next((names[index] for index in stamp if index in columns.numbers), None)
    if twofold is not None:
        raise ConfigurationError(f"--columns takes {twofold!r} for a time and a number; name another for one")
    return columns


def listed(names: Sequence[str]) -> str:
    """Return names of columns as a message lists them."""
    return ", ".join(names[:_LISTED]) + (", …" if len(names) > _LISTED else "")


def _position(naming: Naming, names: Sequence[str]) -> int:
    """Return where the column stands that the user named."""
    positions = [index for index, name in enumerate(names) if _plain(name) == _plain(naming.name)]
    if len(positions) == 1:
        return positions[0]
    wish = f"--columns {naming.role}={naming.name}"
    if positions:
        raise ConfigurationError(f"{wish}: the file has {len(positions)} columns of that name; rename one of them")
    near = closest(naming.name, list(names))
    hint = f"; did you mean {near!r}?" if near else ""
    raise ConfigurationError(f"{wish}: the file has no such column; it has {listed(names)}{hint}")


def _require_bars(names: Sequence[str], plain: Sequence[str], found: set[Role], refuse: Refuse) -> None:
    """Refuse columns that lack a part of a bar."""
    missing = [role for role in _PRICES if role not in found]
    if not found & {Role.TIME, Role.DATE}:
        missing.insert(0, Role.TIME)
    if not missing:
        return
    if not found & {Role.OPEN, Role.HIGH, Role.LOW} and _TICK_NAMES & set(plain):
        raise refuse(f"these are ticks and not bars (the columns are {listed(names)}); give a file of bars")
    proposal = ",".join(f"{role}=NAME" for role in missing)
    lacking = ", ".join(missing)
    mend = f"name what is missing in --columns, such as {proposal}"
    raise refuse(f"no column for {lacking} (the columns are {listed(names)}); {mend}")


def _stamp_columns(
    names: Sequence[str], plain: Sequence[str], said: dict[Role, int], refuse: Refuse
) -> tuple[int, ...]:
    """Return the column of the time, or those of date and clock."""
    if Role.TIME in said:
        return (said[Role.DATE], said[Role.TIME]) if Role.DATE in said else (said[Role.TIME],)
    if Role.DATE in said:
        return (said[Role.DATE], plain.index("time")) if "time" in plain else (said[Role.DATE],)
    candidates = [plain.index(name) for role in (Role.DATE, Role.TIME) for name in _NAMES[role] if name in plain]
    if len(candidates) == 1 or [plain[index] for index in candidates] == ["date", "time"]:
        return tuple(candidates)
    named = " and ".join(repr(names[index]) for index in candidates)
    raise refuse(f"{named} may each be the time; say which with --columns time={names[candidates[0]]}")


def _plain(name: str) -> str:
    return name.strip().casefold()
