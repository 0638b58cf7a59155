"""What is run by hand or by nox, and never shipped."""
