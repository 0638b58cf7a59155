"""All that is known of a firm's plan, as a document and for people."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from propbots.cli.session import Session
from propbots.cli.sheet import print_facts, print_sentences, print_title
from propbots.plugin.plan_shelf import FoundPlan
from propbots.report.plain import to_plain
from propbots.report.text import to_money_text, to_number_text
from propbots.rules.explanation import KEYED_ON, explain_day, explain_rule, explain_unknown
from propbots.rules.notation import tell_clock
from propbots.rules.plan import FirmDayRules, KeyedOn, Plan
from propbots.rules.plan_file import RULE_KINDS
from propbots.rules.plan_outline import RuleVersion
from propbots.rules.rule import Rule

__all__ = ["GROUPS", "describe_plan", "list_row", "print_plan", "tell_dates"]

GROUPS = {
    "What ends the account or locks the day": ("maximum_loss", "daily_loss", "floating_loss"),
    "What may be held and ordered": (
        "contract_cap", "product_cap", "position_idea", "news_window", "hedging", "order_rate",
    ),
    "What passes the phase": ("profit_target", "consistency", "minimum_days", "winning_days"),
    "What is paid out": ("payout",),
    "What it costs": ("fees",),
    "Automation, conduct and idle accounts": ("automation", "conduct", "inactivity"),
}  # fmt: skip
"""Under which heading each kind of rule stands."""
_NAMES = {kind: name for name, kind in RULE_KINDS.items()}
_GRADES = ("A", "B", "C", "D", "X")
_GRADE_WORDS = {
    "A": "official and current",
    "B": "official, or three readers that agree",
    "C": "a single reader",
    "X": "in conflict",
}


def list_row(found: FoundPlan) -> dict[str, Any]:
    """Return a plan's row in the list of all plans."""
    plan = found.plan
    return {
        "name": plan.name,
        "title": plan.title,
        "phases": [phase.name for phase in found.outline.phases],
        "balance": to_money_text(plan.balance),
        "currency": plan.currency,
        "effective_from": to_plain(plan.effective_from, to_number_text),
        "effective_to": to_plain(plan.effective_to, to_number_text),
        "worst_grade": max((one.grade for one in plan.sources), key=_rank, default=None),
        "unknown": len(plan.unknown),
        "options": [f"{one.name}={choice}" for one in plan.options for choice in one.choices],
        "distribution": None if found.installed is None else found.installed.distribution,
    }


def describe_plan(found: FoundPlan, purchased: date | None, today: date) -> dict[str, Any]:
    """Return the document `propbots.plan/1`.

    Args:
        found: The plan with its outline.
        purchased: When the account was bought; None for the newest rules.
        today: On which the firm's hours are told in UTC, beside those of winter and summer.
    """
    plan, outline, installed = found.plan, found.outline, found.installed
    return {
        "schema": "propbots.plan/1",
        **list_row(found),
        "version": None if installed is None else installed.version,
        "phase": plan.phase,
        "next": plan.following,
        "purchased": _plain(purchased),
        "keyed_on": _plain(outline.keyed_on),
        "day": _describe_day(plan.day, today),
        "phases": [attrs.asdict(phase) for phase in outline.phases],
        "options": {
            one.name: {
                "choices": list(one.choices),
                "default": one.default,
                "chosen": outline.chosen.get(one.name),
                "what": one.what,
            }
            for one in plan.options
        },
        "rules": [_describe_version(one) for one in outline.versions if one.holds],
        "other_versions": [_describe_version(one) for one in outline.versions if not one.holds],
        "amendments": [
            {"on": _plain(amendment.on), "rules": [_describe(rule) for rule in amendment.rules]}
            for amendment in plan.amendments
        ],
        "commissions": _plain(plan.commissions),
        "products": list(plan.products),
        "asset_classes": [one.value for one in plan.asset_classes],
        "sources": [_plain(attrs.asdict(source)) for source in plan.sources],
        "unknown": [{**_plain(attrs.asdict(one)), "sentence": explain_unknown(one)} for one in plan.unknown],
    }


def tell_dates(plan: Plan, on: date) -> str | None:
    """Return a warning if a plan's numbers do not hold on a day, or no more."""
    if plan.effective_to is not None and on > plan.effective_to:
        return f"plan {plan.name} held until {plan.effective_to}, and {on} lies behind it; look for its successor"
    if plan.effective_from is not None and on < plan.effective_from:
        return f"plan {plan.name} holds from {plan.effective_from} on, and {on} lies before it; its numbers were others"
    return None


def print_plan(session: Session, document: Mapping[str, Any]) -> None:
    """Print the document for people."""
    origin = "from a file" if document["distribution"] is None else f"{document['distribution']} {document['version']}"
    print_title(session, document["name"], [document["title"], origin])
    print_facts(session, "Account", _tell_account(document))
    print_sentences(session, "Hours", list(_tell_hours(document["day"])))
    for heading, kinds in GROUPS.items():
        sentences = [_tell_rule(rule) for rule in document["rules"] if rule["kind"] in kinds]
        if "fees" in kinds:
            sentences += _tell_commissions(document)
        print_sentences(session, heading, sentences)
    print_sentences(
        session,
        "Versions that hold for other accounts or on other days",
        [f"{rule['kind'].replace('_', ' ')}: {_tell_rule(rule)}" for rule in document["other_versions"]],
    )
    print_facts(session, "Phases", _tell_phases(document))
    print_facts(session, "Options", _tell_options(document))
    print_sentences(session, "Not known", [f"{one['name']}: {one['sentence']}" for one in document["unknown"]])
    print_sentences(session, "Sources", [_tell_source(source) for source in document["sources"]])


