"""Several tensors become one: cat along a dim, stack along a new one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .dims import canonical_dim, kind_of
from .operands import cast, common_dtype
from .shape import atleast_1d, atleast_2d, atleast_3d, reshape

# ---------------------------------------------------------------------------
# cat and stack
# ---------------------------------------------------------------------------


class Cat(Op):
    """y = the xᵢ one after another, so ∂xᵢ = its part of ∂y."""

    @staticmethod
    def forward(ctx: Any, dim: int, *xs: Tensor) -> Tensor:
        ctx.dim = dim
        ctx.lengths = [x._array.shape[dim] for x in xs]
        y = np.concatenate([x._array for x in xs], dim)
        return wrap(np.ascontiguousarray(y))  # NumPy may keep column order

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        before = (slice(None),) * ctx.dim
        ends = np.cumsum(ctx.lengths).tolist()
        parts = (
            grad[(*before, slice(end - n, end))]
            for n, end in zip(ctx.lengths, ends)
        )
        return None, *parts


class Stack(Op):
    """y = the xᵢ along a new dim, so ∂xᵢ = its slice of ∂y.

    A primitive because Cat of unsqueezed xᵢ would record a node for each.
    """

    @staticmethod
    def forward(ctx: Any, dim: int, *xs: Tensor) -> Tensor:
        ctx.dim, ctx.n = dim, len(xs)
        y = np.stack([x._array for x in xs], dim)
        return wrap(np.ascontiguousarray(y))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        before = (slice(None),) * ctx.dim
        return None, *(grad[(*before, i)] for i in range(ctx.n))


def cat(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    """Joins tensors along an existing dim. See :func:`torch.cat`.

    >>> cat([Tensor([1]), Tensor([2, 3])])
    tensor([1., 2., 3.])
    """
    xs = tensor_list("cat", tensors)
    for i, x in enumerate(xs):
        if x._array.ndim == 0:
            raise RuntimeError(
                f"zero-dimensional tensor (at position {i}) cannot be "
                "concatenated"
            )
    # An empty 1-d tensor joins anything, as in PyTorch's early days.
    full = [x for x in xs if x._array.shape != (0,)] or xs[:1]
    d = canonical_dim(dim, full[0]._array.ndim)
    for i, x in enumerate(xs):
        if x._array.shape != (0,):
            _check_joinable(full[0]._array.shape, x._array.shape, d, i)
    return Cat.apply(d, *_one_dtype(xs, full))


def stack(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    """Joins tensors of one shape along a new dim. See :func:`torch.stack`."""
    xs = tensor_list("stack", tensors)
    first = xs[0]._array.shape
    d = canonical_dim(dim, len(first) + 1)
    for i, x in enumerate(xs):
        if x._array.shape != first:
            raise RuntimeError(
                "stack expects each tensor to be equal size, but got "
                f"{list(first)} at entry 0 and {list(x._array.shape)} at "
                f"entry {i}"
            )
    return Stack.apply(d, *_one_dtype(xs, xs))


def tensor_list(name: str, tensors: Any) -> list[Tensor]:
    """Gives a list of the tensors to be joined, refusing anything else."""
    if not isinstance(tensors, (list, tuple)):
        raise TypeError(
            f"{name}(): argument 'tensors' (position 1) must be tuple of "
            f"Tensors, not {kind_of(tensors)}"
        )
    for i, x in enumerate(tensors):
        if not isinstance(x, Tensor):
            raise TypeError(
                f"expected Tensor as element {i} in argument 0, but got "
                f"{kind_of(x)}"
            )
    if not tensors:
        if name == "cat":
            raise ValueError(
                "torch.cat(): expected a non-empty list of Tensors"
            )
        raise RuntimeError(f"{name} expects a non-empty TensorList")
    return list(tensors)


def _one_dtype(xs: list[Tensor], kept: list[Tensor]) -> list[Tensor]:
    """Converts the tensors that are kept to the dtype of them all."""
    first = xs[0]._array.dtype
    if all(x._array.dtype is first for x in xs):
        return kept
    dtype = xs[0].dtype
    for x in xs[1:]:
        dtype = common_dtype("cat", wrap(np.empty(1, dtype.numpy)), x)
    return [cast(x, dtype) for x in kept]


def _check_joinable(first: tuple, other: tuple, dim: int, i: int) -> None:
    if len(first) != len(other):
        raise RuntimeError(
            "Tensors must have same number of dimensions: got "
            f"{len(first)} and {len(other)}"
        )
    for d, (a, b) in enumerate(zip(first, other)):
        if a != b and d != dim:
            raise RuntimeError(
                "Sizes of tensors must match except in dimension "
                f"{dim}. Expected size {a} but got size {b} for tensor number "
                f"{i} in the list.\n"
                "cat joins along one dim, and all others must be equal; "
                "perhaps another dim is meant, dim=1, say."
            )


# ---------------------------------------------------------------------------
# Beside each other, below each other, behind each other
# ---------------------------------------------------------------------------


def hstack(tensors: Sequence[Tensor]) -> Tensor:
    """Joins columns beside each other. See :func:`torch.hstack`."""
    xs = [atleast_1d(x) for x in tensor_list("hstack", tensors)]
    return cat(xs, 0 if xs[0]._array.ndim == 1 else 1)


def vstack(tensors: Sequence[Tensor]) -> Tensor:
    """Joins rows below each other. See :func:`torch.vstack`."""
    return cat([atleast_2d(x) for x in tensor_list("vstack", tensors)], 0)


def dstack(tensors: Sequence[Tensor]) -> Tensor:
    """Joins along the third dim. See :func:`torch.dstack`."""
    return cat([atleast_3d(x) for x in tensor_list("dstack", tensors)], 2)


def column_stack(tensors: Sequence[Tensor]) -> Tensor:
    """Joins vectors as columns. See :func:`torch.column_stack`."""
    return hstack(
        [
            reshape(x, x._array.size, 1) if x._array.ndim <= 1 else x
            for x in tensor_list("column_stack", tensors)
        ]
    )


# ---------------------------------------------------------------------------
# All combinations
# ---------------------------------------------------------------------------


class BlockDiag(Op):
    """y = the matrices xᵢ along a diagonal, so ∂xᵢ = its block of ∂y.

    A primitive because padding each xᵢ would write the whole y once for each.
    """

    @staticmethod
    def forward(ctx: Any, *xs: Tensor) -> Tensor:
        rows = [x._array.shape[0] for x in xs]
        columns = [x._array.shape[1] for x in xs]
        ctx.blocks, i, j = [], 0, 0
        y = np.zeros((sum(rows), sum(columns)), xs[0]._array.dtype)
        for x, n, m in zip(xs, rows, columns):
            ctx.blocks.append((slice(i, i + n), slice(j, j + m)))
            y[ctx.blocks[-1]] = x._array
            i, j = i + n, j + m
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return tuple(grad[block] for block in ctx.blocks)


def block_diag(*tensors: Tensor) -> Tensor:
    """Puts matrices along a diagonal, zeros elsewhere.

    See :func:`torch.block_diag`.
    """
    if len(tensors) == 1 and isinstance(tensors[0], (list, tuple)):
        raise TypeError(
            "expected Tensor as element 0 in argument 0, but got "
            f"{kind_of(tensors[0])}"
        )
    xs = list(tensors)
    for i, x in enumerate(xs):
        if not isinstance(x, Tensor):
            raise TypeError(
                f"expected Tensor as element {i} in argument 0, but got "
                f"{kind_of(x)}"
            )
        if x._array.ndim > 2:
            raise RuntimeError(
                "torch.block_diag: Input tensors must have 2 or fewer "
                f"dimensions. Input {i} has {x._array.ndim} dimensions"
            )
    if not xs:
        return wrap(np.empty((1, 0), np.float32))
    return BlockDiag.apply(*_one_dtype(xs, [atleast_2d(x) for x in xs]))
