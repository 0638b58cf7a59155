"""An indicator over data: the schema to the key, null before the first value, and no grid."""

from pathlib import Path

import pytest

from command_line import run

HEADER = "time,open,high,low,close,volume\n"


@pytest.fixture
def bars(tmp_path: Path) -> Path:
    path = tmp_path / "bars.csv"
    rows = [f"2026-01-26T00:0{minute}:00Z,1,9,0.5,{minute + 1}.123,10\n" for minute in range(5)]
    path.write_text(HEADER + "".join(rows))
    return path


def test_document_follows_the_schema_to_the_key(bars: Path) -> None:
    document = run("indicators", "compute", "sma", "--set", "period=2", "--data", bars, "--json").document

    assert list(document) == ["schema", "name", "parameters", "outputs", "lookback", "rows"]
    assert document["schema"] == "propbots.indicator/1"
    assert document["name"] == "sma"
    assert document["parameters"] == {"period": 2}
    assert document["outputs"] == ["value"]
    assert document["lookback"] == 1
    assert document["rows"] == [
        ["2026-01-26T00:00:00Z", None],
        ["2026-01-26T00:01:00Z", 1.623],
        ["2026-01-26T00:02:00Z", 2.623],
        ["2026-01-26T00:03:00Z", 3.623],
        ["2026-01-26T00:04:00Z", 4.623],
    ]


@pytest.mark.parametrize(
    ("name", "outputs"),
    [
        ("Sma", ["value"]),
        ("Ema", ["value"]),
        ("Rsi", ["value"]),
        ("Macd", ["macd", "signal", "histogram"]),
        ("BollingerBands", ["upper", "middle", "lower"]),
        ("Atr", ["value"]),
        ("Stochastic", ["k", "d"]),
        ("Vwap", ["value"]),
        ("DonchianChannel", ["upper", "middle", "lower"]),
    ],
)
def test_each_standard_indicator_answers_to_the_contracts_name(bars: Path, name: str, outputs: list[str]) -> None:
    document = run("indicators", "compute", name, "--data", bars, "--json").document

    assert document["outputs"] == outputs
    assert all(len(row) == 1 + len(outputs) for row in document["rows"])
    assert len(document["rows"]) == 5


def test_parameter_of_an_outputs_name_is_told_as_it_was_set(bars: Path) -> None:
    document = run("indicators", "compute", "macd", "--set", "signal=4", "--data", bars, "--json").document

    assert document["parameters"] == {"fast": 12, "slow": 26, "signal": 4}


def test_table_for_people_leaves_missing_values_blank(bars: Path) -> None:
    lines = run("indicators", "compute", "sma", "--set", "period=2", "--data", bars).out.splitlines()

    assert lines[0].split() == ["time", "value"]
    assert lines[1].split() == ["2026-01-26T00:00:00Z"]
    assert lines[2].split() == ["2026-01-26T00:01:00Z", "1.623"]


def test_mistakes_are_told(bars: Path) -> None:
    run("indicators", "compute", "smma", "--data", bars).refuses(2, "unknown indicator 'smma'; did you mean 'sma'?")
    run("indicators", "compute", "sma", "--data", bars, "--set", "perod=2").refuses(2, "did you mean 'period'?")
    run("indicators", "compute", "sma", "--data", bars, "--set", "period=0").refuses(2, "period must be at least 1")
    run("indicators", "compute", "sma", "--data", "nope.csv").refuses(3, "nope.csv: there is no such file")
    run("indicators", "compute", "sma").refuses(2, "missing option '--data'")
    run("indicators", "compute", "sma", "--data", bars, "--stamp", "x").refuses(2, "stamp must be one of open, close")
