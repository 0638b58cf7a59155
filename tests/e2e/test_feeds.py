"""Several feeds, contracts and ticks from a configuration, as a user gives them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bar_files import rows, write_bars
from command_line import ROOT, Ended, run

PAIR = """
from propbots.api import Bar, Strategy, close

class Pair(Strategy):
    def on_start(self) -> None:
        self.other = self.subscribe("MNQ 2m")
        self.hour = self.indicator(close.on("5m"))

    def on_bar(self, bar: Bar) -> None:
        if bar.feed == self.other and self.hour.value:
            self.exit("MNQ")
            self.enter_long("MNQ")
            self.enter_long()
"""

TICK_PAIR = """
from propbots.api import QuoteTick, Strategy

class Pair(Strategy):
    def on_quote(self, quote: QuoteTick) -> None:
        if quote.bid == 5010:
            self.buy(1)
            self.buy(1, instrument="MNQ")
"""


def write_run(folder: Path, more: str = "", *, backtest: str = "") -> Path:
    """Write two files of bars, a strategy and the configuration that joins them."""
    write_bars(folder / "mes.csv", rows(60))
    write_bars(folder / "mnq.csv", rows(60))
    (folder / "pair.py").write_text(PAIR)
    file = folder / "run.toml"
    file.write_text(
        f'[backtest]\nstrategy = "pair.py"\ninstrument = "MES"\ndata = "mes.csv"\n{backtest}\n'
        f'[[feed]]\ninstrument = "MNQ"\ndata = "mnq.csv"\n{more}\n'
    )
    return file


def test_the_example_of_two_instruments_runs(tmp_path: Path) -> None:
    ended = run("backtest", ROOT / "config" / "index-pair.toml", "--json", "--trades", tmp_path / "trades.csv")

    document = ended.document
    assert {trade["instrument"] for trade in document["trades"]} == {"MES", "MNQ"}
    (feed,) = document["inputs"]["feeds"]
    assert (feed["instrument"], feed["timeframe"]) == ("MNQ", "1m")
    assert (tmp_path / "trades.csv").read_text().splitlines()[0].endswith(",instrument")


def test_paths_of_a_feed_belong_to_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    document = run("backtest", write_run(tmp_path), "--json").document

    assert {trade["instrument"] for trade in document["trades"]} == {"MES", "MNQ"}


def test_a_feed_is_of_an_instrument_in_a_file_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write_run(tmp_path)
    file.write_text(file.read_text().replace('"MNQ"', '"mnq.toml"'))
    table = ('id = "MNQ"', 'asset_class = "futures"', 'tick_size = "0.25"', "point_value = 5")
    (tmp_path / "mnq.toml").write_text("\n".join(("[instrument]", *table)))
    monkeypatch.chdir("/")

    document = run("backtest", file, "--json").document
    assert {trade["instrument"] for trade in document["trades"]} == {"MES", "MNQ"}
    assert {feed["instrument"] for feed in document["inputs"]["feeds"]} == {"MNQ"}


@pytest.mark.parametrize("more", ["", '[[feed]]\ninstrument = "gold.toml"\ndata = "mes.csv"'])
def test_a_report_over_a_feed_is_refused(tmp_path: Path, more: str) -> None:
    file = write_run(tmp_path, more)
    (tmp_path / "gold.toml").write_text('[instrument]\nid = "GOLD"\n')
    target = tmp_path / ("gold.toml" if more else "mnq.csv")
    before = target.read_bytes()

    run("backtest", file, "--report", target).refuses(2, str(target), "would replace", "choose another name")
    assert target.read_bytes() == before


def test_two_runs_have_one_fingerprint_and_other_bars_another(tmp_path: Path) -> None:
    file = write_run(tmp_path)

    first, again = (run("backtest", file, "--json").document["run"]["fingerprint"] for _ in range(2))
    write_bars(tmp_path / "mnq.csv", rows(59))
    other = run("backtest", file, "--json").document["run"]["fingerprint"]
    assert first == again != other


def test_two_instruments_trade_on_ticks(tmp_path: Path) -> None:
    """Both are decided at a quote of MES, and each takes what is quoted of its own instrument."""
    file = write_run(tmp_path)
    for name, price in (("mes", 5000), ("mnq", 20000)):
        lines = [f"2026-01-05T16:00:{second:02d}Z,{price + second},{price + second + 1},3,3" for second in range(59)]
        (tmp_path / f"{name}.csv").write_text("\n".join(["timestamp,bid,ask,bid_size,ask_size", *lines]) + "\n")
    (tmp_path / "pair.py").write_text(TICK_PAIR)

    document = run("backtest", file, "--json").document
    found = {trade["instrument"]: (trade["entry_price"], trade["exit_price"]) for trade in document["trades"]}
    assert found == {"MES": ("5011.00", "5058.00"), "MNQ": ("20011.00", "20058.00")}
    assert document["run"]["ticks"] == 118


@pytest.mark.parametrize(
    ("more", "backtest", "code", "parts"),
    [
        ("colour = 1", "", 2, ("run.toml", "colour")),
        ('timeframe = "30s"', "", 2, ("timeframe",)),
        ("", 'timeframe = "10m"', 2, ("finer",)),
        ('[[feed]]\ninstrument = "XXX"\ndata = "mnq.csv"', "", 2, ("XXX",)),
        ('[[feed]]\ninstrument = "6J"\ndata = "none.csv"', "", 3, ("none.csv",)),
        ("", 'latency = "5ms"', 2, ("run.toml", "latency", "ticks")),
        ("", 'timeframe = "100tick"', 2, ("100tick", "ticks")),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, more: str, backtest: str, code: int, parts: tuple[str, ...]) -> None:
    assert run("backtest", write_run(tmp_path, more, backtest=backtest)).refuses(code, *parts)


def test_a_feed_that_nobody_gave_is_told_with_its_mend(tmp_path: Path) -> None:
    file = write_run(tmp_path)
    (tmp_path / "pair.py").write_text(PAIR.replace("MNQ 2m", "NQ 2m"))

    assert run("backtest", file).refuses(2, "NQ 2m", "[[feed]]")


def test_feed_of_other_days_is_refused(tmp_path: Path) -> None:
    file = write_run(tmp_path)
    write_bars(tmp_path / "mnq.csv", rows(60, start=datetime(2026, 2, 2, tzinfo=UTC)))

    assert run("backtest", file).refuses(3, "mnq.csv", "MNQ 1m", "2026-02-02T00:00:00Z", "give data of the same days")


def test_feed_of_fewer_days_is_told(tmp_path: Path) -> None:
    file = write_run(tmp_path)
    write_bars(tmp_path / "mes.csv", rows(3_000))

    ended = run("backtest", file)

    assert "! MNQ 1m has bars of 2026-01-26 to 2026-01-26 only" in ended.out


def roll(folder: Path, *contracts: str) -> Ended:
    """Run a crossover over contracts."""
    text = "\n".join(f"[[contract]]\n{one}" for one in contracts)
    (folder / "roll.toml").write_text(
        f'[backtest]\nstrategy = "ma-crossover"\ninstrument = "MES"\n[parameters]\nfast = 2\nslow = 5\n{text}\n'
    )
    return run("backtest", folder / "roll.toml", "--json")


def test_contracts_follow_one_another(tmp_path: Path) -> None:
    write_bars(tmp_path / "old.csv", rows(2000))
    write_bars(tmp_path / "new.csv", rows(3000))

    document = roll(
        tmp_path, 'name = "MESH26"\ndata = "old.csv"', 'name = "MESM26"\ndata = "new.csv"\nfrom = 2026-01-27'
    ).document

    assert "roll" in {trade["exit_reason"] for trade in document["trades"]}
    assert any("MESM26 from 2026-01-26T23:00:00Z" in one for one in document["inputs"]["data"]["assumptions"])


@pytest.mark.parametrize(
    ("contracts", "parts"),
    [
        (('name = "A"\ndata = "old.csv"\nfrom = 2026-01-26',), ("contract A", "leave from out")),
        (('name = "A"\ndata = "old.csv"', 'name = "B"\ndata = "old.csv"'), ("contract B", "from which day")),
        (('name = "A"\ndata = "old.csv"', 'name = "B"\ndata = "old.csv"\nfrom = 2026-01-25'), ("B", "trading day")),
    ],
)
def test_contracts_that_contradict_are_refused(
    tmp_path: Path, contracts: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    write_bars(tmp_path / "old.csv", rows(2000))

    assert roll(tmp_path, *contracts).refuses(2, *parts)
