"""Instruments whose quantities and fees are counted in very small steps."""

from decimal import Decimal

import pytest

from propbots.domain.instrument import AssetClass, Instrument
from propbots.errors import ConfigurationError
from propbots.simulation.request import Size
from stage import START, Story, buy, columns_of, enter_long, exit_, play

COIN = Instrument("COIN", AssetClass.CRYPTO, Decimal("0.01"), Decimal(1), quantity_step=Decimal("0.00000001"))
ROWS = [(10**7,) * 4, (10**7, 10**7, 10**7 - 100, 10**7), (10**7 + 1,) * 4, (10**7 + 1,) * 4]


def hold(quantity: str, commission: str) -> Story:
    columns = columns_of(ROWS, [START + number * 120 * 10**9 for number in range(4)], instrument=COIN)
    return play(columns, {0: buy(Decimal(quantity)), 1: exit_()}, commission=commission, balance=100_000)


def test_a_small_part_of_a_coin_gains_its_part_of_a_cent_exactly() -> None:
    story = hold("0.00000003", "0")

    assert story.money("balance")[-1] - 100_000 == Decimal("0.0000000003")
    assert story.money("equity_low")[1] - 100_000 == Decimal("-0.00000003")


def test_a_commission_of_a_coin_is_paid_to_its_last_decimal() -> None:
    story = hold("0.1", "12.34")

    assert story.trades[0].commission == Decimal("2.468")


def test_money_too_fine_for_its_columns_is_refused_with_a_mend() -> None:
    with pytest.raises(
        ConfigurationError, match=r"cannot be counted to 16 decimals .* round the commission of 0\.00012345"
    ):
        hold("1", "0.00012345")


@pytest.mark.parametrize("quantity", ["0.00000001", "0.5"])
def test_a_size_may_be_any_multiple_of_the_step(quantity: str) -> None:
    columns = columns_of(ROWS, [START + number * 120 * 10**9 for number in range(4)], instrument=COIN)

    story = play(columns, {0: enter_long()}, size=Size(Decimal(quantity)))

    assert story.trades[0].quantity == Decimal(quantity)
