"""Whether a strategy's handlers can be called, asked before the first bar, for authors without a type checker."""

from difflib import get_close_matches
from inspect import signature

from propbots.errors import PluginContractBroken
from propbots.strategy.base import RuleStrategy, Strategy

__all__ = ["require_handlers"]

_TAKES = {
    "on_start": "nothing",
    "on_bar": "a bar",
    "on_quote": "a quote",
    "on_trade": "a trade",
    "on_timer": "a timer",
    "on_session_open": "a session",
    "on_session_close": "a session",
    "on_fill": "a fill",
    "on_order": "an event",
    "on_stop": "nothing",
}
"""What each handler takes beside the strategy itself."""
_ALIKE = 0.8
"""How like a handler's name another must be to be taken for a slip of the pen."""


def require_handlers(strategy: RuleStrategy | Strategy) -> None:
    """Refuse handlers that cannot be called as they will be, and names that nobody will ever call.

    Raises:
        PluginContractBroken: With the handler and what it must take.
    """
    if isinstance(strategy, RuleStrategy):
        _require_takes(strategy, "rules", "nothing")
        return
    for name, takes in _TAKES.items():
        _require_takes(strategy, name, takes)
    for name in dir(type(strategy)):
        near = get_close_matches(name, _TAKES, n=1, cutoff=_ALIKE) if name not in _TAKES else []
        if near:
            raise PluginContractBroken(f"{_label(strategy)}: nobody calls {name}; did you mean {near[0]}?")


def _require_takes(strategy: RuleStrategy | Strategy, name: str, takes: str) -> None:
    handler = getattr(strategy, name)
    arguments = [] if takes == "nothing" else [None]
    try:
        signature(handler).bind(*arguments)
    except TypeError as error:
        raise PluginContractBroken(f"{_label(strategy)}: {name} must be a method that takes {takes}") from error


def _label(strategy: RuleStrategy | Strategy) -> str:
    return f"strategy {type(strategy).__name__}"
