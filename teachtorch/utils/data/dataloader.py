"""The data loader: a dataset and an order in, batches out.

``for x, y in DataLoader(dataset, batch_size=64, shuffle=True)`` makes a new
iterator for every epoch. The iterator asks the sampler for the indices of a
batch, fetches the samples and glues them together.

The chapter on LeNet explains it.
"""

from __future__ import annotations

import math
import os
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from teachtorch._generator import Generator
from teachtorch.utils.data._utils.collate import (
    default_collate,
    default_convert,
)
from teachtorch.utils.data._utils.fetch import create_fetcher
from teachtorch.utils.data._utils.info import get_worker_info
from teachtorch.utils.data._utils.options import (
    check_batching,
    check_context,
    check_stream,
    check_workers,
)
from teachtorch.utils.data.dataset import Dataset, IterableDataset
from teachtorch.utils.data.sampler import (
    BatchSampler,
    RandomSampler,
    Sampler,
    SequentialSampler,
    draw_seed,
)

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

__all__ = [
    "DataLoader",
    "default_collate",
    "default_convert",
    "get_worker_info",
]

_Sample = TypeVar("_Sample", covariant=True)


class _InfiniteConstantSampler(Sampler):
    """``None`` for ever: a stream needs no indices."""

    def __iter__(self) -> Iterator[None]:
        while True:
            yield None


class DataLoader(Generic[_Sample]):
    """Goes through a dataset in batches.

    Args:
        dataset: where the samples come from.
        batch_size: samples per batch; ``None`` for single samples as they
            are.
        shuffle: a new random order in every epoch.
        sampler: an order of your own (instead of ``shuffle``).
        batch_sampler: batches of indices of your own (instead of
            ``batch_size``, ``shuffle``, ``sampler`` and ``drop_last``).
        num_workers: how many worker processes load batches; 0: the main
            process loads them itself. Workers pay off when a sample takes
            long to read or to transform, not for tensors in memory.
        collate_fn: makes a batch of a list of samples.
        pin_memory: accepted; there is no device to copy to.
        drop_last: leave out a last batch that is not full.
        timeout: how long to wait for a worker's batch, in seconds.
        worker_init_fn: called in each worker with its number, first thing.
        multiprocessing_context: how workers are started.
        generator: where the order, and the workers' seeds, come from.
        prefetch_factor: batches each worker loads ahead (default 2).
        persistent_workers: keep the workers from epoch to epoch.
        pin_memory_device: accepted and ignored.
        in_order: if ``False``, hand on a worker's batch as soon as it is
            there.

    Raises:
        ValueError: for options that exclude each other.

    Making an iterator draws one number, the seed of the workers, even when
    there are none, as PyTorch does.
    """

    __initialized = False

    def __init__(
        self,
        dataset: Dataset[_Sample],
        batch_size: int | None = 1,
        shuffle: bool | None = None,
        sampler: Sampler | Iterable | None = None,
        batch_sampler: Sampler[list] | Iterable[list] | None = None,
        num_workers: int = 0,
        collate_fn: Callable[[list], Any] | None = None,
        pin_memory: bool = False,
        drop_last: bool = False,
        timeout: float = 0,
        worker_init_fn: Callable[[int], None] | None = None,
        multiprocessing_context: str | BaseContext | None = None,
        generator: Generator | None = None,
        *,
        prefetch_factor: int | None = None,
        persistent_workers: bool = False,
        pin_memory_device: str = "",
        in_order: bool = True,
    ) -> None:
        check_workers(num_workers, timeout, prefetch_factor, persistent_workers)
        if num_workers > 0 and prefetch_factor is None:
            prefetch_factor = 2
        self.dataset = dataset
        self.num_workers = num_workers
        self.prefetch_factor = prefetch_factor
        self.pin_memory = pin_memory
        self.pin_memory_device = pin_memory_device
        self.timeout = timeout
        self.worker_init_fn = worker_init_fn
        self.multiprocessing_context = multiprocessing_context
        self.in_order = in_order

        self._is_stream = isinstance(dataset, IterableDataset)
        if self._is_stream:
            check_stream(shuffle, sampler, batch_sampler)
        check_batching(batch_size, shuffle, sampler, batch_sampler, drop_last)
        if batch_sampler is not None:
            batch_size, drop_last = None, False
        if sampler is None:
            sampler = self._default_sampler(bool(shuffle), generator)
        if batch_size is not None and batch_sampler is None:
            batch_sampler = BatchSampler(sampler, batch_size, drop_last)
        self.batch_size = batch_size
        self.drop_last = drop_last
        self.sampler = sampler
        self.batch_sampler = batch_sampler
        self.generator = generator
        if collate_fn is None:
            batched = batch_sampler is not None
            collate_fn = default_collate if batched else default_convert
        self.collate_fn = collate_fn
        self.persistent_workers = persistent_workers
        self._iterator: _BaseDataLoaderIter | None = None
        self._stream_len: int | None = None
        self.check_worker_number_rationality()
        self.__initialized = True

    def _default_sampler(
        self, shuffle: bool, generator: Generator | None
    ) -> Sampler:
        if self._is_stream:
            return _InfiniteConstantSampler()
        if shuffle:
            return RandomSampler(self.dataset, generator=generator)  # type: ignore[arg-type]
        return SequentialSampler(self.dataset)  # type: ignore[arg-type]

    @property
    def multiprocessing_context(self) -> Any:
        """How workers are started; ``None`` is the system's usual way."""
        return self._multiprocessing_context

    @multiprocessing_context.setter
    def multiprocessing_context(self, context: Any) -> None:
        if context is not None:
            context = check_context(context, self.num_workers)
        self._multiprocessing_context = context

    def __setattr__(self, attr: str, val: object) -> None:
        if self.__initialized and attr in (
            "batch_size",
            "batch_sampler",
            "sampler",
            "drop_last",
            "dataset",
            "persistent_workers",
        ):
            raise ValueError(
                f"{attr} attribute should not be set after "
                f"{self.__class__.__name__} is initialized"
            )
        super().__setattr__(attr, val)

    def __iter__(self) -> _BaseDataLoaderIter:
        if self.num_workers == 0:
            return _SingleProcessDataLoaderIter(self)
        if not self.persistent_workers:
            return _MultiProcessingDataLoaderIter(self)
        if self._iterator is None:
            self._iterator = _MultiProcessingDataLoaderIter(self)
        else:
            self._iterator._reset(self)
        return self._iterator

    @property
    def _auto_collation(self) -> bool:
        return self.batch_sampler is not None

    @property
    def _index_sampler(self) -> Any:
        return self.batch_sampler if self._auto_collation else self.sampler

    def __len__(self) -> int:
        if not self._is_stream:
            return len(self._index_sampler)
        # Taken on trust; the iterator warns if the stream is longer.
        length = self._stream_len = len(self.dataset)  # type: ignore[arg-type]
        if self.batch_size is None:
            return length
        if self.drop_last:
            return length // self.batch_size
        return math.ceil(length / self.batch_size)

    def check_worker_number_rationality(self) -> None:
        """Warns about more workers than the machine has processors."""
        affinity = getattr(os, "sched_getaffinity", None)
        cpus = len(affinity(0)) if affinity else os.cpu_count()
        if not self.num_workers or self.num_workers <= (cpus or math.inf):
            return
        unchecked = "" if affinity else " (`cpuset` is not taken into account)"
        warnings.warn(
            f"This DataLoader will create {self.num_workers} worker processes "
            "in total. Our suggested max number of worker in current system "
            f"is {cpus}{unchecked}, which is smaller than what this "
            "DataLoader is going to create. Please be aware that excessive "
            "worker creation might get DataLoader running slow or even "
            "freeze, lower the worker number to avoid potential "
            "slowness/freeze if necessary.",
            stacklevel=3,
        )


