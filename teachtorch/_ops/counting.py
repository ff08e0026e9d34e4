"""Sets and counts: unique values, histograms, and the search in order."""

from __future__ import annotations

import math
from typing import Any, Literal

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .dims import canonical_dim
from .operands import not_implemented, without_derivative
from .signatures import refuse_wrong, signatures_of

# ---------------------------------------------------------------------------
# Different values
# ---------------------------------------------------------------------------


class Unique2(Op):
    """y = the different values of x, so ∂x could be collected from ∂y, but
    PyTorch refuses it.

    A primitive because its result requires grad, though PyTorch refuses ∂x.
    """

    inputs = 1
    refused = "_unique2"

    @staticmethod
    def forward(ctx: Any, x: Tensor, parts: tuple) -> tuple:
        return parts

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        raise NotImplementedError(
            f"the derivative for '{ctx.refused}' is not implemented."
        )


class UniqueDim(Unique2):
    """y = the different slices of x, so ∂x could be collected from ∂y, but
    PyTorch refuses it.

    A primitive because PyTorch's graph shows it apart from Unique2.
    """

    refused = "unique_dim"


class UniqueConsecutive(Unique2):
    """y = x without repeats, so ∂x could be collected from ∂y, but PyTorch
    refuses it.

    A primitive because PyTorch's graph shows it apart from Unique2.
    """

    refused = "unique_consecutive"


def unique(
    input: Tensor,
    sorted: bool = True,
    return_inverse: bool = False,
    return_counts: bool = False,
    dim: int | None = None,
) -> Any:
    """Gives the different values, in order. See :func:`torch.unique`."""
    options = {
        "sorted": sorted,
        "return_inverse": return_inverse,
        "return_counts": return_counts,
    }
    name, given = ("_unique2", (input,))
    if dim is not None:
        name, given = ("unique_dim", (input, dim))  # type: ignore[assignment]
    refuse_wrong(name, given, options, signatures_of(name, False))
    if dim is not None:
        dim = canonical_dim(dim, input._array.ndim)
    values, inverse, counts = np.unique(
        input._array,
        return_inverse=True,
        return_counts=True,
        axis=dim if input._array.ndim else None,
        equal_nan=False,
    )
    if dim is None:
        inverse = inverse.reshape(input._array.shape)
    else:
        inverse = inverse.reshape(-1)
    op = Unique2 if dim is None else UniqueDim
    found = values, inverse, counts
    return _parts(op, input, found, return_inverse, return_counts)


def unique_consecutive(
    input: Tensor,
    return_inverse: bool = False,
    return_counts: bool = False,
    dim: int | None = None,
) -> Any:
    """Drops every element that equals the one before it.

    See :func:`torch.unique_consecutive`.
    """
    array = input._array
    if dim is None:
        d, rows = 0, array.reshape(-1, 1)
    else:
        d = canonical_dim(dim, array.ndim)
        if not array.ndim:
            raise IndexError(
                f"Dimension specified as {dim} but tensor has no dimensions"
            )
        rows = np.moveaxis(array, d, 0)
        rows = rows.reshape(len(rows), math.prod(rows.shape[1:]))
    starts = np.ones(len(rows), bool)
    starts[1:] = (rows[1:] != rows[:-1]).any(1)
    places = np.flatnonzero(starts)
    values = (array.reshape(-1) if dim is None else array).take(places, d)
    inverse = np.cumsum(starts) - 1
    counts = np.diff(np.append(places, len(rows)))
    if dim is None:
        inverse = inverse.reshape(array.shape)
    found = values, inverse, counts
    return _parts(
        UniqueConsecutive, input, found, return_inverse, return_counts
    )


def _parts(
    op: type[Op],
    input: Tensor,
    found: tuple[np.ndarray, np.ndarray, np.ndarray],
    want_inverse: bool,
    want_counts: bool,
) -> Any:
    """Gives what was asked for: values alone, or a tuple."""
    values, inverse, counts = found
    parts = [wrap(np.ascontiguousarray(values))]
    if want_inverse:
        parts.append(wrap(inverse))
    if want_counts:
        parts.append(wrap(counts))
    parts = op.apply(input, tuple(parts))
    return parts[0] if len(parts) == 1 else parts


# ---------------------------------------------------------------------------
# Counts
# ---------------------------------------------------------------------------


class Bincount(without_derivative("bincount")):  # type: ignore[misc]
    """yₖ = the sum of the weights wᵢ whose nᵢ = k, so ∂wᵢ = ∂yₖ, but PyTorch
    refuses it.

    A primitive because it counts how often each k occurs, in one pass.
    """

    @staticmethod
    def forward(ctx: Any, w: Tensor, n: np.ndarray, least: int) -> Tensor:
        y = np.bincount(n, w._array, least)
        single = w._array.dtype == np.float32
        return wrap(y.astype(np.float32 if single else np.float64))


