"""The phases that an account lives through under a plan, found by the plan's name."""

from datetime import date

from propbots.cli.clock import today
from propbots.cli.plan_sheet import tell_dates
from propbots.cli.session import Session
from propbots.errors import ConfigurationError
from propbots.plugin.plan_shelf import split_plan_name
from propbots.rules.plan import Plan
from propbots.rules.rule import Payout

__all__ = ["load_phases", "require_plan"]

_MOST = 9
"""Phases of a plan; more would be a ring."""


def require_plan(name: str | None) -> str:
    """Return a plan's name.

    Raises:
        ConfigurationError: If there is none.
    """
    if name is None:
        raise ConfigurationError("--plan is missing; propbots risk plans lists the plans of all firms")
    return name


def load_phases(session: Session, name: str, purchased: date | None) -> list[Plan]:
    """Return a plan and those that follow it, up to the first that pays.

    Args:
        session: Of the call.
        name: Of the plan with which the account begins.
        purchased: When it was bought; None for the newest rules.

    Raises:
        PropbotsError: For a name that nobody knows.
    """
    given, found = name, [session.catalogue.plans.load(name, purchased=purchased)]
    warning = tell_dates(found[0], purchased or today())
    if warning is not None:
        session.say(f"warning: {warning}")
    while found[-1].following is not None and found[-1].find(Payout) is None and len(found) < _MOST:
        given = _name_next(given, found[-1], found[-1].following)
        found.append(session.catalogue.plans.load(given, purchased=purchased))
    return found


def _name_next(given: str, plan: Plan, following: str) -> str:
    """Return by which name the following phase is found; one of the same plan lies where this one was found."""
    address, options, _ = split_plan_name(given)
    after, more, phase = split_plan_name(following)
    if after != split_plan_name(plan.name)[0]:
        return following
    told = "&".join(f"{key}={value}" for key, value in {**options, **more}.items())
    return address + (f"?{told}" if told else "") + (f"#{phase}" if phase else "")
