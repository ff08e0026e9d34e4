"""Fetching: from the indices of a batch to the batch.

Used by the loader itself and, with worker processes, by each worker.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from teachtorch._tensor import Tensor, wrap
from teachtorch.utils.data._utils.collate import (
    collate_tensor_fn,
    default_collate,
    default_collate_fn_map,
)
from teachtorch.utils.data.dataset import (
    IterableDataset,
    Subset,
    TensorDataset,
)


class MapFetcher:
    """Fetches from a dataset that answers ``dataset[index]``."""

    def __init__(
        self, dataset: Any, batched: bool, collate_fn: Callable
    ) -> None:
        self.dataset = dataset
        self.batched = batched
        self.collate_fn = collate_fn

    def fetch(self, index: Any) -> Any:
        """Returns the batch of the samples ``index``, or one sample."""
        if not self.batched:
            return self.collate_fn(self.dataset[index])
        if self.collate_fn is default_collate:
            batch = _take_rows(self.dataset, index)
            if batch is not None:
                return batch
        if getattr(self.dataset, "__getitems__", None):
            samples = self.dataset.__getitems__(index)
        else:
            samples = [self.dataset[i] for i in index]
        return self.collate_fn(samples)


def _take_rows(dataset: Any, index: Any) -> list[Tensor] | None:
    """Picks rows of tensors and stacks them, all at once if that is the same.

    It is for plain tensors, where row by row and all at once give equal
    numbers in equal memory, and only the time differs. It is not where a
    gradient would be recorded, where a subclass or a changed table may have
    an opinion, or where an index is not the plain number of a row.
    """
    while type(dataset) is Subset and _are_rows(index, dataset):
        index = [dataset.indices[i] for i in index]
        dataset = dataset.dataset
    if (
        type(dataset) is not TensorDataset
        or default_collate_fn_map.get(Tensor) is not collate_tensor_fn
        or not _are_rows(index, dataset)
        or any(
            type(t) is not Tensor or t.requires_grad for t in dataset.tensors
        )
    ):
        return None
    rows = np.array(index)
    return [wrap(t._array.take(rows, 0)) for t in dataset.tensors]


def _are_rows(index: Any, dataset: Any) -> bool:
    return (
        type(index) is list
        and len(index) > 0
        and all(type(i) is int for i in index)
        and 0 <= min(index)
        and max(index) < len(dataset)
    )


class IterableFetcher:
    """Fetches from a stream; the indices only say how many samples."""

    def __init__(
        self,
        dataset: Any,
        batched: bool,
        collate_fn: Callable,
        drop_last: bool,
    ) -> None:
        self.stream = iter(dataset)
        self.batched = batched
        self.collate_fn = collate_fn
        self.drop_last = drop_last
        self.ended = False

    def fetch(self, index: Any) -> Any:
        """Returns the next batch.

        Raises:
            StopIteration: at the end of the stream.
        """
        if self.ended:
            raise StopIteration
        if not self.batched:
            return self.collate_fn(next(self.stream))
        samples = []
        for _ in index:
            try:
                samples.append(next(self.stream))
            except StopIteration:
                self.ended = True
                break
        if not samples or (self.drop_last and len(samples) < len(index)):
            raise StopIteration
        return self.collate_fn(samples)


def create_fetcher(
    dataset: Any, batched: bool, collate_fn: Callable, drop_last: bool
) -> MapFetcher | IterableFetcher:
    """Returns the fetcher for this kind of dataset."""
    if isinstance(dataset, IterableDataset):
        return IterableFetcher(dataset, batched, collate_fn, drop_last)
    return MapFetcher(dataset, batched, collate_fn)
