"""Tells which shapes a random account has, so that tests can count that the rare ones occur."""

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

from random_histories import Case
from score_reference import CENT, Judge, Row, firm_day, judge

__all__ = ["shapes_of"]

_NEAR = {-CENT: "a cent below", Decimal(0): "a touch of", CENT: "a cent above"}
_WEEKEND = timedelta(hours=48)


def shapes_of(case: Case) -> set[str]:
    """Return the shapes of an account, up to the end of what is judged."""
    outcome = judge(case.terms, case.rows)
    judged = [row for row in case.rows if outcome.at is None or row.at <= outcome.at]
    found = {outcome.status, *(f"{one.effect} {one.rule}" for one in outcome.violations)}
    found |= {row.event.kind for row in judged if row.event is not None}
    return found | _heights_of(case, judged) | _times_of(case, judged)


def _heights_of(case: Case, rows: list[Row]) -> set[str]:
    """Return how near the account came to its floors, and whether the floor reached its lock."""
    books = Judge(case.terms)
    found: set[str] = set()
    for row in rows:
        books.take(row)
        if books.day is None:
            break
        floors = {"the floor": books.floor, "the daily floor": books.day.daily_floor}
        if case.terms.floating is not None:
            floors["the floating floor"] = row.balance - case.terms.floating.amount
        found |= {
            f"{_NEAR[row.equity - floor]} {name}"
            for name, floor in floors.items()
            if floor is not None and row.equity - floor in _NEAR
        }
        if case.terms.maximum is not None and books.floor == books.lock:
            found.add(f"locked ({case.terms.maximum.basis})")
            found |= {f"breach at the lock ({case.terms.maximum.basis})"} if books.status == "failed" else set()
    return found


def _times_of(case: Case, rows: list[Row]) -> set[str]:
    """Return what happened between two rows."""
    found = set()
    zone = ZoneInfo(case.terms.zone)
    for before, row in pairwise(rows):
        new_day = firm_day(case.terms, before.at) != firm_day(case.terms, row.at)
        local = row.at.astimezone(zone)
        found |= {"overnight"} if new_day and before.equity != before.balance else set()
        found |= {"over a weekend"} if row.at - before.at > _WEEKEND else set()
        found |= {"at the roll"} if new_day and local.time() == case.terms.roll else set()
        found |= {"clocks changed"} if local.utcoffset() != before.at.astimezone(zone).utcoffset() else set()
        found |= {"event opens a day"} if new_day and row.event is not None else set()
        found |= {"event while open"} if row.event is not None and before.equity != before.balance else set()
    return found
