"""What a plugin implements that knows when figures are released."""

from collections.abc import Sequence
from typing import Protocol

from propbots.rules.release import Impact, Release

__all__ = ["Impact", "Release", "ReleaseSource"]


class ReleaseSource(Protocol):
    """A calendar of scheduled releases, for the news windows of plans."""

    def load_releases(self, query: str) -> Sequence[Release]:
        """Return the releases that it knows, in any order.

        Args:
            query: What the user wrote behind the calendar's name and a colon; empty if nothing.

        Raises:
            ConfigurationError: For a query that it cannot answer.
            DataError: If its data cannot be read.
        """
