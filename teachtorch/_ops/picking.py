"""Elements picked one by one, by tensors of indices: a copy, not a view."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, check_inplace, wrap
from ..autograd.function import Op, apply_inplace
from ..autograd.grad_mode import mode
from .arithmetic import cast, constant
from .pointwise import masked


class Index(Op):
    """y = elements of x picked by tensors; ∂x adds ∂y up at those places."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, index: tuple) -> Tensor:
        ctx.shape, ctx.index = x._array.shape, index
        return wrap(np.asarray(x._array[index]))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return IndexAccumulate.of(grad, ctx.shape, ctx.index), None


class IndexAccumulate(Op):
    """y = zeros with x added at places that may repeat; ∂x picks from ∂y."""

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
    places = np.arange(y.size).reshape(y.shape)[index]
    values = np.broadcast_to(values, places.shape)
    flat = y.reshape(-1)  # y is in row order, so this is a view
    np.add.at(flat, places.ravel(), values.ravel())


def check_bounds(x: Tensor, picks: tuple) -> None:
    """Refuses a pick outside the tensor, in PyTorch's words."""
    dim = 0
    for pick in picks:
        if isinstance(pick, slice):
            dim += 1
        elif pick.dtype.kind == "b":
            for d, n in enumerate(pick.shape):
                if n != x._array.shape[dim + d]:
                    raise IndexError(
                        f"The shape of the mask {list(pick.shape)} at index {d} "
                        "does not match the shape of the indexed tensor "
                        f"{list(x._array.shape)} at index {dim + d}"
                    )
            dim += pick.ndim
        else:
            size = x._array.shape[dim]
            outside = (pick < -size) | (pick >= size)
            if outside.any():
                bad = int(pick[outside].ravel()[0])
                raise IndexError(
                    f"index {bad} is out of bounds for dimension {dim} with "
                    f"size {size}"
                )
            dim += 1
    shapes = [p.shape for p in picks if isinstance(p, np.ndarray)]
    try:
        if not any(p.dtype.kind == "b" for p in picks if not isinstance(p, slice)):
            np.broadcast_shapes(*shapes)
    except ValueError:
        listed = ", ".join(str(list(s)) for s in shapes)
        raise IndexError(
            "shape mismatch: indexing tensors could not be broadcast together "
            f"with shapes {listed}"
        ) from None


class IndexPut(Op):
    """y = x with v written at picked places: ∂x is 0 there, ∂v is ∂y there."""

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, v: Tensor, index: tuple, accumulate: bool
    ) -> Tensor:
        ctx.index, ctx.accumulate = index, accumulate
        y = np.array(x._array)
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
            there = np.zeros(grad.shape, bool)
            there[ctx.index] = True
            outside = wrap(~there) if mode.enabled else ~there
            grad_x = masked(grad, outside)
        if need_v:
            grad_v = Index.of(grad, ctx.index)
        return grad_x, grad_v, None, None


def index_put(
    input: Tensor, indices: tuple, values: Tensor, accumulate: bool = False
) -> Tensor:
    """Gives ``input`` with ``values`` written at ``indices``.

    See :func:`torch.index_put`.
    """
    v = cast(values, input.dtype)
    return IndexPut.apply(input, v, _arrays(indices), accumulate)


def index_put_(
    input: Tensor, indices: tuple, values: Tensor, accumulate: bool = False
) -> Tensor:
    """Writes ``values`` at ``indices`` in place.

    See :meth:`torch.Tensor.index_put_`.
    """
    index = _arrays(indices)
    if not isinstance(values, Tensor):
        values = constant(values, input.dtype)
    v = cast(values, input.dtype)
    picked = np.empty(input._array.shape, bool)[index].shape
    try:
        np.broadcast_to(v._array, picked)
    except ValueError:
        raise RuntimeError(
            f"shape mismatch: value tensor of shape {list(v._array.shape)} "
            "cannot be broadcast to indexing result of shape "
            f"{list(picked)}"
        ) from None
    if mode.enabled and (input.requires_grad or v.requires_grad):
        return apply_inplace(IndexPut, input, v, index, accumulate)
    check_inplace(input)
    if accumulate:
        input._array[...] = IndexPut.apply(input, v, index, True)._array
    else:
        input._array[index] = v._array
    input._bump()
    return input


def _arrays(indices: Any) -> tuple:
    return tuple(getattr(i, "_array", i) for i in indices)
