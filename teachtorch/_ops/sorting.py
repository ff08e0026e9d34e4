"""Order: sorting, the largest k, medians, unique values.

Every one of them finds *indices* first and then picks: so the gradient of a
sorted tensor is the incoming gradient, put back at the indices.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .indexing import scatter_of
from .results import named_result
from .shape import canonical_dim


class Sort(Op):
    """y = x in another order along a dim; ∂x is ∂y put back."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, dim: int, indices: np.ndarray) -> tuple:
        ctx.shape, ctx.dim = x._array.shape, dim
        ctx.indices = wrap(indices)
        values = np.take_along_axis(x._array, indices, dim)
        return wrap(values), wrap(indices.copy())

    @staticmethod
    def backward(ctx: Any, grad: Any, _: Any) -> Any:
        return scatter_of(grad, ctx.dim, ctx.indices, ctx.shape), None, None


class Topk(Sort):
    """y = the k largest of x along a dim; ∂x is ∂y put back, 0 elsewhere."""


class Kthvalue(Op):
    """y = one order statistic of x along a dim, which alone gets ∂y."""

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, dim: int, indices: np.ndarray, keepdim: bool
    ) -> tuple:
        ctx.shape, ctx.dim = x._array.shape, dim
        ctx.indices = wrap(indices)
        values = np.take_along_axis(x._array, indices, dim)
        if not keepdim:
            values, indices = values.squeeze(dim), indices.squeeze(dim)
        return wrap(values), wrap(indices.copy())

    @staticmethod
    def backward(ctx: Any, grad: Any, _: Any) -> Any:
        kept = list(ctx.shape)
        kept[ctx.dim] = 1
        grad = grad.reshape(tuple(kept))
        grad_x = scatter_of(grad, ctx.dim, ctx.indices, ctx.shape)
        return grad_x, None, None, None


class Median(Kthvalue):
    """y = the lower median of x along a dim, which alone gets ∂y."""

    number = 1


class Mode(Kthvalue):
    """y = the most frequent value of x along a dim, which alone gets ∂y."""


def order(array: np.ndarray, dim: int, descending: bool) -> np.ndarray:
    """Gives the indices that sort; equal elements keep their order.

    NaN counts as larger than every number.
    """
    if not descending:
        return np.argsort(array, dim, kind="stable")
    # Sort the reversed array and read the result from its end: that keeps
    # equal elements in order, which reversing the result alone would not.
    n = array.shape[dim]
    found = np.argsort(np.flip(array, dim), dim, kind="stable")
    return np.flip(n - 1 - found, dim)


def sort(
    input: Tensor,
    dim: int = -1,
    descending: bool = False,
    stable: bool = False,
) -> Any:
    """Sorts along ``dim``; gives the values and where they came from.

    See :func:`torch.sort`.
    """
    return named_result("sort", *_sorted(input, dim, descending))


def _sorted(input: Tensor, dim: int, descending: bool) -> tuple:
    d = canonical_dim(dim, input._array.ndim)
    if input._array.ndim == 0:
        return input.clone(), wrap(np.zeros((), np.int64))  # type: ignore[attr-defined]
    return Sort.apply(input, d, order(input._array, d, descending))


def argsort(
    input: Tensor,
    dim: int = -1,
    descending: bool = False,
    stable: bool = False,
) -> Tensor:
    """Gives the indices that sort along ``dim``. See :func:`torch.argsort`."""
    return _sorted(input.detach(), dim, descending)[1]


def msort(input: Tensor) -> Tensor:
    """Sorts along the first dim. See :func:`torch.msort`."""
    return _sorted(input, 0, False)[0]


def topk(
    input: Tensor,
    k: int,
    dim: int = -1,
    largest: bool = True,
    sorted: bool = True,
) -> Any:
    """Finds the ``k`` largest (or smallest) along ``dim``.

    See :func:`torch.topk`.
    """
    array = np.atleast_1d(input._array)
    d = canonical_dim(dim, input._array.ndim)
    if not 0 <= k <= array.shape[d]:
        raise RuntimeError("selected index k out of range")
    if input._array.ndim == 0:
        return named_result("topk", *_sorted(input, 0, False))
    indices = order(array, d, largest).take(np.arange(k), d)
    return named_result("topk", *Topk.apply(input, d, indices))


def kthvalue(
    input: Tensor, k: int, dim: int = -1, keepdim: bool = False
) -> Any:
    """Finds the ``k``-th smallest along ``dim``, counted from 1.

    See :func:`torch.kthvalue`.
    """
    d = canonical_dim(dim, input._array.ndim)
    size = input._array.shape[d] if input._array.ndim else 1
    if not 1 <= k <= size:
        raise RuntimeError(
            f"kthvalue(): selected number k out of range for dimension {d}"
        )
    return _statistic("kthvalue", Kthvalue, input, d, k - 1, keepdim)


def _statistic(
    name: str, op: type[Op], input: Tensor, dim: int, place: Any, keepdim: bool
) -> Any:
    if input._array.ndim == 0:
        input, keepdim = input.reshape(1), False  # type: ignore[attr-defined]
    indices = order(input._array, dim, False)
    if isinstance(place, int):
        picked = indices.take([place], dim)
    else:
        picked = np.take_along_axis(indices, place, dim)
    return named_result(name, *op.apply(input, dim, picked, keepdim))


def median(input: Tensor, dim: int | None = None, keepdim: bool = False) -> Any:
    """Finds the median: the lower of the two middle values of an even number.

    See :func:`torch.median`.
    """
    if dim is None:
        flat = input.reshape(-1)  # type: ignore[attr-defined]
        return _median(flat, 0, False)[0]
    d = canonical_dim(dim, input._array.ndim)
    return named_result("median", *_median(input, d, keepdim))


def _median(input: Tensor, dim: int, keepdim: bool) -> tuple:
    array = np.atleast_1d(input._array)
    n = array.shape[dim]
    middle = np.full((1,) * array.ndim, (n - 1) // 2)
    if array.dtype.kind == "f":  # nan wins, wherever there is one
        nans = np.isnan(array).any(dim, keepdims=True)
        middle = np.where(nans, n - np.isnan(array).sum(dim, keepdims=True), middle)
    else:
        shape = list(array.shape)
        shape[dim] = 1
        middle = np.broadcast_to(middle, shape)
    return _statistic("median", Median, input, dim, middle, keepdim)


def mode(input: Tensor, dim: int = -1, keepdim: bool = False) -> Any:
    """Finds the most frequent value along ``dim``, the smallest of several.

    The index is that of its last occurrence. See :func:`torch.mode`.
    """
    d = canonical_dim(dim, input._array.ndim)
    array = np.moveaxis(np.atleast_1d(input._array), d, -1)
    flat = array.reshape(-1, array.shape[-1])
    places = np.empty(len(flat), np.int64)
    for i, row in enumerate(flat):
        values, counts = np.unique(row, return_counts=True)
        winner = values[np.argmax(counts)]
        places[i] = np.flatnonzero(row == winner)[-1]
    indices = np.expand_dims(places.reshape(array.shape[:-1]), d)
    if input._array.ndim == 0:
        input, keepdim = input.reshape(1), False  # type: ignore[attr-defined]
    return named_result("mode", *Mode.apply(input, d, indices, keepdim))


# ---------------------------------------------------------------------------
# Sets and counts
# ---------------------------------------------------------------------------


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
