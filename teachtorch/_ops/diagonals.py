"""Diagonals and triangles of matrices."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, check_inplace, make_view, wrap
from ..autograd.function import Op
from .dims import canonical_dim

# ---------------------------------------------------------------------------
# Triangles
# ---------------------------------------------------------------------------


class Tril(Op):
    """y = x on and below a diagonal, 0 above, so ∂x = ∂y cut likewise.

    A primitive because it needs no mask in memory.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, k: int) -> Tensor:
        ctx.k = k
        return wrap(np.tril(x._array, k))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return Tril.of(grad, ctx.k), None


class Triu(Op):
    """y = x on and above a diagonal, 0 below, so ∂x = ∂y cut likewise.

    A primitive because it needs no mask in memory.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, k: int) -> Tensor:
        ctx.k = k
        return wrap(np.triu(x._array, k))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return Triu.of(grad, ctx.k), None


def tril(input: Tensor, diagonal: int = 0) -> Tensor:
    """Keeps the lower triangle of matrices. See :func:`torch.tril`."""
    _check_matrix("tril", input)
    return Tril.apply(input, diagonal)


def triu(input: Tensor, diagonal: int = 0) -> Tensor:
    """Keeps the upper triangle of matrices. See :func:`torch.triu`."""
    _check_matrix("triu", input)
    return Triu.apply(input, diagonal)


def _check_matrix(name: str, x: Tensor) -> None:
    if x._array.ndim < 2:
        raise RuntimeError(
            f"{name}: input tensor must have at least 2 dimensions"
        )


def tril_indices(
    row: int,
    col: int,
    offset: int = 0,
    *,
    dtype: Any = None,
    device: Any = None,
    layout: Any = None,
) -> Tensor:
    """Gives the indices of a lower triangle. See :func:`torch.tril_indices`."""
    return _triangle(np.tril_indices, row, col, offset, dtype)


def triu_indices(
    row: int,
    col: int,
    offset: int = 0,
    *,
    dtype: Any = None,
    device: Any = None,
    layout: Any = None,
) -> Tensor:
    """Indices of an upper triangle. See :func:`torch.triu_indices`."""
    return _triangle(np.triu_indices, row, col, offset, dtype)


def _triangle(
    indices: Any, row: int, col: int, offset: int, dtype: Any
) -> Tensor:
    for name, n in (("row", row), ("col", col)):
        if n < 0:
            raise RuntimeError(f"{name} must be non-negative, got{n}")
    made = np.stack(indices(row, offset, col))
    return wrap(made.astype(np.int64 if dtype is None else dtype.numpy))


# ---------------------------------------------------------------------------
# Diagonals: reading
# ---------------------------------------------------------------------------


class Diagonal(Op):
    """y = a diagonal of x along the last dim, so ∂x = ∂y on that diagonal, else
    0.

    A primitive because AsStrided would tie it to one layout in memory.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, offset: int, d1: int, d2: int) -> Tensor:
        ctx.shape, ctx.args = x._array.shape, (offset, d1, d2)
        diagonal = np.diagonal(x._array, offset, d1, d2)
        diagonal.flags.writeable = x._array.flags.writeable
        return make_view(diagonal, x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return OnDiagonal.of(grad, ctx.shape, *ctx.args), None, None, None


class OnDiagonal(Op):
    """y = zeros with x on a diagonal, so ∂x is that diagonal of ∂y."""

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, shape: tuple, offset: int, d1: int, d2: int
    ) -> Tensor:
        ctx.args = offset, d1, d2
        y = np.zeros(shape, x._array.dtype)
        diagonal = np.diagonal(y, offset, d1, d2)
        diagonal.flags.writeable = True  # NumPy hands out a read-only view
        diagonal[...] = x._array
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return Diagonal.of(grad, *ctx.args), None, None, None, None


def diagonal(
    input: Tensor, offset: int = 0, dim1: int = 0, dim2: int = 1
) -> Tensor:
    """Gives a diagonal; a view. See :func:`torch.diagonal`."""
    return Diagonal.apply(input, offset, *_plane(input, dim1, dim2))


def _plane(input: Tensor, dim1: int, dim2: int) -> tuple[int, int]:
    ndim = input._array.ndim
    d1, d2 = canonical_dim(dim1, ndim), canonical_dim(dim2, ndim)
    if d1 == d2:
        raise RuntimeError(
            f"diagonal dimensions cannot be identical {dim1}, {dim2}"
        )
    return d1, d2


