"""Options that say how a file is to be read; whatever is left out is recognised from its content."""

from collections.abc import Callable
from inspect import Parameter
from typing import Annotated, Any

import typer

__all__ = ["READING", "Reading", "Set", "expand_reading", "keep_given"]

Reading = dict[str, str]
"""Settings of the data's provider; a command that takes them has a parameter `reading` and all options of `READING`."""
READING: dict[str, Any] = {
    "columns": Annotated[
        str | None,
        typer.Option(metavar="NAMES", help="The file's columns in order, or only some: time=Start,close=Last."),
    ],
    "separator": Annotated[
        str | None, typer.Option(metavar="CHARACTER", help="Between the file's columns; tab is a word.")
    ],
    "timestamp_format": Annotated[
        str | None, typer.Option(metavar="FORMAT", help="Of the file's times, such as %Y%m%d %H%M%S.")
    ],
    "timezone": Annotated[
        str | None, typer.Option(metavar="ZONE", help="Of the file's times, such as America/Chicago.")
    ],
    "stamp": Annotated[str | None, typer.Option(metavar="open|close", help="Which end of a bar its time names.")],
    "encoding": Annotated[str | None, typer.Option(metavar="NAME", help="Of the file's text, such as latin-1.")],
}
Set = Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A parameter; repeatable.")]


def keep_given(options: dict[str, str | None]) -> dict[str, str]:
    """Return the options that were given."""
    return {name: value for name, value in options.items() if value is not None}


def expand_reading(call: Callable[..., None], own: list[Parameter]) -> tuple[Callable[..., None], list[Parameter]]:
    """Put the options of `READING` in the place of a command's parameter `reading`, if it has one.

    Args:
        call: Takes the session and the parameters by name.
        own: The parameters.

    Returns:
        What takes the options instead, and the options.
    """
    if all(one.name != "reading" for one in own):
        return call, own
    options = [Parameter(name, Parameter.KEYWORD_ONLY, annotation=kind, default=None) for name, kind in READING.items()]

    def gather(session: object, **given: Any) -> None:
        reading = keep_given({name: given.pop(name) for name in READING})
        call(session, **given, reading=reading)

    return gather, [one for each in own for one in (options if each.name == "reading" else [each])]
