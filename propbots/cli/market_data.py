"""Where the bars and ticks of a backtest come from: the main feed, its contracts, and the feeds beside it."""

from datetime import date

import attrs

from propbots.cli.options import Configuration
from propbots.cli.tables import ContractOptions, FeedOptions, OffGrid, PathChoice
from propbots.data.aggregate import aggregate, closing_times
from propbots.data.columns import BarColumns, to_columns
from propbots.data.contracts import Contract, splice
from propbots.data.days import count_gaps, count_outside
from propbots.data.feed_set import FeedBars
from propbots.data.quality import require_sound
from propbots.data.table import BarTable, DataSource
from propbots.data.tick_bars import bars_of_ticks
from propbots.data.tick_grid import to_ticks
from propbots.data.tick_table import TickTable
from propbots.data.ticks import TickColumns
from propbots.domain.bar import Feed
from propbots.domain.bar_size import BarSize, parse_bar_size
from propbots.domain.instrument import Instrument
from propbots.domain.session import SessionCalendar
from propbots.domain.time import to_text
from propbots.domain.timeframe import MINUTE, Timeframe
from propbots.errors import ConfigurationError, DataCorrupt, DataError
from propbots.plugin.catalogue import Catalogue

__all__ = ["MainData", "read_feed", "read_main", "rounds"]


@attrs.frozen(eq=False)
class MainData:
    """The data of the main feed.

    Attributes:
        bars: What the strategy sees.
        base: The bars as finely as the data have them.
        ticks: From which both were made; None where the data are bars.
    """

    bars: BarColumns
    base: BarColumns
    ticks: TickColumns | None = None


def read_main(
    configuration: Configuration, catalogue: Catalogue, instrument: Instrument, calendar: SessionCalendar
) -> MainData:
    """Read the main feed: bars, ticks, or contracts that follow one another.

    Raises:
        PropbotsError: With what is wrong, where, and how to mend it.
    """
    options, origin = configuration.backtest, configuration.origin
    if configuration.contract:
        read = _read_contracts(configuration, catalogue, instrument, calendar)
    else:
        with origin.locating("data", "backtest.data"):
            table = catalogue.read(_require_data(options.data), configuration.data)
        if isinstance(table, TickTable):
            return _make_bars(
                configuration, to_ticks(table, instrument, round_off_grid=rounds(configuration)), calendar
            )
        read = _to_columns(table, instrument, calendar, round_off_grid=rounds(configuration))
    if options.latency is not None:
        raise ConfigurationError(
            f"{origin.label('backtest.latency')} needs ticks, and {read.source.location} holds bars"
        )
    with origin.locating("backtest.timeframe"):
        return MainData(_with_timeframe(read, options.timeframe, calendar), read)


def read_feed(
    options: FeedOptions,
    catalogue: Catalogue,
    instrument: Instrument,
    calendar: SessionCalendar,
    *,
    round_off_grid: bool,
) -> FeedBars:
    """Read a feed beside the main one: bars, or ticks and the bars made of them.

    Raises:
        DataError: If it cannot be read.
        ConfigurationError: If the settings of its provider or its timeframe are wrong.
    """
    table = catalogue.read(options.data, options.reading)
    if isinstance(table, TickTable):
        ticks = to_ticks(table, instrument, round_off_grid=round_off_grid)
        return FeedBars(_bars_of(ticks, options.timeframe, calendar), calendar, ticks)
    read = _to_columns(table, instrument, calendar, round_off_grid=round_off_grid)
    return FeedBars(_with_timeframe(read, options.timeframe, calendar), calendar)


def _require_data(source: str | None) -> str:
    if source is None:
        raise ConfigurationError("--data is missing; give it on the command line or in the configuration")
    return source


def rounds(configuration: Configuration) -> bool:
    """Whether prices off the grid are rounded to it."""
    return configuration.backtest.off_grid is OffGrid.ROUND


