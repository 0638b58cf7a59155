"""What a plugin must be, checked when it is loaded, for authors whose type checker did not say it first."""

import re
from collections.abc import Sequence

import attrs
import pluggy

from propbots.api.plugin import (
    BrokerContribution,
    CommandContribution,
    Contribution,
    DataProviderContribution,
    IndicatorContribution,
    InstrumentContribution,
    Plugin,
    ReleaseContribution,
    RiskProfileContribution,
    StrategyContribution,
)
from propbots.errors import PluginContractBroken, closest

__all__ = ["HOOKS", "collect_contributions", "require_fit_hooks"]

HOOKS: dict[str, type[Contribution]] = {
    "propbots_instruments": InstrumentContribution,
    "propbots_data_providers": DataProviderContribution,
    "propbots_indicators": IndicatorContribution,
    "propbots_strategies": StrategyContribution,
    "propbots_risk_profiles": RiskProfileContribution,
    "propbots_releases": ReleaseContribution,
    "propbots_brokers": BrokerContribution,
    "propbots_commands": CommandContribution,
}
"""Every hook with the record that it collects."""
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")


def collect_contributions(plugin: Plugin, label: str) -> tuple[Contribution, ...]:
    """Call a plugin's hooks and return what they brought, in the hooks' order.

    Args:
        plugin: As its entry point gave it.
        label: How messages call it.

    Raises:
        PluginContractBroken: With hook, fault and mend.
    """
    manager = require_fit_hooks(plugin, label)
    brought: list[Contribution] = []
    for hook, kind in HOOKS.items():
        brought += _call(getattr(manager.hook, hook), kind, f"{label}: {hook}")
    return tuple(brought)


def require_fit_hooks(plugin: Plugin, label: str) -> pluggy.PluginManager:
    """Return what calls a plugin's hooks, if every one of them is a hook of ours and takes what ours take.

    Args:
        plugin: As its entry point gave it.
        label: How messages call it.

    Raises:
        PluginContractBroken: With hook, fault and mend.
    """
    _require_known_hooks(type(plugin), label)
    return _register(plugin, label)


def _require_known_hooks(plugin: type[Plugin], label: str) -> None:
    """Refuse misspelt hooks, and overrides without the mark, which nobody would ever call."""
    for name in dir(plugin):
        method = getattr(plugin, name, None)
        marked = hasattr(method, "propbots_impl")
        if name not in HOOKS and (marked or name.startswith("propbots_")):
            near = closest(name, list(HOOKS))
            mend = f"did you mean {near}?" if near else f"the hooks are {', '.join(HOOKS)}"
            raise PluginContractBroken(f"{label}: there is no hook {name}; {mend}")
        if name in HOOKS and method is not getattr(Plugin, name) and not marked:
            raise PluginContractBroken(f"{label}: {name} needs @hookimpl above it, or nobody calls it")


def _register(plugin: Plugin, label: str) -> pluggy.PluginManager:
    manager = pluggy.PluginManager("propbots")
    manager.add_hookspecs(Plugin)
    try:
        manager.register(plugin)
        manager.check_pending()
    except (pluggy.PluginValidationError, ValueError, TypeError) as error:
        reason = " ".join(str(error).split())
        raise PluginContractBroken(
            f"{label} has a hook that is not as propbots.api.plugin.Plugin declares it ({reason}); copy its signature"
        ) from error
    return manager


def _call(hook: pluggy.HookCaller, kind: type[Contribution], label: str) -> list[Contribution]:
    try:
        results = hook()
    except (Exception, SystemExit) as error:
        raise PluginContractBroken(f"{label} raised {type(error).__name__}: {error}; tell its author") from error
    if not results and hook.get_hookimpls():  # pluggy leaves None out of the results
        results = [None]
    records: list[Contribution] = []
    for result in results:
        if not isinstance(result, Sequence) or isinstance(result, str):
            raise PluginContractBroken(f"{label} must return a list of {kind.__name__} (was {result!r})")
        for record in result:
            fault = _find_fault(record, kind, [one.name for one in records])
            if fault:
                raise PluginContractBroken(f"{label} {fault}")
            records.append(record)
    return records


def _find_fault(record: object, kind: type[Contribution], taken: list[str]) -> str:
    """Return what is wrong with a record, or nothing."""
    if not isinstance(record, kind):
        return f"must return records of {kind.__name__} (was {record!r})"
    if not _NAME.fullmatch(str(record.name)):
        return f"must name its records with letters, digits, dots, dashes and underscores (was {record.name!r})"
    if record.name in taken:
        return f"must give each record a name of its own ({record.name!r} stands twice)"
    if not {type(record.name), type(record.summary)} <= {str}:
        return f"must give name and summary as text (was {record.name!r} and {record.summary!r})"
    if not callable(getattr(record, "factory", None)):
        return f"must give {record.name!r} a factory that can be called (was {getattr(record, 'factory', None)!r})"
    settings = getattr(record, "settings", None)
    if settings is not None and not (isinstance(settings, type) and attrs.has(settings)):
        return f"must give {record.name!r} an attrs class for its settings (was {settings!r})"
    return ""
