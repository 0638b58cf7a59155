"""From the text of times to nanoseconds, many at once.

Times of one shape have their digits at the same places. So one match of the form's pattern says where in all of them
the year stands, and the digits of a place are read as a column. A file has few shapes: one, or one for each width of
month, day and hour.
"""

import re
from collections.abc import Iterator

import attrs
import numpy as np
from numpy.typing import NDArray

from propbots.errors import DataCorrupt
from propbots_files.refusal import ColumnOfFile, shown
from propbots_files.stamp_form import StampForm, month_number

__all__ = ["largest", "to_nanoseconds"]

_TOGETHER = 16_384
"""Times read at once, so that what is made on the way stays in the processor's cache."""
_SECOND, _MICROSECOND, _DIGITS = 1_000_000_000, 1_000, 9
_FIRST_YEAR, _LAST_YEAR = 1850, 2139
"""As many years as can lie between two times in nanoseconds of 64 bits."""
_MONTH_START = (
    np.arange(f"{_FIRST_YEAR}-01", f"{_LAST_YEAR + 1}-02", dtype="datetime64[M]")
    .astype("datetime64[D]")
    .astype(np.int64)
)
"""Day, counted from 1970, on which each month from the first year's January on begins."""
_TURN_OF_CENTURY = 69
"""Two digits of a year are of the last century from here on, as in `strptime`."""
_MONTHS_A_YEAR, _HOURS, _HALF, _SIXTY, _DAY = 12, 24, 12, 60, 86_400


@attrs.frozen(eq=False)
class _Group:
    """Times of one shape.

    Attributes:
        index: Which of the file's times these are.
        match: The form's pattern on one of them.
        characters: Shape (width, times), uint8.
    """

    index: NDArray[np.intp]
    match: re.Match[bytes]
    characters: NDArray[np.uint8]

    def text(self, name: str) -> str:
        """Return what stands at a group of the pattern, in one of the times; empty where it is absent."""
        group = self.match[name] if name in self.match.re.groupindex else None
        return (group or b"").decode("ascii")

    def number(self, name: str) -> NDArray[np.int64]:
        """Return what the digits at a group of the pattern say; shape (times,), or (1,) with 0 where it is absent."""
        value = np.zeros(1, dtype=np.int64)
        width = len(self.text(name))
        start = self.match.start(name) if width else 0
        for characters in self.characters[start : start + width]:
            value = value * 10 + (characters - np.uint8(ord("0")))
        return value

    def fraction(self) -> NDArray[np.int64]:
        """Return the fraction of the second in nanoseconds."""
        nanoseconds: NDArray[np.int64] = self.number("fraction") * 10 ** (_DIGITS - len(self.text("fraction")))
        return nanoseconds + self.number("microsecond") * _MICROSECOND


def to_nanoseconds(
    texts: NDArray[np.bytes_], form: StampForm, column: ColumnOfFile, *, zoned: bool
) -> NDArray[np.int64]:
    """Return times as nanoseconds since 1970, in UTC, or as the clock showed them where they do not say their zone.

    Args:
        texts: As the file has them, ASCII, shape (times,).
        form: How they are written.
        column: Where they stand, for messages.
        zoned: Whether all of them say their zone, or none.

    Returns:
        Shape (times,), int64.

    Raises:
        DataCorrupt: At a time that is not of the form, that does not exist, or that differs in saying its zone.
    """
    nanoseconds = np.empty(len(texts), dtype=np.int64)
    for group in _groups(texts, form, column):
        if zoned != bool(form.unit or group.text("zone")):
            raise _refusal(
                texts, group.index[0], column, f"must {'' if zoned else 'not '}say its zone, like those above"
            )
        values, wrong = _epoch(group, form.unit) if form.unit else _calendar(group)
        if wrong.any():
            reason = f"must be a time that exists, from {_FIRST_YEAR} to {_LAST_YEAR}"
            raise _refusal(texts, group.index[np.argmax(wrong)], column, reason)
        nanoseconds[group.index] = values
    return nanoseconds


def largest(texts: NDArray[np.bytes_], form: StampForm, column: ColumnOfFile, name: str) -> int:
    """Return the greatest number that stands at a group of the form's pattern in any of the times.

    Raises:
        DataCorrupt: At a time that is not of the form.
    """
    return max(int(group.number(name).max()) for group in _groups(texts, form, column))


