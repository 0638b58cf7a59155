"""The conformance kit: what a plugin promises, as numbered tests that its author subclasses with fixtures only.

```python
import pytest

from propbots.testing import StrategyContract


class TestBreakout(StrategyContract):
    @pytest.fixture
    def strategy(self) -> type[Breakout]:
        return Breakout
```

Beside the contracts there are builders (`a_bar`, `some_bars`, `an_instrument`, …), fakes that pass the same contracts,
and `run_strategy` for an author's own tests. It needs pytest, which `propbots[testing]` brings, and runs offline. A
name is loaded when it is first asked for, since pytest imports this package wherever propbots is installed.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from propbots.testing.builder import (
        a_bar,
        a_bar_table,
        a_plan,
        a_session_calendar,
        a_tick_table,
        an_instrument,
        bars_of,
        some_bars,
    )
    from propbots.testing.card import CardFailed
    from propbots.testing.data import DataProviderContract
    from propbots.testing.fake import FakeInstruments, FakePlans, FakeProvider
    from propbots.testing.indicator import IndicatorContract
    from propbots.testing.instrument import InstrumentsContract
    from propbots.testing.packaging import PluginContract
    from propbots.testing.risk import RiskProfileContract
    from propbots.testing.run import run_strategy
    from propbots.testing.strategy import StrategyContract
    from propbots.testing.temporary import TemporaryPlugins

__all__ = [
    "CardFailed",
    "DataProviderContract",
    "FakeInstruments",
    "FakePlans",
    "FakeProvider",
    "IndicatorContract",
    "InstrumentsContract",
    "PluginContract",
    "RiskProfileContract",
    "StrategyContract",
    "TemporaryPlugins",
    "a_bar",
    "a_bar_table",
    "a_plan",
    "a_session_calendar",
    "a_tick_table",
    "an_instrument",
    "bars_of",
    "run_strategy",
    "some_bars",
]

_MODULES = {
    "builder": (
        "a_bar",
        "a_bar_table",
        "a_plan",
        "a_session_calendar",
        "a_tick_table",
        "an_instrument",
        "bars_of",
        "some_bars",
    ),
    "card": ("CardFailed",),
    "data": ("DataProviderContract",),
    "fake": ("FakeInstruments", "FakePlans", "FakeProvider"),
    "indicator": ("IndicatorContract",),
    "instrument": ("InstrumentsContract",),
    "packaging": ("PluginContract",),
    "risk": ("RiskProfileContract",),
    "run": ("run_strategy",),
    "strategy": ("StrategyContract",),
    "temporary": ("TemporaryPlugins",),
}
_HOMES = {name: f"propbots.testing.{module}" for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    """Return a name of the kit from its module.

    Raises:
        AttributeError: If the kit has no such name.
    """
    if name not in _HOMES:
        raise AttributeError(f"propbots.testing has no {name!r}")
    return getattr(import_module(_HOMES[name]), name)
