"""The page of all cards, made from their docstrings: `python -m propbots.testing.reference` writes it out."""

import sys
from inspect import getdoc

from propbots.testing.card import Card, card_of
from propbots.testing.contract import Contract
from propbots.testing.data import DataProviderContract
from propbots.testing.indicator import IndicatorContract
from propbots.testing.instrument import InstrumentsContract
from propbots.testing.packaging import PluginContract
from propbots.testing.risk import RiskProfileContract
from propbots.testing.strategy import StrategyContract

__all__ = ["CONTRACTS", "list_cards", "write_reference"]

CONTRACTS: tuple[type[Contract], ...] = (
    PluginContract,
    IndicatorContract,
    StrategyContract,
    DataProviderContract,
    InstrumentsContract,
    RiskProfileContract,
)
"""Every contract, in the order in which an author meets them."""
_INTRODUCTION = """# The cards of the conformance kit

Each contract of `propbots.testing` is a class of numbered tests. A plugin's author subclasses it with fixtures only,
and a test that fails names its card, what was expected, what was found and how to mend it. How to use the kit is told
in [Prove a plugin](../how-to/prove-a-plugin.md).

This page is made from the docstrings by `nox -s cards`.
"""


def list_cards(contract: type[Contract]) -> list[Card]:
    """Return the cards of a contract, by number."""
    found = (card_of(value) for value in vars(contract).values())
    return sorted((page for page in found if page is not None), key=lambda page: page.number)


def write_reference() -> str:
    """Return the page."""
    return "\n".join([_INTRODUCTION, *(_write_contract(contract) for contract in CONTRACTS)])


def _write_contract(contract: type[Contract]) -> str:
    heading = f"## `{contract.__name__}`\n\n{getdoc(contract)}\n"
    return "\n".join([heading, *(_write_card(page) for page in list_cards(contract))])


def _write_card(page: Card) -> str:
    return f"### {page.number}\n\n**{page.promise}.** {' '.join(page.reason.split())}\n\n*Mend:* {page.mend}\n"


if __name__ == "__main__":
    sys.stdout.write(write_reference())
