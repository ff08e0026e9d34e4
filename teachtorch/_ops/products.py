"""Other products: kron, cross, vecdot, and the distances of cdist."""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .dims import broadcast_shape, canonical_dim
from .expand import expand
from .shape import UnsafeView, reshape
from .where import Where


def kron(input: Tensor, other: Tensor) -> Tensor:
    """Computes the Kronecker product. See :func:`torch.kron`."""
    a, b = input._array.shape, other._array.shape
    n = max(len(a), len(b))
    a, b = (1,) * (n - len(a)) + a, (1,) * (n - len(b)) + b
    left = reshape(input, tuple(k for m in a for k in (m, 1)))
    right = reshape(other, tuple(k for m in b for k in (1, m)))
    product = left * right
    return UnsafeView.apply(product, tuple(i * j for i, j in zip(a, b)))


# ---------------------------------------------------------------------------
# Vectors in space
# ---------------------------------------------------------------------------


class LinalgCross(Op):
    """z = x × y, so ∂x = y × ∂z and ∂y = ∂z × x.

    A primitive because six products and three differences would be recorded.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor, dim: int) -> Tensor:
        ctx.dim = dim
        ctx.save_for_backward(x, y)
        return wrap(np.cross(x._array, y._array, axis=dim))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y = ctx.saved_tensors
        need_x, need_y, _ = ctx.edges
        return (
            LinalgCross.of(y, grad, ctx.dim) if need_x else None,
            LinalgCross.of(grad, x, ctx.dim) if need_y else None,
            None,
        )


def linalg_cross(input: Tensor, other: Tensor, *, dim: int = -1) -> Tensor:
    """Computes the cross product of vectors of length 3.

    See :func:`torch.linalg.cross`.
    """
    a, b = input._array.shape, other._array.shape
    if len(a) != len(b):
        raise RuntimeError(
            "linalg.cross: inputs must have the same number of dimensions."
        )
    d = canonical_dim(dim, len(a))
    if a[d] != 3 or b[d] != 3:
        raise RuntimeError(
            f"linalg.cross: inputs dimension {dim} must have length 3. Got "
            f"{a[d]} and {b[d]}"
        )
    shape = broadcast_shape(a, b)
    if input._array.dtype != other._array.dtype:
        raise RuntimeError(
            f"expected scalar type {input.dtype.kind} but found "
            f"{other.dtype.kind}"
        )
    x, y = expand(input, shape), expand(other, shape)
    return LinalgCross.apply(x, y, d)


def cross(input: Tensor, other: Tensor, dim: int | None = None) -> Tensor:
    """Computes the cross product along ``dim``, or the first of size 3.

    See :func:`torch.cross`.
    """
    if dim is None:
        threes = [i for i, n in enumerate(input._array.shape) if n == 3]
        if not threes:
            raise RuntimeError("no dimension of size 3 in input")
        warnings.warn(
            "Using torch.cross without specifying the dim arg is deprecated.\n"
            "Please either pass the dim explicitly or simply use "
            "torch.linalg.cross.\nThe default value of dim will change to "
            "agree with that of linalg.cross in a future release.",
            stacklevel=2,
        )
        dim = threes[0]
    return linalg_cross(input, other, dim=dim)


def _check_vecdot(x: Tensor, y: Tensor) -> None:
    if x._array.dtype.kind != "f":
        raise RuntimeError(
            "linalg.vecdot: Expected a floating point or complex tensor as "
            f"input. Got {x.dtype.kind}"
        )
    if x._array.dtype != y._array.dtype:
        raise RuntimeError(
            "linalg.vecdot: Expected x and y to have the same dtype, but found "
            f"x of type {x.dtype.kind} and y of type {y.dtype.kind} instead"
        )


def vecdot(x: Tensor, y: Tensor, *, dim: int = -1) -> Tensor:
    """Sums the products of vectors along ``dim``.

    See :func:`torch.linalg.vecdot`.
    """
    _check_vecdot(x, y)
    return (x * y).sum(dim)


# ---------------------------------------------------------------------------
# Distances
# ---------------------------------------------------------------------------


class Cdist(Op):
    """dᵢⱼ = ‖xᵢ − yⱼ‖ₚ, so ∂xᵢ = Σⱼ ∂dᵢⱼ·(direction from yⱼ to xᵢ) and ∂yⱼ
    likewise.

    A primitive because the differences xᵢ − yⱼ of all pairs need not be kept.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor, p: float) -> Tensor:
        ctx.p = p
        apart = abs(x._array[..., :, None, :] - y._array[..., None, :, :])
        if p == 0:
            d = (apart != 0).sum(-1)
        elif math.isinf(p):
            d = apart.max(-1, initial=0)
        elif p == 1:
            d = apart.sum(-1)
        elif p == 2:
            d = np.sqrt((apart * apart).sum(-1))
        else:
            d = (apart**p).sum(-1) ** (1 / p)
        result = wrap(d.astype(x._array.dtype, copy=False))
        ctx.save_for_backward(x, y, result)
        return result

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y, d = ctx.saved_tensors
        p, d, grad = ctx.p, d[..., None], grad[..., None]
        apart = x[..., :, None, :] - y[..., None, :, :]
        # In the dtype of x: in NumPy, bool * 1.0 would be float64.
        zero = apart * 0
        above = Where.of(apart > 0, zero + 1, zero)
        sign = Where.of(apart < 0, zero - 1, above)
        if p == 0:
            slope = sign * 0.0
        elif math.isinf(p):
            slope = sign * (abs(apart) == d)
        elif p == 1:
            slope = sign
        else:
            same = d == 0
            ratio = abs(apart) / Where.of(same, 1.0, d)
            slope = sign * Where.of(same, 0.0, ratio ** (p - 1))
        share = slope * grad
        return share.sum((-2,)), -share.sum((-3,)), None


def cdist(
    x1: Tensor, x2: Tensor, p: float = 2.0, compute_mode: str | None = None
) -> Tensor:
    """Gives the distance of every row of ``x1`` from every row of ``x2``.

    See :func:`torch.cdist`.
    """
    both = ("X1", x1), ("X2", x2)
    for name, x in both:
        if x._array.ndim < 2:
            raise RuntimeError(
                f"cdist only supports at least 2D tensors, {name} got: "
                f"{x._array.ndim}D"
            )
    for name, x in both:
        if x._array.dtype.kind != "f":
            raise RuntimeError(
                f"cdist only supports floating-point dtypes, {name} got: "
                f"{x.dtype.kind}"
            )
    n, m = x1._array.shape[-1], x2._array.shape[-1]
    if n != m:
        raise RuntimeError(
            f"X1 and X2 must have the same number of columns. X1: {n} X2: {m}"
        )
    if p < 0:
        raise RuntimeError("cdist only supports non-negative p values")
    batch = broadcast_shape(x1._array.shape[:-2], x2._array.shape[:-2])
    a = expand(x1, (*batch, *x1._array.shape[-2:]))
    b = expand(x2, (*batch, *x2._array.shape[-2:]))
    return Cdist.apply(a, b, p)
