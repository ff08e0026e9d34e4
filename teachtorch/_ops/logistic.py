"""The logistic function and its inverse.

``sigmoid`` turns any number into a probability, ``logit`` turns a probability
back into the logarithm of its odds.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .operands import floating, quiet, widened
from .where import Where


class Sigmoid(Op):
    """y = 1/(1 + e⁻ˣ), so ∂x = ∂y·y·(1 − y).

    A primitive because e⁻ˣ overflows, and ∂x needs y alone.
    """

    @staticmethod
    @quiet
    def forward(ctx: Any, x: Tensor) -> Tensor:
        y = np.negative(widened(x._array))
        y = wrap(np.asarray(1 / (1 + np.exp(y)), x._array.dtype))
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (y,) = ctx.saved_tensors
        return grad * (y * (1 - y))


def sigmoid(input: Tensor) -> Tensor:
    """Computes 1/(1 + exp(-x)). See :func:`torch.sigmoid`."""
    return Sigmoid.apply(floating(input))


class Logit(Op):
    """y = log(x/(1 − x)), so ∂x = ∂y/(x·(1 − x)).

    With eps, x is first limited to [eps, 1 − eps], outside of which ∂x is 0;
    without, ∂x is nan outside [0, 1], where y is nan.

    A primitive because it keeps one tensor, x, where the composition keeps
    three.
    """

    inputs = 1

    @staticmethod
    @quiet
    def forward(ctx: Any, x: Tensor, eps: float | None) -> Tensor:
        ctx.save_for_backward(x)
        ctx.eps = eps
        a = x._array
        if eps is not None:
            high = np.where(a > 1 - eps, a.dtype.type(1 - eps), a)
            a = np.where(a < eps, a.dtype.type(eps), high)
        return wrap(np.asarray(np.log(a / (1 - a))))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        eps = ctx.eps
        slope = grad / (x * (1 - x))
        low, outside = (0.0, float("nan")) if eps is None else (eps, 0.0)
        inside = (x >= low) & (x <= 1 - low)
        return Where.of(inside, slope, outside), None


def logit(input: Tensor, eps: float | None = None) -> Tensor:
    """Computes log(x/(1 - x)), the inverse of ``sigmoid``.

    Args:
        input: probabilities.
        eps: limits ``input`` to [eps, 1 - eps] first, if not negative.

    See :func:`torch.logit`.
    """
    if eps is not None and eps < 0:
        eps = None
    return Logit.apply(floating(input), eps)
