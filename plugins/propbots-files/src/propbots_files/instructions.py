"""What the user said about a file, checked before the file is opened."""

import codecs
from collections.abc import Sequence
from datetime import tzinfo

import attrs

from propbots.errors import ConfigurationError, UnknownName
from propbots_files.columns import Naming
from propbots_files.parts import Role
from propbots_files.settings import FileSettings, Stamp
from propbots_files.stamp_form import StampForm, from_strptime
from propbots_files.zone import find_zone

__all__ = ["Instructions"]

_NAMED_SEPARATORS = {"tab": "\t", "\\t": "\t", "space": " ", "comma": ",", "semicolon": ";", "pipe": "|"}
_NO_SEPARATORS = frozenset("\"'\r\n.+-:/")
"""Characters that stand inside fields."""


@attrs.frozen
class Instructions:
    """Settings in a form to work with; None and empty where nothing was said.

    Attributes:
        names: Of all columns in order.
        namings: Of columns with odd names.
        separator: One character.
        form: How times are written.
        zone: Of times that do not say theirs.
        stamp: Which end of a bar its time names.
        encoding: A name that `codecs` knows.
    """

    names: tuple[str, ...] = ()
    namings: tuple[Naming, ...] = ()
    separator: str | None = None
    form: StampForm | None = None
    zone: tzinfo | None = None
    stamp: Stamp | None = None
    encoding: str | None = None

    @classmethod
    def from_settings(cls, settings: FileSettings) -> "Instructions":
        """Check settings.

        Raises:
            ConfigurationError: At the first that is wrong whatever the file may be.
        """
        names, namings = _read_columns(settings.columns or "")
        return cls(
            names=names,
            namings=namings,
            separator=_read_separator(settings.separator),
            form=from_strptime(settings.timestamp_format) if settings.timestamp_format else None,
            zone=find_zone(settings.timezone) if settings.timezone else None,
            stamp=_read_stamp(settings.stamp),
            encoding=_read_encoding(settings.encoding),
        )


def _read_columns(text: str) -> tuple[tuple[str, ...], tuple[Naming, ...]]:
    """Return the names of all columns in order, or those of the odd ones."""
    items = tuple(item.strip() for item in text.split(",")) if text.strip() else ()
    if not any("=" in item for item in items):
        return items, ()
    namings = tuple(_read_naming(item) for item in items)
    _require_each_once([naming.role for naming in namings], text)
    return (), namings


def _read_naming(item: str) -> Naming:
    role, sign, name = (part.strip() for part in item.partition("="))
    if not sign or not name:
        raise ConfigurationError(f"--columns must be all names in order, or pairs such as time=Start (was {item!r})")
    if role.lower() not in list(Role):
        raise UnknownName("part of a bar", role, [*map(str, Role)], hint="--columns takes PART=COLUMN")
    return Naming(Role(role.lower()), name)


def _require_each_once(roles: Sequence[Role], text: str) -> None:
    twice = next((role for role in roles if roles.count(role) > 1), None)
    if twice is not None:
        raise ConfigurationError(f"--columns names {twice} twice (was {text!r}); name it once")


def _read_separator(text: str | None) -> str | None:
    """Return the one character, without the blanks that follow it in some files."""
    if text is None:
        return None
    plain = _NAMED_SEPARATORS.get(text.lower(), text.strip(" ") or text[:1])
    if len(plain) != 1 or not plain.isascii() or plain.isalnum() or plain in _NO_SEPARATORS:
        raise ConfigurationError(f"--separator must be one character such as ',', ';', '|' or tab (was {text!r})")
    return plain


def _read_stamp(text: str | None) -> Stamp | None:
    """Return the stamp, also where the settings were not made by a structure that knows its values."""
    if text is None:
        return None
    if text not in list(Stamp):
        raise UnknownName("end of a bar", text, [*map(str, Stamp)], hint="--stamp takes open or close")
    return Stamp(text)


def _read_encoding(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        codecs.getincrementaldecoder(text)
        # Looking up alone takes codecs that are not of text, such as base64.
        b"time,open".decode(text, errors="replace")
        return codecs.lookup(text).name
    except (LookupError, ValueError) as error:
        known = ["utf-8", "utf-16", "latin-1", "cp1252", "ascii"]
        raise UnknownName("encoding", text, known) from error
