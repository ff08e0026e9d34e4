"""Repeating: as a view (expand, broadcasting) or as copies (repeat, tile)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

from .._size import Size
from .._tensor import Tensor, make_view, wrap
from ..autograd.function import Op
from ..autograd.grad_mode import mode
from .copying import CloneInRowOrder
from .dims import broadcast_shape, canonical_dim, kind_of, sizes
from .index_along import index_select
from .shape import flatten, reshape, unsqueeze

# ---------------------------------------------------------------------------
# Views that read an element several times
# ---------------------------------------------------------------------------


class Expand(Op):
    """y = x read several times along dims of size 1, so ∂x sums ∂y over them.

    The sum is the engine's ``sum_to``, as for every broadcast input.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, shape: tuple) -> Tensor:
        array = x._array
        extra = len(shape) - array.ndim
        # A stride of 0 reads one element again and again. (np.broadcast_to
        # does the same, but refuses every write through its result.)
        strides = (0,) * extra + tuple(
            0 if have != n else step
            for have, n, step in zip(array.shape, shape[extra:], array.strides)
        )
        return make_view(as_strided(array, shape, strides), x)

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


def expand(input: Tensor, *new_sizes: Any, size: Any = None) -> Tensor:
    """Reads dims of size 1 as if repeated; a view, so nothing is copied.

    A size of -1 keeps the dim. See :meth:`torch.Tensor.expand`.
    """
    new = sizes(new_sizes if size is None else (size,), "expand", "size")
    old = input._array.shape
    extra = len(new) - len(old)
    if extra < 0:
        raise RuntimeError(
            f"expand(torch.{input.dtype.kind}Tensor{{{list(old)}}}, "
            f"size={list(new)}): the number of sizes provided ({len(new)}) "
            "must be greater or equal to the number of dimensions in the "
            f"tensor ({len(old)})"
        )
    result = list(new)
    for i in reversed(range(len(new))):
        n = new[i]
        have = old[i - extra] if i >= extra else None
        if n == -1 and have is None:
            raise RuntimeError(
                "The expanded size of the tensor (-1) isn't allowed in a "
                f"leading, non-existing dimension {i}"
            )
        if have not in (None, 1, n) and n != -1:
            raise RuntimeError(
                f"The expanded size of the tensor ({n}) must match the "
                f"existing size ({have}) at non-singleton dimension {i}.  "
                f"Target sizes: {list(new)}.  Tensor sizes: {list(old)}"
            )
        if n == -1:
            result[i] = have
    return Expand.apply(input, tuple(result))


def expand_as(input: Tensor, other: Tensor) -> Tensor:
    """Expands ``input`` to the shape of ``other``."""
    return expand(input, other._array.shape)


def broadcast_to(input: Tensor, size: Sequence[int]) -> Tensor:
    """Expands ``input`` to ``size``. See :func:`torch.broadcast_to`."""
    return expand(input, tuple(size))


def broadcast_shapes(*shapes: Any) -> Size:
    """Gives the shape that these shapes broadcast to.

    See :func:`torch.broadcast_shapes`.
    """
    result: list[int] = []
    for i, given in enumerate(shapes):
        if not isinstance(given, int | tuple | list):
            raise RuntimeError(
                "Input shapes should be of type ints, a tuple of ints, or a "
                f"list of ints, got {given}"
            )
        shape = (given,) if isinstance(given, int) else tuple(given)
        if any(n < 0 for n in shape):
            raise ValueError(
                "Attempting to broadcast a dimension with negative length!"
            )
        result[:0] = [1] * (len(shape) - len(result))
        for d in range(-1, -1 - len(shape), -1):
            if shape[d] in (1, result[d]):
                continue
            if result[d] != 1:
                raise RuntimeError(
                    f"Attempting to broadcast a dimension of length {shape[d]} "
                    f"at {d}! Mismatching argument at index {i} had {shape}; "
                    f"but expected shape should be broadcastable to {result}"
                )
            result[d] = shape[d]
    return Size(result)


def broadcast_tensors(*tensors: Tensor) -> tuple:
    """Expands several tensors to one shape.

    See :func:`torch.broadcast_tensors`.
    """
    for i, x in enumerate(tensors):
        if not isinstance(x, Tensor):
            raise TypeError(
                f"expected Tensor as element {i} in argument 0, but got "
                f"{kind_of(x)}"
            )
    shape = broadcast_shape(*(x._array.shape for x in tensors))
    return tuple(
        x if x._array.shape == shape else expand(x, shape) for x in tensors
    )


