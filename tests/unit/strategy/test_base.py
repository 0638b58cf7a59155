"""What a strategy may declare, and what it is refused before it runs."""

from typing import Any

import pytest

from propbots.errors import ConfigurationError, PluginContractBroken
from propbots.series.expression import close, high, low
from propbots.series.parameter import parameter
from propbots.strategy.base import Rules, RuleStrategy, Strategy
from propbots.strategy.declarations import Declarations
from propbots.strategy.desk import Desk
from series_samples import Momentum, Reach


class Bounded(Strategy):
    """Has a parameter."""

    period: int = parameter(10, minimum=2, maximum=20)


def test_parameters_are_keywords_with_defaults() -> None:
    assert Bounded().period == 10
    assert Bounded(period=5).period == 5


@pytest.mark.parametrize("period", [1, 21])
def test_a_parameter_out_of_its_bounds_is_refused_when_it_is_set(period: int) -> None:
    with pytest.raises(ConfigurationError, match="Bounded: period must be at "):
        Bounded(period=period)


def test_two_strategies_are_never_equal_and_may_be_kept_in_sets() -> None:
    assert len({Bounded(), Bounded()}) == 2


def test_a_rule_strategy_without_rules_is_told_to_its_author() -> None:
    class Silent(RuleStrategy):
        pass

    with pytest.raises(PluginContractBroken, match="Silent must say its rules"):
        Silent().rules()


@pytest.mark.parametrize("name", ["long_entry", "short_entry", "long_exit", "short_exit"])
@pytest.mark.parametrize("condition", [close, Momentum(close, 2), close - 100])
def test_a_price_is_no_condition(name: str, condition: Any) -> None:
    with pytest.raises(TypeError, match=f"{name} must be a condition, such as close > 100"):
        Rules(**{name: condition})


@pytest.mark.parametrize("name", ["stop", "target", "trail"])
@pytest.mark.parametrize("distance", [0, -1, 1.5, True])
def test_a_distance_is_a_whole_number_of_ticks_or_an_expression(name: str, distance: Any) -> None:
    with pytest.raises(ValueError, match=f"{name} must be a whole number of ticks above 0, or an expression"):
        Rules(**{name: distance})


def test_rules_may_say_any_part_and_no_more() -> None:
    rules = Rules(long_entry=close > 100, stop=high - low, target=4)

    assert (rules.short_entry, rules.trail, rules.target) == (None, None, 4)


def test_an_indicator_of_several_values_must_be_named_where_it_is_declared() -> None:
    strategy = Bounded()
    strategy.connect(Desk.__new__(Desk), Declarations())

    with pytest.raises(TypeError, match="Reach has several"):
        strategy.indicator(Reach())
    assert strategy.indicator(Reach().top).value is None


def test_a_strategy_that_reacts_to_nothing_is_a_strategy() -> None:
    strategy = Strategy()

    strategy.on_start()
    strategy.on_stop()
