"""`python -m propbots`."""

from propbots.cli.main import run

run()
