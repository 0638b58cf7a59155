"""The phases that an account lives through under a plan, found by the plan's name."""

from datetime import date

from propbots.errors import ConfigurationError
from propbots.plugin.plan_shelf import PlanShelf, split_plan_name
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


def load_phases(shelf: PlanShelf, name: str, purchased: date | None) -> list[Plan]:
    """Return a plan and those that follow it, up to the first that pays.

    Args:
        shelf: Of the plans.
        name: Of the plan with which the account begins.
        purchased: When it was bought; None for the newest rules.

    Raises:
        PropbotsError: For a name that nobody knows.
    """
    given, found = name, [shelf.load(name, purchased=purchased)]
    while found[-1].following is not None and found[-1].find(Payout) is None and len(found) < _MOST:
        given = _name_next(given, found[-1], found[-1].following)
        found.append(shelf.load(given, purchased=purchased))
    return found


def _name_next(given: str, plan: Plan, following: str) -> str:
    """Return by which name the following phase is found; one of the same plan lies where this one was found."""
    address, options, _ = split_plan_name(given)
    after, more, phase = split_plan_name(following)
    if after != split_plan_name(plan.name)[0]:
        return following
    told = "&".join(f"{key}={value}" for key, value in {**options, **more}.items())
    return address + (f"?{told}" if told else "") + (f"#{phase}" if phase else "")
