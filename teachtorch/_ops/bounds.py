"""Bounds: relu, clamp, the larger and the smaller of two.

All of these choose, so their gradients are masks. What happens exactly at a
bound is a convention: at 0 ``relu`` stops the gradient and ``clamp`` lets it
pass; at a tie ``maximum`` gives each side half of it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .operands import (
    as_operand,
    binary,
    broadcast_error,
    cast,
    common_dtype,
    exact_constant,
    tensors_only,
)
from .where import Where, masked

# ---------------------------------------------------------------------------
# Bounds that are numbers
# ---------------------------------------------------------------------------


class Relu(Op):
    """y = max(x, 0), so ∂x = ∂y where y > 0 and 0 elsewhere.

    A primitive because Maximum would send half of ∂y to x at a tie.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        array = x._array
        zero = np.array(0, array.dtype)  # quicker than a Python or NumPy number
        # Of two equal numbers NumPy gives the second: relu of −0 is −0.
        y = wrap(np.asarray(np.maximum(zero, array)))
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (y,) = ctx.saved_tensors
        return masked(grad, ~(y <= 0))  # where y is nan, the gradient passes


def relu(input: Tensor) -> Tensor:
    """Computes max(input, 0). See :func:`torch.nn.functional.relu`."""
    if input._array.dtype.kind == "b":
        raise RuntimeError("Boolean inputs not supported for relu")
    return Relu.apply(input)


class Clamp(Op):
    """y = x limited to [low, high], so ∂x = ∂y inside and 0 outside.

    A primitive because Minimum and Maximum would halve ∂y at the bounds.
    """

    number = 1
    inputs = 1

    @staticmethod
    def forward(ctx: Any, x: Tensor, low: Any, high: Any) -> Tensor:
        ctx.save_for_backward(x)
        ctx.low, ctx.high = low, high
        y = x._array
        if low is not None:
            y = np.maximum(np.array(low, y.dtype), y)
        if high is not None:
            y = np.minimum(np.array(high, y.dtype), y)
        return wrap(np.asarray(y))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        low, high = ctx.low, ctx.high
        if low is None:
            inside = x <= high
        elif high is None:
            inside = x >= low
        else:
            inside = (x >= low) & (x <= high)
        return masked(grad, inside), None, None


class ClampMin(Clamp):
    """y = max(x, low), so ∂x = ∂y where x ≥ low and 0 elsewhere.

    A primitive because Maximum would halve ∂y at the bound.
    """

    number = 0


class ClampMax(Clamp):
    """y = min(x, high), so ∂x = ∂y where x ≤ high and 0 elsewhere.

    A primitive because Minimum would halve ∂y at the bound.
    """

    number = 0


def clamp(
    input: Tensor,
    min: Tensor | float | None = None,
    max: Tensor | float | None = None,
) -> Tensor:
    """Limits every element to the range from ``min`` to ``max``.

    At a bound itself the gradient passes, unlike ``relu``'s at 0. Bounds may
    be numbers or tensors; if ``min`` exceeds ``max``, the result is ``max``.

    See :func:`torch.clamp`.
    """
    if isinstance(min, Tensor) or isinstance(max, Tensor):
        return _clamp_by_tensors(input, min, max)
    if min is None and max is None:
        raise RuntimeError(
            "torch.clamp: At least one of 'min' or 'max' must not be None"
        )
    return _clamp_by_numbers(Clamp, "clamp", input, min, max)


def _clamp_by_numbers(
    op: type[Op], name: str, input: Tensor, min: Any, max: Any
) -> Tensor:
    if input._array.dtype.kind == "f" and _is_small(min) and _is_small(max):
        return op.apply(input, min, max)  # nearly every call
    bounds = [b for b in (min, max) if b is not None]
    dtype = common_dtype(name, input, *bounds)
    low, high = (
        None if b is None else exact_constant(b, dtype)._array.item()
        for b in (min, max)
    )
    return op.apply(cast(input, dtype), low, high)