class Trace(Op):
    """s = Σ xᵢᵢ, so ∂x = ∂s on the diagonal and 0 elsewhere.

    A primitive because PyTorch's graph shows it as one node.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.shape = x._array.shape
        array = x._array
        wide = array.dtype if array.dtype.kind == "f" else np.int64
        return wrap(np.asarray(np.trace(array, dtype=wide)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return OnDiagonal.of(grad, ctx.shape, 0, 0, 1)


def trace(input: Tensor) -> Tensor:
    """Sums a matrix's diagonal. See :func:`torch.trace`."""
    if input._array.ndim != 2:
        raise RuntimeError(
            "trace: expected a matrix, but got tensor with dim "
            f"{input._array.ndim}"
        )
    return Trace.apply(input)


# ---------------------------------------------------------------------------
# Diagonals: writing
# ---------------------------------------------------------------------------


def diag(input: Tensor, diagonal: int = 0) -> Tensor:
    """Takes a matrix's diagonal, or makes a matrix with one.

    See :func:`torch.diag`.
    """
    array = input._array
    if array.ndim == 1:
        return diag_embed(input, diagonal)
    if array.ndim != 2:
        raise RuntimeError(
            f"diag(): Supports 1D or 2D tensors. Got {array.ndim}D"
        )
    return DiagonalCopy.apply(input, diagonal, 0, 1)


class DiagonalCopy(Diagonal):
    """y = a diagonal of x, copied, so ∂x = ∂y on that diagonal, else 0.

    A primitive because PyTorch's graph shows it apart from Diagonal.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, offset: int, d1: int, d2: int) -> Tensor:
        return wrap(Diagonal.forward(ctx, x, offset, d1, d2)._array.copy())

    def name(self) -> str:
        return "DiagonalBackward0_copy"


class DiagEmbed(OnDiagonal):
    """y = a matrix with x on a diagonal, so ∂x is that diagonal of ∂y.

    A primitive because PyTorch's graph shows it as one node.
    """


def diag_embed(
    input: Tensor, offset: int = 0, dim1: int = -2, dim2: int = -1
) -> Tensor:
    """Makes matrices with the last dim on a diagonal, zeros elsewhere.

    See :func:`torch.diag_embed`.
    """
    shape = input._array.shape
    if not shape:
        canonical_dim(-2, 0)  # there is no last dim: PyTorch's words
    d1, d2 = (canonical_dim(d, len(shape) + 1) for d in (dim1, dim2))
    if d1 == d2:
        raise RuntimeError(
            f"diagonal dimensions cannot be identical {dim1}, {dim2}"
        )
    n = shape[-1] + abs(offset)
    full = list(shape[:-1])
    for d in sorted((d1, d2)):
        full.insert(d, n)
    return DiagEmbed.apply(input, tuple(full), offset, d1, d2)


def diagflat(input: Tensor, offset: int = 0) -> Tensor:
    """Makes a matrix with all elements on a diagonal.

    See :func:`torch.diagflat`.
    """
    return diag_embed(input.reshape(-1), offset)


class DiagonalScatter(Op):
    """y = x with v on a diagonal, so ∂x = ∂y but 0 there, and ∂v = that
    diagonal of ∂y.

    A primitive because PyTorch's graph shows it as one node.
    """

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, v: Tensor, offset: int, d1: int, d2: int
    ) -> Tensor:
        ctx.args = offset, d1, d2
        y = x._array.copy()
        place = np.diagonal(y, offset, d1, d2)
        place.flags.writeable = True
        place[...] = v._array
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        inside = Diagonal.of(grad, *ctx.args)
        outside = grad - OnDiagonal.of(inside, grad.shape, *ctx.args)
        return outside, inside, None, None, None


def diagonal_scatter(
    input: Tensor, src: Tensor, offset: int = 0, dim1: int = 0, dim2: int = 1
) -> Tensor:
    """Gives ``input`` with a diagonal replaced by ``src``.

    See :func:`torch.diagonal_scatter`.
    """
    d1, d2 = _plane(input, dim1, dim2)
    there = np.diagonal(input._array, offset, d1, d2).shape
    if src._array.shape != there:
        raise RuntimeError(
            "expected src to have a size equal to the slice of self. src size "
            f"= {list(src._array.shape)}, slice size = {list(there)}"
        )
    return DiagonalScatter.apply(input, src, offset, d1, d2)


def fill_diagonal_(
    input: Tensor, fill_value: Any, wrap: bool = False
) -> Tensor:
    """Writes one value over the diagonal in place.

    See :meth:`torch.Tensor.fill_diagonal_`.
    """
    array = input._array
    if array.ndim < 2:
        raise RuntimeError("dimensions must larger than 1")
    if array.ndim > 2 and len(set(array.shape)) > 1:
        raise RuntimeError("all dimensions of input must be of equal length")
    check_inplace(input)
    np.fill_diagonal(array, fill_value, wrap=wrap)
    input._bump()
    return input
