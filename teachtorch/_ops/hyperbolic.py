"""Hyperbolic functions and their inverses.

tanh is the oldest activation function of neural networks; ``sigmoid`` is tanh
of half the argument, moved and scaled (``logistic.py``).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .operands import floating, quiet


class Sinh(Op):
    """y = sinh x, so ∂x = ∂y·cosh x.

    A primitive because (eˣ − e⁻ˣ)/2 by subtraction loses all digits near 0.
    """

    @staticmethod
    @quiet
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        return wrap(np.asarray(np.sinh(x._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        return grad * Cosh.of(x)


def sinh(input: Tensor) -> Tensor:
    """Computes the hyperbolic sine. See :func:`torch.sinh`."""
    return Sinh.apply(floating(input))


class Cosh(Op):
    """y = cosh x, so ∂x = ∂y·sinh x.

    A primitive because (eˣ + e⁻ˣ)/2 takes four passes.
    """

    @staticmethod
    @quiet
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        return wrap(np.asarray(np.cosh(x._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        return grad * Sinh.of(x)


def cosh(input: Tensor) -> Tensor:
    """Computes the hyperbolic cosine. See :func:`torch.cosh`."""
    return Cosh.apply(floating(input))


class Tanh(Op):
    """y = tanh x, so ∂x = ∂y·(1 − y²).

    A primitive because eˣ overflows, and ∂x needs y alone.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        y = wrap(np.asarray(np.tanh(x._array)))
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (y,) = ctx.saved_tensors
        return grad * (1 - y * y)


def tanh(input: Tensor) -> Tensor:
    """Computes the hyperbolic tangent. See :func:`torch.tanh`."""
    return Tanh.apply(floating(input))


class Asinh(Op):
    """y = arsinh x, so ∂x = ∂y/√(x² + 1).

    A primitive because log(x + √(x² + 1)) loses all digits near 0.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        return wrap(np.asarray(np.arcsinh(x._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        return grad / (x * x + 1) ** 0.5


def asinh(input: Tensor) -> Tensor:
    """Computes the inverse hyperbolic sine. See :func:`torch.asinh`."""
    return Asinh.apply(floating(input))


class Acosh(Op):
    """y = arcosh x, so ∂x = ∂y/√(x² − 1).

    A primitive because log(x + √(x² − 1)) loses digits near 1.
    """

    @staticmethod
    @quiet
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        return wrap(np.asarray(np.arccosh(x._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        return grad / (x * x - 1) ** 0.5


def acosh(input: Tensor) -> Tensor:
    """Computes the inverse hyperbolic cosine. See :func:`torch.acosh`."""
    return Acosh.apply(floating(input))


class Atanh(Op):
    """y = artanh x, so ∂x = ∂y/(1 − x²).

    A primitive because log((1 + x)/(1 − x))/2 loses all digits near 0.
    """

    @staticmethod
    @quiet
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        return wrap(np.asarray(np.arctanh(x._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        return grad / (1 - x * x)


def atanh(input: Tensor) -> Tensor:
    """Computes the inverse hyperbolic tangent. See :func:`torch.atanh`."""
    return Atanh.apply(floating(input))
