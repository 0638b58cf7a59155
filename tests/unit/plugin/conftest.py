"""Distributions that these tests plant."""

from fake_distribution import site

__all__ = ["site"]
