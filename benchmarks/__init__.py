"""What the speed of propbots is measured with, peers included; start with `run.py`."""
