"""Which worker process of a data loader this is, if it is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class WorkerInfo:
    """Which worker this process is.

    Attributes:
        id: the number of the worker, from 0.
        num_workers: how many workers there are.
        seed: the seed of the worker's random numbers.
        dataset: the worker's own copy of the dataset.
    """

    id: int
    num_workers: int
    seed: int
    dataset: Any


# Set in a worker, when it starts.
worker_info: WorkerInfo | None = None


def get_worker_info() -> WorkerInfo | None:
    """Returns which worker this process is, or ``None`` in the main process.

    A stream uses it to read only its own part, see
    :class:`~teachtorch.utils.data.IterableDataset`.
    """
    return worker_info
