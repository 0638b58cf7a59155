"""How a function becomes a command: the options that all commands share, and plugins' commands beside our own."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from propbots.cli.session import Session

__all__ = ["LazyGroup", "with_session"]

_COMMON: dict[str, tuple[Any, Any]] = {
    "json": (Annotated[bool, typer.Option("--json", help="Print exactly one JSON document.")], False),
    "quiet": (Annotated[bool, typer.Option("--quiet", "-q", help="Keep progress and remarks back.")], False),
    "verbose": (Annotated[bool, typer.Option("--verbose", "-v", help="Show tracebacks of errors.")], False),
    "block": (
        Annotated[
            list[str] | None, typer.Option("--block", metavar="PLUGIN", help="Leave a plugin alone; repeatable.")
        ],
        None,
    ),
    "config_file": (
        Annotated[
            Path | None, typer.Option("--config", metavar="FILE", help="Your settings, instead of the usual place.")
        ],
        None,
    ),
}


def with_session(function: Callable[..., None]) -> Callable[..., None]:
    """Return a command from a function whose first parameter is the session; the common options make the session."""

    def run(**given: Any) -> None:
        session = Session(
            json=given.pop("json"),
            quiet=given.pop("quiet"),
            verbose=given.pop("verbose"),
            block=tuple(given.pop("block") or ()),
            config=given.pop("config_file"),
        )
        function(session, **given)

    own = list(inspect.signature(function).parameters.values())[1:]
    shared = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)
        for name, (annotation, default) in _COMMON.items()
    ]
    parameters = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own] + shared
    run.__doc__ = function.__doc__
    run.__name__ = function.__name__
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined] -- where inspect and Typer look
    return run


class LazyGroup(TyperGroup):
    """The root of the commands; it loads plugins only for a command that is not its own."""

    _lists_only = False

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help, which names the commands of plugins without loading them."""
        self._lists_only = True
        super().format_help(ctx, formatter)

    def list_commands(self, ctx: Any) -> list[str]:
        """Return our own commands, and those that plugins' metadata tell of."""
        from propbots.plugin.discovery import find_commands  # noqa: PLC0415 -- only --help lists

        own = super().list_commands(ctx)
        return [*(name for name in find_commands() if name not in own), *own]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command of ours, or one that a plugin brings."""
        own = super().get_command(ctx, cmd_name)
        if own is not None:
            return own
        return _advertised(cmd_name) if self._lists_only or ctx.resilient_parsing else _load(cmd_name)


def _advertised(name: str) -> TyperCommand | None:
    from propbots.plugin.discovery import find_commands  # noqa: PLC0415 -- only --help lists

    commands = find_commands()
    return TyperCommand(name, help=commands[name], short_help=commands[name]) if name in commands else None


def _load(name: str) -> Any:
    """Load a plugin's command.

    The session that finds it is not yet the command's own, whose options are still to be read.
    """
    contribution = Session().catalogue.find_command(name)
    if contribution is None:
        return None
    from propbots.cli.workbench import CommandWorkbench  # noqa: PLC0415 -- only a plugin's command pays for it

    def build(session: Session, **given: Any) -> None:
        contribution.factory(CommandWorkbench(session))(**given)

    template = contribution.factory(CommandWorkbench(Session()))
    parameters = list(inspect.signature(template).parameters.values())
    first = inspect.Parameter("session", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    build.__signature__ = inspect.Signature([first, *parameters])  # type: ignore[attr-defined] -- where inspect looks
    build.__doc__ = template.__doc__ or contribution.summary
    single = typer.Typer(add_completion=False)
    single.command(name)(with_session(build))
    return typer.main.get_command(single)
