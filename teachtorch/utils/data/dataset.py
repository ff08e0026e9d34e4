"""Datasets: things that answer ``dataset[i]`` and ``len(dataset)``.

A dataset holds no order and no batches, only samples. The classes at the end
of the file build new datasets out of old ones without copying any sample.
An :class:`IterableDataset` is the other kind: a stream that can only be read
from front to back.

The chapter on LeNet uses them for the first time.
"""

from __future__ import annotations

import bisect
import math
import warnings
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any, Generic, TypeVar

from teachtorch._generator import Generator
from teachtorch._tensor import Tensor
from teachtorch.random import randperm

__all__ = [
    "ChainDataset",
    "ConcatDataset",
    "Dataset",
    "IterableDataset",
    "StackDataset",
    "Subset",
    "TensorDataset",
    "random_split",
]

_Sample = TypeVar("_Sample", covariant=True)


class Dataset(Generic[_Sample]):
    """A map from an index to a sample.

    A subclass defines ``__getitem__`` and nearly always ``__len__``, which
    the samplers ask for. It may also define ``__getitems__(indices)``, which
    returns a list of samples at once, if that is faster.

    >>> class Squares(Dataset):
    ...     def __len__(self):
    ...         return 5
    ...
    ...     def __getitem__(self, index):
    ...         return index**2
    >>> Squares()[3]
    9
    """

    # There is no __len__ here on purpose: list(dataset) and others ask for
    # the length first, and a default that raised would make them fail.

    def __getitem__(self, index: Any) -> _Sample:
        raise NotImplementedError(
            "Subclasses of Dataset should implement __getitem__."
        )

    def __add__(self, other: Dataset) -> ConcatDataset:
        return ConcatDataset([self, other])


class IterableDataset(Dataset[_Sample], Iterable[_Sample]):
    """A stream of samples: a subclass defines ``__iter__``.

    With ``num_workers`` above 0 each worker process reads its own copy of
    the stream; :func:`~teachtorch.utils.data.get_worker_info` tells
    ``__iter__`` which part of it is its own.
    """

    def __add__(self, other: Dataset) -> ChainDataset:  # type: ignore[override]
        return ChainDataset([self, other])


class TensorDataset(Dataset[tuple[Tensor, ...]]):
    """Tensors side by side: sample ``i`` is the tuple of their rows ``i``.

    Args:
        *tensors: tensors of equal size in the first dimension.
    """

    def __init__(self, *tensors: Tensor) -> None:
        if any(tensors[0].size(0) != tensor.size(0) for tensor in tensors):
            raise AssertionError("Size mismatch between tensors")
        self.tensors = tensors

    def __getitem__(self, index: Any) -> tuple[Tensor, ...]:
        return tuple(tensor[index] for tensor in self.tensors)

    def __len__(self) -> int:
        return self.tensors[0].size(0)


