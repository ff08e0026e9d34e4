"""What all reductions share: which dims are reduced, and how to undo it.

``dims`` is None when everything is reduced to one number, and otherwise a
tuple of dims. The gradient of a reduction first gets the lost dims back, with
size 1 (``with_kept``), and is then spread over what was reduced.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .._tensor import wrap
from ..autograd.function import Op
from .dims import canonical_dims

Dims = int | tuple[int, ...] | list[int] | None


def reduced_dims(
    dim: Dims, ndim: int, keepdim: bool = False
) -> tuple[int, ...] | None:
    """Gives definite dims: None for all of them, which ``()`` means too.

    Raises:
        IndexError: if there is no such dim.
        TypeError: if a dim is no integer, or ``keepdim`` no bool (then it
            was probably meant as a second dim).
    """
    if keepdim is not False and keepdim is not True:
        raise TypeError(f"keepdim must be bool, not {type(keepdim).__name__}")
    if dim is None:
        return None
    dims = canonical_dims(dim, ndim)
    return dims or tuple(range(ndim))


def every_dim(dims: tuple[int, ...] | None, ndim: int) -> tuple[int, ...]:
    """Spells out None, for formulas that need the dims themselves."""
    return tuple(range(ndim)) if dims is None else dims


def count(shape: tuple, dims: tuple[int, ...] | None) -> int:
    """Gives how many elements are reduced to one."""
    return math.prod(shape if dims is None else (shape[d] for d in dims))


def with_kept(y: Any, shape: tuple, dims: tuple[int, ...] | None) -> Any:
    """Gives the reduced dims back to a result or a gradient, with size 1."""
    if dims is None:
        return y.reshape((1,) * len(shape))
    return y.reshape(tuple(1 if i in dims else n for i, n in enumerate(shape)))


def total(array: np.ndarray, dims: Any, keepdim: Any = False) -> np.ndarray:
    """Sums an array, in higher precision where the plain sum would lose much.

    NumPy adds pairwise along the last dim, so that rounding errors hardly
    grow, but one by one along the others; and float16 overflows at 65,504.
    """
    char = array.dtype.char
    if char == "e":
        return np.add.reduce(array, dims, dtype=np.float32, keepdims=keepdim)
    if char == "f" and dims is not None and array.ndim - 1 not in dims:
        if count(array.shape, dims) >= 4096:
            total = np.add.reduce(array, dims, np.float64, keepdims=keepdim)
            return total.astype(np.float32)
    return np.add.reduce(array, dims, keepdims=keepdim)


class CountLike(Op):
    """y = whole numbers in the dtype of a gradient, so ∂x is none."""

    @staticmethod
    def forward(ctx: Any, counts: Any, like: Any) -> Any:
        return wrap(counts._array.astype(like._array.dtype))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return None, None
