"""MFFU's plans for propbots."""
