"""Arithmetic on tensors: + − × ÷, powers, and what they share.

What the two-operand operations have in common is at the top: how operands of
different kinds become Tensors of one dtype, and how a shape mismatch is
reported. Below, each operation is a class that states its formula and its
derivative, and a function with PyTorch's signature. No formula mentions
broadcasting: the engine undoes it (``sum_to`` in ``autograd/graph.py``).
"""

from __future__ import annotations

from collections.abc import Callable
from numbers import Number
from typing import Any

import numpy as np

from .. import _dtype
from .._dtype import dtype as DType
from .._tensor import Tensor, check_inplace, wrap
from ..autograd.function import Op, apply_inplace, check_no_overlap, write_over
from ..autograd.grad_mode import mode

# ---------------------------------------------------------------------------
# Operands
# ---------------------------------------------------------------------------


class ToCopy(Op):
    """y = x in another dtype, so ∂x = ∂y in the dtype of x."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, dtype: DType) -> Tensor:
        ctx.dtype = x.dtype
        return wrap(x._array.astype(dtype.numpy))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return ToCopy.of(grad, ctx.dtype), None


def cast(x: Tensor, dtype: DType) -> Tensor:
    """Gives ``x`` in ``dtype``: ``x`` itself if it has that dtype."""
    return x if x._array.dtype == dtype.numpy else ToCopy.apply(x, dtype)


def is_number(x: Any) -> bool:
    """Tells whether ``x`` is a Python or NumPy number."""
    return isinstance(x, Number) or isinstance(x, np.bool_)


def constant(number: Any, dtype: DType) -> Tensor:
    """Makes a 0-d tensor of a number, which has no history."""
    return wrap(np.array(number, dtype.numpy))


def operands(name: str, input: Any, other: Any) -> tuple[Tensor, Tensor]:
    """Makes Tensors of one dtype of two operands, one a Tensor at least.

    A Python number takes the dtype of its partner, unless it is of a higher
    category: 0.5 next to integers makes both floating point.
    """
    if isinstance(input, Tensor):  # the two cases of nearly every call first
        dtype = input._array.dtype
        if isinstance(other, Tensor):
            if other._array.dtype is dtype:
                return input, other
        elif type(other) in (int, float) and dtype.kind == "f":
            return input, wrap(np.array(other, dtype))
    dtype = common_dtype(name, input, other)
    return as_operand(input, dtype), as_operand(other, dtype)


def as_operand(x: Any, dtype: DType) -> Tensor:
    """Gives a Tensor of the dtype that its expression has."""
    return cast(x, dtype) if isinstance(x, Tensor) else constant(x, dtype)


def common_dtype(name: str, *values: Any) -> DType:
    """Gives the dtype of an expression of tensors and Python numbers.

    Raises:
        TypeError: if a value is neither.
    """
    kinds = []
    for position, x in enumerate(values):
        if isinstance(x, Tensor):
            kinds.append((x.dtype, 2 if x._array.ndim else 1))
        elif is_number(x) and not isinstance(x, complex):
            kinds.append((_dtype.dtype_of_number(_plain(x)), 0))
        else:
            which = ("input", "other", "third")[position]
            raise TypeError(
                f"{name}(): argument '{which}' (position {position + 1}) must "
                f"be Tensor, not {type(x).__name__}"
            )
    return _dtype.result_type_of(kinds)


def _plain(x: Any) -> Any:
    """Gives the Python number for a NumPy one."""
    return x.item() if isinstance(x, np.generic) else x


def broadcast_error(x: Tensor, y: Tensor) -> RuntimeError:
    """Says in PyTorch's words which sizes of two operands do not fit."""
    a, b = x._array.shape, y._array.shape
    for i in range(1, min(len(a), len(b)) + 1):
        if a[-i] != b[-i] and 1 not in (a[-i], b[-i]):
            dim = max(len(a), len(b)) - i
            return RuntimeError(
                f"The size of tensor a ({a[-i]}) must match the size of tensor "
                f"b ({b[-i]}) at non-singleton dimension {dim}\n"
                f"Shapes {list(a)} and {list(b)} are compared from the right: "
                "two sizes must be equal, or one of them 1."
            )
    raise AssertionError("the shapes do broadcast")


