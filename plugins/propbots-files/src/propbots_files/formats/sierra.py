"""Trades with the quotes before them, as recorded from Sierra Chart: `Date;Time;Sequence;DepthSequence;Price;…`.

Source: AndreaFerrante/Orderflow, its sample of recorded trades (read 2026-11-25): the fraction of the second counts
microseconds and is written without leading zeros, so that `.47000` is 47 milliseconds.
"""

import re

from propbots_files.formats.prescribed import Prescription, build_format
from propbots_files.stamp_form import StampForm

__all__ = ["FORMATS"]

_FORM = StampForm(
    "date, clock and microseconds without leading zeros",
    re.compile(
        rb"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d) (?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
        rb"(?:\.(?P<microsecond>\d{1,6}))?"
    ),
)

FORMATS = (
    build_format(
        Prescription(
            title="Sierra Chart (trades)",
            separator=";",
            header=re.compile("Date;Time;Sequence;DepthSequence;Price;Volume;TradeType;AskPrice;BidPrice;.*"),
            form=_FORM,
            notes=("The fraction of a second counts microseconds, without leading zeros.",),
        )
    ),
)
