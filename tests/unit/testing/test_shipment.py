"""Factories, and the settings that their annotations allow."""

from typing import Any, Protocol

import attrs
import pytest

from propbots.api.plugin import DataProviderContribution, NoSettings, StrategyContribution
from propbots.testing.shipment import find_unfit_factory


@attrs.frozen
class Tape:
    """Settings of a tape."""

    speed: int = 1


class LongTape(Tape):
    """Settings of a longer one."""


class HasSpeed(Protocol):
    @property
    def speed(self) -> int: ...


def told(annotation: object, settings: type = Tape) -> str:
    def build(settings: Any) -> Any:
        raise NotImplementedError(settings)

    build.__annotations__["settings"] = annotation
    return find_unfit_factory(DataProviderContribution("tape", "Bars.", build, settings))


@pytest.mark.parametrize(
    "annotation", [Tape, object, Any, HasSpeed, Tape | None, "Tape", "plugin.Tape", "Any", "typing.Any", "Tape | None"]
)
def test_annotation_that_allows_the_settings_is_fit(annotation: object) -> None:
    assert not told(annotation)
    assert not told(annotation, LongTape)


@pytest.mark.parametrize("annotation", [int, LongTape, NoSettings])
def test_annotation_of_something_else_is_told_as_a_class_and_as_text(annotation: type) -> None:
    message = f"tape names Tape, and its factory takes {annotation.__name__}"

    assert told(annotation) == message
    assert told(annotation.__name__) == message


def test_factory_without_annotation_or_settings_is_left_alone() -> None:
    assert not find_unfit_factory(DataProviderContribution("tape", "Bars.", lambda _: told, Tape))  # type: ignore[arg-type, return-value]  # -- never called
    assert not find_unfit_factory(StrategyContribution("dip", "Buys.", lambda: Tape))  # type: ignore[arg-type, return-value]  # -- the same
