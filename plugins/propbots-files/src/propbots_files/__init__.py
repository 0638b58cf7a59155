"""Bars and ticks from files: the canonical CSV, and tables with other headers, separators, time forms and zones."""
