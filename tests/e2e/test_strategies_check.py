"""`propbots strategies check` names each planted cheat with its line, and finds nothing in what is honest."""

from pathlib import Path

import pytest

from command_line import ROOT, run, write_strategy

CHEATS = sorted((ROOT / "tests" / "cheats").glob("*.py"))
HONEST = ("ma-crossover", "ma-crossover-event", "bollinger-reversion", "donchian-breakout")


@pytest.fixture(scope="module")
def minutes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five days of minutes."""
    path = tmp_path_factory.mktemp("check") / "minutes.csv"
    run("data", "generate", "--instrument", "MES", "--from", "2026-01-26", "--to", "2026-01-31", "--output", path)
    return path


@pytest.mark.parametrize("cheat", CHEATS, ids=lambda path: path.stem)
def test_cheat_is_named_with_its_line(cheat: Path, minutes: Path) -> None:
    lines = cheat.read_text().splitlines()
    kind = lines[0].removeprefix('"""').partition(":")[0]
    (line,) = (number for number, text in enumerate(lines, 1) if "# here" in text)

    document = run("strategies", "check", cheat, "--data", minutes, "--instrument", "MES", "--json").document

    found = [(one["kind"], one["file"], one["line"]) for one in document["findings"]]
    assert not document["passed"]
    assert (kind, str(cheat), line) in found
    assert {one for one, _, _ in found} == {kind}


@pytest.mark.parametrize("name", HONEST)
def test_nothing_is_found_in_a_strategy_that_we_ship(name: str, minutes: Path) -> None:
    document = run("strategies", "check", name, "--data", minutes, "--instrument", "MES", "--json").document

    assert (document["findings"], document["remarks"]) == ([], [])
    assert document["passed"]
    assert document["cuts"] == 12
    assert document["trades"] > 0


def test_nothing_is_found_in_the_indicators_that_we_ship(minutes: Path, tmp_path: Path) -> None:
    strategy = write_strategy(
        tmp_path,
        "def on_start(self):\n"
        "        from propbots_indicators import Atr, BollingerBands, DonchianChannel, Ema, Macd, Rsi, Sma, Stochastic, Vwap\n"
        "        self.all = [self.indicator(one) for one in (Sma(9), Ema(9), Rsi(9), Rsi(Atr(5), 9), Macd().histogram,\n"
        "            BollingerBands(9).upper, Atr(9), Stochastic().d, Vwap(), DonchianChannel(9).lower)]",
    )

    document = run("strategies", "check", strategy, "--data", minutes, "--instrument", "MES", "--json").document

    assert (document["findings"], document["remarks"]) == ([], [])
    assert document["expressions"] >= 10


def test_answer_to_a_fill_is_no_decision_at_the_bar_before(minutes: Path, tmp_path: Path) -> None:
    strategy = write_strategy(
        tmp_path,
        "def on_bar(self, bar):\n"
        "        if not self.position_steps: self.buy(1)\n"
        "    def on_fill(self, fill):\n"
        "        if self.position_steps: self.sell(1)",
    )

    document = run("strategies", "check", strategy, "--data", minutes, "--instrument", "MES", "--json").document

    assert document["findings"] == []
    assert document["trades"] > 1_000


def test_expression_without_a_streamer_cannot_run_live(minutes: Path, tmp_path: Path) -> None:
    strategy = tmp_path / "mine.py"
    strategy.write_text(
        "from propbots.api import Rules, RuleStrategy, close\n"
        "from propbots.api.indicator import Expression\n"
        "class Double(Expression):\n"
        "    inputs = (close,)\n"
        "    def compute_column(self, *inputs): return inputs[0] * 2\n"
        "class Mine(RuleStrategy):\n"
        "    def rules(self): return Rules(long_entry=Double() > close)\n"
    )

    document = run("strategies", "check", strategy, "--data", minutes, "--instrument", "MES", "--json").document

    (found,) = document["findings"]
    assert (found["kind"], found["line"]) == ("live_differs", 6)
    assert "Double must build its streamer" in found["what"]


def test_people_read_what_was_found_and_where(minutes: Path) -> None:
    cheat = ROOT / "tests" / "cheats" / "tomorrow.py"

    ended = run("strategies", "check", cheat, "--data", minutes, "--instrument", "MES")

    assert ended.code == 0
    assert "sees the future: Next(close)" in ended.out
    assert f"{cheat}:" in ended.out
    assert "1 found in" in ended.out


def test_few_bars_leave_the_warm_up_unchecked_and_say_so(minutes: Path, tmp_path: Path) -> None:
    words = ("strategies", "check", "ma-crossover", "--instrument", "MES", "--json")

    unsettled = run(*words, "--data", minutes, "--set", "slow=4000").document
    few = tmp_path / "few.csv"
    few.write_text("".join(minutes.read_text().splitlines(keepends=True)[:50]))

    assert "the warm-up was not checked: the indicators take 4,0" in unsettled["remarks"][0]
    run(*words, "--data", few).refuses(2, "a check needs 100 bars at least", "give more data")


@pytest.mark.parametrize("word", ["no-such", "nowhere.py"])
def test_strategy_that_is_not_there_is_refused(word: str, minutes: Path) -> None:
    run("strategies", "check", word, "--data", minutes, "--instrument", "MES").refuses(2, word)


def test_plan_that_ends_the_account_hides_no_bars() -> None:
    words = ("strategies", "check", "ma-crossover", "--backtest", ROOT / "config" / "first-backtest.toml", "--json")

    ended = run("backtest", ROOT / "config" / "first-backtest.toml", "--json").document
    document = run(*words).document

    assert ended["summary"]["denied_orders"] > 0
    assert document["trades"] > len(ended["trades"])


def test_strategy_prints_once(minutes: Path, tmp_path: Path) -> None:
    strategy = write_strategy(tmp_path, "def on_start(self): print('begins')")

    ended = run("strategies", "check", strategy, "--data", minutes, "--instrument", "MES")

    assert ended.out.count("begins") == 1


def test_nothing_is_found_in_two_instruments_on_three_timeframes() -> None:
    config = ROOT / "config"

    document = run(
        "strategies", "check", config / "index_pair.py", "--backtest", config / "index-pair.toml", "--json"
    ).document

    assert (document["findings"], document["remarks"]) == ([], [])
    assert document["settled"] > 5 * 1_000  # five days, in minutes
    assert document["trades"] > 0
