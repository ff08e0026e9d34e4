"""Variance and standard deviation, alone or together with the mean.

All are computed in two passes, first the mean and then the squares of the
differences from it: the one-pass formula Σx²/n − x̄² loses every digit when
the mean is large.
"""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .expand import Expand
from .reduction import count, every_dim, reduced_dims, total, with_kept
from .where import Where


def _mean_and_variance(
    ctx: Any, x: Tensor, dims: tuple | None, correction: float, keepdim: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Computes both, and notes for the derivative what they depend on."""
    array = x._array
    if array.dtype.char == "e":
        array = array.astype(np.float32)  # squares would overflow
    n = count(array.shape, dims)
    ctx.dims, ctx.n = dims, n
    ctx.freedom = max(n - correction, 0)
    mean = total(array, dims, True) / array.dtype.type(n)
    centred = array - mean
    squares = total(centred * centred, dims, keepdim)
    variance = squares / array.dtype.type(ctx.freedom)
    if not keepdim:
        mean = mean.reshape(variance.shape)
    return mean, variance


def _variance_gradient(ctx: Any, x: Any, grad: Any) -> Any:
    """Computes ∂y·2(xᵢ − x̄)/(n − c)."""
    dims = every_dim(ctx.dims, x.ndim)
    centred = x - with_kept(x.mean(dims), x.shape, dims)
    grad = with_kept(grad, x.shape, dims)
    if ctx.freedom <= 0:
        far = abs(centred) * math.inf
        return grad * Where.of(centred == 0, centred * math.nan, far)
    return grad * (2 / ctx.freedom) * centred


def _deviation_gradient(ctx: Any, x: Any, y: Any, grad: Any) -> Any:
    """Computes ∂y/(2y) for the variance under the root; 0 where y = 0."""
    return _variance_gradient(ctx, x, Where.of(y == 0, 0.0, grad / (y * 2)))


def _mean_gradient(ctx: Any, shape: tuple, grad: Any) -> Any:
    return Expand.of(with_kept(grad, shape, ctx.dims) / ctx.n, shape)


class Var(Op):
    """y = Σ (xᵢ − x̄)² / (n − c), so ∂xᵢ = ∂y·2(xᵢ − x̄)/(n − c).

    A primitive because it keeps x alone, and not the differences x − x̄.
    """

    inputs = 1

    @staticmethod
    def forward(ctx: Any, x: Tensor, *options: Any) -> Tensor:
        ctx.save_for_backward(x)
        _, y = _mean_and_variance(ctx, x, *options)
        return wrap(np.asarray(y, x._array.dtype))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        return _variance_gradient(ctx, x, grad), None, None, None


def var(
    input: Tensor,
    dim: Any = None,
    unbiased: bool | None = None,
    keepdim: bool = False,
    *,
    correction: float | None = None,
) -> Tensor:
    """Computes the variance over ``dim``, or over everything.

    ``correction`` is subtracted from the number of elements: 1 by default
    (Bessel's correction, ``unbiased=True``), 0 for the plain mean of squares.

    See :func:`torch.var`.
    """
    options = _options("var", input, dim, unbiased, keepdim, correction)
    return Var.apply(input, *options)


class Std(Op):
    """y = √var, so ∂xᵢ = ∂y·(xᵢ − x̄)/((n − c)·y), and 0 where y = 0.

    A primitive because √ has an infinite slope where all xᵢ are equal; here it
    is 0.
    """

    inputs = 1

    @staticmethod
    def forward(ctx: Any, x: Tensor, *options: Any) -> Tensor:
        _, variance = _mean_and_variance(ctx, x, *options)
        y = wrap(np.asarray(np.sqrt(variance), x._array.dtype))
        ctx.save_for_backward(x, y)
        return y

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y = ctx.saved_tensors
        return _deviation_gradient(ctx, x, y, grad), None, None, None


def std(
    input: Tensor,
    dim: Any = None,
    unbiased: bool | None = None,
    keepdim: bool = False,
    *,
    correction: float | None = None,
) -> Tensor:
    """Computes the standard deviation, √var.

    See :func:`var` and :func:`torch.std`.
    """
    options = _options("std", input, dim, unbiased, keepdim, correction)
    return Std.apply(input, *options)


class VarMean(Op):
    """y, x̄ = Σ (xᵢ − x̄)²/(n − c) and the mean, so ∂x adds up both
    derivatives.

    A primitive because the mean is computed once for both.
    """

    inputs = 1

    @staticmethod
    def forward(ctx: Any, x: Tensor, *options: Any) -> tuple:
        ctx.save_for_backward(x)
        mean, y = _mean_and_variance(ctx, x, *options)
        dtype = x._array.dtype
        return wrap(np.asarray(y, dtype)), wrap(np.asarray(mean, dtype))

    @staticmethod
    def backward(ctx: Any, grad: Any, grad_mean: Any) -> Any:
        (x,) = ctx.saved_tensors
        grad_x = None
        if grad is not None:
            grad_x = _variance_gradient(ctx, x, grad)
        if grad_mean is not None:
            other = _mean_gradient(ctx, x.shape, grad_mean)
            grad_x = other if grad_x is None else grad_x + other
        return grad_x, None, None, None


def var_mean(
    input: Tensor,
    dim: Any = None,
    unbiased: bool | None = None,
    keepdim: bool = False,
    *,
    correction: float | None = None,
) -> tuple[Tensor, Tensor]:
    """Computes the variance and the mean. See :func:`torch.var_mean`."""
    options = _options("var_mean", input, dim, unbiased, keepdim, correction)
    return VarMean.apply(input, *options)


class StdMean(Op):
    """y, x̄ = √var and the mean, so ∂x adds up both derivatives.

    A primitive because the mean is computed once for both.
    """

    inputs = 1

    @staticmethod
    def forward(ctx: Any, x: Tensor, *options: Any) -> tuple:
        mean, variance = _mean_and_variance(ctx, x, *options)
        dtype = x._array.dtype
        y = wrap(np.asarray(np.sqrt(variance), dtype))
        ctx.save_for_backward(x, y)
        return y, wrap(np.asarray(mean, dtype))

    @staticmethod
    def backward(ctx: Any, grad: Any, grad_mean: Any) -> Any:
        x, y = ctx.saved_tensors
        grad_x = None
        if grad is not None:
            grad_x = _deviation_gradient(ctx, x, y, grad)
        if grad_mean is not None:
            other = _mean_gradient(ctx, x.shape, grad_mean)
            grad_x = other if grad_x is None else grad_x + other
        return grad_x, None, None, None


def std_mean(
    input: Tensor,
    dim: Any = None,
    unbiased: bool | None = None,
    keepdim: bool = False,
    *,
    correction: float | None = None,
) -> tuple[Tensor, Tensor]:
    """Computes the standard deviation and the mean.

    See :func:`torch.std_mean`.
    """
    options = _options("std_mean", input, dim, unbiased, keepdim, correction)
    return StdMean.apply(input, *options)


def _options(
    name: str,
    input: Tensor,
    dim: Any,
    unbiased: bool | None,
    keepdim: bool,
    correction: float | None,
) -> tuple[tuple | None, float, bool]:
    """Settles dims and correction, of which there is an old spelling too."""
    if isinstance(dim, bool):  # the old call var(unbiased)
        dim, unbiased = None, dim
    if not isinstance(unbiased, bool | None):
        raise TypeError(f"{name}(): unbiased must be a bool")
    if unbiased is not None and correction is not None:
        raise TypeError(f"{name}(): give unbiased or correction, not both")
    if input._array.dtype.kind != "f":
        what = name if "mean" in name else "std and var"
        raise RuntimeError(
            f"{what} only support floating point and complex dtypes"
        )
    if correction is None:
        correction = 1 if unbiased is None else int(unbiased)
    dims = reduced_dims(dim, input._array.ndim, keepdim)
    if count(input._array.shape, dims) - correction <= 0:
        warnings.warn(
            f"{name}(): degrees of freedom is <= 0. Correction should be "
            "strictly less than the reduction factor (input numel divided by "
            "output numel).",
            stacklevel=4,
        )
    return dims, correction, keepdim
