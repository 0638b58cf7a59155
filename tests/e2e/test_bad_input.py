"""Bad input through the command line: the contract's exit code, one clear message with its place, nothing half-written.

Files are wrong in one thing each; a row is counted from 1 with the header, as an editor counts it.
"""

import gzip
from pathlib import Path

import pytest

from bar_files import HEADER, rows, write_bars
from command_line import backtest, run

BAD_ROW = 8
"""Where the wrong row stands: the header is row 1."""


def with_row(folder: Path, row: str) -> Path:
    """Write a file whose eighth line is the given one."""
    lines = rows()
    lines[BAD_ROW - 2] = row
    return write_bars(folder / "bars.csv", lines)


def bar(time: str = "2026-01-26T00:06:00Z", prices: str = "100,101,99,100", volume: str = "1") -> str:
    return f"{time},{prices},{volume}"


def test_good_file_runs(tmp_path: Path) -> None:
    ended = backtest(write_bars(tmp_path / "bars.csv"))

    assert ended.code == 0, ended
    assert ended.document["summary"]["total_trades"] >= 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (HEADER.encode(), "there are no rows of data below the header"),
        (b"\x00" * 500, "row 1: holds a zero byte"),
        (bytes(range(256)) * 20, "row 1: holds a zero byte"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(1, 256)), "row 1"),
        (b"<html><body>404</body></html>\n", "row 1: holds none of"),
        (b'{"error": "not found"}\n', "row 1: holds none of"),
        (
            b"time,open,high,low,close,close\n2026-01-26T00:00Z,1,1,1,1,1\n",
            "row 1: two columns have the name 'close'",
        ),
        (b"time,open,high,low\n2026-01-26T00:00:00Z,1,1,1\n", "row 1: no column for close"),
        (b"time,bid,ask,last,volume\n2026-01-26T00:00:00Z,2,1,1,1\n", "row 2, column bid: must not be above the ask"),
        (b"time,bid,volume\n2026-01-26T00:00:00Z,2,1\n", "row 1: no column for ask"),
        (HEADER.encode() + b"\n2026-01-26T00:00:00Z,1,1,1,1,1\n", "row 2, column time: a single bar does not show"),
        (HEADER.encode() + b"\n" + b"x" * 3_000_000, "row 2: is longer than"),
    ],
)
def test_what_is_no_file_of_bars_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "bars.csv"
    path.write_bytes(content)

    backtest(path).refuses(3, f"{path}: ", message)


def test_missing_file_and_folder_are_told_apart(tmp_path: Path) -> None:
    backtest(tmp_path / "nope.csv").refuses(3, "nope.csv: there is no such file; check the path")
    backtest(tmp_path).refuses(3, "this is a folder; give one file")


@pytest.mark.parametrize(
    ("cut", "message"),
    [
        (slice(None, 100), "the compressed file is cut short"),
        (slice(None, -4), "the compressed file is cut short"),
        (slice(5, None), "holds a zero byte; this is no text file, or it is damaged"),
    ],
)
def test_damaged_archive_is_refused(tmp_path: Path, cut: slice, message: str) -> None:
    path = tmp_path / "bars.csv.gz"
    path.write_bytes(gzip.compress("\n".join([HEADER, *rows(600)]).encode())[cut])

    backtest(path).refuses(3, f"{path}: ", message)


def test_archive_with_something_behind_it_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bars.csv.gz"
    path.write_bytes(gzip.compress("\n".join([HEADER, *rows()]).encode()) + b"and more")

    backtest(path).refuses(3, f"{path}: the file cannot be unpacked")


def test_file_that_ends_in_the_middle_of_a_row_is_refused(tmp_path: Path) -> None:
    path = write_bars(tmp_path / "bars.csv")
    path.write_text(path.read_text()[:-20])

    backtest(path).refuses(3, f"{path}: row 31: the last line is cut short")


def test_wrong_separator_is_refused(tmp_path: Path) -> None:
    path = write_bars(tmp_path / "bars.csv")

    backtest(path, "--separator", ";").refuses(3, f"{path}: row 1: no column for time, open, high, low, close")


