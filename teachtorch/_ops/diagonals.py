"""Diagonals and triangles of matrices."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, make_view, wrap
from ..autograd.function import Op
from .dims import canonical_dim
from .einsum import _as, _dtype_of


class Tril(Op):
    """y = x on and below a diagonal, 0 above; ∂x is ∂y cut likewise."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, k: int) -> Tensor:
        ctx.k = k
        return wrap(np.tril(x._array, k))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return Tril.of(grad, ctx.k), None


class Triu(Op):
    """y = x on and above a diagonal, 0 below; ∂x is ∂y cut likewise."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, k: int) -> Tensor:
        ctx.k = k
        return wrap(np.triu(x._array, k))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return Triu.of(grad, ctx.k), None


def tril(input: Tensor, diagonal: int = 0) -> Tensor:
    """Keeps the lower triangle of matrices. See :func:`torch.tril`."""
    return Tril.apply(input, diagonal)


def triu(input: Tensor, diagonal: int = 0) -> Tensor:
    """Keeps the upper triangle of matrices. See :func:`torch.triu`."""
    return Triu.apply(input, diagonal)


class Diagonal(Op):
    """y = a diagonal of x along the last dim; ∂x is ∂y on that diagonal."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, offset: int, d1: int, d2: int) -> Tensor:
        ctx.shape, ctx.args = x._array.shape, (offset, d1, d2)
        return make_view(np.diagonal(x._array, offset, d1, d2), x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return _OnDiagonal.of(grad, ctx.shape, *ctx.args), None, None, None


class _OnDiagonal(Op):
    """y = zeros with x on a diagonal, so ∂x is that diagonal of ∂y."""

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, shape: tuple, offset: int, d1: int, d2: int
    ) -> Tensor:
        ctx.args = offset, d1, d2
        y = np.zeros(shape, x._array.dtype)
        places = np.arange(y.size).reshape(shape)
        y.reshape(-1)[np.diagonal(places, offset, d1, d2)] = x._array
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return Diagonal.of(grad, *ctx.args), None, None, None, None


def diagonal(
    input: Tensor, offset: int = 0, dim1: int = 0, dim2: int = 1
) -> Tensor:
    """Gives a diagonal; a view. See :func:`torch.diagonal`."""
    ndim = input._array.ndim
    d1, d2 = canonical_dim(dim1, ndim), canonical_dim(dim2, ndim)
    return Diagonal.apply(input, offset, d1, d2)


def diag(input: Tensor, diagonal: int = 0) -> Tensor:
    """Takes a matrix's diagonal, or makes a matrix with one.

    See :func:`torch.diag`.
    """
    array = input._array
    if array.ndim == 1:
        n = array.size + builtin_abs(diagonal)
        return _DiagEmbed.apply(input, (n, n), diagonal, 0, 1)
    if array.ndim != 2:
        raise RuntimeError("diag(): Supports 1D or 2D tensors. Got "
                           f"{array.ndim}D")
    return _DiagonalCopy.apply(input, diagonal, 0, 1)


class _DiagonalCopy(Diagonal):
    """y = a diagonal of x, copied; ∂x is ∂y on that diagonal."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, offset: int, d1: int, d2: int) -> Tensor:
        return wrap(Diagonal.forward(ctx, x, offset, d1, d2)._array.copy())

    def name(self) -> str:
        return "DiagonalBackward0_copy"


builtin_abs = abs


class _DiagEmbed(_OnDiagonal):
    """y = a matrix with x on a diagonal, so ∂x is that diagonal of ∂y."""

    def name(self) -> str:
        return "DiagEmbedBackward0"


class Trace(Op):
    """s = Σ xᵢᵢ, so ∂x = ∂s on the diagonal."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.shape = x._array.shape
        return wrap(np.asarray(np.trace(x._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return grad * _as(grad, np.eye(*ctx.shape, dtype=_dtype_of(grad)))


def trace(input: Tensor) -> Tensor:
    """Sums a matrix's diagonal. See :func:`torch.trace`."""
    if input._array.ndim != 2:
        raise RuntimeError("trace: expected a matrix")
    return Trace.apply(input)
