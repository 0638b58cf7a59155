"""The report page in a browser: nothing fetched, no error, every trade marked, and everything that moves moves."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from propbots.data.record import RunRecord
from propbots.domain.outcome import PlanStatus
from propbots.report.display import MINUS
from propbots.report.page import write_page
from report_builders import a_record, a_walked_record, an_account, bars_of, without_floor

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
TRADES = 60
OUTSIDE = re.compile(r"^(?!file:|data:|blob:)")


class OpenPage:
    """A page in a browser that may fetch nothing, with all that it said and asked for."""

    def __init__(self, context: Any) -> None:
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page = context.new_page()
        self.page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.route(OUTSIDE, self._refuse)

    def _refuse(self, route: Any) -> None:
        self.requests.append(route.request.url)
        route.abort()

    def open(self, path: Path) -> Any:
        self.page.goto(path.as_uri())
        self.page.wait_for_selector("html[data-ready]", state="attached")
        return self.page

    def show_all(self) -> None:
        height = self.page.evaluate("document.body.scrollHeight")
        for top in range(0, height, 600):
            self.page.evaluate(f"window.scrollTo(0, {top})")
            self.page.wait_for_timeout(30)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="module")
def context(browser: Any) -> Any:
    """One for all tests, because a new one compiles the charting library anew."""
    return browser.new_context(viewport={"width": 1360, "height": 900})


@pytest.fixture
def opened(context: Any) -> Iterator[OpenPage]:
    opened = OpenPage(context)
    yield opened
    opened.page.close()


@pytest.fixture(scope="module")
def record() -> RunRecord:
    return a_walked_record(days=8, trades=TRADES)


@pytest.fixture(scope="module")
def report(record: RunRecord, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_page(record, path)
    return path


@pytest.fixture(scope="module")
def shown(context: Any, report: Path) -> Any:
    """The report, opened once for the tests that look and leave the view as it is."""
    return OpenPage(context).open(report)


def trace(page: Any, name: str, chart: str = "market") -> Any:
    """The chart's series of that name, as the library draws it; None if it draws none."""
    return page.evaluate(
        "([chart, name]) => { const found = document.getElementById(chart).data.find((one) => one.name === name);"
        " return found ? JSON.parse(JSON.stringify(found)) : null; }",
        [chart, name],
    )


def wait_until(page: Any, expression: str) -> None:
    """Ask until it is true; the page's policy forbids the browser to ask itself."""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never became true: {expression}")


def view(page: Any) -> list[float]:
    seen: list[float] = page.evaluate("[view.from, view.to]")
    return seen


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_asks_for_nothing_and_complains_of_nothing(opened: OpenPage, report: Path, scheme: str) -> None:
    opened.page.emulate_media(color_scheme=scheme)

    opened.open(report)
    opened.show_all()

    charts = opened.page.evaluate("document.querySelectorAll('.chart .main-svg').length")
    assert opened.requests == []
    assert opened.complaints == []
    assert charts > 8


def test_candles_tell_the_run_from_its_first_bar_to_its_last(shown: Any, record: RunRecord) -> None:
    candles = trace(shown, "Price")

    tick = float(record.bars.feed.instrument.tick_size)
    assert candles["type"] == "candlestick"
    assert 100 < len(candles["x"]) <= 1_000
    assert candles["open"][0] == record.bars.open[0] * tick
    assert candles["close"][-1] == record.bars.close[-1] * tick
    assert max(candles["high"]) == record.bars.high.max() * tick
    assert min(candles["low"]) == record.bars.low.min() * tick


def test_every_trade_has_its_entry_and_its_exit_marked(shown: Any, record: RunRecord) -> None:
    entries, exits = trace(shown, "Entry"), trace(shown, "Exit")

    assert entries["x"] == [trade.entry_bar for trade in record.trades]
    assert exits["x"] == [trade.exit_bar for trade in record.trades]
    assert entries["y"] == [float(trade.entry_price) for trade in record.trades]
    assert exits["y"] == [float(trade.exit_price) for trade in record.trades]
    assert shown.evaluate("document.querySelectorAll('#market .scatterlayer .point').length") >= 2 * TRADES


