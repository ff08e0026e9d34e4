"""Arithmetic on tensors: + − × ÷, negation and the reciprocal.

Each operation is a class that states its formula and its derivative, and a
function with PyTorch's signature. How operands of different dtypes and shapes
come together is in ``operands.py``; division with rounding, powers and fused
updates have files of their own. The chapter "Autograd" derives these rules.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import _dtype
from .._tensor import Tensor, wrap
from ..autograd.function import Op
from ..autograd.grad_mode import mode
from ..autograd.history import check_inplace
from ..autograd.inplace import write_over
from .operands import (
    alike_floats,
    as_operand,
    binary,
    binary_,
    common_dtype,
    floating,
    is_number,
    quiet,
    update,
)
from .signatures import deprecated, refuse_wrong, signatures_of

# ---------------------------------------------------------------------------
# Sums and differences
# ---------------------------------------------------------------------------


class Add(Op):
    """z = x + y, so ∂x = ∂z and ∂y = ∂z."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        return wrap(np.asarray(x._array + y._array))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return grad, grad


def add(input: Tensor, other: Tensor | float, *, alpha: float = 1) -> Tensor:
    """Computes ``input + alpha * other``, elementwise with broadcasting.

    See :func:`torch.add`.

    >>> add(Tensor([1, 2]), 10)
    tensor([11., 12.])
    """
    if type(alpha) is not int or alpha != 1:
        other = _scaled(input, other, alpha)
    return binary(Add, "add", input, other)


def add_(
    input: Tensor,
    other: Tensor | float,
    tensor: Tensor | None = None,
    *,
    alpha: float = 1,
) -> Tensor:
    """Adds ``alpha * other`` in place.

    Old code has ``x.add_(alpha, tensor)``.
    """
    if tensor is not None:
        return in_old_order(add_, input, other, tensor)
    if _is_plain_update(input, other, alpha):
        return update(np.add, input, other, alpha)
    other = _scaled(input, other, alpha)
    return binary_(Add, np.add, "add", input, other)


class Sub(Op):
    """z = x − y, so ∂x = ∂z and ∂y = −∂z.

    A primitive because x + (−y) would take two passes over the numbers.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        return wrap(np.asarray(x._array - y._array))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        need_x, need_y = ctx.edges
        return grad, -grad if need_y else None


def sub(input: Tensor, other: Tensor | float, *, alpha: float = 1) -> Tensor:
    """Computes ``input - alpha * other``. See :func:`torch.sub`."""
    _refuse_bool_subtraction(input, other)
    return binary(Sub, "sub", input, _scaled(input, other, alpha))


def sub_(
    input: Tensor,
    other: Tensor | float,
    tensor: Tensor | None = None,
    *,
    alpha: float = 1,
) -> Tensor:
    """Subtracts ``alpha * other`` in place.

    Old code has ``x.sub_(alpha, tensor)``.
    """
    if tensor is not None:
        return in_old_order(sub_, input, other, tensor)
    if _is_plain_update(input, other, alpha):
        return update(np.subtract, input, other, alpha)
    _refuse_bool_subtraction(input, other)
    other = _scaled(input, other, alpha)
    return binary_(Sub, np.subtract, "sub", input, other)


class Rsub(Op):
    """z = y − x, so ∂x = −∂z and ∂y = ∂z.

    A primitive because PyTorch's graph shows ``2 - x`` as one node.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        return wrap(np.asarray(y._array - x._array))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return -grad, grad

    def name(self) -> str:
        return "RsubBackward1"


class RsubTensor(Rsub):
    """z = y − x for two tensors, so ∂x = −∂z and ∂y = ∂z.

    A primitive because PyTorch numbers it apart from Rsub.
    """

    def name(self) -> str:
        return "RsubBackward0"


def rsub(input: Tensor, other: Tensor | float, *, alpha: float = 1) -> Tensor:
    """Computes ``other - alpha * input``. See :func:`torch.rsub`."""
    _refuse_bool_subtraction(input, other)
    op = RsubTensor if isinstance(other, Tensor) else Rsub
    return binary(op, "rsub", _scaled(other, input, alpha), other)


def in_old_order(
    method: Any, input: Tensor, alpha: Any, other: Tensor
) -> Tensor:
    """Calls ``method`` with arguments in the order that is deprecated."""
    name, given = method.__name__, (alpha, other)
    signatures = signatures_of(name, True)
    old = deprecated(name, given, {}, signatures)
    if old is None:
        refuse_wrong(name, given, {}, signatures)
    return method(input, other, alpha=alpha)


def _scaled(input: Any, other: Any, alpha: Any) -> Any:
    """Gives ``alpha * other``, and refuses an alpha of the wrong kind."""
    if type(alpha) is int and alpha == 1:
        return other
    if isinstance(alpha, Tensor) and not alpha._array.ndim:
        alpha = alpha.item()
    if not is_number(alpha):
        raise TypeError(f"alpha must be Number, not {type(alpha).__name__}")
    dtype = common_dtype("add", input, other)
    category = dtype.category
    if category == 0:  # among bools, every multiple but 0 is the same
        return mul(other, bool(alpha))
    if isinstance(alpha, bool | float):
        if isinstance(alpha, bool) and category > 0:
            raise RuntimeError(
                "Boolean alpha only supported for Boolean results."
            )
        if isinstance(alpha, float) and category < 2:
            raise RuntimeError(
                "For integral input tensors, argument alpha must not be a "
                "floating point number."
            )
    if isinstance(other, Tensor):
        return mul(as_operand(other, dtype), alpha)
    return other * alpha


