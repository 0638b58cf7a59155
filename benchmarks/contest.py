"""Rounds in which all take part in turn, and what follows from them."""

from collections.abc import Callable, Sequence
from statistics import median

import attrs

__all__ = ["Contestant", "Run", "Spread", "Standing", "alternate", "compute_ratios", "spread"]


@attrs.frozen
class Run:
    """One contestant in one round.

    Attributes:
        engine_cpu: CPU seconds of the engine.
        answer_cpu: CPU seconds until the trades are in hand; the engine's where it hands them over itself.
        wall: Seconds until the trades are in hand, by the clock.
        peak_mib: The most memory of the whole process, data included.
        difference: In what its answer is wrong; None where it is right.
        looked_at_closely: Bars whose inside was worked out; None where the engine knows no such thing.
    """

    engine_cpu: float
    answer_cpu: float
    wall: float
    peak_mib: float
    difference: str | None = None
    looked_at_closely: int | None = None


@attrs.frozen
class Contestant:
    """Who takes part.

    Attributes:
        name: For people.
        run: Takes part in one round.
        rounds: In how many rounds, from the first on.
    """

    name: str
    run: Callable[[], Run]
    rounds: int


@attrs.frozen
class Spread:
    """The middle of some numbers, and their ends."""

    median: float
    least: float
    most: float


@attrs.frozen
class Standing:
    """All runs of one contestant on one number of bars."""

    name: str
    bars: int
    runs: tuple[Run, ...]

    @property
    def difference(self) -> str | None:
        """The first wrong answer; None where all were right."""
        return next((run.difference for run in self.runs if run.difference is not None), None)

    @property
    def engine_cpu(self) -> float:
        """Median."""
        return median(run.engine_cpu for run in self.runs)

    @property
    def answer_cpu(self) -> float:
        """Median."""
        return median(run.answer_cpu for run in self.runs)

    @property
    def wall(self) -> float:
        """Median."""
        return median(run.wall for run in self.runs)

    @property
    def peak_mib(self) -> float:
        """The highest."""
        return max(run.peak_mib for run in self.runs)

    @property
    def bars_per_second(self) -> float:
        """Of the engine's CPU time."""
        return self.bars / self.engine_cpu

    @property
    def share_looked_at(self) -> float | None:
        """Share of the bars that were looked at closely."""
        looked = self.runs[0].looked_at_closely
        return None if looked is None else looked / self.bars


def alternate(contestants: Sequence[Contestant], bars: int, say: Callable[[str], None]) -> list[Standing]:
    """Let the contestants run in turn, so that what slows the machine slows them all.

    Args:
        contestants: In the order in which they run in each round.
        bars: Of the work.
        say: Told which run begins.
    """
    runs: dict[str, list[Run]] = {contestant.name: [] for contestant in contestants}
    for number in range(max((contestant.rounds for contestant in contestants), default=0)):
        for contestant in contestants:
            if number < contestant.rounds:
                say(f"{bars:,} bars, round {number + 1}: {contestant.name}")
                runs[contestant.name].append(contestant.run())
    return [Standing(contestant.name, bars, tuple(runs[contestant.name])) for contestant in contestants]


def compute_ratios(peer: Standing, ours: Standing) -> tuple[Spread, Spread] | None:
    """Return how many times as long a peer took as we did, round by round; None where one of the two was wrong.

    Returns:
        Until the trades are in hand, by CPU seconds and by the clock.
    """
    if peer.difference is not None or ours.difference is not None:
        return None
    pairs = list(zip(peer.runs, ours.runs, strict=False))
    return spread([a.answer_cpu / b.answer_cpu for a, b in pairs]), spread([a.wall / b.wall for a, b in pairs])


def spread(numbers: Sequence[float]) -> Spread:
    """Return the middle and the ends."""
    return Spread(median(numbers), min(numbers), max(numbers))
