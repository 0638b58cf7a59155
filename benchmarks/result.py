"""All that one run of the benchmark found, and how it stands to the targets."""

from typing import Any

import attrs

from benchmarks.contest import Spread, Standing, compute_ratios
from benchmarks.contestants import AVERAGES, COLUMN, EVENT, MANUAL, PROPBOTS_PROCESS, RULE
from benchmarks.tick_contestants import BOTH, NAUTILUS

__all__ = ["Ratio", "Result", "Target", "to_document"]

_MILLION = 1_000_000


@attrs.frozen
class Ratio:
    """How many times as long a peer took, in pairs of one round.

    Attributes:
        size: Of the work.
        ours: Which of ours.
        peer: Which peer.
        cpu: Of the CPU seconds until the trades are in hand.
        wall: Of the same by the clock.
        process: Of the CPU seconds of the whole processes.
    """

    size: int
    ours: str
    peer: str
    cpu: Spread
    wall: Spread
    process: Spread


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
    """What was measured; what was left out is empty.

    Attributes:
        machine: On what.
        engines: Engines fed with bars in columns.
        processes: Whole processes fed with a CSV.
        startup: CPU and clock seconds of commands without such work, by name, each a spread.
        counts: What our engine did, counted.
        ticks: Engines fed with ticks in columns.
    """

    machine: dict[str, str | int | float]
    engines: list[Standing] = attrs.field(factory=list)
    processes: list[Standing] = attrs.field(factory=list)
    startup: dict[str, dict[str, Spread]] = attrs.field(factory=dict)
    counts: dict[str, float] = attrs.field(factory=dict)
    ticks: list[Standing] = attrs.field(factory=list)

    @property
    def standings(self) -> list[Standing]:
        """All of them."""
        return [*self.engines, *self.processes, *self.ticks]

    @property
    def is_right(self) -> bool:
        """Whether every answer was right."""
        fences_are_exact = bool(self.counts.get("equal_without_fences", True))
        return fences_are_exact and all(one.difference is None for one in self.standings)

    def ratios(self) -> list[Ratio]:
        """Return each of ours beside each peer of its kind that did the same."""
        found = []
        for group in (self.engines, self.processes, self.ticks):
            mine = [one for one in group if one.name.startswith("propbots")]
            peers = [one for one in group if not one.name.startswith("propbots")]
            for ours, peer in ((ours, peer) for ours in mine for peer in peers if _did_the_same(ours, peer)):
                ratios = compute_ratios(peer, ours)
                if ratios is not None:
                    found.append(Ratio(ours.size, ours.name, peer.name, *ratios))
        return found

    def targets(self) -> list[Target]:
        """Return the promises of what was asked for."""
        return [*(self._bar_targets() if self.engines else ()), *(self._tick_targets() if self.ticks else ())]

    def _tick_targets(self) -> list[Target]:
        return [self._speed(BOTH, 0.8, "ticks"), self._times(BOTH, NAUTILUS)]

    def _bar_targets(self) -> list[Target]:
        return [
            self._speed(RULE, 1.0, "bars"),
            self._speed(EVENT, 0.8, "bars"),
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

    def _speed(self, name: str, wanted: float, unit: str) -> Target:
        found = [one for one in self.standings if one.name == name and one.size == _MILLION and one.difference is None]
        measured = found[0].per_second / _MILLION if found else None
        return Target(f"{name}: M {unit} a CPU second, on 1 M {unit}", wanted, measured, at_least=True)

    def _times(self, ours: str, peer: str) -> Target:
        """Compare on the most bars or ticks that were run."""
        found = [ratio for ratio in self.ratios() if (ratio.ours, ratio.peer) == (ours, peer)]
        measured = max(found, key=lambda ratio: ratio.size).cpu.median if found else None
        return Target(f"{ours}: times as fast as {peer}", 5, measured, at_least=True)

    def _share(self) -> float | None:
        shares = [one.share_looked_at for one in self.engines if one.share_looked_at is not None]
        return max(shares, default=None)

    def _peak(self, group: list[Standing]) -> float | None:
        peaks = [one.peak_mib for one in group if one.size == _MILLION and one.name.startswith("propbots")]
        return max(peaks, default=None)

    def _process_ratio(self) -> float | None:
        return next((ratio.cpu.median for ratio in self.ratios() if ratio.ours == PROPBOTS_PROCESS), None)

    def _start(self, command: str, wanted: float) -> Target:
        return Target(f"{command}: CPU seconds", wanted, self.startup[command]["cpu"].median, at_least=False)


def to_document(result: Result) -> dict[str, Any]:
    """Write a result as one document for programs."""
    return {
        "schema": "propbots.bench/2",
        "right": result.is_right,
        "machine": result.machine,
        "engines": [_standing(one) for one in result.engines],
        "processes": [_standing(one) for one in result.processes],
        "ticks": [_standing(one) for one in result.ticks],
        "ratios": [attrs.asdict(ratio) for ratio in result.ratios()],
        "counts": result.counts,
        "startup": {name: _spreads(kinds) for name, kinds in result.startup.items()},
        "targets": [{**attrs.asdict(target), "met": target.is_met} for target in result.targets()],
    }


def _did_the_same(ours: Standing, peer: Standing) -> bool:
    return (ours.work, ours.size) == (peer.work, peer.size)


def _spreads(kinds: dict[str, Spread]) -> dict[str, Any]:
    return {kind: attrs.asdict(one) for kind, one in kinds.items()}


def _standing(standing: Standing) -> dict[str, Any]:
    told = ("name", "work", "size", "difference")
    measured = ("engine_cpu", "answer_cpu", "wall", "process_cpu", "per_second", "peak_mib", "share_looked_at")
    return {
        **{name: getattr(standing, name) for name in (*told, *measured)},
        "runs": [attrs.asdict(run) for run in standing.runs],
    }
