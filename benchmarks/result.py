"""All that one run of the benchmark found, and how it stands to the targets."""

from typing import Any

import attrs

from benchmarks.contest import Spread, Standing, compute_ratios
from benchmarks.contestants import AVERAGES, COLUMN, EVENT, MANUAL, PROPBOTS_PROCESS, RULE

__all__ = ["Ratio", "Result", "Target", "to_document"]

_MILLION = 1_000_000


@attrs.frozen
class Ratio:
    """How many times as long a peer took, in pairs of one round.

    Attributes:
        bars: Of the work.
        ours: Which of ours.
        peer: Which peer.
        cpu: Of the CPU seconds until the trades are in hand.
        wall: Of the same by the clock.
    """

    bars: int
    ours: str
    peer: str
    cpu: Spread
    wall: Spread


@attrs.frozen
class Target:
    """One promise and what was measured; None where this run did not measure it."""

    promise: str
    wanted: float
    measured: float | None
    at_least: bool

    @property
    def is_met(self) -> bool | None:
        """Whether it is kept; None where it was not measured."""
        if self.measured is None:
            return None
        return self.measured >= self.wanted if self.at_least else self.measured <= self.wanted


@attrs.frozen
class Result:
    """What was measured.

    Attributes:
        machine: On what.
        engines: Engines fed with columns.
        processes: Whole processes fed with a CSV.
        startup: CPU and clock seconds of commands without such work, by name, each a spread.
        counts: What our engine did, counted.
    """

    machine: dict[str, str | int | float]
    engines: list[Standing]
    processes: list[Standing]
    startup: dict[str, dict[str, Spread]]
    counts: dict[str, float]

    @property
    def is_right(self) -> bool:
        """Whether every answer was right."""
        fences_are_exact = bool(self.counts["equal_without_fences"])
        return fences_are_exact and all(one.difference is None for one in (*self.engines, *self.processes))

    def ratios(self) -> list[Ratio]:
        """Return each of ours beside each peer of its kind, on equal bars."""
        found = []
        for group in (self.engines, self.processes):
            mine = [one for one in group if one.name.startswith("propbots")]
            peers = [one for one in group if not one.name.startswith("propbots")]
            for ours, peer in ((ours, peer) for ours in mine for peer in peers if peer.bars == ours.bars):
                ratios = compute_ratios(peer, ours)
                if ratios is not None:
                    found.append(Ratio(ours.bars, ours.name, peer.name, *ratios))
        return found

    def targets(self) -> list[Target]:
        """Return the promises of the first engine."""
        return [
            self._speed(RULE, 1.0),
            self._speed(EVENT, 0.8),
            *(self._times(ours, peer) for ours in (RULE, EVENT) for peer in (MANUAL, AVERAGES, COLUMN)),
            Target("bars looked at closely, share", 0.10, self._share(), at_least=False),
            Target("MiB at the peak, engines on 1 M bars", 250, self._peak(self.engines), at_least=False),
            Target("MiB at the peak, whole process on 1 M bars", 250, self._peak(self.processes), at_least=False),
            Target(
                "whole process on 100 k bars: times as fast as backtesting.py", 3, self._process_ratio(), at_least=True
            ),
            self._start("propbots --help", 0.3),
            self._start("propbots demo", 3.0),
        ]

    def _speed(self, name: str, wanted: float) -> Target:
        found = [one for one in self.engines if one.name == name and one.bars == _MILLION and one.difference is None]
        measured = found[0].bars_per_second / _MILLION if found else None
        return Target(f"{name}: M bars a CPU second, on 1 M bars", wanted, measured, at_least=True)

    def _times(self, ours: str, peer: str) -> Target:
        """Compare on the most bars that were run."""
        found = [ratio for ratio in self.ratios() if (ratio.ours, ratio.peer) == (ours, peer)]
        measured = max(found, key=lambda ratio: ratio.bars).cpu.median if found else None
        return Target(f"{ours}: times as fast as {peer}", 5, measured, at_least=True)

    def _share(self) -> float | None:
        shares = [one.share_looked_at for one in self.engines if one.share_looked_at is not None]
        return max(shares, default=None)

    def _peak(self, group: list[Standing]) -> float | None:
        peaks = [one.peak_mib for one in group if one.bars == _MILLION and one.name.startswith("propbots")]
        return max(peaks, default=None)

    def _process_ratio(self) -> float | None:
        return next((ratio.cpu.median for ratio in self.ratios() if ratio.ours == PROPBOTS_PROCESS), None)

    def _start(self, command: str, wanted: float) -> Target:
        return Target(f"{command}: CPU seconds", wanted, self.startup[command]["cpu"].median, at_least=False)


def to_document(result: Result) -> dict[str, Any]:
    """Write a result as one document for programs."""
    return {
        "schema": "propbots.bench/1",
        "right": result.is_right,
        "machine": result.machine,
        "engines": [_standing(one) for one in result.engines],
        "processes": [_standing(one) for one in result.processes],
        "ratios": [attrs.asdict(ratio) for ratio in result.ratios()],
        "counts": result.counts,
        "startup": {name: _spreads(kinds) for name, kinds in result.startup.items()},
        "targets": [{**attrs.asdict(target), "met": target.is_met} for target in result.targets()],
    }


def _spreads(kinds: dict[str, Spread]) -> dict[str, Any]:
    return {kind: attrs.asdict(one) for kind, one in kinds.items()}


def _standing(standing: Standing) -> dict[str, Any]:
    names = ("name", "bars", "difference", "engine_cpu", "answer_cpu", "wall", "bars_per_second", "peak_mib")
    return {
        **{name: getattr(standing, name) for name in names},
        "share_looked_at": standing.share_looked_at,
        "runs": [attrs.asdict(run) for run in standing.runs],
    }
