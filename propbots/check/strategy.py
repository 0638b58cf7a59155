"""Checking a strategy: does it see the future, hang on where the data begin, or look elsewhere than at the bars?"""

import os
from contextlib import redirect_stdout
from inspect import getsourcelines
from pathlib import Path

import attrs
import numpy as np

from propbots.check.comparison import Sides, compare_columns, compare_wishes
from propbots.check.finding import CheckResult, Finding, FindingKind, Place
from propbots.check.observation import Observation, Wished, observe
from propbots.check.part import find_file, is_written_by_author, kind_of, list_parts
from propbots.check.watch import Watch
from propbots.data.days import find_exchange_days
from propbots.errors import ConfigurationError
from propbots.series.expression import Expression, is_condition
from propbots.simulation.event_driver import Progress
from propbots.simulation.request import BacktestRequest

__all__ = ["check_strategy"]

_CUTS = 12
_FEWEST = 100
"""Bars under which nothing could be said."""
_OTHERS = "is made of other expressions from run to run"
_REPEATED = Sides(FindingKind.NOT_REPEATABLE, "in the first run", "in the second, over the same bars")
_CUT = Sides(FindingKind.LOOK_AHEAD, "when the data end here", "when later bars follow")
_STREAMED = Sides(FindingKind.LIVE_DIFFERS, "fed bar by bar, as live", "over columns, as in a backtest")


def check_strategy(request: BacktestRequest, watch: Watch, progress: Progress) -> CheckResult:
    """Run a strategy over its bars, twice whole, then cut short and begun later, and compare what it does.

    There is no plan: one that ends the account would leave the bars after that unseen.

    Args:
        request: The run that is asked about.
        watch: What the strategy's code calls; it may have watched already while the strategy was made.
        progress: Told how many bars are done, of how many.

    Raises:
        ConfigurationError: For too few bars.
        StrategyFailed: If the strategy raises.
    """
    if len(request.columns) < _FEWEST:
        raise ConfigurationError(f"a check needs {_FEWEST} bars at least (was {len(request.columns)}); give more data")
    return _Check(attrs.evolve(request, plan=None), watch, progress).run()


