"""Turning TOML and text into typed values, with one clear message where they do not fit.

Numbers may be written as numbers or as text and are read as written, never through binary.
"""

import tomllib
import types
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin

import attrs

from propbots.errors import ConfigurationError, UnknownName

__all__ = ["convert", "read_toml", "structure"]

_T = TypeVar("_T")


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file with its numbers as exact decimals.

    Raises:
        ConfigurationError: If the file is missing, unreadable or no TOML.
    """
    try:
        with path.open("rb") as file:
            return tomllib.load(file, parse_float=Decimal)
    except FileNotFoundError as error:
        raise ConfigurationError(f"{path}: no such file") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: cannot be read as TOML ({error})") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{path}: not valid TOML: {error}") from error


def structure(data: object, kind: type[_T], where: str) -> _T:
    """Build an attrs class, and those inside it, from TOML's tables.

    Args:
        data: As the reader gave it.
        kind: The attrs class to build.
        where: How messages call the place, such as `bot.toml: [costs]`.

    Raises:
        UnknownName: For a key that the class has not.
        ConfigurationError: For a missing key or a value of the wrong type.
    """
    from cattrs import BaseValidationError, Converter  # noqa: PLC0415 -- only commands with settings pay for it

    converter = Converter(forbid_extra_keys=True, detailed_validation=True, prefer_attrib_converters=False)
    for simple in _CONVERTERS:
        converter.register_structure_hook(simple, lambda value, target: convert(target, value, ""))
    converter.register_structure_hook_func(
        lambda target: isinstance(target, type) and issubclass(target, Enum),
        lambda value, target: convert(target, value, ""),
    )
    if not isinstance(data, Mapping):
        raise ConfigurationError(f"{where} must be a table (was {data!r})")
    try:
        return converter.structure(data, kind)
    except BaseValidationError as error:
        raise _explain(error, kind, where) from error


def _explain(error: BaseException, kind: Any, where: str) -> ConfigurationError:
    """Return the first of the errors inside a group, with the keys that lead to it."""
    inner = getattr(error, "exceptions", None)
    if inner:
        first = inner[0]
        return _explain(first, getattr(error, "cl", kind), where + _note(first))
    extra = getattr(error, "extra_fields", None)
    if extra:
        owner = getattr(error, "cl", kind)
        return UnknownName("key", min(extra), [field.name for field in attrs.fields(owner)], hint=f"in {where}")
    if isinstance(error, KeyError):
        return ConfigurationError(f"{where}: {error.args[0]} is missing")
    if isinstance(error, ConfigurationError):
        return type(error)(f"{where}: {error}") if not isinstance(error, UnknownName) else error
    return ConfigurationError(f"{where}: {error}")


def _note(error: BaseException) -> str:
    """Return the key that cattrs noted on an error, as a suffix."""
    for note in getattr(error, "__notes__", ()):
        name = getattr(note, "name", None)
        if name is not None and not isinstance(error, KeyError):
            return f", key {name}"
    return ""


def convert(kind: Any, value: object, where: str) -> Any:
    """Turn text or a TOML value into a simple type.

    Raises:
        ConfigurationError: If the value does not fit.
    """
    if get_origin(kind) in (Union, types.UnionType):
        if value is None or value in ("", "none"):
            return None
        return convert(next(part for part in get_args(kind) if part is not types.NoneType), value, where)
    prefix = f"{where} " if where else ""
    if isinstance(kind, type) and issubclass(kind, Enum):
        choices = [str(member.value) for member in kind]
        if str(value) not in choices:
            raise ConfigurationError(f"{prefix}must be one of {', '.join(choices)} (was {value!r})")
        return kind(value)
    if kind not in _CONVERTERS:
        return value
    converter, name = _CONVERTERS[kind]
    try:
        return converter(value)
    except (ValueError, TypeError, InvalidOperation) as error:
        raise ConfigurationError(f"{prefix}must be {name} (was {_shown(value)})") from error


def _shown(value: object) -> str:
    return str(value) if isinstance(value, Decimal) else repr(value)


def _to_int(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError
    return int(value)


def _to_decimal(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise TypeError
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError
    return number


def _to_float(value: object) -> float:
    return float(_to_decimal(value))


def _to_bool(value: object) -> bool:
    if isinstance(value, bool):
        return value
    words = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
    if not isinstance(value, str) or value.lower() not in words:
        raise ValueError
    return words[value.lower()]


def _to_str(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _to_date(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(_to_str(value))


def _to_time(value: object) -> time:
    return value if isinstance(value, time) else time.fromisoformat(_to_str(value))


_CONVERTERS: dict[Any, tuple[Callable[[object], object], str]] = {
    int: (_to_int, "a whole number"),
    float: (_to_float, "a number"),
    Decimal: (_to_decimal, "a number"),
    bool: (_to_bool, "true or false"),
    str: (_to_str, "text"),
    date: (_to_date, "a date such as 2026-01-31"),
    time: (_to_time, "a time such as 17:00"),
}
