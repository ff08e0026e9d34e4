"""How time is measured, so that a busy machine matters little.

Contenders run in one process and take turns: a round of the first, a round of
the second, and back. Whatever slows the machine down for a while slows them
all, so it is the ratio within a round that counts, and of these the median.
Time is the processor's, not the clock's: waiting costs nothing.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Iterable, Mapping

Step = Callable[[], object]
Clock = Callable[[], float]
Times = dict[str, list[float]]  # seconds per step, round by round


def take_turns(
    steps: Mapping[str, Step],
    rounds: int,
    seconds: float,
    clock: Clock = time.process_time,
) -> Times:
    """Times the steps of several contenders, round by round.

    Args:
        steps: The contenders by name.
        rounds: How often each gets its turn.
        seconds: How long a turn should take, roughly.
        clock: Tells the time; tests have their own.
    """
    for step in steps.values():
        for _ in range(3):  # memory is taken, caches are filled
            step()
    first = next(iter(steps.values()))
    repeats = max(1, round(seconds / duration(first, 3, clock)))
    times: Times = {name: [] for name in steps}
    for number in range(rounds):
        # Who comes second may find the caches in a worse state.
        names = list(steps) if number % 2 == 0 else list(reversed(steps))
        for name in names:
            times[name].append(duration(steps[name], repeats, clock))
    return times


def duration(step: Step, repeats: int, clock: Clock) -> float:
    """The seconds that one step takes, on average over some."""
    start = clock()
    for _ in range(repeats):
        step()
    # A clock that has not moved would give a ratio to nothing.
    return max(clock() - start, 1e-9) / repeats


def ratios(times: Times, name: str, to: str) -> list[float]:
    """How many times as long ``name`` takes as ``to``, in each round."""
    return [ours / theirs for ours, theirs in zip(times[name], times[to])]


def summary(values: Iterable[float]) -> tuple[float, float, float]:
    """The median, and between which values the middle half lies."""
    ordered = sorted(values)
    last = len(ordered) - 1
    return (
        statistics.median(ordered),
        ordered[round(last * 0.25)],
        ordered[round(last * 0.75)],
    )


def geometric_mean(values: Iterable[float]) -> float:
    """The mean for ratios: half as long and twice as long give 1."""
    logarithms = [math.log(value) for value in values]
    return math.exp(sum(logarithms) / len(logarithms))