@attrs.define
class _Check:
    request: BacktestRequest
    watch: Watch
    progress: Progress
    remarks: list[str] = attrs.field(factory=list)
    done: int = 0

    def run(self) -> CheckResult:
        cuts = self._choose_cuts()
        with self.watch:
            whole = self._observe()
        with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):  # it has said once what it prints
            return self._compare(whole, cuts)

    def _compare(self, whole: Observation, cuts: list[int]) -> CheckResult:
        parts = list_parts(whole.expressions)
        settled = whole.count_settled()
        findings = self._repeat(whole, parts)
        if findings:
            self.remarks.append("two runs differ, so that look-ahead and warm-up could not be told apart from that")
        else:
            findings = self._cut_short(whole, parts, cuts)
            findings += _new(self._begin_later(parts, settled), findings)
            findings += _new(self._stream(whole, parts), findings)
        findings = [*self.watch.findings(_files_of(self.request, parts)), *findings]
        return CheckResult(
            findings=tuple(self._place(one) for one in findings),
            bars=len(self.request.columns),
            cuts=len(cuts),
            settled=settled,
            expressions=len(parts),
            trades=whole.trades,
            remarks=tuple(self.remarks),
        )

    def _choose_cuts(self) -> list[int]:
        """Return behind which bars to cut: spread evenly, but with no rhythm that the data may share."""
        size, first = len(self.request.columns), self.request.first
        spread = np.linspace(first + (size - first) // 10, size - 2, _CUTS).astype(int)
        return sorted({int(cut) - place % 3 for place, cut in enumerate(spread) if cut - place % 3 > first})

    def _observe(self, *, first: int = 0, last: int | None = None, traded: int | None = None) -> Observation:
        request = self.request
        end = len(request.columns) if last is None else last
        total = self.done + end - first
        seen = observe(
            request,
            first=first,
            last=end,
            traded=request.first if traded is None else traded,
            progress=lambda done, _: self.progress(self.done + done, max(total, self._total())),
        )
        self.done = total
        return seen

    def _total(self) -> int:
        """Return about how many bars all runs have: two whole, the cuts half of that each, three of half the data."""
        return len(self.request.columns) * (2 + _CUTS // 2 + 2)

    def _repeat(self, whole: Observation, parts: list[Expression]) -> list[Finding]:
        again = self._observe()
        if _are_others(again, parts):
            return [Finding(FindingKind.NOT_REPEATABLE, _OTHERS)]
        pairs = zip(whole.columns(), again.columns(), strict=True)
        found = compare_columns(_REPEATED, parts, whole.bars.close_time, pairs)
        return found or compare_wishes(_REPEATED, whole.wishes, again.wishes)

    def _cut_short(self, whole: Observation, parts: list[Expression], cuts: list[int]) -> list[Finding]:
        """Cut the data behind a bar: nothing before may change."""
        columns, times = whole.columns(), self.request.columns.close_time
        findings: list[Finding] = []
        for cut in cuts:
            short = self._observe(last=cut)
            if _are_others(short, parts):
                return [Finding(_CUT.kind, _OTHERS)]
            pairs = [(one, column[:cut]) for one, column in zip(short.columns(), columns, strict=True)]
            found = compare_columns(_CUT, parts, times[:cut], pairs)
            last_ns = times.item(cut - 1)
            if not found and not findings:
                found = compare_wishes(_CUT, *(_before(seen.wishes, last_ns) for seen in (short, whole)))
            findings += _new(found, findings)
        return findings

    def _begin_later(self, parts: list[Expression], settled: int) -> list[Finding]:
        """Trade from the same bar with less history before it: once the indicators have settled nothing may change."""
        begins_at = _choose_begins(self.request, settled)
        if begins_at is None:
            self.remarks.append(
                f"the warm-up was not checked: the indicators take {settled:,} bars to settle, and half of the "
                f"{len(self.request.columns):,} bars, from a day's first one on, are less; give more data"
            )
            return []
        traded, begins = begins_at
        # A comparison may turn around where two numbers meet and differ by a rounding: the numbers are compared.
        chosen = [place for place, part in enumerate(parts) if is_written_by_author(part) or not is_condition(part)]
        times = self.request.columns.close_time[traded:]
        long = self._observe(traded=traded)
        expected = [column[traded:] for column in long.columns()]
        for begin in begins:
            short = self._observe(first=begin, traded=traded)
            if _are_others(short, parts):
                return [Finding(FindingKind.WARM_UP, _OTHERS)]
            sides = Sides(
                FindingKind.WARM_UP,
                f"after {traded:,} bars of history",
                f"after {traded - begin:,}, which is enough by what the indicators say",
            )
            columns = [column[traded - begin :] for column in short.columns()]
            pairs = [(expected[place], columns[place]) for place in chosen]
            found = compare_columns(sides, [parts[place] for place in chosen], times, pairs)
            found = found or compare_wishes(sides, long.wishes, short.wishes)
            if found:
                return found
        return []

    def _stream(self, whole: Observation, parts: list[Expression]) -> list[Finding]:
        """Feed the expressions bar by bar, as a live bot does."""
        try:
            streamed = whole.streamed() if parts else []
        except Exception as error:  # noqa: BLE001 -- the author's code, of which any fault is told
            return [Finding(_STREAMED.kind, f"cannot be fed bar by bar: {type(error).__name__}: {error}")]
        pairs = zip(streamed, whole.columns(), strict=True)
        return compare_columns(_STREAMED, parts, self.request.columns.close_time, pairs)

    def _place(self, finding: Finding) -> Finding:
        """Give a finding without a place that of the strategy's class."""
        if finding.place is not None:
            return finding
        kind = type(self.request.strategy)
        file = find_file(kind)
        return finding if file is None else attrs.evolve(finding, place=Place(file, getsourcelines(kind)[1]))


def _are_others(seen: Observation, parts: list[Expression]) -> bool:
    """Whether a run is made of expressions that cannot be compared, one by one, with those of another."""
    return [type(one) for one in list_parts(seen.expressions)] != [type(one) for one in parts]


def _before(wishes: list[Wished], last_ns: int) -> list[Wished]:
    """Return what was decided up to a bar and at it; what came of a later fill is no longer of that bar."""
    return [one for one in wishes if one.time_ns < last_ns or (one.time_ns == last_ns and one.at_bar)]


def _new(found: list[Finding], known: list[Finding]) -> list[Finding]:
    """Return the findings about what is not blamed yet: one fault of a value shows in more ways than one."""
    blamed = {one.what for one in known}
    return [one for one in found if one.what not in blamed]


def _choose_begins(request: BacktestRequest, settled: int) -> tuple[int, list[int]] | None:
    """Return the first bar that is traded, and two later bars at which the data may begin; None if they are too few.

    All are the first of a trading day: a value that begins anew each day needs the whole day, however many bars it has.
    """
    days = find_exchange_days(request.columns.open_time, request.calendar).first.tolist()
    middle = len(request.columns) // 2
    traded = max((day for day in days if day <= middle), default=0)
    begins = [day for day in days if 0 < day <= traded - settled]
    return (traded, sorted({begins[-1], begins[len(begins) // 2]}, reverse=True)) if begins else None


def _files_of(request: BacktestRequest, parts: list[Expression]) -> set[str]:
    kinds = [*type(request.strategy).__mro__]
    for part in parts:
        kinds += kind_of(part).__mro__
    return {file for file in map(find_file, kinds) if file is not None}
