"""`strategies show`, `indicators show` and `instruments show`: everything that is known of one name."""

import shlex
from pathlib import Path
from typing import Any

import pytest

from command_line import ROOT, run, spawn, write_strategy
from fake_distribution import plant
from propbots.series.expression import is_condition

STRATEGIES = ("bollinger-reversion", "donchian-breakout", "ma-crossover", "ma-crossover-event")
INDICATORS = ("atr", "bollinger-bands", "donchian-channel", "ema", "macd", "rsi", "sma", "stochastic", "vwap")


def shown(*words: str | Path) -> dict[str, Any]:
    return run(*words, "--json").document


def test_strategy_tells_its_parameters_rules_and_warm_up() -> None:
    document = shown("strategies", "show", "ma-crossover", "--set", "slow=30")

    assert document["schema"] == "propbots.strategy/1"
    assert (document["kind"], document["distribution"], document["version"]) == (
        "rules",
        "propbots-strategies",
        "0.1.0",
    )
    assert document["rules"] == {
        "long_entry": "crosses_above(Sma(close, period=10), Sma(close, period=30))",
        "short_entry": "crosses_below(Sma(close, period=10), Sma(close, period=30))",
    }
    assert document["lookback"] == document["settled"] == 30
    fast, slow = document["parameters"]
    assert fast == {
        "name": "fast",
        "type": "int",
        "optional": False,
        "default": 10,
        "value": 10,
        "minimum": 1,
        "maximum": 100_000,
        "choices": [],
        "description": "length of the fast average, in bars",
    }
    assert (slow["default"], slow["value"]) == (50, 30)


def test_event_strategy_tells_what_it_reads() -> None:
    document = shown("strategies", "show", "ma-crossover-event")

    assert (document["kind"], document["rules"], document["lookback"]) == ("events", {}, 50)
    assert document["reads"][0] == "crosses_above(Sma(close, period=10), Sma(close, period=50))"


