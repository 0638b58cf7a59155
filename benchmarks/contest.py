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
        process_cpu: CPU seconds of the whole process, from its start to its end.
        peak_mib: The most memory of the whole process, data included.
        difference: In what its answer is wrong; None where it is right.
        looked_at_closely: Bars or ticks that were worked out one by one; None where the engine knows no such thing.
    """

    engine_cpu: float
    answer_cpu: float
    wall: float
    process_cpu: float
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
        work: What its times may be compared with: others that did the same.
    """

    name: str
    run: Callable[[], Run]
    rounds: int
    work: str = "crossover"


@attrs.frozen
class Spread:
    """The middle of some numbers, and their ends."""

    median: float
    least: float
    most: float


@attrs.frozen
class Standing:
    """All runs of one contestant.

    Attributes:
        name: Of the contestant.
        work: What it did.
        size: On how many bars or ticks.
        runs: One a round.
    """

    name: str
    work: str
    size: int
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
    def process_cpu(self) -> float:
        """Median."""
        return median(run.process_cpu for run in self.runs)

    @property
    def peak_mib(self) -> float:
        """The highest."""
        return max(run.peak_mib for run in self.runs)

    @property
    def per_second(self) -> float:
        """Bars or ticks in a second of the engine's CPU time."""
        return self.size / self.engine_cpu

    @property
    def share_looked_at(self) -> float | None:
        """Share of the bars or ticks that were looked at closely."""
        looked = self.runs[0].looked_at_closely
        return None if looked is None else looked / self.size


def alternate(contestants: Sequence[Contestant], size: int, unit: str, say: Callable[[str], None]) -> list[Standing]:
    """Let the contestants run in turn, so that what slows the machine slows them all.

    Args:
        contestants: In the order in which they run in each round.
        size: Of the work.
        unit: What its size counts.
        say: Told which run begins.
    """
    runs: dict[str, list[Run]] = {contestant.name: [] for contestant in contestants}
    for number in range(max((contestant.rounds for contestant in contestants), default=0)):
        for contestant in contestants:
            if number < contestant.rounds:
                say(f"{size:,} {unit}, round {number + 1}: {contestant.name}")
                runs[contestant.name].append(contestant.run())
    return [Standing(one.name, one.work, size, tuple(runs[one.name])) for one in contestants]


def compute_ratios(peer: Standing, ours: Standing) -> tuple[Spread, Spread, Spread] | None:
    """Return how many times as long a peer took as we did, round by round; None where one of the two was wrong.

    Returns:
        Until the trades are in hand, by CPU seconds and by the clock; and the whole process, by CPU seconds.
    """
    if peer.difference is not None or ours.difference is not None:
        return None
    pairs = list(zip(peer.runs, ours.runs, strict=False))
    return (
        spread([theirs.answer_cpu / mine.answer_cpu for theirs, mine in pairs]),
        spread([theirs.wall / mine.wall for theirs, mine in pairs]),
        spread([theirs.process_cpu / mine.process_cpu for theirs, mine in pairs]),
    )


def spread(numbers: Sequence[float]) -> Spread:
    """Return the middle and the ends."""
    return Spread(median(numbers), min(numbers), max(numbers))
