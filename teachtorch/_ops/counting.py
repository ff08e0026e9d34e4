"""Sets and counts: unique values, histograms, and the search in order."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, wrap


def unique(
    input: Tensor,
    sorted: bool = True,
    return_inverse: bool = False,
    return_counts: bool = False,
    dim: int | None = None,
) -> Any:
    """Gives the different values, in order. See :func:`torch.unique`."""
    found = np.unique(
        input._array,
        return_inverse=return_inverse,
        return_counts=return_counts,
        axis=dim,
    )
    if not isinstance(found, tuple):
        return wrap(found)
    return tuple(wrap(np.asarray(part)) for part in found)


def bincount(
    input: Tensor, weights: Tensor | None = None, minlength: int = 0
) -> Tensor:
    """Counts how often each number from 0 on occurs.

    See :func:`torch.bincount`.
    """
    array = input._array
    if array.ndim != 1 or array.dtype.kind == "f" or (array < 0).any():
        if array.dtype.kind == "f":
            raise RuntimeError(
                f'"bincount_cpu" not implemented for \'{input.dtype.kind}\''
            )
        raise RuntimeError(
            "bincount only supports 1-d non-negative integral inputs."
        )
    if minlength < 0:
        raise RuntimeError("minlength should be >= 0")
    if weights is None:
        return wrap(np.bincount(array, minlength=minlength))
    if weights._array.shape != array.shape:
        raise RuntimeError("weights should be 1-d and have the same length as input")
    counts = np.bincount(array, weights._array, minlength)
    single = weights._array.dtype == np.float32
    return wrap(counts.astype(np.float32 if single else np.float64))


def histc(input: Tensor, bins: int = 100, min: Any = 0, max: Any = 0) -> Tensor:
    """Counts elements in ``bins`` equal ranges from min to max.

    If both are 0 the range is that of the data. See :func:`torch.histc`.
    """
    array = input._array
    low, high = float(min), float(max)
    if low == high == 0 and array.size:
        low, high = float(array.min()), float(array.max())
    if low == high:
        low, high = low - 1, high + 1
    if low > high:
        raise RuntimeError("torch.histc: max must be larger than min")
    counts, _ = np.histogram(array, bins, (low, high))
    return wrap(counts.astype(array.dtype))


def searchsorted(
    sorted_sequence: Tensor,
    values: Any,
    *,
    out_int32: bool = False,
    right: bool = False,
) -> Tensor:
    """Finds where values would have to be inserted to keep the order.

    See :func:`torch.searchsorted`.
    """
    found = _search(sorted_sequence, values, right)
    return wrap(found.astype(np.int32 if out_int32 else np.int64))


def bucketize(
    input: Any, boundaries: Tensor, *, out_int32: bool = False, right: bool = False
) -> Tensor:
    """Finds the bucket of each value. See :func:`torch.bucketize`."""
    found = _search(boundaries, input, right)
    return wrap(found.astype(np.int32 if out_int32 else np.int64))


def _search(sequence: Tensor, values: Any, right: bool) -> np.ndarray:
    side = "right" if right else "left"
    wanted = getattr(values, "_array", values)
    array = sequence._array
    if array.ndim == 1:
        return np.asarray(np.searchsorted(array, wanted, side))
    rows = array.reshape(-1, array.shape[-1])
    each = np.asarray(wanted).reshape(len(rows), -1)
    found = [np.searchsorted(r, v, side) for r, v in zip(rows, each)]
    return np.array(found).reshape(np.shape(wanted))
