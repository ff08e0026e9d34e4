"""The value at a certain place of the order: median, mode, quantiles."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from ..autograd.grad_mode import mode as grad_mode
from .dims import canonical_dim
from .gather import gather, scatter_of
from .operands import not_implemented
from .results import named_result
from .shape import SqueezeResult
from .sorting import order, sort

# ---------------------------------------------------------------------------
# Along a dim
# ---------------------------------------------------------------------------


class Kthvalue(Op):
    """y = one order statistic of x along a dim, so it alone gets ∂y.

    A primitive because finding one element is faster than sorting all.
    """

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, dim: int, indices: np.ndarray, keepdim: bool
    ) -> tuple:
        ctx.shape, ctx.dim = x._array.shape, dim
        if not ctx.shape:
            return wrap(x._array.copy()), wrap(np.zeros((), np.int64))
        ctx.indices = wrap(indices)
        values = np.take_along_axis(x._array, indices, dim)
        if not keepdim:
            values, indices = values.squeeze(dim), indices.squeeze(dim)
        return wrap(values), wrap(indices.copy())

    @staticmethod
    def backward(ctx: Any, grad: Any, _: Any) -> Any:
        if not ctx.shape:
            return grad, None, None, None
        kept = (*ctx.shape[: ctx.dim], 1, *ctx.shape[ctx.dim + 1 :])
        grad = grad.reshape(kept)
        grad_x = scatter_of(grad, ctx.dim, ctx.indices, ctx.shape)
        return grad_x, None, None, None


class MedianAlong(Kthvalue):
    """y = the lower median of x along a dim, so it alone gets ∂y.

    A primitive because PyTorch's graph shows it apart from Kthvalue.
    """

    def name(self) -> str:
        return "MedianBackward1"


class NanmedianAlong(Kthvalue):
    """y = the lower median of the numbers along a dim, so it alone gets ∂y.

    A primitive because nan does not count, as it does for MedianAlong.
    """

    def name(self) -> str:
        return "NanmedianBackward1"


class Mode(Kthvalue):
    """y = the most frequent value of x along a dim, so that element alone gets
    ∂y.

    A primitive because PyTorch's graph shows it as one node.
    """


def kthvalue(
    input: Tensor, k: int, dim: int = -1, keepdim: bool = False
) -> Any:
    """Finds the ``k``-th smallest along ``dim``, counted from 1.

    See :func:`torch.kthvalue`.
    """
    if input._array.dtype.kind == "b":
        raise not_implemented("kthvalue_cpu", input.dtype)
    d = canonical_dim(dim, input._array.ndim)
    size = input._array.shape[d] if input._array.ndim else 1
    if input._array.ndim and size == 0:
        raise IndexError(
            f"kthvalue(): Expected reduction dim {d} to have non-zero size."
        )
    if not 1 <= k <= size:
        raise RuntimeError(
            f"kthvalue(): selected number k out of range for dimension {d}"
        )
    indices = order(input._array, d, False) if input._array.ndim else None
    picked = indices if indices is None else indices.take([k - 1], d)
    return named_result("kthvalue", *Kthvalue.apply(input, d, picked, keepdim))


def _median_along(
    name: str, op: type[Op], input: Tensor, dim: int, keepdim: bool
) -> Any:
    array = input._array
    if array.dtype.kind == "b":
        raise not_implemented("median_out", input.dtype)
    d = canonical_dim(dim, array.ndim)
    if not array.ndim:
        return named_result(name, *op.apply(input, d, None, keepdim))
    if not array.shape[d]:
        raise IndexError(
            f"{name}(): Expected reduction dim {d} to have non-zero size."
        )
    n = array.shape[d]
    kept = (*array.shape[:d], 1, *array.shape[d + 1 :])
    middle = np.full(kept, (n - 1) // 2)
    if array.dtype.kind == "f":
        numbers = n - np.isnan(array).sum(d, keepdims=True)
        if name == "nanmedian":
            middle = np.maximum(numbers - 1, 0) // 2
        else:  # the first nan wins, wherever there is one
            middle = np.where(numbers < n, numbers, middle)
    indices = np.take_along_axis(order(array, d, False), middle, d)
    return named_result(name, *op.apply(input, d, indices, keepdim))


def mode(input: Tensor, dim: int = -1, keepdim: bool = False) -> Any:
    """Finds the most frequent value along ``dim``, the smallest of several.

    The index is that of its last occurrence. See :func:`torch.mode`.
    """
    d = canonical_dim(dim, input._array.ndim)
    if not input._array.ndim:
        return named_result("mode", *Mode.apply(input, d, None, keepdim))
    if not input._array.shape[d]:
        raise IndexError(
            f"mode(): Expected reduction dim {d} to have non-zero size."
        )
    array = np.moveaxis(input._array, d, -1)
    rows = array.reshape(-1, array.shape[-1])
    places = np.empty(len(rows), np.int64)
    for i, row in enumerate(rows):
        values, counts = np.unique(row, return_counts=True)
        winner = values[np.argmax(counts)]
        same = np.isnan(row) if winner != winner else row == winner
        places[i] = np.flatnonzero(same)[-1]
    indices = np.expand_dims(places.reshape(array.shape[:-1]), d)
    return named_result("mode", *Mode.apply(input, d, indices, keepdim))


# ---------------------------------------------------------------------------
# Over all elements
# ---------------------------------------------------------------------------


class Median(Op):
    """y = the lower median of all x, so the elements equal to it share ∂y
    evenly.

    A primitive because Sort would give all of ∂y to one of them.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, value: np.ndarray) -> Tensor:
        same = np.isnan(x._array) if np.isnan(value) else x._array == value
        ctx.same, ctx.count = same, max(int(same.sum()), 1)
        return wrap(np.asarray(value, x._array.dtype))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        same = wrap(ctx.same) if grad_mode.enabled else ctx.same
        return same * (grad / ctx.count), None


