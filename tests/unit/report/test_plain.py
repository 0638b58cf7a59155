"""Values of any type as JSON knows them."""

import json
import math
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import PurePosixPath

import pytest

from propbots.domain.trade import PositionSide
from propbots.report.plain import to_plain


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (None, None),
        (True, True),
        (7, 7),
        (0.5, 0.5),
        (math.nan, None),
        (math.inf, None),
        (Decimal("1.50"), "1.50"),
        (PositionSide.LONG, "long"),
        (datetime(2026, 1, 1, 12, tzinfo=UTC), "2026-01-01T12:00:00Z"),
        (date(2026, 1, 1), "2026-01-01"),
        (time(9, 30), "09:30:00"),
        ((1, (Decimal(2), "x")), [1, ["2", "x"]]),
        ({"a": {Decimal(1): [1.5]}}, {"a": {"1": [1.5]}}),
        (PurePosixPath("a/b"), "a/b"),
    ],
)
def test_values_become_what_json_knows(value: object, plain: object) -> None:
    assert to_plain(value, str) == plain
    assert json.loads(json.dumps(to_plain(value, str), allow_nan=False)) == plain
