"""The work on backtesting.py: `python -m benchmarks.engines.on_backtesting FORM BARS.npz ANSWER.npz`."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.answer import Answer, Stopwatch, save_answer, tell
from benchmarks.engines.crossover_backtesting import build_backtest
from benchmarks.work import BALANCE, POINT_VALUE, TICK_SIZE, load_bars

_TICK = TICK_SIZE * POINT_VALUE


def _main(form: str, path: str, answer: str) -> None:
    bars = load_bars(Path(path))
    prices = {name: getattr(bars, name.lower()) * _TICK for name in ("Open", "High", "Low", "Close")}
    frame = pd.DataFrame({**prices, "Volume": bars.volume}, index=pd.DatetimeIndex(bars.time.astype("datetime64[s]")))
    del bars, prices
    backtest = build_backtest(frame, form)
    with Stopwatch() as engine:
        results = backtest.run()
    trades = results["_trades"]
    found = Answer(
        entry_at=trades["EntryBar"].to_numpy(),
        exit_at=trades["ExitBar"].to_numpy(),
        side=np.sign(trades["Size"]).to_numpy(),
        entry_ticks=trades["EntryPrice"].to_numpy() / _TICK,
        exit_ticks=trades["ExitPrice"].to_numpy() / _TICK,
        net_cents=float(results["Equity Final [$]"] - BALANCE) * 100,
    )
    save_answer(found, Path(answer))
    tell(engine_cpu=engine.cpu, engine_wall=engine.wall)


if __name__ == "__main__":
    _main(*sys.argv[1:])