def test_separator_that_changes_on_the_way_is_refused(tmp_path: Path) -> None:
    path = with_row(tmp_path, bar().replace(",", ";"))

    backtest(path).refuses(3, f"{path}: row 8: must have 6 fields (was 1)")


def test_second_header_on_the_way_is_refused(tmp_path: Path) -> None:
    backtest(with_row(tmp_path, HEADER)).refuses(3, "row 8, column ")


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        (bar(time="2026-01-26T00:02:30Z"), "time", "must not be before the row above; sort the file"),
        (
            bar(time="2026-01-26T00:05:00Z", prices="1,2,1,1"),
            "time",
            "stands twice with other values",
        ),
        (bar(prices="100,99,101,100"), "high", "must not be below low (was 99)"),
        (bar(prices="105,101,99,100"), "open", "must not be above high (was 105)"),
        (bar(prices="100,101,99,98"), "close", "must not be below low (was 98)"),
        (bar(prices="nan,101,99,100"), "open", "must be a number"),
        (bar(prices="100,inf,99,100"), "high", "must be a number"),
        (bar(prices="100,101,-inf,100"), "low", "must be a number"),
        (
            bar(prices="100,101,-99,100"),
            "low",
            "must be above 0 (or give the instrument negative_prices",
        ),
        (bar(prices="100,101,0,100"), "low", "must be above 0"),
        (bar(prices="100,101,99,"), "close", "must be a number with a decimal point (was '')"),
        (bar(prices="100,101,99,abc"), "close", "must be a number with a decimal point (was 'abc')"),
        (bar(prices=f"100,101,99,{'9' * 400}"), "close", "is too large a number"),
        (
            bar(prices="100.10,101,99,100"),
            "open",
            "100.1 is off the tick grid of ES (0.25); check",
        ),
        (bar(prices="1e300,1e300,1e300,1e300"), "open", "cannot be counted in ticks of 0.25, those of ES"),
        (bar(volume="-1"), "volume", "must be a finite number, 0 or more (was -1)"),
        (bar(volume="inf"), "volume", "must be a number"),
        (bar(volume="many"), "volume", "must be a number"),
        (bar(time="2026-13-26T00:06:00Z"), "time", "must be a time"),
        (bar(time="2026-02-30T00:06:00Z"), "time", "must be a time"),
        (bar(time="2026-01-26T25:06:00Z"), "time", "must be a time"),
        (bar(time="yesterday"), "time", "must be a time (year, month, day) (was 'yesterday')"),
        (bar(time=""), "time", "must be a time"),
        (bar(time="2026-01-26T00:06:00"), "time", "must say its zone, like those above"),
    ],
)
def test_wrong_value_is_told_with_file_row_and_column(tmp_path: Path, row: str, column: str, message: str) -> None:
    path = with_row(tmp_path, row)

    backtest(path).refuses(3, f"{path}: row 8, column {column}: ", message)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("2026-01-26T00:06:00Z,100,101", "must have 6 fields (was 3)"),
        (bar(prices="1,00,101,99,100"), "must have 6 fields (was 7)"),
        (f'"{bar()}', "a quotation mark is not closed"),
    ],
)
def test_row_of_another_shape_is_told_with_file_and_row(tmp_path: Path, row: str, message: str) -> None:
    path = with_row(tmp_path, row)

    backtest(path).refuses(3, f"{path}: row 8: ", message)


def test_identical_rows_are_counted_and_dropped(tmp_path: Path) -> None:
    lines = rows()

    data = backtest(write_bars(tmp_path / "bars.csv", [*lines[:5], lines[4], *lines[5:]])).document["inputs"]["data"]

    assert (data["rows"], data["duplicates"]) == (31, 1)


def test_prices_between_ticks_can_be_rounded_which_is_counted_and_said(tmp_path: Path) -> None:
    path = with_row(tmp_path, bar(prices="100.10,101.00,99.05,100.00"))

    document = backtest(path, "--off-grid", "round").document
    shown = run("backtest", "--data", path, "--strategy", "ma-crossover", "--instrument", "ES", "--off-grid", "round")

    assert document["inputs"]["data"]["rounded"] == 2
    assert "2" in next(line for line in shown.out.splitlines() if "round" in line)