class StackDataset(Dataset):
    """Datasets side by side: sample ``i`` joins their samples ``i``.

    Args:
        *args: datasets of equal length; a sample is then a tuple.
        **kwargs: or named datasets; a sample is then a dict.

    >>> StackDataset(x=[1, 2], y=[3, 4])[0]
    {'x': 1, 'y': 3}
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if args and kwargs:
            raise ValueError(
                "Supported either ``tuple``- (via ``args``) or"
                "``dict``- (via ``kwargs``) like input/output, but both "
                "types are given."
            )
        if not args and not kwargs:
            raise ValueError("At least one dataset should be passed")
        self.datasets: tuple | dict = args or kwargs
        parts = list(args or kwargs.values())
        self._length = len(parts[0])
        if any(self._length != len(dataset) for dataset in parts):
            raise ValueError("Size mismatch between datasets")

    def __getitem__(self, index: Any) -> Any:
        if isinstance(self.datasets, dict):
            return {k: dataset[index] for k, dataset in self.datasets.items()}
        return tuple(dataset[index] for dataset in self.datasets)

    def __getitems__(self, indices: list) -> list:
        if isinstance(self.datasets, dict):
            names = list(self.datasets)
            columns = [_items(d, indices) for d in self.datasets.values()]
            return [
                dict(zip(names, row, strict=True))
                for row in zip(*columns, strict=True)
            ]
        columns = [_items(dataset, indices) for dataset in self.datasets]
        return list(zip(*columns, strict=True))

    def __len__(self) -> int:
        return self._length


def _items(dataset: Any, indices: list) -> list:
    """Returns the samples at ``indices``, at once if the dataset can."""
    if not callable(getattr(dataset, "__getitems__", None)):
        return [dataset[index] for index in indices]
    items = dataset.__getitems__(indices)
    if len(items) != len(indices):
        raise ValueError(
            "Nested dataset's output size mismatch."
            f" Expected {len(indices)}, got {len(items)}"
        )
    return items


class ConcatDataset(Dataset[_Sample]):
    """Datasets one after the other.

    Args:
        datasets: the datasets, in order; none of them a stream.
    """

    @staticmethod
    def cumsum(sequence: Iterable) -> list[int]:
        """Returns where each part ends: the running sum of the lengths."""
        return list(accumulate(len(part) for part in sequence))

    def __init__(self, datasets: Iterable[Dataset]) -> None:
        self.datasets = list(datasets)
        if len(self.datasets) == 0:
            raise AssertionError("datasets should not be an empty iterable")
        for dataset in self.datasets:
            if isinstance(dataset, IterableDataset):
                raise AssertionError(
                    "ConcatDataset does not support IterableDataset"
                )
        self.cumulative_sizes = self.cumsum(self.datasets)

    def __len__(self) -> int:
        return self.cumulative_sizes[-1]

    def __getitem__(self, idx: int) -> _Sample:
        if idx < 0:
            if -idx > len(self):
                raise ValueError(
                    "absolute value of index should not exceed dataset length"
                )
            idx += len(self)
        part = bisect.bisect_right(self.cumulative_sizes, idx)
        if part > 0:
            idx -= self.cumulative_sizes[part - 1]
        return self.datasets[part][idx]


class ChainDataset(IterableDataset):
    """Streams one after the other.

    Args:
        datasets: instances of :class:`IterableDataset`.
    """

    def __init__(self, datasets: Iterable[Dataset]) -> None:
        self.datasets = datasets

    def _streams(self) -> Iterator[Any]:
        for dataset in self.datasets:
            if not isinstance(dataset, IterableDataset):
                raise AssertionError(
                    "ChainDataset only supports IterableDataset"
                )
            yield dataset

    def __iter__(self) -> Iterator[Any]:
        for stream in self._streams():
            yield from stream

    def __len__(self) -> int:
        return sum(len(stream) for stream in self._streams())


class Subset(Dataset[_Sample]):
    """Some samples of another dataset.

    Args:
        dataset: the whole dataset.
        indices: where the samples of the subset lie in it.

    A subclass that changes ``__getitem__`` must change ``__getitems__`` too,
    because the data loader calls the second one.
    """

    def __init__(
        self, dataset: Dataset[_Sample], indices: Sequence[int]
    ) -> None:
        self.dataset = dataset
        self.indices = indices
        cls = type(self)
        if (
            cls.__getitem__ is not Subset.__getitem__
            and cls.__getitems__ is Subset.__getitems__
        ):
            raise NotImplementedError(
                f"{cls.__name__} overrides __getitem__ but not __getitems__. "
                "When subclassing Subset and overriding __getitem__, you "
                "must also override __getitems__ to ensure DataLoader works "
                "correctly with your custom logic. A simple "
                "implementation:\n\n"
                "def __getitems__(self, indices):\n"
                "    return [self.__getitem__(idx) for idx in indices]"
            )

    def __getitem__(self, idx: Any) -> Any:
        if isinstance(idx, list):
            return self.dataset[[self.indices[i] for i in idx]]
        return self.dataset[self.indices[idx]]

    def __getitems__(self, indices: list[int]) -> list[_Sample]:
        chosen = [self.indices[i] for i in indices]
        if callable(getattr(self.dataset, "__getitems__", None)):
            return self.dataset.__getitems__(chosen)  # type: ignore[attr-defined]
        return [self.dataset[i] for i in chosen]

    def __len__(self) -> int:
        return len(self.indices)


def random_split(
    dataset: Dataset[_Sample],
    lengths: Sequence[int | float],
    generator: Generator | None = None,
) -> list[Subset[_Sample]]:
    """Splits a dataset at random into parts that do not overlap.

    Args:
        dataset: the dataset to split.
        lengths: how many samples each part gets; or fractions that sum to 1.
            A fraction is rounded down, and the samples left over go to the
            parts in turn, from the first on.
        generator: where the random order comes from (default: the global
            generator).

    Raises:
        ValueError: if the lengths do not add up to the dataset's, or a
            fraction lies outside 0 to 1.
    """
    total = len(dataset)  # type: ignore[arg-type]
    if math.isclose(sum(lengths), 1) and sum(lengths) <= 1:
        lengths = _fractions_to_lengths(lengths, total)
    if sum(lengths) != total:
        raise ValueError(
            "Sum of input lengths does not equal the length of the input "
            "dataset!"
        )
    order = randperm(total, generator=generator).tolist()
    ends = accumulate(lengths)
    return [
        Subset(dataset, order[end - length : end])
        for end, length in zip(ends, lengths, strict=True)
    ]


def _fractions_to_lengths(
    fractions: Sequence[int | float], total: int
) -> list[int]:
    """Turns fractions that sum to 1 into whole numbers that sum to total."""
    lengths = []
    for i, fraction in enumerate(fractions):
        if fraction < 0 or fraction > 1:
            raise ValueError(f"Fraction at index {i} is not between 0 and 1")
        lengths.append(math.floor(total * fraction))
    for i in range(total - sum(lengths)):
        lengths[i % len(lengths)] += 1
    for i, length in enumerate(lengths):
        if length == 0:
            warnings.warn(
                f"Length of split at index {i} is 0. "
                f"This might result in an empty dataset.",
                stacklevel=3,
            )
    return lengths
