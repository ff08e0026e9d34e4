"""Choosing by truth values: masked_fill, masked_select, nonzero."""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import _dtype
from .._tensor import Tensor, wrap
from ..autograd.function import Op, apply_inplace
from ..autograd.grad_mode import mode
from .arithmetic import cast, constant
from .expand import expand
from .picking import Index
from .pointwise import Where


class MaskedFill(Op):
    """y = v where the mask is true, else x: ∂x is 0 there, ∂v sums ∂y there."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, mask: Tensor, v: Tensor) -> Tensor:
        ctx.mask = mask
        return wrap(np.where(mask._array, v._array, x._array))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        need_x, _, need_v = ctx.edges
        mask = ctx.mask if mode.enabled else ctx.mask._array
        return (
            Where.of(mask, 0.0, grad) if need_x else None,
            None,
            Where.of(mask, grad, 0.0) if need_v else None,
        )


def masked_fill(input: Tensor, mask: Tensor, value: Any) -> Tensor:
    """Gives ``input`` with ``value`` where ``mask`` is true.

    See :meth:`torch.Tensor.masked_fill`.
    """
    return MaskedFill.apply(*_masked_operands(input, mask, value))


def _masked_operands(input: Tensor, mask: Tensor, value: Any) -> tuple:
    if mask.dtype is not _dtype.bool_:
        raise RuntimeError(
            "masked_fill_ only supports boolean masks, but got mask with dtype "
            f"{'long int' if mask.dtype is _dtype.int64 else mask.dtype.name}"
        )
    if not isinstance(value, Tensor):
        value = constant(value, input.dtype)
    elif value._array.ndim:
        raise RuntimeError(
            "masked_fill_ only supports a 0-dimensional value tensor, but got "
            f"tensor with {value._array.ndim} dimension(s)."
        )
    return input, mask, cast(value, input.dtype)


class _MaskedPut(MaskedFill):
    """y = v where the mask is true, else x, as ``x[mask] = v`` writes it."""

    def name(self) -> str:
        return "IndexPutBackward0"


def _masked_fill_(input: Tensor, mask: Tensor, value: Any) -> Tensor:
    return apply_inplace(_MaskedPut, *_masked_operands(input, mask, value))


def masked_select(input: Tensor, mask: Tensor) -> Tensor:
    """Gives the elements where ``mask`` is true, in one dimension.

    See :func:`torch.masked_select`.
    """
    shape = np.broadcast_shapes(input._array.shape, mask._array.shape)
    full = np.broadcast_to(mask._array, shape)
    return _MaskedSelect.apply(expand(input, *shape), (full,))


class _MaskedSelect(Index):
    """y = the elements where a mask is true; ∂x is ∂y at their places."""

    def name(self) -> str:
        return "MaskedSelectBackward0"


def nonzero(input: Tensor, *, as_tuple: bool = False) -> Any:
    """Gives the indices of nonzero elements, a row for each.

    See :func:`torch.nonzero`.
    """
    if as_tuple:
        array = np.atleast_1d(input._array)
        return tuple(wrap(i) for i in np.nonzero(array))
    return wrap(np.argwhere(input._array))
