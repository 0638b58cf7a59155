"""The simulated exchange: matching, the path inside a bar and costs, for backtests and for paper trading."""
