"""Operands: how tensors and numbers come to share one dtype and one shape.

Every operation with two operands begins here. ``operands`` makes Tensors of
one dtype of them, by PyTorch's rules; ``binary`` applies an operation and, if
the shapes do not fit together, says so in PyTorch's words. No operation
mentions broadcasting in its derivative: the engine undoes it (``sum_to`` in
``autograd/graph.py``). The chapter "Tensors" explains both rules.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from numbers import Number
from typing import Any

import numpy as np

from .. import _dtype
from .._dtype import dtype as DType
from .._tensor import Tensor, wrap
from ..autograd.function import Op
from ..autograd.grad_mode import mode
from ..autograd.history import check_inplace
from ..autograd.inplace import (
    apply_inplace,
    check_no_overlap,
    check_reads_apart,
    write_over,
)

# ---------------------------------------------------------------------------
# One dtype
# ---------------------------------------------------------------------------


# For a forward that often meets 0/0, log 0 or an overflow: PyTorch gives nan
# and inf in silence, NumPy would warn.
quiet = np.errstate(all="ignore")


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
    if x._array.dtype == dtype.numpy:
        return x
    if dtype.category != 2:  # integers have no gradient
        return wrap(x._array.astype(dtype.numpy))
    return ToCopy.apply(x, dtype)


def floating(input: Tensor) -> Tensor:
    """Gives integers as the default float, floats as they are."""
    if input._array.dtype.kind == "f":
        return input
    return cast(input, _dtype.get_default_dtype())


def is_number(x: Any) -> bool:
    """Tells whether ``x`` is a Python or NumPy number."""
    return isinstance(x, Number) or isinstance(x, np.bool_)


def constant(number: Any, dtype: DType) -> Tensor:
    """Makes a 0-d tensor of a number, which has no history.

    A whole number too large for the dtype wraps around, as in arithmetic.
    """
    try:
        return wrap(np.array(number, dtype.numpy))
    except OverflowError:
        if not -(2**63) <= number < 2**64:
            raise OverflowError("int too big to convert") from None
        return wrap(np.array(number).astype(dtype.numpy))


_C_TYPES = {"int32": "int", "int64": "int64_t", "float16": "c10::Half"}


def exact_constant(number: Any, dtype: DType) -> Tensor:
    """Makes a 0-d tensor of a number, refusing one that is out of range.

    Raises:
        RuntimeError: if the number is beyond the largest of its dtype.
    """
    if dtype.category == 1:
        largest: float = np.iinfo(dtype.numpy).max
    elif dtype.category == 2:
        largest = float(np.finfo(dtype.numpy).max)
    else:
        return constant(number, dtype)
    if isinstance(number, int) and not -(2**63) <= number < 2**64:
        raise OverflowError("int too big to convert")
    # abs: a negative number in an unsigned dtype wraps around, as in C.
    if math.isfinite(number) and abs(number) > largest:
        default = f"{dtype.name}_t" if dtype.category == 1 else "float"
        raise RuntimeError(
            "value cannot be converted to type "
            f"{_C_TYPES.get(dtype.name, default)} without overflow"
        )
    return constant(number, dtype)


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
            try:
                return input, wrap(np.array(other, dtype))
            except OverflowError:
                raise OverflowError("int too big to convert") from None
    shared = common_dtype(name, input, other)
    return as_operand(input, shared), as_operand(other, shared)


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
            kinds.append((_dtype.dtype_of_number(plain(x)), 0))
        else:
            which = ("input", "other", "third")[position]
            raise TypeError(
                f"{name}(): argument '{which}' (position {position + 1}) must "
                f"be Tensor, not {type(x).__name__}"
            )
    return _dtype.result_type_of(kinds)


def tensors_only(*values: Any) -> None:
    """Refuses numbers where PyTorch wants tensors.

    Raises:
        TypeError: which ``signatures.py`` puts in PyTorch's words.
    """
    for x in values:
        if not isinstance(x, Tensor):
            raise TypeError(f"must be Tensor, not {type(x).__name__}")


def a_tensor_among(*values: Any) -> None:
    """Refuses a call without any tensor, as ``tensors_only`` does."""
    if not any(isinstance(x, Tensor) for x in values):
        raise TypeError("at least one argument must be a Tensor")


def widened(x: np.ndarray) -> np.ndarray:
    """Gives float16 as float32, for formulas of several steps.

    PyTorch rounds to float16 once, at the end.
    """
    return x.astype(np.float32) if x.dtype.char == "e" else x


def plain(x: Any) -> Any:
    """Gives the Python number for a NumPy one."""
    return x.item() if isinstance(x, np.generic) else x


def not_implemented(kernel: str, dtype: DType) -> NotImplementedError:
    """Says that an operation does not exist for a dtype.

    ``kernel`` is the name that PyTorch's message shows.
    """
    return NotImplementedError(
        f"\"{kernel}\" not implemented for '{dtype.kind}'"
    )


# ---------------------------------------------------------------------------
# One shape
# ---------------------------------------------------------------------------


def broadcast_error(*tensors: Tensor) -> RuntimeError:
    """Says in PyTorch's words which sizes of the operands do not fit."""
    for i, x in enumerate(tensors):
        for y in tensors[i + 1 :]:
            a, b = x._array.shape, y._array.shape
            for k in range(1, min(len(a), len(b)) + 1):
                if a[-k] != b[-k] and 1 not in (a[-k], b[-k]):
                    return _misfit(a, b, k)
    raise AssertionError("the shapes do broadcast")


