"""Amounts as people and platforms write them: read exactly where they have one meaning, refused where they have two."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

__all__ = ["choose_decimal_mark", "find_decimal_mark", "is_ambiguous", "read_amount"]

_SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}'\N{RIGHT SINGLE QUOTATION MARK}"
"""What separates thousands and nothing else."""
_CURRENCY = r"(?:[$€£¥]|[A-Z]{3})"
_SHAPE = re.compile(
    rf"(?P<sign>[-+])?\s*{_CURRENCY}?\s*(?P<inner>[-+])?\s*"
    rf"(?P<body>[0-9.,{_SPACES}]*?)(?P<exponent>[eE][-+]?[0-9]{{1,2}})?\s*{_CURRENCY}?"
)
_SPACED = re.compile(rf"[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+(?:[.,][0-9]*)?")
_GROUP_OR_DECIMALS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def find_decimal_mark(text: str) -> str | None:
    """Return which mark stands before the decimals of an amount, `.` or `,`; None where it does not show."""
    body = _split(text)[1]
    body, is_spaced = _close_up(body)
    dots, commas = body.count("."), body.count(",")
    if dots and commas:
        return max(".,", key=body.rfind)
    if dots + commas == 0 or (dots + commas == 1 and not is_spaced and _GROUP_OR_DECIMALS.fullmatch(body)):
        return None
    mark, other = (".", ",") if dots else (",", ".")
    return mark if dots + commas == 1 else other


def is_ambiguous(text: str) -> bool:
    """Whether an amount such as `52.000` may be fifty-two or fifty-two thousand."""
    return _GROUP_OR_DECIMALS.fullmatch(_split(text)[1]) is not None


def read_amount(text: str, mark: str) -> Decimal | None:
    """Return an amount; None where the text is none.

    Args:
        text: Digits, with separators of thousands in their places, a sign or brackets for less than nothing, and a
            currency before or behind, if any.
        mark: What stands before the decimals.
    """
    if mark == "." and _PLAIN.fullmatch(text):
        return Decimal(text)
    sign, body, exponent = _split(text)
    if not _well_formed(mark).fullmatch(body):
        return None
    digits = body.translate({ord(letter): None for letter in _SPACES + (",." if mark == "." else ".,")[0]})
    return Decimal(f"{sign}{digits.replace(mark, '.')}{exponent}")


@lru_cache(maxsize=2)
def _well_formed(mark: str) -> re.Pattern[str]:
    other = "," if mark == "." else r"\."
    whole = rf"(?:[0-9]+|[0-9]{{1,3}}(?:{other}[0-9]{{3}})+|[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+)"
    return re.compile(rf"{whole}(?:[{mark}][0-9]*)?|[{mark}][0-9]+")


def _split(text: str) -> tuple[str, str, str]:
    """Return sign, digits with their marks, and exponent; no digits where the text has the shape of no amount."""
    text = text.strip().replace("\N{MINUS SIGN}", "-")
    in_brackets = text.startswith("(") and text.endswith(")")
    found = _SHAPE.fullmatch(text[1:-1].strip() if in_brackets else text)
    if found is None:
        return "", "", ""
    signs = [one for one in ("-" if in_brackets else None, found["sign"], found["inner"]) if one is not None]
    if len(signs) > 1:
        return "", "", ""
    return "".join(signs), found["body"].strip(), found["exponent"] or ""


def _close_up(body: str) -> tuple[str, bool]:
    """Return the digits without the spaces between thousands, and whether there were some."""
    if not _SPACED.fullmatch(body):
        return body, False
    return body.translate({ord(letter): None for letter in _SPACES}), True


def choose_decimal_mark(texts: Iterable[str], *, beside_commas: bool) -> str | None:
    """Return the decimal mark of a file's amounts; None where they show none and could be read in two ways.

    Args:
        texts: Its amounts.
        beside_commas: Whether the file's cells are separated by commas, so that a point is what decimals have.
    """
    texts = list(texts)
    for text in texts:
        mark = find_decimal_mark(text)
        if mark is not None:
            return mark
    return "." if beside_commas or not any(map(is_ambiguous, texts)) else None
