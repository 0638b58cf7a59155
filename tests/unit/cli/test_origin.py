"""Errors name file and key where the file gave the value, and stay as they are where it did not."""

from pathlib import Path

import pytest

from propbots.cli.origin import Origin
from propbots.errors import ConfigurationError, DataCorrupt, PropbotsError, UnknownName

ORIGIN = Origin(
    Path("bot.toml"),
    frozenset({"backtest.timeframe", "backtest.strategy", "backtest.quantity", "parameters.fast", "parameters.slow"}),
)


def locate(error: PropbotsError, *keys: str, origin: Origin = ORIGIN) -> str:
    with pytest.raises(PropbotsError) as caught, origin.locating(*keys):
        raise error
    return str(caught.value)


def test_single_key_is_named_whatever_the_message_says() -> None:
    assert locate(ConfigurationError("wrong"), "backtest.timeframe") == "bot.toml: backtest.timeframe: wrong"


def test_value_that_the_file_does_not_give_is_told_as_it_is() -> None:
    assert locate(ConfigurationError("wrong"), "backtest.plan") == "wrong"
    assert locate(ConfigurationError("wrong"), "backtest.timeframe", origin=Origin()) == "wrong"
    assert locate(ConfigurationError("period must be 1"), "parameters") == "period must be 1"


def test_keys_of_a_table_are_those_that_the_message_mentions() -> None:
    assert locate(ConfigurationError("fast must be 1"), "parameters") == "bot.toml: parameters.fast: fast must be 1"
    both = "fast must be below slow (was fast=5, slow=4)"
    assert locate(ConfigurationError(both), "parameters") == f"bot.toml: parameters.fast, parameters.slow: {both}"
    others = "faster, slow-ish, too_fast, too-fast"
    assert locate(ConfigurationError(others), "parameters") == others
    assert locate(ConfigurationError("--fast is 1"), "parameters") == "bot.toml: parameters.fast: --fast is 1"


def test_first_table_that_is_mentioned_is_meant() -> None:
    unknown = UnknownName("parameter of strategy x", "fast", ["fest"])
    missing = UnknownName("strategy", "x", ["y"])
    given = UnknownName("parameter of strategy x", "slowest", ["slow"])

    assert locate(unknown, "parameters", "backtest.strategy").startswith("bot.toml: parameters.fast: unknown")
    assert locate(missing, "parameters", "backtest.strategy").startswith("bot.toml: backtest.strategy: unknown")
    assert locate(given, "parameters", "backtest.strategy").startswith("unknown")


def test_name_that_is_proposed_is_not_the_one_that_is_wrong() -> None:
    origin = Origin(Path("bot.toml"), frozenset({"parameters.fast", "parameters.fsat"}))

    told = locate(UnknownName("parameter of strategy x", "fsat", ["fast"]), "parameters", origin=origin)

    assert told.startswith("bot.toml: parameters.fsat: unknown parameter")


def test_place_is_told_once_and_the_innermost() -> None:
    with (
        pytest.raises(ConfigurationError) as caught,
        ORIGIN.locating("backtest.quantity"),
        ORIGIN.locating("backtest.timeframe"),
    ):
        raise ConfigurationError("wrong")

    assert str(caught.value) == "bot.toml: backtest.timeframe: wrong"


def test_error_of_data_has_its_own_place() -> None:
    assert locate(DataCorrupt("bars.csv: row 5"), "backtest.timeframe") == "bars.csv: row 5"


def test_label_is_the_key_of_the_file_or_the_option() -> None:
    assert ORIGIN.label("backtest.quantity") == "bot.toml: backtest.quantity"
    assert ORIGIN.label("costs.slippage_ticks") == "--slippage-ticks"


def test_what_is_overridden_is_no_longer_the_files() -> None:
    left = ORIGIN.without(["backtest.quantity", "parameters"])

    assert left.keys == {"backtest.timeframe", "backtest.strategy"}
    assert left.file == ORIGIN.file
