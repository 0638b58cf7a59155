"""All that is known of an indicator, as a document and for people."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from propbots.api.plugin import IndicatorContribution
from propbots.cli.docstring import explain
from propbots.cli.example import print_example
from propbots.cli.parameters import describe_parameters, print_parameters
from propbots.cli.session import Session
from propbots.cli.sheet import print_facts, print_text, print_title
from propbots.plugin.claim import Claim
from propbots.series.expression import close, crosses_above
from propbots.series.indicator import Indicator, Output, Pane
from propbots.series.notation import to_source

__all__ = ["describe_indicator", "print_indicator"]

_PANES = {Pane.PRICE: "over the prices", Pane.OWN: "in a pane of its own"}


def describe_indicator(claim: Claim[IndicatorContribution], made: Indicator) -> dict[str, Any]:
    """Return the document `propbots.indicator-info/1`.

    Args:
        claim: Who brings it.
        made: The indicator with its parameters set.
    """
    explanation = explain(type(made))
    return {
        "schema": "propbots.indicator-info/1",
        "name": claim.name,
        "class": f"{type(made).__module__}.{type(made).__qualname__}",
        "summary": claim.brings.summary,
        "description": explanation.text,
        "source": explanation.source,
        "distribution": claim.installed.distribution,
        "version": claim.installed.version,
        "parameters": describe_parameters(made),
        "inputs": [to_source(one) for one in made.inputs],
        "outputs": list(made.outputs),
        "lookback": made.lookback,
        "settled": made.settled,
        "pane": made.pane.value,
        "use": [f"from {_find_home(type(made))} import {type(made).__name__}", _write_use(made)],
    }


def _find_home(kind: type[Indicator]) -> str:
    """Return the module to import a class from: its package, if that gives it, else its own."""
    package = kind.__module__.partition(".")[0]
    return package if getattr(import_module(package), kind.__name__, None) is kind else kind.__module__


def _write_use(made: Indicator) -> str:
    """Return a condition that an author could begin with."""
    outputs = made.outputs
    first = made if len(outputs) == 1 else Output(made, outputs[0])
    if made.pane is Pane.PRICE:
        return to_source(crosses_above(close, first))
    return to_source(first > first.lag(1) if len(outputs) == 1 else crosses_above(first, Output(made, outputs[1])))


def print_indicator(session: Session, document: Mapping[str, Any], made: Indicator) -> None:
    """Print the document for people, with an example that is drawn."""
    origin = f"{document['distribution']} {document['version']}"
    print_title(session, document["name"], [made.__class__.__name__, origin])
    print_text(session, document["summary"], document["description"])
    print_parameters(session, document["parameters"])
    print_facts(session, "Facts", _tell_facts(document))
    print_facts(session, "In a strategy", dict.fromkeys(document["use"], ""))
    print_example(session.console, made)


def _tell_facts(document: Mapping[str, Any]) -> dict[str, str]:
    facts = {
        "reads": ", ".join(document["inputs"]),
        "gives": ", ".join(document["outputs"]),
        "first value": f"after {document['lookback']:,} bars",
        "settled": f"after {document['settled']:,} bars, when it no longer shows where the data began",
        "drawn": _PANES[Pane(document["pane"])],
    }
    return facts | ({"source": document["source"]} if document["source"] else {})
