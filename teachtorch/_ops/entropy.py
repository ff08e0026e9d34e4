"""Products with a logarithm, x·log y, in which 0·log 0 is 0.

Entropies and likelihoods are sums of such terms. A term of probability 0 adds
nothing, but the plain formula makes 0·(−∞) = nan of it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import _dtype
from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .exponential import Log, Log1P
from .operands import (
    a_tensor_among,
    as_operand,
    binary,
    common_dtype,
    floating,
)
from .where import masked


class Xlogy(Op):
    """z = x·log y, and 0 for x = 0, so ∂x = ∂z·log y and ∂y = ∂z·x/y.

    A primitive because 0·log 0 is nan.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        ctx.save_for_backward(x, y)
        a, b = x._array, y._array
        z = np.where((a == 0) & ~np.isnan(b), a.dtype.type(0), a * np.log(b))
        return wrap(np.asarray(z))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y = ctx.saved_tensors
        need_x, need_y = ctx.edges
        grad_x = grad_y = None
        if need_x:
            grad_x = masked(grad * Log.of(y), ~((x == 0) & (y <= 0)))
        if need_y:
            grad_y = grad * x / y
        return grad_x, grad_y

    def name(self) -> str:
        return f"XlogyBackward{self.number}"


class XlogyOfNumber(Xlogy):
    """z = n·log y for a number n, so ∂y = ∂z·n/y.

    A primitive because PyTorch numbers it apart from Xlogy.
    """

    number = 1


class XlogyByNumber(Xlogy):
    """z = x·log n for a number n, so ∂x = ∂z·log n.

    A primitive because PyTorch numbers it apart from Xlogy.
    """

    number = 2


def xlogy(input: Tensor | float, other: Tensor | float) -> Tensor:
    """Computes ``input * log(other)``, with 0 · log(0) = 0.

    See :func:`torch.xlogy`.
    """
    variants = (Xlogy, XlogyOfNumber, XlogyByNumber)
    return _times_log("xlogy", variants, input, other)


class Xlog1Py(Op):
    """z = x·log(1 + y), 0 for x = 0, so ∂x = ∂z·log(1 + y) and ∂y = ∂z·x/(1 +
    y).

    A primitive because 0·log 0 is nan, and 1 + y loses digits of a small y.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        ctx.save_for_backward(x, y)
        a, b = x._array, y._array
        z = np.where((a == 0) & ~np.isnan(b), a.dtype.type(0), a * np.log1p(b))
        return wrap(np.asarray(z))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y = ctx.saved_tensors
        need_x, need_y = ctx.edges
        grad_x = grad_y = None
        if need_x:
            grad_x = masked(grad * Log1P.of(y), ~((x == 0) & (y <= -1)))
        if need_y:
            grad_y = grad * x / (y + 1)
        return grad_x, grad_y

    def name(self) -> str:
        return f"SpecialXlog1PyBackward{self.number}"


class Xlog1PyOfNumber(Xlog1Py):
    """z = n·log(1 + y) for a number n, so ∂y = ∂z·n/(1 + y).

    A primitive because PyTorch numbers it apart from Xlog1Py.
    """

    number = 1


class Xlog1PyByNumber(Xlog1Py):
    """z = x·log(1 + n) for a number n, so ∂x = ∂z·log(1 + n).

    A primitive because PyTorch numbers it apart from Xlog1Py.
    """

    number = 2


def xlog1py(input: Tensor | float, other: Tensor | float) -> Tensor:
    """Computes ``input * log1p(other)``, and 0 where ``input`` is 0.

    See :func:`torch.special.xlog1py`.
    """
    variants = (Xlog1Py, Xlog1PyOfNumber, Xlog1PyByNumber)
    return _times_log("special_xlog1py", variants, input, other)


def _times_log(name: str, variants: tuple, x: Any, y: Any) -> Tensor:
    a_tensor_among(x, y)
    tensors = isinstance(x, Tensor), isinstance(y, Tensor)
    op = variants[0 if all(tensors) else 1 if tensors[1] else 2]
    dtype = common_dtype(name, x, y)
    if not dtype.is_floating_point:
        dtype = _dtype.get_default_dtype()
    return binary(op, name, as_operand(x, dtype), as_operand(y, dtype))


class SpecialEntr(Op):
    """y = −x·log x, and 0 at 0, −∞ below, so ∂x = −∂y·(1 + log x).

    A primitive because 0·log 0 is nan.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        a = x._array
        y = np.where(a == 0, a.dtype.type(0), -a * np.log(a))
        return wrap(np.asarray(np.where(a < 0, a.dtype.type(-np.inf), y)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        return grad * -(1 + Log.of(x))


def entr(input: Tensor) -> Tensor:
    """Computes the terms −x log x of an entropy.

    See :func:`torch.special.entr`.
    """
    return SpecialEntr.apply(floating(input))