def _misfit(a: tuple, b: tuple, k: int) -> RuntimeError:
    return RuntimeError(
        f"The size of tensor a ({a[-k]}) must match the size of tensor "
        f"b ({b[-k]}) at non-singleton dimension {max(len(a), len(b)) - k}\n"
        f"Shapes {list(a)} and {list(b)} are compared from the right: "
        "two sizes must be equal, or one of them 1."
    )


# ---------------------------------------------------------------------------
# Application
# ---------------------------------------------------------------------------


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
    try:
        x, y = operands(name, input, other)
    except TypeError:
        raise TypeError(
            f"{name}_(): argument 'other' (position 1) must be Tensor, not "
            f"{type(other).__name__}"
        ) from None
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
    return update(ufunc, input, y, 1)


def alike_floats(x: Any, y: Any) -> bool:
    """Tells whether two operands are tensors of one floating-point dtype."""
    if isinstance(x, Tensor) and isinstance(y, Tensor):
        dtype = x._array.dtype
        return y._array.dtype is dtype and dtype.kind == "f"
    return False


def update(ufunc: Callable, x: Tensor, y: Any, alpha: float) -> Tensor:
    """Writes ``x ± alpha * y`` over ``x``: an optimizer's step, unrecorded."""
    array, change = x._array, y._array
    if alpha != 1:
        change = change * np.array(alpha, change.dtype)
    check_no_overlap(x)
    check_reads_apart(x, y)
    try:
        ufunc(array, change, out=array)
    except ValueError:
        raise _cannot_grow(x, y) from None
    x._bump()
    return x


def _cannot_grow(x: Tensor, y: Tensor) -> RuntimeError:
    try:
        shape = np.broadcast_shapes(x._array.shape, y._array.shape)
    except ValueError:
        return broadcast_error(x, y)
    return RuntimeError(
        f"output with shape {list(x._array.shape)} doesn't match the broadcast "
        f"shape {list(shape)}"
    )


def without_derivative(name: str) -> type[Op]:
    """Makes the base of an op that has no derivative, as in PyTorch.

    Its result requires grad, and a backward pass through it is refused. A
    formula hands its ∂x through such an op, with what it was computed from,
    if PyTorch has no second derivative.
    """

    class NotImplementedNode(Op):
        """An op whose backward is refused."""

        @staticmethod
        def forward(ctx: Any, x: Tensor, *computed_from: Any) -> Tensor:
            return wrap(x._array)

        @staticmethod
        def backward(ctx: Any, grad: Any) -> Any:
            raise RuntimeError(
                f"derivative for aten::{name} is not implemented"
            )

        def name(self) -> str:
            return "torch::autograd::NotImplemented"

    return NotImplementedNode
