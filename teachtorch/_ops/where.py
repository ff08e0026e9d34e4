"""Choosing and masking: ``where``, and gradients that reach only some places.

``masked`` is the tool of every derivative that is zero at some elements: of
``relu``, ``clamp``, ``max``, ``where`` itself. ``flat`` is the derivative of
every function that moves in steps.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from .. import _dtype
from .._tensor import Tensor, wrap
from ..autograd.function import Op
from ..autograd.grad_mode import mode
from .operands import as_operand, broadcast_error, common_dtype, tensors_only

# ---------------------------------------------------------------------------
# Gradients that are zero at some elements
# ---------------------------------------------------------------------------


class Masked(Op):
    """y = x where the mask is true, else exactly 0, so ∂x = ∂y masked likewise.

    A primitive because 0·nan is nan: a product with the mask does not mask.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, mask: Tensor) -> Tensor:
        ctx.mask = mask
        return wrap(_masked_array(x._array, mask._array))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return masked(grad, ctx.mask if mode.enabled else ctx.mask._array), None


def masked(grad: Any, mask: Any) -> Any:
    """Keeps a gradient where a mask is true and puts 0 elsewhere.

    Plainly: ``where(mask, grad, 0)``. A product with the mask would make
    ∞·0 = nan of an infinite gradient.
    """
    if isinstance(grad, Tensor):
        return Masked.apply(grad, mask)
    return _masked_array(np.asarray(grad), np.asarray(mask))


_INTEGERS = {2: np.int16, 4: np.int32, 8: np.int64}


def _masked_array(x: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Computes ``np.where(mask, x, 0)`` without a branch per element.

    A true mask element becomes an integer of ones only (−1), a false one 0;
    "and" with the bits of the float keeps or clears it. Ten times as fast as
    ``np.where`` on a mask without pattern.
    """
    if x.shape != mask.shape or x.size < 64 or x.dtype.kind != "f":
        return np.where(mask, x, x.dtype.type(0))
    bits = mask.view(np.int8).astype(_INTEGERS[x.itemsize])
    np.negative(bits, out=bits)
    np.bitwise_and(bits, x.view(bits.dtype), out=bits)
    return bits.view(x.dtype)


def flat(grad: Any) -> Any:
    """Gives the gradient of a function that moves in steps: zero.

    Not ``grad * 0``, which is nan for an infinite gradient.
    """
    if isinstance(grad, Tensor):
        return wrap(np.zeros_like(grad._array))
    return np.zeros_like(grad)


# ---------------------------------------------------------------------------
# Choosing
# ---------------------------------------------------------------------------


class Where(Op):
    """z = x where c, else y, so whichever was chosen gets ∂z."""

    @staticmethod
    def forward(ctx: Any, condition: Tensor, x: Any, y: Any) -> Tensor:
        ctx.condition = condition
        x, y = (getattr(v, "_array", v) for v in (x, y))
        return wrap(np.asarray(np.where(condition._array, x, y)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        _, need_x, need_y = ctx.edges
        chosen = ctx.condition if mode.enabled else ctx.condition._array
        return (
            None,
            masked(grad, chosen) if need_x else None,
            masked(grad, ~chosen) if need_y else None,
        )

    @property
    def next_functions(self) -> tuple:
        return tuple(edge or (None, 0) for edge in self.edges[1:])


def where(
    condition: Tensor,
    input: Tensor | float | None = None,
    other: Tensor | float | None = None,
) -> Any:
    """Takes elements of ``input`` where ``condition`` holds, else ``other``.

    With a condition alone: the indices where it holds, one tensor for each
    dimension. See :func:`torch.where`.
    """
    tensors_only(condition)
    if input is None and other is None:
        return tuple(
            wrap(i) for i in np.nonzero(np.atleast_1d(condition._array))
        )
    if condition.dtype is not _dtype.bool_:
        condition = _as_condition(condition)
    dtype = common_dtype("where", input, other)
    x, y = as_operand(input, dtype), as_operand(other, dtype)
    try:
        return Where.apply(condition, x, y)
    except ValueError:
        raise broadcast_error(condition, x, y) from None


def _as_condition(condition: Tensor) -> Tensor:
    if condition.dtype is not _dtype.uint8:
        raise RuntimeError(
            "where expected condition to be a boolean tensor, but got a tensor "
            f"with dtype {condition.dtype.kind}"
        )
    warnings.warn(
        "where received a uint8 condition tensor. This behavior is deprecated "
        "and will be removed in a future version of PyTorch. Use a boolean "
        "condition instead.",
        stacklevel=4,
    )
    return wrap(condition._array != 0)
