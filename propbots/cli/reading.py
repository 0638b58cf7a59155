"""Options that say how a file is to be read; whatever is left out is recognised from its content."""

from typing import Annotated

import typer

__all__ = ["Columns", "Encoding", "Separator", "Set", "Stamp", "TimestampFormat", "Timezone", "settings_of"]

Columns = Annotated[
    str | None, typer.Option(metavar="NAMES", help="The file's columns in order, or only some: time=Start,close=Last.")
]
Separator = Annotated[str | None, typer.Option(metavar="CHARACTER", help="Between the file's columns; tab is a word.")]
TimestampFormat = Annotated[
    str | None, typer.Option(metavar="FORMAT", help="Of the file's times, such as %Y%m%d %H%M%S.")
]
Timezone = Annotated[str | None, typer.Option(metavar="ZONE", help="Of the file's times, such as America/Chicago.")]
Stamp = Annotated[str | None, typer.Option(metavar="open|close", help="Which end of a bar its time names.")]
Encoding = Annotated[str | None, typer.Option(metavar="NAME", help="Of the file's text, such as latin-1.")]
Set = Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A parameter; repeatable.")]


def settings_of(**options: str | None) -> dict[str, str]:
    """Return the settings of the data's provider: the options that were given."""
    return {name: value for name, value in options.items() if value is not None}