@pytest.mark.parametrize("year", ["1999", "2090"])
def test_bars_of_years_without_sessions_are_told_with_their_row(tmp_path: Path, year: str) -> None:
    path = write_bars(tmp_path / "bars.csv", [line.replace("2026", year) for line in rows()])

    backtest(path).refuses(3, f"{path}: row 2, column time: ", "sessions of cme-equity are known from")


def test_times_in_the_gap_of_summer_time_are_refused(tmp_path: Path) -> None:
    local = [f"2026-03-08 0{hour}:{minute:02d},100,101,99,100,1" for hour in (1, 2, 3) for minute in range(0, 60, 10)]
    path = write_bars(tmp_path / "bars.csv", local)

    backtest(path, "--timezone", "America/Chicago").refuses(
        3, f"{path}: row 8, column time: ", "2026-03-08T02:00:00 did not exist"
    )
    assert backtest(path, "--timezone", "UTC").code == 0


def test_hour_that_came_twice_is_not_guessed(tmp_path: Path) -> None:
    local = [f"2026-11-01 0{hour}:{minute:02d},100,101,99,100,1" for hour in (0, 1, 2) for minute in range(0, 60, 10)]
    path = write_bars(tmp_path / "bars.csv", local)

    message = "2026-11-01T01:00:00 came twice in America/Chicago"
    backtest(path, "--timezone", "America/Chicago").refuses(3, f"{path}: row 8, column time: ", message)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--strategy", "ma-crosover"), "unknown strategy 'ma-crosover'; did you mean 'ma-crossover'?"),
        (("--set", "fats=2"), "unknown parameter of strategy ma-crossover 'fats'; did you mean 'fast'?"),
        (("--instrument", "EES"), "unknown instrument 'EES'; did you mean 'ES'?"),
        (("--instrument", "es"), "unknown instrument 'es'; did you mean 'ES'?"),
        (("--plan", "topstep/combine-50"), "unknown plan of topstep 'combine-50'; did you mean 'combine-50k'?"),
        (("--plan", "topstp/combine-50k"), "unknown firm 'topstp'; did you mean 'topstep'?"),
        (("--plan", "combine-50k"), "a plan is named FIRM/PLAN, or is a file that ends in .toml (was 'combine-50k')"),
        (("--plan", "topstep/combine-50k?daily-los=1000"), "did you mean 'daily-loss'?"),
        (("--plan", "topstep/combine-50k?daily-loss=999"), "option daily-loss must be one of"),
        (("--plan", "topstep/combine-50k", "--balance", "49999.99"), "balance 49999.99 differs from the 50000"),
        (("--balance", "0"), "balance must be above 0 (was 0)"),
        (("--balance", "-5"), "balance must be above 0 (was -5)"),
        (("--balance", "much"), "--balance must be a number (was 'much')"),
        (("--balance", "1e999999"), "--balance must be at most"),
        (("--quantity", "0.5"), "quantity must be above 0 and a multiple of 1 for ES (was 0.5)"),
        (("--quantity", "0"), "quantity must be above 0"),
        (("--quantity", "-1"), "quantity must be above 0"),
        (("--quantity", "1e30"), "--quantity must be at most"),
        (("--quantity", "nan"), "--quantity must be a number"),
        (("--commission", "-0.01"), "commission must be 0 or more (was -0.01)"),
        (("--commission", "1e-40"), "--commission must be at most"),
        (("--slippage-ticks", "-1"), "slippage must be 0 ticks or more (was -1)"),
        (("--slippage-ticks", "0.5"), "--slippage-ticks must be a whole number (was '0.5')"),
        (("--spread-ticks", "-1"), "spread must be 0 ticks or more (was -1)"),
        (("--volume-limit", "0"), "volume limit must be a share of a bar's volume, above 0 and at most 1 (was 0)"),
        (("--volume-limit", "10%"), "--volume-limit must be a number (was '10%')"),
        (("--price-impact", "-0.1"), "price impact must be 0 or more (was -0.1)"),
        (("--price-impact", "1e-40"), "--price-impact must be at most"),
        (("--risk", "0"), "--risk must be above 0 (was 0)"),
        (("--risk", "100"), "sizing by risk needs a strategy with a stop"),
        (("--timeframe", "30s"), "timeframe must be 1m or a multiple of it, as the data are (was 30s)"),
        (("--timeframe", "90s"), "timeframe must be 1m or a multiple of it, as the data are (was 90s)"),
        (
            ("--timeframe", "soon"),
            "timeframe must look like 30s, 1m, 4h or 1d, or like 233tick, 1000volume or 8range (was 'soon')",
        ),
        (("--timeframe", "0m"), "timeframe must look like"),
        (("--timeframe", "99999999999m"), "timeframe must look like"),
        (("--path", "zigzag"), "--path must be one of worst_case, nearest_extreme, ohlc, olhc, finer (was 'zigzag')"),
        (("--path", "finer"), "--path finer needs data finer than the bars; give a longer --timeframe"),
        (("--driver", "compiled"), "--driver must be one of auto, event (was 'compiled')"),
        (("--after-breach", "rest"), "--after-breach must be one of stop, continue (was 'rest')"),
        (("--off-grid", "ignore"), "--off-grid must be one of refuse, round (was 'ignore')"),
        (("--stamp", "middle"), "stamp must be one of open, close (was 'middle')"),
        (("--timezone", "Chicago/America"), "Chicago/America"),
        (("--from", "soon"), "--from must be a date such as"),
        (("--to", "2026-02-30"), "--to must be a date such as"),
        (("--from", "2026-02-01"), "no bars lie within --from 2026-02-01; the data go from 2026-01-26T00:00:00Z to"),
        (("--to", "2026-01-20"), "no bars lie within --to 2026-01-20"),
        (("--from", "9999-12-31"), "--from 9999-12-31 lies outside the sessions of cme-equity"),
        (("--to", "0001-01-01"), "--to 0001-01-01 lies outside the sessions of cme-equity"),
        (("--data", "store:ES"), "unknown data provider 'store'; known: files; nor is there a file store:ES"),
    ],
)
def test_wrong_option_is_a_matter_of_usage(tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    data = write_bars(tmp_path / "bars.csv")

    backtest(data, *words).refuses(2, message)


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        (["slow=1000000000"], "slow must be at most 100000 (was 1000000000)"),
        (["slow=-5"], "slow must be at least 2 (was -5)"),
        (["slow=many"], "slow must be a whole number (was 'many')"),
        (["slow=4.5"], "slow must be a whole number (was '4.5')"),
        ([f"slow={'9' * 5000}"], "slow must be a whole number"),
        (["fast=50", "slow=10"], "fast must be below slow (was fast=50, slow=10)"),
        (["fast=10", "slow=10"], "fast must be below slow"),
        (["slow=4", "slow=4"], "--set slow stands twice; give each parameter once"),
        (["slow"], "--set is written KEY=VALUE (was 'slow')"),
    ],
)
def test_wrong_parameter_is_told(tmp_path: Path, pairs: list[str], message: str) -> None:
    data = write_bars(tmp_path / "bars.csv")
    words = [word for pair in pairs for word in ("--set", pair)]

    run("backtest", "--data", data, "--strategy", "ma-crossover", "--instrument", "ES", *words).refuses(2, message)


