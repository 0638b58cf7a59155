"""A firm's plans in a folder, each file one plan or one plan in several sizes."""

from collections.abc import Sequence
from pathlib import Path

import attrs

from propbots.errors import UnknownName
from propbots.rules.plan import Plan
from propbots.rules.plan_file import PlanRequest, list_plan_names, read_plan

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
        return sorted(self._files())

    def load_plan(self, request: PlanRequest) -> Plan:
        """Return a plan.

        Raises:
            UnknownName: For a plan, a phase or an option that there is not.
            ConfigurationError: For a value that an option cannot take, or a file that is wrong.
        """
        files = self._files()
        if request.name not in files:
            raise UnknownName(f"plan of {self.firm}", request.name, sorted(files))
        return read_plan(files[request.name], self.firm, request)

    def _files(self) -> dict[str, Path]:
        """Return the files by the names of the plans that they hold."""
        return {name: path for path in sorted(self.path.glob("*.toml")) for name in list_plan_names(path)}
