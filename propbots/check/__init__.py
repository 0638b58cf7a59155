"""What makes a backtest a lie: a strategy that sees the future, depends on where the data begin, or looks elsewhere."""
