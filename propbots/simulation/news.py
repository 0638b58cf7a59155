"""The releases of a run: when nothing may be open or working around them, and what is known of them."""

from collections.abc import Iterable, Iterator

from propbots.domain.instrument import Instrument
from propbots.domain.time import to_text
from propbots.rules.day import FirmCalendar
from propbots.rules.effect import Effect
from propbots.rules.exposure import NewsWindow
from propbots.rules.news import ANY_OF_HIGH_IMPACT, Blackout, list_blackouts
from propbots.rules.notation import tell_count
from propbots.rules.plan import Plan
from propbots.rules.release import Impact, Release
from propbots.simulation.request import BacktestRequest

__all__ = ["find_blackouts", "tell_news"]


def find_blackouts(request: BacktestRequest, instrument: Instrument) -> list[Blackout]:
    """Return when nothing may be open or working in an instrument, in order.

    Args:
        request: With its plan and the releases that are known.
        instrument: Which.
    """
    plan = request.plan
    if plan is None or request.news is None:
        return []
    firm = FirmCalendar(plan.day, request.calendar)
    opens, closes = request.columns.open_time.item(request.first), request.columns.close_time.item(-1)

    def rules_at(moment_ns: int) -> Iterable[object]:
        """Return the rules of the firm's day; a release beside the run's bars counts for the nearest day of it."""
        if not plan.amendments:
            return plan.rules
        return plan.rules_on(firm.day_at(max(opens, min(moment_ns, closes - 1))).date)

    blackouts = list_blackouts(rules_at, request.news.releases, instrument)
    return [one for one in blackouts if one.ends_ns >= opens and one.begins_ns <= closes]


def tell_news(request: BacktestRequest) -> list[str]:
    """Say what of a plan's news windows was not held, or from when to when the releases are known."""
    plan = request.plan
    rules = [] if plan is None else list(_find_windows(plan))
    if plan is None or not rules:
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
    """Give the windows in which a plan forbids something, those of later days included."""
    for rules in (plan.rules, *(amendment.rules for amendment in plan.amendments)):
        yield from (rule for rule in rules if isinstance(rule, NewsWindow) and rule.effect is not Effect.PAYOUT)


def _has(releases: Iterable[Release], kind: str) -> bool:
    return any(one.event == kind or (kind == ANY_OF_HIGH_IMPACT and one.impact is Impact.HIGH) for one in releases)
