"""Reading a calendar of releases from a file of one's own."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from propbots.domain.time import to_nanoseconds
from propbots.errors import ConfigurationError
from propbots.rules.release import Impact, Release, ReleaseCalendar
from propbots.settings import read_toml

__all__ = ["is_release_file", "read_releases"]

_COLUMNS = ("time", "event", "currency", "impact")
_CODE = 3
"""Letters of a currency's code."""


def is_release_file(name: str) -> bool:
    """Whether a name is that of a file, and not of a plugin's calendar."""
    return name.lower().endswith((".csv", ".toml"))


def read_releases(path: Path) -> ReleaseCalendar:
    """Read a calendar of releases.

    Args:
        path: A CSV file with the columns time, event, currency and impact, or a TOML file with a table `[[release]]` of
            the same keys for each.

    Raises:
        ConfigurationError: With file, row and mend.
    """
    rows = _read_tables(path) if path.suffix.lower() == ".toml" else _read_rows(path)
    releases = [_to_release(row, f"{path}: {label}") for label, row in rows]
    if not releases:
        raise ConfigurationError(f"{path}: holds no release; give a row for each")
    return ReleaseCalendar(releases, str(path))


def _read_tables(path: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    document = read_toml(path)
    tables = document.get("release", [])
    if set(document) - {"release"} or not isinstance(tables, list):
        raise ConfigurationError(f"{path}: may hold tables [[release]] and nothing else; take the rest out")
    for number, table in enumerate(tables, 1):
        if not isinstance(table, dict):
            raise ConfigurationError(f"{path}: release {number}: must be a table [[release]] (was {table!r})")
        yield f"release {number}", table


def _read_rows(path: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    reader = csv.reader(_read_text(path).splitlines(), skipinitialspace=True)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        missing = [name for name in _COLUMNS if name not in header]
        if missing:
            mend = f"write {','.join(_COLUMNS)} into its first line"
            raise ConfigurationError(f"{path}: row 1: has no column {' and no '.join(missing)}; {mend}")
        for cells in reader:
            if cells:
                yield f"row {reader.line_num}", dict(zip(header, map(str.strip, cells), strict=False))
    except csv.Error as error:
        raise ConfigurationError(f"{path}: row {reader.line_num}: is no CSV ({error}); write it anew") from error


def _read_text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise ConfigurationError(f"{path}: there is no such file; check the path") from error
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read ({(error.strerror or str(error)).lower()})") from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{path}: is no text in UTF-8 (at byte {error.start}); save it as UTF-8") from error


def _to_release(row: Mapping[str, object], where: str) -> Release:
    missing = [name for name in _COLUMNS if row.get(name) in (None, "")]
    if missing:
        raise ConfigurationError(f"{where}: {missing[0]} is missing; give {', '.join(_COLUMNS)}")
    event, currency, impact = (str(row[name]).strip() for name in _COLUMNS[1:])
    if not (len(currency) == _CODE and currency.isascii() and currency.isalpha()):
        raise ConfigurationError(f"{where}: currency must be a code such as USD (was {currency!r})")
    return Release(
        time_ns=_read_time(row["time"], where),
        event="-".join(event.lower().split()),
        currency=currency.upper(),
        impact=_read_impact(impact, where),
    )


def _read_impact(impact: str, where: str) -> Impact:
    if impact.lower() not in list(Impact):
        raise ConfigurationError(f"{where}: impact must be {_join(Impact)} (was {impact!r})")
    return Impact(impact.lower())


def _read_time(value: object, where: str) -> int:
    """Return a moment; one without a zone is refused, since an hour beside it the window would be worth nothing."""
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        return to_nanoseconds(moment)
    except (ValueError, OverflowError) as error:
        mend = "must be a moment with its zone, such as 2026-01-28T19:00:00Z or 2026-01-28T14:00:00-05:00"
        raise ConfigurationError(f"{where}: time {mend} (was {value!s:.60})") from error


def _join(names: Iterable[str]) -> str:
    return " or ".join(names)
