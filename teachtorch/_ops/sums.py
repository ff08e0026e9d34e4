"""Sums, means and products over dims, or over everything.

The gradient of a sum is the same for each of its terms; that of a product is
the product of all other factors, for which there must be no division where a
factor is zero.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .. import _dtype
from .._dtype import dtype as DType
from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .dims import canonical_dim, sizes
from .expand import Expand
from .exponential import Exp
from .joining import Stack
from .operands import cast, floating
from .reduction import Dims, count, reduced_dims, total, with_kept
from .where import Where, masked

# ---------------------------------------------------------------------------
# Sum and mean
# ---------------------------------------------------------------------------


class Sum(Op):
    """y = Σ xᵢ, so ∂xᵢ = ∂y: each element gets its sum's gradient."""

    inputs = 1
    dims: tuple[int, ...] | None

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, dims: tuple[int, ...] | None, keepdim: bool
    ) -> Tensor:
        array = x._array
        ctx.shape, ctx.dims = array.shape, dims
        y = total(array, dims, keepdim)
        return wrap(np.asarray(y, array.dtype))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        grad = with_kept(grad, ctx.shape, ctx.dims)
        return Expand.of(grad, ctx.shape), None, None

    def name(self) -> str:
        return "SumBackward0" if self.dims is None else "SumBackward1"


def sum(
    input: Tensor,
    dim: Dims = None,
    keepdim: bool = False,
    *,
    dtype: DType | None = None,
) -> Tensor:
    """Computes the sum over ``dim``, or over everything.

    Integers and bools are summed as int64. See :func:`torch.sum`.

    >>> sum(Tensor([[1, 2], [3, 4]]), dim=0)
    tensor([4., 6.])
    """
    x = _summable(input, dtype)
    return Sum.apply(x, reduced_dims(dim, x._array.ndim, keepdim), keepdim)


def _summable(input: Tensor, dtype: DType | None) -> Tensor:
    """Gives small integers as int64, in which a sum hardly overflows."""
    if dtype is None:
        if input._array.dtype.kind == "f":
            return input
        dtype = _dtype.int64
    return cast(input, dtype)


class Mean(Op):
    """y = Σ xᵢ / n, so ∂xᵢ = ∂y/n.

    A primitive because it keeps only n; and PyTorch's graph shows it as one
    node.
    """

    inputs = 1
    dims: tuple[int, ...] | None

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, dims: tuple[int, ...] | None, keepdim: bool
    ) -> Tensor:
        array = x._array
        ctx.shape, ctx.dims = array.shape, dims
        ctx.n = array.size if dims is None else count(array.shape, dims)
        y = total(array, dims, keepdim)
        return wrap(np.asarray(y / y.dtype.type(ctx.n), array.dtype))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        grad = with_kept(grad, ctx.shape, ctx.dims) / ctx.n
        return Expand.of(grad, ctx.shape), None, None

    def name(self) -> str:
        return "MeanBackward0" if self.dims is None else "MeanBackward1"


def mean(
    input: Tensor,
    dim: Dims = None,
    keepdim: bool = False,
    *,
    dtype: DType | None = None,
) -> Tensor:
    """Computes the mean over ``dim``, or over everything.

    Raises:
        RuntimeError: for integers, unless a floating ``dtype`` is given.

    See :func:`torch.mean`.
    """
    x = input if dtype is None else cast(input, dtype)
    if x._array.dtype.kind != "f":
        which = "Input dtype" if dtype is None else "Optional dtype"
        raise RuntimeError(
            f"mean(): could not infer output dtype. {which} must be either "
            f"a floating point or complex dtype. Got: {x.dtype.kind}\n"
            "Integers have no mean that is an integer: convert first, for "
            "example x.float().mean()."
        )
    return Mean.apply(x, reduced_dims(dim, x._array.ndim, keepdim), keepdim)


# ---------------------------------------------------------------------------
# Without the missing values
# ---------------------------------------------------------------------------


class Nansum(Op):
    """y = Σ xᵢ without nan, so ∂xᵢ = ∂y, and 0 where xᵢ is nan.

    A primitive because PyTorch's graph shows it as one node.
    """

    inputs = 1

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, dims: tuple[int, ...] | None, keepdim: bool
    ) -> Tensor:
        ctx.save_for_backward(x)
        ctx.dims = dims
        array = x._array
        known = np.where(np.isnan(array), array.dtype.type(0), array)
        return wrap(np.asarray(total(known, dims, keepdim), array.dtype))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        grad = Expand.of(with_kept(grad, x.shape, ctx.dims), x.shape)
        return masked(grad, x == x), None, None  # nan is not equal to itself


def nansum(
    input: Tensor,
    dim: Dims = None,
    keepdim: bool = False,
    *,
    dtype: DType | None = None,
) -> Tensor:
    """Computes the sum of what is not nan. See :func:`torch.nansum`."""
    if input._array.dtype.kind != "f":
        return sum(input, dim, keepdim, dtype=dtype)
    x = input if dtype is None else cast(input, dtype)
    return Nansum.apply(x, reduced_dims(dim, x._array.ndim, keepdim), keepdim)


def nanmean(
    input: Tensor,
    dim: Dims = None,
    keepdim: bool = False,
    *,
    dtype: DType | None = None,
) -> Tensor:
    """Computes the mean of what is not nan. See :func:`torch.nanmean`."""
    if input._array.dtype.kind != "f":
        raise RuntimeError(
            "nanmean(): expected input to have floating point or complex dtype "
            f"but got {input.dtype.kind}"
        )
    dims = reduced_dims(dim, input._array.ndim, keepdim)
    known = np.add.reduce(~np.isnan(input._array), dims, keepdims=keepdim)  # type: ignore[call-overload]  # NumPy's stubs want a literal keepdims
    y = nansum(input, dim, keepdim, dtype=dtype)
    return y / wrap(np.asarray(known, y._array.dtype))


