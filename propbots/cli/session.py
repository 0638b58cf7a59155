"""What all commands share: how to speak, which plugins to use, and where the user's settings lie."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import attrs

from propbots.cli.wording import to_line
from propbots.errors import ConfigurationError

if TYPE_CHECKING:
    from rich.console import Console

    from propbots.plugin.catalogue import Catalogue
    from propbots.plugin.registry import Registry

__all__ = ["PluginSettings", "Session", "UserSettings"]

_WIDER_THAN_ANY_TABLE = 1_000


@attrs.frozen
class PluginSettings:
    """The `[plugins]` table.

    Attributes:
        block: Plugins or distributions to leave alone.
    """

    block: list[str] = attrs.field(factory=list)


@attrs.frozen
class UserSettings:
    """The user's settings, from `--config` or the platform's configuration folder.

    Attributes:
        plugins: Which plugins to use.
    """

    plugins: PluginSettings = PluginSettings()


@attrs.define(slots=False)
class Session:
    """One call of the command line.

    Attributes:
        json: Whether the answer is one JSON document on standard output.
        quiet: Whether progress and remarks are kept back.
        verbose: Whether errors come with their traceback.
        block: Plugins to leave alone, beside those of the settings.
        config: The user's settings; None for the platform's own place.
    """

    json: bool = False
    quiet: bool = False
    verbose: bool = False
    block: tuple[str, ...] = ()
    config: Path | None = None
    _stdout: TextIO = attrs.field(init=False, factory=lambda: sys.stdout)

    @cached_property
    def settings(self) -> UserSettings:
        """The user's settings.

        Raises:
            ConfigurationError: If the file is wrong, or was named and is missing.
        """
        from propbots.settings import read_toml, structure  # noqa: PLC0415 -- not needed for --help

        path = self.settings_file
        return UserSettings() if path is None else structure(read_toml(path), UserSettings, str(path))

    @cached_property
    def settings_file(self) -> Path | None:
        """Where the user's settings lie; None if there are none.

        Raises:
            ConfigurationError: If there is no place for them.
        """
        return self.config or _find_settings()

    @cached_property
    def registry(self) -> "Registry":
        """All plugins; loaded when a command first needs them."""
        from propbots.plugin.registry import load_registry  # noqa: PLC0415 -- not needed for --help

        registry = load_registry([*self.block, *self.settings.plugins.block])
        installed = {name for one in registry.plugins for name in (one.name, one.installed.distribution)}
        for name in self.block:
            if name not in installed:
                self.say(f"--block {name}: nothing of that name is installed")
        return registry

    @cached_property
    def catalogue(self) -> "Catalogue":
        """What all plugins bring, made ready for use."""
        from propbots.plugin.catalogue import Catalogue  # noqa: PLC0415 -- not needed for --help

        return Catalogue(self.registry)

    def reads_files(self, provider: str) -> bool:
        """Whether the query of a data provider is a path; plugins are loaded only to answer that."""
        return self.catalogue.reads_files(provider)

    @cached_property
    def console(self) -> "Console":
        """Standard output for people."""
        from propbots.cli.console import build_console  # noqa: PLC0415 -- not needed for --json

        return build_console()

    def say(self, remark: str) -> None:
        """Tell the user something beside the answer, on standard error."""
        if not self.quiet:
            print(to_line(remark), file=sys.stderr)  # noqa: T201 -- the one place that writes remarks

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Keep standard output for the one JSON document: what plugins and strategies print goes to standard error."""
        if not self.json:
            yield
            return
        with redirect_stdout(sys.stderr):
            yield

    def write_json(self, document: Mapping[str, Any]) -> None:
        """Write the answer as one JSON document, in UTF-8 whatever the terminal's encoding; indented on a terminal."""
        content = _encode(document, indent=1 if self._stdout.isatty() else None)
        self._stdout.flush()
        self._stdout.buffer.write(content)
        self._stdout.buffer.flush()

    def print_table(
        self, columns: Sequence[str], rows: Iterable[Sequence[str]], *, optional: Sequence[str] = ()
    ) -> None:
        """Print a table; one that goes into a pipe or a file is as wide as it needs to be.

        Args:
            columns: Their names.
            rows: Their cells.
            optional: Names of columns that a narrow terminal leaves out, the first one first.
        """
        from propbots.cli.console import build_console  # noqa: PLC0415 -- not needed for --json
        from propbots.cli.table import lay_out  # noqa: PLC0415 -- the same
        from propbots.report.letters import heeding_letters  # noqa: PLC0415 -- the same

        width = self.console.width if self.console.is_terminal else _WIDER_THAN_ANY_TABLE
        layout = lay_out(columns, rows, width=width, optional=optional)
        console = build_console(layout.width)
        with heeding_letters(console):
            console.print(layout.table)
        if layout.left_out:
            self.say(f"no room for: {', '.join(layout.left_out)}; a wider terminal or --json shows it all")

    @contextmanager
    def progress(self, what: str, unit: str) -> Iterator[Callable[[int, int], None]]:
        """Give a function to tell progress to; it shows once the work has lasted a second.

        Args:
            what: What is being done.
            unit: What is counted, such as `bars`.
        """
        from propbots.cli.progress import SlowProgress  # noqa: PLC0415 -- not needed for --help

        shown = SlowProgress(what, unit, hidden=self.quiet)
        try:
            yield shown.update
        finally:
            shown.close()


def _encode(document: Mapping[str, Any], indent: int | None) -> bytes:
    import msgspec  # noqa: PLC0415 -- not needed for --help

    try:
        content = msgspec.json.encode(document)
        return (content if indent is None else msgspec.json.format(content, indent=indent)) + b"\n"
    except UnicodeEncodeError:  # a file name that is no text in the system's encoding
        from json import dumps  # noqa: PLC0415 -- hardly ever needed

        return dumps(document, indent=indent, ensure_ascii=False).encode(errors="replace") + b"\n"


def _find_settings() -> Path | None:
    """Return the settings in the platform's own place; one that cannot be looked into is left to whoever reads it."""
    from platformdirs import user_config_path  # noqa: PLC0415 -- not needed for --help

    try:
        path = user_config_path("propbots") / "config.toml"
    except (OSError, RuntimeError) as error:
        raise ConfigurationError(f"no folder for settings can be found ({error}); give one with --config") from error
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        return path
    return path
