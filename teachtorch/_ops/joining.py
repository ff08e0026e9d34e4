"""Several tensors become one: cat along a dim, stack along a new one."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .arithmetic import cast, common_dtype
from .dims import canonical_dim


class Cat(Op):
    """y = the xᵢ one after another; each gets its part of ∂y."""

    @staticmethod
    def forward(ctx: Any, dim: int, *xs: Tensor) -> Tensor:
        ctx.dim = dim
        ctx.lengths = [x._array.shape[dim] for x in xs]
        return wrap(np.concatenate([x._array for x in xs], dim))

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
    """y = the xᵢ along a new dim; each gets its slice of ∂y."""

    @staticmethod
    def forward(ctx: Any, dim: int, *xs: Tensor) -> Tensor:
        ctx.dim, ctx.n = dim, len(xs)
        return wrap(np.stack([x._array for x in xs], dim))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        before = (slice(None),) * ctx.dim
        return None, *(grad[(*before, i)] for i in range(ctx.n))


def cat(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    """Joins tensors along an existing dim. See :func:`torch.cat`.

    >>> cat([Tensor([1]), Tensor([2, 3])])
    tensor([1., 2., 3.])
    """
    xs = _tensor_list("cat", tensors)
    # An empty 1-d tensor joins anything, as in PyTorch's early days.
    xs = [x for x in xs if x._array.shape != (0,)] or xs[:1]
    if xs[0]._array.ndim == 0:
        raise RuntimeError("zero-dimensional tensor (at position 0) cannot be "
                           "concatenated")
    d = canonical_dim(dim, xs[0]._array.ndim)
    for i, x in enumerate(xs):
        _check_joinable(xs[0]._array.shape, x._array.shape, d, i)
    return Cat.apply(d, *_one_dtype(xs))


def stack(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    """Joins tensors of one shape along a new dim. See :func:`torch.stack`."""
    xs = _tensor_list("stack", tensors)
    first = xs[0]._array.shape
    d = canonical_dim(dim, len(first) + 1)
    for i, x in enumerate(xs):
        if x._array.shape != first:
            raise RuntimeError(
                "stack expects each tensor to be equal size, but got "
                f"{list(first)} at entry 0 and {list(x._array.shape)} at "
                f"entry {i}"
            )
    return Stack.apply(d, *_one_dtype(xs))


def _tensor_list(name: str, tensors: Any) -> list[Tensor]:
    if isinstance(tensors, Tensor) or not isinstance(tensors, (list, tuple)):
        raise TypeError(
            f"{name}(): argument 'tensors' (position 1) must be tuple of "
            f"Tensors, not {type(tensors).__name__}"
        )
    for i, x in enumerate(tensors):
        if not isinstance(x, Tensor):
            raise TypeError(
                f"expected Tensor as element {i} in argument 0, but got "
                f"{type(x).__name__}"
            )
    if not tensors:
        where = "torch.cat(): expected a" if name == "cat" else f"{name} expects a"
        raise RuntimeError(
            f"{where} non-empty list of Tensors"
            if name == "cat"
            else "stack expects a non-empty TensorList"
        )
    return list(tensors)


def _one_dtype(xs: list[Tensor]) -> list[Tensor]:
    from .arithmetic import cast, common_dtype

    dtype = xs[0].dtype
    if builtins.all(x._array.dtype is xs[0]._array.dtype for x in xs):
        return xs
    for x in xs[1:]:
        dtype = common_dtype("cat", wrap(np.empty(1, dtype.numpy)), x)
    return [cast(x, dtype) for x in xs]


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
                f"{i} in the list."
            )