def _groups(texts: NDArray[np.bytes_], form: StampForm, column: ColumnOfFile) -> Iterator[_Group]:
    """Yield the times by shape, some thousands after the other."""
    for start in range(0, len(texts), _TOGETHER):
        part = texts[start : start + _TOGETHER]
        index = np.arange(start, start + len(part))
        characters = np.ascontiguousarray(part.view(np.uint8).reshape(len(part), part.itemsize).T)
        while len(index):
            match = form.pattern.fullmatch(texts[index[0]])
            if match is None:
                raise _refusal(texts, index[0], column, f"must be a time ({form.name})")
            same = _has_shape(characters, match)
            if same.all():
                yield _Group(index, match, characters)
                break
            yield _Group(index[same], match, characters[:, same])
            index, characters = index[~same], characters[:, ~same]


def _has_shape(characters: NDArray[np.uint8], match: re.Match[bytes]) -> NDArray[np.bool_]:
    """Return which times have the shape of the first, which the pattern matched.

    They have digits where it has digits of a group, and its characters everywhere else.
    """
    in_groups = {place for name in match.re.groupindex for place in range(*match.span(name))}
    same = np.ones(characters.shape[1], dtype=bool)
    for place, values in enumerate(characters):
        if place in in_groups and ord("0") <= values[0] <= ord("9"):
            same &= values - np.uint8(ord("0")) < 10  # noqa: PLR2004 -- ten digits
        else:
            same &= values == values[0]
    return same


def _epoch(group: _Group, unit: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return times that count from 1970, and which of them lie too far away."""
    count = group.number("epoch")
    # Nineteen digits that exceed 64 bits wrap to a negative number, never beyond it.
    wrong = (count < 0) | (count >= _MONTH_START[-1] * (_DAY * _SECOND // unit))
    return count * unit + group.fraction(), wrong


def _calendar(group: _Group) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return times of the calendar, and which of them do not exist."""
    month, day = _month(group), group.number("day")
    hour, minute, second = _hour(group), group.number("minute"), group.number("second")
    month_index = (_year(group) - _FIRST_YEAR) * _MONTHS_A_YEAR + month - 1
    wrong = (month < 1) | (month > _MONTHS_A_YEAR) | (month_index < 0) | (month_index >= len(_MONTH_START) - 1)
    month_index = np.where(wrong, 0, month_index)
    start, end = _MONTH_START[month_index], _MONTH_START[month_index + 1]
    wrong = wrong | (day < 1) | (day > end - start) | (hour >= _HOURS) | (minute >= _SIXTY) | (second >= _SIXTY)
    offset, wrong_offset = _offset(group)
    seconds = (start + day - 1) * _DAY + (hour * _SIXTY + minute) * _SIXTY + second - offset
    return seconds * _SECOND + group.fraction(), wrong | wrong_offset


def _year(group: _Group) -> NDArray[np.int64]:
    year = group.number("year")
    if len(group.text("year")) > len("69"):
        return year
    return year + np.where(year < _TURN_OF_CENTURY, 2000, 1900)


def _month(group: _Group) -> NDArray[np.int64]:
    name = group.text("month_name")
    return np.array([month_number(name)]) if name else group.number("month")


def _hour(group: _Group) -> NDArray[np.int64]:
    """Return the hour, or one that does not exist where a half of the day has no such hour."""
    hour, half = group.number("hour"), group.text("half").lower()
    if not half:
        return hour
    clock = hour % _HALF + (_HALF if half == "pm" else 0)
    return np.where((hour < 1) | (hour > _HALF), _HOURS, clock)


def _offset(group: _Group) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return by how many seconds the clock is ahead of UTC, and where that cannot be."""
    hour, minute = group.number("zone_hour"), group.number("zone_minute")
    sign = -1 if group.text("sign") == "-" else 1
    return sign * (hour * _SIXTY + minute) * _SIXTY, (hour >= _HOURS) | (minute >= _SIXTY)


def _refusal(texts: NDArray[np.bytes_], index: np.intp, column: ColumnOfFile, reason: str) -> DataCorrupt:
    return column.refusal(int(index), f"{reason} (was {shown(bytes(texts[index]).decode('ascii'))})")
