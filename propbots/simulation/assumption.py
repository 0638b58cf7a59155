"""What a run assumes, that whoever reads its result should know."""

import numpy as np

from propbots.domain.time import from_nanoseconds
from propbots.simulation.news import tell_news
from propbots.simulation.request import BacktestRequest, OtherFeed

__all__ = ["list_assumptions"]


def list_assumptions(request: BacktestRequest) -> tuple[str, ...]:
    """Return each assumption as a sentence, those of the data's provider first."""
    return (
        *request.columns.source.assumptions,
        *_tell_age_of_plan(request),
        *_tell_end_of_plan(request),
        *tell_news(request),
        *_tell_unknown_volume(request),
        *(note for other in request.others for note in _tell_other(request, other)),
    )


def _tell_age_of_plan(request: BacktestRequest) -> list[str]:
    """Say so if a plan's numbers were not in force yet when the bars begin."""
    plan = request.plan
    first = from_nanoseconds(request.columns.open_time.item(request.first)).date()
    if plan is None or plan.effective_from is None or plan.effective_from <= first:
        return []
    return [f"the rules of {plan.name} are those since {plan.effective_from}; the bars begin on {first}"]


def _tell_end_of_plan(request: BacktestRequest) -> list[str]:
    """Say so if a plan's numbers hold no longer."""
    plan = request.plan
    if plan is None or plan.effective_to is None:
        return []
    return [f"the rules of {plan.name} held until {plan.effective_to}; nobody can buy this account any more"]


def _tell_unknown_volume(request: BacktestRequest) -> list[str]:
    """Say so if bars do not tell the volume on which costs hang."""
    columns = request.columns if request.finer is None else request.finer
    unknown = int(np.isnan(columns.volume).sum())
    if not unknown or not {"volume_limit", "price_impact"} & request.costs.further.keys():
        return []
    return [f"{unknown:,} of {len(columns):,} bars tell no volume; there, it neither limited fills nor moved prices"]


def _tell_other(request: BacktestRequest, other: OtherFeed) -> list[str]:
    """Say which days of the run another feed lacks at either end."""
    bars, main = other.feed.bars, request.columns
    if not len(bars):
        return []
    day_of = other.feed.calendar.span_at
    first, last = (day_of(bars.open_time.item(place)).trading_day for place in (0, -1))
    begins, ends = (day_of(main.open_time.item(place)).trading_day for place in (request.first, -1))
    if first <= begins and last >= ends:
        return []
    return [f"{bars.feed.name} has bars of {first} to {last} only; elsewhere it stands still and fills nothing"]
