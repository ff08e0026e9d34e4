"""Elements picked one by one, by tensors of indices: a copy, not a view.

``x[[0, 2, 2]]`` reads, ``x[[0, 2, 2]] = v`` writes. Reading a place twice
sends two gradients there, so the derivative of reading is adding up.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, check_inplace, wrap
from ..autograd.function import Op
from ..autograd.grad_mode import mode
from ..autograd.inplace import (
    apply_inplace,
    check_no_overlap,
    check_reads_apart,
)
from .dims import kind_of
from .where import masked

# ---------------------------------------------------------------------------
# Reading
# ---------------------------------------------------------------------------


class Index(Op):
    """y = elements of x picked by tensors, so ∂x adds ∂y up at those places."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, index: tuple) -> Tensor:
        ctx.shape, ctx.index = x._array.shape, index
        # NumPy may lay the result out in another order than the rows'.
        return wrap(np.asarray(x._array[index], order="C"))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return IndexAccumulate.of(grad, ctx.shape, ctx.index), None


class IndexAccumulate(Op):
    """y = zeros with x added at places that may repeat, so ∂x picks from ∂y."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, shape: tuple, index: tuple) -> Tensor:
        ctx.index = index
        y = np.zeros(shape, x._array.dtype)
        add_at(y, index, x._array)
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return Index.of(grad, ctx.index), None, None


def add_at(y: np.ndarray, index: tuple, values: np.ndarray) -> None:
    """Adds values at an index, in which a place may occur several times.

    Plainly: ``np.add.at(y, index, values)``; on one dimension it is quick.
    """
    if len(index) == 1 and index[0].dtype.kind == "b":
        y[index] += values  # a mask names no place twice
        return
    places = np.arange(y.size).reshape(y.shape)[index]
    values = np.broadcast_to(values, places.shape)
    flat = y.reshape(-1)  # y is in row order, so this is a view
    np.add.at(flat, places.ravel(), values.ravel())


def check_bounds(x: Tensor, picks: tuple) -> None:
    """Refuses a pick outside the tensor, in PyTorch's words."""
    dim = 0
    shape = x._array.shape
    number = 0  # PyTorch counts the dims that are picked from
    for pick in picks:
        if isinstance(pick, slice):
            dim += 1
        elif pick.dtype.kind == "b":
            for d, n in enumerate(pick.shape):
                if n != shape[dim + d]:
                    raise IndexError(
                        f"The shape of the mask {list(pick.shape)} at index "
                        f"{d} does not match the shape of the indexed tensor "
                        f"{list(shape)} at index {dim + d}"
                    )
            dim += pick.ndim
            number += pick.ndim
        else:
            _check_within(pick, shape[dim], number)
            dim += 1
            number += 1
    chosen = [p for p in picks if not isinstance(p, slice)]
    if len(chosen) > 1:
        _check_together(chosen)


def _check_within(pick: np.ndarray, size: int, dim: int) -> None:
    if not pick.size or (pick.min() >= -size and pick.max() < size):
        return
    if size == 0:
        raise IndexError("index is out of bounds for dimension with size 0")
    bad = pick[(pick < -size) | (pick >= size)].flat[0]
    raise IndexError(
        f"index {bad} is out of bounds for dimension {dim} with size {size}"
    )


def _check_together(picks: list[np.ndarray]) -> None:
    """Refuses index tensors whose shapes do not broadcast."""
    shapes: list[tuple] = []
    for p in picks:
        if p.dtype.kind == "b":  # stands for one vector for each of its dims
            shapes += [(int(np.count_nonzero(p)),)] * p.ndim
        else:
            shapes.append(p.shape)
    try:
        np.broadcast_shapes(*shapes)
    except ValueError:
        listed = ", ".join(str(list(s)) for s in shapes)
        raise IndexError(
            "shape mismatch: indexing tensors could not be broadcast together "
            f"with shapes {listed}"
        ) from None


# ---------------------------------------------------------------------------
# Writing
# ---------------------------------------------------------------------------


class IndexPut(Op):
    """y = x with v written at picked places, so ∂x = ∂y but 0 there, and ∂v =
    ∂y there.
    """

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, v: Tensor, index: tuple, accumulate: bool
    ) -> Tensor:
        ctx.index, ctx.accumulate = index, accumulate
        y = np.array(x._array, order="C")
        if accumulate:
            add_at(y, index, v._array)
        else:
            y[index] = v._array
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        need_x, need_v, _, _ = ctx.edges
        grad_x, grad_v = grad, None
        if need_x and not ctx.accumulate:
            outside = np.ones(grad.shape, bool)
            outside[ctx.index] = False
            grad_x = masked(grad, wrap(outside) if mode.enabled else outside)
        if need_v:
            grad_v = Index.of(grad, ctx.index)
        return grad_x, grad_v, None, None


