"""A contract is kept as a whole: cards cannot be overridden, fixtures must be given, cards say what they are."""

import pytest

from propbots.errors import InvariantViolated, PluginContractBroken
from propbots.testing import CardFailed, IndicatorContract
from propbots.testing.card import Card, card, card_of, expect
from propbots.testing.contract import Contract, missing_fixture, skip_after
from propbots.testing.reference import CONTRACTS, list_cards

CARDS = [page for contract in CONTRACTS for page in list_cards(contract)]


def test_overriding_a_card_raises_where_the_subclass_is_written() -> None:
    with pytest.raises(PluginContractBroken, match=r"TestMine must not override test_ind_080.*, which is card IND-080"):

        class TestMine(IndicatorContract):
            def test_ind_080_columns_equal_bar_by_bar(self) -> None:  # type: ignore[override, explicit-override] # -- the mistake
                """Pass."""


def test_overriding_a_card_through_another_base_raises_too() -> None:
    class Passing:
        def test_ind_080_columns_equal_bar_by_bar(self) -> None:
            """Pass."""

    with pytest.raises(PluginContractBroken, match="IND-080"):
        type("TestMine", (Passing, IndicatorContract), {})


def test_taking_a_card_away_raises() -> None:
    with pytest.raises(PluginContractBroken, match="IND-080"):
        type("TestMine", (IndicatorContract,), {"test_ind_080_columns_equal_bar_by_bar": None})


def test_tests_of_other_names_may_be_added() -> None:
    class TestMine(IndicatorContract):
        def test_something_else(self) -> None:
            """Pass."""

    assert [page.number for page in list_cards(TestMine)] == []


def test_fixture_that_is_missing_is_named() -> None:
    class TestMine(IndicatorContract):
        pass

    with pytest.raises(PluginContractBroken, match="TestMine must give a fixture indicator"):
        missing_fixture(TestMine(), "indicator")


def test_card_that_would_repeat_another_is_skipped_with_its_number() -> None:
    with pytest.raises(pytest.skip.Exception, match="IND-050 fails"):
        skip_after("IND-050")
    skip_after(None)


class Kept(Contract):
    @card
    def test_ind_010_two_is_two(self, number: int) -> None:
        """IND-010: two is two.

        Because it is.

        Mend: count again,
        and again.
        """
        expect(number == 2, "2", number)
        assert 1 / (number - 2 or 1)


def test_failing_card_says_number_promise_expected_found_and_mend() -> None:
    with pytest.raises(CardFailed) as raised:
        Kept().test_ind_010_two_is_two(3)

    assert str(raised.value).splitlines() == [
        "IND-010: two is two",
        "  expected: 2",
        "  found: 3",
        "  mend: count again, and again.",
    ]


def test_error_inside_a_card_is_told_as_the_cards() -> None:
    with pytest.raises(CardFailed, match=r"IND-010: two is two\n  expected: nothing is raised\n  found: TypeError: "):
        Kept().test_ind_010_two_is_two(type("Odd", (), {"__eq__": lambda *_: True, "__hash__": None})())


@pytest.mark.parametrize(
    "text",
    [
        None,
        "Two is two.",
        "IND-10: two is two.\n\nWhy.\n\nMend: so.",
        "IND-010: two is two.\n\nMend: so.",
        "IND-010: two is two.\n\nWhy.",
        "IND-020: two is two.\n\nWhy.\n\nMend: so.",
    ],
)
def test_card_that_says_too_little_is_a_bug_of_ours(text: str | None) -> None:
    def test_ind_010_two_is_two() -> None:
        """Pass."""

    test_ind_010_two_is_two.__doc__ = text

    with pytest.raises(InvariantViolated):
        card(test_ind_010_two_is_two)


def test_cards_are_numbered_once_and_in_their_order() -> None:
    numbers = [page.number for page in CARDS]

    assert len(numbers) == len(set(numbers))
    for contract in CONTRACTS:
        written = [page.number for value in vars(contract).values() if (page := card_of(value)) is not None]
        assert written == sorted(written)
        assert len({number[:3] for number in written}) == 1


def test_every_test_of_a_contract_is_a_card() -> None:
    bare = [
        name
        for contract in CONTRACTS
        for name, value in vars(contract).items()
        if name.startswith("test") and card_of(value) is None
    ]

    assert bare == []


@pytest.mark.parametrize("page", CARDS, ids=lambda page: page.number)
def test_card_says_why_and_how(page: Card) -> None:
    assert len(page.reason) > 50
    assert page.mend.endswith((".", "`"))
