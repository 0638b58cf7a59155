"""The first backtest of a stranger, in one command."""
