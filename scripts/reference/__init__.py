"""Writes the pages under `docs/reference/` from the source: signatures and docstrings, read and never run."""
