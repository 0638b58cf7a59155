"""What all commands share: how to speak, which plugins to use, and where the user's settings lie."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from propbots.errors import ConfigurationError

if TYPE_CHECKING:
    from rich.console import Console

    from propbots.plugin.catalogue import Catalogue

__all__ = ["Session", "UserSettings"]


@attrs.frozen
class PluginSettings:
    """Attributes: block: Plugins or distributions to leave alone."""

    block: list[str] = attrs.field(factory=list)


@attrs.frozen
class UserSettings:
    """The user's settings, from `--config` or the platform's configuration folder."""

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

    @cached_property
    def settings(self) -> UserSettings:
        """The user's settings.

        Raises:
            ConfigurationError: If the file is wrong, or was named and is missing.
        """
        from propbots.settings import read_toml, structure  # noqa: PLC0415 -- not needed for --help

        path = self.config or _default_config()
        if self.config is None and not path.exists():
            return UserSettings()
        return structure(read_toml(path), UserSettings, str(path))

    @cached_property
    def catalogue(self) -> "Catalogue":
        """All plugins; loaded when a command first needs them."""
        from propbots.plugin.catalogue import load_catalogue  # noqa: PLC0415 -- not needed for --help

        return load_catalogue([*self.block, *self.settings.plugins.block])

    @cached_property
    def console(self) -> "Console":
        """Standard output for people."""
        from rich.console import Console  # noqa: PLC0415 -- not needed for --json

        return Console(highlight=False)

    def say(self, remark: str) -> None:
        """Tell the user something beside the answer, on standard error."""
        if not self.quiet:
            print(remark, file=sys.stderr)  # noqa: T201 -- the one place that writes remarks

    def write_json(self, document: Mapping[str, Any]) -> None:
        """Write the answer as one JSON document."""
        import msgspec  # noqa: PLC0415 -- not needed for --help

        sys.stdout.write(msgspec.json.format(msgspec.json.encode(document), indent=1).decode() + "\n")

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


def _default_config() -> Path:
    from platformdirs import user_config_path  # noqa: PLC0415 -- not needed for --help

    try:
        return user_config_path("propbots") / "config.toml"
    except (OSError, RuntimeError) as error:
        raise ConfigurationError(f"no folder for settings can be found ({error}); give one with --config") from error
