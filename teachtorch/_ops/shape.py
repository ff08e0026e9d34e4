"""Other shapes for the same elements: reshape, flatten, squeeze.

These move no data if they can help it: the result is a *view*, a window on
the same memory. A view's derivative is the view read backward. The chapter
"Tensors" draws strides and windows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from .._tensor import Tensor, make_view, wrap
from ..autograd.function import Op
from .copying import clone
from .dims import canonical_dim, canonical_dims, resolve_shape, sizes


class View(Op):
    """y = x in another shape; ∂x is ∂y in the shape of x."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, shape: tuple) -> Tensor:
        ctx.shape = x._array.shape
        y = x._array.reshape(shape)
        return make_view(y, x) if np.shares_memory(y, x._array) else wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return grad.reshape(ctx.shape), None


class UnsafeView(View):
    """y = x in another shape, where x is used by nobody else."""


def reshape(input: Tensor, *shape: Any) -> Tensor:
    """Gives the elements in another shape: a view if possible, else a copy.

    One size may be -1: it is whatever fits. See :func:`torch.reshape`.
    """
    array = input._array
    new = resolve_shape(sizes(shape), array.size)
    if _viewable(array, new):
        return View.apply(input, new)
    return UnsafeView.apply(clone(input), new)


def view(input: Tensor, *shape: Any) -> Tensor:
    """Gives the elements in another shape without copying.

    Raises:
        RuntimeError: if the memory layout does not allow it.

    See :meth:`torch.Tensor.view`.
    """
    if len(shape) == 1 and not isinstance(shape[0], (int, tuple, list, Tensor)):
        raise NotImplementedError(
            "teachtorch cannot view the bytes of one dtype as another: use "
            "x.to(dtype) to convert the numbers"
        )
    array = input._array
    new = resolve_shape(sizes(shape), array.size)
    if not _viewable(array, new):
        raise RuntimeError(
            "view size is not compatible with input tensor's size and stride "
            "(at least one dimension spans across two contiguous subspaces). "
            "Use .reshape(...) instead."
        )
    return View.apply(input, new)


def _viewable(array: np.ndarray, shape: tuple) -> bool:
    if array.flags.c_contiguous:
        return True
    try:
        array.reshape(shape, copy=False)
    except ValueError:
        return False
    return True


def view_as(input: Tensor, other: Tensor) -> Tensor:
    """Views ``input`` in the shape of ``other``."""
    return view(input, other._array.shape)


def reshape_as(input: Tensor, other: Tensor) -> Tensor:
    """Reshapes ``input`` to the shape of ``other``."""
    return reshape(input, other._array.shape)


def ravel(input: Tensor) -> Tensor:
    """Gives all elements in one dimension. See :func:`torch.ravel`."""
    return reshape(input, -1)


def flatten(input: Tensor, start_dim: int = 0, end_dim: int = -1) -> Tensor:
    """Merges the dims from ``start_dim`` to ``end_dim`` into one.

    See :func:`torch.flatten`.
    """
    shape = input._array.shape
    start = canonical_dim(start_dim, len(shape))
    end = canonical_dim(end_dim, len(shape))
    if start > end:
        raise RuntimeError(
            "flatten() has invalid args: start_dim cannot come after end_dim"
        )
    if not shape:
        return reshape(input, 1)
    if start == end:
        return input
    merged = math.prod(shape[start : end + 1])
    return reshape(input, *shape[:start], merged, *shape[end + 1 :])


def unflatten(input: Tensor, dim: int, sizes: Sequence[int]) -> Tensor:
    """Splits one dim into several. See :func:`torch.unflatten`."""
    shape = input._array.shape
    d = canonical_dim(dim, len(shape))
    try:
        parts = resolve_shape(tuple(sizes), shape[d])
    except RuntimeError:
        raise RuntimeError(
            f"unflatten: Provided sizes {list(sizes)} don't multiply up to the "
            f"size of dim {d} ({shape[d]}) in the input tensor"
        ) from None
    return view(input, *shape[:d], *parts, *shape[d + 1 :])


class Squeeze(Op):
    """y = x without some dims of size 1; ∂x gives them back."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, dims: tuple, number: int) -> Tensor:
        ctx.shape = x._array.shape
        ctx.number = number
        return make_view(x._array.squeeze(dims), x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return grad.reshape(ctx.shape), None, None


class Unsqueeze(Op):
    """y = x with a new dim of size 1; ∂x drops it."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, dim: int) -> Tensor:
        ctx.shape = x._array.shape
        return make_view(np.expand_dims(x._array, dim), x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return grad.reshape(ctx.shape), None


def squeeze(input: Tensor, dim: Any = None) -> Tensor:
    """Drops dims of size 1: all of them, or those named, if of size 1.

    See :func:`torch.squeeze`.
    """
    shape = input._array.shape
    if dim is None:
        dims = tuple(i for i, n in enumerate(shape) if n == 1)
        return Squeeze.apply(input, dims, 0)
    dims = canonical_dims(dim, len(shape))
    dims = tuple(d for d in dims if shape[d] == 1)
    return Squeeze.apply(input, dims, 1 if isinstance(dim, int) else 2)


def unsqueeze(input: Tensor, dim: int) -> Tensor:
    """Inserts a dim of size 1 at ``dim``. See :func:`torch.unsqueeze`."""
    size = input._array.ndim + 1
    if not -size <= dim < size:
        raise IndexError(
            f"Dimension out of range (expected to be in range of [{-size}, "
            f"{size - 1}], but got {dim})"
        )
    return Unsqueeze.apply(input, dim % size)
