"""Asking a data provider, and what it leaves behind."""

import os
from typing import Any

import numpy as np
from numpy.typing import NDArray

from propbots.api.data import DataProvider, DataRequest
from propbots.errors import DataError
from propbots.testing.card import expect, fail
from propbots.testing.contract import skip_after

__all__ = ["count_open", "equal", "expect_refusal", "read", "stands_for_nothing"]


def read(provider: DataProvider, location: str) -> Any:
    """Return what a provider reads, or skip the card if it raises."""
    try:
        return provider.read(DataRequest(location))
    except Exception:
        skip_after("DAT-010")
        raise


def expect_refusal(provider: DataProvider, location: str) -> None:
    """Let the card fail unless the provider refuses a location by its name."""
    try:
        table = provider.read(DataRequest(location))
    except DataError as error:
        expect(location in str(error), f"a message that names {location!r}", str(error))
    except Exception as error:  # noqa: BLE001 -- the author's code, of which any fault is told
        fail("DataError", f"{type(error).__name__}: {error}", error)
    else:
        fail("DataError", f"{len(table)} rows")


def equal(one: object, other: object) -> bool:
    """Whether two columns are equal, no value to no value."""
    return np.array_equal(np.asarray(one), np.asarray(other), equal_nan=True)


def count_open() -> int:
    """Return how many files are open; 0 where the system does not tell."""
    try:
        return len(os.listdir("/dev/fd"))  # noqa: PTH208 -- names alone are counted
    except OSError:
        return 0


def stands_for_nothing(prices: NDArray[np.float64]) -> bool:
    """Whether zeros of a column are no prices: there is nothing else, or nothing else comes near them.

    Prices may reach 0 and pass it, but they walk there. Where all others lie within one doubling, none has.
    """
    told = np.abs(prices[np.isfinite(prices)])
    others = told[told > 0]
    return len(others) < len(told) and (not len(others) or bool(others.max() < 2 * others.min()))
