"""A result as text: answers first, then times, ratios, counts and targets."""

from collections.abc import Iterable, Sequence

from benchmarks.contest import Spread, Standing
from benchmarks.result import Result, Target

__all__ = ["to_text"]


def to_text(result: Result) -> str:
    """Write a result for people."""
    machine = result.machine
    parts = [
        "{processor}, {cores} cores, load {load} at the start · {system} · Python {python}".format(**machine),
        _section("Answers, compared with the exact one before any time is looked at", _answers(result)),
        *(_bar_sections(result) if result.engines else ()),
        *([_section("Engines, fed with ticks: medians", _engines(result.ticks, "ticks"))] if result.ticks else ()),
        _section(
            "Times as long as propbots until the trades are in hand, and the whole process, pairs of one round: "
            "median (least to most)",
            _ratios(result),
        ),
        _section("Targets", _targets(result.targets())),
    ]
    return "\n\n".join(parts)


def _bar_sections(result: Result) -> list[str]:
    return [
        _section("Engines, fed with bars: medians", _engines(result.engines, "bars")),
        _section("Whole processes, fed with a CSV: medians", _processes(result.processes)),
        _section("What propbots did, counted in a run of its own", _counts(result.counts)),
        _section("Commands", _startup(result)),
    ]


def _section(title: str, rows: Sequence[Sequence[str]]) -> str:
    return f"{title}\n{_table(rows)}"


def _table(rows: Sequence[Sequence[str]]) -> str:
    """Align rows in columns, the first to the left."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  " + "  ".join(_cells(row, widths)).rstrip() for row in rows)


def _cells(row: Sequence[str], widths: Sequence[int]) -> Iterable[str]:
    first, *rest = zip(row, widths, strict=True)
    return [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]


def _answers(result: Result) -> list[list[str]]:
    bars, ticks = ([*result.engines, *result.processes], "bars"), (result.ticks, "ticks")
    return [
        [one.name, f"{one.size:,} {unit}", one.difference or "equal"] for group, unit in (bars, ticks) for one in group
    ]


def _engines(standings: Sequence[Standing], unit: str) -> list[list[str]]:
    head = ["", unit, "rounds", "CPU s", "with trades", "wall s", f"{unit}/CPU s", "process CPU s", "peak MiB"]
    rows = [[*head, "looked at"]]
    for one in standings:
        share = "" if one.share_looked_at is None else f"{one.share_looked_at:.2%}"
        times = [_seconds(one.engine_cpu), _seconds(one.answer_cpu), _seconds(one.wall), f"{one.per_second:,.0f}"]
        rows.append(_unless_wrong(one, [*times, _seconds(one.process_cpu), f"{one.peak_mib:.0f}", share]))
    return rows


def _processes(standings: Sequence[Standing]) -> list[list[str]]:
    head = ["", "bars", "rounds", "CPU s", "wall s", "peak MiB"]
    times = ([_seconds(one.engine_cpu), _seconds(one.wall), f"{one.peak_mib:.0f}"] for one in standings)
    return [head, *map(_unless_wrong, standings, times)]


def _unless_wrong(standing: Standing, cells: list[str]) -> list[str]:
    """Return a row with its cells; one whose answer is wrong has no times."""
    shown = cells if standing.difference is None else ["wrong", *[""] * (len(cells) - 1)]
    return [standing.name, f"{standing.size:,}", str(len(standing.runs)), *shown]


def _seconds(seconds: float) -> str:
    return f"{seconds:.3f}"


def _ratios(result: Result) -> list[list[str]]:
    rows = [["", "size", "CPU", "wall", "process CPU"]]
    for one in result.ratios():
        spreads = [_spread_text(found, 1) for found in (one.cpu, one.wall, one.process)]
        rows.append([f"{one.peer} / {one.ours}", f"{one.size:,}", *spreads])
    return rows


def _spread_text(found: Spread, digits: int) -> str:
    return f"{found.median:.{digits}f} ({found.least:.{digits}f} to {found.most:.{digits}f})"


def _counts(counts: dict[str, float]) -> list[list[str]]:
    on_columns, on_the_way = counts["marks_in_columns"], counts["marks_on_the_way"]
    by_fence, at_marks = counts["rules_by_fence"], counts["rules_at_marks"]
    return [
        ["bars", f"{counts['bars']:,}"],
        ["marks of the account", f"{on_columns + on_the_way:,}"],
        ["  at each bar's close, low and high, in columns", f"{on_columns:,}"],
        ["  on the way of prices inside a bar", f"{on_the_way:,}"],
        ["rules held against the account", f"{by_fence + at_marks:,}"],
        ["  each floor at each bar, by the fence before it", f"{by_fence:,}"],
        ["  each floor at a mark on the way", f"{at_marks:,}"],
        ["  floors broken", f"{counts['breaches']:,}"],
        ["orders through the gate: contract cap, trading state", f"{counts['orders_reviewed']:,}"],
        ["bars looked at closely", f"{counts['looked_at_closely']:,}"],
        [
            "fingerprint of a run that looks at every bar closely",
            "equal" if counts["equal_without_fences"] else "WRONG",
        ],
        ["a peer's marks: at each close, and no rules", f"{counts['bars']:,}"],
    ]


def _startup(result: Result) -> list[list[str]]:
    rows = [["", "CPU s", "wall s"]]
    rows += [
        [name, *(_spread_text(kinds[kind], 2) for kind in ("cpu", "wall"))] for name, kinds in result.startup.items()
    ]
    return rows


def _targets(targets: Sequence[Target]) -> list[list[str]]:
    words = {True: "met", False: "SHORT", None: "not measured"}
    rows = []
    for target in targets:
        measured = "" if target.measured is None else f"{target.measured:.3g}"
        sign = ">=" if target.at_least else "<="
        rows.append([target.promise, f"{sign} {target.wanted:g}", measured, words[target.is_met]])
    return rows