def test_longest_average_that_is_allowed_needs_no_more_memory_than_the_bars(tmp_path: Path) -> None:
    data = write_bars(tmp_path / "bars.csv")

    words = ("--strategy", "ma-crossover", "--instrument", "ES", "--set", "slow=100000", "--json")
    ended = run("backtest", "--data", data, *words)

    assert ended.document["summary"]["total_trades"] == 0


@pytest.mark.parametrize("left_out", ["--strategy", "--data", "--instrument"])
def test_what_must_be_given_is_asked_for(tmp_path: Path, left_out: str) -> None:
    data = write_bars(tmp_path / "bars.csv")
    words = {"--strategy": "ma-crossover", "--data": str(data), "--instrument": "ES"}
    given = [word for option, value in words.items() if option != left_out for word in (option, value)]

    run("backtest", *given).refuses(2, f"{left_out} is missing; give it on the command line or in the configuration")


INSTRUMENT = 'id = "GOLD"\nasset_class = "cfd"\ntick_size = "0.01"\npoint_value = 100\n'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "must hold the table [instrument] and nothing else"),
        ("[instruments]\n", "must hold the table [instrument] and nothing else"),
        (f"[instrument]\n{INSTRUMENT}[more]\n", "must hold the table [instrument] and nothing else"),
        ("[instrument]\nid = 'X'\n", "asset_class is missing"),
        (f"[instrument]\n{INSTRUMENT}ticksize = 1\n", "unknown key 'ticksize'; did you mean 'tick_size'?"),
        (f"[instrument]\n{INSTRUMENT.replace('0.01', '0')}", "tick_size must be above 0 (was 0)"),
        (f"[instrument]\n{INSTRUMENT.replace('0.01', '-1')}", "tick_size must be above 0 (was -1)"),
        (f"[instrument]\n{INSTRUMENT.replace('0.01', 'fine')}", "tick_size must be a number (was 'fine')"),
        (
            f"[instrument]\n{INSTRUMENT.replace('cfd', 'stock')}",
            "asset_class must be one of futures, forex,",
        ),
        (f"[instrument]\n{INSTRUMENT}quantity_step = 0\n", "quantity_step must be above 0 (was 0)"),
        (f"[instrument]\n{INSTRUMENT}negative_prices = 'perhaps'\n", "negative_prices must be true or false"),
        ("[instrument\n", "not valid TOML"),
    ],
)
def test_wrong_instrument_file_is_told_with_file_and_key(tmp_path: Path, content: str, message: str) -> None:
    data, file = write_bars(tmp_path / "bars.csv"), tmp_path / "gold.toml"
    file.write_text(content)

    backtest(data, "--instrument", file).refuses(2, f"{file}: ", message)


