"""Settings: exact numbers, and one message with file, key and mend."""

from datetime import date, time
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from propbots.errors import ConfigurationError, PropbotsError, UnknownName
from propbots.settings import convert, read_toml, structure


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


@attrs.frozen
class Costs:
    commission: Decimal | None = None
    ticks: int = 0


@attrs.frozen
class Bot:
    name: str
    costs: Costs = Costs()
    colour: Colour = Colour.RED
    block: list[str] = attrs.field(factory=list)
    limits: dict[str, int] = attrs.field(factory=dict)
    anything: dict[str, Any] = attrs.field(factory=dict)
    legs: list[Costs] = attrs.field(factory=list)
    day: date | None = None
    from_: str | None = None


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "bot.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_decimals_of_a_file_are_read_as_written(tmp_path: Path) -> None:
    path = write(tmp_path, "a = 0.1\nb = '0.10'\nc = 3\n")

    read = read_toml(path)

    assert repr(read["a"]) == "Decimal('0.1')"
    assert read == {"a": Decimal("0.1"), "b": "0.10", "c": 3}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"a = ", "not valid TOML: Invalid value (at"),
        (b"a = 1\na = 2\n", "not valid TOML: Cannot overwrite a value (at line 2"),
        (b"a = '\xff'", "not a text in UTF-8 (at byte 5); save it as TOML"),
        (b"\x00\x01\x02", "not valid TOML"),
        (b"a = " + b"9" * 5000, "not valid TOML: a number is too long"),
        (b"a = 1e99999999999999999999", "not valid TOML: a number is too long"),
        (b"a = " + b"[" * 100_000, "not valid TOML: it is nested too deep"),
    ],
)
def test_what_is_no_toml_is_told_with_its_file(tmp_path: Path, content: bytes, reason: str) -> None:
    path = write(tmp_path, content)

    with pytest.raises(ConfigurationError) as caught:
        read_toml(path)

    assert str(caught.value).startswith(f"{path}: {reason}")


def test_file_that_is_missing_or_a_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"nope.toml: there is no such file; check the path"):
        read_toml(tmp_path / "nope.toml")
    with pytest.raises(ConfigurationError, match="this is a folder; give a TOML file"):
        read_toml(tmp_path)


def test_tables_become_classes_with_numbers_as_numbers_or_as_text() -> None:
    data = {
        "name": "x",
        "costs": {"commission": "0.61", "ticks": "2"},
        "colour": "green",
        "limits": {"ES": 3},
        "legs": [{"ticks": 1}, {}],
        "day": date(2026, 2, 3),
        "from": "2026-02-02",
    }

    bot = structure(data, Bot, "bot.toml")

    assert bot == Bot(
        name="x",
        costs=Costs(Decimal("0.61"), 2),
        colour=Colour.GREEN,
        limits={"ES": 3},
        legs=[Costs(ticks=1), Costs()],
        day=date(2026, 2, 3),
        from_="2026-02-02",
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "bot.toml: name is missing"),
        ([], "bot.toml must be a table (was [])"),
        ({"name": 5}, "bot.toml: name must be text (was 5)"),
        ({"name": "x", "costs": 5}, "bot.toml: costs must be a table (was 5)"),
        ({"name": "x", "costs": "ab"}, "bot.toml: costs must be a table (was 'ab')"),
        ({"name": "x", "costs": {"commission": "a"}}, "bot.toml: costs.commission must be a number (was 'a')"),
        ({"name": "x", "costs": {"commission": True}}, "bot.toml: costs.commission must be a number (was True)"),
        ({"name": "x", "costs": {"ticks": Decimal("1.5")}}, "bot.toml: costs.ticks must be a whole number (was 1.5)"),
        ({"name": "x", "colour": "blue"}, "bot.toml: colour must be one of red, green (was 'blue')"),
        ({"name": "x", "block": "demo"}, "bot.toml: block must be a list (was 'demo')"),
        ({"name": "x", "block": ["a", 5]}, "bot.toml: block[1] must be text (was 5)"),
        ({"name": "x", "limits": 5}, "bot.toml: limits must be a table (was 5)"),
        ({"name": "x", "limits": {"ES": "many"}}, "bot.toml: limits.ES must be a whole number (was 'many')"),
        ({"name": "x", "legs": {"ticks": 1}}, "bot.toml: legs must be a list (was {'ticks': 1})"),
        ({"name": "x", "legs": [{}, {"ticks": "a"}]}, "bot.toml: legs[1].ticks must be a whole number (was 'a')"),
        ({"name": "x", "day": "soon"}, "bot.toml: day must be a date such as 2026-01-31 (was 'soon')"),
        ({"name": "x", "from": 5}, "bot.toml: from must be text (was 5)"),
    ],
)
def test_message_names_file_key_and_what_was_there(data: Any, message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        structure(data, Bot, "bot.toml")

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"name": "x", "colur": 1}, "bot.toml: unknown key 'colur'; did you mean 'colour'?"),
        (
            {"name": "x", "costs": {"comission": 1}},
            "bot.toml: costs: unknown key 'comission'; did you mean 'commission'?",
        ),
        ({"name": "x", "legs": [{"q": 1}]}, "bot.toml: legs[0]: unknown key 'q'; known: commission, ticks"),
        ({"name": "x", "from_": "a"}, "bot.toml: unknown key 'from_'; did you mean 'from'?"),
    ],
)
def test_unknown_key_brings_the_nearest_known(data: Any, message: str) -> None:
    with pytest.raises(UnknownName) as caught:
        structure(data, Bot, "bot.toml")

    assert str(caught.value) == message


