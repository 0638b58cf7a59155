"""The root of the commands: our own, and those of plugins, which are loaded only to be run."""

import inspect
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import typer
from typer.core import TyperCommand, TyperGroup
from typing_extensions import override

from propbots.api.plugin import CommandContribution
from propbots.cli.command import to_command
from propbots.cli.session import Session
from propbots.errors import DataError
from propbots.plugin.discovery import find_commands

if TYPE_CHECKING:
    from propbots.plugin.claim import Claim

__all__ = ["LazyGroup"]

_Context: TypeAlias = Any
_Command: TypeAlias = Any
_NO_FAULT = (typer.Exit, typer.Abort, typer.TyperException)
"""How a command may end without being to blame."""


class LazyGroup(TyperGroup):
    """The root of the commands; it loads plugins only for a command that is not its own."""

    _lists_only = False
    _words: Sequence[str] = ()

    @override
    def format_help(self, ctx: _Context, formatter: Any) -> None:
        """Write the help, which names the commands of plugins without loading them."""
        self._lists_only = True
        super().format_help(ctx, formatter)

    @override
    def list_commands(self, ctx: _Context) -> list[str]:
        """Return our own commands, and those that plugins' metadata tell of."""
        own = super().list_commands(ctx)
        return [*(name for name in find_commands() if name not in own), *own]

    @override
    def resolve_command(self, ctx: _Context, args: list[str]) -> tuple[str | None, _Command, list[str]]:
        """Return the command that the arguments begin with, and the rest of them."""
        self._words = args[1:]
        return super().resolve_command(ctx, args)

    @override
    def get_command(self, ctx: _Context, cmd_name: str) -> _Command:
        """Return a command of ours, or one that a plugin brings."""
        own = super().get_command(ctx, cmd_name)
        if own is not None:
            return own
        if self._lists_only or ctx.resilient_parsing:
            return _advertise(cmd_name)
        session = _foresee(self._words)
        with session.answering():
            return _load(cmd_name, session, super().list_commands(ctx))


def _foresee(words: Sequence[str]) -> Session:
    """Return the session that a command's words will make, as far as finding the command needs it.

    A plugin's command must be found before its options can be read, so these three are looked for beforehand.
    """
    config = [Path(value) for value in _values(words, "--config")]
    block = tuple(_values(words, "--block"))
    return Session(json="--json" in words, block=block, config=config[-1] if config else None, quiet=True)


def _values(words: Sequence[str], option: str) -> Iterator[str]:
    for word, following in zip_longest(words, words[1:]):
        if word == option and following is not None:
            yield following
        elif word.startswith(f"{option}="):
            yield word.removeprefix(f"{option}=")


def _advertise(name: str) -> TyperCommand | None:
    commands = find_commands()
    return TyperCommand(name=name, help=commands[name], short_help=commands[name]) if name in commands else None


def _load(name: str, session: Session, own: list[str]) -> _Command:
    """Load a plugin's command.

    Raises:
        UnknownName: If neither we nor a plugin has it.
        PluginContractBroken: If it cannot be made.
    """
    from propbots.errors import UnknownName  # noqa: PLC0415 -- only a plugin's command pays for it

    registry = session.registry
    if name not in {claim.name for claim in registry.claims(CommandContribution)}:
        known = list(dict.fromkeys([*own, *(other for other in find_commands() if other != name)]))
        hint = registry.explain_absence(CommandContribution, name, known)
        raise UnknownName("command", name, known, hint=hint or f"is propbots-{name} installed?")
    return _make(registry.find(CommandContribution, name), session)


def _make(claim: "Claim[CommandContribution]", session: Session) -> _Command:
    """Make a plugin's command; it works with the session that its own options make, once they have been read."""
    from propbots.cli.workbench import CommandWorkbench  # noqa: PLC0415 -- only a plugin's command pays for it
    from propbots.plugin.claim import blame  # noqa: PLC0415 -- the same

    workbench = CommandWorkbench(session)
    with blame(claim):
        function = claim.brings.factory(workbench)
        options = list(inspect.signature(function).parameters.values())
        summary = inspect.getdoc(function) or claim.brings.summary

    registry = session.registry

    def call(session: Session, **given: Any) -> None:
        session.registry = registry  # found with the very words that the command now has read
        workbench.session = session
        with blame(claim, spare=_NO_FAULT), _owning(given):
            function(**given)

    single = typer.Typer(add_completion=False, rich_markup_mode=None)
    with blame(claim):
        single.command(claim.name)(to_command(call, options, name=claim.name, summary=summary))
        return typer.main.get_command(single)


@contextmanager
def _owning(given: Mapping[str, Any]) -> Iterator[None]:
    """Take what goes wrong with a file that the user named for a matter of that file, and not of the plugin.

    Raises:
        DataError: With file and reason.
    """
    try:
        yield
    except OSError as error:
        named = {Path(value).absolute() for value in given.values() if isinstance(value, str | Path)}
        if not isinstance(error.filename, str | Path) or Path(error.filename).absolute() not in named:
            raise
        raise DataError(f"{error.filename}: {(error.strerror or str(error)).lower()}") from error