def test_instrument_of_an_unknown_calendar_is_refused(tmp_path: Path) -> None:
    data, file = write_bars(tmp_path / "bars.csv"), tmp_path / "gold.toml"
    file.write_text(f"[instrument]\n{INSTRUMENT}session = 'cme-equty'\n")

    backtest(data, "--instrument", file).refuses(2, "unknown session calendar 'cme-equty'; did you mean 'cme-equity'?")


def test_account_in_another_currency_is_refused(tmp_path: Path) -> None:
    data, file = write_bars(tmp_path / "bars.csv"), tmp_path / "gold.toml"
    file.write_text(f"[instrument]\n{INSTRUMENT.replace('GOLD', 'MES')}currency = 'EUR'\n")

    backtest(data, "--instrument", file, "--plan", "topstep/combine-50k").refuses(
        2, "plan topstep/combine-50k is in USD and MES in EUR"
    )


def test_negative_prices_are_fine_for_an_instrument_that_allows_them(tmp_path: Path) -> None:
    file = tmp_path / "oil.toml"
    file.write_text(f"[instrument]\n{INSTRUMENT}negative_prices = true\n")

    ended = backtest(with_row(tmp_path, bar(prices="-1,1,-2,0")), "--instrument", file)

    assert ended.code == 0, ended


@pytest.mark.parametrize(("tick", "point"), [("1e-300", "1"), ("1", "1e300"), ("1e300", "1")])
def test_instrument_of_absurd_steps_is_refused_and_no_bug(tmp_path: Path, tick: str, point: str) -> None:
    data, file = write_bars(tmp_path / "bars.csv"), tmp_path / "odd.toml"
    file.write_text(f'[instrument]\nid = "ODD"\nasset_class = "cfd"\ntick_size = "{tick}"\npoint_value = "{point}"\n')

    ended = backtest(data, "--instrument", file)

    assert ended.code in (2, 3), ended
    assert ended.refuses(ended.code)
