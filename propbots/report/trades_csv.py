"""The trades of a run as a table that spreadsheets read."""

import csv
import io
from pathlib import Path

from propbots.data.output import write_atomically
from propbots.data.record import RunRecord
from propbots.report.trade_rows import TRADE_FIELDS, to_trade_rows

__all__ = ["write_trades"]


def write_trades(record: RunRecord, path: Path) -> None:
    """Write the trades as CSV: a header, one row a trade, the names and texts of the document.

    Raises:
        OutputNotWritable: If the file cannot be written; an older one then stays as it was.
    """
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(TRADE_FIELDS)
    for *values, ambiguous, instrument in to_trade_rows(record):
        writer.writerow((*values, "true" if ambiguous else "false", instrument))
    write_atomically(path, table.getvalue())