def index_put(
    input: Tensor, indices: tuple, values: Tensor, accumulate: bool = False
) -> Tensor:
    """Gives ``input`` with ``values`` written at ``indices``.

    See :func:`torch.index_put`.
    """
    index, v = _checked(input, indices, values)
    return IndexPut.apply(input, v, index, accumulate)


def index_put_(
    input: Tensor, indices: tuple, values: Tensor, accumulate: bool = False
) -> Tensor:
    """Writes ``values`` at ``indices`` in place.

    See :meth:`torch.Tensor.index_put_`.
    """
    index, v = _checked(input, indices, values)
    if mode.enabled and (input.requires_grad or v.requires_grad):
        return apply_inplace(IndexPut, input, v, index, accumulate)
    check_inplace(input)
    check_no_overlap(input)
    check_reads_apart(input, v)
    if accumulate:
        input._array[...] = IndexPut.apply(input, v, index, True)._array
    else:
        input._array[index] = v._array
    input._bump()
    return input


def _checked(input: Tensor, indices: Any, values: Tensor) -> tuple:
    if not isinstance(indices, (tuple, list)):
        raise TypeError(
            "index_put(): argument 'indices' (position 2) must be tuple of "
            f"Tensors, not {kind_of(indices)}"
        )
    index = tuple(_as_pick(i) for i in indices)
    if len(index) > input._array.ndim:
        raise IndexError(
            "too many indices for tensor of dimension "
            f"{input._array.ndim} (got {len(index)})"
        )
    check_bounds(input, index)
    if values._array.dtype != input._array.dtype:
        raise RuntimeError(
            "Index put requires the source and destination dtypes match, got "
            f"{input.dtype.kind} for the destination and {values.dtype.kind} "
            "for the source."
        )
    v = values
    picked = np.empty(input._array.shape, bool)[index].shape
    try:
        np.broadcast_to(v._array, picked)
    except ValueError:
        raise RuntimeError(
            f"shape mismatch: value tensor of shape {list(v._array.shape)} "
            "cannot be broadcast to indexing result of shape "
            f"{list(picked)}"
        ) from None
    return index, v


def _as_pick(index: Any) -> Any:
    if index is None:
        return slice(None)
    if not isinstance(index, Tensor):
        return index
    if index._array.dtype.kind not in "bi":
        raise IndexError(
            "tensors used as indices must be long, int, byte or bool tensors"
        )
    return index._array


# ---------------------------------------------------------------------------
# As if all elements stood in one row
# ---------------------------------------------------------------------------


class Take(Op):
    """y = elements of x by their number in row order, so ∂x adds ∂y up there.

    A primitive because PyTorch's graph shows it as one node.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, index: Tensor) -> Tensor:
        ctx.shape, ctx.places = x._array.shape, index
        return wrap(np.asarray(x._array.reshape(-1)[index._array]))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        size = int(np.prod(ctx.shape))
        index = (ctx.places._array,)
        return IndexAccumulate.of(grad, (size,), index).reshape(ctx.shape), None


def take(input: Tensor, index: Tensor) -> Tensor:
    """Picks elements by their number in row order. See :func:`torch.take`."""
    _check_places("take", input, index)
    return Take.apply(input, index)


def put(
    input: Tensor, index: Tensor, source: Tensor, accumulate: bool = False
) -> Tensor:
    """Writes elements by their number in row order.

    See :meth:`torch.Tensor.put_`.
    """
    _check_places("put_", input, index)
    if source._array.dtype != input._array.dtype:
        raise RuntimeError(
            "put_(): self and source expected to have the same dtype, but got "
            f"self.dtype = {input.dtype.kind} and source.dtype = "
            f"{source.dtype.kind}"
        )
    if source._array.size != index._array.size:
        raise IndexError(
            "put_(): Expected source and index to have the same number of "
            f"elements, but got source.numel() = {source._array.size}, "
            f"index.numel() = {index._array.size}"
        )
    flat = input.reshape(-1)
    index, source = index.reshape(-1), source.reshape(-1)
    written = IndexPut.apply(flat, source, (index._array,), accumulate)
    return written.reshape(input._array.shape)


def _check_places(name: str, input: Tensor, index: Tensor) -> None:
    if index._array.dtype != np.int64:
        raise RuntimeError(
            f"{name}(): Expected a long tensor for index, but got "
            f"{index.dtype.kind}"
        )
    size, places = input._array.size, index._array
    if size == 0 and places.size:
        raise IndexError(f"{name}(): tried to take from an empty tensor")
    outside = (places < -size) | (places >= size)
    if outside.any():
        raise IndexError(
            f"out of range: tried to access index {places[outside].flat[0]} on "
            f"a tensor of {size} elements."
        )