def _make_bars(configuration: Configuration, ticks: TickColumns, calendar: SessionCalendar) -> MainData:
    """Make bars of ticks, of a minute if nobody asks for another size."""
    options, origin = configuration.backtest, configuration.origin
    if options.path is PathChoice.FINER:
        with origin.locating("backtest.path"):
            raise ConfigurationError("--path finer is for bars; ticks tell the path themselves, leave it out")
    with origin.locating("backtest.timeframe"):
        bars = _bars_of(ticks, options.timeframe, calendar)
    return MainData(bars, bars, ticks)


def _bars_of(ticks: TickColumns, text: str | None, calendar: SessionCalendar) -> BarColumns:
    return bars_of_ticks(ticks, Timeframe(MINUTE) if text is None else parse_bar_size(text), calendar)


def _with_timeframe(read: BarColumns, text: str | None, calendar: SessionCalendar) -> BarColumns:
    if text is None:
        return read
    size = parse_bar_size(text)
    if isinstance(size, BarSize):
        raise ConfigurationError(f"timeframe {size} is made of ticks, and {read.source.location} holds bars")
    return aggregate(read, size, calendar)


def _read_contracts(
    configuration: Configuration, catalogue: Catalogue, instrument: Instrument, calendar: SessionCalendar
) -> BarColumns:
    """Read the contracts of the main instrument and join them."""
    contracts = []
    for place, options in enumerate(configuration.contract):
        with configuration.origin.locating("data", "contract"):
            table = catalogue.read_bars(options.data, configuration.data)
        bars = _to_columns(table, instrument, calendar, round_off_grid=rounds(configuration))
        contracts.append(Contract(options.name, bars, _since(options, place), options.spread))
    joined = splice(contracts, calendar)
    return attrs.evolve(joined, source=_join_sources(joined, contracts))


def _since(options: ContractOptions, place: int) -> date | None:
    """Return since when a contract is traded; each but the first one must say so."""
    if (options.from_ is None) == (place > 0):
        tells = (
            "must say from which day on it is traded" if place else "is traded from its first bar on; leave from out"
        )
        raise ConfigurationError(f"contract {options.name} {tells}")
    return options.from_


def _join_sources(joined: BarColumns, contracts: list[Contract]) -> DataSource:
    rolls = (f"{roll.new} from {to_text(roll.begins_ns)}" for roll in joined.rolls)
    note = (
        f"traded {', then '.join([contracts[0].name, *rolls])}; indicators read prices without the steps between them"
    )
    sources = [contract.bars.source for contract in contracts]
    return DataSource(
        ", ".join(source.location for source in sources),
        sources[0].format,
        " ".join(source.sha256 for source in sources),
        (*dict.fromkeys(one for source in sources for one in source.assumptions), note),
    )


def _to_columns(
    table: BarTable, instrument: Instrument, calendar: SessionCalendar, *, round_off_grid: bool = False
) -> BarColumns:
    sound = require_sound(table, negative_prices=instrument.negative_prices)
    _require_known_sessions(sound, calendar)
    return to_columns(
        _tell_bars_outside(sound, calendar),
        Feed(instrument, sound.timeframe),
        closing_times(sound, calendar),
        gaps=count_gaps(sound.open_time, int(sound.timeframe), calendar),
        round_off_grid=round_off_grid,
    )


def _tell_bars_outside(table: BarTable, calendar: SessionCalendar) -> BarTable:
    """Return the table with a word on bars that begin when the exchange is closed, which a wrong zone may cause."""
    outside = 0 if table.timeframe.is_daily else count_outside(table.open_time, calendar)
    if not outside:
        return table
    note = f"{outside:,} bars begin outside the sessions of {calendar.name}; they were traded as they are"
    source = attrs.evolve(table.source, assumptions=(*table.source.assumptions, note))
    return attrs.evolve(table, source=source)


def _require_known_sessions(table: BarTable, calendar: SessionCalendar) -> None:
    """Refuse bars of years for which the calendar has no sessions, with the row."""
    for index in (0, -1):
        try:
            calendar.span_at(int(table.open_time[index]))
        except DataError as error:
            place = f"{table.source.location}: row {table.row[index]}, column time"
            raise DataCorrupt(f"{place}: {error}") from error
