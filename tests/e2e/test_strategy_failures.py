"""A strategy that fails is named with its file, its line and the bar's time; the program never blames itself for it."""

from pathlib import Path

import pytest

from command_line import run, write_strategy


@pytest.mark.parametrize(
    ("body", "what", "place"),
    [
        ("def on_bar(self, bar): 1/0", "ZeroDivisionError: division by zero", "at the bar of 2026-01-26T00:00:00Z"),
        ("def on_start(self): raise KeyError('x')", "KeyError: 'x'", "before the first bar"),
        ("def on_start(self): raise SystemExit('enough')", "SystemExit: enough", "before the first bar"),
        ("def on_stop(self): raise ValueError", "ValueError", "at the bar of 2026-01-26T09:59:00Z"),
        ("def on_bar(self, bar): raise SystemExit(0)", "SystemExit: 0", "at the bar of 2026-01-26T00:00:00Z"),
        ("def on_bar(self, bar): self.on_bar(bar)", "RecursionError", "at the bar of 2026-01-26T00:00:00Z"),
        ("def on_bar(self, bar): self.buy(0.5)", "quantity must be above 0", "at the bar of 2026-01-26T00:00:00Z"),
        (
            "def on_bar(self, bar): self.buy(limit=3)",
            "an order has no term 'limit'; did you mean 'limit_price'?",
            "at",
        ),
        ("def on_bar(self, bar): self.sell(stop_loss_ticks=-1)", "stop_loss_ticks must be", "at the bar of"),
        (
            "def on_bar(self, bar): self.buy(time_in_force='DAY')",
            "'DAY' is not a valid TimeInForce",
            "at the bar of",
        ),
    ],
)
def test_loose_strategy_is_named_with_file_line_and_bar(
    bars: Path, tmp_path: Path, body: str, what: str, place: str
) -> None:
    strategy = write_strategy(tmp_path, body)

    ended = run("backtest", "--data", bars, "--strategy", strategy, "--instrument", "ES", "--json")

    ended.refuses(1, f"strategy {strategy} raised ", what, f"in {strategy}, line 4, ", place)
    assert "a bug of ours" not in ended.err


def test_fill_and_order_handlers_are_told_alike(bars: Path, tmp_path: Path) -> None:
    for handler in ("on_fill", "on_order"):
        strategy = write_strategy(tmp_path, f"def on_bar(self, bar): self.buy()\n    def {handler}(self, event): 1/0")

        ended = run("backtest", "--data", bars, "--strategy", strategy, "--instrument", "ES")

        ended.refuses(1, "ZeroDivisionError", f"in {strategy}, line 5, at the bar of 2026-01-26T00:0")


def test_base_class_of_another_file_is_named_by_its_file(
    bars: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = write_strategy(tmp_path, "def on_bar(self, bar): 1/0", "their_base_strategy.py")
    monkeypatch.syspath_prepend(tmp_path)
    strategy = tmp_path / "mine.py"
    strategy.write_text("import their_base_strategy\nclass Own(their_base_strategy.Mine):\n    pass\n")

    ended = run("backtest", "--data", bars, "--strategy", strategy, "--instrument", "ES")

    ended.refuses(1, f"strategy {strategy} raised ZeroDivisionError", f"in {base}, line 4, at the bar of")


@pytest.mark.parametrize(
    ("rules", "what"),
    [
        ("return None", "rules of Mine must be Rules (was None)"),
        ("return Rules(long_entry=True)", "long_entry must be a condition"),
        ("return Rules(long_entry=close)", "long_entry must be a condition"),
        ("return Rules(long_entry=close > 5, stop=-3)", "stop must be a whole number of ticks above 0"),
        ("return Rules(long_entry=close > 5 and close < 9)", "join conditions with & | ~"),
        ("return Rules(long_enter=close > 5)", "long_enter"),
    ],
)
def test_faulty_rules_are_told(bars: Path, tmp_path: Path, rules: str, what: str) -> None:
    strategy = tmp_path / "mine.py"
    strategy.write_text(
        f"from propbots.api.strategy import *\nclass Mine(RuleStrategy):\n    def rules(self):\n        {rules}\n"
    )

    run("backtest", "--data", bars, "--strategy", strategy, "--instrument", "ES").refuses(1, what)


def test_nothing_is_written_when_a_strategy_raises(bars: Path, tmp_path: Path) -> None:
    strategy, out = write_strategy(tmp_path, "def on_stop(self): 1/0"), tmp_path / "out"
    out.mkdir()

    words = ("--report", out / "r.html", "--trades", out / "t.csv")
    run("backtest", "--data", bars, "--strategy", strategy, "--instrument", "ES", *words).refuses(1)

    assert list(out.iterdir()) == []


def test_loose_file_with_a_syntax_error_is_told_with_its_line(bars: Path, tmp_path: Path) -> None:
    strategy = write_strategy(tmp_path, "def on_bar(self, bar) 1/0")

    ended = run("backtest", "--data", bars, "--strategy", strategy, "--instrument", "ES")

    ended.refuses(2, f"{strategy}: does not import, line 4: SyntaxError: expected ':'")
