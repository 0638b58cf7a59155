"""Which column of a file holds which part of a bar or a tick."""

from collections.abc import Callable, Mapping, Sequence

import attrs

from propbots.errors import ConfigurationError, PropbotsError, closest
from propbots_files.parts import BARS, TICKS, Kind, Role, kind_of, plain

__all__ = ["FileColumns", "Naming", "Refuse", "find_columns", "listed"]

Refuse = Callable[[str], PropbotsError]
"""Makes the error for names of columns that do not do: they may be the file's or the user's."""
_LISTED = 20
"""Names of columns that a message lists."""


@attrs.frozen
class Naming:
    """A user's word that a part of a bar or a tick stands under an odd name."""

    role: Role
    name: str


@attrs.frozen(eq=False)
class FileColumns:
    """Where the parts of a row stand, counted from 0.

    Attributes:
        kind: What the rows are.
        stamp: One column with the whole time, or two, the date and the clock.
        numbers: The columns of numbers by what they are.
    """

    kind: Kind
    stamp: tuple[int, ...]
    numbers: Mapping[Role, int]

    @property
    def used(self) -> list[int]:
        """All columns that are read."""
        return [*self.stamp, *self.numbers.values()]

    @property
    def may_lack(self) -> list[int]:
        """The columns in which a row may have nothing."""
        return [index for role, index in self.numbers.items() if role not in self.kind.filled]


def find_columns(names: Sequence[str], given: Sequence[Naming], refuse: Refuse) -> FileColumns:
    """Find the parts of a bar or a tick among the names of a file's columns.

    Args:
        names: Of all columns, in order.
        given: What the user said; goes before what is recognised.
        refuse: Makes the error for names that do not do.

    Raises:
        ConfigurationError: If the user named a column that the file does not have, or one for a time and a number.
        PropbotsError: What `refuse` made, if a part is missing or named twice.
    """
    said = {naming.role: _position(naming, names) for naming in given}
    free = ["" if index in said.values() else plain(name) for index, name in enumerate(names)]
    kind = kind_of(free, list(said))
    role_of = kind.role_of
    twice = next((name for name in free if name in role_of and free.count(name) > 1), None)
    if twice is not None:
        raise refuse(f"two columns have the name {twice!r}; rename one of them")
    found = {role: free.index(name) for name, role in reversed(role_of.items()) if name in free} | said
    _require_whole(names, kind, set(found), refuse)
    stamp = _stamp_columns(names, free, said, refuse)
    numbers: dict[Role, int] = {
        role: found[role] for role in kind.names if role in found and role not in {Role.DATE, Role.TIME}
    }
    twofold = next((names[index] for index in stamp if index in numbers.values()), None)
    if twofold is not None:
        raise ConfigurationError(f"--columns takes {twofold!r} for a time and a number; name another for one")
    return FileColumns(kind, stamp, numbers)


def listed(names: Sequence[str]) -> str:
    """Return names of columns as a message lists them."""
    return ", ".join(names[:_LISTED]) + (", …" if len(names) > _LISTED else "")


def _position(naming: Naming, names: Sequence[str]) -> int:
    """Return where the column stands that the user named."""
    positions = [index for index, name in enumerate(names) if plain(name) == plain(naming.name)]
    if len(positions) == 1:
        return positions[0]
    wish = f"--columns {naming.role}={naming.name}"
    if positions:
        raise ConfigurationError(f"{wish}: the file has {len(positions)} columns of that name; rename one of them")
    near = closest(naming.name, list(names))
    hint = f"; did you mean {near!r}?" if near else ""
    raise ConfigurationError(f"{wish}: the file has no such column; it has {listed(names)}{hint}")


def _require_whole(names: Sequence[str], kind: Kind, found: set[Role], refuse: Refuse) -> None:
    """Refuse columns that lack a part of a bar, or of a tick: a print, or both sides of a quote."""
    missing = [role for role in kind.filled if role not in found]
    if kind is TICKS and Role.LAST not in found:
        missing = [role for role in (Role.BID, Role.ASK) if role not in found]
    if not found & {Role.TIME, Role.DATE}:
        missing.insert(0, Role.TIME)
    if not missing:
        return
    proposal = ",".join(f"{role}=NAME" for role in missing)
    lacking = ", ".join(missing)
    mend = f"name what is missing in --columns, such as {proposal}"
    raise refuse(f"no column for {lacking} (the columns are {listed(names)}); {mend}")


def _stamp_columns(names: Sequence[str], free: Sequence[str], said: dict[Role, int], refuse: Refuse) -> tuple[int, ...]:
    """Return the column of the time, or those of date and clock."""
    if Role.TIME in said:
        return (said[Role.DATE], said[Role.TIME]) if Role.DATE in said else (said[Role.TIME],)
    if Role.DATE in said:
        return (said[Role.DATE], free.index("time")) if "time" in free else (said[Role.DATE],)
    candidates = [free.index(name) for role in (Role.DATE, Role.TIME) for name in BARS.names[role] if name in free]
    if len(candidates) == 1 or [free[index] for index in candidates] == ["date", "time"]:
        return tuple(candidates)
    named = " and ".join(repr(names[index]) for index in candidates)
    raise refuse(f"{named} may each be the time; say which with --columns time={names[candidates[0]]}")
