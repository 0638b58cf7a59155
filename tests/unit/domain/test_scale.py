"""Decimals become integers and integers decimals without a unit gained or lost."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.domain.instrument import AssetClass, Instrument
from propbots.domain.scale import Scale, compute_steps

STEPS = st.sampled_from([Decimal(text) for text in ("0.25", "0.1", "1", "5", "0.00001", "0.015625", "0.03125", "12.5")])
COUNTS = st.integers(-(10**12), 10**12)
AMOUNTS = st.decimals(-(10**9), 10**9, places=6)


def an_instrument(tick: str = "0.25", point: str = "5", step: str = "1") -> Instrument:
    return Instrument("XYZ", AssetClass.FUTURES, Decimal(tick), Decimal(point), quantity_step=Decimal(step))


@given(COUNTS, STEPS)
def test_steps_survive_the_way_to_a_decimal_and_back(count: int, step: Decimal) -> None:
    assert compute_steps(count * step, step) == count


@given(COUNTS, STEPS, st.decimals("0.000001", "0.999999", places=6))
def test_between_two_steps_there_is_no_count(count: int, step: Decimal, share: Decimal) -> None:
    assert compute_steps((count + share) * step, step) is None


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "sNaN"])
def test_what_is_no_number_has_no_count(text: str) -> None:
    assert compute_steps(Decimal(text), Decimal(1)) is None


def test_a_hair_off_the_grid_is_off_the_grid() -> None:
    assert compute_steps(Decimal("100.2500000000000000000000000000000001"), Decimal("0.25")) is None


@given(COUNTS)
def test_prices_and_quantities_survive_the_way_to_decimals_and_back(steps: int) -> None:
    instrument = an_instrument("0.015625", "1000", "0.01")
    scale = Scale.of(instrument)

    assert compute_steps(scale.to_price(steps), instrument.tick_size) == steps
    assert compute_steps(scale.to_quantity(steps), instrument.quantity_step) == steps


@given(st.lists(AMOUNTS, max_size=4), st.lists(AMOUNTS, max_size=2), STEPS, STEPS)
def test_a_scale_rounds_nothing_of_what_it_was_made_for(
    amounts: list[Decimal], rates: list[Decimal], tick: Decimal, quantity_step: Decimal
) -> None:
    instrument = Instrument("XYZ", AssetClass.CFD, tick, Decimal("12.5"), quantity_step=quantity_step)
    scale = Scale.of(instrument, rates=rates, amounts=amounts)

    for amount in amounts:
        assert scale.to_money(scale.to_units(amount)) == amount
    for rate in rates:
        assert scale.to_money(scale.rate_to_units(rate)) == rate * quantity_step
    assert scale.to_money(scale.step_value) == tick * Decimal("12.5") * quantity_step


@pytest.mark.parametrize(
    ("amounts", "exponent"), [(["1"], 2), (["0.5", "2.000"], 2), (["0.123"], 3), (["1E+3", "0.00001000"], 5)]
)
def test_a_scale_is_as_coarse_as_it_may_be_and_no_coarser_than_the_cent(amounts: list[str], exponent: int) -> None:
    assert Scale.of(an_instrument(), amounts=map(Decimal, amounts)).money_exponent == exponent


def test_a_tick_finer_than_a_cent_makes_the_scale_finer() -> None:
    scale = Scale.of(an_instrument("0.00001", "1", "0.01"))

    assert (scale.money_exponent, scale.step_value) == (7, 1)


@pytest.mark.parametrize("amount", ["0.001", "NaN", "Infinity"])
def test_money_finer_than_the_scale_is_refused_and_never_rounded(amount: str) -> None:
    scale = Scale.of(an_instrument())

    with pytest.raises(ValueError, match=rf"at most 2 decimals \(was {amount}\)"):
        scale.to_units(Decimal(amount))


@pytest.mark.parametrize(
    ("units", "shown"), [(0, "0.00"), (5, "0.005"), (10, "0.01"), (-12_340, "-12.34"), (1_000_000, "1000.00")]
)
def test_money_is_shown_with_cents_and_no_idle_zeros(units: int, shown: str) -> None:
    assert str(Scale(an_instrument("1", "1"), 3).to_money(units)) == shown


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(1, 2, "0.00"), (3, 2, "0.02"), (5, 2, "0.02"), (-5, 2, "-0.02"), (7, 2, "0.04"), (100, 3, "0.33")],
)
def test_averages_are_rounded_half_to_even_cents(numerator: int, denominator: int, rounded: str) -> None:
    assert str(Scale.of(an_instrument()).to_rounded_money(numerator, denominator)) == rounded