class Nanmedian(Median):
    """y = the lower median of all numbers in x, so equal elements share ∂y
    evenly.

    A primitive because nan does not count, as it does for Median.
    """


def median(input: Tensor, dim: int | None = None, keepdim: bool = False) -> Any:
    """Finds the median: the lower of the two middle values of an even number.

    See :func:`torch.median`.
    """
    if dim is None:
        return _median_of_all(Median, input)
    return _median_along("median", MedianAlong, input, dim, keepdim)


def nanmedian(
    input: Tensor, dim: int | None = None, keepdim: bool = False
) -> Any:
    """Finds the median of what is not nan. See :func:`torch.nanmedian`."""
    if dim is None:
        return _median_of_all(Nanmedian, input)
    return _median_along("nanmedian", NanmedianAlong, input, dim, keepdim)


def _median_of_all(op: type[Op], input: Tensor) -> Tensor:
    flat = input._array.reshape(-1)
    if flat.dtype.kind == "b":
        raise not_implemented("median_cpu", input.dtype)
    if not flat.size:
        if flat.dtype.kind == "f":
            return op.apply(input, np.array(np.nan))
        return op.apply(input, np.array(np.iinfo(flat.dtype).min))
    ascending = np.sort(flat)
    nans = int(np.isnan(flat).sum()) if flat.dtype.kind == "f" else 0
    if op is Median and nans:
        return op.apply(input, np.array(np.nan))
    middle = max(flat.size - nans - 1, 0) // 2
    return op.apply(input, ascending[middle])


# ---------------------------------------------------------------------------
# Quantiles
# ---------------------------------------------------------------------------


def quantile(
    input: Tensor,
    q: Any,
    dim: int | None = None,
    keepdim: bool = False,
    *,
    interpolation: str = "linear",
) -> Tensor:
    """Finds the value below which a fraction ``q`` of the elements lies.

    Between two elements, ``interpolation`` decides. See
    :func:`torch.quantile`.
    """
    return _quantile(input, q, dim, keepdim, interpolation, False)


def nanquantile(
    input: Tensor,
    q: Any,
    dim: int | None = None,
    keepdim: bool = False,
    *,
    interpolation: str = "linear",
) -> Tensor:
    """Finds quantiles of what is not nan. See :func:`torch.nanquantile`."""
    return _quantile(input, q, dim, keepdim, interpolation, True)


def _quantile(
    input: Any, q: Any, dim: Any, keepdim: bool, how: str, skip_nan: bool
) -> Tensor:
    q = _fractions(input, q)
    if how not in ("linear", "lower", "higher", "midpoint", "nearest"):
        raise RuntimeError(
            "quantile() interpolation must be one of linear, lower, higher, "
            f"midpoint or nearest, but got {how}"
        )
    ndim = input._array.ndim
    d = 0 if dim is None else canonical_dim(dim, ndim)
    flat = dim is None or not ndim
    x = input.reshape(-1) if flat else input.movedim(d, -1)
    ascending = sort(x, -1)[0]
    n = x._array.shape[-1]
    nans = np.isnan(x._array).sum(-1, keepdims=True)
    if skip_nan:
        rank = q._array * np.maximum(n - nans - 1, 0)
    else:  # one nan makes the whole answer nan: rank it last
        rank = np.where(nans > 0, float(n - 1), q._array * (n - 1))
    rank = np.broadcast_to(rank, (*x._array.shape[:-1], q._array.size))
    if how == "lower":
        rank = np.floor(rank)
    elif how == "higher":
        rank = np.ceil(rank)
    elif how == "nearest":
        rank = np.round(rank)
    below = np.floor(rank).astype(np.int64)
    values = gather(ascending, -1, wrap(below))
    if how in ("linear", "midpoint"):
        above = np.ceil(rank).astype(np.int64)
        weight = np.full_like(rank, 0.5) if how == "midpoint" else rank - below
        weight = weight.astype(x._array.dtype)
        values = values.lerp(gather(ascending, -1, wrap(above)), wrap(weight))
    if keepdim:
        shape = [1] * ndim if flat else list(input._array.shape)
        shape[d : d + 1] = [1] if ndim else []
        values = values.reshape(*shape, -1) if flat else values.unsqueeze(d)
    if q._array.ndim:  # the fractions come first
        values = values.movedim(-1, 0).unsqueeze(-1)
    return SqueezeResult.apply(values, (values._array.ndim - 1,))


def _fractions(input: Tensor, q: Any) -> Tensor:
    if input._array.size == 0:
        raise RuntimeError("quantile() input tensor must be non-empty")
    if input._array.dtype.name not in ("float32", "float64"):
        raise RuntimeError(
            "quantile() input tensor must be either float or double dtype"
        )
    if isinstance(q, Tensor):
        if q._array.ndim > 1:
            raise RuntimeError("quantile() q must be a scalar or 1D tensor")
        if q._array.dtype != input._array.dtype:
            raise RuntimeError(
                "quantile() q tensor must be same dtype as the input tensor"
            )
    else:
        if not 0 <= q <= 1:
            raise RuntimeError(
                f"quantile() q must be in the range [0, 1] but got {q}"
            )
        q = wrap(np.array(q, input._array.dtype))
    if ((q._array < 0) | (q._array > 1)).any():
        raise RuntimeError("quantile() q values must be in the range [0, 1]")
    return q
