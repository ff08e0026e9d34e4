"""Dimensions and sizes as users may give them, made definite.

``-1`` is the last dim, ``f(2, 3)`` means ``f((2, 3))``, and one size of a
shape may be left open. What does not fit is refused here, in PyTorch's words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .._device import device as Device
from .._dtype import dtype as DType
from .._layout import layout as Layout
from .._size import Size
from .._tensor import Tensor


def canonical_dim(dim: int, ndim: int) -> int:
    """Turns a dim that may count from the end into one that does not.

    Raises:
        IndexError: if there is no such dim.
        TypeError: if it is no integer.
    """
    size = ndim or 1  # a 0-d tensor accepts dim 0 and -1
    if type(dim) is not int:
        dim = as_int(dim, "dim")
    if not -size <= dim < size:
        raise IndexError(
            f"Dimension out of range (expected to be in range of [{-size}, "
            f"{size - 1}], but got {dim})"
        )
    return dim % size


def canonical_dims(dim: int | Sequence[int], ndim: int) -> tuple[int, ...]:
    """Turns one dim or several into a tuple of dims from 0 to ndim − 1."""
    given = tuple(dim) if isinstance(dim, (tuple, list)) else (dim,)
    dims = tuple(canonical_dim(d, ndim) for d in given)
    for i, d in enumerate(dims):
        if d in dims[:i]:
            raise RuntimeError(
                f"dim {d} appears multiple times in the list of dims"
            )
    return () if ndim == 0 else dims


def as_int(value: Any, name: str) -> int:
    """Gives an integer for what can serve as one: 2, np.int64(2), tensor(2).

    Raises:
        TypeError: for anything else, 2.0 included.
    """
    if not is_index(value):
        raise TypeError(f"argument '{name}' must be int, not {kind_of(value)}")
    return value.__index__()


def is_index(value: Any) -> bool:
    """Tells whether a value can serve as an int: not True, not 2.0."""
    if type(value) is int:
        return True
    if isinstance(value, Tensor):
        return not value._array.ndim and value._array.dtype.kind in "iu"
    return not isinstance(value, bool) and hasattr(value, "__index__")


def kind_of(value: Any) -> str:
    """Names a type as C knows it: ``numpy.float64``, ``torch.dtype``."""
    name = type(value).__name__
    if isinstance(value, np.generic | np.ndarray):
        return f"numpy.{name}"
    if isinstance(value, DType | Device | Layout | Size):
        return f"torch.{name}"
    return name


def sizes(
    given: tuple, function: str = "reshape", name: str = "shape"
) -> tuple:
    """Accepts sizes as ``f(2, 3)`` and as ``f((2, 3))``.

    Raises:
        TypeError: if a size is no integer, or if there is no argument.
    """
    if len(given) == 1 and isinstance(given[0], (tuple, list)):
        definite = tuple(given[0])
    elif given:
        definite = given
    else:
        raise TypeError(
            f'{function}() missing 1 required positional arguments: "{name}"'
        )
    for n in definite:
        if type(n) is not int:
            return _as_ints(definite, given, function)
    return definite


def _as_ints(definite: tuple, given: tuple, function: str) -> tuple:
    if all(is_index(n) for n in definite):
        return tuple(n.__index__() for n in definite)
    from .signatures import refuse_wrong, signatures_of

    refuse_wrong(function, given, {}, signatures_of(function, True))
    return tuple(int(n) for n in definite)  # True, which may be a later size


def resolve_shape(shape: tuple, numel: int) -> tuple:
    """Replaces a −1 in a shape by the size that fits.

    Raises:
        RuntimeError: if no size fits.
    """
    known, open_sizes = 1, 0
    for i, n in enumerate(shape):
        if n >= 0:
            known *= n
        elif n == -1:
            open_sizes += 1
        else:
            raise RuntimeError(
                f"invalid shape dimension {n} at index {i} of shape "
                f"{list(shape)}"
            )
    if open_sizes > 1:
        raise RuntimeError("only one dimension can be inferred")
    if open_sizes:
        if known == 0 and numel == 0:
            raise RuntimeError(
                f"cannot reshape tensor of 0 elements into shape {list(shape)} "
                "because the unspecified dimension size -1 can be any value "
                "and is ambiguous"
            )
        if known and numel % known == 0:
            return tuple(numel // known if n == -1 else n for n in shape)
    elif known == numel:
        return shape
    raise RuntimeError(
        f"shape '{list(shape)}' is invalid for input of size {numel}"
    )


def broadcast_shape(*shapes: tuple) -> tuple:
    """Gives the shape that several shapes broadcast to.

    Compared from the right, sizes must be equal or 1.

    Raises:
        RuntimeError: naming the first two sizes that do not fit.
    """
    result: tuple = ()
    for shape in shapes:
        long, short = (
            (result, shape) if len(result) >= len(shape) else (shape, result)
        )
        extra = len(long) - len(short)
        merged = list(long)
        for i in range(len(short) - 1, -1, -1):
            d, a, b = i + extra, long[i + extra], short[i]
            if a != b and a != 1 and b != 1:
                first = result[d - len(long) + len(result)]
                second = shape[d - len(long) + len(shape)]
                raise RuntimeError(
                    f"The size of tensor a ({first}) must match the size of "
                    f"tensor b ({second}) at non-singleton dimension {d}"
                )
            merged[d] = b if a == 1 else a
        result = tuple(merged)
    return result
