"""The entry of the command line: which commands there are, and how a call ends."""

import sys
import traceback
from typing import Annotated

import typer

from propbots import __version__
from propbots.cli.backtest import backtest
from propbots.cli.catalogues import compute_indicator, list_indicators, list_instruments, list_strategies
from propbots.cli.command import LazyGroup, with_session
from propbots.cli.data import generate
from propbots.cli.plugins import doctor, list_plugins
from propbots.errors import DataError, PluginError, PropbotsError

__all__ = ["app", "run"]

_UNEXPECTED, _USAGE, _DATA, _INTERRUPTED = 1, 2, 3, 130


def _group(help_: str) -> typer.Typer:
    return typer.Typer(help=help_, no_args_is_help=True, rich_markup_mode=None)


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
    app.command("backtest")(with_session(backtest))
    data = _group("Market data.")
    data.command("generate")(with_session(generate))
    strategies = _group("Strategies.")
    strategies.command("list")(with_session(list_strategies))
    indicators = _group("Indicators.")
    indicators.command("list")(with_session(list_indicators))
    indicators.command("compute")(with_session(compute_indicator))
    instruments = _group("Instruments.")
    instruments.command("list")(with_session(list_instruments))
    plugins = _group("Plugins.")
    plugins.command("list")(with_session(list_plugins))
    plugins.command("doctor")(with_session(doctor))
    groups = {
        "data": data,
        "strategies": strategies,
        "indicators": indicators,
        "instruments": instruments,
        "plugins": plugins,
    }
    for name, group in groups.items():
        app.add_typer(group, name=name)


_add_commands()


def run() -> None:
    """Run one call of the command line and exit with its code."""
    sys.exit(_run())


def _run() -> int:
    try:
        code = app(standalone_mode=False)
    except PropbotsError as error:
        return _tell(str(error), _code_of(error))
    except (KeyboardInterrupt, typer.Abort):
        return _tell("interrupted; nothing half-written stays behind", _INTERRUPTED)
    except BrokenPipeError:
        return 0
    except Exception as error:  # noqa: BLE001 -- the last resort: whatever it is, the user gets one message
        shown = getattr(error, "format_message", None)
        if shown is not None:
            return _tell(f"{shown()} (see --help)", getattr(error, "exit_code", _USAGE))
        return _tell_bug(error)
    return code if isinstance(code, int) else 0


def _code_of(error: PropbotsError) -> int:
    if isinstance(error, DataError):
        return _DATA
    return _UNEXPECTED if isinstance(error, PluginError) else _USAGE


def _tell(message: str, code: int) -> int:
    if _is_verbose():
        traceback.print_exc()
    print(f"error: {message}", file=sys.stderr)  # noqa: T201 -- the one place that tells errors
    return code


def _tell_bug(error: Exception) -> int:
    message = f"{type(error).__name__}: {error}"
    return _tell(
        f"a bug of ours: {message}; please report it with the output of the same call and --verbose", _UNEXPECTED
    )


def _is_verbose() -> bool:
    return "--verbose" in sys.argv or "-v" in sys.argv
