"""The value at a certain place of the order: median, mode, quantiles."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .dims import canonical_dim
from .gather import scatter_of
from .results import named_result
from .sorting import order


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
