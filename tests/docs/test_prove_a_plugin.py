"""What the page about the kit shows works as it stands, for a plugin as the page has it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from fake_distribution import plant
from pages import list_fences

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "prove-a-plugin.md"
FACTORY = """
def build():
    from propbots_breakout_strategy import Breakout

    return Breakout


class Planted(Plugin):
    @hookimpl
    def propbots_strategies(self) -> Sequence[StrategyContribution]:
        return [StrategyContribution("breakout", "Buys what breaks out.", build)]
"""
STRATEGY = """
from propbots.api.strategy import Rules, RuleStrategy, close, parameter


class Breakout(RuleStrategy):
    period: int = parameter(20, minimum=1, maximum=1000, description="bars back")

    def rules(self):
        return Rules(long_entry=close > close.lag(self.period), long_exit=close < close.lag(self.period))
"""


@pytest.fixture
def author(tmp_path: Path) -> Path:
    """A folder with the page's plugin, and the page's tests in a file."""
    plant(tmp_path, "propbots-breakout", FACTORY)
    (tmp_path / "propbots_breakout_strategy.py").write_text(STRATEGY)
    shown = "\n\n".join(list_fences(PAGE, "python"))
    # A planted distribution is one module, so its strategy lies beside it.
    text = shown.replace("propbots_breakout.strategy", "propbots_breakout_strategy")
    (tmp_path / "test_shown.py").write_text(text)
    return tmp_path


def test_what_the_page_shows_passes(author: Path) -> None:
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_shown.py"]
    ran = subprocess.run(words, cwd=author, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stdout[-3000:]
    assert int(re.findall(r"(\d+) passed", ran.stdout)[0]) > 25
