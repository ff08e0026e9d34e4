"""The error function, which NumPy does not have.

erf(x) is the probability that a normal variable of standard deviation 1/√2
lies between −x and x; GELU needs it. Two approximations: for float32 a short
polynomial in tanh's argument, which is as exact as float32 can show; for
float64 a Chebyshev polynomial, fitted at import to Python's own
``math.erfc``.
"""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .exponential import Exp
from .operands import floating

# erf(x) = tanh(x·P(x²)); P's coefficients, the highest power first, minimise
# the largest error on |x| ≤ 4.2: it is 1.3e-7. Beyond that erf is ±1 in
# float32.
_P32 = (
    1.5903645e-7,
    -5.986944e-6,
    8.971974e-5,
    -6.2573707e-4,
    -1.8436518e-4,
    0.10276547,
    1.1283797,
)


@functools.cache  # not at import: few programs need it
def _fit_float64() -> list[float]:
    """Fits exp(z²)·erfc(z) on 0 ≤ z ≤ 6 by a polynomial of degree 22.

    The product changes slowly, erfc alone falls from 1 to 2e-17. As a
    function of u = (2/(2 + z) − 1/4)·8/3 − 1, which runs from 1 down to −1,
    it is close to a polynomial.
    """
    u = np.cos((np.arange(64) + 0.5) * (math.pi / 64))  # Chebyshev's points
    z = 2 / ((u + 1) * 3 / 8 + 0.25) - 2
    values = [math.exp(x * x) * math.erfc(x) for x in z.tolist()]
    fit = np.polynomial.Chebyshev.fit(u, values, 22, domain=[-1, 1])
    power = fit.convert(kind=np.polynomial.Polynomial)
    return power.coef[::-1].tolist()


def _polynomial(coefficients: Any, x: np.ndarray) -> np.ndarray:
    """Evaluates a polynomial by Horner's rule."""
    result = np.full_like(x, coefficients[0])
    for c in coefficients[1:]:
        result *= x
        result += c
    return result


def erf_array(x: np.ndarray) -> np.ndarray:
    """Computes erf of an array: to 1.3e-7 in float32, to 1e-15 in float64."""
    if x.dtype != np.float64:
        y = x.astype(np.float32)
        square = np.minimum(y * y, np.float32(17.64))
        return np.tanh(y * _polynomial(_P32, square)).astype(x.dtype)
    z = np.minimum(np.abs(x), 6)
    u = (2 / (2 + z) - 0.25) * (8 / 3) - 1
    return np.copysign(1 - np.exp(-z * z) * _polynomial(_fit_float64(), u), x)


def accurate_erf(x: np.ndarray) -> np.ndarray:
    """Computes erf with a small *relative* error, near 0 too.

    There erf_array loses digits, because it subtracts from 1; the power series
    does not: erf x = 2/√π · Σ (−1)ⁿ x²ⁿ⁺¹ / (n!·(2n + 1)).
    """
    wide = x.astype(np.float64)
    square = np.minimum(wide * wide, 0.25)
    terms = [(-1) ** n / (math.factorial(n) * (2 * n + 1)) for n in range(11)]
    series = wide * _polynomial(terms[::-1], square) * (2 / math.sqrt(math.pi))
    y = np.where(np.abs(wide) < 0.5, series, erf_array(wide))
    return y.astype(x.dtype)


class Erf(Op):
    """y = erf x, so ∂x = ∂y·2/√π·exp(−x²)."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        ctx.save_for_backward(x)
        return wrap(np.asarray(accurate_erf(x._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        return grad * (2 / math.sqrt(math.pi)) * Exp.of(-x * x)


def erf(input: Tensor) -> Tensor:
    """Computes the error function. See :func:`torch.erf`."""
    return Erf.apply(floating(input))
