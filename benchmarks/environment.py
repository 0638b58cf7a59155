"""An environment of its own for each peer, made from a list of exact pins."""

import hashlib
import subprocess
import sys
from pathlib import Path

from benchmarks.process import CommandFailed

__all__ = ["make_environment"]

_PINS = Path(__file__).with_name("pins")


def make_environment(peer: str, cache: Path) -> Path:
    """Return the Python of a peer's environment, made if the cache does not have it.

    Args:
        peer: Name of its list of pins.
        cache: Folder of all environments; one is named by its pins and the version of Python, so it is never stale.

    Raises:
        CommandFailed: If it cannot be made.
    """
    pins = _PINS / f"{peer}.txt"
    key = hashlib.sha256(pins.read_bytes() + sys.version.encode()).hexdigest()[:12]
    folder = cache / f"{peer}-{key}"
    python = folder / "bin" / "python"
    complete = folder / "complete"
    if not complete.exists():
        _uv("venv", "--clear", "--python", sys.executable, str(folder))
        _uv("pip", "install", "--compile-bytecode", "--python", str(python), "--requirements", str(pins))
        complete.touch()
    return python


def _uv(*arguments: str) -> None:
    """Run uv, which stands among the development requirements; what it says goes to stderr."""
    done = subprocess.run([sys.executable, "-m", "uv", "--quiet", *arguments], check=False, stdout=sys.stderr)
    if done.returncode:
        raise CommandFailed(f"uv {arguments[0]} failed; the peers come from the package registry, with uv")
