"""The releases of a run: when nothing may be open or working around them, and what profit they take back."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter

from propbots.data.trades import TradeColumns
from propbots.domain.instrument import Instrument
from propbots.domain.time import to_text
from propbots.domain.timeframe import SECOND
from propbots.rules.day import FirmCalendar
from propbots.rules.effect import Effect
from propbots.rules.exposure import NewsWindow
from propbots.rules.news import ANY_OF_HIGH_IMPACT, Blackout, concerns, keeps_profit, list_blackouts
from propbots.rules.notation import tell_count
from propbots.rules.plan import Plan
from propbots.rules.release import Impact, Release
from propbots.rules.rule import Rule
from propbots.simulation.request import BacktestRequest

__all__ = ["find_blackouts", "sum_taken_back", "tell_news"]

_time_of = attrgetter("time_ns")


def find_blackouts(request: BacktestRequest, plan: Plan, instrument: Instrument) -> list[Blackout]:
    """Return when nothing may be open or working in an instrument, in order.

    Args:
        request: With the releases that are known.
        plan: Whose windows.
        instrument: Which.
    """
    if request.news is None:
        return []
    opens, closes = _span_of(request)
    blackouts = list_blackouts(_choose_rules(request, plan), request.news.releases, instrument)
    return [one for one in blackouts if one.ends_ns >= opens and one.begins_ns <= closes]


def sum_taken_back(request: BacktestRequest, trades: TradeColumns, phases: Sequence[tuple[int, Plan]]) -> int | None:
    """Return the profit that the plan takes back of trades around releases, in whole units; None where it takes none.

    Args:
        request: With the releases that are known.
        trades: Of the run.
        phases: When each phase began, nanoseconds since 1970 UTC, and its plan, in order.
    """
    windows = [one for _, plan in phases for one in _find_windows(plan) if one.effect is Effect.PAYOUT]
    if request.news is None or not windows:
        return None
    chosen, begins = [_choose_rules(request, plan) for _, plan in phases], [began for began, _ in phases]
    releases = request.news.releases
    reach_ns = max(max(one.before_seconds, one.after_seconds) for one in windows) * SECOND
    columns = (trades.net, trades.entry_time, trades.exit_time, trades.instrument)
    total = 0
    for net, opened, closed, place in zip(*(column.tolist() for column in columns), strict=True):
        near = _find_near(releases, (opened, closed), reach_ns) if net > 0 else ()
        instrument, rules_at = trades.scales[place].instrument, chosen[max(0, bisect_right(begins, closed) - 1)]
        is_taken = any(
            isinstance(rule, NewsWindow)
            and rule.effect is Effect.PAYOUT
            and concerns(rule, release, instrument)
            and not keeps_profit(rule, release.time_ns, opened, closed)
            for release in near
            for rule in rules_at(release.time_ns)
        )
        total += net if is_taken else 0
    return total


def _find_near(releases: tuple[Release, ...], moments_ns: Iterable[int], reach_ns: int) -> list[Release]:
    """Return the releases, which are in order, that are no farther than some time from one of some moments."""
    near: list[Release] = []
    for moment_ns in moments_ns:
        first = bisect_left(releases, moment_ns - reach_ns, key=_time_of)
        near += releases[first : bisect_right(releases, moment_ns + reach_ns, key=_time_of)]
    return near


def _span_of(request: BacktestRequest) -> tuple[int, int]:
    """Return when the bars begin that are traded, and when they end."""
    return request.columns.open_time.item(request.first), request.columns.close_time.item(-1)


def _choose_rules(request: BacktestRequest, plan: Plan) -> Callable[[int], Iterable[Rule]]:
    """Return what tells the rules of a moment's trading day; one beside the run's bars counts for the nearest day."""
    if not plan.amendments:
        return lambda _moment_ns: plan.rules
    firm, (opens, closes) = FirmCalendar(plan.day, request.calendar), _span_of(request)
    return lambda moment_ns: plan.rules_on(firm.day_at(max(opens, min(moment_ns, closes - 1))).date)


def tell_news(request: BacktestRequest) -> list[str]:
    """Say what of the plans' news windows was not held, or from when to when the releases are known."""
    plans = [] if request.plan is None else [request.plan, *request.following]
    return [told for plan in plans for told in _tell_news_of(plan, request)]


def _tell_news_of(plan: Plan, request: BacktestRequest) -> list[str]:
    rules = list(_find_windows(plan))
    if not rules:
        return []
    if request.news is None:
        return [f"{plan.name} has news windows, which were not held: no calendar of releases was given (--news)"]
    releases = request.news.releases
    if not releases:
        return [f"{plan.name} has news windows, and {request.news.source} holds no release"]
    told = (
        f"news windows of {plan.name} follow {request.news.source}, which has {tell_count(len(releases), 'release')} "
        f"from {to_text(releases[0].time_ns)} to {to_text(releases[-1].time_ns)}"
    )
    missing = [kind for kind in sorted({kind for rule in rules for kind in rule.events}) if not _has(releases, kind)]
    return [told + (f"; none of them is of the kind {' or '.join(missing)}" if missing else "")]


def _find_windows(plan: Plan) -> Iterator[NewsWindow]:
    """Give a plan's windows, those of later days included."""
    for rules in (plan.rules, *(amendment.rules for amendment in plan.amendments)):
        yield from (rule for rule in rules if isinstance(rule, NewsWindow))


def _has(releases: Iterable[Release], kind: str) -> bool:
    return any(one.event == kind or (kind == ANY_OF_HIGH_IMPACT and one.impact is Impact.HIGH) for one in releases)
