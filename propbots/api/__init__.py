"""What plugins and strategies import from the kernel; nothing else of it is promised to them.

Everything can be imported from here, or from the module of its kind: `propbots.api.plugin` (records and hooks, light),
`.strategy`, `.indicator`, `.data`, `.instrument`, `.risk`, `.broker` and `.command`. A name is loaded when it is first
asked for, so that a plugin's entry module stays light.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from propbots.api.data import BarTable, DataProvider, DataRequest, DataSource, TickTable
    from propbots.api.indicator import (
        BarField,
        Expression,
        Indicator,
        Pane,
        close,
        crosses_above,
        crosses_below,
        high,
        low,
        open_,
        parameter,
        volume,
    )
    from propbots.api.instrument import AssetClass, Instrument, InstrumentSource, SessionCalendar
    from propbots.api.plugin import Plugin, hookimpl, override
    from propbots.api.risk import Plan, PlanSource, read_plan
    from propbots.api.strategy import Bar, QuoteTick, Rules, RuleStrategy, SessionSpan, Strategy, TimerFired, TradeTick

__all__ = [
    "AssetClass",
    "Bar",
    "BarField",
    "BarTable",
    "DataProvider",
    "DataRequest",
    "DataSource",
    "Expression",
    "Indicator",
    "Instrument",
    "InstrumentSource",
    "Pane",
    "Plan",
    "PlanSource",
    "Plugin",
    "QuoteTick",
    "RuleStrategy",
    "Rules",
    "SessionCalendar",
    "SessionSpan",
    "Strategy",
    "TickTable",
    "TimerFired",
    "TradeTick",
    "close",
    "crosses_above",
    "crosses_below",
    "high",
    "hookimpl",
    "low",
    "open_",
    "override",
    "parameter",
    "read_plan",
    "volume",
]

_MODULES = {
    "propbots.api.data": ("BarTable", "DataProvider", "DataRequest", "DataSource", "TickTable"),
    "propbots.api.indicator": (
        "BarField",
        "Expression",
        "Indicator",
        "Pane",
        "close",
        "crosses_above",
        "crosses_below",
        "high",
        "low",
        "open_",
        "parameter",
        "volume",
    ),
    "propbots.api.instrument": ("AssetClass", "Instrument", "InstrumentSource", "SessionCalendar"),
    "propbots.api.plugin": ("Plugin", "hookimpl", "override"),
    "propbots.api.risk": ("Plan", "PlanSource", "read_plan"),
    "propbots.api.strategy": (
        "Bar",
        "QuoteTick",
        "RuleStrategy",
        "Rules",
        "SessionSpan",
        "Strategy",
        "TimerFired",
        "TradeTick",
    ),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    """Return a name of the interface from the module of its kind.

    Raises:
        AttributeError: If the interface has no such name.
    """
    if name not in _HOMES:
        raise AttributeError(f"propbots.api has no {name!r}")
    return getattr(import_module(_HOMES[name]), name)