def bincount(
    input: Tensor, weights: Tensor | None = None, minlength: int = 0
) -> Tensor:
    """Counts how often each number from 0 on occurs.

    See :func:`torch.bincount`.
    """
    array = input._array
    if minlength < 0:
        raise RuntimeError("minlength should be >= 0")
    if array.dtype.kind in "fb":
        raise not_implemented("bincount_cpu", input.dtype)
    if array.ndim != 1 or (array.size and array.min() < 0):
        raise RuntimeError(
            "bincount only supports 1-d non-negative integral inputs."
        )
    if weights is None:
        return wrap(np.bincount(array, minlength=minlength))
    if weights._array.shape != array.shape:
        raise RuntimeError(
            "weights should be 1-d and have the same length as input"
        )
    return Bincount.apply(weights, array, minlength)


def histc(input: Tensor, bins: int = 100, min: Any = 0, max: Any = 0) -> Tensor:
    """Counts elements in ``bins`` equal ranges from min to max.

    If both are 0 the range is that of the data. See :func:`torch.histc`.
    """
    array = input._array.reshape(-1)
    if array.dtype.kind not in "f":
        raise not_implemented("histogram_cpu", input.dtype)
    if bins <= 0:
        raise RuntimeError(
            f"torch.histogram(): bins must be > 0, but got {bins} for "
            "dimension 0"
        )
    low, high = float(min), float(max)
    if low == high and array.size:
        low, high = float(array.min()), float(array.max())
    if low == high:
        low, high = low - 1, high + 1
    if not np.isfinite([low, high]).all():
        raise RuntimeError(
            f"torch.histc: range of [{low:g}, {high:g}] is not finite"
        )
    if low > high:
        raise RuntimeError("torch.histc: max must be larger than min")
    inside = array[(array >= low) & (array <= high)].astype(np.float64)
    bin_of = ((inside - low) * bins / (high - low)).astype(np.int64)
    counts = np.bincount(np.minimum(bin_of, bins - 1), minlength=bins)
    return wrap(counts.astype(array.dtype))


# ---------------------------------------------------------------------------
# The search in order
# ---------------------------------------------------------------------------


def searchsorted(
    sorted_sequence: Tensor,
    input: Any,
    *,
    out_int32: bool = False,
    right: bool = False,
    side: str | None = None,
    sorter: Tensor | None = None,
) -> Tensor:
    """Finds where values would have to be inserted to keep the order.

    See :func:`torch.searchsorted`.
    """
    if side not in (None, "left", "right"):
        raise RuntimeError(
            "torch.searchsorted(): side can only be 'left' or 'right' but got "
            f"{side}"
        )
    if right and side == "left":
        raise RuntimeError(
            "torch.searchsorted(): side and right can't be set to opposites, "
            "got side of left while right was True"
        )
    sequence = sorted_sequence._array
    if not sequence.ndim:
        raise RuntimeError(
            "torch.searchsorted(): boundaries tensor should have positive "
            "dimension, but got 0 dimension"
        )
    if sorter is not None:
        sequence = np.take_along_axis(sequence, sorter._array, -1)
    found = _search("searchsorted", sequence, input, right or side == "right")
    return wrap(found.astype(np.int32 if out_int32 else np.int64))


def bucketize(
    input: Any,
    boundaries: Tensor,
    *,
    out_int32: bool = False,
    right: bool = False,
) -> Tensor:
    """Finds the bucket of each value. See :func:`torch.bucketize`."""
    if boundaries._array.ndim != 1:
        raise RuntimeError(
            "boundaries tensor must be 1 dimension, but got dim("
            f"{boundaries._array.ndim})"
        )
    found = _search("bucketize", boundaries._array, input, right)
    return wrap(found.astype(np.int32 if out_int32 else np.int64))


def _search(
    name: str, sequence: np.ndarray, values: Any, right: bool
) -> np.ndarray:
    if isinstance(values, Tensor):
        wanted = values._array
    else:
        wanted = np.asarray(values)
    side: Literal["left", "right"] = "right" if right else "left"
    if sequence.ndim == 1:
        return np.asarray(np.searchsorted(sequence, wanted, side))
    if sequence.shape[:-1] != wanted.shape[:-1]:
        raise RuntimeError(
            f"torch.{name}(): boundaries tensor should be 1 dimension or the "
            "first N-1 dimensions of boundaries tensor and input value tensor "
            f"must match, but we got boundaries tensor {list(sequence.shape)} "
            f"and input value tensor {list(wanted.shape)}"
        )
    rows = sequence.reshape(-1, sequence.shape[-1])
    each = wanted.reshape(len(rows), -1)
    found = [np.searchsorted(r, v, side) for r, v in zip(rows, each)]
    return np.array(found).reshape(wanted.shape)
