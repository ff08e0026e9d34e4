"""Dimensions and sizes as users may give them, made definite.

``-1`` is the last dim, ``f(2, 3)`` means ``f((2, 3))``, and one size of a
shape may be left open. What does not fit is refused here, in PyTorch's words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


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
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise TypeError(f"argument '{name}' must be int, not {kind_of(value)}")
    return value.__index__()


def kind_of(value: Any) -> str:
    """Names the type of an argument as PyTorch's errors name it."""
    return type(value).__name__


def sizes(
    given: tuple, function: str = "reshape", name: str = "shape"
) -> tuple:
    """Accepts sizes as ``f(2, 3)`` and as ``f((2, 3))``.

    Raises:
        TypeError: if a size is no integer, or if there is no argument.
    """
    if len(given) == 1:
        first = given[0]
        if isinstance(first, (tuple, list)):
            given = tuple(first)
        elif type(first) is not int and not hasattr(first, "__index__"):
            raise TypeError(
                f"{function}(): argument '{name}' (position 1) must be tuple "
                f"of ints, not {kind_of(first)}"
            )
    elif not given:
        raise TypeError(
            f'{function}() missing 1 required positional arguments: "{name}"'
        )
    for n in given:
        if type(n) is not int:
            return _as_ints(given, function, name)
    return given


def _as_ints(given: tuple, function: str, name: str) -> tuple:
    for position, n in enumerate(given, 1):
        if not hasattr(n, "__index__"):
            raise TypeError(
                f"{function}(): argument '{name}' failed to unpack the object "
                f'at pos {position} with error "type must be tuple of ints,but '
                f'got {kind_of(n)}"'
            )
    return tuple(n.__index__() for n in given)


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