# ---------------------------------------------------------------------------
# Products
# ---------------------------------------------------------------------------


class Prod(Op):
    """y = Π xᵢ, so ∂xᵢ = ∂y · (product of the others).

    A primitive because exp(Σ log xᵢ) needs positive x and loses digits.
    """

    inputs = 1
    dim: int | None

    @staticmethod
    def forward(ctx: Any, x: Tensor, dim: int | None, keepdim: bool) -> Tensor:
        y = np.multiply.reduce(x._array, dim, keepdims=keepdim)  # type: ignore[call-overload]
        y = wrap(np.asarray(y))
        ctx.save_for_backward(x, y)
        ctx.dim = dim
        return y

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y = ctx.saved_tensors
        dims = None if ctx.dim is None else (ctx.dim,)
        if not (x == 0).any():
            share = with_kept(grad * y, x.shape, dims)
            return share / x, None, None
        flat = x.reshape(-1) if ctx.dim is None else x
        return _by_other_factors(grad, flat, ctx.dim or 0, x.shape), None, None

    def name(self) -> str:
        return "ProdBackward0" if self.dim is None else "ProdBackward1"


def _by_other_factors(grad: Any, x: Any, dim: int, shape: tuple) -> Any:
    """Multiplies, for each xᵢ, those before it by those after it."""
    n = x.shape[dim]
    before_dim = (slice(None),) * dim
    parts = [x[(*before_dim, i)] for i in range(n)]
    one = parts[0] * 0 + 1
    before, after = [one], [one]
    for i in range(n - 1):
        before.append(before[-1] * parts[i])
        after.append(after[-1] * parts[n - 1 - i])
    grad = grad.reshape(parts[0].shape)
    others = (grad * (b * a) for b, a in zip(before, reversed(after)))
    return Stack.of(dim, *others).reshape(shape)


def prod(
    input: Tensor,
    dim: int | None = None,
    keepdim: bool = False,
    *,
    dtype: DType | None = None,
) -> Tensor:
    """Computes the product over ``dim``, or over everything.

    See :func:`torch.prod`.
    """
    x = _summable(input, dtype)
    reduced_dims(None, 0, keepdim)
    if dim is not None:
        dim = canonical_dim(dim, x._array.ndim)
        if x._array.ndim == 0:
            dim = None
    return Prod.apply(x, dim, keepdim)


# ---------------------------------------------------------------------------
# Sums of exponentials; sums to a size
# ---------------------------------------------------------------------------


class Logsumexp(Op):
    """y = log Σ exp(xᵢ), so ∂xᵢ = ∂y·exp(xᵢ − y), the softmax of x.

    A primitive because exp xᵢ overflows, unless all are reduced by the largest
    x.
    """

    inputs = 1

    @staticmethod
    def forward(ctx: Any, x: Tensor, dims: tuple, keepdim: bool) -> Tensor:
        # Shift by the maximum so that exp cannot overflow; but not by an
        # infinite one, because inf − inf would turn the answer into nan.
        array = x._array
        top = np.max(array, dims, keepdims=True, initial=-np.inf)
        top = np.where(np.isfinite(top), top, array.dtype.type(0))
        terms = total(np.exp(array - top), dims, True)
        y = np.asarray(np.log(terms) + top, array.dtype)
        ctx.dims = dims
        result = wrap(np.asarray(y if keepdim else y.squeeze(dims)))
        ctx.save_for_backward(x, result)
        return result

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y = ctx.saved_tensors
        y = with_kept(y, x.shape, ctx.dims)
        # Where y is infinite, so is the x that made it: its share is 1 or 0.
        y = Where.of((y == math.inf) | (y == -math.inf), 0.0, y)
        softmax = Exp.of(x - y)
        return with_kept(grad, x.shape, ctx.dims) * softmax, None, None


def logsumexp(input: Tensor, dim: Dims, keepdim: bool = False) -> Tensor:
    """Computes log Σ exp(x) over ``dim`` without overflow.

    See :func:`torch.logsumexp`. The shift is analysed in Blanchard, Higham and
    Higham (2021), https://doi.org/10.1093/imanum/draa038.
    """
    x = floating(input)
    if isinstance(dim, tuple | list) and not dim and x._array.ndim:
        raise RuntimeError(
            "output with shape [] doesn't match the broadcast shape "
            f"{[1] * x._array.ndim}\n"
            "Name the dims: () means none of them here."
        )
    if dim is None:
        raise TypeError("logsumexp(): dim must be an int or a tuple of ints")
    return Logsumexp.apply(
        x, reduced_dims(dim, x._array.ndim, keepdim), keepdim
    )


def sum_to_size(input: Tensor, *size: Any) -> Tensor:
    """Sums over what broadcasting from ``size`` would repeat.

    See :meth:`torch.Tensor.sum_to_size`.

    >>> sum_to_size(Tensor([[1, 2], [3, 4]]), 1, 2)
    tensor([[4., 6.]])
    """
    wanted, shape = sizes(size, "sum_to_size", "size"), input._array.shape
    extra = len(shape) - len(wanted)
    if extra < 0 or any(
        n not in (1, shape[extra + i]) for i, n in enumerate(wanted)
    ):
        raise RuntimeError(
            f"size {{{list(wanted)}}} is not expandable to size "
            f"{{{list(shape)}}}."
        )
    repeated = tuple(
        d
        for d, n in enumerate(shape)
        if d < extra or (wanted[d - extra] == 1 != n)
    )
    y = sum(input, repeated, keepdim=True) if repeated else input
    return y.reshape(wanted) if extra else y
