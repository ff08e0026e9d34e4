"""Exponentials and logarithms, and the functions made for them.

Integers become the default float first. Where a plain formula would lose
digits or overflow, there is an operation of its own: ``expm1``, ``log1p``,
``logaddexp``. Products with a logarithm are in ``entropy.py``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .operands import (
    binary,
    common_dtype,
    floating,
    not_implemented,
    quiet,
    tensors_only,
)

_LOG_2 = 0.6931471805599453
_LOG_10 = 2.302585092994046

# ---------------------------------------------------------------------------
# Exponentials
# ---------------------------------------------------------------------------


class Exp(Op):
    """y = eˣ, so ∂x = ∂y·y."""

    @staticmethod
    @quiet
    def forward(ctx: Any, x: Tensor) -> Tensor:
        y = wrap(np.asarray(np.exp(x._array)))
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (y,) = ctx.saved_tensors
        return grad * y


def exp(input: Tensor) -> Tensor:
    """Computes e to the power of each element. See :func:`torch.exp`."""
    return Exp.apply(floating(input))


class Exp2(Op):
    """y = 2ˣ, so ∂x = ∂y·y·log 2.

    A primitive because 2ˣ is exact for whole x, as exp(x·log 2) is not.
    """

    @staticmethod
    @quiet
    def forward(ctx: Any, x: Tensor) -> Tensor:
        y = wrap(np.asarray(np.exp2(x._array)))
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (y,) = ctx.saved_tensors
        return grad * y * _LOG_2


def exp2(input: Tensor) -> Tensor:
    """Computes 2 to the power of each element. See :func:`torch.exp2`."""
    return Exp2.apply(floating(input))


class Expm1(Op):
    """y = eˣ − 1, exact near 0, so ∂x = ∂y·(y + 1).

    A primitive because eˣ − 1 by subtraction loses all digits near x = 0.
    """

    @staticmethod
    @quiet
    def forward(ctx: Any, x: Tensor) -> Tensor:
        y = wrap(np.asarray(np.expm1(x._array)))
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (y,) = ctx.saved_tensors
        return grad * (y + 1)


def expm1(input: Tensor) -> Tensor:
    """Computes exp(x) - 1, exactly near 0. See :func:`torch.expm1`."""
    return Expm1.apply(floating(input))


# ---------------------------------------------------------------------------
# Logarithms
# ---------------------------------------------------------------------------


class Log(Op):
    """y = log x, so ∂x = ∂y/x."""

    @staticmethod
    @quiet
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        return wrap(np.asarray(np.log(x._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        return grad / x


def log(input: Tensor) -> Tensor:
    """Computes the natural logarithm. See :func:`torch.log`."""
    return Log.apply(floating(input))


class Log2(Op):
    """y = log₂ x, so ∂x = ∂y/(x·log 2).

    A primitive because it is exact for powers of 2, as log x/log 2 is not.
    """

    @staticmethod
    @quiet
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        return wrap(np.asarray(np.log2(x._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        return grad / (x * _LOG_2)


def log2(input: Tensor) -> Tensor:
    """Computes the logarithm to base 2. See :func:`torch.log2`."""
    return Log2.apply(floating(input))


class Log10(Op):
    """y = log₁₀ x, so ∂x = ∂y/(x·log 10).

    A primitive because it is exact for powers of 10, as log x/log 10 is not.
    """

    @staticmethod
    @quiet
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        return wrap(np.asarray(np.log10(x._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        return grad / (x * _LOG_10)


def log10(input: Tensor) -> Tensor:
    """Computes the logarithm to base 10. See :func:`torch.log10`."""
    return Log10.apply(floating(input))


class Log1P(Op):
    """y = log(1 + x), exact near 0, so ∂x = ∂y/(1 + x).

    A primitive because 1 + x by addition loses all digits of a small x.
    """

    @staticmethod
    @quiet
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        return wrap(np.asarray(np.log1p(x._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        return grad / (x + 1)


def log1p(input: Tensor) -> Tensor:
    """Computes log(1 + x), exactly near 0. See :func:`torch.log1p`."""
    return Log1P.apply(floating(input))


# ---------------------------------------------------------------------------
# Sums of exponentials
# ---------------------------------------------------------------------------


class Logaddexp(Op):
    """z = log(eˣ + eʸ), so ∂x = ∂z/(1 + e^(y − x)) and ∂y = ∂z/(1 + e^(x − y)).

    A primitive because eˣ overflows from x = 89 on in float32.
    """

    @staticmethod
    @quiet
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        ctx.save_for_backward(x, y)
        return wrap(np.asarray(np.logaddexp(x._array, y._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y = ctx.saved_tensors
        return grad / (1 + Exp.of(y - x)), grad / (1 + Exp.of(x - y))


def logaddexp(input: Tensor, other: Tensor) -> Tensor:
    """Computes log(exp(x) + exp(y)) without overflow.

    See :func:`torch.logaddexp`.
    """
    _floats_only("logaddexp_cpu", input, other)
    return binary(Logaddexp, "logaddexp", input, other)


class Logaddexp2(Op):
    """z = log₂(2ˣ + 2ʸ), so ∂x = ∂z/(1 + 2^(y − x)) and ∂y = ∂z/(1 + 2^(x −
    y)).

    A primitive because 2ˣ overflows from x = 128 on in float32.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        ctx.save_for_backward(x, y)
        return wrap(np.asarray(np.logaddexp2(x._array, y._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y = ctx.saved_tensors
        return grad / (1 + Exp2.of(y - x)), grad / (1 + Exp2.of(x - y))


def logaddexp2(input: Tensor, other: Tensor) -> Tensor:
    """Computes log2(2**x + 2**y) without overflow.

    See :func:`torch.logaddexp2`.
    """
    _floats_only("logaddexp2_cpu", input, other)
    return binary(Logaddexp2, "logaddexp2", input, other)


def _floats_only(kernel: str, x: Tensor, y: Tensor) -> None:
    tensors_only(x, y)
    dtype = common_dtype(kernel, x, y)
    if not dtype.is_floating_point:
        raise not_implemented(kernel, dtype)
