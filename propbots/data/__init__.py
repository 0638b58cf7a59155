"""Market data in columns: what providers give, what the engine reads, and whether it can be believed."""
