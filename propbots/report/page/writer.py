"""Puts a page together and writes it."""

from html import escape
from importlib.util import find_spec
from pathlib import Path
from string import Template

from propbots.data.output import write_atomically
from propbots.data.record import RunRecord
from propbots.errors import ConfigurationError
from propbots.report.breakdown import compute_breakdown
from propbots.report.day import to_day_columns
from propbots.report.display import show_money
from propbots.report.page.disclosure import make_assumptions, make_plan
from propbots.report.page.figures import make_figures, make_groups, make_months
from propbots.report.page.headline import make_header, make_tiles, make_verdict
from propbots.report.page.markup import Markup, element
from propbots.report.page.payload import to_payload, to_script_text
from propbots.report.summary import Summary, compute_summary

__all__ = ["make_page", "write_page"]

_ASSETS = Path(__file__).parent / "assets"
_SCRIPTS = ("format", "rows", "theme", "ticks", "marks", "account", "market", "navigation", "charts", "list", "start")
"""In the order in which they stand on the page; each uses what those before it define."""


def write_page(record: RunRecord, path: Path) -> None:
    """Write a run as one HTML file that works without any network.

    Raises:
        OutputNotWritable: If the file cannot be written; an older one then stays as it was.
        ConfigurationError: If the installed charting library lacks its script.
    """
    write_atomically(path, make_page(record))


def make_page(record: RunRecord) -> str:
    """Return a run as one HTML text.

    Raises:
        ConfigurationError: If the installed charting library lacks its script.
    """
    summary, breakdown = compute_summary(record), compute_breakdown(record)
    payload = to_payload(record)
    currency = record.scale.instrument.currency
    parts = {
        "header": make_header(record, to_day_columns(record)),
        "verdict": make_verdict(record.plan),
        "tiles": make_tiles(record, summary),
        "plan": _plan_card(record),
        "months": make_months(breakdown.by_month, currency),
        "groups": make_groups(breakdown, currency),
        "figures": make_figures(summary, currency),
        "assumptions": make_assumptions(record, summary, payload["rows"]["barsPerRow"]),
    }
    return Template(_read("page.html")).substitute(
        {name: part.html if part is not None else "" for name, part in parts.items()},
        title=escape(_title(record, summary)),
        style=_read("page.css"),
        data=to_script_text(payload),
        plotly=_read_plotly(),
        script="\n".join(_read(f"{name}.js") for name in _SCRIPTS),
    )


def _plan_card(record: RunRecord) -> Markup | None:
    if record.plan is None:
        return None
    has_headroom = any(day.headroom_low is not None for day in record.plan.days)
    return element(
        "section",
        element("h2", f"Under {record.plan.name}"),
        element(
            "figure",
            element("figcaption", "Least headroom to the floor, by day"),
            element("div", id="headroom", class_="chart"),
            class_="scripted",
        )
        if has_headroom
        else None,
        make_plan(record.plan, record.scale.instrument.currency),
        class_="card",
    )


def _title(record: RunRecord, summary: Summary) -> str:
    feed = record.bars.feed
    profit = show_money(summary.trades.net_profit, feed.instrument.currency, signed=True)
    verdict = "" if record.plan is None else f" {record.plan.status.value}"
    return f"{record.inputs.strategy} on {feed.name}: {profit}{verdict}"


def _read(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


def _read_plotly() -> str:
    """Read the charting library's script from its installed package, without the second that importing it would take.

    Raises:
        ConfigurationError: If it is not there.
    """
    spec = find_spec("plotly")
    for folder in (spec and spec.submodule_search_locations) or ():
        script = Path(folder, "package_data", "plotly.min.js")
        if script.is_file():
            return script.read_text(encoding="utf-8")
    raise ConfigurationError("the report page needs the script of the plotly package; install plotly 6 or newer")
