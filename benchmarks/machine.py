"""What the benchmark ran on, without which its numbers mean nothing."""

import os
import platform
from pathlib import Path

__all__ = ["describe_machine"]

_CPU_FACTS = Path("/proc/cpuinfo")


def describe_machine() -> dict[str, str | int | float]:
    """Return processor, cores, load, system and Python."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count() or 1,
        "load": round(os.getloadavg()[0], 2),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
    }


def _processor() -> str:
    lines = _CPU_FACTS.read_text().splitlines() if _CPU_FACTS.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()
