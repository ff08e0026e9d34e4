"""Sequences of different lengths in one batch: padded, and packed.

A padded batch is a plain tensor with the short sequences filled up. A packed
one has no filling: all first elements, then all second ones of the sequences
that have one, and so on, as a recurrent layer reads them. It needs the longest
sequence first, so it also remembers where each one stood.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

from ..._creation import as_tensor, full, tensor
from ..._dtype import (
    float16,
    float32,
    float64,
    int8,
    int16,
    int32,
    int64,
    uint8,
)
from ..._ops.joining import cat, stack
from ..._ops.sorting import sort
from ..._tensor import Tensor, wrap

__all__ = [
    "PackedSequence",
    "invert_permutation",
    "pack_padded_sequence",
    "pack_sequence",
    "pad_packed_sequence",
    "pad_sequence",
    "unpack_sequence",
    "unpad_sequence",
]


class _Fields(NamedTuple):
    data: Tensor
    batch_sizes: Tensor
    sorted_indices: Tensor | None
    unsorted_indices: Tensor | None


class PackedSequence(_Fields):
    """A packed batch: made by :func:`pack_sequence`, not by hand.

    Attributes:
        data: the elements, step by step.
        batch_sizes: how many sequences have a first, a second, ... element.
        sorted_indices: which sequence of the batch is the longest, the second
            longest, ...; None if they came in that order.
        unsorted_indices: the way back.

    See :class:`torch.nn.utils.rnn.PackedSequence`.
    """

    def __new__(
        cls,
        data: Any,
        batch_sizes: Tensor | None = None,
        sorted_indices: Tensor | None = None,
        unsorted_indices: Tensor | None = None,
    ) -> PackedSequence:
        if unsorted_indices is None:
            unsorted_indices = invert_permutation(sorted_indices)
        if batch_sizes is None:
            if not (isinstance(data, list | tuple) and len(data) == 2):
                raise AssertionError(
                    "Expected data to be a list or tuple of length 2"
                )
            data, batch_sizes = data
        return super().__new__(
            cls, data, batch_sizes, sorted_indices, unsorted_indices
        )

    __repr__ = _Fields.__repr__

    def to(self, *args: Any, **kwargs: Any) -> PackedSequence:
        """Converts the data, as ``Tensor.to`` does."""
        data = self.data.to(*args, **kwargs)
        return self if data is self.data else self._replace(data=data)

    def double(self) -> PackedSequence:
        return self.to(float64)

    def float(self) -> PackedSequence:
        return self.to(float32)

    def half(self) -> PackedSequence:
        return self.to(float16)

    def long(self) -> PackedSequence:
        return self.to(int64)

    def int(self) -> PackedSequence:
        return self.to(int32)

    def short(self) -> PackedSequence:
        return self.to(int16)

    def char(self) -> PackedSequence:
        return self.to(int8)

    def byte(self) -> PackedSequence:
        return self.to(uint8)

    def cpu(self) -> PackedSequence:
        return self

    @property
    def is_cuda(self) -> bool:
        """Whether the data is on a GPU: never."""
        return False

    def is_pinned(self) -> bool:
        return False


def invert_permutation(permutation: Tensor | None) -> Tensor | None:
    """Gives the permutation that undoes another.

    >>> invert_permutation(torch.tensor([2, 0, 1]))
    tensor([1, 2, 0])
    """
    if permutation is None:
        return None
    inverse = np.empty_like(permutation._array)
    inverse[permutation._array] = np.arange(inverse.size)
    return wrap(inverse)


def pad_sequence(
    sequences: Iterable[Tensor],
    batch_first: bool = False,
    padding_value: float = 0.0,
    padding_side: str = "right",
) -> Tensor:
    """Makes one tensor of sequences by filling up the short ones.

    Args:
        sequences: of shapes ``(length, *)``, all alike but for the length.
        batch_first: give ``(batch, length, *)``, not ``(length, batch, *)``.
        padding_value: what to fill up with.
        padding_side: ``"right"`` (behind) or ``"left"``.

    See :func:`torch.nn.utils.rnn.pad_sequence`.

    >>> pad_sequence([torch.tensor([1, 2, 3]), torch.tensor([4])], True)
    tensor([[1, 2, 3],
            [4, 0, 0]])
    """
    if not isinstance(sequences, Iterable):
        raise RuntimeError(
            "pad_sequence: Expected iterable for input sequences, but got arg "
            f"of type: {type(sequences)}"
        )
    sequences = list(sequences)
    if not sequences:
        raise RuntimeError("received an empty list of sequences")
    if padding_side not in ("left", "right"):
        raise RuntimeError(
            "Expected padding_side to be one of left or right, but got "
            f"{padding_side}."
        )
    longest = max(len(x) for x in sequences)
    rows = []
    for x in sequences:
        rest = (longest - len(x), *sequences[0].shape[1:])
        filling = full(rest, padding_value, dtype=sequences[0].dtype)
        x = x.to(filling.dtype)
        right = padding_side == "right"
        rows.append(cat([x, filling] if right else [filling, x]))
    return stack(rows, 0 if batch_first else 1)


def pack_padded_sequence(
    input: Tensor,
    lengths: Any,
    batch_first: bool = False,
    enforce_sorted: bool = True,
) -> PackedSequence:
    """Packs a padded batch.

    Args:
        input: ``(length, batch, *)``.
        lengths: the true length of each sequence.
        batch_first: the input is ``(batch, length, *)``.
        enforce_sorted: refuse the batch if it does not begin with the longest
            sequence, and so on. If False, it is sorted here.

    See :func:`torch.nn.utils.rnn.pack_padded_sequence`.
    """
    if not isinstance(lengths, Tensor):
        lengths = as_tensor(lengths, dtype=int64)
    lengths, order = lengths.to(int64), None
    batch_dim = 0 if batch_first else 1
    if not enforce_sorted:
        lengths, order = sort(lengths, descending=True)
        input = input.index_select(batch_dim, order)
    sizes = lengths._array
    _check_lengths(input, sizes, input.size(batch_dim))
    steps, members = np.nonzero(np.arange(sizes[0])[:, None] < sizes)
    places = (members, steps) if batch_first else (steps, members)
    data = input[wrap(places[0]), wrap(places[1])]
    return PackedSequence(data, wrap(np.bincount(steps)), order, None)


def _check_lengths(input: Tensor, sizes: np.ndarray, batch: int) -> None:
    if sizes.ndim != 1:
        raise RuntimeError(
            "'lengths' argument should be a 1D CPU int64 tensor, but got "
            f"{sizes.ndim}D cpu Long tensor"
        )
    if input.numel() == 0:
        raise RuntimeError("Cannot pack empty tensors.")
    if len(sizes) != batch:
        raise RuntimeError(
            "Expected `len(lengths)` to be equal to batch_size, but got "
            f"{len(sizes)} (batch_size={batch})"
        )
    if sizes.min() <= 0:
        raise RuntimeError(
            "Length of all samples has to be greater than 0, but found an "
            "element in 'lengths' that is <= 0"
        )
    if (np.diff(sizes) > 0).any():
        raise RuntimeError(
            "`lengths` array must be sorted in decreasing order when "
            "`enforce_sorted` is True. You can pass `enforce_sorted=False` to "
            "pack_padded_sequence and/or pack_sequence to sidestep this "
            "requirement if you do not need ONNX exportability."
        )


def pad_packed_sequence(
    sequence: PackedSequence,
    batch_first: bool = False,
    padding_value: float = 0.0,
    total_length: int | None = None,
) -> tuple[Tensor, Tensor]:
    """Undoes :func:`pack_padded_sequence`.

    Args:
        sequence: the packed batch.
        batch_first: give ``(batch, length, *)``, not ``(length, batch, *)``.
        padding_value: what to fill up with.
        total_length: fill up to this length, not just to the longest.

    Returns:
        the padded batch, and the length of each sequence.

    See :func:`torch.nn.utils.rnn.pad_packed_sequence`.
    """
    sizes = sequence.batch_sizes._array
    longest = len(sizes)
    if total_length is not None:
        if total_length < longest:
            raise ValueError(
                "Expected total_length to be at least the length of the "
                "longest sequence in input, but got "
                f"total_length={total_length} and max sequence length being "
                f"{longest}"
            )
        longest = total_length
    # Where each place of the padded batch finds its element: the filling
    # is one more row behind the data.
    batch, count = int(sizes[0]), len(sequence.data)
    table = np.full((longest, batch), count)
    present = np.arange(batch) < sizes[:, None]
    table[: len(sizes)][present] = np.arange(count)
    lengths = present.sum(0)
    if sequence.unsorted_indices is not None:
        back = sequence.unsorted_indices._array
        table, lengths = table[:, back], lengths[back]
    filling = full(
        (1, *sequence.data.shape[1:]), padding_value, dtype=sequence.data.dtype
    )
    rows = cat([sequence.data, filling])
    padded = rows[wrap(table.T if batch_first else table)]
    return padded, wrap(lengths)


def pack_sequence(
    sequences: list[Tensor], enforce_sorted: bool = True
) -> PackedSequence:
    """Packs sequences of shapes ``(length, *)``.

    See :func:`torch.nn.utils.rnn.pack_sequence`.

    >>> a, b = torch.tensor([1, 2, 3]), torch.tensor([4, 5])
    >>> pack_sequence([a, b]).data
    tensor([1, 4, 2, 5, 3])
    """
    lengths = tensor([len(x) for x in sequences])
    return pack_padded_sequence(
        pad_sequence(sequences), lengths, enforce_sorted=enforce_sorted
    )


def unpad_sequence(
    padded_sequences: Tensor, lengths: Tensor, batch_first: bool = False
) -> list[Tensor]:
    """Undoes :func:`pad_sequence`."""
    batch = padded_sequences
    if not batch_first:
        batch = batch.transpose(0, 1)
    return [x[:n] for x, n in zip(batch, lengths.tolist())]


def unpack_sequence(packed_sequences: PackedSequence) -> list[Tensor]:
    """Undoes :func:`pack_sequence`."""
    padded, lengths = pad_packed_sequence(packed_sequences, batch_first=True)
    return unpad_sequence(padded, lengths, batch_first=True)
