"""Copies: the same numbers in memory of their own.

What ``to`` and ``copy_`` do about dtypes is in ``convert.py``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._layout import is_dense
from .._tensor import Tensor, wrap
from ..autograd.function import Op
from ..autograd.grad_mode import mode


class Clone(Op):
    """y = a copy of x, so ∂x = ∂y."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        # A transposed array stays transposed; one with gaps is tightened.
        return wrap(x._array.copy(order="K" if is_dense(x._array) else "C"))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return grad


class CloneInRowOrder(Clone):
    """y = x copied into row order, so ∂x = ∂y.

    A primitive because Clone keeps the order of x in memory.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        return wrap(x._array.copy(order="C"))

    def name(self) -> str:
        return "CloneBackward0"


def clone(input: Tensor, *, memory_format: Any = None) -> Tensor:
    """Copies a tensor; the copy keeps the history. See :func:`torch.clone`."""
    if str(memory_format) == "torch.contiguous_format":
        return CloneInRowOrder.apply(input)
    return Clone.apply(input)


def contiguous(input: Tensor, memory_format: Any = None) -> Tensor:
    """Gives a tensor in row order: itself if it is, else a copy."""
    if input._array.flags.c_contiguous:
        return input
    return CloneInRowOrder.apply(input)


class Copy(Op):
    """y = v in the shape of x, written over x, so ∂x = 0 and ∂v = ∂y."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, v: Tensor) -> Tensor:
        return wrap(np.broadcast_to(v._array, x._array.shape))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        need_x, need_v = ctx.edges
        return zero_gradient(grad) if need_x else None, grad if need_v else None

    def name(self) -> str:
        return "torch::autograd::CopyBackwards"

    def __repr__(self) -> str:
        return f"<CopyBackwards object at {id(self):#x}>"


class Zero(Op):
    """y = 0, written over x, so ∂x = 0.

    A primitive because PyTorch's graph shows it as one node.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        return wrap(np.zeros_like(x._array))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return zero_gradient(grad)


class FillNumber(Op):
    """y = v for a number v, written over x, so ∂x = 0.

    A primitive because PyTorch numbers it apart from FillTensor.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, v: Tensor) -> Tensor:
        return wrap(np.broadcast_to(v._array, x._array.shape))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        need_x, need_v = ctx.edges
        return zero_gradient(grad) if need_x else None, grad if need_v else None

    def name(self) -> str:
        return "FillBackward2"


class FillTensor(FillNumber):
    """y = v for a tensor v of one number, written over x, so ∂x = 0 and ∂v =
    Σ ∂y.

    A primitive because PyTorch's graph shows it apart from Copy.
    """

    def name(self) -> str:
        return "FillBackward3"


def zero_gradient(grad: Any) -> Any:
    """Gives zeros for a formula: 0 times an infinite ∂y would be nan."""
    if mode.enabled:
        return wrap(np.zeros_like(grad._array))
    return np.zeros_like(grad)
