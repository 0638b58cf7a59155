"""Ticks as MetaTrader 5 exports them, with flags that tell what changed.

Source: MetaTrader 5 terminal, Symbols, Ticks, Export; MQL5 reference, `MqlTick` (flags; read 2026-11-25).
"""

import re

from propbots_files.formats.prescribed import Prescription, build_format

__all__ = ["FORMATS"]

_NAMES = ("date", "time", "bid", "ask", "last", "volume", "flags")

FORMATS = (
    build_format(
        Prescription(
            title="MetaTrader 5 (ticks)",
            separator="\t",
            names=_NAMES,
            header=re.compile("\t".join(f"<{name.upper()}>" for name in _NAMES)),
            flags="flags",
            notes=("Deals are the rows whose flags say so; what one leaves empty is as in the deal before it.",),
        )
    ),
)
