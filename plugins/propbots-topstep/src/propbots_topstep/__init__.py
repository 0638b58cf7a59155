"""Topstep's plans for propbots."""