class _BaseDataLoaderIter:
    """One epoch of a loader. The order of the draws below is PyTorch's."""

    def __init__(self, loader: DataLoader) -> None:
        self._dataset = loader.dataset
        self._num_workers = loader.num_workers
        self._index_sampler = loader._index_sampler
        if loader.pin_memory:
            warnings.warn(
                "'pin_memory' argument is set as true but no accelerator is "
                "found, then device pinned memory won't be used.",
                stacklevel=4,
            )
        self._sampler_iter = iter(self._index_sampler)
        self._base_seed = draw_seed(loader.generator)
        self._num_yielded = 0
        self._stream_len = loader._stream_len

    def __iter__(self) -> _BaseDataLoaderIter:
        return self

    def _next_data(self) -> Any:
        raise NotImplementedError

    def __next__(self) -> Any:
        data = self._next_data()
        self._num_yielded += 1
        if (
            self._stream_len is not None
            and self._num_yielded > self._stream_len
        ):
            self._warn_about_length()
        return data

    def _reset(self, loader: DataLoader) -> None:
        raise NotImplementedError

    def _warn_about_length(self) -> None:
        message = (
            f"Length of IterableDataset {self._dataset} was reported to be "
            f"{self._stream_len}(when accessing len(dataloader)), but "
            f"{self._num_yielded} samples have been fetched. "
        )
        if self._num_workers > 0:
            message += (
                "For multiprocessing data-loading, this could be caused by "
                "not properly configuring the IterableDataset replica at "
                "each worker: see get_worker_info()."
            )
        warnings.warn(message, stacklevel=3)

    def __len__(self) -> int:
        return len(self._index_sampler)

    def __getstate__(self) -> None:
        raise NotImplementedError(
            "{} cannot be pickled", self.__class__.__name__
        )


class _SingleProcessDataLoaderIter(_BaseDataLoaderIter):
    """Loads each batch when it is asked for."""

    def __init__(self, loader: DataLoader) -> None:
        super().__init__(loader)
        if loader.timeout != 0:
            raise AssertionError(
                "_SingleProcessDataLoaderIter requires timeout == 0"
            )
        self._fetcher = create_fetcher(
            loader.dataset,
            loader._auto_collation,
            loader.collate_fn,
            loader.drop_last,
        )

    def _next_data(self) -> Any:
        return self._fetcher.fetch(next(self._sampler_iter))


class _MultiProcessingDataLoaderIter(_BaseDataLoaderIter):
    """Has the batches loaded by worker processes."""

    def __init__(self, loader: DataLoader) -> None:
        # Here, because most programs never need it.
        from teachtorch.utils.data._utils.multiprocess import BatchQueue

        super().__init__(loader)
        self._batches = BatchQueue(loader, self._base_seed)
        self._reset(loader)

    def _reset(self, loader: DataLoader) -> None:
        """Begins an epoch, with the workers there are."""
        self._sampler_iter = iter(self._index_sampler)
        self._num_yielded = 0
        self._stream_len = loader._stream_len
        self._batches.start(self._sampler_iter)

    def _next_data(self) -> Any:
        return self._batches.next_batch()
