"""Configuration files, defaults and periods: the command line overrides, paths belong to their file, days to exchanges."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from command_line import ROOT, SAMPLE_RUN, backtest, run, spawn


def test_example_runs_from_anywhere(tmp_path: Path) -> None:
    ended = spawn("backtest", ROOT / "config" / "first-backtest.toml", "--json", cwd=tmp_path)

    assert ended.document["inputs"]["costs"] == {"commission": "0.61", "slippage_ticks": 1, "source": "option"}
    assert ended.document["inputs"]["plan"] == "topstep/combine-50k"


def test_options_override_the_file(bars: Path, tmp_path: Path) -> None:
    file = tmp_path / "bot.toml"
    file.write_text(
        '[backtest]\nstrategy = "donchian-breakout"\ninstrument = "MES"\ndata = "bars.csv"\nquantity = 3\n'
        'plan = "topstep/combine-50k"\n[costs]\ncommission = 0.10\nslippage_ticks = 2\n'
    )
    given = (
        "--strategy",
        "ma-crossover",
        "--set",
        "slow=20",
        "--instrument",
        "ES",
        "--commission",
        "0",
        "--plan",
        "none",
    )

    inputs = run("backtest", file, *given, "--json").document["inputs"]

    assert (inputs["strategy"], inputs["instrument"], inputs["plan"]) == ("ma-crossover", "ES", None)
    assert inputs["parameters"] == {"fast": 10, "slow": 20}
    assert inputs["costs"] == {"commission": "0.00", "slippage_ticks": 2, "source": "option"}
    assert inputs["quantity"] == "3"


@pytest.mark.parametrize("number", ["0.30", '"0.30"', "0.3", '"0.3"'])
def test_numbers_may_be_numbers_or_text_and_are_read_as_written(bars: Path, tmp_path: Path, number: str) -> None:
    file = tmp_path / "bot.toml"
    file.write_text(
        '[backtest]\nstrategy = "ma-crossover"\ninstrument = "ES"\ndata = "bars.csv"\n'
        f'[parameters]\nfast = "2"\nslow = 4\n[costs]\ncommission = {number}\n'
    )

    document = run("backtest", file, "--json").document

    commissions = {Decimal(trade["commission"]) for trade in document["trades"]}
    assert commissions == {Decimal("0.60")}


def test_own_instrument_stands_in_the_configuration(bars: Path, tmp_path: Path) -> None:
    file = tmp_path / "bot.toml"
    table = '[instrument]\nid = "GOLD"\nasset_class = "cfd"\ntick_size = "0.25"\npoint_value = 100\n'
    head = '[backtest]\nstrategy = "ma-crossover"\ndata = "bars.csv"\n'
    file.write_text(head + table)

    assert run("backtest", file, "--json").document["inputs"]["instrument"] == "GOLD"
    file.write_text(f'{head}instrument = "MES"\n{table}')
    run("backtest", file, "--json").refuses(2, "instrument MES and the table [instrument] of GOLD contradict; keep one")


def test_mistakes_are_told_with_file_and_key(tmp_path: Path) -> None:
    file = tmp_path / "bot.toml"
    file.write_text("[backtest]\nstrateggy = 'x'\n")

    run("backtest", file).refuses(2, f"{file}: backtest: unknown key 'strateggy'; did you mean 'strategy'?")
    run("backtest", tmp_path / "no.toml").refuses(2, "no.toml: there is no such file")
    run("backtest", tmp_path).refuses(2, "this is a folder; give a TOML file")


@pytest.mark.parametrize("data", ["bars.csv", "files:bars.csv"])
def test_data_of_a_file_lie_beside_it(bars: Path, tmp_path: Path, data: str) -> None:
    file = tmp_path / "bot.toml"
    file.write_text(f'[backtest]\nstrategy = "ma-crossover"\ninstrument = "ES"\ndata = "{data}"\nplan = "none"\n')

    assert run("backtest", file, "--json").document["run"]["bars"] == 600


HEAD = '[backtest]\nstrategy = "ma-crossover"\ninstrument = "ES"\ndata = "bars.csv"\n'


@pytest.mark.parametrize(
    ("content", "key", "message"),
    [
        ("[parameters]\nfsat = 3\n", "parameters.fsat", "unknown parameter of strategy ma-crossover 'fsat'"),
        ("[parameters]\nfast = 0\n", "parameters.fast", "fast must be at least 1 (was 0)"),
        ("[parameters]\nfast = 'x'\n", "parameters.fast", "fast must be a whole number (was 'x')"),
        ("[parameters]\nfast = 9\nslow = 5\n", "parameters.fast, parameters.slow", "fast must be below slow"),
        ("quantity = 0\n", "backtest.quantity", "quantity must be above 0"),
        ("quantity = 1e30\n", "backtest.quantity", "must be at most 1000000000000 with 12 decimals"),
        ("risk = 0\n", "backtest.risk", "must be above 0 (was 0)"),
        ("risk = 5\n", "backtest.risk", "sizing by risk needs a strategy with a stop"),
        ("balance = -5\n", "backtest.balance", "balance must be above 0 (was -5)"),
        ("[costs]\ncommission = -1\n", "costs.commission", "commission must be 0 or more (was -1)"),
        ("[costs]\nslippage_ticks = -1\n", "costs.slippage_ticks", "slippage must be 0 ticks or more (was -1)"),
        ('[data]\nstamp = "clos"\n', "data.stamp", "stamp must be one of open, close (was 'clos')"),
        ('[data]\nstmp = "close"\n', "data.stmp", "unknown key 'stmp'; did you mean 'stamp'?"),
        (
            'timeframe = "7x"\n',
            "backtest.timeframe",
            "timeframe must look like 30s, 1m, 4h or 1d, or like 233tick, 1000volume or 8range (was '7x')",
        ),
        ('timeframe = "30s"\n', "backtest.timeframe", "timeframe must be 1m or a multiple of it"),
        ('path = "finer"\n', "backtest.path", "needs data finer than the bars"),
        ('from = "soon"\n', "backtest.from", "must be a date such as"),
        ("to = 1990-01-01\n", "backtest.to", "1990-01-01 lies outside the sessions of cme-equity"),
        ("from = 2026-02-20\n", "backtest.from", "no bars lie within"),
        ('plan = "topstep/combine-50"\n', "backtest.plan", "did you mean 'combine-50k'?"),
        ('plan = "topstep/combine-50k"\nbalance = 5\n', "backtest.balance", "balance 5 differs from the 50000"),
        (HEAD.replace("ma-crossover", "ma-crosover"), "backtest.strategy", "did you mean 'ma-crossover'?"),
        (HEAD.replace("ES", "EES"), "backtest.instrument", "unknown instrument 'EES'"),
        (HEAD.replace("bars.csv", "store:ES"), "backtest.data", "unknown data provider 'store'"),
        (
            HEAD.replace('instrument = "ES"\n', "") + '[instrument]\nid = "X"\nasset_class = "cfd"\n'
            'tick_size = "0.25"\npoint_value = 1\nsession = "cme-equty"\n',
            "instrument.session",
            "unknown session calendar 'cme-equty'",
        ),
        ('report = "bars.csv"\n', "backtest.report", "would replace the data; choose another name"),
    ],
)
def test_mistake_that_shows_late_is_told_with_file_and_key_too(
    bars: Path, tmp_path: Path, content: str, key: str, message: str
) -> None:
    file = tmp_path / "bot.toml"
    file.write_text(content if content.startswith("[backtest]") else HEAD + content)

    ended = run("backtest", file)

    ended.refuses(2, f"{file}: {key}", message)
    assert ended.err.count(str(file)) == 1


def test_option_that_overrides_the_file_is_told_by_its_own_name(bars: Path, tmp_path: Path) -> None:
    file = tmp_path / "bot.toml"
    file.write_text(HEAD + 'quantity = 1\ntimeframe = "5m"\n[parameters]\nfast = 10\n[costs]\ncommission = 1\n')

    for words in (
        ("--quantity", "0"),
        ("--timeframe", "7x"),
        ("--commission", "-1"),
        ("--set", "fast=0"),
        ("--set", "fsat=0"),
        ("--strategy", "ma-crosover"),
    ):
        ended = run("backtest", file, *words)

        assert ended.refuses(2)
        assert str(file) not in ended.err


def test_balance_is_the_plans(planned: dict[str, Any], sample: dict[str, Any]) -> None:
    assert planned["inputs"]["balance"] == sample["inputs"]["balance"] == "50000.00"
    same = run(*SAMPLE_RUN, "--plan", "topstep/combine-50k", "--balance", "50000", "--json")
    assert same.code == 0


def test_commission_replaces_every_fee(bars: Path) -> None:
    free = backtest(bars, "--commission", "0").document

    assert free["summary"]["commissions"] == "0.00"
    assert free["inputs"]["costs"] == {"commission": "0.00", "slippage_ticks": 0, "source": "option"}


@pytest.mark.parametrize("timeframe", ["1m", "5m", "7m", "1h", "1d"])
def test_multiples_of_the_files_timeframe_are_aggregated(sample: dict[str, Any], timeframe: str) -> None:
    document = run(*SAMPLE_RUN, "--timeframe", timeframe, "--json").document

    assert document["inputs"]["timeframe"] == timeframe
    assert (document["run"]["bars"] == sample["run"]["bars"]) == (timeframe == "1m")
    assert document["inputs"]["data"]["rows"] == sample["inputs"]["data"]["rows"]


def first_and_last(*words: str) -> tuple[str, str]:
    rows_ = run(*SAMPLE_RUN, *words, "--equity", "--json").document["equity"]
    return rows_[0]["time"], rows_[-1]["time"]


def test_bare_dates_are_trading_days_both_included() -> None:
    first, last = first_and_last("--from", "2026-02-03", "--to", "2026-02-04")

    assert first == "2026-02-02T23:01:00Z"  # the evening before, as the exchange counts
    assert last == "2026-02-04T22:00:00Z"


def test_first_moment_is_included_and_the_last_is_not() -> None:
    first, last = first_and_last("--from", "2026-02-03T15:00Z", "--to", "2026-02-03T16:00:00+00:00")

    assert first == "2026-02-03T15:01:00Z"
    assert last == "2026-02-03T16:00:00Z"


def test_moments_may_stand_in_another_zone() -> None:
    assert first_and_last("--from", "2026-02-03T09:00-06:00", "--to", "2026-02-03T10:00-06:00") == (
        "2026-02-03T15:01:00Z",
        "2026-02-03T16:00:00Z",
    )


def test_bars_before_the_period_warm_up(sample: dict[str, Any]) -> None:
    warm = run(*SAMPLE_RUN, "--from", "2026-02-03", "--to", "2026-02-03", "--json").document

    opened, closed = "2026-02-02T23:00:00Z", "2026-02-03T22:00:00Z"
    # What was decided on the bar before the period, and would fill at its open, is not part of it.
    expected = [trade["entry_time"] for trade in sample["trades"] if opened < trade["entry_time"] < closed]
    assert [trade["entry_time"] for trade in warm["trades"]] == expected
    assert len(expected) > 10


def test_first_signal_without_history_waits_for_its_average() -> None:
    cold = run(*SAMPLE_RUN, "--to", "2026-01-26", "--json").document

    first = datetime.fromisoformat(cold["trades"][0]["entry_time"])
    assert (first - datetime(2026, 1, 25, 23, tzinfo=UTC)).total_seconds() >= 51 * 60
