"""What is known of a plan, as a document and for people."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from propbots.cli.session import Session
from propbots.cli.sheet import print_facts, print_text, print_title
from propbots.report.plain import to_plain
from propbots.report.text import to_money_text, to_number_text
from propbots.rules.explanation import explain_day, explain_rule
from propbots.rules.plan import FirmDayRules, Plan
from propbots.rules.plan_file import RULE_KINDS
from propbots.rules.rule import Rule
from propbots.rules.terms import Automation, Conduct

__all__ = ["describe_briefly", "describe_plan", "print_plan", "warn_of_age"]

_KINDS = {kind: name for name, kind in RULE_KINDS.items()}
_SUMMER, _WINTER = date(2026, 7, 1), date(2026, 1, 5)


def describe_briefly(plan: Plan) -> dict[str, Any]:
    """Return a line of the list of plans."""
    return {
        "plan": plan.name,
        "title": plan.title,
        "balance": to_money_text(plan.balance),
        "currency": plan.currency,
        "since": _day(plan.effective_from),
        "until": _day(plan.effective_to),
        "sources": "".join(sorted({source.grade for source in plan.sources})),
        "unknown": len(plan.unknown),
    }


def describe_plan(plan: Plan) -> dict[str, Any]:
    """Return everything that is known of a plan."""
    return {
        "schema": "propbots.plan/1",
        "name": plan.name,
        "title": plan.title,
        "phase": plan.phase,
        "phases": list(plan.phases),
        "following": plan.following,
        "options": {
            option.name: {"choices": list(option.choices), "default": option.default, "what": option.what}
            for option in plan.options
        },
        "currency": plan.currency,
        "balance": to_money_text(plan.balance),
        "day": {**_to_table(plan.day), "sentence": explain_day(plan.day)},
        "rules": [_describe_rule(rule) for rule in plan.rules],
        "amendments": [
            {"on": amendment.on.isoformat(), "rules": [_describe_rule(rule) for rule in amendment.rules]}
            for amendment in plan.amendments
        ],
        "commissions": {name: to_number_text(cost) for name, cost in plan.commissions.items()},
        "products": list(plan.products),
        "effective_from": _day(plan.effective_from) or None,
        "effective_to": _day(plan.effective_to) or None,
        "sources": [_to_table(source) for source in plan.sources],
        "unknown": [_to_table(one) for one in plan.unknown],
    }


def print_plan(session: Session, plan: Plan) -> None:
    """Print a plan's rules in plain words."""
    span = f"since {plan.effective_from}" if plan.effective_from else ""
    span += f" until {plan.effective_to}" if plan.effective_to else ""
    print_title(session, plan.name, [plan.title, f"{plan.balance:,} {plan.currency}", span])
    terms = [rule for rule in plan.rules if isinstance(rule, Automation | Conduct)]
    for rule in plan.rules:
        if rule not in terms:
            print_text(session, f"- {explain_rule(rule)}", "")
    print_text(session, f"- {explain_day(plan.day)}", "")
    print_facts(session, "In UTC", _clocks(plan.day))
    for amendment in plan.amendments:
        changed = [explain_rule(rule) for rule in amendment.rules if rule not in plan.rules]
        print_facts(session, f"From {amendment.on} on", dict.fromkeys(changed, ""))
    print_facts(session, "Who may trade it, and how", {explain_rule(rule): "" for rule in terms})
    others = [f"{plan.name.partition('#')[0]}#{phase}" for phase in plan.phases if phase != plan.phase]
    print_facts(session, "Phases", dict.fromkeys(others, "") if len(plan.phases) > 1 else {})
    print_facts(session, "Then", {} if plan.following is None else {plan.following: ""})
    told = {f"?{one.name}={'|'.join(one.choices)}": _tell_option(one.what, one.default) for one in plan.options}
    print_facts(session, "Options", told)
    print_facts(session, "Paid per contract and side", {name: f"{cost}" for name, cost in plan.commissions.items()})
    print_facts(session, "Read where", {f"{one.title}": f"{one.read}, grade {one.grade}" for one in plan.sources})
    unknown = {f"{one.name} (for {one.needed_for})": one.what for one in plan.unknown}
    print_facts(session, "Not known", unknown)


def warn_of_age(session: Session, plan: Plan) -> None:
    """Say on standard error if a plan is sold no more."""
    if plan.effective_to is not None:
        session.say(f"{plan.name} held until {plan.effective_to}; nobody can buy this account any more")


def _describe_rule(rule: Rule) -> dict[str, Any]:
    return {"kind": _KINDS[type(rule)], **_to_table(rule), "sentence": explain_rule(rule)}


def _to_table(record: Any) -> dict[str, Any]:
    return {name: to_plain(value, to_number_text) for name, value in attrs.asdict(record).items()}


def _clocks(day: FirmDayRules) -> dict[str, str]:
    """Return when the day rolls and the account must be flat, in winter and in summer."""
    clocks = {"the day rolls": day.roll, "flat by": day.flat_by}
    zone = ZoneInfo(day.zone)
    told = {}
    for name, clock in clocks.items():
        if clock is None:
            continue
        times = [datetime.combine(on, clock, zone).astimezone(UTC) for on in (_WINTER, _SUMMER)]
        winter, summer = (f"{time:%H:%M}" for time in times)
        told[name] = winter if winter == summer else f"{winter} in January, {summer} in July"
    return told


def _tell_option(what: str, default: str | None) -> str:
    return what if default is None else f"{what} [{default}]"


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()