def test_long_values_are_cut_in_messages() -> None:
    with pytest.raises(ConfigurationError) as caught:
        convert(int, "x" * 10_000, "--quantity")

    assert len(str(caught.value)) < 150


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (int, "12", 12),
        (int, 12, 12),
        (float, "0.5", 0.5),
        (Decimal, "0.10", Decimal("0.10")),
        (Decimal, 3, Decimal(3)),
        (bool, "yes", True),
        (bool, "off", False),
        (time, "17:00", time(17)),
        (Colour, "red", Colour.RED),
        (Decimal | None, "none", None),
        (Decimal | None, "", None),
        (Decimal | None, None, None),
        (str | None, "none", None),
        (list, ["untouched"], ["untouched"]),
    ],
)
def test_text_of_the_command_line_becomes_values(kind: Any, value: object, expected: object) -> None:
    converted = convert(kind, value, "--option")

    assert converted == expected
    assert type(converted) is type(expected)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (int, "1.0"),
        (int, True),
        (int, 1.0),
        (float, "1e400"),
        (float, "nan"),
        (Decimal, "inf"),
        (Decimal, "NaN"),
        (Decimal, "1,5"),
        (bool, 1),
        (bool, "maybe"),
        (str, 5),
        (date, "2026-02-30"),
        (time, "25:00"),
        (Colour, "RED"),
        (Colour, 1),
    ],
)
def test_what_does_not_fit_is_refused_with_its_option(kind: Any, value: object) -> None:
    with pytest.raises(ConfigurationError, match=r"^--option must be .+ \(was "):
        convert(kind, value, "--option")


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_every_finite_decimal_survives_as_text(number: Decimal) -> None:
    assert convert(Decimal, str(number), "x").compare_total(number) == 0


_TOML = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.decimals() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
_KEYS = st.sampled_from([field.name.rstrip("_") for field in attrs.fields(Bot)])


@given(st.dictionaries(_KEYS, _TOML) | _TOML)
def test_whatever_a_file_holds_is_taken_or_refused_in_words(data: Any) -> None:
    try:
        structure(data, Bot, "bot.toml")
    except PropbotsError as error:
        message = str(error)
    else:
        message = "bot.toml is fine"

    assert message.startswith("bot.toml")


class Plain(Enum):
    CALM = "calm"
    WILD = "wild"


class Counted(IntEnum):
    ONE = 1
    TWO = 2


@pytest.mark.parametrize(
    ("kind", "value", "member"),
    [
        (Plain, "wild", Plain.WILD),
        (Plain, Plain.WILD, Plain.WILD),
        (Counted, "2", Counted.TWO),
        (Counted, 2, Counted.TWO),
        (Counted, Counted.TWO, Counted.TWO),
    ],
)
def test_a_choice_may_be_of_any_kind(kind: type[Enum], value: object, member: Enum) -> None:
    assert convert(kind, value, "--mood") is member
