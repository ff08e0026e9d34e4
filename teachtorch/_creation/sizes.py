"""The sizes that a new tensor is to have."""

from __future__ import annotations

from typing import Any


def size_of(given: tuple, function: str = "empty", size: Any = None) -> tuple:
    """Accepts sizes as ``f(2, 3)``, ``f((2, 3))`` and ``f(size=(2, 3))``.

    Raises:
        TypeError: if there are none, or if one is no integer.
        RuntimeError: if one is negative.
    """
    if size is not None:
        given = (size,)
    if not given:
        raise TypeError(
            f'{function}() missing 1 required positional arguments: "size"'
        )
    if len(given) == 1 and isinstance(given[0], (tuple, list)):
        given = tuple(given[0])
    elif len(given) == 1 and not hasattr(given[0], "__index__"):
        raise TypeError(
            f"{function}(): argument 'size' (position 1) must be tuple of "
            f"ints, not {type(given[0]).__name__}"
        )
    for position, n in enumerate(given, 1):
        if not hasattr(n, "__index__"):
            if position == 1:
                raise TypeError(
                    f"{function}(): argument 'size' (position 1) must be tuple "
                    "of ints, but found element of type "
                    f"{type(n).__name__} at pos 0"
                )
            raise TypeError(
                f"{function}(): argument 'size' failed to unpack the object at "
                f'pos {position} with error "type must be tuple of ints,but '
                f'got {type(n).__name__}"'
            )
    result = tuple(n.__index__() for n in given)
    refuse_negative(result, function)
    return result


def refuse_negative(size: tuple, function: str = "empty") -> None:
    """Refuses a negative size in PyTorch's words."""
    for n in size:
        if n < 0:
            if function == "zeros":
                raise RuntimeError(
                    "zeros: Dimension size must be non-negative."
                )
            raise RuntimeError(
                f"Trying to create tensor with negative dimension {n}: "
                f"{list(size)}"
            )
