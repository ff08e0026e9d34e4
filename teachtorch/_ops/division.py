"""Division with rounding, and its remainders.

Two ways to round a quotient, two remainders: ``floor`` goes with Python's
``%`` (the remainder has the divisor's sign), ``trunc`` with C's ``fmod`` (it
has the dividend's). Between the steps of the quotient everything is flat.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .operands import (
    a_tensor_among,
    binary,
    common_dtype,
    not_implemented,
    tensors_only,
    without_derivative,
)
from .where import flat


class DivFloor(Op):
    """z = ⌊x/y⌋, so ∂x = 0 and ∂y = 0: it is flat between its steps.

    A primitive because ⌊x/y⌋ of the rounded quotient may be one too many.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        _refuse_zero_division(y)
        return wrap(np.asarray(np.floor_divide(x._array, y._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        need_x, need_y = ctx.edges
        return flat(grad) if need_x else None, flat(grad) if need_y else None

    def name(self) -> str:
        return "DivBackward2"


class DivTrunc(DivFloor):
    """z = x/y rounded towards zero, so ∂x = 0 and ∂y = 0.

    A primitive because PyTorch's graph shows it as one node.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        a, b = x._array, y._array
        if a.dtype.kind == "f":
            return wrap(np.asarray(np.trunc(a / b)))
        _refuse_zero_division(y)
        # Exact for large integers, where a float quotient is not.
        quotient = np.asarray(a // b)
        too_low = (quotient < 0) & (quotient * b != a)
        return wrap(np.asarray(quotient + too_low).astype(a.dtype))


def div_rounded(
    input: Tensor, other: Tensor | float, rounding_mode: str
) -> Tensor:
    """Computes a rounded quotient: ``div`` with a ``rounding_mode``."""
    if rounding_mode not in ("floor", "trunc"):
        if not isinstance(rounding_mode, str):
            raise TypeError("rounding_mode must be a str")
        raise RuntimeError(
            "div expected rounding_mode to be one of None, 'trunc', or "
            f"'floor' but found '{rounding_mode}'"
        )
    _refuse_bools(f"div_{rounding_mode}_cpu", input, other)
    op = DivFloor if rounding_mode == "floor" else DivTrunc
    return binary(op, "div", input, other)


class FloorDivide(without_derivative("floor_divide")):  # type: ignore[misc]
    """z = ⌊x/y⌋, the operator ``//``, so ∂x and ∂y are 0, but PyTorch refuses
    both.

    A primitive because PyTorch's graph shows it apart from DivFloor.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        return DivFloor.forward(ctx, x, y)


def floor_divide(input: Tensor | float, other: Tensor | float) -> Tensor:
    """Computes ⌊input/other⌋, which has no derivative.

    See :func:`torch.floor_divide`.
    """
    a_tensor_among(input, other)
    _refuse_bools("div_floor_cpu", input, other)
    return binary(FloorDivide, "floor_divide", input, other)


class Remainder(Op):
    """z = x − y·⌊x/y⌋, so ∂x = ∂z and ∂y = −∂z·⌊x/y⌋.

    A primitive because x − y·⌊x/y⌋ loses digits where x is much larger than y.
    """

    number = 1

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        _refuse_zero_division(y)
        ctx.save_for_backward(x, y)
        a, b = x._array, y._array
        if a.dtype.kind != "f":
            return wrap(np.asarray(np.remainder(a, b)))
        # As np.remainder, but a remainder of zero has the sign of x.
        z = np.fmod(a, b)
        other_sign = (z != 0) & ((z < 0) != (b < 0))
        return wrap(np.asarray(np.where(other_sign, z + b, z)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y = ctx.saved_tensors
        need_x, need_y = ctx.edges
        return grad, -grad * DivFloor.of(x, y) if need_y else None


class RemainderByNumber(Remainder):
    """z = x − n·⌊x/n⌋ for a number n, so ∂x = ∂z.

    A primitive because PyTorch numbers it apart from Remainder.
    """

    inputs = 1

    def name(self) -> str:
        return "RemainderBackward0"


class RemainderOfNumber(without_derivative("remainder")):  # type: ignore[misc]
    """z = n − y·⌊n/y⌋ for a number n, so ∂y = −∂z·⌊n/y⌋, but PyTorch refuses
    it.

    A primitive because PyTorch's graph shows it apart from Remainder.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        return Remainder.forward(ctx, x, y)


def remainder(input: Tensor | float, other: Tensor | float) -> Tensor:
    """Computes Python's ``%``: the sign is the divisor's.

    See :func:`torch.remainder`.
    """
    a_tensor_among(input, other)
    _refuse_bools("remainder_cpu", input, other)
    op: type[Op] = Remainder
    if not isinstance(other, Tensor):
        op = RemainderByNumber
    elif not isinstance(input, Tensor):
        op = RemainderOfNumber
    return binary(op, "remainder", input, other)


class Fmod(Op):
    """z = x − y·trunc(x/y), so ∂x = ∂z and ∂y = −∂z·trunc(x/y).

    A primitive because x − y·trunc(x/y) loses digits where x is much larger
    than y.
    """

    number = 1

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        _refuse_zero_division(y)
        ctx.save_for_backward(x, y)
        return wrap(np.asarray(np.fmod(x._array, y._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y = ctx.saved_tensors
        need_x, need_y = ctx.edges
        return grad, -grad * DivTrunc.of(x, y) if need_y else None


class FmodByNumber(Fmod):
    """z = x − n·trunc(x/n) for a number n, so ∂x = ∂z.

    A primitive because PyTorch numbers it apart from Fmod.
    """

    inputs = 1

    def name(self) -> str:
        return "FmodBackward0"


def fmod(input: Tensor, other: Tensor | float) -> Tensor:
    """Computes C's ``fmod``: the sign is the dividend's.

    See :func:`torch.fmod`.
    """
    tensors_only(input)
    _refuse_bools("fmod_cpu", input, other)
    op = Fmod if isinstance(other, Tensor) else FmodByNumber
    return binary(op, "fmod", input, other)


def _refuse_bools(kernel: str, *values: Any) -> None:
    dtype = common_dtype(kernel, *values)
    if dtype.category == 0:
        raise not_implemented(kernel, dtype)


def _refuse_zero_division(y: Tensor) -> None:
    if y._array.dtype.kind != "f" and not y._array.all():
        raise RuntimeError("ZeroDivisionError")