def _is_small(bound: Any) -> bool:
    """Tells whether a bound is certainly in the range of every float."""
    return bound is None or (
        type(bound) in (int, float) and -60000 < bound < 60000
    )


def clamp_min(input: Tensor, min: Tensor | float) -> Tensor:
    """Raises every element to ``min`` at least. See :func:`torch.clamp_min`."""
    if isinstance(min, Tensor):
        return binary(ClampMinTensor, "clamp_min", input, min)
    return _clamp_by_numbers(ClampMin, "clamp_min", input, min, None)


def clamp_max(input: Tensor, max: Tensor | float) -> Tensor:
    """Lowers every element to ``max`` at most. See :func:`torch.clamp_max`."""
    if isinstance(max, Tensor):
        return binary(ClampMaxTensor, "clamp_max", input, max)
    return _clamp_by_numbers(ClampMax, "clamp_max", input, None, max)


# ---------------------------------------------------------------------------
# Bounds that are tensors
# ---------------------------------------------------------------------------


class ClampTensor(Op):
    """y = min(max(x, low), high), so whichever was chosen gets ∂y.

    If low exceeds high, y is high and ∂y is high's. One of them may be None.

    A primitive because Minimum and Maximum would halve ∂y at the bounds.
    """

    inputs = 3

    @staticmethod
    def forward(ctx: Any, x: Tensor, low: Any, high: Any) -> Tensor:
        ctx.save_for_backward(x, low, high)
        y = x._array
        if low is not None:
            y = np.maximum(y, low._array)
        if high is not None:
            y = np.minimum(y, high._array)
        return wrap(np.asarray(y))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, low, high = ctx.saved_tensors
        if high is None:
            return masked(grad, x >= low), masked(grad, x < low), None
        if low is None:
            return masked(grad, x <= high), None, masked(grad, x > high)
        return (
            masked(grad, (x >= low) & (x <= high)),
            masked(grad, (x < low) & (low < high)),
            masked(grad, (x > high) | (high < low)),
        )

    def name(self) -> str:
        return "ClampBackward0"