def binary(op: type[Op], name: str, input: Any, other: Any) -> Any:
    """Applies a two-operand op after promotion."""
    x, y = operands(name, input, other)
    try:
        return op.apply(x, y)
    except ValueError:
        raise broadcast_error(x, y) from None


def binary_(
    op: type[Op], ufunc: Callable, name: str, input: Tensor, other: Any
) -> Tensor:
    """Applies a two-operand op and writes the result over ``input``.

    Where nothing is recorded (an optimizer's step, say) NumPy writes in
    place, which saves a temporary array.
    """
    x, y = operands(name, input, other)
    array = input._array
    if x is not input or (
        mode.enabled and (input.requires_grad or y.requires_grad)
    ):
        try:
            if x is input:
                return apply_inplace(op, input, y)
            # The expression has a wider dtype: compute in it, cast back.
            check_inplace(input)
            write_over(input, op.apply(x, y))
            return input
        except ValueError:
            raise broadcast_error(x, y) from None
    check_no_overlap(input)
    try:
        ufunc(array, y._array, out=array)
    except ValueError:
        if np.broadcast_shapes(array.shape, y._array.shape) != array.shape:
            raise _cannot_grow(input, y) from None
        raise
    input._bump()
    return input


def _cannot_grow(x: Tensor, y: Tensor) -> RuntimeError:
    shape = np.broadcast_shapes(x._array.shape, y._array.shape)
    return RuntimeError(
        f"output with shape {list(x._array.shape)} doesn't match the broadcast "
        f"shape {list(shape)}"
    )


# ---------------------------------------------------------------------------
# + − × ÷
# ---------------------------------------------------------------------------


class Add(Op):
    """z = x + y, so ∂x = ∂z and ∂y = ∂z."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        return wrap(np.asarray(x._array + y._array))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return grad, grad


class Sub(Op):
    """z = x − y, so ∂x = ∂z and ∂y = −∂z."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        return wrap(np.asarray(x._array - y._array))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        need_x, need_y = ctx.edges
        return grad, -grad if need_y else None


class Rsub(Op):
    """z = y − x, "reversed": ∂x = −∂z and ∂y = ∂z."""

    number = 1

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        return wrap(np.asarray(y._array - x._array))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return -grad, grad


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


class Div(Op):
    """z = x/y, so ∂x = ∂z/y and ∂y = −∂z·x/y²."""

    @staticmethod
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


def add(input: Tensor, other: Any, *, alpha: Any = 1) -> Tensor:
    """Computes ``input + alpha * other``, elementwise with broadcasting.

    See :func:`torch.add`.

    >>> add(Tensor([1, 2]), 10)
    tensor([11., 12.])
    """
    return binary(Add, "add", input, _scaled(other, alpha))


def sub(input: Tensor, other: Any, *, alpha: Any = 1) -> Tensor:
    """Computes ``input - alpha * other``. See :func:`torch.sub`."""
    _refuse_bool_subtraction(input, other)
    return binary(Sub, "sub", input, _scaled(other, alpha))


def rsub(input: Tensor, other: Any, *, alpha: Any = 1) -> Tensor:
    """Computes ``other - alpha * input``. See :func:`torch.rsub`."""
    _refuse_bool_subtraction(input, other)
    return binary(Rsub, "rsub", _scaled(input, alpha), other)


def mul(input: Tensor, other: Any) -> Tensor:
    """Computes ``input * other``, elementwise. See :func:`torch.mul`."""
    return binary(Mul, "mul", input, other)


def div(
    input: Tensor, other: Any, *, rounding_mode: str | None = None
) -> Tensor:
    """Computes ``input / other``; integers are divided as floats.

    Args:
        input: the dividend.
        other: the divisor, a tensor or a number.
        rounding_mode: ``None`` for true division, ``"trunc"`` to round the
            quotient towards zero, ``"floor"`` to round it down.

    See :func:`torch.div`.
    """
    if rounding_mode is None:
        dtype = common_dtype("div", input, other)
        if not dtype.is_floating_point:
            dtype = _dtype.get_default_dtype()
        x, y = as_operand(input, dtype), as_operand(other, dtype)
        return binary(Div, "div", x, y)
    if rounding_mode == "floor":
        return floor_divide(input, other)
    if rounding_mode == "trunc":
        return _div_trunc(input, other)
    raise RuntimeError(
        "div expected rounding_mode to be one of None, 'trunc', or 'floor' but "
        f"found '{rounding_mode}'"
    )


