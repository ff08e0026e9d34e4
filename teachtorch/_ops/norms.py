"""Norms of vectors: how long, by one measure or another.

``norm`` is the old name with its old defaults, ``vector_norm`` the new one in
``torch.linalg``; the norms of matrices are in ``torch.linalg`` alone. ``dist``
is the norm of a difference and ``renorm`` shortens what is too long.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .._dtype import dtype as DType
from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .arithmetic import Reciprocal, sub
from .dims import canonical_dim
from .operands import (
    as_operand,
    broadcast_error,
    cast,
    common_dtype,
    is_number,
    tensors_only,
)
from .reduction import (
    CountLike,
    Dims,
    every_dim,
    reduced_dims,
    total,
    with_kept,
)
from .signatures import explained
from .signs import Abs, Sgn
from .sums import Sum
from .where import Where, masked


def norm_of_array(
    x: np.ndarray, p: float, dims: tuple | None, keepdim: bool
) -> np.ndarray:
    """Computes (Σ |xᵢ|ᵖ)^(1/p), and its limits for p = 0 and p = ±∞."""
    a = np.abs(x)
    if p == 2:
        if a.dtype.char == "e":
            a = a.astype(np.float32)
        y = np.sqrt(total(a * a, dims, keepdim))
    elif p == 1:
        y = total(a, dims, keepdim)
    elif p == math.inf:
        y = np.maximum.reduce(a, dims, keepdims=keepdim)  # type: ignore[call-overload]  # NumPy's stubs want a literal keepdims
    elif p == -math.inf:
        y = np.minimum.reduce(a, dims, keepdims=keepdim)  # type: ignore[call-overload]
    elif p == 0:
        y = np.count_nonzero(a, dims, keepdims=keepdim)
    else:
        y = total(a**p, dims, keepdim) ** (1 / p)
    return np.asarray(y, x.dtype)


def norm_gradient(
    grad: Any, x: Any, y: Any, p: float, dims: tuple | None
) -> Any:
    """Computes ∂y·xᵢ·|xᵢ|ᵖ⁻²/yᵖ⁻¹, and 0 where y = 0.

    Here ``y`` and its gradient have the reduced dims, with size 1. At p = ±∞
    the elements of that size share the gradient.
    """
    if p == 0:
        return None  # a count, which does not move
    if p == 1:
        return grad * Sgn.of(x)
    if p == 2:
        return grad * Where.of(y == 0, 0.0, x / y)
    size = Abs.of(x)
    if p in (math.inf, -math.inf):
        equal = (size == y) | ((x != x) & (y != y))
        ties = with_kept(equal.sum(every_dim(dims, x.ndim)), x.shape, dims)
        share = Sgn.of(x) * (grad / CountLike.of(ties, y))
        return masked(share, equal)
    slope = Sgn.of(x) * size ** (p - 1)
    if p < 1:
        slope = Where.of(x == 0, 0.0, slope)
    return slope * Where.of(y == 0, 0.0, grad / y ** (p - 1))


class LinalgVectorNorm(Op):
    """y = (Σ |xᵢ|ᵖ)^(1/p), so ∂xᵢ = ∂y·xᵢ·|xᵢ|ᵖ⁻²/yᵖ⁻¹, and 0 where y = 0.

    A primitive because the root has an infinite slope at x = 0; here it is 0.
    """

    inputs = 1

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, p: float, dims: tuple | None, keepdim: bool
    ) -> Tensor:
        y = wrap(norm_of_array(x._array, p, dims, keepdim))
        ctx.save_for_backward(x, y)
        ctx.p, ctx.dims = p, dims
        return y

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y = ctx.saved_tensors
        grad = with_kept(grad, x.shape, ctx.dims)
        y = with_kept(y, x.shape, ctx.dims)
        grad_x = norm_gradient(grad, x, y, ctx.p, ctx.dims)
        return grad_x, None, None, None


def vector_norm(
    x: Tensor,
    ord: float = 2,
    dim: Dims = None,
    keepdim: bool = False,
    *,
    dtype: DType | None = None,
) -> Tensor:
    """Computes the p-norm of vectors. See :func:`torch.linalg.vector_norm`."""
    if x._array.dtype.kind != "f":
        raise RuntimeError(
            "linalg.vector_norm: Expected a floating point or complex tensor "
            f"as input. Got {x.dtype.kind}"
        )
    if dtype is not None:
        if not dtype.is_floating_point:
            raise RuntimeError(
                "linalg.vector_norm: dtype should be floating point or "
                f"complex, but got {dtype.kind}"
            )
        x = cast(x, dtype)
    dims = reduced_dims(dim, x._array.ndim, keepdim)
    if x._array.size == 0 and (ord < 0 or ord == math.inf):
        _refuse_no_identity(x._array.shape, ord, dims)
    return LinalgVectorNorm.apply(x, ord, dims, keepdim)


checked_norm = explained(vector_norm, "linalg_vector_norm")


def _refuse_no_identity(shape: tuple, p: float, dims: tuple | None) -> None:
    """Refuses the extreme of no elements."""
    reason = "the operation does not have an identity"
    if dims is None:
        raise RuntimeError(
            f"linalg.vector_norm cannot compute the {p:g} norm on an empty "
            f"tensor because {reason}"
        )
    for d in dims:
        if shape[d] == 0:
            raise RuntimeError(
                f"linalg.vector_norm cannot compute the {p:g} norm on the "
                f"dimension {d}because this dimension is empty and {reason}"
            )


def norm(
    input: Tensor,
    p: Any = "fro",
    dim: Dims = None,
    keepdim: bool = False,
    dtype: DType | None = None,
) -> Tensor:
    """Computes the norm of all elements or over ``dim``, 2-norm by default.

    ``p`` is a number, ``"fro"`` for 2, or ``"nuc"`` for the sum of a matrix's
    singular values. See :func:`torch.norm`.
    """
    if p == "nuc":
        from .. import linalg

        dims = (-2, -1) if dim is None else dim
        if not isinstance(dims, tuple | list):
            raise RuntimeError(
                f"linalg.matrix_norm: dim must be a 2-tuple. Got {dims}"
            )
        return linalg.matrix_norm(input, "nuc", dims, keepdim, dtype=dtype)
    if isinstance(p, str) and p != "fro":
        raise RuntimeError(f"linalg.matrix_norm: Order {p} not supported.")
    order = 2.0 if isinstance(p, str) or p is None else p
    return checked_norm(input, order, dim, keepdim, dtype=dtype)


class Dist(Op):
    """z = ‖x − y‖, so ∂x is the norm's gradient at x − y, and ∂y = −∂x.

    A primitive because PyTorch's graph shows it as one node.
    """

    inputs = 2

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor, p: float) -> Tensor:
        difference = x._array - y._array
        z = wrap(norm_of_array(difference, p, None, False))
        ctx.save_for_backward(x, y, z)
        ctx.p = p
        return z

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y, z = ctx.saved_tensors
        grad_x = norm_gradient(grad, x - y, z, ctx.p, None)
        return grad_x, None if grad_x is None else -grad_x, None


def dist(input: Tensor, other: Tensor, p: float = 2) -> Tensor:
    """Computes the p-norm of ``input - other``. See :func:`torch.dist`."""
    tensors_only(input, other)
    if not is_number(p):
        raise TypeError(f"p must be Number, not {type(p).__name__}")
    if "b" in (input._array.dtype.kind, other._array.dtype.kind):
        sub(input, other)  # which refuses truth values
    dtype = common_dtype("dist", input, other)
    if not dtype.is_floating_point:
        raise RuntimeError(
            "norm(): input dtype should be either floating point or complex. "
            f"Got {dtype.kind} instead."
        )
    x, y = as_operand(input, dtype), as_operand(other, dtype)
    try:
        return Dist.apply(x, y, p)
    except ValueError:
        raise broadcast_error(x, y) from None


class Renorm(Op):
    """y = x·s with s = m/‖x‖ where the norm exceeds m, else 1, so ∂x = ∂y·s,
    and where s moves also s'(‖x‖)·(Σ xᵢ·∂yᵢ)·∂‖x‖/∂x.

    A primitive because PyTorch's graph shows it as one node.
    """

    inputs = 1

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, p: float, dims: tuple, maxnorm: float
    ) -> Tensor:
        ctx.save_for_backward(x)
        ctx.p, ctx.dims, ctx.maxnorm = p, dims, maxnorm
        size = norm_of_array(x._array, p, dims, True)
        scale = np.where(size > maxnorm, maxnorm / (size + 1e-7), 1)
        return wrap(x._array * scale.astype(x._array.dtype))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        p, dims, maxnorm = ctx.p, ctx.dims, ctx.maxnorm
        size = LinalgVectorNorm.of(x, p, dims, True)
        long = size > maxnorm
        inner = Sum.of(x * grad, dims, True)
        inverse = Reciprocal.of(size + 1e-7)
        slope = masked(inverse * inverse * -maxnorm * inner, long)
        scale = Where.of(long, inverse * maxnorm, 1.0)
        grad_x = grad * scale + norm_gradient(slope, x, size, p, dims)
        return grad_x, None, None, None


def renorm(input: Tensor, p: float, dim: int, maxnorm: float) -> Tensor:
    """Shortens each slice along ``dim`` whose norm exceeds ``maxnorm``.

    See :func:`torch.renorm`.
    """
    if p <= 0:
        raise RuntimeError("renorm: non-positive-norm not supported")
    if maxnorm < 0:
        raise RuntimeError(
            f"renorm: expected maxnorm to be >= 0 but got {maxnorm:g}"
        )
    ndim = input._array.ndim
    if ndim < 2:
        raise RuntimeError(
            f"renorm: input needs at least 2 dimensions, got {ndim} dimensions"
        )
    kept = canonical_dim(dim, ndim)
    dims = tuple(d for d in range(ndim) if d != kept)
    return Renorm.apply(input, float(p), dims, float(maxnorm))
