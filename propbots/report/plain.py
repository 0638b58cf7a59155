"""Values as JSON knows them."""

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from propbots.domain.time import to_nanoseconds, to_text

__all__ = ["to_plain"]


def to_plain(value: object, write: Callable[[Decimal], str]) -> object:
    """Return a value as texts, numbers, lists and mappings.

    Args:
        value: Of any type; one that JSON has no like of becomes its text. Floats that are no number become None.
        write: Writes a decimal, which never becomes a float.
    """
    match value:
        case Enum():
            return to_plain(value.value, write)
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else None
        case Decimal():
            return write(value)
        case datetime() if value.tzinfo is not None:
            return to_text(to_nanoseconds(value))
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): to_plain(item, write) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [to_plain(item, write) for item in value]
        case _:
            return str(value)
