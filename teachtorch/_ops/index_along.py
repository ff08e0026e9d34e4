"""Whole slices along a dim, by number: index_select and its writers."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from ..autograd.grad_mode import mode
from .dims import canonical_dim
from .operands import cast, constant
from .picking import IndexAccumulate, add_at
from .where import masked


class IndexSelect(Op):
    """y = slices of x picked along a dim, so ∂x adds ∂y up in those slices.

    A primitive because one list of places is faster than Index's general
    search.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, dim: int, index: Tensor) -> Tensor:
        ctx.shape, ctx.dim, ctx.places = x._array.shape, dim, index
        return wrap(np.take(x._array, index._array, dim))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        index = (slice(None),) * ctx.dim + (ctx.places._array,)
        return IndexAccumulate.of(grad, ctx.shape, index), None, None


def index_select(input: Tensor, dim: int, index: Tensor) -> Tensor:
    """Picks slices along ``dim``. See :func:`torch.index_select`."""
    array, picks = input._array, index._array
    d = canonical_dim(dim, array.ndim)
    if picks.dtype.name not in ("int32", "int64"):
        raise RuntimeError(
            "index_select(): Expected dtype int32 or int64 for index"
        )
    if picks.ndim > 1:
        raise IndexError("index_select(): Index is supposed to be a vector")
    if not array.ndim:
        if picks.size != 1:
            raise RuntimeError(
                "index_select(): Index to scalar can have only 1 value, got "
                f"{picks.size} value(s)"
            )
        if picks.item():
            raise IndexError("index out of range in self")
        return input[...].clone()
    if ((picks < 0) | (picks >= array.shape[d])).any():
        raise IndexError("index out of range in self")
    return IndexSelect.apply(input, d, wrap(np.atleast_1d(picks)))


# ---------------------------------------------------------------------------
# Writing to slices
# ---------------------------------------------------------------------------


class IndexAdd(Op):
    """y = x with α·v added to the slices named, so ∂x = ∂y and ∂v = α·∂y there.

    A primitive because PyTorch's graph shows it as one node.
    """

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, dim: int, index: Tensor, v: Tensor, alpha: float
    ) -> Tensor:
        ctx.dim, ctx.places, ctx.alpha = dim, index, alpha
        y = np.array(x._array, order="C")
        values = v._array if alpha == 1 else v._array * alpha
        add_at(y, (slice(None),) * dim + (index._array,), values)
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        need_v = ctx.edges[3]
        picked = None
        if need_v:
            picked = IndexSelect.of(grad, ctx.dim, ctx.places)
            picked = picked if ctx.alpha == 1 else picked * ctx.alpha
        return grad, None, None, picked, None


def index_add(
    input: Tensor, dim: int, index: Tensor, source: Tensor, *, alpha: Any = 1
) -> Tensor:
    """Adds ``alpha * source`` to the slices that ``index`` names.

    See :func:`torch.index_add`.
    """
    x, d, places, v, back = _slices("index_add", input, dim, index, source)
    y = IndexAdd.apply(x, d, places, v, alpha)
    return y if back else y.reshape(back)


class IndexCopy(Op):
    """y = x with v written to the slices named, so ∂x = ∂y but 0 there, and ∂v
    = ∂y there.

    A primitive because PyTorch's graph shows it as one node.
    """

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, dim: int, index: Tensor, v: Tensor
    ) -> Tensor:
        ctx.dim, ctx.places = dim, index
        y = np.array(x._array, order="C")
        y[(slice(None),) * dim + (index._array,)] = v._array
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        outside = _outside(grad.shape, ctx.dim, ctx.places)
        picked = IndexSelect.of(grad, ctx.dim, ctx.places)
        return masked(grad, outside), None, None, picked


def _outside(shape: tuple, dim: int, index: Tensor) -> Any:
    """Gives a mask of what lies in none of the slices named."""
    mask = np.ones(shape, bool)
    mask[(slice(None),) * dim + (index._array,)] = False
    return wrap(mask) if mode.enabled else mask


def index_copy(
    input: Tensor, dim: int, index: Tensor, source: Tensor
) -> Tensor:
    """Writes ``source`` to the slices that ``index`` names.

    See :func:`torch.index_copy`.
    """
    x, d, places, v, back = _slices("index_copy", input, dim, index, source)
    y = IndexCopy.apply(x, d, places, v)
    return y if back else y.reshape(back)