# ---------------------------------------------------------------------------
# Copies side by side
# ---------------------------------------------------------------------------


class Repeat(Op):
    """y = copies of x side by side, so ∂x sums ∂y over the copies.

    A primitive because PyTorch's graph shows it as one node.
    """

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


def repeat(input: Tensor, *times: Any, repeats: Any = None) -> Tensor:
    """Copies ``input`` several times along each dim.

    See :meth:`torch.Tensor.repeat`.
    """
    given = times if repeats is None else (repeats,)
    return _repeat(input, sizes(given, "repeat", "repeats"))


def _repeat(input: Tensor, times: tuple) -> Tensor:
    ndim, shape = len(times), input._array.shape
    if ndim < len(shape):
        raise RuntimeError(
            "Number of dimensions of repeat dims can not be smaller than "
            "number of dimensions of tensor"
        )
    if any(n < 0 for n in times):
        full = (1,) * (ndim - len(shape)) + shape
        size = [n * k for n, k in zip(full, times)]
        bad = next(n for n in size if n < 0)
        raise RuntimeError(
            f"Trying to create tensor with negative dimension {bad}: {size}"
        )
    return Repeat.apply(input, times)


def tile(input: Tensor, *times: Any, dims: Any = None) -> Tensor:
    """Repeats ``input``; missing dims count as 1. See :func:`torch.tile`."""
    given = sizes(times if dims is None else (dims,), "tile", "dims")
    return _repeat(input, (1,) * (input._array.ndim - len(given)) + given)


def repeat_interleave(
    input: Tensor,
    repeats: Any = None,
    dim: int | None = None,
    *,
    output_size: int | None = None,
) -> Tensor:
    """Repeats each element (or each slice along ``dim``) on the spot.

    See :func:`torch.repeat_interleave`.
    """
    if repeats is None:
        return wrap(np.repeat(np.arange(input.numel()), _counts(input)))
    if not isinstance(repeats, (int, Tensor)):
        given = ", ".join(kind_of(x) for x in (repeats, dim) if x is not None)
        raise TypeError(
            "repeat_interleave() received an invalid combination of arguments "
            f"- got ({given}), but expected one of:\n * (int repeats, int dim)"
            "\n * (Tensor repeats, int dim)"
        )
    if dim is None or not input._array.ndim:
        input, dim = reshape(input, -1), 0
    d = canonical_dim(dim, input._array.ndim)
    n = input._array.shape[d]
    if isinstance(repeats, int):
        if repeats < 0:
            raise RuntimeError("Repeats must be non-negative")
        _check_output_size(output_size, n * repeats)
        shape = input._array.shape
        wide = (*shape[: d + 1], repeats, *shape[d + 1 :])
        copies = expand(unsqueeze(input, d + 1), wide)
        return flatten(CloneInRowOrder.apply(copies), d, d + 1)
    counts = _counts(repeats)
    if counts.size not in (1, n):
        raise RuntimeError(
            "repeats must have the same size as input along dim, but got "
            f"repeats.size(0) = {counts.size} and input.size({d}) = {n}"
        )
    places = np.repeat(np.arange(n), counts.reshape(-1) if n else 0)
    if output_size is not None and output_size != places.size:
        raise RuntimeError(
            "allocated size does not match required size\n"
            f"The repeats add up to {places.size}, not to output_size = "
            f"{output_size}."
        )
    return index_select(input, d, wrap(places))


def _counts(repeats: Tensor) -> np.ndarray:
    counts = repeats._array
    if counts.ndim > 1:
        raise RuntimeError("repeats must be 0-dim or 1-dim tensor")
    if counts.dtype.name not in ("int32", "int64"):
        raise NotImplementedError(
            '"repeat_interleave_cpu" not implemented for '
            f"'{repeats.dtype.kind}'"
        )
    if (counts < 0).any():
        raise RuntimeError("repeats can not be negative")
    return counts


def _check_output_size(claimed: int | None, actual: int) -> None:
    if claimed is not None and claimed != actual:
        raise RuntimeError(
            f"repeat_interleave: Invalid output_size, expected {actual} but "
            f"got {claimed}"
        )
