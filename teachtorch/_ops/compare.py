"""Comparisons and tests: results are true or false and have no derivative.

Equality of floating-point numbers is rarely what one means: ``isclose`` and
``allclose`` allow for rounding, and nan equals nothing, itself included.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .. import _dtype
from .._tensor import Tensor, wrap
from .operands import (
    a_tensor_among,
    as_operand,
    broadcast_error,
    common_dtype,
    is_number,
    operands,
)

# ---------------------------------------------------------------------------
# Comparisons
# ---------------------------------------------------------------------------


def compare(name: str, ufunc: Callable, input: Any, other: Any) -> Any:
    """Applies a NumPy function of two arrays that has no derivative."""
    x, y = operands(name, input, other)
    try:
        return wrap(np.asarray(ufunc(x._array, y._array)))
    except ValueError:
        raise broadcast_error(x, y) from None


def eq(input: Tensor, other: Tensor | float) -> Tensor:
    """Tells where two tensors are equal. See :func:`torch.eq`."""
    return compare("eq", np.equal, input, other)


def ne(input: Tensor, other: Tensor | float) -> Tensor:
    """Tells where two tensors differ. See :func:`torch.ne`."""
    return compare("ne", np.not_equal, input, other)


def lt(input: Tensor, other: Tensor | float) -> Tensor:
    """Tells where input < other. See :func:`torch.lt`."""
    return compare("lt", np.less, input, other)


def le(input: Tensor, other: Tensor | float) -> Tensor:
    """Tells where input <= other. See :func:`torch.le`."""
    return compare("le", np.less_equal, input, other)


def gt(input: Tensor, other: Tensor | float) -> Tensor:
    """Tells where input > other. See :func:`torch.gt`."""
    return compare("gt", np.greater, input, other)


def ge(input: Tensor, other: Tensor | float) -> Tensor:
    """Tells where input >= other. See :func:`torch.ge`."""
    return compare("ge", np.greater_equal, input, other)


def operator_eq(input: Tensor, other: Any) -> Any:
    """``==``: with something that is no number the answer is False."""
    if isinstance(other, Tensor) or is_number(other):
        return eq(input, other)
    if isinstance(other, np.ndarray):
        return eq(input, wrap(other))
    return NotImplemented


def operator_ne(input: Tensor, other: Any) -> Any:
    """``!=``: with something that is no number the answer is True."""
    if isinstance(other, Tensor) or is_number(other):
        return ne(input, other)
    return NotImplemented


# ---------------------------------------------------------------------------
# Nearly equal
# ---------------------------------------------------------------------------


def isclose(
    input: Tensor,
    other: Tensor,
    rtol: float = 1e-05,
    atol: float = 1e-08,
    equal_nan: bool = False,
) -> Tensor:
    """Tells where ``|input - other| <= atol + rtol * |other|``.

    Infinities are close only to themselves. See :func:`torch.isclose`.
    """
    x, y = input._array, other._array
    if x.dtype != y.dtype:
        raise RuntimeError(
            f"{input.dtype.kind} did not match {other.dtype.kind}"
        )
    for name, tolerance in (("rtol", rtol), ("atol", atol)):
        if tolerance < 0:
            raise RuntimeError(
                f"{name} must be greater than or equal to zero, but got "
                f"{tolerance:g}"
            )
    try:
        close = np.asarray(x == y)
        if rtol or atol:
            if x.dtype.kind == "b":
                x, y = x.astype(np.int8), y.astype(np.int8)
            difference = np.abs(x - y)
            allowed = atol + np.abs(rtol * y)
            close |= np.isfinite(difference) & (difference <= allowed)
    except ValueError:
        raise broadcast_error(input, other) from None
    if equal_nan:
        close |= np.isnan(x) & np.isnan(y)
    return wrap(close)


def allclose(
    input: Tensor,
    other: Tensor,
    rtol: float = 1e-05,
    atol: float = 1e-08,
    equal_nan: bool = False,
) -> bool:
    """Tells whether all elements are close. See :func:`torch.allclose`."""
    return bool(isclose(input, other, rtol, atol, equal_nan)._array.all())


def equal(input: Tensor, other: Tensor) -> bool:
    """Tells whether shape and all elements agree. See :func:`torch.equal`."""
    return bool(np.array_equal(input._array, other._array))


# ---------------------------------------------------------------------------
# Tests of single elements
# ---------------------------------------------------------------------------


def isnan(input: Tensor) -> Tensor:
    """Tells where an element is not a number. See :func:`torch.isnan`."""
    return wrap(np.asarray(np.isnan(input._array)))


def isinf(input: Tensor) -> Tensor:
    """Tells where an element is infinite. See :func:`torch.isinf`."""
    return wrap(np.asarray(np.isinf(input._array)))


def isposinf(input: Tensor) -> Tensor:
    """Tells where an element is +∞. See :func:`torch.isposinf`."""
    return wrap(np.asarray(input._array == np.inf))


def isneginf(input: Tensor) -> Tensor:
    """Tells where an element is −∞. See :func:`torch.isneginf`."""
    return wrap(np.asarray(input._array == -np.inf))


def isfinite(input: Tensor) -> Tensor:
    """Tells where an element is a finite number. See :func:`torch.isfinite`."""
    return wrap(np.asarray(np.isfinite(input._array)))


def isreal(input: Tensor) -> Tensor:
    """Tells where an element is real: everywhere here.

    See :func:`torch.isreal`.
    """
    return wrap(np.ones(input._array.shape, bool))


def isin(
    elements: Tensor | float,
    test_elements: Tensor | float,
    *,
    assume_unique: bool = False,
    invert: bool = False,
) -> Tensor:
    """Tells which elements occur among ``test_elements``.

    ``assume_unique`` promises that nothing occurs twice; the answer here does
    not depend on it. See :func:`torch.isin`.
    """
    dtype = common_dtype("isin", elements, test_elements)
    a_tensor_among(elements, test_elements)
    for x in (elements, test_elements):
        if getattr(x, "dtype", None) is _dtype.bool_:
            raise RuntimeError(
                "Unsupported input type encountered for isin(): Bool"
            )
    x, y = as_operand(elements, dtype), as_operand(test_elements, dtype)
    return wrap(np.asarray(np.isin(x._array, y._array, invert=invert)))
