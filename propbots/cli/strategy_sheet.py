"""All that is known of a strategy, as a document and for people."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import attrs

from propbots.api.plugin import StrategyContribution
from propbots.check.observation import observe
from propbots.cli.docstring import explain
from propbots.cli.loose import is_loose, load_loose_strategy
from propbots.cli.parameters import describe_parameters, print_parameters, to_options
from propbots.cli.sample import SAMPLE_CALENDAR, sample_bars
from propbots.cli.session import Session
from propbots.cli.sheet import print_facts, print_text, print_title
from propbots.data.record import CostInputs
from propbots.errors import ConfigurationError, PluginContractBroken, PropbotsError, UnknownName
from propbots.plugin.catalogue import Catalogue
from propbots.plugin.claim import blame
from propbots.plugin.making import make
from propbots.series.expression import Expression
from propbots.series.notation import to_source
from propbots.series.warm_up import count_lookback, count_settled
from propbots.simulation.request import BacktestRequest
from propbots.strategy.base import Rules, RuleStrategy, Strategy

__all__ = ["describe_strategy", "print_strategy"]

_DAYS = ("2026-01-05", "2026-01-16")
"""Two weeks that every calendar should know."""


def describe_strategy(catalogue: Catalogue, name: str, parameters: Mapping[str, str]) -> dict[str, Any]:
    """Return the document `propbots.strategy/1`.

    Args:
        catalogue: What is installed.
        name: Of the strategy, or its file.
        parameters: As the user wrote them.

    Raises:
        UnknownName: For a strategy or a parameter that does not exist.
        ConfigurationError: For a value out of bounds, and for values that contradict one another.
    """
    if is_loose(name):
        owner: object = f"strategy {name}"
        made = make(load_loose_strategy(name), str(owner), parameters, owner)
        origin = {"summary": "", "distribution": None, "version": None}
    else:
        made = catalogue.build_strategy(name, parameters)
        owner = claim = catalogue.registry.find(StrategyContribution, name)
        installed = claim.installed
        origin = {
            "summary": claim.brings.summary,
            "distribution": installed.distribution,
            "version": installed.version,
        }
    document = {"schema": "propbots.strategy/1", "name": name, **origin, **_describe(made, owner)}
    document["summary"] = document["summary"] or document["description"].partition("\n")[0]
    return {**document, "run": _suggest(catalogue, document)}


def _describe(made: RuleStrategy | Strategy, owner: object) -> dict[str, Any]:
    """Return what the strategy says itself; its owner is blamed if it raises."""
    with blame(owner):
        rules = _read_rules(made, owner) if isinstance(made, RuleStrategy) else None
    expressions = _list_expressions(made, rules)
    return {
        "class": f"{type(made).__module__}.{type(made).__qualname__}",
        "kind": "events" if rules is None else "rules",
        "description": explain(type(made)).text,
        "parameters": describe_parameters(made),
        "rules": {} if rules is None else _write_rules(rules),
        "reads": [to_source(one) for one in expressions or []] if rules is None else [],
        "lookback": None if expressions is None else max(map(count_lookback, expressions), default=0),
        "settled": None if expressions is None else max(map(count_settled, expressions), default=0),
    }


def _read_rules(made: RuleStrategy, owner: object) -> Rules:
    rules: object = made.rules()
    if not isinstance(rules, Rules):
        raise PluginContractBroken(f"{owner}: {type(made).__name__}.rules must return Rules(...) (was {rules!r})")
    return rules


def _write_rules(rules: Rules) -> dict[str, str | int]:
    said = attrs.asdict(rules, recurse=False, filter=lambda _, value: value is not None)
    return {name: to_source(value) if isinstance(value, Expression) else value for name, value in said.items()}


def _list_expressions(made: RuleStrategy | Strategy, rules: Rules | None) -> list[Expression] | None:
    """Return what a strategy reads; None if it does not run over the sample, so that nobody can tell."""
    if rules is not None:
        return [value for value in attrs.asdict(rules, recurse=False).values() if isinstance(value, Expression)]
    costs = CostInputs(Decimal(0), 0, "none")
    request = BacktestRequest(made, "shown", {}, sample_bars(), SAMPLE_CALENDAR, Decimal(50_000), costs)
    try:
        return observe(request, first=0, last=2, traded=0, progress=lambda _done, _total: None).expressions
    except UnknownName:  # a feed that the sample has not
        return None
    except ConfigurationError:  # its parameters contradict one another
        raise
    except PropbotsError:
        return None


def _suggest(catalogue: Catalogue, document: Mapping[str, Any]) -> list[str]:
    """Return commands that run it: on generated minutes of the instrument whose tick costs least, if there is one."""
    instruments = catalogue.instruments.list_all()
    words = " ".join(["propbots backtest --strategy", document["name"], *to_options(document["parameters"])])
    if not instruments:
        return [f"{words} --instrument ID --data FILE"]
    chosen = min(instruments, key=lambda one: (one.tick_value, one.id)).id
    first, last = _DAYS
    generate = f"propbots data generate --instrument {chosen} --from {first} --to {last} --output generated.csv"
    return [generate, f"{words} --instrument {chosen} --data generated.csv"]


def print_strategy(session: Session, document: Mapping[str, Any]) -> None:
    """Print the document for people."""
    origin = "from a file" if document["distribution"] is None else f"{document['distribution']} {document['version']}"
    print_title(session, document["name"], [document["kind"], origin])
    print_text(session, document["summary"], document["description"])
    print_parameters(session, document["parameters"])
    print_facts(session, "Rules", {name: str(rule) for name, rule in document["rules"].items()})
    print_facts(session, "Reads", dict.fromkeys(document["reads"], ""))
    print_facts(session, "Warm-up", _tell_warm_up(document))
    print_facts(session, "Run it", dict.fromkeys(document["run"], ""))


def _tell_warm_up(document: Mapping[str, Any]) -> dict[str, str]:
    if document["lookback"] is None:
        return {"unknown": "it does not run over the sample bars"}
    return {
        "first value": f"after {document['lookback']:,} bars",
        "settled": f"after {document['settled']:,} bars, when it no longer shows where the data began",
    }
