"""Turning TOML and text into typed values, with one clear message where they do not fit.

Numbers may be written as numbers or as text and are read as written, never through binary.
"""

import math
import tomllib
import types
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin

import attrs

from propbots.errors import ConfigurationError, UnknownName

if TYPE_CHECKING:
    from cattrs import Converter

__all__ = ["convert", "read_shared_toml", "read_toml", "structure"]

_T = TypeVar("_T")


class _Unfit(ConfigurationError):
    """A value that does not fit where it stands; whoever catches it knows the place."""


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file with its numbers as exact decimals.

    Raises:
        ConfigurationError: If the file is missing, unreadable or no TOML.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise ConfigurationError(f"{path}: there is no such file; check the path") from error
    except IsADirectoryError as error:
        raise ConfigurationError(f"{path}: this is a folder; give a TOML file") from error
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read ({(error.strerror or str(error)).lower()})") from error
    return _parse(path, content)


def read_shared_toml(path: Path) -> Mapping[str, Any]:
    """Read a TOML file that is read again and again, as `read_toml`; nobody may change what is returned."""
    return _remember(path, path.stat().st_mtime_ns) if path.is_file() else read_toml(path)


@lru_cache(maxsize=64)
def _remember(path: Path, _changed_ns: int) -> Mapping[str, Any]:
    return read_toml(path)


def _parse(path: Path, content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode(), parse_float=Decimal)
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{path}: not a text in UTF-8 (at byte {error.start}); save it as TOML") from error
    except (ValueError, InvalidOperation, RecursionError) as error:
        # Numbers of thousands of digits, exponents beyond any decimal and bottomless nesting are no TOMLDecodeError.
        raise ConfigurationError(f"{path}: not valid TOML: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    if isinstance(error, tomllib.TOMLDecodeError):
        return str(error)
    return "a number is too long" if isinstance(error, ValueError | InvalidOperation) else "it is nested too deep"


def structure(data: object, kind: type[_T], where: str) -> _T:
    """Build an attrs class, and those inside it, from TOML's tables.

    Args:
        data: As the reader gave it.
        kind: The attrs class to build; a field whose name ends in an underscore is asked for without it.
        where: How messages call the place, such as `bot.toml`.

    Raises:
        UnknownName: For a key that the class has not.
        ConfigurationError: For a missing key or a value that does not fit.
    """
    from cattrs import BaseValidationError  # noqa: PLC0415 -- only commands with settings pay for it

    try:
        return _build_converter().structure(data, kind)
    except _Unfit as error:
        raise ConfigurationError(f"{where} {error}") from error
    except BaseValidationError as error:
        raise _explain(error, where, "") from error


@cache
def _build_converter() -> "Converter":
    """Build what makes classes from tables; it refuses whatever it would have to guess."""
    from cattrs import Converter  # noqa: PLC0415 -- only commands with settings pay for it
    from cattrs.cols import (  # noqa: PLC0415 -- the same
        homogenous_tuple_structure_factory,
        list_structure_factory,
        mapping_structure_factory,
    )
    from cattrs.gen import make_dict_structure_fn, override  # noqa: PLC0415 -- the same

    converter = Converter(detailed_validation=True)

    def build_table(kind: Any, converter: "Converter") -> Callable[[Any, Any], Any]:
        names: dict[str, Any] = {field.name: override(rename=_key(field.name)) for field in attrs.fields(kind)}
        return make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True, **names)

    def guard(shape: type, name: str, build: Callable[..., Any], fits: Callable[[Any], bool]) -> None:
        def make(kind: Any) -> Callable[[object, Any], Any]:
            built = build(kind, converter)

            def hook(value: object, target: Any) -> Any:
                if not isinstance(value, shape):
                    raise _Unfit(f"must be {name} (was {value!r})")
                return built(value, target)

            return hook

        converter.register_structure_hook_factory(fits, make)

    guard(Mapping, "a table", build_table, attrs.has)
    guard(Mapping, "a table", mapping_structure_factory, lambda kind: get_origin(kind) is dict)
    guard(list, "a list", list_structure_factory, lambda kind: get_origin(kind) is list)
    guard(list, "a list", homogenous_tuple_structure_factory, lambda kind: get_origin(kind) is tuple)
    for simple in _CONVERTERS:
        converter.register_structure_hook(simple, lambda value, target: convert(target, value, ""))
    converter.register_structure_hook_func(_is_enum, lambda value, target: convert(target, value, ""))
    return converter


def _is_enum(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _explain(error: BaseException, where: str, path: str) -> ConfigurationError:
    """Return the first of the errors inside a group, with the keys that lead to it."""
    if isinstance(error, KeyError):
        return ConfigurationError(f"{where}: {_dotted(path, str(error.args[0]))} is missing")
    path = _dotted(path, _step(error))
    inner = getattr(error, "exceptions", None)
    if inner:
        return _explain(inner[0], where, path)
    extra = getattr(error, "extra_fields", None)
    if extra:
        owner: Any = getattr(error, "cl", None)
        known = [_key(field.name) for field in attrs.fields(owner)]
        return UnknownName("key", min(extra), known, where=f"{where}: {path}" if path else where)
    if isinstance(error, _Unfit):
        return ConfigurationError(f"{where}: {path} {error}")
    return ConfigurationError(f"{where}: {error}")


def _key(name: str) -> str:
    """Return what TOML calls a field; words that Python keeps to itself stand with an underscore in a class."""
    return name.rstrip("_")


def _dotted(path: str, step: str) -> str:
    """Return the key one level deeper, as TOML writes it."""
    return f"{path}.{step}" if path and step and not step.startswith("[") else path + step


def _step(error: BaseException) -> str:
    """Return the key or the place in a list that cattrs noted on an error."""
    for note in getattr(error, "__notes__", ()):
        if getattr(note, "name", None) is not None:
            return _key(str(note.name))
        index = getattr(note, "index", None)
        if index is not None:
            return f"[{index}]" if isinstance(index, int) else str(index)
    return ""


def convert(kind: Any, value: object, where: str) -> Any:
    """Turn text or a TOML value into a simple type.

    Args:
        kind: The type; one that may be None takes `none` for it.
        value: What was written.
        where: What messages call it, such as `--quantity`.

    Raises:
        ConfigurationError: If the value does not fit.
    """
    if get_origin(kind) in (Union, types.UnionType):
        if value is None or value in ("", "none"):
            return None
        return convert(next(part for part in get_args(kind) if part is not types.NoneType), value, where)
    prefix = f"{where} " if where else ""
    if _is_enum(kind):
        members = {str(member.value): member for member in kind}
        member = value if isinstance(value, kind) else members.get(str(value))
        if member is None:
            raise _Unfit(f"{prefix}must be one of {', '.join(members)} (was {_shown(value)})")
        return member
    if kind not in _CONVERTERS:
        return value
    converter, name = _CONVERTERS[kind]
    try:
        return converter(value)
    except (ValueError, TypeError, InvalidOperation) as error:
        raise _Unfit(f"{prefix}must be {name} (was {_shown(value)})") from error


def _shown(value: object) -> str:
    text = str(value) if isinstance(value, Decimal) else repr(value)
    return text if len(text) <= _SHOWN_MAX else f"{text[:_SHOWN_MAX]}…"


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
    number = float(_to_decimal(value))
    if not math.isfinite(number):
        raise ValueError
    return number


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
    if isinstance(value, datetime):
        raise TypeError
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
_SHOWN_MAX = 80
