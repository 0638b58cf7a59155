"""Ticks as NinjaTrader exports them: `yyyyMMdd HHmmss;price;volume`, and with fractions of seconds and quotes.

Source: NinjaTrader 8 help, Historical Data, Importing (formats of text files; read 2026-11-25).
"""

import re

from propbots_files.formats.prescribed import NUMBER, Prescription, build_format
from propbots_files.stamp_form import from_strptime

__all__ = ["FORMATS"]

_FRACTION = from_strptime("%Y%m%d %H%M%S %f")
_PRICES_ALONE = "Prices are taken for prints; an export of bids or of asks looks the same."

FORMATS = (
    build_format(
        Prescription(
            title="NinjaTrader (price, volume)",
            separator=";",
            names=("time", "last", "volume"),
            row=re.compile(rf"\d{{8}} \d{{6}};{NUMBER};{NUMBER}"),
            notes=(_PRICES_ALONE,),
        )
    ),
    build_format(
        Prescription(
            title="NinjaTrader (price, volume)",
            separator=";",
            names=("time", "last", "volume"),
            row=re.compile(rf"\d{{8}} \d{{6}} \d{{7}};{NUMBER};{NUMBER}"),
            form=_FRACTION,
            notes=(_PRICES_ALONE,),
        )
    ),
    build_format(
        Prescription(
            title="NinjaTrader (last, bid, ask, volume)",
            separator=";",
            names=("time", "last", "bid", "ask", "volume"),
            row=re.compile(rf"\d{{8}} \d{{6}} \d{{7}};{NUMBER};{NUMBER};{NUMBER};{NUMBER}"),
            form=_FRACTION,
        )
    ),
)