@pytest.mark.parametrize(
    "name", [*STRATEGIES, str(ROOT / "config" / "breakout.py"), str(ROOT / "config" / "opening_range.py")]
)
def test_commands_that_run_a_strategy_run(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    for command in shown("strategies", "show", name)["run"]:
        words = shlex.split(command)
        assert words[0] == "propbots"
        assert run(*words[1:]).code == 0, command


@pytest.mark.parametrize("name", STRATEGIES)
def test_people_read_the_same_of_a_strategy(name: str) -> None:
    document, said = shown("strategies", "show", name), run("strategies", "show", name).out

    assert document["summary"] in " ".join(said.split())
    assert all(f"\n {one['name']} " in said for one in document["parameters"])
    assert all(str(rule) in said for rule in [*document["rules"].values(), *document["reads"]])
    assert all(f"\n  {command}\n" in said for command in document["run"])


def test_strategy_from_a_file_has_no_distribution_and_may_hide_what_it_reads(tmp_path: Path) -> None:
    document = shown("strategies", "show", write_strategy(tmp_path, "def on_start(self): raise ValueError(3)"))

    assert (document["distribution"], document["lookback"], document["reads"]) == (None, None, [])


def test_strategy_over_feeds_that_the_sample_has_not_is_shown_all_the_same(tmp_path: Path) -> None:
    rules = tmp_path / "rules.py"
    rules.write_text(
        "from propbots.api.strategy import *\n"
        "class Mine(RuleStrategy):\n"
        "    def rules(self): return Rules(long_entry=close > close.lag(3).on('GOLD 1h'))\n"
    )
    events = write_strategy(tmp_path, "def on_start(self): self.indicator(close.on('GOLD 1h'))")

    assert shown("strategies", "show", rules)["rules"] == {"long_entry": 'close > close.lag(3).on("GOLD 1h")'}
    assert shown("strategies", "show", rules)["lookback"] == 3
    assert shown("strategies", "show", events)["lookback"] is None


def test_strategy_that_a_plugin_breaks_blames_it(site: Path) -> None:
    plant(
        site,
        "propbots-odd",
        """
        def load():
            from propbots.api.strategy import RuleStrategy
            class Odd(RuleStrategy):
                def rules(self): return 5 / 0
            return Odd
        class Planted(Plugin):
            @hookimpl
            def propbots_strategies(self): return [StrategyContribution("odd", "Odd.", load)]
        """,
    )

    run("strategies", "show", "odd").refuses(1, "strategy 'odd'", "ZeroDivisionError", "tell its author")


def test_indicator_tells_formula_outputs_and_use() -> None:
    document = shown("indicators", "show", "BollingerBands", "--set", "period=5")

    assert document["schema"] == "propbots.indicator-info/1"
    assert (document["name"], document["pane"], document["lookback"]) == ("bollinger-bands", "price", 4)
    assert document["outputs"] == ["upper", "middle", "lower"]
    assert "middle + deviations * deviation" in document["description"]
    assert document["source"] == "John Bollinger, Bollinger on Bollinger Bands, 2001."
    assert document["use"] == [
        "from propbots_indicators import BollingerBands",
        "crosses_above(close, BollingerBands(close, period=5, deviations=2.0).upper)",
    ]


def test_choice_of_an_indicator_is_told_with_its_names() -> None:
    seed = shown("indicators", "show", "ema", "--set", "seed=first")["parameters"][1]

    assert (seed["type"], seed["choices"], seed["value"]) == ("choice", ["sma", "first"], "first")
    assert 'Ema(close, period=20, seed="first")' in run("indicators", "show", "ema", "--set", "seed=first").out


@pytest.mark.parametrize("name", INDICATORS)
def test_use_of_an_indicator_is_a_condition_that_python_reads(name: str) -> None:
    imports, condition = shown("indicators", "show", name)["use"]
    space: dict[str, Any] = {}

    exec(f"from propbots.api.indicator import *\n{imports}\nmade = {condition}", space)  # noqa: S102 -- we wrote it

    assert is_condition(space["made"])


@pytest.mark.parametrize("name", INDICATORS)
@pytest.mark.parametrize("width", [40, 100])
def test_example_is_drawn_within_the_width_with_every_output_named(name: str, width: int) -> None:
    document = shown("indicators", "show", name)

    said = spawn("indicators", "show", name, environment={"COLUMNS": str(width)}).out
    drawing = said.partition("An example\n")[2].splitlines()

    axis = [line for line in drawing if "┤" in line or "│" in line]
    assert max(map(len, axis)) <= width
    assert len(axis) == (14 if document["pane"] == "price" else 22)
    assert all(
        any(line.rstrip().endswith(output) or f" {output} " in line for line in axis) for output in document["outputs"]
    )
    assert "┃" in said
    assert "\x1b" not in said


def test_example_is_the_same_at_every_call() -> None:
    assert spawn("indicators", "show", "rsi").out == spawn("indicators", "show", "rsi").out


def test_example_on_a_console_of_ascii_is_ascii() -> None:
    said = spawn("indicators", "show", "macd", environment={"PYTHONIOENCODING": "ascii"})

    assert said.code == 0
    assert said.out.isascii()


def test_example_too_short_for_a_first_value_says_so() -> None:
    said = run("indicators", "show", "sma", "--set", "period=5000").out

    assert "they are too few for a first value" in said


def test_instrument_tells_its_grid_and_the_hours_of_a_holiday() -> None:
    document = shown("instruments", "show", "MES", "--on", "2026-11-25")

    assert document["schema"] == "propbots.instrument/1"
    assert {key: document[key] for key in ("tick_size", "tick_value", "point_value", "currency", "mini_units")} == {
        "tick_size": "0.25",
        "tick_value": "1.25",
        "point_value": "5",
        "currency": "USD",
        "mini_units": "0.1",
    }
    assert document["zone"] == "America/Chicago"
    assert document["sessions"][1] == {
        "trading_day": "2026-11-26",
        "opens": "2026-11-25T23:00:00Z",
        "closes": "2026-11-26T18:00:00Z",
        "halts": [],
        "opens_local": "Wed 17:00",
        "closes_local": "12:00",
        "halts_local": [],
        "regular": False,
    }
    assert [one["trading_day"] for one in document["early_closes"]] == ["2026-11-26", "2026-11-27", "2026-12-24"]


def test_instrument_tells_a_daily_halt_by_the_exchanges_clock() -> None:
    first = shown("instruments", "show", "ES", "--on", "2018-04-02")["sessions"][0]

    assert first["halts"] == [["2018-04-02T20:15:00Z", "2018-04-02T20:30:00Z"]]
    assert first["halts_local"] == [["15:15", "15:30"]]
    assert "15:15 to 15:30" in run("instruments", "show", "ES", "--on", "2018-04-02").out


def test_where_the_calendar_has_ended_the_last_days_are_told() -> None:
    document = shown("instruments", "show", "MES", "--on", "2035-06-01")

    assert [one["trading_day"] for one in document["sessions"]][-1] == "2030-12-31"
    assert (len(document["sessions"]), document["early_closes"]) == (5, [])


def test_instrument_without_a_day_begins_today() -> None:
    assert len(shown("instruments", "show", "MES")["sessions"]) == 5


def test_instrument_that_trades_round_the_clock_says_so(site: Path) -> None:
    plant(
        site,
        "propbots-coins",
        """
        class Coins:
            def instruments(self):
                from decimal import Decimal
                from propbots.api.instrument import AssetClass, Instrument
                return [Instrument("COIN", AssetClass.CRYPTO, Decimal("0.01"), Decimal(1), quantity_step=Decimal("0.001"))]
            def calendar_names(self): return ()
            def load_calendar(self, name): raise KeyError(name)
        class Planted(Plugin):
            @hookimpl
            def propbots_instruments(self): return [InstrumentContribution("coins", "Coins.", Coins)]
        """,
    )

    document = shown("instruments", "show", "COIN")

    assert (document["session"], document["zone"], document["quantity_step"]) == (None, "UTC", "0.001")
    assert "round the clock" in run("instruments", "show", "COIN").out


COIN = """[instrument]
id = "COIN"
asset_class = "crypto"
tick_size = "0.01"
point_value = "1"
quantity_step = "0.001"
"""


def test_instrument_in_a_file_is_shown_as_one_that_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("coin.toml").write_text(COIN)
    Path("mine.toml").write_text(f'{COIN}session = "cme-equity"\n'.replace("COIN", "MINE"))

    coin, mine = shown("instruments", "show", "coin.toml"), shown("instruments", "show", "mine.toml")

    assert (coin["id"], coin["distribution"], coin["version"]) == ("COIN", None, None)
    assert (coin["tick_value"], coin["zone"]) == ("0.01", "UTC")
    assert mine["sessions"] == shown("instruments", "show", "MES")["sessions"]
    assert "COIN  crypto · from a file" in run("instruments", "show", "coin.toml").out


def test_minutes_are_generated_of_an_instrument_in_a_file_that_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "coin.toml"
    file.write_text(COIN)
    words = ("data", "generate", "--instrument", file, "--from", "2026-01-05", "--to", "2026-01-06", "--output")

    assert run(*words, tmp_path / "bars.csv").code == 0
    run(*words, file).refuses(2, "the instrument")
    assert file.read_text() == COIN


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        (None, ("there is no such file",)),
        ("", ("must hold the table [instrument] and nothing else",)),
        ("[instrument", ("not valid TOML",)),
        (COIN.replace('"0.01"', '"a cent"'), ("tick_size",)),
        (COIN.replace('id = "COIN"\n', ""), ("id",)),
        (f'{COIN}session = "nowhere"\n', ("instrument.session: unknown session calendar 'nowhere'",)),
    ],
)
def test_file_that_is_no_instrument_is_told(content: str | None, parts: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "coin.toml"
    if content is not None:
        file.write_text(content)

    run("instruments", "show", file).refuses(2, str(file), *parts)


def test_rules_that_are_none_are_told_and_not_taken_for_events(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text("from propbots.api import RuleStrategy\nclass Mine(RuleStrategy):\n    def rules(self): pass\n")

    run("strategies", "show", file).refuses(1, str(file), "Mine.rules must return Rules(...) (was None)")


def test_field_without_a_value_is_told_with_how_to_declare_it(tmp_path: Path) -> None:
    file = write_strategy(tmp_path, "length: int")

    run("strategies", "show", file).refuses(
        1, f"strategy {file}: nobody gives Mine.length a value; declare it as length: int = parameter(…)"
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("strategies", "show", "ma-crossver"), "unknown strategy 'ma-crossver'; did you mean 'ma-crossover'?"),
        (("strategies", "show", "ma-crossover", "--set", "fst=3"), "did you mean 'fast'?"),
        (("strategies", "show", "ma-crossover", "--set", "fast=60"), "fast must be below slow (was fast=60, slow=50)"),
        (("strategies", "show", "nowhere.py"), "there is no such file"),
        (("indicators", "show", "rse"), "unknown indicator 'rse'; did you mean 'rsi'?"),
        (("indicators", "show", "rsi", "--set", "period=0"), "period must be at least 1"),
        (("instruments", "show", "MSE"), "unknown instrument 'MSE'; did you mean 'MES'?"),
        (("instruments", "show", "MES", "--on", "soon"), "--on must be a date such as 2026-01-31"),
    ],
)
def test_mistakes_are_told(words: tuple[str, ...], message: str) -> None:
    run(*words).refuses(2, message)