def _rank(grade: str) -> int:
    """Return how bad a grade is; one that nobody knows is the worst."""
    return _GRADES.index(grade) if grade in _GRADES else len(_GRADES)


def _plain(value: object) -> Any:
    return to_plain(value, to_number_text)


def _describe(rule: Rule) -> dict[str, Any]:
    return {"kind": _NAMES[type(rule)], "sentence": explain_rule(rule), **_plain(attrs.asdict(rule))}


def _describe_version(version: RuleVersion) -> dict[str, Any]:
    return {
        **_describe(version.rule),
        "effective_from": _plain(version.effective_from),
        "effective_to": _plain(version.effective_to),
        "keyed_on": version.keyed_on.value,
    }


def _describe_day(day: FirmDayRules, today: date) -> dict[str, Any]:
    zone = ZoneInfo(day.zone)
    winter, summer = sorted((date(today.year, month, 15) for month in (1, 7)), key=lambda one: _offset(one, zone))
    clocks = {"roll": day.roll, "flatten_from": day.flatten_from, "flat_by": day.flat_by}
    days = {"today": today, "winter": winter, "summer": summer}
    utc = {
        name: {season: _to_utc(one, clock, zone) for season, one in days.items()}
        for name, clock in clocks.items()
        if clock is not None
    }
    told = {name: None if clock is None else tell_clock(clock) for name, clock in clocks.items()}
    return {"sentence": explain_day(day), "zone": day.zone, **told, "utc": utc}


def _offset(day: date, zone: ZoneInfo) -> float:
    ahead = datetime.combine(day, time(12), zone).utcoffset()
    return 0 if ahead is None else ahead.total_seconds()


def _to_utc(day: date, clock: time, zone: ZoneInfo) -> str:
    return tell_clock(datetime.combine(day, clock, zone).astimezone(UTC).time())


def _tell_account(document: Mapping[str, Any]) -> dict[str, str]:
    facts = {
        "starts with": f"{document['balance']} {document['currency']}",
        "phase": document["phase"],
        "passes on to": document["next"] or "",
        "products": ", ".join(document["products"]),
        "trades": ", ".join(document["asset_classes"]),
        "holds": _tell_period(document["effective_from"], document["effective_to"]),
        "decided by": "" if document["keyed_on"] is None else KEYED_ON[KeyedOn(document["keyed_on"])],
        "shown for": "the newest rules" if document["purchased"] is None else f"a purchase on {document['purchased']}",
    }
    return {name: value for name, value in facts.items() if value}


def _tell_period(first: str | None, last: str | None) -> str:
    return " ".join(filter(None, [first and f"from {first}", last and f"until {last}"]))


def _tell_hours(day: Mapping[str, Any]) -> Iterator[str]:
    yield day["sentence"]
    for name, words in {"roll": "the roll", "flat_by": "flat by"}.items():
        utc = day["utc"].get(name)
        if utc is not None:
            seasons = "" if utc["winter"] == utc["summer"] else f" (winter {utc['winter']}, summer {utc['summer']})"
            yield f"In UTC {words} is {utc['today']} today{seasons}."


def _tell_rule(rule: Mapping[str, Any]) -> str:
    period = _tell_period(rule["effective_from"], rule["effective_to"])
    return f"{rule['sentence']} [{period}, by {KEYED_ON[KeyedOn(rule['keyed_on'])]}]" if period else rule["sentence"]


def _tell_commissions(document: Mapping[str, Any]) -> list[str]:
    told = ", ".join(f"{product} {cost}" for product, cost in document["commissions"].items())
    return [f"All-in per contract and side: {told}."] if told else []


def _tell_phases(document: Mapping[str, Any]) -> dict[str, str]:
    """Name each phase with what comes after it; a plan of one phase has nothing to choose."""
    if len(document["phases"]) <= 1:
        return {}
    return {
        f"#{phase['name']}": " ".join(filter(None, [phase["title"], phase["next"] and f"then {phase['next']}"]))
        for phase in document["phases"]
    }


def _tell_options(document: Mapping[str, Any]) -> dict[str, str]:
    told = {}
    for name, option in document["options"].items():
        chosen = "not chosen" if option["chosen"] is None else f"chosen: {option['chosen']}"
        choices = f"{' | '.join(option['choices'])} ({chosen})"
        told[f"?{name}="] = f"{choices}  {option['what']}".rstrip()
    return told


def _tell_source(source: Mapping[str, Any]) -> str:
    grade = source["grade"]
    words = f" ({_GRADE_WORDS[grade]})" if grade in _GRADE_WORDS else ""
    return f"{grade}{words}, read {source['read']}: {source['title']}"
