"""Time against the length of the graph and the size of the batch.

Both must grow in proportion: a graph that is ten times as long, or a batch ten
times as large, may take ten times as long and no longer. Small ones take more
per node or example, because some costs do not grow at all; what would be wrong
is a cost per node that rises with the number of nodes.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from .measure import duration
from .workloads import Step, Torch, classifier

LENGTHS = [10**3, 10**4, 10**5, 10**6]
BATCHES = [64, 512, 4096, 32768]


def mlp(torch: Torch, batch: int) -> Step:
    """The net of workload 4 with a batch of any size."""
    return classifier(torch, inputs=784, hidden=128, classes=10, batch=batch)


def times(
    make: Callable[[Torch, int], Step],
    sizes: list[int],
    torch: Torch,
    rounds: int,
) -> list[float]:
    """Seconds that a step of each size takes, the best of some rounds."""
    steps = {size: make(torch, size) for size in sizes}
    best = {size: float("inf") for size in sizes}
    for _ in range(rounds):
        for size, step in steps.items():
            repeats = max(1, sizes[-1] // size // 10)
            seconds = duration(step, repeats, time.process_time)
            best[size] = min(best[size], seconds)
    return list(best.values())
