"""Rounding: functions that are flat between their steps.

Their derivative is 0 wherever they have one, and 0 is what they give at the
steps too. Integers are whole already and come back unchanged.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .operands import not_implemented, widened
from .where import flat


class Floor(Op):
    """y = ⌊x⌋, so ∂x = 0."""

    ufunc: Any = np.floor

    @classmethod
    def forward(cls, ctx: Any, x: Tensor) -> Tensor:
        return wrap(np.asarray(cls.ufunc(x._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return flat(grad)


def floor(input: Tensor) -> Tensor:
    """Rounds down. See :func:`torch.floor`."""
    return _rounded(Floor, "floor", input)


class Ceil(Floor):
    """y = ⌈x⌉, so ∂x = 0.

    A primitive because PyTorch's graph shows it as one node.
    """

    ufunc = np.ceil


def ceil(input: Tensor) -> Tensor:
    """Rounds up. See :func:`torch.ceil`."""
    return _rounded(Ceil, "ceil", input)


class Trunc(Floor):
    """y = x rounded towards 0, so ∂x = 0.

    A primitive because PyTorch's graph shows it as one node.
    """

    ufunc = np.trunc


def trunc(input: Tensor) -> Tensor:
    """Rounds towards zero. See :func:`torch.trunc`."""
    return _rounded(Trunc, "trunc", input)


class Round(Floor):
    """y = the nearest integer, the even one of two, so ∂x = 0.

    A primitive because ⌊x + 1/2⌋ sends 2.5 to 3, not to the even 2.
    """

    ufunc = np.rint


class RoundDecimals(Op):
    """y = x rounded at some decimal place, so ∂x = 0.

    A primitive because PyTorch numbers it apart from Round.
    """

    number = 1
    inputs = 1

    @staticmethod
    def forward(ctx: Any, x: Tensor, decimals: int) -> Tensor:
        y = np.round(widened(x._array), decimals)
        return wrap(np.asarray(y, x._array.dtype))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return flat(grad), None

    def name(self) -> str:
        return "RoundBackward1"


def round(input: Tensor, *, decimals: int = 0) -> Tensor:
    """Rounds to the nearest, halves to even. See :func:`torch.round`.

    >>> round(Tensor([0.5, 1.5, 2.5]))
    tensor([0., 2., 2.])
    """
    if decimals == 0:
        return _rounded(Round, "round", input)
    if input._array.dtype.kind != "f":
        raise not_implemented("round_cpu", input.dtype)
    return RoundDecimals.apply(input, decimals)


def _rounded(op: type[Op], name: str, input: Tensor) -> Tensor:
    kind = input._array.dtype.kind
    if kind == "f":
        return op.apply(input)
    if kind == "b":
        raise not_implemented(f"{name}_vml_cpu", input.dtype)
    return wrap(input._array.copy())


class Frac(Op):
    """y = x − trunc x, so ∂x = ∂y.

    A primitive because PyTorch's graph shows it as one node.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        return wrap(np.asarray(x._array - np.trunc(x._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return grad


def frac(input: Tensor) -> Tensor:
    """Computes the part after the decimal point. See :func:`torch.frac`."""
    if input._array.dtype.kind != "f":
        raise not_implemented("frac_cpu", input.dtype)
    return Frac.apply(input)
