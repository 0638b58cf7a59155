"""The work from a CSV as a user's script does it: `python -m benchmarks.engines.file_backtesting FORM BARS.csv`."""

import sys

import pandas as pd

from benchmarks.answer import tell
from benchmarks.engines.crossover_backtesting import build_backtest
from benchmarks.work import BALANCE, POINT_VALUE


def _main(form: str, path: str) -> None:
    frame = pd.read_csv(path, index_col="time", parse_dates=True)
    frame.columns = frame.columns.str.title()
    frame[["Open", "High", "Low", "Close"]] *= POINT_VALUE
    results = build_backtest(frame, form).run()
    print(results, file=sys.stderr)
    tell(trades=int(results["# Trades"]), net_cents=float(results["Equity Final [$]"] - BALANCE) * 100)


if __name__ == "__main__":
    _main(*sys.argv[1:])
