"""Signs and sizes: abs, sign, copysign, signbit, heaviside.

Two conventions are worth knowing. The derivative of abs at 0, where it has
none, is taken as 0. And floating-point zero has a sign, which ``signbit`` and
``copysign`` see but comparisons do not.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .operands import (
    as_operand,
    binary,
    common_dtype,
    floating,
    not_implemented,
    without_derivative,
)
from .where import flat


class Abs(Op):
    """y = |x|, so ∂x = ∂y·sign x, which is 0 at 0."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        return wrap(np.asarray(np.abs(x._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        return grad * Sgn.of(x)


def abs(input: Tensor) -> Tensor:
    """Computes the absolute value. See :func:`torch.abs`."""
    if input._array.dtype.kind == "b":
        raise not_implemented("abs_cpu", input.dtype)
    return Abs.apply(input)


class Sign(Op):
    """y = −1, 0 or 1, so ∂x = 0."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        array = x._array
        if array.dtype.kind == "b":
            return wrap(array.copy())
        sign = np.sign(array)
        if array.dtype.kind == "f":
            sign = np.where(np.isnan(sign), array.dtype.type(0), sign)
        return wrap(np.asarray(sign))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return flat(grad)


def sign(input: Tensor) -> Tensor:
    """Computes the sign: -1, 0 or 1; 0 for nan. See :func:`torch.sign`."""
    return Sign.apply(input)


class Sgn(Sign):
    """y = x/|x|, the sign of a real number, so ∂x = 0.

    A primitive because PyTorch's graph shows it apart from Sign.
    """


def sgn(input: Tensor) -> Tensor:
    """Computes the sign, for real numbers. See :func:`torch.sgn`."""
    return Sgn.apply(input)


def signbit(input: Tensor) -> Tensor:
    """Tells where the sign is minus, that of -0.0 included.

    See :func:`torch.signbit`.
    """
    array = input._array
    if array.dtype.kind != "f":
        return wrap(np.asarray(array < 0))
    return wrap(np.asarray(np.signbit(array)))


class Copysign(Op):
    """z = |x| with the sign of y, so ∂x = ±∂z, 0 at x = 0, and ∂y = 0.

    A primitive because sign y is 0 for y = 0, and tells 0 from −0 no more.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        z = wrap(np.asarray(np.copysign(x._array, y._array)))
        ctx.save_for_backward(x, z)
        return z

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, z = ctx.saved_tensors
        _, need_y = ctx.edges
        kept = Sign.of(x) * Sign.of(z)  # 1, or -1 where the sign was changed
        return grad * kept, flat(grad) if need_y else None


class CopysignOfNumber(Copysign):
    """z = |x| with the sign of a number, so ∂x = ±∂z, and 0 at x = 0.

    A primitive because PyTorch numbers it apart from Copysign.
    """

    inputs = 1

    def name(self) -> str:
        return "CopysignBackward1"


def copysign(input: Tensor, other: Tensor | float) -> Tensor:
    """Gives ``input`` the sign of ``other``. See :func:`torch.copysign`."""
    dtype = common_dtype("copysign", input, other)
    if not dtype.is_floating_point:
        dtype = floating(input).dtype
    op = Copysign if isinstance(other, Tensor) else CopysignOfNumber
    x, y = as_operand(input, dtype), as_operand(other, dtype)
    return binary(op, "copysign", x, y)


class Heaviside(without_derivative("heaviside")):  # type: ignore[misc]
    """z = 0 for x < 0, 1 for x > 0, and y at x = 0, so ∂x is 0, but PyTorch
    refuses it.

    A primitive because PyTorch's graph shows it as one node.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        a, b = x._array, y._array
        return wrap(np.asarray(np.where(a == 0, b, a > 0).astype(a.dtype)))


def heaviside(input: Tensor, values: Tensor) -> Tensor:
    """Computes the step function, which is ``values`` at 0.

    See :func:`torch.heaviside`.
    """
    if input._array.dtype != values._array.dtype:
        raise RuntimeError(
            "heaviside is not yet implemented for tensors with different "
            "dtypes."
        )
    return binary(Heaviside, "heaviside", input, values)
