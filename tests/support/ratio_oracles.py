"""Two libraries of ratios that we did not write, as untyped modules."""

import warnings
from importlib import import_module
from typing import Any

__all__ = ["empyrical", "quantstats"]

with warnings.catch_warnings():
    # What they warn about while they are imported is no concern of ours.
    warnings.simplefilter("ignore")
    empyrical: Any = import_module("empyrical")
    quantstats: Any = import_module("quantstats.stats")
