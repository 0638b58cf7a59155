"""Options of a backtest: the command line overrides the file, and messages name the one that is wrong."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest

from propbots.cli.options import Configuration, join_pairs, read_options
from propbots.cli.tables import BacktestOptions, CostOptions, OffGrid, PathChoice
from propbots.engine.life import AfterBreach
from propbots.errors import ConfigurationError, UnknownName
from propbots.venue.path import PathPolicy

FILE = """
[backtest]
strategy = "ma-crossover"
instrument = "MES"
data = "bars.csv"
quantity = 2
from = 2026-02-02
to = 2026-03-02T14:30:00Z
plan = "firm/plan"
[parameters]
fast = 10
slow = 50
[costs]
commission = 0.61
slippage_ticks = "1"
[data]
timezone = "UTC"
"""


def write(folder: Path, content: str) -> Path:
    path = folder / "bot.toml"
    path.write_text(content)
    return path


def test_file_is_read_with_numbers_as_written(tmp_path: Path) -> None:
    found = read_options(write(tmp_path, FILE), {})

    assert found.backtest.quantity == 2
    assert found.costs == CostOptions(Decimal("0.61"), 1)
    assert found.parameters == {"fast": 10, "slow": 50}
    assert found.data == {"timezone": "UTC"}
    assert (found.backtest.from_, found.backtest.to) == ("2026-02-02", "2026-03-02T14:30:00+00:00")


def test_given_options_override_the_file_key_by_key(tmp_path: Path) -> None:
    given = {
        "strategy": "other",
        "quantity": "3",
        "plan": "none",
        "path": "ohlc",
        "after_breach": "continue",
        "off_grid": "round",
        "parameters": {"fast": "20"},
        "costs": {"commission": "0.5"},
        "reading": {"stamp": "close"},
    }

    found = read_options(write(tmp_path, FILE), given)

    assert found.backtest.strategy == "other"
    assert found.backtest.quantity == Decimal(3)
    assert found.backtest.plan is None
    assert found.backtest.path is PathChoice.OHLC
    assert found.backtest.after_breach is AfterBreach.CONTINUE
    assert found.backtest.off_grid is OffGrid.ROUND
    assert found.backtest.instrument == "MES"
    assert found.parameters == {"fast": "20", "slow": 50}
    assert found.costs == CostOptions(Decimal("0.5"), 1)
    assert found.data == {"timezone": "UTC", "stamp": "close"}


def test_defaults_are_those_of_the_contract() -> None:
    options = read_options(None, {}).backtest

    assert options.quantity is None
    assert options.path is PathChoice.WORST_CASE
    assert options.after_breach is AfterBreach.STOP
    assert options.off_grid is OffGrid.REFUSE
    assert read_options(None, {}).costs.slippage_ticks == 0


def test_paths_of_a_file_are_relative_to_it(tmp_path: Path) -> None:
    content = """
    [backtest]
    data = "../bars.csv"
    strategy = "mine.py:Rise"
    instrument = "gold.toml"
    report = "out/report.html"
    trades = "/abs/trades.csv"
    """

    options = read_options(write(tmp_path, content), {}).backtest

    assert options.data == str(tmp_path / "../bars.csv")
    assert options.strategy == str(tmp_path / "mine.py:Rise")
    assert options.instrument == str(tmp_path / "gold.toml")
    assert options.report == str(tmp_path / "out/report.html")
    assert options.trades == "/abs/trades.csv"


def test_file_of_the_same_name_in_the_current_folder_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "bars.csv").touch()
    monkeypatch.chdir(elsewhere)

    options = read_options(write(tmp_path, '[backtest]\ndata = "bars.csv"\n'), {}).backtest

    assert options.data == str(tmp_path / "bars.csv")


def test_names_and_queries_of_a_file_stay_as_they_are(tmp_path: Path) -> None:
    content = '[backtest]\ndata = "store:MES"\nstrategy = "ma-crossover"\ninstrument = "MES"\n'

    options = read_options(write(tmp_path, content), {}).backtest

    assert (options.data, options.strategy, options.instrument) == ("store:MES", "ma-crossover", "MES")


def test_query_that_is_a_path_is_relative_to_the_file_as_well(tmp_path: Path) -> None:
    def read(data: str) -> str | None:
        path = write(tmp_path, f'[backtest]\ndata = "{data}"\n')
        return read_options(path, {}, reads_files=lambda provider: provider == "files").backtest.data

    assert read("files:bars.csv") == f"files:{tmp_path / 'bars.csv'}"
    assert read("files:/abs/bars.csv") == "files:/abs/bars.csv"
    assert read("store:GOLD") == "store:GOLD"
    (tmp_path / "files:odd.csv").touch()
    assert read("files:odd.csv") == str(tmp_path / "files:odd.csv")


@pytest.mark.parametrize("key", ["strategy", "instrument", "data", "report", "trades", "plan"])
def test_zero_byte_is_told_with_its_place(tmp_path: Path, key: str) -> None:
    path = write(tmp_path, f'[backtest]\n{key} = "a\\u0000b"\n')

    with pytest.raises(ConfigurationError) as caught:
        read_options(path, {})
    assert str(caught.value).startswith(f"{path}: backtest.{key} must not hold a zero byte (was '")

    with pytest.raises(ConfigurationError, match=rf"^--{key} must not hold a zero byte"):
        read_options(None, {key: "a\0b"})


@pytest.mark.parametrize("written", ["none", ""])
def test_none_is_none_in_a_file_as_on_the_command_line(tmp_path: Path, written: str) -> None:
    keys = ("plan", "report", "trades", "timeframe", "from", "to", "risk", "balance")
    content = "".join(f'{key} = "{written}"\n' for key in keys)

    found = read_options(write(tmp_path, f'[backtest]\n{content}[costs]\ncommission = "{written}"\n'), {})

    assert found.backtest == read_options(None, dict.fromkeys(keys, written)).backtest == BacktestOptions()
    assert found.costs.commission is None


def test_none_is_no_value_of_what_must_have_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"costs.slippage_ticks must be a whole number \(was 'none'\)"):
        read_options(write(tmp_path, '[costs]\nslippage_ticks = "none"\n'), {})


def test_paths_given_beside_a_file_are_relative_to_the_current_folder(tmp_path: Path) -> None:
    options = read_options(write(tmp_path, FILE), {"data": "other.csv"}).backtest

    assert options.data == "other.csv"


def test_own_instrument_is_a_table(tmp_path: Path) -> None:
    content = '[instrument]\nid = "GOLD"\nasset_class = "cfd"\ntick_size = "0.01"\npoint_value = 100\n'

    found = read_options(write(tmp_path, content), {})

    assert found.instrument is not None
    assert found.instrument.tick_size == Decimal("0.01")
    assert read_options(write(tmp_path, content), {"instrument": "MES"}).instrument is None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[backtets]\n", "unknown key 'backtets'; did you mean 'backtest'?"),
        ("[backtest]\nstrateggy = 'x'\n", "backtest: unknown key 'strateggy'; did you mean 'strategy'?"),
        ("[costs]\nslippage = 1\n", "costs: unknown key 'slippage'; did you mean 'slippage_ticks'?"),
        ("[costs]\nslippage_ticks = 1.5\n", "costs.slippage_ticks must be a whole number (was 1.5)"),
        ("[costs]\ncommission = 'free'\n", "costs.commission must be a number (was 'free')"),
        ("[backtest]\nquantity = true\n", "backtest.quantity must be a number (was True)"),
        ("[backtest]\nbalance = nan\n", "backtest.balance must be a number (was NaN)"),
        (
            "[backtest]\npath = 'zigzag'\n",
            "backtest.path must be one of worst_case, nearest_extreme, ohlc, olhc, finer",
        ),
        ("[backtest]\nfrom = 5\n", "backtest.from must be text (was 5)"),
        ("[backtest]\nstart = '2026-01-01'\n", "backtest: unknown key 'start'"),
        ("[backtest]\nequity = 'perhaps'\n", "backtest.equity must be true or false (was 'perhaps')"),
        ("backtest = 5\n", "backtest must be a table (was 5)"),
        ("parameters = 5\n", "parameters must be a table (was 5)"),
        ("[instrument]\nid = 'X'\n", "instrument.asset_class is missing"),
        (
            "[instrument]\nid = 'X'\nasset_class = 'stock'\n",
            "instrument.asset_class must be one of futures, forex, cfd, crypto, equity (was 'stock')",
        ),
        (
            "[instrument]\nid = 'X'\nasset_class = 'cfd'\ntick_size = 0\npoint_value = 1\n",
            "instrument 'X': tick_size must be above 0 (was 0)",
        ),
    ],
)
def test_mistakes_of_a_file_are_told_with_file_and_key(tmp_path: Path, content: str, message: str) -> None:
    path = write(tmp_path, content)

    with pytest.raises(ConfigurationError) as caught:
        read_options(path, {})

    assert str(caught.value).startswith(f"{path}: ")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"quantity": "many"}, "--quantity must be a number (was 'many')"),
        ({"after_breach": "rest"}, "--after-breach must be one of stop, continue (was 'rest')"),
        ({"driver": "compiled"}, "--driver must be one of auto, event (was 'compiled')"),
        ({"off_grid": "x"}, "--off-grid must be one of refuse, round (was 'x')"),
        ({"costs": {"slippage_ticks": "1.5"}}, "--slippage-ticks must be a whole number (was '1.5')"),
        ({"costs": {"commission": "x"}}, "--commission must be a number (was 'x')"),
    ],
)
def test_mistakes_of_the_command_line_are_told_with_the_option(given: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_options(None, given)

    assert str(caught.value) == message


def test_key_that_a_plugins_command_invents_is_refused() -> None:
    with pytest.raises(UnknownName, match="unknown option 'stratgy'; did you mean 'strategy'"):
        read_options(None, {"stratgy": "x"})


def test_pairs_are_split_at_the_first_equals_sign() -> None:
    assert join_pairs(["a=1", "b = x=y ", "c="]) == {"a": "1", "b": "x=y", "c": ""}
    assert join_pairs(None) == {}


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        (["fast"], "--set is written KEY=VALUE (was 'fast')"),
        (["=5"], "--set is written KEY=VALUE (was '=5')"),
        (["a=1", "a=1"], "--set a stands twice; give each parameter once"),
        (["a=1", " a =2"], "--set a stands twice; give each parameter once"),
    ],
)
def test_wrong_pairs_are_told(pairs: list[str], message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        join_pairs(pairs)

    assert str(caught.value) == message


def test_choices_of_the_path_are_the_venues_policies_and_finer() -> None:
    assert {choice.value for choice in PathChoice} == {policy.value for policy in PathPolicy} | {"finer"}


def test_every_option_of_a_backtest_is_said_in_the_docstring() -> None:
    for cls in (BacktestOptions, CostOptions, Configuration):
        assert all(f"{field.name}:" in (cls.__doc__ or "") for field in attrs.fields(cls))
