"""What all contracts share: their cards cannot be overridden, and what they are given comes from fixtures."""

from typing import NoReturn

import pytest
from typing_extensions import override

from propbots.errors import PluginContractBroken
from propbots.testing.card import card_of

__all__ = ["Contract", "missing_fixture", "skip_after"]


class Contract:
    """The numbered tests that one kind of contribution passes; an author's subclass gives fixtures.

    It may add tests of other names. Overriding one of the contract's own raises where the subclass is written: a
    contract that is kept in part proves nothing.
    """

    @override
    def __init_subclass__(cls) -> None:
        """Refuse a subclass that overrides a card.

        Raises:
            PluginContractBroken: With the card and what to do instead.
        """
        super().__init_subclass__()
        for base in cls.__mro__[1:]:
            for name, value in vars(base).items():
                page = card_of(value)
                if page is not None and getattr(cls, name, None) is not value:
                    raise PluginContractBroken(
                        f"{cls.__name__} must not override {name}, which is card {page.number}; "
                        "override fixtures, and give tests of your own another name"
                    )


def missing_fixture(contract: Contract, name: str) -> NoReturn:
    """Say which fixture a subclass has to give.

    Raises:
        PluginContractBroken: Always.
    """
    raise PluginContractBroken(
        f"{type(contract).__name__} must give a fixture {name}: a method `{name}` under @pytest.fixture"
    )


def skip_after(number: str | None) -> None:
    """Skip a card whose answer would only repeat what another has found.

    Args:
        number: Of the card that fails; None if none does.
    """
    if number is not None:
        pytest.skip(f"{number} fails, and this card would fail for the same reason; mend that one first")