def add_(input: Tensor, other: Any, *, alpha: Any = 1) -> Tensor:
    """Adds ``alpha * other`` in place."""
    return binary_(Add, np.add, "add", input, _scaled(other, alpha))


def sub_(input: Tensor, other: Any, *, alpha: Any = 1) -> Tensor:
    """Subtracts ``alpha * other`` in place."""
    _refuse_bool_subtraction(input, other)
    return binary_(Sub, np.subtract, "sub", input, _scaled(other, alpha))


def mul_(input: Tensor, other: Any) -> Tensor:
    """Multiplies by ``other`` in place."""
    return binary_(Mul, np.multiply, "mul", input, other)


def div_(
    input: Tensor, other: Any, *, rounding_mode: str | None = None
) -> Tensor:
    """Divides by ``other`` in place."""
    if rounding_mode is None and input._array.dtype.kind == "f":
        return binary_(Div, np.divide, "div", input, other)
    check_inplace(input)
    write_over(input, div(input, other, rounding_mode=rounding_mode))
    return input


def _scaled(x: Any, alpha: Any) -> Any:
    if isinstance(alpha, int) and alpha == 1:
        return x
    if isinstance(x, Tensor):
        if not x.dtype.is_floating_point and isinstance(alpha, float):
            raise RuntimeError(
                "For integral input tensors, argument alpha must not be a "
                "floating point number."
            )
        return mul(x, alpha)
    return x * alpha


def _refuse_bool_subtraction(x: Any, y: Any) -> None:
    x_bool, y_bool = (
        isinstance(v, bool) or getattr(v, "dtype", None) is _dtype.bool_
        for v in (x, y)
    )
    if x_bool and y_bool and isinstance(x, Tensor) and isinstance(y, Tensor):
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


# ---------------------------------------------------------------------------
# Division with rounding
# ---------------------------------------------------------------------------


class DivTrunc(Op):
    """z = x/y rounded towards zero: constant between its steps."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        quotient = np.asarray(x._array / y._array)
        if x._array.dtype.kind != "f":
            # Exact for large integers, where a float quotient is not.
            quotient = np.asarray(x._array // y._array)
            inexact = (quotient < 0) & (quotient * y._array != x._array)
            return wrap(np.asarray(quotient + inexact).astype(x._array.dtype))
        return wrap(np.asarray(np.trunc(quotient)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        need_x, need_y = ctx.edges
        return grad * 0 if need_x else None, grad * 0 if need_y else None

    def name(self) -> str:
        return "DivBackward2"


class Remainder(Op):
    """z = x − y·⌊x/y⌋, so ∂x = ∂z and ∂y = −∂z·⌊x/y⌋."""

    number = 1

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        _refuse_zero_division(y)
        ctx.save_for_backward(x, y)
        return wrap(np.asarray(np.remainder(x._array, y._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y = ctx.saved_tensors
        need_x, need_y = ctx.edges
        return grad, -grad * (x // y) if need_y else None


class Fmod(Op):
    """z = x − y·trunc(x/y), so ∂x = ∂z and ∂y = −∂z·trunc(x/y)."""

    number = 1

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        _refuse_zero_division(y)
        ctx.save_for_backward(x, y)
        return wrap(np.asarray(np.fmod(x._array, y._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y = ctx.saved_tensors
        need_x, need_y = ctx.edges
        return grad, -grad * DivTrunc.of(x, y) if need_y else None


def floor_divide(input: Any, other: Any) -> Tensor:
    """Computes ⌊input/other⌋, which has no derivative.

    See :func:`torch.floor_divide`.
    """
    x, y = operands("floor_divide", input, other)
    _refuse_zero_division(y)
    try:
        return wrap(np.asarray(np.floor_divide(x._array, y._array)))
    except ValueError:
        raise broadcast_error(x, y) from None


def _div_trunc(input: Any, other: Any) -> Tensor:
    x, y = operands("div", input, other)
    _refuse_zero_division(y)
    return binary(DivTrunc, "div", x, y)


def remainder(input: Any, other: Any) -> Tensor:
    """Computes Python's ``%``: the sign is the divisor's.

    See :func:`torch.remainder`.
    """
    return binary(Remainder, "remainder", input, other)


def fmod(input: Any, other: Any) -> Tensor:
    """Computes C's ``fmod``: the sign is the dividend's.

    See :func:`torch.fmod`.
    """
    return binary(Fmod, "fmod", input, other)


def _refuse_zero_division(y: Tensor) -> None:
    if y._array.dtype.kind != "f" and not y._array.all():
        raise RuntimeError("ZeroDivisionError")


# ---------------------------------------------------------------------------
# Powers
# ---------------------------------------------------------------------------


class PowNumber(Op):
    """y = xⁿ for a number n, so ∂x = ∂y·n·xⁿ⁻¹."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, n: Any) -> Tensor:
        ctx.save_for_backward(x)
        ctx.n = n
        return wrap(np.asarray(x._array**n))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        n = ctx.n
        # At n = 0 the formula would be 0·x⁻¹, which is nan at x = 0.
        return (grad * 0 if n == 0 else grad * (n * x ** (n - 1))), None

    def name(self) -> str:
        return "PowBackward0"


