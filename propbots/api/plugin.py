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
from typing import TYPE_CHECKING, Any, Generic

import attrs
import pluggy

if TYPE_CHECKING:
    from typing_extensions import TypeVar, override

    from propbots.api.broker import Broker
    from propbots.api.command import Workbench
    from propbots.api.data import DataProvider
    from propbots.api.instrument import InstrumentSource
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
    "RiskProfileContribution",
    "StrategyContribution",
    "hookimpl",
    "hookspec",
    "override",
]

if TYPE_CHECKING:
    _S = TypeVar("_S", default=Any)
else:
    from typing import TypeVar

    _S = TypeVar("_S")

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


@attrs.frozen
class DataProviderContribution(Contribution, Generic[_S]):
    """A source of bars.

    Attributes:
        factory: Builds the provider from its settings.
        settings: The attrs class of its settings, structured from what the user wrote.
        reads_files: Whether it takes plain paths; others are asked for as `NAME:QUERY`.
    """

    factory: "Callable[[_S], DataProvider]"
    settings: type[_S] = NoSettings  # type: ignore[assignment]  # -- left out, there are none
    reads_files: bool = False


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
class BrokerContribution(Contribution, Generic[_S]):
    """A way to a broker.

    Attributes:
        factory: Builds the broker from its settings.
        settings: The attrs class of its settings.
        capabilities: What the broker can do beyond market orders, such as `bracket` or `modify`.
    """

    factory: "Callable[[_S], Broker]"
    settings: type[_S] = NoSettings  # type: ignore[assignment]  # -- left out, there are none
    capabilities: frozenset[str] = frozenset()


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
    def propbots_brokers(self) -> Sequence[BrokerContribution]:
        """Return ways to brokers."""
        return ()

    @hookspec
    def propbots_commands(self) -> Sequence[CommandContribution]:
        """Return commands of the command line."""
        return ()
