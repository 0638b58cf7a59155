"""The foot of a page: how the plan's days went, what the run took for granted, and how to tell it from another."""

from collections.abc import Iterator
from decimal import Decimal

from propbots.data.record import RunRecord
from propbots.domain.outcome import PlanOutcome
from propbots.report.display import DASH, MINUS, get_tone, show_moment, show_money, to_words
from propbots.report.page.markup import Content, Markup, element, table
from propbots.report.summary import Summary
from propbots.report.text import to_money_text, to_number_text

__all__ = ["make_assumptions", "make_plan"]


def make_plan(plan: PlanOutcome, currency: str) -> Markup:
    """Show what the plan asks for, what was broken, and its trading days."""
    return element(
        "div",
        element("dl", *_progress(plan), class_="progress") if plan.progress else None,
        _violations(plan) if plan.violations else None,
        element(
            "details",
            element("summary", f"{len(plan.days):,} trading days of the plan"),
            element("div", _days(plan, currency), class_="scroll"),
        )
        if plan.days
        else None,
        class_="plan",
    )


def make_assumptions(record: RunRecord, summary: Summary, bars_per_row: int) -> Markup:
    """Show everything that the figures rest on."""
    facts = (*_costs(record), *_honesty(record, summary), *_data(record), *_identity(record))
    sentences = [*record.assumptions, *record.bars.source.assumptions]
    if bars_per_row > 1:
        sentences.append(f"the charts of this page show rows of up to {bars_per_row} bars; all figures use every bar")
    terms = [part for name, value in facts for part in (element("dt", name), element("dd", value))]
    return element(
        "div",
        element("dl", *terms),
        element("ul", *(element("li", sentence) for sentence in sentences)) if sentences else None,
        class_="assumptions",
    )


def _progress(plan: PlanOutcome) -> Iterator[Markup]:
    for name, value in plan.progress.items():
        yield element("div", element("dt", to_words(name)), element("dd", _fact(value)))


def _fact(value: object) -> str:
    match value:
        case None:
            return DASH
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return f"{Decimal(to_money_text(value)):,}".replace("-", MINUS)
        case int():
            return f"{value:,}"
        case _:
            return str(value)


def _violations(plan: PlanOutcome) -> Markup:
    rows = (
        (to_words(broken.rule), broken.effect, show_moment(broken.time_ns), broken.message)
        for broken in plan.violations
    )
    return element("div", table(("Rule", "Effect", "When", "What"), rows, class_="words"), class_="scroll")


def _days(plan: PlanOutcome, currency: str) -> Markup:
    rows = (
        (
            day.date.isoformat(),
            element("td", show_money(day.net_pnl, currency, signed=True), class_=get_tone(day.net_pnl)),
            show_money(day.closing_balance, currency),
            show_money(day.floor, currency),
            show_money(day.headroom_low, currency),
        )
        for day in plan.days
    )
    return table(("Day", "Net profit", "Closing balance", "Floor", "Least headroom"), rows)


def _costs(record: RunRecord) -> Iterator[tuple[str, Content]]:
    inputs, currency = record.inputs, record.scale.instrument.currency
    costs = inputs.costs
    yield "Path inside a bar", element("code", inputs.path)
    yield "Commission", f"{show_money(costs.commission, currency)} per contract and side, from the {costs.source}"
    yield "Slippage", f"{costs.slippage_ticks} tick{'' if costs.slippage_ticks == 1 else 's'} on market and stop orders"
    if costs.spread_ticks:
        yield (
            "Spread",
            f"{costs.spread_ticks} tick{'' if costs.spread_ticks == 1 else 's'}, half on market and stop orders",
        )
    if costs.volume_limit is not None:
        yield "Volume limit", f"{to_number_text(costs.volume_limit)} of a bar's volume"
    if costs.price_impact:
        yield "Price impact", f"{to_number_text(costs.price_impact)} of the price times the squared share of volume"
    yield "Starting balance", show_money(inputs.balance, currency)
    yield "Quantity", inputs.quantity
    for name, value in inputs.options.items():
        yield to_words(name), str(value)


def _honesty(record: RunRecord, summary: Summary) -> Iterator[tuple[str, Content]]:
    bars = len(record.bars)
    yield (
        "Ambiguous bars",
        f"{record.ambiguous_bars:,} of {bars:,}, exits of {summary.trades.ambiguous_trades:,} trades",
    )
    told = f"{record.ticks:,} ticks" if record.ticks else f"{bars:,}"
    yield "Bars looked at closely", f"{record.looked_at_closely:,} of {told}"
    yield "Orders refused by the risk gate", f"{record.denied_orders:,}"


def _data(record: RunRecord) -> Iterator[tuple[str, Content]]:
    bars = record.bars
    yield "Data", f"{bars.source.location}, {bars.source.format}, {bars.rows:,} rows"
    yield "Gaps in the data", f"{bars.gaps:,}"
    yield "Identical rows dropped", f"{bars.duplicates:,}"
    yield "Prices rounded to the tick", f"{bars.rounded:,}"
    yield "SHA-256 of the data", element("code", bars.source.sha256)
    for feed in record.feeds:
        yield f"Data of {feed.feed.name}", f"{feed.source.location}, {feed.source.format}, {feed.rows:,} rows"
        yield f"SHA-256 of {feed.feed.name}", element("code", feed.source.sha256)


def _identity(record: RunRecord) -> Iterator[tuple[str, Content]]:
    yield "Fingerprint of the run", element("code", record.fingerprint)
    yield "Made by", f"propbots {record.version}, {record.driver} driver, {record.seconds:.2f} s"