class Pow(Op):
    """z = xʸ, so ∂x = ∂z·y·xʸ⁻¹ and ∂y = ∂z·z·log x."""

    number = 1

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        z = wrap(np.asarray(x._array**y._array))
        ctx.save_for_backward(x, y, z)
        return z

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        from .pointwise import Log, Where

        x, y, z = ctx.saved_tensors
        need_x, need_y = ctx.edges
        grad_x = grad_y = None
        if need_x:
            grad_x = Where.of(y == 0, 0.0, grad * (y * x ** (y - 1)))
        if need_y:
            # 0ʸ is flat in y for y ≥ 0, where the formula would give 0·(−∞).
            flat = (x == 0) & (y >= 0)
            grad_y = grad * Where.of(flat, 0.0, z * Log.of(x))
        return grad_x, grad_y


class PowOfNumber(Pow):
    """z = aʸ for a number a, so ∂y = ∂z·z·log a."""

    number = 2

    def name(self) -> str:
        return "PowBackward2"


def pow(input: Any, exponent: Any) -> Tensor:
    """Computes ``input ** exponent``. See :func:`torch.pow`.

    Raises:
        RuntimeError: for integers to a negative power.
    """
    dtype = common_dtype("pow", input, exponent)
    if not isinstance(exponent, Tensor):
        if dtype.category == 1 and exponent < 0:
            raise RuntimeError(
                "Integers to negative integer powers are not allowed."
            )
        return PowNumber.apply(cast(input, dtype), _plain(exponent))
    op = Pow if isinstance(input, Tensor) else PowOfNumber
    return binary(op, "pow", as_operand(input, dtype), cast(exponent, dtype))


def square(input: Tensor) -> Tensor:
    """Computes ``input ** 2``. See :func:`torch.square`."""
    return pow(input, 2)


# ---------------------------------------------------------------------------
# Fused updates
# ---------------------------------------------------------------------------


class Addcmul(Op):
    """z = x + v·a·b, so ∂x = ∂z, ∂a = ∂z·v·b and ∂b = ∂z·v·a."""

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, a: Tensor, b: Tensor, value: float
    ) -> Tensor:
        ctx.save_for_backward(a, b)
        ctx.value = value
        return wrap(np.asarray(x._array + a._array * b._array * value))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        a, b = ctx.saved_tensors
        _, need_a, need_b, _ = ctx.edges
        scaled = grad * ctx.value
        return (
            grad,
            scaled * b if need_a else None,
            scaled * a if need_b else None,
            None,
        )


class Addcdiv(Op):
    """z = x + v·a/b, so ∂x = ∂z, ∂a = ∂z·v/b and ∂b = −∂z·v·a/b²."""

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, a: Tensor, b: Tensor, value: float
    ) -> Tensor:
        ctx.save_for_backward(a, b)
        ctx.value = value
        return wrap(np.asarray(x._array + a._array / b._array * value))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        a, b = ctx.saved_tensors
        _, need_a, need_b, _ = ctx.edges
        scaled = grad * ctx.value
        return (
            grad,
            scaled / b if need_a else None,
            -scaled * (a / (b * b)) if need_b else None,
            None,
        )


