"""How strategies are written, fed and sized."""
