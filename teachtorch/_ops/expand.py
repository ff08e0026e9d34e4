"""Repeating: as a view (expand, broadcasting) or as copies (repeat, tile)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .._size import Size
from .._tensor import Tensor, make_view, wrap
from ..autograd.function import Op
from ..autograd.grad_mode import mode
from .dims import canonical_dim, sizes
from .index_along import index_select
from .shape import reshape
from .splitting import split


class Expand(Op):
    """y = x read several times along dims of size 1; ∂x sums the readings.

    The sum is the engine's ``sum_to``, as for every broadcast input.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, shape: tuple) -> Tensor:
        return make_view(np.broadcast_to(x._array, shape), x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return grad, None

    @classmethod
    def of(cls, *args: Any) -> Any:
        x, shape = args
        if mode.enabled:
            return cls.apply(x, shape)
        if x.size == 1:  # one number: filling is quicker than broadcasting
            return np.full(shape, x.item(), x.dtype)
        return np.broadcast_to(x, shape)


def expand(input: Tensor, *shape: Any) -> Tensor:
    """Reads dims of size 1 as if repeated; a view, so nothing is copied.

    A size of -1 keeps the dim. See :meth:`torch.Tensor.expand`.
    """
    new, old = sizes(shape), input._array.shape
    extra = len(new) - len(old)
    if extra < 0:
        raise RuntimeError(
            f"expand(torch.{input.dtype.kind}Tensor{{{list(old)}}}, "
            f"size={list(new)}): the number of sizes provided ({len(new)}) "
            "must be greater or equal to the number of dimensions in the "
            f"tensor ({len(old)})"
        )
    result = []
    for i, n in enumerate(new):
        have = old[i - extra] if i >= extra else None
        if n == -1 and have is None:
            raise RuntimeError(
                f"expand(torch.{input.dtype.kind}Tensor{{{list(old)}}}, "
                f"size={list(new)}): The expanded size of the tensor (-1) "
                f"isn't allowed in a leading, non-existing dimension {i}"
            )
        if have not in (None, 1, n) and n != -1:
            raise RuntimeError(
                f"The expanded size of the tensor ({n}) must match the "
                f"existing size ({have}) at non-singleton dimension {i}.  "
                f"Target sizes: {list(new)}.  Tensor sizes: {list(old)}"
            )
        result.append(have if n == -1 else n)
    return Expand.apply(input, tuple(result))


def expand_as(input: Tensor, other: Tensor) -> Tensor:
    """Expands ``input`` to the shape of ``other``."""
    return expand(input, other._array.shape)


def broadcast_to(input: Tensor, size: Sequence[int]) -> Tensor:
    """Expands ``input`` to ``size``. See :func:`torch.broadcast_to`."""
    return expand(input, *size)


def broadcast_shapes(*shapes: Any) -> Size:
    """Gives the shape that these shapes broadcast to.

    See :func:`torch.broadcast_shapes`.
    """
    try:
        return Size(np.broadcast_shapes(*map(_as_shape, shapes)))
    except ValueError:
        raise RuntimeError(
            "Shape mismatch: objects cannot be broadcast to a single shape"
        ) from None


def _as_shape(shape: Any) -> tuple:
    return (shape,) if isinstance(shape, int) else tuple(shape)


def broadcast_tensors(*tensors: Tensor) -> tuple:
    """Expands several tensors to one shape.

    See :func:`torch.broadcast_tensors`.
    """
    shape = broadcast_shapes(*(x._array.shape for x in tensors))
    return tuple(expand(x, *shape) for x in tensors)


class Repeat(Op):
    """y = copies of x side by side; ∂x is the sum of the copies' gradients."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, times: tuple) -> Tensor:
        ctx.shape, ctx.times = x._array.shape, times
        return wrap(np.tile(x._array, times))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        extra = len(ctx.times) - len(ctx.shape)
        shape = (1,) * extra + tuple(ctx.shape)
        split = tuple(k for pair in zip(ctx.times, shape) for k in pair)
        copies = tuple(range(0, 2 * len(shape), 2))
        return grad.reshape(split).sum(copies).reshape(ctx.shape), None


def repeat(input: Tensor, *repeats: Any) -> Tensor:
    """Copies ``input`` several times along each dim.

    See :meth:`torch.Tensor.repeat`.
    """
    times = sizes(repeats)
    if len(times) < input._array.ndim:
        raise RuntimeError(
            "Number of dimensions of repeat dims can not be smaller than number "
            "of dimensions of tensor"
        )
    return Repeat.apply(input, times)


def tile(input: Tensor, *dims: Any) -> Tensor:
    """Repeats ``input``; missing dims count as 1. See :func:`torch.tile`."""
    times = sizes(dims)
    return repeat(input, (1,) * (input._array.ndim - len(times)) + times)


def repeat_interleave(
    input: Tensor, repeats: Any = None, dim: int | None = None
) -> Tensor:
    """Repeats each element (or each slice along ``dim``) in place.

    See :func:`torch.repeat_interleave`.
    """
    from .index_along import index_select

    if repeats is None:
        times = input._array
        return wrap(np.repeat(np.arange(times.size), times))
    if dim is None:
        input, dim = reshape(input, -1), 0
    d = canonical_dim(dim, input._array.ndim)
    counts = getattr(repeats, "_array", repeats)
    n = input._array.shape[d]
    if np.size(counts) not in (1, n):
        raise RuntimeError(
            "repeats must have the same size as input along dim, but got "
            f"repeats.size(0) = {np.size(counts)} and input.size({d}) = {n}"
        )
    if np.size(counts) == 1:
        counts = np.asarray(counts).reshape(())
    return index_select(input, d, wrap(np.repeat(np.arange(n), counts)))
