"""Figures as people read them."""

from decimal import Decimal

import numpy as np
import pytest

from propbots.report.display import (
    DASH,
    MINUS,
    get_tone,
    show_duration,
    show_moment,
    show_money,
    show_percent,
    show_period,
    show_ratio,
)


@pytest.mark.parametrize(
    ("amount", "currency", "signed", "text"),
    [
        ("1204.5", "USD", False, "$1,204.50"),
        ("1204.5", "USD", True, "+$1,204.50"),
        ("-1204.5", "EUR", True, f"{MINUS}€1,204.50"),
        ("0", "USD", True, "$0.00"),
        ("-0.001", "USD", True, "$0.00"),
        ("3", "CHF", False, "CHF 3.00"),
        (None, "USD", True, DASH),
    ],
)
def test_money(amount: str | None, currency: str, signed: bool, text: str) -> None:
    assert show_money(None if amount is None else Decimal(amount), currency, signed=signed) == text


@pytest.mark.parametrize(
    ("fraction", "text"),
    [
        (0.5, "50.0 %"),
        (0.0299, "2.99 %"),
        (-0.0249, f"{MINUS}2.49 %"),
        (0.09999, "10.0 %"),
        (-0.000001, "0.00 %"),
        (None, DASH),
    ],
)
def test_percent(fraction: float | None, text: str) -> None:
    assert show_percent(fraction) == text


def test_signed_percent_has_a_plus_above_what_is_shown_as_zero() -> None:
    assert show_percent(0.02, signed=True) == "+2.00 %"
    assert show_percent(0.000001, signed=True) == "0.00 %"


@pytest.mark.parametrize(("ratio", "text"), [(1.234, "1.23"), (-0.001, "0.00"), (-4.179, f"{MINUS}4.18"), (None, DASH)])
def test_ratio(ratio: float | None, text: str) -> None:
    assert show_ratio(ratio) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(4.4, "4 s"), (61, "1 min 1 s"), (3_600, "1 h 0 min"), (90_000, "1 d 1 h"), (None, DASH)],
)
def test_duration(seconds: float | None, text: str) -> None:
    assert show_duration(seconds) == text


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ([], "no trading days"),
        ([20_454], "1 Jan 2026 · 1 trading day"),
        ([20_454, 20_455, 20_458], f"1 Jan 2026 {DASH} 5 Jan 2026 · 3 trading days"),
    ],
)
def test_period(days: list[int], text: str) -> None:
    assert show_period(np.array(days, dtype=np.int64)) == text


def test_moment_is_told_in_utc() -> None:
    assert show_moment(20_454 * 86_400 * 10**9 + 1) == "2026-01-01 00:00:00 UTC"


def test_tone_follows_the_sign() -> None:
    assert [get_tone(Decimal(1)), get_tone(-0.5), get_tone(0), get_tone(None)] == ["gain", "loss", None, None]