def _slices(
    name: str, input: Tensor, dim: int, index: Tensor, source: Tensor
) -> tuple:
    """Checks operands; a 0-d tensor counts as one slice of one element."""
    d = canonical_dim(dim, input._array.ndim)
    picks = index._array
    if picks.ndim > 1:
        raise IndexError(
            f"{name}_(): Index should have dimension 1 or 0 (got {picks.ndim})"
            if name == "index_copy"
            else f"{name}_(): Index is supposed to be a vector, but got dim: "
            f"{picks.ndim} with type: {index.dtype.kind} and size: "
            f"{list(picks.shape)}"
        )
    wanted = ("int64",) if name == "index_copy" else ("int32", "int64")
    if picks.dtype.name not in wanted:
        raise RuntimeError(
            "index_copy_(): Expected a long tensor for index, but got "
            f"{index.dtype.kind}"
            if name == "index_copy"
            else f"{name}_(): Expected dtype int32/int64 for index but got: "
            f"{index.dtype.kind}"
        )
    if input._array.dtype != source._array.dtype:
        a, b = input.dtype.kind, source.dtype.kind
        raise RuntimeError(
            f"index_copy_(): self and source expected to have the same dtype, "
            f"but got (self) {a} and (source) {b}"
            if name == "index_copy"
            else f"{name}_(): self ({a}) and source ({b}) must have the same "
            "scalar type"
        )
    back = input._array.shape
    x = input.reshape(1) if not back else input
    v = source if source._array.ndim else source.reshape(1)
    places = np.atleast_1d(picks)
    expected = list(x._array.shape)
    expected[d] = places.size
    if list(v._array.shape) != expected:
        raise _wrong_source(name, x, v, d, places.size)
    size = x._array.shape[d]
    bad = (places < 0) | (places >= size)
    if bad.any():
        raise (
            IndexError(
                f"index_copy_(): index {places[bad][0]} is out of bounds for "
                f"dimension {d} with size {size}"
            )
            if name == "index_copy"
            else IndexError("index out of range in self")
        )
    return x, d, wrap(places), v, back


def _wrong_source(
    name: str, x: Tensor, v: Tensor, dim: int, n: int
) -> Exception:
    source = v._array.shape
    if len(source) != x._array.ndim or source[dim] != n:
        return (
            IndexError(
                f"index_copy_(): Number of indices ({n}) should be equal to "
                f"source.size(dim) ({source[dim] if dim < len(source) else 1})"
            )
            if name == "index_copy"
            else RuntimeError(
                f"{name}_(): Number of indices ({n}) should be equal to "
                "source.size(dim): "
                f"({source[dim] if dim < len(source) else 1}), for dim: {dim}"
            )
        )
    if name == "index_copy":
        here, there = (
            " ".join(str(k) for i, k in enumerate(shape) if i != dim)
            for shape in (x._array.shape, source)
        )
        return RuntimeError(
            "index_copy_(): Source/destination tensor must have same slice "
            f"shapes. Destination slice shape: {here} at dimension {dim} and "
            f"source slice shape: {there} at dimension 0."
        )
    return RuntimeError(
        "source tensor shape must match self tensor shape, excluding the "
        "specified dimension. Got self.shape = "
        f"{list(x._array.shape)} source.shape = {list(source)}"
    )


class IndexFill(Op):
    """y = x with v in the slices named, so ∂x = ∂y but 0 there, and ∂v = Σ ∂y
    there.

    A primitive because v need not be spread over the slices.
    """

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, dim: int, index: Tensor, v: Tensor
    ) -> Tensor:
        ctx.dim, ctx.places = dim, index
        ctx.number = 1 if v._edge is not None or v._requires_grad else 0
        y = np.array(x._array, order="C")
        y[(slice(None),) * dim + (index._array,)] = v._array
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        outside = _outside(grad.shape, ctx.dim, ctx.places)
        inside = masked(grad, ~outside) if ctx.edges[3] else None
        return masked(grad, outside), None, None, inside


def index_fill(input: Tensor, dim: int, index: Tensor, value: Any) -> Tensor:
    """Writes one value to the slices that ``index`` names.

    See :meth:`torch.Tensor.index_fill`.
    """
    if index._array.dtype != np.int64:
        raise IndexError("index_fill_(): Expected dtype int64 for index.")
    d = canonical_dim(dim, input._array.ndim)
    if index._array.ndim > 1:
        raise RuntimeError("Index has to be a vector/scalar")
    if not isinstance(value, Tensor):
        value = constant(value, input.dtype)
    elif value._array.ndim:
        raise RuntimeError(
            "index_fill_ only supports a 0-dimensional value tensor, but got "
            f"tensor with {value._array.ndim} dimension(s)."
        )
    size = input._array.shape[d] if input._array.ndim else 1
    places = np.atleast_1d(index._array)
    bad = (places < -size) | (places >= size)
    if bad.any():
        raise IndexError(
            f"index {places[bad][0]} is out of bounds for dimension {d} with "
            f"size {size}"
        )
    back = input._array.shape
    x = input if back else input.reshape(1)
    filled = IndexFill.apply(x, d, wrap(places), cast(value, input.dtype))
    return filled if back else filled.reshape(back)