def _is_plain_update(input: Any, other: Any, alpha: Any) -> bool:
    """Tells whether this is the case of every optimizer's step."""
    return (
        not mode.enabled
        and type(alpha) in (int, float)
        and alike_floats(input, other)
    )


def _refuse_bool_subtraction(x: Any, y: Any) -> None:
    x_bool, y_bool = _is_bool(x), _is_bool(y)
    if x_bool and y_bool:
        raise RuntimeError(
            "Subtraction, the `-` operator, with two bool tensors is not "
            "supported. Use the `^` or `logical_xor()` operator instead."
        )
    if x_bool or y_bool:
        raise RuntimeError(
            "Subtraction, the `-` operator, with a bool tensor is not "
            "supported. If you are trying to invert a mask, use the `~` or "
            "`logical_not()` operator instead."
        )


def _is_bool(x: Any) -> bool:
    if isinstance(x, Tensor):
        return x._array.dtype.kind == "b"
    return isinstance(x, bool)


# ---------------------------------------------------------------------------
# Products and quotients
# ---------------------------------------------------------------------------


class Mul(Op):
    """z = x·y, so ∂x = ∂z·y and ∂y = ∂z·x."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        need_x, need_y = ctx.edges
        ctx.save_for_backward(x if need_y else None, y if need_x else None)
        return wrap(np.asarray(x._array * y._array))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y = ctx.saved_tensors
        need_x, need_y = ctx.edges
        return grad * y if need_x else None, grad * x if need_y else None


def mul(input: Tensor, other: Tensor | float) -> Tensor:
    """Computes ``input * other``, elementwise. See :func:`torch.mul`."""
    return binary(Mul, "mul", input, other)


def mul_(input: Tensor, other: Tensor | float) -> Tensor:
    """Multiplies by ``other`` in place."""
    return binary_(Mul, np.multiply, "mul", input, other)


class Div(Op):
    """z = x/y, so ∂x = ∂z/y and ∂y = −∂z·x/y².

    A primitive because x·(1/y) would round twice.
    """

    @staticmethod
    @quiet
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        need_x, need_y = ctx.edges
        ctx.save_for_backward(x if need_y else None, y)
        return wrap(np.asarray(x._array / y._array))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y = ctx.saved_tensors
        need_x, need_y = ctx.edges
        return (
            grad / y if need_x else None,
            -grad * ((x / y) / y) if need_y else None,
        )


def div(
    input: Tensor, other: Tensor | float, *, rounding_mode: str | None = None
) -> Tensor:
    """Computes ``input / other``; integers are divided as floats.

    Args:
        input: the dividend.
        other: the divisor, a tensor or a number.
        rounding_mode: ``None`` for true division, ``"trunc"`` to round the
            quotient towards zero, ``"floor"`` to round it down.

    See :func:`torch.div`.
    """
    if rounding_mode is not None:
        from .division import div_rounded

        return div_rounded(input, other, rounding_mode)
    if isinstance(input, Tensor) and input._array.dtype.kind == "f":
        return binary(Div, "div", input, other)
    dtype = common_dtype("div", input, other)
    if not dtype.is_floating_point:
        dtype = _dtype.get_default_dtype()
    return binary(
        Div, "div", as_operand(input, dtype), as_operand(other, dtype)
    )


def div_(
    input: Tensor, other: Tensor | float, *, rounding_mode: str | None = None
) -> Tensor:
    """Divides by ``other`` in place."""
    if rounding_mode is None and input._array.dtype.kind == "f":
        return binary_(Div, np.divide, "div", input, other)
    check_inplace(input)
    write_over(input, div(input, other, rounding_mode=rounding_mode))
    return input


class Reciprocal(Op):
    """y = 1/x, so ∂x = −∂y·y².

    A primitive because 1/x by Div would keep two inputs, where this keeps y.
    """

    @staticmethod
    @quiet
    def forward(ctx: Any, x: Tensor) -> Tensor:
        y = wrap(np.asarray(1 / x._array))
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (y,) = ctx.saved_tensors
        return -grad * (y * y)


def reciprocal(input: Tensor) -> Tensor:
    """Computes 1/x. See :func:`torch.reciprocal`."""
    return Reciprocal.apply(floating(input))


# ---------------------------------------------------------------------------
# Signs in front
# ---------------------------------------------------------------------------


class Neg(Op):
    """y = −x, so ∂x = −∂y.

    A primitive because it changes a sign, where x·(−1) multiplies.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        return wrap(np.asarray(-x._array))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return -grad


def neg(input: Tensor) -> Tensor:
    """Computes ``-input``. See :func:`torch.neg`."""
    if input._array.dtype.kind == "b":
        raise RuntimeError(
            "Negation, the `-` operator, on a bool tensor is not supported. If "
            "you are trying to invert a mask, use the `~` or `logical_not()` "
            "operator instead."
        )
    return Neg.apply(input)


def positive(input: Tensor) -> Tensor:
    """Gives ``input`` itself. See :func:`torch.positive`."""
    if input._array.dtype.kind == "b":
        raise RuntimeError(
            "The `+` operator, on a bool tensor is not supported."
        )
    return input
