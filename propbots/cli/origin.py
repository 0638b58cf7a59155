"""Where the values of a configuration were written, so that a message can say which line to mend."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import attrs

from propbots.errors import ConfigurationError, UnknownName

__all__ = ["Origin"]


@attrs.frozen
class Origin:
    """Which values a configuration file gives; all others come from the command line or are defaults.

    Attributes:
        file: The configuration; None without one.
        keys: What the file gives and nothing overrides, such as `backtest.quantity`.
    """

    file: Path | None = None
    keys: frozenset[str] = frozenset()

    def without(self, overridden: Iterable[str]) -> "Origin":
        """Return what is left to the file where keys, or whole tables, are overridden."""
        gone = tuple(overridden)
        return Origin(self.file, frozenset(key for key in self.keys if not any(_covers(one, key) for one in gone)))

    def label(self, key: str) -> str:
        """Return what messages call a value: file and key, or the option."""
        return self._place([key]) if key in self.keys else "--" + key.rpartition(".")[2].replace("_", "-")

    @contextmanager
    def locating(self, *keys: str) -> Iterator[None]:
        """Let an error of configuration name file and key, if it is about a value that the file gives.

        Args:
            keys: What the error may be about: a key, or a table. A single key that the file gives it is about for
                certain; of several it is about the first that its message mentions.

        Raises:
            ConfigurationError: With the place.
        """
        try:
            yield
        except ConfigurationError as error:
            found = [] if str(error).startswith(f"{self.file}: ") else self._find(keys, error)
            if not found:
                raise
            raise ConfigurationError(f"{self._place(found)}: {error}") from error

    def _find(self, keys: tuple[str, ...], error: ConfigurationError) -> list[str]:
        if len(keys) == 1 and keys[0] in self.keys:
            return [*keys]
        # Beside a name that is unknown stand others, such as the nearest one; those are not what the error is about.
        text = f"{error.kind.partition(' ')[0]} {error.name}" if isinstance(error, UnknownName) else str(error)
        mentioned = (sorted(one for one in self.keys if _covers(key, one) and _mentions(text, one)) for key in keys)
        return next(filter(None, mentioned), [])

    def _place(self, keys: Iterable[str]) -> str:
        return f"{self.file}: {', '.join(keys)}"


def _covers(wide: str, key: str) -> bool:
    return key == wide or key.startswith(f"{wide}.")


def _mentions(text: str, key: str) -> bool:
    name = re.escape(key.partition(".")[2])
    return re.search(rf"(?<!\w)(?<!\w-){name}(?![\w-])", text) is not None  # `--fast` is `fast`, `too-fast` is not
