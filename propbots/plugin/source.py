"""Where data come from: a path, or a provider's name and a query."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from propbots.api.data import BarTable, TickTable
from propbots.api.plugin import DataProviderContribution
from propbots.errors import ConfigurationError, DataError, PluginContractBroken
from propbots.plugin.claim import Claim

__all__ = ["choose_reader", "list_columns", "require_bars", "require_table", "split_source"]

_QUERY = re.compile(r"([A-Za-z][\w.-]+):(.*)", re.DOTALL)
"""A provider's name has two letters at least, so that the drive of a path is none."""
_COLUMNS: dict[type, dict[str, type]] = {
    BarTable: {"open_time": np.int64, "row": np.int64}
    | dict.fromkeys(("open", "high", "low", "close", "volume"), np.float64),
    TickTable: {"time": np.int64, "row": np.int64}
    | dict.fromkeys(("bid", "ask", "last", "bid_size", "ask_size", "size"), np.float64),
}


def split_source(source: str, folder: Path = Path()) -> tuple[str | None, str]:
    """Return the provider's name and the query, or None and the path.

    Args:
        source: As the user wrote it.
        folder: Where relative paths begin; a file that is there is a file, whatever its name looks like.
    """
    match = _QUERY.fullmatch(source)
    if match is None or os.path.exists(folder / source):  # noqa: PTH110 -- a long query is no name, and no error
        return None, source
    return match[1], match[2]


def choose_reader(claims: list[Claim[DataProviderContribution]]) -> str | None:
    """Return the provider that reads plain paths, or None.

    Raises:
        ConfigurationError: If several do.
    """
    readers = sorted({claim.name for claim in claims if claim.brings.reads_files})
    if len(readers) > 1:
        raise ConfigurationError(f"{' and '.join(readers)} both read files; say which, such as {readers[0]}:PATH")
    return readers[0] if readers else None


def require_table(found: object, label: object) -> BarTable | TickTable:
    """Return what a provider gave, if it is a table of bars or ticks as the port says.

    Raises:
        PluginContractBroken: If it is anything else, or its columns do not fit together.
    """
    if not isinstance(found, BarTable | TickTable):
        raise PluginContractBroken(
            f"{label} must return a BarTable or a TickTable (was {type(found).__name__}); tell its author"
        )
    for name, kind in list_columns(found).items():
        column = getattr(found, name)
        if getattr(column, "dtype", None) != kind or column.shape != (len(found),):
            raise PluginContractBroken(
                f"{label} must return columns of one length, {name} as {kind.__name__}; tell its author"
            )
    return found


def list_columns(table: BarTable | TickTable) -> Mapping[str, type]:
    """Return the names of a table's columns, each with what its numbers are."""
    return _COLUMNS[BarTable if isinstance(table, BarTable) else TickTable]


def require_bars(table: BarTable | TickTable) -> BarTable:
    """Return a table of bars, or refuse one of ticks where only bars are understood.

    Raises:
        DataError: If it is one of ticks.
    """
    if isinstance(table, BarTable):
        return table
    raise DataError(f"{table.source.location}: holds ticks, and this command reads bars; give a file of bars")
