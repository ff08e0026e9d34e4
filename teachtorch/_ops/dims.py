"""Dimensions and sizes as users may give them, made definite.

``-1`` is the last dim, ``f(2, 3)`` means ``f((2, 3))``, and one size of a
shape may be left open. What does not fit is refused here, in PyTorch's words.
"""

from __future__ import annotations

import builtins
import math
from collections.abc import Sequence



def canonical_dim(dim: int, ndim: int) -> int:
    """Turns a dim that may count from the end into one that does not.

    Raises:
        IndexError: if there is no such dim.
    """
    size = builtins.max(ndim, 1)  # a 0-d tensor accepts dim 0 and -1
    if not -size <= dim < size:
        raise IndexError(
            f"Dimension out of range (expected to be in range of [{-size}, "
            f"{size - 1}], but got {dim})"
        )
    return dim % size


def canonical_dims(dim: int | Sequence[int], ndim: int) -> tuple[int, ...]:
    """Turns one dim or several into a tuple of dims from 0 to ndim − 1."""
    given = (dim,) if isinstance(dim, int) else tuple(dim)
    dims = tuple(canonical_dim(int(d), ndim) for d in given)
    for i, d in enumerate(dims):
        if d in dims[:i]:
            raise RuntimeError(
                f"dim {d} appears multiple times in the list of dims"
            )
    return () if ndim == 0 else dims


def sizes(given: tuple) -> tuple:
    """Accepts sizes as ``f(2, 3)`` and as ``f((2, 3))``."""
    if len(given) == 1 and isinstance(given[0], (tuple, list)):
        given = tuple(given[0])
    return tuple(int(n) for n in given)


def resolve_shape(shape: tuple, numel: int) -> tuple:
    """Replaces a −1 in a shape by the size that fits.

    Raises:
        RuntimeError: if no size fits.
    """
    known = math.prod(n for n in shape if n != -1)
    if shape.count(-1) > 1:
        raise RuntimeError("only one dimension can be inferred")
    if builtins.any(n < -1 for n in shape):
        bad = next(n for n in shape if n < -1)
        raise RuntimeError(f"invalid shape dimension {bad}")
    if -1 in shape:
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
