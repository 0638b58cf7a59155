"""The contracts of the kernel's conformance kit."""

import pytest
from typing_extensions import override

from propbots.testing import PluginContract


class TestPlugin(PluginContract):
    @pytest.fixture
    @override
    def distribution(self) -> str:
        return "propbots-demo"
