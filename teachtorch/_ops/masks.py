"""Choosing by truth values: masked_fill, masked_select, nonzero."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from ..autograd.grad_mode import mode
from ..autograd.inplace import apply_inplace
from .dims import broadcast_shape
from .expand import expand
from .operands import cast, constant
from .picking import Index, IndexAccumulate
from .where import Where, masked


class MaskedFill(Op):
    """y = v where the mask is true, else x, so ∂x = ∂y elsewhere and ∂v = Σ ∂y
    there.

    A primitive because v need not be spread to the size of x, as for Where.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, mask: Tensor, v: Tensor) -> Tensor:
        ctx.mask = mask
        ctx.number = 1 if v._edge is not None or v._requires_grad else 0
        return wrap(np.asarray(np.where(mask._array, v._array, x._array)))

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
    if mask._array.dtype.kind != "b":
        raise RuntimeError(
            "masked_fill_ only supports boolean masks, but got mask with dtype "
            f"{_C_NAMES[mask.dtype.name]}"
        )
    if not isinstance(value, Tensor):
        value = constant(value, input.dtype)
    elif value._array.ndim:
        raise RuntimeError(
            "masked_fill_ only supports a 0-dimensional value tensor, but got "
            f"tensor with {value._array.ndim} dimension(s)."
        )
    broadcast_shape(input._array.shape, mask._array.shape)
    return input, mask, cast(value, input.dtype)


_C_NAMES = {
    "uint8": "unsigned char",
    "int8": "signed char",
    "int16": "short int",
    "int32": "int",
    "int64": "long int",
    "float16": "c10::Half",
    "float32": "float",
    "float64": "double",
}


class _MaskedPut(MaskedFill):
    """y = v where the mask is true, else x, so ∂x = ∂y elsewhere and ∂v = Σ ∂y
    there.

    A primitive because PyTorch's graph shows ``x[mask] = v`` by another name.
    """

    def name(self) -> str:
        return "IndexPutBackward0"


def masked_fill_in_place(input: Tensor, mask: Tensor, value: Tensor) -> Tensor:
    """Does what ``input[mask] = number`` says."""
    return apply_inplace(_MaskedPut, input, mask, value)


# ---------------------------------------------------------------------------
# The elements under a mask, as a row
# ---------------------------------------------------------------------------


class MaskedSelect(Op):
    """y = the elements where a mask is true, so ∂x = ∂y at their places, else
    0.

    A primitive because PyTorch's graph shows it apart from Index.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, mask: np.ndarray) -> Tensor:
        ctx.mask = mask
        return wrap(x._array[mask])

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return IndexAccumulate.of(grad, ctx.mask.shape, (ctx.mask,)), None


def masked_select(input: Tensor, mask: Tensor) -> Tensor:
    """Gives the elements where ``mask`` is true, in one dimension.

    See :func:`torch.masked_select`.
    """
    if mask._array.dtype.kind != "b":
        raise RuntimeError("masked_select: expected BoolTensor for mask")
    shape = broadcast_shape(input._array.shape, mask._array.shape)
    full = np.broadcast_to(mask._array, shape)
    x = input if input._array.shape == shape else expand(input, shape)
    return MaskedSelect.apply(x, full)


class MaskedScatter(Op):
    """y = x with v, in order, where a mask is true, so ∂x = ∂y elsewhere and ∂v
    = ∂y there.

    A primitive because PyTorch's graph shows it as one node.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, mask: Tensor, v: Tensor) -> Tensor:
        ctx.mask, ctx.v_shape = mask, v._array.shape
        y = np.array(x._array, order="C")
        y[mask._array] = v._array.reshape(-1)[: np.count_nonzero(mask._array)]
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        need_x, _, need_v = ctx.edges
        outside = ~ctx.mask if mode.enabled else ~ctx.mask._array
        grad_v = None
        if need_v:
            picked = Index.of(grad, (ctx.mask._array,))
            first = (slice(picked.shape[0]),)
            size = (int(np.prod(ctx.v_shape)),)
            grad_v = IndexAccumulate.of(picked, size, _places(first, size))
            grad_v = grad_v.reshape(ctx.v_shape)
        return masked(grad, outside) if need_x else None, None, grad_v


def _places(part: tuple, size: tuple) -> tuple:
    return (np.arange(size[0])[part],)


def masked_scatter(input: Tensor, mask: Tensor, source: Tensor) -> Tensor:
    """Writes ``source``, element by element, where ``mask`` is true.

    See :meth:`torch.Tensor.masked_scatter`.
    """
    if mask._array.dtype.kind != "b":
        raise RuntimeError(
            "masked_scatter_ only supports boolean masks, but got mask with "
            f"dtype {mask.dtype.kind}"
        )
    if input._array.dtype != source._array.dtype:
        raise RuntimeError(
            "masked_scatter: expected self and source to have same dtypes but "
            f"got{input.dtype.kind} and {source.dtype.kind}"
        )
    shape = broadcast_shape(input._array.shape, mask._array.shape)
    full = wrap(np.broadcast_to(mask._array, shape))
    if np.count_nonzero(full._array) > source._array.size:
        raise RuntimeError(
            "Number of elements of source < number of ones in mask"
        )
    x = input if input._array.shape == shape else expand(input, shape)
    return MaskedScatter.apply(x, full, source)


# ---------------------------------------------------------------------------
# Where there is something
# ---------------------------------------------------------------------------


def nonzero(input: Tensor, *, as_tuple: bool = False) -> Any:
    """Gives the indices of nonzero elements, a row for each.

    See :func:`torch.nonzero`.
    """
    if as_tuple:
        array = np.atleast_1d(input._array)
        return tuple(wrap(np.ascontiguousarray(i)) for i in np.nonzero(array))
    return wrap(np.argwhere(input._array))


def argwhere(input: Tensor) -> Tensor:
    """Gives the indices of nonzero elements. See :func:`torch.argwhere`."""
    return wrap(np.argwhere(input._array))


def unravel_index(indices: Tensor, shape: Any) -> tuple:
    """Turns numbers of elements in row order into indices, dim by dim.

    See :func:`torch.unravel_index`.
    """
    if indices._array.dtype.kind not in "iu":
        raise TypeError(
            f"expected 'indices' to be integer dtype, but got {indices.dtype}"
        )
    if not isinstance(shape, int | tuple | list):
        raise TypeError(
            "expected 'shape' to be int or sequence of ints, but got "
            f"{type(shape)}"
        )
    sizes = (shape,) if isinstance(shape, int) else tuple(shape)
    if any(n < 0 for n in sizes):
        raise ValueError(
            f"'shape' cannot have negative values, but got {tuple(sizes)}"
        )
    rest, found = indices._array, []
    for n in reversed(sizes):
        found.append(wrap(np.asarray(rest % n)))
        rest = rest // n
    return tuple(reversed(found))
