"""A firm's plans in a folder, each file one plan or one plan in several sizes."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import attrs

from propbots.errors import UnknownName
from propbots.rules.plan import Plan
from propbots.rules.plan_file import PlanRequest, list_plan_names, read_plan
from propbots.rules.plan_outline import PlanOutline, read_outline

__all__ = ["PlanFolder"]


@attrs.frozen
class PlanFolder:
    """Reads plans from TOML files.

    Attributes:
        path: The folder.
        firm: The firm's name.
    """

    path: Path
    firm: str

    def plan_names(self) -> Sequence[str]:
        """Return the plans' names, ordered."""
        return sorted(self._files)

    def load_plan(self, request: PlanRequest) -> Plan:
        """Return a plan.

        Raises:
            UnknownName: For a plan, a phase or an option that there is not.
            ConfigurationError: For a value that an option cannot take, or a file that is wrong.
        """
        return read_plan(self._find(request.name), self.firm, request)

    def outline_plan(self, request: PlanRequest) -> PlanOutline:
        """Return a plan's phases, its options, and every version of its rules.

        Raises:
            UnknownName: For a plan, a phase or an option that there is not.
            ConfigurationError: For a value that an option cannot take, or a file that is wrong.
        """
        return read_outline(self._find(request.name), request, self.load_plan(request))

    def _find(self, name: str) -> Path:
        if name not in self._files:
            raise UnknownName(f"plan of {self.firm}", name, sorted(self._files))
        return self._files[name]

    @cached_property
    def _files(self) -> Mapping[str, Path]:
        """The files by the names of the plans that they hold."""
        return {name: path for path in sorted(self.path.glob("*.toml")) for name in list_plan_names(path)}
