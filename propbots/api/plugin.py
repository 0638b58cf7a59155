"""What a plugin's entry module imports: contribution records and the hooks that collect them.

A plugin subclasses `Plugin` and overrides the hooks of what it brings. A hook returns records; the work itself is done
by what a record's factory builds, which is typed by a port of `propbots.api`. This module imports neither numpy nor
the engine, and an entry module should import nothing heavier: factories import inside.

```python
from collections.abc import Sequence

from propbots.api.plugin import Plugin, StrategyContribution, hookimpl, override


class Breakouts(Plugin):
    @hookimpl
    @override
    def propbots_strategies(self) -> Sequence[StrategyContribution]:
        return [StrategyContribution("breakout", "Buys what breaks out.", build_breakout)]
```
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, overload

import attrs
import pluggy

if TYPE_CHECKING:
    from typing_extensions import override

    from propbots.api.broker import Broker
    from propbots.api.command import Workbench
    from propbots.api.data import DataProvider
    from propbots.api.instrument import InstrumentSource
    from propbots.api.release import ReleaseSource
    from propbots.api.risk import PlanSource
    from propbots.series.indicator import Indicator
    from propbots.strategy.base import BaseStrategy

__all__ = [
    "BrokerContribution",
    "CommandContribution",
    "Contribution",
    "DataProviderContribution",
    "IndicatorContribution",
    "InstrumentContribution",
    "NoSettings",
    "Plugin",
    "ReleaseContribution",
    "RiskProfileContribution",
    "StrategyContribution",
    "hookimpl",
    "hookspec",
    "override",
]

_S = TypeVar("_S")

if not TYPE_CHECKING:

    def override(method):  # noqa: ANN001, ANN201 -- type checkers see typing's own
        """Mark a method as overriding a hook, so that a type checker finds a misspelt name.

        Type checkers see `typing_extensions.override`; at run time the mark is enough, and importing it would cost
        every plugin fifteen milliseconds.
        """
        method.__override__ = True
        return method


hookspec = pluggy.HookspecMarker("propbots")
hookimpl = pluggy.HookimplMarker("propbots")


@attrs.frozen
class NoSettings:
    """The settings of what has none."""


@attrs.frozen
class Contribution:
    """What every contribution says of itself.

    Attributes:
        name: By which people and configurations ask for it; unique among its kind.
        summary: One line for lists.
    """

    name: str
    summary: str


@attrs.frozen
class InstrumentContribution(Contribution):
    """A list of instruments and the session calendars that they trade by."""

    factory: "Callable[[], InstrumentSource]"


@attrs.frozen(init=False)
class DataProviderContribution(Contribution):
    """A source of bars or ticks.

    Attributes:
        factory: Builds the provider from its settings.
        settings: The attrs class of its settings, structured from what the user wrote.
        reads_files: Whether it takes plain paths; others are asked for as `NAME:QUERY`.
    """

    # The class is not generic: a list of records would be inferred as records of anything, and the settings of another
    # factory would pass. A constructor that is generic by itself holds each factory against its settings.
    factory: "Callable[[Any], DataProvider]"
    settings: type[Any] = NoSettings
    reads_files: bool = False

    @overload
    def __init__(
        self,
        name: str,
        summary: str,
        factory: "Callable[[NoSettings], DataProvider]",
        *,
        reads_files: bool = False,
    ) -> None: ...

    @overload
    def __init__(
        self,
        name: str,
        summary: str,
        factory: "Callable[[_S], DataProvider]",
        settings: type[_S],
        *,
        reads_files: bool = False,
    ) -> None: ...

    def __init__(
        self,
        name: str,
        summary: str,
        factory: "Callable[[Any], DataProvider]",
        settings: type[Any] = NoSettings,
        *,
        reads_files: bool = False,
    ) -> None:
        self.__attrs_init__(name, summary, factory, settings, reads_files)


@attrs.frozen
class IndicatorContribution(Contribution):
    """An indicator; the factory returns its class, whose fields are its parameters."""

    factory: "Callable[[], type[Indicator]]"


@attrs.frozen
class StrategyContribution(Contribution):
    """A strategy; the factory returns its class, whose fields are its parameters."""

    factory: "Callable[[], type[BaseStrategy]]"


@attrs.frozen
class RiskProfileContribution(Contribution):
    """A firm's plans; the contribution's name is the part of a plan's name before the slash."""

    factory: "Callable[[], PlanSource]"


@attrs.frozen
class ReleaseContribution(Contribution):
    """A calendar of scheduled releases, asked for as `NAME` or `NAME:QUERY`."""

    factory: "Callable[[], ReleaseSource]"


@attrs.frozen(init=False)
class BrokerContribution(Contribution):
    """A way to a broker.

    Attributes:
        factory: Builds the broker from its settings.
        settings: The attrs class of its settings.
        capabilities: What the broker can do beyond market orders, such as `bracket` or `modify`.
    """

    factory: "Callable[[Any], Broker]"
    settings: type[Any] = NoSettings
    capabilities: frozenset[str] = frozenset()

    @overload
    def __init__(
        self,
        name: str,
        summary: str,
        factory: "Callable[[NoSettings], Broker]",
        *,
        capabilities: frozenset[str] = frozenset(),
    ) -> None: ...

    @overload
    def __init__(
        self,
        name: str,
        summary: str,
        factory: "Callable[[_S], Broker]",
        settings: type[_S],
        *,
        capabilities: frozenset[str] = frozenset(),
    ) -> None: ...

    def __init__(
        self,
        name: str,
        summary: str,
        factory: "Callable[[Any], Broker]",
        settings: type[Any] = NoSettings,
        *,
        capabilities: frozenset[str] = frozenset(),
    ) -> None:
        self.__attrs_init__(name, summary, factory, settings, capabilities)


@attrs.frozen
class CommandContribution(Contribution):
    """A command of the command line.

    So that `--help` can name it without loading the plugin, its distribution tells its name once more, in the
    entry-point group `propbots.commands`.

    Attributes:
        factory: Takes what the command works with and returns the function that Typer turns into the command.
    """

    factory: "Callable[[Workbench], Callable[..., None]]"


class Plugin:
    """The hooks, each of which brings nothing until a plugin overrides it.

    Override with `@hookimpl` and `@override`; a type checker then finds a misspelt hook and a wrong return type, and
    the host finds them at run time.
    """

    @hookspec
    def propbots_instruments(self) -> Sequence[InstrumentContribution]:
        """Return lists of instruments."""
        return ()

    @hookspec
    def propbots_data_providers(self) -> Sequence[DataProviderContribution]:
        """Return sources of bars."""
        return ()

    @hookspec
    def propbots_indicators(self) -> Sequence[IndicatorContribution]:
        """Return indicators."""
        return ()

    @hookspec
    def propbots_strategies(self) -> Sequence[StrategyContribution]:
        """Return strategies."""
        return ()

    @hookspec
    def propbots_risk_profiles(self) -> Sequence[RiskProfileContribution]:
        """Return firms with their plans."""
        return ()

    @hookspec
    def propbots_releases(self) -> Sequence[ReleaseContribution]:
        """Return calendars of scheduled releases."""
        return ()

    @hookspec
    def propbots_brokers(self) -> Sequence[BrokerContribution]:
        """Return ways to brokers."""
        return ()

    @hookspec
    def propbots_commands(self) -> Sequence[CommandContribution]:
        """Return commands of the command line."""
        return ()
