"""How long a bar lasts."""

import re

from typing_extensions import override

from propbots.errors import ConfigurationError

__all__ = ["DAY", "HOUR", "MINUTE", "SECOND", "Timeframe"]

SECOND = 1_000_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_UNITS = {"ms": SECOND // 1_000, "s": SECOND, "m": MINUTE, "h": HOUR, "d": DAY, "w": 7 * DAY}
_PATTERN = re.compile(r"([1-9]\d{0,5})(ms|[smhdw])")


class Timeframe(int):
    """A bar's length in nanoseconds, written like `1m`, `4h` or `1d`."""

    @classmethod
    def parse(cls, text: str) -> "Timeframe":
        """Read a timeframe.

        Raises:
            ConfigurationError: If the text is no timeframe.
        """
        match = _PATTERN.fullmatch(text.strip().lower())
        if match is None:
            raise ConfigurationError(f"timeframe must look like 30s, 1m, 4h or 1d (was {text!r})")
        return cls(int(match[1]) * _UNITS[match[2]])

    @property
    def is_daily(self) -> bool:
        """Whether a bar covers whole trading days, so that it closes with the session."""
        return self >= DAY

    @override
    def __str__(self) -> str:
        """Write the timeframe as it is read."""
        for letter, unit in reversed(_UNITS.items()):
            if self % unit == 0 and letter != "w":
                return f"{self // unit}{letter}"
        return f"{int(self)}ns"

    __repr__ = __str__
