"""Topstep's plans, each a TOML file beside this module."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from propbots.api.risk import Plan, read_plan

__all__ = ["TopstepPlans"]

_FOLDER = Path(__file__).parent / "plans"


class TopstepPlans:
    """Reads the plans that this distribution ships."""

    def plan_names(self) -> Sequence[str]:
        """Return the plans' names, ordered."""
        return sorted(path.stem for path in _FOLDER.glob("*.toml"))

    def load_plan(self, name: str, options: Mapping[str, str]) -> Plan:
        """Return a plan.

        Raises:
            UnknownName: For an option that the plan has not.
            ConfigurationError: For a value that the option cannot take.
        """
        return read_plan(_FOLDER / f"{name}.toml", f"topstep/{name}", options)
