"""Values and pure rules of trading: no I/O, no clock, no randomness, no logging."""
