"""The engine: it takes events and gives decisions, and never asks whether it runs live or over history."""
