"""The complement and the inverse of the error function.

erfc(x) = 1 − erf(x), but without losing all digits where erf is close to 1;
erfinv undoes erf. Both start from the approximation of ``erf.py``.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .exponential import Exp
from .operands import floating

# One number at a time: NumPy has neither, and Python's are exact.
_erf = np.frompyfunc(math.erf, 1, 1)
_erfc = np.frompyfunc(math.erfc, 1, 1)


class Erfc(Op):
    """y = 1 − erf x, so ∂x = −∂y·2/√π·exp(−x²).

    A primitive because 1 − erf x by subtraction is 0 from x = 4 on in float32.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        return wrap(np.asarray(_erfc(x._array)).astype(x._array.dtype))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        return grad * (-2 / math.sqrt(math.pi)) * Exp.of(-x * x)


def erfc(input: Tensor) -> Tensor:
    """Computes 1 − erf(x), exactly where that is tiny.

    See :func:`torch.erfc`.
    """
    return Erfc.apply(floating(input))


def erfinv_array(y: np.ndarray) -> np.ndarray:
    """Inverts erf: a first guess, then Newton's method on erf(x) = y.

    The guess is Winitzki's, good to 0.2 %. Each Newton step doubles the number
    of right digits. Above 1/2 it works with erfc, where that has more of them.
    """
    a = np.abs(y.astype(np.float64))
    log = np.log1p(-a * a)
    b = 2 / (math.pi * 0.147) + log / 2
    x = np.sqrt(np.sqrt(b * b - log / 0.147) - b)
    for _ in range(4):
        slope = 2 / math.sqrt(math.pi) * np.exp(-x * x)
        below = np.asarray(_erf(x)).astype(np.float64) - a
        above = (1 - a) - np.asarray(_erfc(x)).astype(np.float64)
        x = x - np.where(a < 0.5, below, above) / slope
    x = np.where(a == 1, np.inf, np.where(a == 0, 0, x))
    return np.copysign(x, y).astype(y.dtype)


class Erfinv(Op):
    """y with erf y = x, so ∂x = ∂y·√π/2·exp(y²)."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        y = wrap(np.asarray(erfinv_array(x._array)))
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (y,) = ctx.saved_tensors
        return grad * (math.sqrt(math.pi) / 2) * Exp.of(y * y)


def erfinv(input: Tensor) -> Tensor:
    """Finds where erf has the given values. See :func:`torch.erfinv`."""
    return Erfinv.apply(floating(input))
