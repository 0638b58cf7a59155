"""Parameters: typed, bounded, and clear about what is wrong with a value."""

from decimal import Decimal
from enum import StrEnum
from typing import Any

import attrs
import pytest

from propbots.errors import ConfigurationError, UnknownName
from propbots.series.expression import Expression, close
from propbots.series.indicator import Indicator, Output
from propbots.series.parameter import (
    aliased_parameter,
    list_parameters,
    parameter,
    read_parameters,
    structure_parameters,
)


class Mood(StrEnum):
    CALM = "calm"
    WILD = "wild"


class Tuned(Indicator):
    outputs = ("line", "signal")
    source: Expression = close
    period: int = parameter(10, minimum=1, maximum=50, description="length of the window, in bars")
    width: float = parameter(2.0, minimum=0.0)
    mood: Mood = parameter(Mood.CALM)
    stop: int | None = parameter(None, minimum=1)
    exact: bool = parameter(default=False)
    label: str = parameter("")
    signal_period: int = aliased_parameter(alias="signal", default=9, minimum=1)


def test_parameters_are_listed_as_people_set_them() -> None:
    listed = {each.name: (each.type, each.default, each.minimum, each.maximum) for each in list_parameters(Tuned)}

    assert listed == {
        "period": (int, 10, 1, 50),
        "width": (float, 2.0, 0.0, None),
        "mood": (Mood, Mood.CALM, None, None),
        "stop": (int | None, None, 1, None),
        "exact": (bool, False, None, None),
        "label": (str, "", None, None),
        "signal": (int, 9, 1, None),
    }
    assert list_parameters(Tuned)[0].description == "length of the window, in bars"


def test_values_are_read_by_the_names_by_which_they_are_set() -> None:
    values = read_parameters(Tuned(period=3, signal=5))

    assert values == {
        "period": 3,
        "width": 2.0,
        "mood": Mood.CALM,
        "stop": None,
        "exact": False,
        "label": "",
        "signal": 5,
    }


def test_an_aliased_parameter_leaves_its_name_to_the_output() -> None:
    tuned = Tuned(signal=5)

    assert isinstance(tuned.signal, Output)
    assert tuned.signal_period == 5


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"period": 0}, r"Tuned: period must be at least 1 \(was 0\)"),
        ({"period": 51}, r"Tuned: period must be at most 50 \(was 51\)"),
        ({"period": 2.5}, r"Tuned: period must be a whole number \(was 2\.5\)"),
        ({"period": True}, r"Tuned: period must be a whole number \(was True\)"),
        ({"period": None}, r"Tuned: period must be a whole number \(was None\)"),
        ({"width": -0.1}, r"Tuned: width must be at least 0\.0 \(was -0\.1\)"),
        ({"width": float("nan")}, r"Tuned: width must be a number \(was nan\)"),
        ({"width": float("inf")}, r"Tuned: width must be a number \(was inf\)"),
        ({"mood": "mild"}, r"Tuned: mood must be one of calm, wild \(was 'mild'\)"),
        ({"stop": 0}, r"Tuned: stop must be at least 1 \(was 0\)"),
        ({"exact": "perhaps"}, r"Tuned: exact must be true or false \(was 'perhaps'\)"),
        ({"signal": 0}, r"Tuned: signal must be at least 1 \(was 0\)"),
    ],
)
def test_a_wrong_value_is_refused_when_an_indicator_is_built(given: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        Tuned(**given)


def test_values_become_what_their_annotation_says() -> None:
    tuned = Tuned(width=3, mood="wild")  # type: ignore[arg-type]  # -- as from a file

    assert repr(tuned.width) == "3.0"
    assert tuned.mood is Mood.WILD
    assert Tuned(width=3) == Tuned(width=3.0)


def test_text_from_the_command_line_becomes_values() -> None:
    given = {"period": "20", "width": "2.5", "mood": "wild", "stop": "none", "exact": "yes", "signal": "4"}

    values = structure_parameters(Tuned, "indicator tuned", given)

    assert values == {"period": 20, "width": 2.5, "mood": Mood.WILD, "stop": None, "exact": True, "signal": 4}
    assert Tuned(**values).signal_period == 4


def test_values_from_toml_become_values() -> None:
    values = structure_parameters(Tuned, "indicator tuned", {"period": 20, "width": Decimal("2.5"), "stop": 3})

    assert values == {"period": 20, "width": 2.5, "stop": 3}
    assert isinstance(values["width"], float)


def test_an_unknown_parameter_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="unknown parameter of indicator tuned 'perid'; did you mean 'period'"):
        structure_parameters(Tuned, "indicator tuned", {"perid": 3})
    with pytest.raises(UnknownName, match="unknown parameter of indicator tuned 'source'"):
        structure_parameters(Tuned, "indicator tuned", {"source": "close"})


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("period", "ten", r"a whole number \(was 'ten'\)"),
        ("period", "2.5", r"a whole number \(was '2\.5'\)"),
        ("width", "wide", r"a number \(was 'wide'\)"),
        ("mood", "mild", r"one of calm, wild \(was 'mild'\)"),
        ("exact", "perhaps", r"true or false \(was 'perhaps'\)"),
        ("label", 5, r"text \(was 5\)"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_with_what_it_should_be(name: str, value: object, wanted: str) -> None:
    with pytest.raises(ConfigurationError, match=f"indicator tuned: {name} must be {wanted}"):
        structure_parameters(Tuned, "indicator tuned", {name: value})


def test_parameters_serve_classes_of_any_kind() -> None:
    @attrs.define(kw_only=True)
    class Strategy:
        size: Decimal = parameter(Decimal(1), minimum=0)  # noqa: RUF009 -- it declares a field
        distance: int | float = parameter(5, minimum=1)

    assert Strategy(size="0.5").size == Decimal("0.5")  # type: ignore[arg-type]  # -- as from a file
    assert Strategy(distance=2.5).distance == 2.5
    with pytest.raises(ConfigurationError, match=r"Strategy: size must be at least 0 \(was -1\)"):
        Strategy(size=Decimal(-1))
