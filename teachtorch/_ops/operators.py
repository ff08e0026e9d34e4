"""Python's operators on tensors: ``x + y``, ``-x``, ``x[0]``, ``y in x``.

An operator of two operands gives way (``NotImplemented``) to the other
operand if that is neither a tensor nor a number, so that Python can try it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from .._tensor import Tensor
from . import (
    arithmetic,
    compare,
    division,
    indexing,
    logic,
    matmul,
    operands,
    powers,
    signs,
    splitting,
    transpose,
)
from .twins import in_place


def _unsupported(method: Callable) -> Callable:
    """Lets Python try the other operand when this one cannot be used."""

    @functools.wraps(method)
    def operator(self: Tensor, other: Any) -> Any:
        if isinstance(other, Tensor) or operands.is_number(other):
            return method(self, other)
        return NotImplemented

    return operator


def _reflected(function: Callable) -> Callable:
    return _unsupported(lambda self, other: function(other, self))


def _matmul_operator(self: Tensor, other: Any) -> Any:
    if not isinstance(other, Tensor):
        return NotImplemented
    return matmul.matmul(self, other)


def _contains(self: Tensor, element: Any) -> bool:
    if isinstance(element, Tensor) or operands.is_number(element):
        return bool(compare.eq(self, element)._array.any())
    raise RuntimeError(
        "Tensor.__contains__ only supports Tensor or scalar, but you passed "
        f"in a {type(element)}."
    )


def _iterate(self: Tensor) -> Any:
    if self._array.ndim == 0:
        raise TypeError("iteration over a 0-d tensor")
    return iter(splitting.unbind(self, 0))


def _rdiv(self: Tensor, other: Any) -> Tensor:
    # number / tensor: PyTorch shows a product with the reciprocal.
    return arithmetic.reciprocal(self) * other


def _to_the_power(self: Tensor, other: Any) -> Tensor:
    return powers.pow(other, self)


OPERATORS: dict[str, Callable | property] = {
    "__add__": _unsupported(arithmetic.add),
    "__radd__": _unsupported(arithmetic.add),
    "__iadd__": _unsupported(arithmetic.add_),
    "__sub__": _unsupported(arithmetic.sub),
    "__rsub__": _unsupported(arithmetic.rsub),
    "__isub__": _unsupported(arithmetic.sub_),
    "__mul__": _unsupported(arithmetic.mul),
    "__rmul__": _unsupported(arithmetic.mul),
    "__imul__": _unsupported(arithmetic.mul_),
    "__truediv__": _unsupported(arithmetic.div),
    "__rtruediv__": _rdiv,
    "__itruediv__": _unsupported(arithmetic.div_),
    "__floordiv__": _unsupported(division.floor_divide),
    "__rfloordiv__": _reflected(division.floor_divide),
    "__mod__": _unsupported(division.remainder),
    "__rmod__": _reflected(division.remainder),
    "__pow__": _unsupported(powers.pow),
    "__rpow__": _unsupported(_to_the_power),
    "__ipow__": _unsupported(in_place(powers.pow)),
    "__matmul__": _matmul_operator,
    "__neg__": arithmetic.neg,
    "__pos__": arithmetic.positive,
    "__abs__": signs.abs,
    "__invert__": logic.operator_invert,
    "__and__": _unsupported(logic.bitwise_and),
    "__rand__": _unsupported(logic.bitwise_and),
    "__or__": _unsupported(logic.bitwise_or),
    "__ror__": _unsupported(logic.bitwise_or),
    "__xor__": _unsupported(logic.bitwise_xor),
    "__rxor__": _unsupported(logic.bitwise_xor),
    "__iand__": _unsupported(in_place(logic.bitwise_and)),
    "__ior__": _unsupported(in_place(logic.bitwise_or)),
    "__ixor__": _unsupported(in_place(logic.bitwise_xor)),
    "__lshift__": _unsupported(logic.bitwise_left_shift),
    "__rlshift__": _reflected(logic.bitwise_left_shift),
    "__ilshift__": _unsupported(in_place(logic.bitwise_left_shift)),
    "__rshift__": _unsupported(logic.bitwise_right_shift),
    "__rrshift__": _reflected(logic.bitwise_right_shift),
    "__irshift__": _unsupported(in_place(logic.bitwise_right_shift)),
    "__eq__": compare.operator_eq,
    "__ne__": compare.operator_ne,
    "__lt__": _unsupported(compare.lt),
    "__le__": _unsupported(compare.le),
    "__gt__": _unsupported(compare.gt),
    "__ge__": _unsupported(compare.ge),
    "__getitem__": indexing.getitem,
    "__setitem__": indexing.setitem,
    "__contains__": _contains,
    "__iter__": _iterate,
    "mT": property(transpose.matrix_transpose),
    "T": property(transpose.reverse_dims),
    "__delitem__": indexing.delitem,
    "H": property(transpose.hermitian),
    "mH": property(transpose.conjugate_transpose),
}
