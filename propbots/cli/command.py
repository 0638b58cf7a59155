"""How a function becomes a command: the options that all commands share."""

import inspect
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from propbots.cli.reading import expand_reading
from propbots.cli.session import Session

__all__ = ["to_command", "with_session"]

_Block = Annotated[
    list[str] | None, typer.Option("--block", metavar="PLUGIN", help="Leave a plugin alone; repeatable.")
]
_Config = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="Your settings, instead of the usual place.")
]
_SHARED: dict[str, tuple[Any, Any]] = {
    "json": (Annotated[bool, typer.Option("--json", help="Print exactly one JSON document.")], False),
    "quiet": (Annotated[bool, typer.Option("--quiet", "-q", help="Keep progress and remarks back.")], False),
    "verbose": (Annotated[bool, typer.Option("--verbose", "-v", help="Show tracebacks of errors.")], False),
    "block": (_Block, None),
    "config": (_Config, None),
}


def with_session(function: Callable[..., None]) -> Callable[..., None]:
    """Return a command from a function whose first parameter is the session; the shared options make the session."""
    call, own = expand_reading(function, list(inspect.signature(function).parameters.values())[1:])
    return to_command(call, own, name=function.__name__, summary=function.__doc__ or "")


def to_command(
    call: Callable[..., None], own: Sequence[inspect.Parameter], *, name: str, summary: str
) -> Callable[..., None]:
    """Return a function that Typer turns into a command.

    Args:
        call: Takes the session, and the command's own options by name.
        own: The command's own options.
        name: Of the command.
        summary: For its help.
    """

    def run(**given: Any) -> None:
        block = tuple(given.pop("block") or ())
        session = Session(block=block, **{shared: given.pop(shared) for shared in _SHARED if shared != "block"})
        with session.answering():
            call(session, **given)

    shared = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)
        for name, (annotation, default) in _SHARED.items()
    ]
    parameters = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own] + shared
    run.__doc__ = summary
    run.__name__ = name
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    setattr(run, "__signature__", inspect.Signature(parameters))  # noqa: B010 -- a function's type knows no signature
    return run
