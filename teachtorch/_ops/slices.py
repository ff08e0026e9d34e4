"""Views of a part of a tensor: one slice, or a range of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, make_view, wrap
from ..autograd.function import Op
from .dims import as_int, canonical_dim


class Select(Op):
    """y = slice i of x along a dim, so ∂x = ∂y in that slice and 0 elsewhere.

    A primitive because Slice and Squeeze would make two views of it.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, dim: int, i: int) -> Tensor:
        ctx.shape = x._array.shape
        ctx.index = (slice(None),) * dim + (i, ...)
        return make_view(x._array[ctx.index], x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return Embed.of(grad, ctx.shape, ctx.index), None, None


class Slice(Op):
    """y = a range of x along a dim, so ∂x = ∂y in it and 0 elsewhere."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, dim: int, part: slice) -> Tensor:
        ctx.shape = x._array.shape
        ctx.index = (slice(None),) * dim + (part, ...)
        return make_view(x._array[ctx.index], x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return Embed.of(grad, ctx.shape, ctx.index), None, None


class Embed(Op):
    """y = zeros with x in one part, so ∂x = that part of ∂y."""

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
    """y = x itself, as ``x[...]`` gives it, so ∂x = ∂y.

    A primitive because View does so too, but PyTorch names it apart.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        return make_view(x._array, x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return grad


def select(input: Tensor, dim: int, index: int) -> Tensor:
    """Gives slice ``index`` along ``dim``; a view. See :func:`torch.select`."""
    return Select.apply(input, *_slice_number(input, dim, index))


def _slice_number(input: Tensor, dim: int, index: int) -> tuple[int, int]:
    shape = input._array.shape
    if not shape:
        raise IndexError("select() cannot be applied to a 0-dim tensor.")
    d, i = canonical_dim(dim, len(shape)), as_int(index, "index")
    size = shape[d]
    if not -size <= i < size:
        raise IndexError(
            f"select(): index {i} out of range for tensor of size "
            f"{list(shape)} at dimension {d}"
        )
    return d, i % size


def narrow(input: Tensor, dim: int, start: Any, length: int) -> Tensor:
    """Gives ``length`` slices from ``start`` on; a view.

    See :func:`torch.narrow`.
    """
    array = input._array
    if not array.ndim:
        raise RuntimeError("narrow() cannot be applied to a 0-dim tensor.")
    d = canonical_dim(dim, array.ndim)
    if isinstance(start, Tensor) and (
        start._array.ndim or start._array.dtype.kind not in "iu"
    ):
        raise RuntimeError("start must be an 0-dim integral Tensor.")
    size, start = array.shape[d], as_int(start, "start")
    if length < 0:
        raise RuntimeError("narrow(): length must be non-negative.")
    if not -size <= start <= size:
        raise IndexError(
            f"start out of range (expected to be in range of [{-size}, "
            f"{size}], but got {start})"
        )
    start = start + size if start < 0 else start
    if start + length > size:
        raise RuntimeError(
            f"start ({start}) + length ({length}) exceeds dimension size "
            f"({size})."
        )
    return Slice.apply(input, d, slice(start, start + length))


def narrow_copy(input: Tensor, dim: int, start: int, length: int) -> Tensor:
    """Does what ``narrow`` does, and copies.

    See :meth:`torch.Tensor.narrow_copy`.
    """
    return narrow(input, dim, start, length).clone()


# ---------------------------------------------------------------------------
# A copy with one part replaced
# ---------------------------------------------------------------------------


class Replace(Op):
    """y = x with v in one part, so ∂x = ∂y but 0 in that part, and ∂v = that
    part of ∂y.

    A primitive because PyTorch's graph shows it as one node.
    """

    op: str

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, v: Tensor, index: tuple, op: str
    ) -> Tensor:
        ctx.index, ctx.op = index, op
        y = x._array.copy()
        y[index] = v._array
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        part = grad[ctx.index]
        outside = grad - Embed.of(part, grad.shape, ctx.index)
        return outside, part, None, None

    def name(self) -> str:
        return f"{self.op}ScatterBackward0"


def select_scatter(input: Tensor, src: Tensor, dim: int, index: int) -> Tensor:
    """Gives ``input`` with one slice replaced by ``src``.

    See :func:`torch.select_scatter`.
    """
    d, i = _slice_number(input, dim, index)
    part = (slice(None),) * d + (i, ...)
    return _replaced("Select", input, src, part)


def slice_scatter(
    input: Tensor,
    src: Tensor,
    dim: int = 0,
    start: int | None = None,
    end: int | None = None,
    step: int = 1,
) -> Tensor:
    """Gives ``input`` with a range of slices replaced by ``src``.

    See :func:`torch.slice_scatter`.
    """
    d = canonical_dim(dim, input._array.ndim)
    part = (slice(None),) * d + (slice(start, end, step), ...)
    return _replaced("Slice", input, src, part)


def _replaced(op: str, input: Tensor, src: Tensor, part: tuple) -> Tensor:
    there = input._array[part].shape
    if src._array.shape != there:
        raise RuntimeError(
            "expected src to have a size equal to the slice of self. src size "
            f"= {list(src._array.shape)}, slice size = {list(there)}"
        )
    return Replace.apply(input, src, part, op)
