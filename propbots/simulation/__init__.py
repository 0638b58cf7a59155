"""Drivers that run the engine over history."""
