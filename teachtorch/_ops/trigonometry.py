"""Trigonometry: angles are in radians.

The derivatives of sine and cosine are each other; those of the inverse
functions are algebraic. Integers become the default float first.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .operands import (
    binary,
    common_dtype,
    floating,
    quiet,
    tensors_only,
    widened,
)
from .where import Where

# ---------------------------------------------------------------------------
# Sine, cosine, tangent
# ---------------------------------------------------------------------------


class Sin(Op):
    """y = sin x, so ∂x = ∂y·cos x."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        return wrap(np.asarray(np.sin(x._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        return grad * Cos.of(x)


def sin(input: Tensor) -> Tensor:
    """Computes the sine; angles in radians. See :func:`torch.sin`."""
    return Sin.apply(floating(input))


class Cos(Op):
    """y = cos x, so ∂x = −∂y·sin x.

    A primitive because sin(x + π/2) rounds x + π/2 first.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        return wrap(np.asarray(np.cos(x._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        return grad * -Sin.of(x)


def cos(input: Tensor) -> Tensor:
    """Computes the cosine; angles in radians. See :func:`torch.cos`."""
    return Cos.apply(floating(input))


class Tan(Op):
    """y = tan x, so ∂x = ∂y·(1 + y²).

    A primitive because sin x/cos x takes three passes, and ∂x needs y alone.
    """

    @staticmethod
    @quiet
    def forward(ctx: Any, x: Tensor) -> Tensor:
        y = wrap(np.asarray(np.tan(x._array)))
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (y,) = ctx.saved_tensors
        return grad * (1 + y * y)


def tan(input: Tensor) -> Tensor:
    """Computes the tangent; angles in radians. See :func:`torch.tan`."""
    return Tan.apply(floating(input))


class Sinc(Op):
    """y = sin(πx)/(πx), and 1 at 0, so ∂x = ∂y·(πx·cos πx − sin πx)/(πx²).

    A primitive because 0/0 is nan.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        a = widened(x._array)
        angle = a * a.dtype.type(np.pi)
        y = np.where(a == 0, a.dtype.type(1), np.sin(angle) / angle)
        return wrap(np.asarray(y, x._array.dtype))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        angle = x * math.pi
        slope = (angle * Cos.of(angle) - Sin.of(angle)) / (angle * x)
        return Where.of(x == 0, 0.0, grad * slope)


def sinc(input: Tensor) -> Tensor:
    """Computes sin(πx)/(πx), which is 1 at 0. See :func:`torch.sinc`."""
    return Sinc.apply(floating(input))


# ---------------------------------------------------------------------------
# Inverse functions
# ---------------------------------------------------------------------------


class Asin(Op):
    """y = arcsin x, so ∂x = ∂y/√(1 − x²)."""

    @staticmethod
    @quiet
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        return wrap(np.asarray(np.arcsin(x._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        return grad / (1 - x * x) ** 0.5


def asin(input: Tensor) -> Tensor:
    """Computes the inverse sine, in radians. See :func:`torch.asin`."""
    return Asin.apply(floating(input))


class Acos(Op):
    """y = arccos x, so ∂x = −∂y/√(1 − x²).

    A primitive because π/2 − arcsin x loses digits near x = 1.
    """

    @staticmethod
    @quiet
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        return wrap(np.asarray(np.arccos(x._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        return -grad / (1 - x * x) ** 0.5


def acos(input: Tensor) -> Tensor:
    """Computes the inverse cosine, in radians. See :func:`torch.acos`."""
    return Acos.apply(floating(input))


class Atan(Op):
    """y = arctan x, so ∂x = ∂y/(1 + x²).

    A primitive because arcsin(x/√(1 + x²)) loses digits where x is large.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        return wrap(np.asarray(np.arctan(x._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        return grad / (1 + x * x)


def atan(input: Tensor) -> Tensor:
    """Computes the inverse tangent, in radians. See :func:`torch.atan`."""
    return Atan.apply(floating(input))


class Atan2(Op):
    """z = the angle of (x, y), so ∂y = ∂z·x/(x² + y²) and ∂x = −∂z·y/(x² + y²).

    A primitive because arctan(y/x) knows two of the four quarters of the plane.
    """

    @staticmethod
    def forward(ctx: Any, y: Tensor, x: Tensor) -> Tensor:
        ctx.save_for_backward(y, x)
        return wrap(np.asarray(np.arctan2(y._array, x._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        y, x = ctx.saved_tensors
        scaled = grad / (x * x + y * y)
        return scaled * x, -scaled * y


def atan2(input: Tensor, other: Tensor) -> Tensor:
    """Computes the angle of the point (other, input), in radians.

    See :func:`torch.atan2`.
    """
    tensors_only(input, other)
    dtype = common_dtype("atan2", input, other)
    if not dtype.is_floating_point:
        input, other = floating(input), floating(other)
    return binary(Atan2, "atan2", input, other)


# ---------------------------------------------------------------------------
# Degrees
# ---------------------------------------------------------------------------


class Deg2Rad(Op):
    """y = x·π/180, so ∂x = ∂y·π/180.

    A primitive because PyTorch's graph shows it as one node.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        return wrap(np.asarray(x._array * (math.pi / 180)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return grad * (math.pi / 180)


def deg2rad(input: Tensor) -> Tensor:
    """Turns degrees into radians. See :func:`torch.deg2rad`."""
    return Deg2Rad.apply(floating(input))


class Rad2Deg(Op):
    """y = x·180/π, so ∂x = ∂y·180/π.

    A primitive because PyTorch's graph shows it as one node.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        return wrap(np.asarray(x._array * (180 / math.pi)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return grad * (180 / math.pi)


def rad2deg(input: Tensor) -> Tensor:
    """Turns radians into degrees. See :func:`torch.rad2deg`."""
    return Rad2Deg.apply(floating(input))
