"""What a strategy declares before the first bar: the values that it reads, and the feeds that it follows."""

from collections.abc import Callable

from propbots.domain.bar import Feed
from propbots.errors import ConfigurationError
from propbots.series.expression import Expression, OnFeed
from propbots.series.indicator import Indicator
from propbots.strategy.reading import Reading

__all__ = ["Declarations"]


def _know_none(name: str) -> Feed:
    raise ConfigurationError(f"there is no feed {name!r}; only the main one is here")


class Declarations:
    """What one strategy declared.

    Attributes:
        readings: Where it reads values, in the order in which they were declared.
        feeds: The feeds beside the main one whose bars it is given; the main one's it is given in any case.
        find: Returns a feed by what the strategy calls it.

    Args:
        find: Returns a feed by what the strategy calls it.
        main: The main feed, which may be called by its name as well; None if it has none.
    """

    def __init__(self, find: Callable[[str], Feed] = _know_none, main: Feed | None = None) -> None:
        """Start with nothing."""
        self.readings: list[Reading] = []
        self.feeds: list[Feed] = []
        self.find = find
        self._main = main

    def is_main(self, name: str) -> bool:
        """Whether a name is that of the main feed.

        Raises:
            ConfigurationError: If there is no feed of the name.
        """
        return self.find(name) == self._main

    def declare(self, source: Expression) -> Reading:
        """Return where an expression's value is read.

        Raises:
            TypeError: If the indicator has several outputs and none is named.
        """
        if isinstance(source, Indicator) and len(source.outputs) > 1:
            names = ", ".join(source.outputs)
            raise TypeError(f"{type(source).__name__} has several outputs; name one of {names}")
        reading = Reading(source, is_on_main=isinstance(source, OnFeed) and self.is_main(source.feed))
        self.readings.append(reading)
        return reading

    def subscribe(self, name: str) -> Feed:
        """Follow a feed and return it.

        Raises:
            ConfigurationError: If there is none of the name.
        """
        feed = self.find(name)
        if feed not in self.feeds and feed != self._main:
            self.feeds.append(feed)
        return feed
