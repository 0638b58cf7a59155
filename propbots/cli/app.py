"""Which commands there are."""

from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from propbots import __version__
from propbots.cli.backtest import backtest
from propbots.cli.catalogues import compute_indicator, list_indicators, list_instruments, list_strategies
from propbots.cli.check import check_strategy
from propbots.cli.command import with_session
from propbots.cli.data import generate
from propbots.cli.ending import call
from propbots.cli.ladder import ladder
from propbots.cli.lazy import LazyGroup
from propbots.cli.odds import odds
from propbots.cli.plugins import doctor, list_plugins
from propbots.cli.risk import check_plan, list_plans, score, show_plan
from propbots.cli.scaffold import new_plugin, new_strategy
from propbots.cli.show import show_indicator, show_instrument, show_strategy
from propbots.cli.streams import guard_streams

__all__ = ["app", "start"]

_GROUPS: dict[str, tuple[str, dict[str, Callable[..., None]]]] = {
    "data": ("Market data.", {"generate": generate}),
    "strategies": (
        "Strategies.",
        {"list": list_strategies, "show": show_strategy, "new": new_strategy, "check": check_strategy},
    ),
    "indicators": (
        "Indicators.",
        {"list": list_indicators, "show": show_indicator, "compute": compute_indicator},
    ),
    "instruments": ("Instruments.", {"list": list_instruments, "show": show_instrument}),
    "risk": ("Rules of prop firms.", {"plans": list_plans, "show": show_plan, "check": check_plan, "score": score}),
    "plugins": ("Plugins.", {"list": list_plugins, "doctor": doctor, "new": new_plugin}),
}
"""Commands with a word before their name."""

app = typer.Typer(
    cls=LazyGroup,
    help="Backtest strategies, judge them by the rules of prop firms, and run them.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _tell_version(value: bool) -> None:
    if value:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Tell the version.")
    ] = False,
) -> None:
    """Backtest strategies, judge them by the rules of prop firms, and run them."""


def _add_commands() -> None:
    for function in (backtest, odds, ladder):
        app.command(function.__name__)(with_session(function))
    for name, (summary, commands) in _GROUPS.items():
        group = typer.Typer(help=summary, no_args_is_help=True, rich_markup_mode=None)
        for word, function in commands.items():
            group.command(word)(with_session(function))
        app.add_typer(group, name=name)


_add_commands()


def start(words: Sequence[str]) -> int:
    """Run one call in a process of its own and return its exit code.

    Args:
        words: What stands behind the program's name.
    """
    guard_streams()
    return call(app, words)
