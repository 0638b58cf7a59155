"""Futures of the CME group for propbots: what their contracts are and when they trade."""
