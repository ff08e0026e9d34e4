"""Views in the graph: windows on the memory of a base.

When memory is written through a view, its base gets a new history, and the
base's other views are out of date. A view whose memory has changed since it
was made therefore takes a new history when it is next asked: "look at the base
as it is now through my window" (``AsStrided``). And a base that was written
through a window becomes "the old base, with that window replaced"
(``CopySlices``). PyTorch shows the same two nodes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.array_utils import byte_bounds

from .._tensor import Tensor, wrap
from .function import Op
from .grad_mode import mode
from .graph import Node


def window_of(base: Tensor, view: Tensor) -> tuple[Node, int] | None:
    """Records that ``view`` shows part of ``base`` as ``base`` is now."""
    previous, mode.enabled = mode.enabled, True
    try:
        return AsStrided.apply(base, *geometry(base._array, view._array))._edge
    finally:
        mode.enabled = previous


def geometry(base: np.ndarray, view: np.ndarray) -> tuple:
    """Describes a view as a shape and the places it has in its base.

    Returns:
        the view's shape, and for each of its elements (in row order) the
        position among the base's elements (in row order), as a Tensor. What
        is no element of the base has the position after the last.
    """
    # Number the base's elements, lay the numbers out in memory exactly as the
    # elements are, and look at them through the view's window.
    bounds = byte_bounds(base), byte_bounds(view)
    low, high = min(a for a, _ in bounds), max(b for _, b in bounds)
    size = base.itemsize
    memory = np.full((high - low) // size, base.size)

    def window(array: np.ndarray) -> np.ndarray:
        offset = (array.__array_interface__["data"][0] - low) // size
        strides = tuple(s // size * 8 for s in array.strides)
        return np.ndarray(array.shape, np.int64, memory, offset * 8, strides)

    window(base)[...] = np.arange(base.size).reshape(base.shape)
    return view.shape, wrap(window(view).ravel())


class AsStrided(Op):
    """y = the elements of x at given places, so ∂x collects ∂y there."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, shape: tuple, places: Tensor) -> Tensor:
        ctx.x_shape, ctx.places = x._array.shape, places
        return wrap(x._array.reshape(-1)[places._array].reshape(shape))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return AsStridedScatter.of(grad, ctx.x_shape, ctx.places), None, None


class AsStridedScatter(Op):
    """y = zeros with x added at given places, so ∂x is ∂y at those places."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, shape: tuple, places: Tensor) -> Tensor:
        ctx.x_shape, ctx.places = x._array.shape, places
        y = np.zeros(shape, x._array.dtype)
        # add.at, not y[places] += x: a place may occur several times.
        np.add.at(y.reshape(-1), places._array, x._array.ravel())
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return AsStrided.of(grad, ctx.x_shape, ctx.places), None, None


class CopySlices(Op):
    """y = x with a window replaced by v, so ∂x = ∂y outside of it and ∂v = ∂y
    inside.

    A primitive because writing to a view must change the base's place in the
    graph.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, v: Tensor, window: tuple) -> Tensor:
        ctx.shape, ctx.places = window
        ctx.x_shape = x._array.shape
        return wrap(x._array)  # the caller writes the memory itself

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        inside = AsStrided.of(grad, ctx.shape, ctx.places)
        outside = grad - AsStridedScatter.of(inside, ctx.x_shape, ctx.places)
        return outside, inside, None

    def name(self) -> str:
        return "torch::autograd::CopySlices"

    def __repr__(self) -> str:
        return f"<CopySlices object at {id(self):#x}>"
