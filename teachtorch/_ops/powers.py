"""Powers and roots.

``x ** 2`` with a number and ``x ** y`` with a tensor are two operations here,
as in PyTorch: the first has a gradient in x alone, and NumPy computes a
square by one product.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import _dtype
from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .exponential import Log
from .operands import (
    a_tensor_among,
    as_operand,
    binary,
    cast,
    common_dtype,
    exact_constant,
    floating,
    not_implemented,
    plain,
    quiet,
    tensors_only,
)
from .twins import in_place
from .where import Where, flat

# ---------------------------------------------------------------------------
# Powers
# ---------------------------------------------------------------------------


class PowNumber(Op):
    """y = xⁿ for a number n, so ∂x = ∂y·n·xⁿ⁻¹."""

    @staticmethod
    @quiet
    def forward(ctx: Any, x: Tensor, n: Any) -> Tensor:
        ctx.save_for_backward(x)
        ctx.n = n
        return wrap(np.asarray(x._array**n))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        n = ctx.n
        # At n = 0 the formula would be 0·x⁻¹, which is nan at x = 0.
        return (flat(grad) if n == 0 else grad * (n * x ** (n - 1))), None

    def name(self) -> str:
        return "PowBackward0"


class Pow(Op):
    """z = xʸ, so ∂x = ∂z·y·xʸ⁻¹ and ∂y = ∂z·z·log x.

    A primitive because e^(y·log x) is nan for negative x and loses digits.
    """

    number = 1

    @staticmethod
    @quiet
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        if x._array.dtype.kind == "f":
            z = wrap(np.asarray(x._array**y._array))
        else:
            z = wrap(np.asarray(_integer_power(x._array, y._array)))
        ctx.save_for_backward(x, y, z)
        return z

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y, z = ctx.saved_tensors
        need_x, need_y = ctx.edges
        grad_x = grad_y = None
        if need_x:
            grad_x = Where.of(y == 0, 0.0, grad * (y * x ** (y - 1)))
        if need_y:
            # 0ʸ is flat in y for y ≥ 0, where the formula would give 0·(−∞).
            flat_at = (x == 0) & (y >= 0)
            grad_y = grad * Where.of(flat_at, 0.0, z * Log.of(x))
        return grad_x, grad_y


class PowOfNumber(Pow):
    """z = aʸ for a number a, so ∂y = ∂z·z·log a.

    A primitive because PyTorch numbers it apart from Pow.
    """

    inputs = 2

    def name(self) -> str:
        return "PowBackward2"

    @property
    def next_functions(self) -> tuple:
        return (self.edges[1],)


def _integer_power(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Computes integer powers; a negative one gives 0, unless x is ±1."""
    z = x ** np.maximum(y, 0)
    if y.min(initial=0) < 0:
        z = np.where(y < 0, np.where(np.abs(x) == 1, x ** (y & 1), 0), z)
    return z.astype(x.dtype, copy=False)


def pow(input: Tensor | float, exponent: Tensor | float) -> Tensor:
    """Computes ``input ** exponent``. See :func:`torch.pow`.

    Raises:
        RuntimeError: for integers to a negative number as power.
    """
    if type(exponent) in (int, float) and isinstance(input, Tensor):
        if input._array.dtype.kind == "f":  # nearly every call
            return PowNumber.apply(input, exponent)
    dtype = common_dtype("pow", input, exponent)
    if dtype.category == 0:
        raise not_implemented("pow", dtype)
    if not isinstance(exponent, Tensor):
        a_tensor_among(input)
        assert isinstance(input, Tensor)
        if dtype.category == 1:
            if exponent < 0:
                raise RuntimeError(
                    "Integers to negative integer powers are not allowed."
                )
            exponent = exact_constant(exponent, dtype)._array.item()
        return PowNumber.apply(cast(input, dtype), plain(exponent))
    op = Pow if isinstance(input, Tensor) else PowOfNumber
    return binary(op, "pow", as_operand(input, dtype), cast(exponent, dtype))


def float_power_(input: Tensor, exponent: Tensor | float) -> Tensor:
    """Computes ``input ** exponent`` in place; ``input`` must be float64.

    See :meth:`torch.Tensor.float_power_`.
    """
    if input._array.dtype != np.float64:
        raise RuntimeError(
            f"the base given to float_power_ has dtype {input.dtype.kind} but "
            "the operation's result requires dtype Double"
        )
    return in_place(pow)(input, exponent)


def float_power(input: Tensor | float, exponent: Tensor | float) -> Tensor:
    """Computes ``input ** exponent`` in float64.

    See :func:`torch.float_power`.
    """
    a_tensor_among(input, exponent)
    input, exponent = (
        cast(x, _dtype.float64) if isinstance(x, Tensor) else x
        for x in (input, exponent)
    )
    return pow(input, exponent)


def square(input: Tensor) -> Tensor:
    """Computes ``input ** 2``. See :func:`torch.square`."""
    return pow(input, 2)


# ---------------------------------------------------------------------------
# Roots
# ---------------------------------------------------------------------------


class Sqrt(Op):
    """y = √x, so ∂x = ∂y/(2y).

    A primitive because it is correctly rounded, and y is all it keeps.
    """

    @staticmethod
    @quiet
    def forward(ctx: Any, x: Tensor) -> Tensor:
        y = wrap(np.asarray(np.sqrt(x._array)))
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (y,) = ctx.saved_tensors
        return grad / (2 * y)


def sqrt(input: Tensor) -> Tensor:
    """Computes the square root. See :func:`torch.sqrt`."""
    return Sqrt.apply(floating(input))


class Rsqrt(Op):
    """y = 1/√x, so ∂x = −∂y·y³/2.

    A primitive because 1/√x composed takes two passes and keeps both results.
    """

    @staticmethod
    @quiet
    def forward(ctx: Any, x: Tensor) -> Tensor:
        y = wrap(np.asarray(1 / np.sqrt(x._array)))
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (y,) = ctx.saved_tensors
        return grad * (y * y * y) * -0.5


def rsqrt(input: Tensor) -> Tensor:
    """Computes one over the square root. See :func:`torch.rsqrt`."""
    return Rsqrt.apply(floating(input))


class Hypot(Op):
    """z = √(x² + y²), so ∂x = ∂z·x/z and ∂y = ∂z·y/z.

    A primitive because x² overflows long before z does.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        z = wrap(np.asarray(np.hypot(x._array, y._array)))
        ctx.save_for_backward(x, y, z)
        return z

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y, z = ctx.saved_tensors
        need_x, need_y = ctx.edges
        return (
            grad * (x / z) if need_x else None,
            grad * (y / z) if need_y else None,
        )


def hypot(input: Tensor, other: Tensor) -> Tensor:
    """Computes the length of the hypotenuse. See :func:`torch.hypot`."""
    tensors_only(input, other)
    dtype = common_dtype("hypot", input, other)
    if not dtype.is_floating_point:
        raise not_implemented("hypot_cpu", dtype)
    return binary(Hypot, "hypot", input, other)
