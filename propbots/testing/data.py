"""The contract of data providers: columns as the kernel takes them, and a clear refusal of what cannot be read."""

import gc
import re
import warnings
from datetime import datetime

import attrs
import numpy as np
import pytest

from propbots.api.data import BarTable, DataProvider, DataRequest, TickTable
from propbots.data.quality import require_sound_prices
from propbots.data.tick_quality import require_sound_ticks
from propbots.domain.time import to_nanoseconds, to_text
from propbots.domain.timeframe import DAY, MINUTE, Timeframe
from propbots.errors import PluginContractBroken
from propbots.plugin.source import list_columns, require_table
from propbots.testing.card import card, expect
from propbots.testing.contract import Contract, missing_fixture, skip_after
from propbots.testing.reading import count_open, equal, expect_refusal, read, stands_for_nothing

__all__ = ["DataProviderContract"]

_OLDEST, _NEWEST = datetime.fromisoformat("1980-01-01T00:00Z"), datetime.fromisoformat("2100-01-01T00:00Z")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class DataProviderContract(Contract):
    """What every data provider keeps to.

    Fixtures: `provider`, ready to be asked; `location`, where it finds sound bars or ticks in order. And where there
    are such: `missing_location` (the location with `-missing` behind it, if left out), `broken_location`, where
    something lies that cannot be read, and `first_open_time`, when the first bar of `location` begins.
    """

    @pytest.fixture
    def provider(self) -> DataProvider:
        """Give the provider; a subclass must override it."""
        missing_fixture(self, "provider")

    @pytest.fixture
    def location(self) -> str:
        """Give where sound bars or ticks are; a subclass must override it."""
        missing_fixture(self, "location")

    @pytest.fixture
    def missing_location(self, location: str) -> str:
        """Give where nothing is."""
        return f"{location}-missing"

    @pytest.fixture
    def broken_location(self) -> str | None:
        """Give where something lies that cannot be read; None if the provider knows no such place."""
        return None

    @pytest.fixture
    def first_open_time(self) -> datetime | None:
        """Give when the first bar begins, as its author knows from elsewhere; None if nobody knows."""
        return None

    @pytest.fixture
    def table(self, provider: DataProvider, location: str) -> BarTable | TickTable:
        """Give what the provider reads, whatever it holds, if it is a table of the kernel's."""
        found = read(provider, location)
        skip_after(None if isinstance(found, BarTable | TickTable) else "DAT-010")
        table: BarTable | TickTable = found
        return table

    @pytest.fixture
    def fit_table(self, table: BarTable | TickTable) -> BarTable | TickTable:
        """Give the table to the cards that look into its columns, if they fit together."""
        try:
            return require_table(table, "the table")
        except PluginContractBroken:
            skip_after("DAT-020")
            raise

    @pytest.fixture
    def bars(self, fit_table: BarTable | TickTable) -> BarTable:
        """Give the table to the cards that look at bars, if it holds bars."""
        if not isinstance(fit_table, BarTable):
            pytest.skip("the location holds ticks, and this card looks at bars")
        return fit_table

    @pytest.fixture
    def ticks(self, fit_table: BarTable | TickTable) -> TickTable:
        """Give the table to the cards that look at ticks, if it holds ticks."""
        if not isinstance(fit_table, TickTable):
            pytest.skip("the location holds bars, and this card looks at ticks")
        return fit_table

    @card
    def test_dat_010_it_reads_a_table(self, provider: DataProvider, location: str) -> None:
        """DAT-010: what it reads is a table of the kernel's, with rows in it.

        A list, a frame of another library or a coroutine is not what the port says, and fails far from here.

        Mend: let `read` be a plain function that returns a `BarTable` or a `TickTable`
        of `propbots.api.data`.
        """
        table = provider.read(DataRequest(location))
        expect(isinstance(table, BarTable | TickTable), "a BarTable or a TickTable", type(table).__name__)
        expect(len(table), "rows", "none")

    @card
    def test_dat_020_columns_fit_together(self, table: BarTable | TickTable) -> None:
        """DAT-020: columns are of equal length; times and rows are int64, prices and quantities float64.

        Times as float64 lose nanoseconds, and a column of objects is a hundred times slower.

        Mend: `column.astype(np.int64)` for times and `row`, `np.float64` for the rest.
        """
        require_table(table, "the table")

    @card
    def test_dat_030_times_are_nanoseconds_in_order(self, fit_table: BarTable | TickTable) -> None:
        """DAT-030: times are nanoseconds since 1970 in UTC, and of sound rows none is before the one above.

        Vendors count in seconds, milli- and microseconds, and some answer newest first.

        Mend: multiply by what the vendor's unit has of nanoseconds; turn the rows around.
        """
        first, last = (to_nanoseconds(moment) for moment in (_OLDEST, _NEWEST))
        times = fit_table.open_time if isinstance(fit_table, BarTable) else fit_table.time
        plausible = bool(((times >= first) & (times < last)).all())
        expect(plausible, "times from 1980 to 2100", f"the first is {int(times[0])}, the last {int(times[-1])}")
        backwards = np.flatnonzero(np.diff(times) < 0)
        expect(
            not len(backwards), "rows in order", "" if not len(backwards) else f"row {fit_table.row[backwards[0] + 1]}"
        )

    @card
    def test_dat_040_prices_are_possible(self, bars: BarTable) -> None:
        """DAT-040: prices are finite, the high is the highest and the low the lowest; volume is 0 or more, or NaN.

        Columns in another order than the vendor's are the usual cause: open and close, high and low are swapped.

        Mend: name the columns by the vendor's header instead of counting them; drop rows that have no prices.
        """
        require_sound_prices(bars, negative_prices=True)

    @card
    def test_dat_050_rows_lead_back_to_the_source(self, fit_table: BarTable | TickTable) -> None:
        """DAT-050: rows are counted from 1, and each stands below the one before.

        An error names the row, and the user looks there. Counting from 0, or after sorting, sends him elsewhere.

        Mend: `np.arange(1, len(rows) + 1)`, plus the lines of a header.
        """
        row = fit_table.row
        sound = row[0] >= 1 and bool((np.diff(row) > 0).all())
        expect(sound, "rows from 1 on, each greater than the one before", f"{row[:5].tolist()}…")

    @card
    def test_dat_060_timeframe_is_the_commonest_spacing(self, bars: BarTable) -> None:
        """DAT-060: the timeframe is the commonest spacing of the rows.

        A bar's close is its open and the timeframe. Told from the first two rows, over a weekend, it is days.

        Mend: count the spacings and take the most frequent.
        """
        expect(isinstance(bars.timeframe, Timeframe), "a Timeframe", repr(bars.timeframe))
        spacings, counts = np.unique(np.abs(np.diff(bars.open_time)), return_counts=True)
        if len(spacings):
            commonest = Timeframe(int(spacings[counts.argmax()]))
            is_common = bars.timeframe in spacings[counts == counts.max()]
            expect(is_common, f"{commonest}, the commonest spacing", bars.timeframe)

    @card
    def test_dat_070_bars_are_stamped_with_their_open(self, bars: BarTable, first_open_time: datetime | None) -> None:
        """DAT-070: a bar's time is when it began, at the beginning of a minute or of its timeframe.

        A vendor that stamps bars with their close, or the last millisecond before it, makes a strategy act one bar
        before it could.

        Mend: take one timeframe off stamps of closes; give the fixture `first_open_time`, so that this card can tell.
        """
        if bars.timeframe < DAY:
            grid = min(int(bars.timeframe), MINUTE)
            off = np.flatnonzero(bars.open_time % grid)
            told = "" if not len(off) else to_text(int(bars.open_time[off[0]]))
            expect(not len(off), f"times on whole multiples of {Timeframe(grid)}", told)
        if first_open_time is not None:
            wanted, found = to_text(to_nanoseconds(first_open_time)), to_text(int(bars.open_time[0]))
            expect(found == wanted, f"the first bar at {wanted}", found)

    @card
    def test_dat_080_source_is_told(self, table: BarTable | TickTable, location: str) -> None:
        """DAT-080: the table says where it is from, what was recognised, and the SHA-256 of what was read.

        A report tells from which data it was made; without the hash nobody can tell whether they changed.

        Mend: `DataSource(request.location, "what was recognised", hashlib.sha256(content).hexdigest())`.
        """
        source = table.source
        expect(source.location == location, f"the location {location!r}", repr(source.location))
        expect(source.format.strip(), "what was recognised", repr(source.format))
        expect(_SHA256.fullmatch(source.sha256), "64 hexadecimal digits", repr(source.sha256))

    @card
    def test_dat_090_reading_again_gives_the_same(
        self, table: BarTable | TickTable, provider: DataProvider, location: str
    ) -> None:
        """DAT-090: reading twice gives equal tables, and neither can be harmed through the other.

        A backtest is repeated over data that did not change. A cached array that one reader changes, changes under
        all others.

        Mend: keep no state between calls; hash the content and nothing else; hand out copies of what is cached.
        """
        again = provider.read(DataRequest(location))
        for name in list_columns(table):
            mine, theirs = getattr(table, name), getattr(again, name)
            expect(equal(mine, theirs), f"equal columns {name}", "they differ")
            shared = np.shares_memory(mine, theirs) and mine.flags.writeable
            expect(not shared, f"columns {name} of their own", "both tables share one that can be changed")
        expect(table.source == again.source, f"{table.source}", f"{again.source}")

    @card
    def test_dat_100_missing_location_is_named(self, provider: DataProvider, missing_location: str) -> None:
        """DAT-100: a location where nothing is raises DataError that names it.

        The command line shows it as one line that the user can mend; any other exception is shown as a bug.

        Mend: catch what the system or the server raises, and `raise DataError(f"{location}: …") from error`.
        """
        expect_refusal(provider, missing_location)

    @card
    def test_dat_110_broken_content_is_refused(self, provider: DataProvider, broken_location: str | None) -> None:
        """DAT-110: content that cannot be read raises DataError that names the location.

        Half a download, an error page instead of numbers, a new column: what is not understood is not guessed.

        Mend: raise `DataCorrupt` with location, row and column; give the fixture `broken_location` a place to try.
        """
        if broken_location is None:
            pytest.skip("the fixture broken_location gives no place to try")
        expect_refusal(provider, broken_location)

    @card
    def test_dat_120_nothing_is_printed(
        self, provider: DataProvider, location: str, capfd: pytest.CaptureFixture[str]
    ) -> None:
        """DAT-120: reading prints nothing on the standard output.

        With `--json` exactly one document stands there, and a script reads it.

        Mend: leave progress to the kernel, and raise what went wrong.
        """
        read(provider, location)
        printed = capfd.readouterr().out
        expect(not printed, "nothing", repr(printed[:200]))

    @card
    def test_dat_130_nothing_is_left_open(self, provider: DataProvider, location: str) -> None:
        """DAT-130: reading leaves no file and no connection open.

        A sweep reads a thousand times; the system allows a thousand open files.

        Mend: open in a `with` block.
        """
        read(provider, location)
        gc.collect()
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            before = count_open()
            read(provider, location)
            opened = count_open() - before
            gc.collect()
        left = [str(one.message) for one in caught if issubclass(one.category, ResourceWarning)]
        expect(not left, "everything closed", "; ".join(left))
        expect(opened <= 0, "everything closed", f"{opened} more open files than before")

    @card
    def test_dat_140_ticks_are_possible(self, ticks: TickTable) -> None:
        """DAT-140: each row of ticks tells a price; prices are finite, and sizes are 0 or more, or NaN.

        A side that a row does not tell is NaN and not 0: a bid of 0 would fill every order to buy. Vendors write 0, or
        nothing, or the last price again.

        Mend: turn the vendor's mark for nothing into NaN, and drop rows without bid, ask and last.
        """
        require_sound_ticks(attrs.evolve(ticks, time=np.sort(ticks.time)), negative_prices=True)
        zero = [name for name in ("bid", "ask", "last") if stands_for_nothing(getattr(ticks, name))]
        expect(not zero, "NaN where nothing is told", f"{', '.join(zero)} 0, among prices that are nowhere near it")
