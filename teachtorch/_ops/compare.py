"""Comparison and logic: results are true or false and have no derivative."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .. import _dtype
from .._tensor import Tensor, wrap
from .arithmetic import broadcast_error, common_dtype, is_number, operands

# ---------------------------------------------------------------------------
# Comparisons
# ---------------------------------------------------------------------------


def _compare(name: str, ufunc: Callable, input: Any, other: Any) -> Any:
    x, y = operands(name, input, other)
    try:
        return wrap(np.asarray(ufunc(x._array, y._array)))
    except ValueError:
        raise broadcast_error(x, y) from None


def eq(input: Tensor, other: Any) -> Tensor:
    """Tells where two tensors are equal. See :func:`torch.eq`."""
    return _compare("eq", np.equal, input, other)


def ne(input: Tensor, other: Any) -> Tensor:
    """Tells where two tensors differ. See :func:`torch.ne`."""
    return _compare("ne", np.not_equal, input, other)


def lt(input: Tensor, other: Any) -> Tensor:
    """Tells where input < other. See :func:`torch.lt`."""
    return _compare("lt", np.less, input, other)


def le(input: Tensor, other: Any) -> Tensor:
    """Tells where input <= other. See :func:`torch.le`."""
    return _compare("le", np.less_equal, input, other)


def gt(input: Tensor, other: Any) -> Tensor:
    """Tells where input > other. See :func:`torch.gt`."""
    return _compare("gt", np.greater, input, other)


def ge(input: Tensor, other: Any) -> Tensor:
    """Tells where input >= other. See :func:`torch.ge`."""
    return _compare("ge", np.greater_equal, input, other)


def operator_eq(input: Tensor, other: Any) -> Any:
    """``==``: with something that is no number the answer is False."""
    if isinstance(other, Tensor) or is_number(other):
        return eq(input, other)
    return NotImplemented


def operator_ne(input: Tensor, other: Any) -> Any:
    """``!=``: with something that is no number the answer is True."""
    if isinstance(other, Tensor) or is_number(other):
        return ne(input, other)
    return NotImplemented


def isclose(
    input: Tensor,
    other: Tensor,
    rtol: float = 1e-05,
    atol: float = 1e-08,
    equal_nan: bool = False,
) -> Tensor:
    """Tells where ``|input - other| <= atol + rtol * |other|``.

    See :func:`torch.isclose`.
    """
    if input.dtype is not other.dtype:
        raise RuntimeError(
            f"{input.dtype.kind} did not match {other.dtype.kind}"
        )
    close = np.isclose(input._array, other._array, rtol, atol, equal_nan)
    return wrap(np.asarray(close))


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


def isnan(input: Tensor) -> Tensor:
    """Tells where an element is not a number. See :func:`torch.isnan`."""
    return wrap(np.asarray(np.isnan(input._array)))


def isinf(input: Tensor) -> Tensor:
    """Tells where an element is infinite. See :func:`torch.isinf`."""
    return wrap(np.asarray(np.isinf(input._array)))


def isfinite(input: Tensor) -> Tensor:
    """Tells where an element is a finite number. See :func:`torch.isfinite`."""
    return wrap(np.asarray(np.isfinite(input._array)))


# ---------------------------------------------------------------------------
# Logic on truth values, and on the bits of integers
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


def _bitwise(name: str, ufunc: Callable, input: Any, other: Any) -> Tensor:
    dtype = common_dtype(name, input, other)
    if dtype.is_floating_point:
        raise NotImplementedError(
            f'"{name}_cpu" not implemented for \'{dtype.kind}\''
        )
    return _compare(name, ufunc, input, other)


def bitwise_and(input: Any, other: Any) -> Tensor:
    """Computes ``&`` of bits or truth values. See :func:`torch.bitwise_and`."""
    return _bitwise("bitwise_and", np.bitwise_and, input, other)


def bitwise_or(input: Any, other: Any) -> Tensor:
    """Computes ``|`` of bits or truth values. See :func:`torch.bitwise_or`."""
    return _bitwise("bitwise_or", np.bitwise_or, input, other)


def bitwise_xor(input: Any, other: Any) -> Tensor:
    """Computes ``^`` of bits or truth values. See :func:`torch.bitwise_xor`."""
    return _bitwise("bitwise_xor", np.bitwise_xor, input, other)


def bitwise_not(input: Tensor) -> Tensor:
    """Computes ``~`` of bits or truth values. See :func:`torch.bitwise_not`."""
    if input.dtype is not _dtype.bool_ and input.dtype.is_floating_point:
        raise RuntimeError(
            "ops.bitwise_not: Only integer and boolean tensors are supported"
        )
    return wrap(np.asarray(np.invert(input._array)))
