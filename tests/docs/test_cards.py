"""The page of the conformance kit's cards is as their docstrings have it."""

from pathlib import Path

from propbots.testing.reference import CONTRACTS, list_cards, write_reference

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "contract-cards.md"


def test_the_page_is_current() -> None:
    assert PAGE.read_text() == write_reference(), "run nox -s cards"


def test_every_card_is_numbered_once() -> None:
    numbers = [card.number for contract in CONTRACTS for card in list_cards(contract)]

    assert len(set(numbers)) == len(numbers)
    assert len(numbers) > 50
