"""How a time can be written: the common forms, and those that a user describes in the directives of `strptime`.

A form is a pattern with named groups. Within them it must treat all digits alike: the reader matches it against one
time of each shape (digits here, a colon there) and takes the places of its groups for every time of that shape.
"""

import re

import attrs

from propbots.errors import ConfigurationError

__all__ = ["DAY_FIRST", "MONTH_FIRST", "StampForm", "from_strptime", "month_number", "recognise", "spell"]


@attrs.frozen
class StampForm:
    """A way to write a time.

    Attributes:
        name: In words, for messages.
        pattern: Its groups are `year month month_name day hour minute second fraction half zone sign zone_hour
            zone_minute`, with `microsecond` for a fraction without leading zeros, or `epoch` and `fraction`; those that
            it lacks or that stay empty are zero.
        unit: What one of `epoch` lasts, in nanoseconds; 0 for a calendar time.
    """

    name: str
    pattern: re.Pattern[bytes]
    unit: int = 0


_CLOCK = (
    r"(?P<hour>\d{1,2}(?=:)|\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"(?:\s*(?P<half>[AaPp][Mm]))?"
)
_ZONE = r"(?P<zone>[Zz]|UTC|GMT|(?P<sign>[+-])(?P<zone_hour>\d\d)(?::?(?P<zone_minute>\d\d))?)"
_REST = rf"(?:(?:[Tt]|\s+){_CLOCK}(?:\s*{_ZONE})?)?"
_ALL_DIGITS = (
    r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)"
    r"(?:(?P<second>\d\d)(?:\.?(?P<fraction>\d{3}))?)?"
)


def _form(name: str, pattern: str, unit: int = 0) -> StampForm:
    return StampForm(name, re.compile(rf"\s*{pattern}\s*".encode()), unit)


MONTH_FIRST = _form(
    "month, day, year", rf"(?P<month>\d{{1,2}})(?P<gap>[-/.])(?P<day>\d{{1,2}})(?P=gap)(?P<year>\d{{4}}|\d\d){_REST}"
)
DAY_FIRST = _form(
    "day, month, year", rf"(?P<day>\d{{1,2}})(?P<gap>[-/.])(?P<month>\d{{1,2}})(?P=gap)(?P<year>\d{{4}}|\d\d){_REST}"
)
_COMMON = (
    _form("year, month, day", rf"(?P<year>\d{{4}})(?P<gap>[-/.])(?P<month>\d{{1,2}})(?P=gap)(?P<day>\d{{1,2}}){_REST}"),
    MONTH_FIRST,
    _form("yyyyMMdd and clock", rf"(?P<year>\d{{4}})(?P<month>\d\d)(?P<day>\d\d){_REST}"),
    _form("yyyyMMddHHmmss", _ALL_DIGITS),
    _form("seconds since 1970", r"(?P<epoch>\d{9,10})(?:\.(?P<fraction>\d{1,9}))?", 1_000_000_000),
    _form("milliseconds since 1970", r"(?P<epoch>\d{12,13})", 1_000_000),
    _form("microseconds since 1970", r"(?P<epoch>\d{15,16})", 1_000),
    _form("nanoseconds since 1970", r"(?P<epoch>\d{18,19})", 1),
)
_DIRECTIVES = {
    "Y": r"(?P<year>\d{4})",
    "y": r"(?P<year>\d\d)",
    "m": r"(?P<month>\d{1,2})",
    "b": r"(?P<month_name>[A-Za-z]{3})",
    "B": r"(?P<month_name>[A-Za-z]{3,9})",
    "d": r"(?P<day>\d{1,2})",
    "H": r"(?P<hour>\d{1,2})",
    "I": r"(?P<hour>\d{1,2})",
    "M": r"(?P<minute>\d{1,2})",
    "S": r"(?P<second>\d{1,2})",
    "f": r"(?P<fraction>\d{1,9})",
    "p": r"(?P<half>[AaPp][Mm])",
    "z": _ZONE,
    "Z": r"(?P<zone>[Zz]|UTC|GMT)",
    "a": "[A-Za-z]{3}",
    "A": "[A-Za-z]{6,9}",
    "%": "%",
}
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SPELT = {
    "year": "Y",
    "month": "m",
    "day": "d",
    "hour": "H",
    "minute": "M",
    "second": "S",
    "fraction": "f",
    "half": "p",
    "zone": "z",
}
_TOKEN = re.compile(r"%(.?)|(\s+)|(.)", re.DOTALL)