class ClampMinTensor(Op):
    """y = max(x, low), so ∂x = ∂y where x ≥ low, and ∂low = ∂y elsewhere.

    A primitive because Maximum would halve ∂y at a tie.
    """

    number = 1

    @staticmethod
    def forward(ctx: Any, x: Tensor, low: Tensor) -> Tensor:
        ctx.save_for_backward(x, low)
        return wrap(np.asarray(np.maximum(x._array, low._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, low = ctx.saved_tensors
        return masked(grad, x >= low), masked(grad, x < low)

    def name(self) -> str:
        return "ClampMinBackward1"


class ClampMaxTensor(Op):
    """y = min(x, high), so ∂x = ∂y where x ≤ high, and ∂high = ∂y elsewhere.

    A primitive because Minimum would halve ∂y at a tie.
    """

    number = 1

    @staticmethod
    def forward(ctx: Any, x: Tensor, high: Tensor) -> Tensor:
        ctx.save_for_backward(x, high)
        return wrap(np.asarray(np.minimum(x._array, high._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, high = ctx.saved_tensors
        return masked(grad, x <= high), masked(grad, x > high)

    def name(self) -> str:
        return "ClampMaxBackward1"


def _clamp_by_tensors(x: Tensor, low: Any, high: Any) -> Tensor:
    bounds = [b for b in (low, high) if b is not None]
    if any(b._array.ndim for b in bounds if isinstance(b, Tensor)):
        tensors_only(*bounds)  # a number may stand beside a 0-d tensor alone
    dtype = common_dtype("clamp", x, *bounds)
    operands = [
        None if v is None else as_operand(v, dtype) for v in (x, low, high)
    ]
    try:
        return ClampTensor.apply(*operands)
    except ValueError:
        given = (v for v in operands if v is not None)
        raise broadcast_error(*given) from None


# ---------------------------------------------------------------------------
# The larger and the smaller of two
# ---------------------------------------------------------------------------


class Maximum(Op):
    """z = the larger of x and y, so it gets ∂z, and each half of it at a tie.

    A primitive because Where chooses one of two, so it cannot share at a tie.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        ctx.save_for_backward(x, y)
        return wrap(np.asarray(np.maximum(x._array, y._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y = ctx.saved_tensors
        share = Where.of(x == y, grad / 2, grad)
        # Neither comparison holds for nan: then both get the gradient.
        return masked(share, ~(x < y)), masked(share, ~(x > y))


def maximum(input: Tensor, other: Tensor) -> Tensor:
    """Computes the larger of two, elementwise; nan if either is.

    See :func:`torch.maximum`.
    """
    tensors_only(input, other)
    return binary(Maximum, "maximum", input, other)


class Minimum(Op):
    """z = the smaller of x and y, so it gets ∂z, and each half of it at a tie.

    A primitive because −max(−x, −y) would take four passes.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        ctx.save_for_backward(x, y)
        return wrap(np.asarray(np.minimum(x._array, y._array)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y = ctx.saved_tensors
        share = Where.of(x == y, grad / 2, grad)
        return masked(share, ~(x > y)), masked(share, ~(x < y))


def minimum(input: Tensor, other: Tensor) -> Tensor:
    """Computes the smaller of two, elementwise; nan if either is.

    See :func:`torch.minimum`.
    """
    tensors_only(input, other)
    return binary(Minimum, "minimum", input, other)


class Fmax(Op):
    """z = the larger of x and y, or the one that is a number, so that one gets
    ∂z.

    A primitive because Maximum gives nan where either is nan.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        ctx.save_for_backward(x, y)
        a, b = x._array, y._array
        return wrap(np.asarray(np.where((a >= b) | (b != b), a, b)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y = ctx.saved_tensors
        first = (x >= y) | (y != y)
        return masked(grad, first), masked(grad, ~first)


def fmax(input: Tensor, other: Tensor) -> Tensor:
    """Computes the larger of two, elementwise, ignoring nan.

    See :func:`torch.fmax`.
    """
    tensors_only(input, other)
    return binary(Fmax, "fmax", input, other)


class Fmin(Op):
    """z = the smaller of x and y, or the one that is a number, so that one gets
    ∂z.

    A primitive because Minimum gives nan where either is nan.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, y: Tensor) -> Tensor:
        ctx.save_for_backward(x, y)
        a, b = x._array, y._array
        return wrap(np.asarray(np.where((a <= b) | (b != b), a, b)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y = ctx.saved_tensors
        first = (x <= y) | (y != y)
        return masked(grad, first), masked(grad, ~first)


def fmin(input: Tensor, other: Tensor) -> Tensor:
    """Computes the smaller of two, elementwise, ignoring nan.

    See :func:`torch.fmin`.
    """
    tensors_only(input, other)
    return binary(Fmin, "fmin", input, other)


# ---------------------------------------------------------------------------
# Replacing what is no finite number
# ---------------------------------------------------------------------------


class NanToNum(Op):
    """y = x with nan and ±∞ replaced, so ∂x = ∂y where x is finite, else 0.

    A primitive because PyTorch's graph shows it as one node.
    """

    inputs = 1

    @staticmethod
    def forward(ctx: Any, x: Tensor, nan: float, high: Any, low: Any) -> Tensor:
        ctx.save_for_backward(x)
        return wrap(np.asarray(np.nan_to_num(x._array, True, nan, high, low)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (x,) = ctx.saved_tensors
        return masked(grad, x - x == 0), None, None, None  # ∞ − ∞ is nan


def nan_to_num(
    input: Tensor,
    nan: float | None = None,
    posinf: float | None = None,
    neginf: float | None = None,
) -> Tensor:
    """Replaces nan by 0 and infinities by the largest numbers there are.

    See :func:`torch.nan_to_num`.
    """
    if input._array.dtype.kind != "f":
        return wrap(input._array.copy())
    nan = 0.0 if nan is None else nan
    return NanToNum.apply(input, nan, posinf, neginf)