class Lerp(Op):
    """z = x + w·(y − x), so ∂x = ∂z·(1 − w), ∂y = ∂z·w and ∂w = ∂z·(y − x)."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor, weight: Tensor) -> Tensor:
        ctx.save_for_backward(x, y, weight)
        a, b, w = x._array, y._array, weight._array
        # PyTorch counts from the nearer end, so that w = 1 gives y exactly.
        near = a + w * (b - a)
        far = b - (b - a) * (1 - w)
        return wrap(np.asarray(np.where(np.abs(w) < 0.5, near, far)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y, weight = ctx.saved_tensors
        need_x, need_y, need_weight = ctx.edges
        return (
            grad * (1 - weight) if need_x else None,
            grad * weight if need_y else None,
            grad * (y - x) if need_weight else None,
        )


class LerpTensor(Lerp):
    """z = x + w·(y − x) with a tensor of weights."""

    def name(self) -> str:
        return "LerpBackward1"


def addcmul(
    input: Tensor, tensor1: Tensor, tensor2: Tensor, *, value: float = 1
) -> Tensor:
    """Computes ``input + value * tensor1 * tensor2``.

    See :func:`torch.addcmul`.
    """
    return _ternary(Addcmul, "addcmul", input, tensor1, tensor2, value)


def addcdiv(
    input: Tensor, tensor1: Tensor, tensor2: Tensor, *, value: float = 1
) -> Tensor:
    """Computes ``input + value * tensor1 / tensor2``.

    See :func:`torch.addcdiv`.
    """
    return _ternary(Addcdiv, "addcdiv", input, tensor1, tensor2, value)


def lerp(input: Tensor, end: Tensor, weight: Any) -> Tensor:
    """Computes ``input + weight * (end - input)``. See :func:`torch.lerp`."""
    if isinstance(weight, Tensor):
        return _ternary(LerpTensor, "lerp", input, end, weight)
    weight = constant(weight, input.dtype)
    return _ternary(Lerp, "lerp", input, end, weight)


def addcmul_(
    input: Tensor, tensor1: Tensor, tensor2: Tensor, *, value: float = 1
) -> Tensor:
    """Adds ``value * tensor1 * tensor2`` in place."""
    if mode.enabled:
        return apply_inplace(Addcmul, input, tensor1, tensor2, value)
    product = tensor1._array * tensor2._array
    product *= constant(value, input.dtype)._array
    return add_(input, wrap(product))


def addcdiv_(
    input: Tensor, tensor1: Tensor, tensor2: Tensor, *, value: float = 1
) -> Tensor:
    """Adds ``value * tensor1 / tensor2`` in place."""
    if mode.enabled:
        return apply_inplace(Addcdiv, input, tensor1, tensor2, value)
    quotient = tensor1._array / tensor2._array
    quotient *= constant(value, input.dtype)._array
    return add_(input, wrap(quotient))


def lerp_(input: Tensor, end: Tensor, weight: Any) -> Tensor:
    """Moves ``input`` towards ``end`` in place."""
    if mode.enabled or isinstance(weight, Tensor) or not abs(weight) < 0.5:
        if not isinstance(weight, Tensor):
            weight = constant(weight, input.dtype)
        return apply_inplace(Lerp, input, end, weight)
    step = end._array - input._array
    step *= constant(weight, input.dtype)._array
    return add_(input, wrap(step))


def _ternary(
    op: type[Op], name: str, x: Tensor, a: Tensor, b: Tensor, *rest: Any
) -> Tensor:
    dtype = common_dtype(name, x, a, b)
    x, a, b = (as_operand(v, dtype) for v in (x, a, b))
    try:
        return op.apply(x, a, b, *rest)
    except ValueError:
        for u, v in ((a, b), (x, a), (x, b)):
            if _shapes_differ(u, v):
                raise broadcast_error(u, v) from None
        raise


def _shapes_differ(x: Tensor, y: Tensor) -> bool:
    try:
        np.broadcast_shapes(x._array.shape, y._array.shape)
    except ValueError:
        return True
    return False
