"""The plugin that pytest loads wherever propbots is installed; it imports nothing until a test asks for it."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from propbots.testing.temporary import TemporaryPlugins

__all__ = ["temporary_plugin"]


@pytest.fixture
def temporary_plugin(monkeypatch: pytest.MonkeyPatch) -> "TemporaryPlugins":
    """Give a host that holds the plugins of one test and refuses to look for what is installed.

    ```python
    def test_strategy_is_found_by_name(temporary_plugin):
        catalogue = temporary_plugin(MyPlugin())
        assert catalogue.build_strategy("breakout", {"period": "30"})
    ```
    """
    from propbots.testing.temporary import TemporaryPlugins  # noqa: PLC0415 -- other test suites pay nothing

    monkeypatch.setattr("propbots.plugin.registry.find_plugins", TemporaryPlugins.refuse_discovery)
    return TemporaryPlugins()
