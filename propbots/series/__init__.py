"""Expressions over bars and the contract of indicators: written once, run bar by bar or over whole columns."""
