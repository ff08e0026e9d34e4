"""Views of a part of a tensor: one slice, or a range of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, make_view, wrap
from ..autograd.function import Op
from .dims import canonical_dim


class Select(Op):
    """y = slice i of x along a dim; ∂x is ∂y in that slice, 0 elsewhere."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, dim: int, i: int) -> Tensor:
        ctx.shape = x._array.shape
        ctx.index = (slice(None),) * dim + (i, ...)
        return make_view(x._array[ctx.index], x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return Embed.of(grad, ctx.shape, ctx.index), None, None


class Slice(Op):
    """y = a range of x along a dim; ∂x is ∂y in that range, 0 elsewhere."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, dim: int, part: slice) -> Tensor:
        ctx.shape = x._array.shape
        ctx.index = (slice(None),) * dim + (part, ...)
        return make_view(x._array[ctx.index], x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return Embed.of(grad, ctx.shape, ctx.index), None, None


class Embed(Op):
    """y = zeros with x in one part, so ∂x is that part of ∂y."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, shape: tuple, index: tuple) -> Tensor:
        ctx.index = index
        y = np.zeros(shape, x._array.dtype)
        y[index] = x._array
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return grad[ctx.index], None, None


class Alias(Op):
    """y = x itself, as x[...] gives it, so ∂x = ∂y."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        return make_view(x._array, x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return grad


def select(input: Tensor, dim: int, index: int) -> Tensor:
    """Gives slice ``index`` along ``dim``; a view. See :func:`torch.select`."""
    array = input._array
    if array.ndim == 0:
        raise IndexError("select() cannot be applied to a 0-dim tensor.")
    d = canonical_dim(dim, array.ndim)
    size, i = array.shape[d], int(index)
    if not -size <= i < size:
        raise IndexError(
            f"select(): index {i} out of range for tensor of size "
            f"{list(array.shape)} at dimension {d}"
        )
    return Select.apply(input, d, i % size)


def narrow(input: Tensor, dim: int, start: int, length: int) -> Tensor:
    """Gives ``length`` slices from ``start`` on; a view.

    See :func:`torch.narrow`.
    """
    array = input._array
    d = canonical_dim(dim, array.ndim)
    size, start = array.shape[d], int(start)
    if not -size <= start <= size:
        raise IndexError(
            f"Dimension out of range (expected to be in range of [{-size}, "
            f"{size}], but got {start})"
        )
    start = start + size if start < 0 else start
    if length < 0:
        raise RuntimeError("narrow(): length must be non-negative.")
    if start + length > size:
        raise RuntimeError(
            f"start ({start}) + length ({length}) exceeds dimension size "
            f"({size})."
        )
    return Slice.apply(input, d, slice(start, start + length))
