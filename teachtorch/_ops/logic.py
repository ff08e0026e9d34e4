"""Logic on truth values, and on the bits of integers.

``logical_and`` and its kin read every number as a truth value: zero is false.
``bitwise_and`` and the operators ``& | ^ ~`` work on the bits of integers,
which for bools is the same. The shifts ``<<`` and ``>>`` move bits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .._dtype import bool_
from .._tensor import Tensor, wrap
from .compare import compare
from .operands import (
    a_tensor_among,
    broadcast_error,
    common_dtype,
    not_implemented,
)

# ---------------------------------------------------------------------------
# Truth values
# ---------------------------------------------------------------------------


def _logical(ufunc: Callable, input: Tensor, other: Tensor) -> Tensor:
    try:
        return wrap(np.asarray(ufunc(input._array, other._array)))
    except ValueError:
        raise broadcast_error(input, other) from None


def logical_and(input: Tensor, other: Tensor) -> Tensor:
    """Tells where both are nonzero. See :func:`torch.logical_and`."""
    return _logical(np.logical_and, input, other)


def logical_or(input: Tensor, other: Tensor) -> Tensor:
    """Tells where either is nonzero. See :func:`torch.logical_or`."""
    return _logical(np.logical_or, input, other)


def logical_xor(input: Tensor, other: Tensor) -> Tensor:
    """Tells where just one is nonzero. See :func:`torch.logical_xor`."""
    return _logical(np.logical_xor, input, other)


def logical_not(input: Tensor) -> Tensor:
    """Tells where an element is zero. See :func:`torch.logical_not`."""
    return wrap(np.asarray(np.logical_not(input._array)))


# ---------------------------------------------------------------------------
# Bits
# ---------------------------------------------------------------------------


def _bitwise(
    name: str, kernel: str, ufunc: Callable, input: Any, other: Any
) -> Tensor:
    a_tensor_among(input, other)
    dtype = common_dtype(name, input, other)
    if dtype.is_floating_point:
        raise not_implemented(f"{kernel}_cpu", dtype)
    return compare(name, ufunc, input, other)


def bitwise_and(input: Tensor | float, other: Tensor | float) -> Tensor:
    """Computes ``&`` of bits or truth values. See :func:`torch.bitwise_and`."""
    kernel = "bitwise_and"
    return _bitwise("bitwise_and", kernel, np.bitwise_and, input, other)


def bitwise_or(input: Tensor | float, other: Tensor | float) -> Tensor:
    """Computes ``|`` of bits or truth values. See :func:`torch.bitwise_or`."""
    kernel = "bitwise_or"
    return _bitwise("bitwise_or", kernel, np.bitwise_or, input, other)


def bitwise_xor(input: Tensor | float, other: Tensor | float) -> Tensor:
    """Computes ``^`` of bits or truth values. See :func:`torch.bitwise_xor`."""
    kernel = "bitwise_xor"
    return _bitwise("bitwise_xor", kernel, np.bitwise_xor, input, other)


def bitwise_not(input: Tensor) -> Tensor:
    """Computes ``~`` of bits or truth values. See :func:`torch.bitwise_not`."""
    if input._array.dtype.kind == "f":
        raise not_implemented("bitwise_not_cpu", input.dtype)
    return wrap(np.asarray(np.invert(input._array)))


def operator_invert(input: Tensor) -> Tensor:
    """``~``: the same as ``bitwise_not``."""
    if input._array.dtype.kind == "f":
        raise TypeError(
            "~ (operator.invert) is only implemented on integer and "
            "Boolean-type tensors"
        )
    return bitwise_not(input)


def _shift(name: str, kernel: str, ufunc: Callable, x: Any, y: Any) -> Tensor:
    if common_dtype(name, x, y).category == 0:
        raise not_implemented(f"{kernel}_cpu", bool_)
    return _bitwise(name, kernel, ufunc, x, y)


def bitwise_left_shift(input: Tensor | float, other: Tensor | float) -> Tensor:
    """Moves bits up: ``input * 2**other`` for integers.

    See :func:`torch.bitwise_left_shift`.
    """
    return _shift("bitwise_left_shift", "lshift", np.left_shift, input, other)


def bitwise_right_shift(input: Tensor | float, other: Tensor | float) -> Tensor:
    """Moves bits down: ``input // 2**other`` for integers.

    See :func:`torch.bitwise_right_shift`.
    """
    return _shift("bitwise_right_shift", "rshift", np.right_shift, input, other)
