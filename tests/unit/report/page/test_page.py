"""The page as a file: complete, escaped, bound to nothing outside it, and written whole or not at all."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import attrs
import pytest

from propbots.data.record import RunRecord
from propbots.domain.outcome import PlanStatus
from propbots.errors import ConfigurationError, OutputNotWritable
from propbots.report.page import write_page, writer
from propbots.report.page.payload import to_payload, to_script_text
from propbots.report.page.writer import make_page
from report_builders import a_record, a_trade, a_walked_record, an_account, bars_of, listed

EVIL = "</script><script>alert('x')</script><img src=x onerror=alert(1)>&amp;\u2028${x}"


def small_run(status: PlanStatus | None = PlanStatus.FAILED) -> RunRecord:
    return a_walked_record(days=5, trades=20, bars_per_day=60, status=status)


def without_library(page: str) -> str:
    """The page less the charting library, which is not ours."""
    return page.replace(writer._read_plotly(), "")


def visible(page: str) -> str:
    """The texts of a page, without scripts and styles."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", without_library(page), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, flags=re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_the_page_is_one_file_that_names_no_other() -> None:
    page = without_library(make_page(small_run()))

    assert re.findall(r'(?:src|href|action)="(?!data:)', page) == []
    assert "@import" not in page
    assert "url(" not in page
    assert set(re.findall(r"https?://[^\s'\")]+", page)) <= {"http://www.w3.org/2000/svg"}


def test_the_page_forbids_its_browser_to_fetch_anything() -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', make_page(a_record()))

    assert policy is not None
    assert policy[1].startswith("default-src 'none';")
    assert "http" not in policy[1]


def test_names_from_outside_cannot_leave_their_place() -> None:
    record = small_run()
    record = attrs.evolve(
        record,
        inputs=attrs.evolve(record.inputs, strategy=EVIL, parameters={EVIL: EVIL}, options={EVIL: EVIL}, path=EVIL),
        bars=attrs.evolve(record.bars, source=attrs.evolve(record.bars.source, location=EVIL)),
        trades=listed([a_trade(number, reason=EVIL) for number in range(1, 21)], record.scale),
        plan=record.plan and attrs.evolve(record.plan, name=EVIL, reason=EVIL, progress={EVIL: EVIL}),
        assumptions=(EVIL,),
    )

    page = make_page(record)

    assert "<script>alert" not in page
    assert "<img" not in without_library(page)
    assert page.count("<script") == make_page(small_run()).count("<script")
    assert data_of(page)["trades"]["reasons"] == [EVIL]


def test_json_in_a_script_element_can_not_end_it() -> None:
    text = to_script_text({"name": EVIL})

    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == {"name": EVIL}


@pytest.mark.parametrize("status", list(PlanStatus))
def test_the_verdict_of_the_plan_stands_at_the_top(status: PlanStatus) -> None:
    record = small_run(status)

    text = visible(make_page(record))

    assert record.plan is not None
    assert text.index(status.value) < text.index(record.plan.name) < text.index("Net profit")
    assert record.plan.reason is None or record.plan.reason in text


def test_without_a_plan_there_is_neither_verdict_nor_floor() -> None:
    page = make_page(small_run(None))

    assert 'id="verdict"' not in page
    assert 'id="headroom"' not in page
    assert data_of(page)["plan"] is None
    assert "floor" not in data_of(page)["rows"]


def test_the_page_says_what_it_rests_on() -> None:
    record = small_run()

    text = visible(make_page(record))

    for part in (
        "worst_case",
        "$0.61 per contract and side, from the plan",
        "1 tick on market and stop orders",
        "3 of 300, exits of 0 trades",
        "Gaps in the data 4",
        "Identical rows dropped 2",
        "Prices rounded to the tick 1",
        record.bars.source.sha256,
        record.fingerprint,
        "inside a bar the adverse extreme came first",
        "times without a zone were read as UTC",
    ):
        assert part in text


def test_the_page_carries_every_trade() -> None:
    record = small_run()

    trades = data_of(make_page(record))["trades"]

    columns = ("number", "entryTime", "exitTime", "entryPrice", "exitPrice", "entryRow", "exitRow", "net", "mae", "mfe")
    assert {len(trades[name]) for name in columns} == {20}
    assert trades["net"] == [record.scale.to_units(trade.net_pnl) for trade in record.trades]
    assert trades["entryPrice"][0] * 0.25 == float(record.trades[0].entry_price)
    assert [trades["reasons"][index] for index in trades["reason"]] == [trade.exit_reason for trade in record.trades]


def test_a_run_that_is_too_long_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "to_payload", lambda record: to_payload(record, rows_max=50))

    text = visible(make_page(small_run()))

    assert "the charts of this page show rows of up to 6 bars; all figures use every bar" in text


@pytest.mark.parametrize("trades", [0, 1])
def test_pages_of_next_to_nothing_are_written(trades: int) -> None:
    record = a_record(trades=[a_trade(number) for number in range(1, trades + 1)])

    assert "All figures" in visible(make_page(record))


def test_a_run_without_bars_has_a_page() -> None:
    bars = bars_of([])

    assert "no trading days" in visible(make_page(a_record(bars=bars, account=an_account(bars, []))))


def test_the_page_is_written_whole(tmp_path: Path) -> None:
    write_page(small_run(), tmp_path / "page.html")

    assert [child.name for child in tmp_path.iterdir()] == ["page.html"]
    assert (tmp_path / "page.html").read_text(encoding="utf-8").rstrip().endswith("</html>")


def test_a_page_that_cannot_be_written_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputNotWritable, match="nowhere"):
        write_page(a_record(), tmp_path / "nowhere" / "page.html")


def test_a_library_without_its_script_is_a_matter_of_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "find_spec", lambda name: None)

    with pytest.raises(ConfigurationError, match="install plotly"):
        make_page(a_record())


def test_the_same_run_makes_the_same_page() -> None:
    assert make_page(small_run()) == make_page(small_run())