def test_equity_floor_and_drawdown_are_the_accounts(shown: Any, record: RunRecord) -> None:
    account = record.account
    assert account.floor is not None

    assert trace(shown, "Equity")["y"][-1] == account.equity[-1] / 100
    assert max(trace(shown, "Highest equity")["y"]) == account.equity_high.max() / 100
    assert min(trace(shown, "Lowest equity")["y"]) == account.equity_low.min() / 100
    assert trace(shown, "Floor")["y"][0] == account.floor[0] / 100
    assert trace(shown, "Floor")["y"][-1] == account.floor[-1] / 100
    peaks = account.equity.cumsum() * 0 + 5_000_000
    for bar, equity in enumerate(account.equity):
        peaks[bar] = max(peaks[bar - 1] if bar else 5_000_000, equity)
    assert min(trace(shown, "Drawdown")["y"]) == -(peaks - account.equity).max() / 100


def test_the_headroom_of_each_day_is_drawn(opened: OpenPage, report: Path, record: RunRecord) -> None:
    page = opened.open(report)
    opened.show_all()

    bars = page.evaluate("document.getElementById('headroom').data[0].y")

    assert record.plan is not None
    assert bars == [float(day.headroom_low or 0) for day in record.plan.days]


def test_a_floor_that_ended_with_the_account_is_drawn_as_far_as_it_went(opened: OpenPage, tmp_path: Path) -> None:
    record = a_walked_record(days=4, trades=10, bars_per_day=100)
    assert record.plan is not None
    days = tuple(
        attrs.evolve(day, floor=None, headroom_low=None) if number > 1 else day
        for number, day in enumerate(record.plan.days)
    )
    record = attrs.evolve(without_floor(record), plan=attrs.evolve(record.plan, days=days))
    write_page(record, tmp_path / "report.html")

    page = opened.open(tmp_path / "report.html")
    opened.show_all()

    floor, equity = trace(page, "Floor")["y"], trace(page, "Equity")["y"]
    assert len(floor) == len(equity)
    assert floor[0] == float(days[0].floor or 0)
    assert floor[len(floor) // 2 - 1] == float(days[1].floor or 0)
    assert floor[len(floor) // 2 :] == [None] * (len(floor) // 2)
    assert page.evaluate("document.getElementById('headroom').data[0].y.length") == 2
    assert opened.complaints == []


def test_without_a_plan_no_floor_is_drawn(opened: OpenPage, tmp_path: Path) -> None:
    write_page(a_walked_record(days=3, trades=5, bars_per_day=100, status=None), tmp_path / "report.html")
    page = opened.open(tmp_path / "report.html")
    opened.show_all()

    assert trace(page, "Floor") is None
    assert page.locator("#headroom").count() == 0
    assert opened.complaints == []


def test_a_day_is_shown_bar_by_bar_when_it_is_chosen(opened: OpenPage, report: Path) -> None:
    page = opened.open(report)

    page.select_option("#day", "2")

    first = 2 * 1_380
    assert view(page) == [first, first + 1_380]
    candles = trace(page, "Price")
    spacing = candles["x"][1] - candles["x"][0]
    assert spacing == 5
    assert page.locator("#spans button[data-days='1']").get_attribute("aria-pressed") == "true"


def test_the_view_moves_by_keys_and_comes_back(opened: OpenPage, report: Path, record: RunRecord) -> None:
    page = opened.open(report)
    whole = view(page)

    page.click("#spans button[data-days='1']")
    last_day = view(page)
    page.click("#earlier")
    day_before = view(page)
    page.click("#spans button[data-days='0']")

    assert last_day == [7 * 1_380, 8 * 1_380]
    assert day_before == [6 * 1_380, 7 * 1_380]
    assert view(page) == whole == [0, len(record.bars)]


def test_dragging_shows_more_of_less_and_a_double_click_shows_all(opened: OpenPage, report: Path) -> None:
    page = opened.open(report)
    page.locator("#market").scroll_into_view_if_needed()
    box = page.locator("#market").bounding_box()
    left, top = box["x"] + 500, box["y"] + 150

    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(left + 200, top + 5, steps=5)
    page.mouse.up()
    wait_until(page, "view.to - view.from < 4000")
    narrow = view(page)
    page.mouse.dblclick(left, top)
    wait_until(page, "view.from === 0")

    assert 0 < narrow[0] < narrow[1] < 8 * 1_380
    assert view(page) == [0, 8 * 1_380]
    assert opened.complaints == []


def rows_of(page: Any, column: int) -> list[str]:
    texts: list[str] = page.locator(f"#trades tbody tr td:nth-child({column})").all_inner_texts()
    return texts


def test_trades_are_listed_sorted_filtered_and_turned(opened: OpenPage, report: Path, record: RunRecord) -> None:
    page = opened.open(report)

    assert rows_of(page, 1) == [str(number) for number in range(1, 26)]
    page.click("#next")
    assert rows_of(page, 1) == [str(number) for number in range(26, 51)]
    page.click("#trades thead th:nth-child(12)")
    best = max(record.trades, key=lambda trade: trade.net_pnl)
    assert rows_of(page, 1)[0] == str(best.number)
    assert page.locator("#trades thead th:nth-child(12)").get_attribute("aria-sort") == "descending"
    page.select_option("#which", "Losers")
    assert all(text.startswith(MINUS) for text in rows_of(page, 12))
    assert f"of {sum(trade.net_pnl < 0 for trade in record.trades)}" in page.inner_text("#shown")


def test_a_trade_of_the_list_is_shown_in_the_chart(opened: OpenPage, report: Path, record: RunRecord) -> None:
    page = opened.open(report)

    page.locator("#trades tbody tr").nth(7).click()

    trade = record.trades[7]
    seen = view(page)
    assert seen[0] <= trade.entry_bar < trade.exit_bar <= seen[1]
    assert page.evaluate("document.getElementById('market').layout.shapes.at(-1).type") == "rect"


@pytest.mark.parametrize(
    ("zone", "time"),
    [("UTC", "2025-12-31 22:"), ("America/Chicago", "2025-12-31 16:"), ("Asia/Tokyo", "2026-01-01 07:")],
)
def test_times_are_told_in_the_chosen_zone(shown: Any, zone: str, time: str) -> None:
    shown.select_option("#zone", zone)

    first = shown.evaluate("formatTime(data.rows.time.first)")
    assert first == f"{time}00"


def test_a_zones_change_of_clocks_is_followed(shown: Any) -> None:
    # Chicago changed on 2026-03-08 at 08:00 UTC, from six hours behind to five.
    shown.select_option("#zone", "America/Chicago")

    change = 1_772_956_800_000
    assert shown.evaluate(f"[{change} - 60000, {change}].map(formatTime)") == ["2026-03-08 01:59", "2026-03-08 03:00"]


def no_trades() -> RunRecord:
    return a_record()


def no_bars() -> RunRecord:
    bars = bars_of([])
    return a_record(bars=bars, account=an_account(bars, []))


def evil_names() -> RunRecord:
    return a_record(strategy="</script><script>document.title = 'broken'</script><img src=x onerror=alert(1)>")


@pytest.mark.parametrize("make", [no_trades, no_bars, evil_names])
def test_odd_runs_open_without_a_complaint(opened: OpenPage, tmp_path: Path, make: Callable[[], RunRecord]) -> None:
    write_page(make(), tmp_path / "report.html")

    page = opened.open(tmp_path / "report.html")
    opened.show_all()

    assert opened.complaints == []
    assert opened.requests == []
    assert page.title() != "broken"


def test_many_trades_become_dots_and_too_many_become_lines(opened: OpenPage, tmp_path: Path) -> None:
    write_page(a_walked_record(days=10, trades=4_300, status=PlanStatus.ACTIVE), tmp_path / "report.html")
    page = opened.open(tmp_path / "report.html")

    assert trace(page, "Entry") is None
    assert (len(trace(page, "Won")["x"]) + len(trace(page, "Lost")["x"])) == 3 * 4_300
    page.click("#spans button[data-days='1']")
    assert len(trace(page, "Entry")["x"]) > 250
    assert trace(page, "Won") is None


def test_the_look_follows_the_browsers_while_the_page_is_open(opened: OpenPage, report: Path) -> None:
    page = opened.open(report)
    light = trace(page, "Equity")["line"]["color"]

    page.emulate_media(color_scheme="dark")

    color = "document.getElementById('market').data.find(({ name }) => name === 'Equity').line.color"
    wait_until(page, f"{color} !== '{light}'")
    assert opened.complaints == []


def test_days_are_named_below_their_bars(opened: OpenPage, report: Path) -> None:
    page = opened.open(report)
    opened.show_all()

    axis = page.evaluate(
        "(({ tickvals, ticktext }) => ({ tickvals, ticktext }))(document.getElementById('days').layout.xaxis)"
    )

    assert axis["tickvals"] == list(range(8))
    assert axis["ticktext"][:3] == ["1 Jan", "2 Jan", "5 Jan"]
