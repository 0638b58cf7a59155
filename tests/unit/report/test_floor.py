"""The floor at each bar: the account's own, or the plan's by day."""

import attrs
import numpy as np

from propbots.report.floor import to_floor_column
from propbots.report.summary import compute_summary
from report_builders import a_record, a_walked_record, without_floor


def test_the_accounts_own_floor_is_taken_where_it_has_one() -> None:
    record = a_walked_record(days=3, trades=5, bars_per_day=10)

    column = to_floor_column(record)

    assert column is not None
    assert record.account.floor is not None
    assert column.tolist() == record.account.floor.tolist()


def test_without_a_column_the_plan_tells_its_floor_by_day_until_it_has_none() -> None:
    record = without_floor(a_walked_record(days=3, trades=5, bars_per_day=10))
    assert record.plan is not None
    days = (*record.plan.days[:2], attrs.evolve(record.plan.days[2], floor=None, headroom_low=None))
    record = attrs.evolve(record, plan=attrs.evolve(record.plan, days=days))

    column = to_floor_column(record)

    assert column is not None
    assert set(column[:10]) == {float(days[0].floor or 0) * 100}
    assert set(column[10:20]) == {float(days[1].floor or 0) * 100}
    assert np.isnan(column[20:]).all()
    assert compute_summary(record).account.least_headroom == min(day.headroom_low or 0 for day in days[:2])


def test_without_a_plan_there_is_no_floor() -> None:
    assert to_floor_column(a_record()) is None


def test_a_plan_without_a_floor_has_none() -> None:
    record = without_floor(a_walked_record(days=2, trades=3, bars_per_day=10))
    assert record.plan is not None
    days = tuple(attrs.evolve(day, floor=None, headroom_low=None) for day in record.plan.days)
    record = attrs.evolve(record, plan=attrs.evolve(record.plan, days=days))

    assert to_floor_column(record) is None
    assert compute_summary(record).account.least_headroom is None
