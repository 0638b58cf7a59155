"""Bars from files: the canonical CSV and tables of text with other headers, separators, time forms and zones."""