def recognise(example: bytes) -> StampForm | None:
    """Return the common form of a time; `MONTH_FIRST` where only further times can tell it from `DAY_FIRST`.

    Twelve digits can be a date with hour and minute or milliseconds: the first if they begin with a year of ours.
    """
    for form in _COMMON:
        match = form.pattern.fullmatch(example)
        if match and (form.pattern.groupindex.get("gap") or form.unit or match["year"][:2] in (b"19", b"20")):
            return form
    return None


def from_strptime(text: str) -> StampForm:
    """Return the form that directives such as `%d.%m.%Y %H:%M` describe.

    Raises:
        ConfigurationError: If a directive is not known or stands twice, or a part of the date is missing.
    """
    tokens = [(match[1], match[2], match[3]) for match in _TOKEN.finditer(text)]
    directives = [directive for directive, _, _ in tokens if directive is not None]
    unknown = next((directive for directive in directives if directive not in _DIRECTIVES), None)
    if unknown is not None:
        known = " ".join(f"%{directive}" for directive in _DIRECTIVES)
        raise _wrong_format(text, f"%{unknown} is not known", f"use {known}")
    pattern = "".join(
        r"\s+" if blank else re.escape(literal) if literal else _DIRECTIVES[directive]
        for directive, blank, literal in tokens
    )
    try:
        form = _form(text, pattern)
    except re.error as error:
        raise _wrong_format(text, "a part of the time is named twice", "name each once") from error
    _require_whole(form, text, twelve_hours="I" in directives)
    return form


def month_number(name: str) -> int:
    """Return the number of a month by its English name or the first three letters of it, 0 if it is none."""
    lowered = name.lower()
    return next((number for number, month in enumerate(_MONTHS, 1) if lowered in {month, month[:3]}), 0)


def spell(form: StampForm, example: bytes) -> str:
    """Return the directives of `strptime` for a time of a common form, to propose them."""
    match = form.pattern.fullmatch(example)
    groups = {name: span for name, span in _spans(match).items() if name in _SPELT} if match else {}
    text = example.decode("ascii")
    for name, (start, end) in sorted(groups.items(), key=lambda group: -group[1][0]):
        letter = "y" if name == "year" and end - start == len("24") else _SPELT[name]
        letter = "I" if name == "hour" and "half" in groups else letter
        text = f"{text[:start]}%{letter}{text[end:]}"
    return text.strip()


def _spans(match: re.Match[bytes]) -> dict[str, tuple[int, int]]:
    return {name: match.span(name) for name in match.re.groupindex if match[name] is not None}


def _require_whole(form: StampForm, text: str, *, twelve_hours: bool) -> None:
    """Refuse a form that leaves a part of the date or the half of the day open."""
    groups = form.pattern.groupindex
    if not ("year" in groups and "day" in groups and ("month" in groups or "month_name" in groups)):
        raise _wrong_format(text, "it lacks a part of the date", "name year, month and day, such as %Y-%m-%d %H:%M")
    if twelve_hours != ("half" in groups):
        raise _wrong_format(text, "%I and %p go together", "use %H for hours from 0 to 23")


def _wrong_format(text: str, reason: str, mend: str) -> ConfigurationError:
    return ConfigurationError(f"--timestamp-format: {reason} (was {text!r}); {mend}")
