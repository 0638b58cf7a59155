"""Copies the sample data into the package; a build from the source archive finds them there already."""

import shutil
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class SampleDataHook(BuildHookInterface):  # type: ignore[type-arg]  # -- hatchling's own examples leave it out
    """Brings `data/sample/mes-1m.csv.gz` into the package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Copy the file where it lies in the repository."""
        del version, build_data
        root = Path(self.root)
        source = root.parent.parent / "data" / "sample" / "mes-1m.csv.gz"
        target = root / "src" / "propbots_demo" / source.name
        if source.exists():
            shutil.copyfile(source, target)
        elif not target.exists():
            raise FileNotFoundError(f"{source} is missing; build from the repository or from the source archive")
