"""Scans: running totals, products and extremes along a dim.

A scan's gradient runs the other way: what comes early in x acts on all later
results, so it collects their gradients from the end.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .. import _dtype
from .._dtype import dtype as DType
from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .dims import canonical_dim
from .exponential import Exp, Log
from .flipping import Flip
from .gather import scatter_of
from .joining import Stack
from .operands import cast, not_implemented
from .results import named_result
from .where import Where

# ---------------------------------------------------------------------------
# Sums and products
# ---------------------------------------------------------------------------


class Cumsum(Op):
    """yᵢ = x₁ + … + xᵢ, so ∂xᵢ = ∂yᵢ + ∂yᵢ₊₁ + … .

    A primitive because n sums would add n²/2 numbers instead of n.
    """

    inputs = 1

    @staticmethod
    def forward(ctx: Any, x: Tensor, dim: int) -> Tensor:
        ctx.dim = dim
        array = x._array
        wide = np.float32 if array.dtype.char == "e" else array.dtype
        y = np.cumsum(array, dim, wide) if array.ndim else array.copy()
        return wrap(y.astype(array.dtype, copy=False))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        if grad.ndim == 0:
            return grad, None
        return _cumsum_from_the_end(grad, ctx.dim), None


def _cumsum_from_the_end(grad: Any, dim: int) -> Any:
    return Flip.of(Cumsum.of(Flip.of(grad, (dim,)), dim), (dim,))


def cumsum(input: Tensor, dim: int, *, dtype: DType | None = None) -> Tensor:
    """Computes running totals along ``dim``. See :func:`torch.cumsum`."""
    return _scan(Cumsum, input, dim, dtype)


class Cumprod(Op):
    """yᵢ = x₁·…·xᵢ, so ∂xᵢ = Σⱼ ∂yⱼ·(product of x₁ … xⱼ without xᵢ), j ≥ i.

    A primitive because n products would multiply n²/2 numbers instead of n.
    """

    inputs = 1

    @staticmethod
    def forward(ctx: Any, x: Tensor, dim: int) -> Tensor:
        array = x._array
        wide = np.float32 if array.dtype.char == "e" else array.dtype
        z = np.cumprod(array, dim, wide) if array.ndim else array.copy()
        y = wrap(z.astype(array.dtype, copy=False))
        ctx.save_for_backward(x, y)
        ctx.dim = dim
        return y

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y = ctx.saved_tensors
        if grad.ndim == 0:
            return grad, None
        if not (x == 0).any():
            return _cumsum_from_the_end(grad * y, ctx.dim) / x, None
        return _without_division(grad, x, ctx.dim), None


def _without_division(grad: Any, x: Any, dim: int) -> Any:
    """Computes Cumprod's gradient where a factor is zero.

    With sᵢ = ∂yᵢ + xᵢ₊₁·sᵢ₊₁, found from the end, ∂xᵢ is (x₁·…·xᵢ₋₁)·sᵢ.
    """
    n = x.shape[dim]
    before_dim = (slice(None),) * dim
    xs = [x[(*before_dim, i)] for i in range(n)]
    sums = [grad[(*before_dim, n - 1)]]
    for i in range(n - 2, -1, -1):
        sums.append(grad[(*before_dim, i)] + xs[i + 1] * sums[-1])
    before, parts = xs[0] * 0 + 1, []
    for i in range(n):
        parts.append(before * sums[n - 1 - i])
        before = before * xs[i]
    return Stack.of(dim, *parts)


def cumprod(input: Tensor, dim: int, *, dtype: DType | None = None) -> Tensor:
    """Computes running products along ``dim``. See :func:`torch.cumprod`."""
    return _scan(Cumprod, input, dim, dtype)


def _scan(op: type[Op], input: Tensor, dim: int, dtype: DType | None) -> Tensor:
    d = canonical_dim(dim, input._array.ndim)
    if dtype is None and input._array.dtype.kind != "f":
        dtype = _dtype.int64
    x = input if dtype is None else cast(input, dtype)
    return op.apply(x, d)


# ---------------------------------------------------------------------------
# Extremes
# ---------------------------------------------------------------------------


class Cummax(Op):
    """yᵢ = max(x₁ … xᵢ) with its last place, so that place gets ∂yᵢ.

    A primitive because n maxima would compare n²/2 numbers instead of n.
    """

    ufunc: np.ufunc = np.maximum
    inputs = 1

    @classmethod
    def forward(cls, ctx: Any, x: Tensor, dim: int) -> tuple:
        array = x._array
        y = cls.ufunc.accumulate(array, dim)
        here = (array == y) | (array != array)
        n = array.shape[dim]
        places = np.arange(n).reshape((n,) + (1,) * (array.ndim - dim - 1))
        places = np.where(here, places, 0)
        indices = wrap(np.maximum.accumulate(places, dim))
        ctx.dim, ctx.shape, ctx.indices = dim, array.shape, indices
        return wrap(y), indices

    @staticmethod
    def backward(ctx: Any, grad: Any, _: Any) -> Any:
        return scatter_of(grad, ctx.dim, ctx.indices, ctx.shape), None


def cummax(input: Tensor, dim: int) -> Any:
    """Finds the largest so far along ``dim``, and where it was last.

    See :func:`torch.cummax`.
    """
    return _running_extreme("cummax", Cummax, input, dim)


class Cummin(Cummax):
    """yᵢ = min(x₁ … xᵢ) with its last place, so that place gets ∂yᵢ.

    A primitive because n minima would compare n²/2 numbers instead of n.
    """

    ufunc = np.minimum


def cummin(input: Tensor, dim: int) -> Any:
    """Finds the smallest so far along ``dim``, and where it was last.

    See :func:`torch.cummin`.
    """
    return _running_extreme("cummin", Cummin, input, dim)


def _running_extreme(name: str, op: type[Op], input: Tensor, dim: int) -> Any:
    d = canonical_dim(dim, input._array.ndim)
    if input._array.ndim == 0:
        zero = wrap(np.zeros((), np.int64))
        return named_result(name, input.clone(), zero)
    return named_result(name, *op.apply(input, d))


# ---------------------------------------------------------------------------
# Sums of exponentials
# ---------------------------------------------------------------------------


class Logcumsumexp(Op):
    """yᵢ = log(exp x₁ + … + exp xᵢ), so ∂xᵢ = Σⱼ ∂yⱼ·exp(xᵢ − yⱼ), j ≥ i.

    So the sum is taken of logarithms, for positive and negative ∂y apart.

    A primitive because exp(xᵢ) and exp(−yⱼ) may overflow, exp(xᵢ − yⱼ) is at
    most 1.
    """

    inputs = 1

    @staticmethod
    def forward(ctx: Any, x: Tensor, dim: int) -> Tensor:
        y = wrap(np.logaddexp.accumulate(x._array, dim))
        ctx.save_for_backward(x, y)
        ctx.dim = dim
        return y

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y = ctx.saved_tensors

        def collected(part: Any) -> Any:
            logs = Where.of(part > 0, Log.of(part) - y, -math.inf)
            from_the_end = Logcumsumexp.of(Flip.of(logs, (ctx.dim,)), ctx.dim)
            return Exp.of(Flip.of(from_the_end, (ctx.dim,)) + x)

        return collected(grad) - collected(-grad), None


def logcumsumexp(input: Tensor, dim: int) -> Tensor:
    """Computes running log Σ exp(x) along ``dim`` without overflow.

    See :func:`torch.logcumsumexp`.
    """
    d = canonical_dim(dim, input._array.ndim)
    if input._array.dtype.kind != "f":
        raise not_implemented("logcumsumexp_out_cpu", input.dtype)
    if input._array.ndim == 0:
        return input.clone()
    return Logcumsumexp.apply(input, d)
