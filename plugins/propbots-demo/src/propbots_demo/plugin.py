"""The entry of the plugin."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from propbots.api.plugin import CommandContribution, Plugin, hookimpl, override

if TYPE_CHECKING:
    from propbots.api.command import Workbench

__all__ = ["DemoPlugin", "build_demo"]


def build_demo(workbench: "Workbench") -> Callable[..., None]:
    """Return the command."""
    from propbots_demo.demo import make_demo  # noqa: PLC0415 -- an entry module imports nothing heavy

    return make_demo(workbench)


class DemoPlugin(Plugin):
    """Brings `propbots demo`."""

    @hookimpl
    @override
    def propbots_commands(self) -> Sequence[CommandContribution]:
        """Return the command."""
        return [CommandContribution("demo", "A first backtest, with data that come along.", build_demo)]
