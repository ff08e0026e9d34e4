"""Reading and writing parts of a tensor: x[i, 2:5], gather, scatter, masks.

An index is taken apart as PyTorch does it: integers, slices, ``None`` and
``...`` make a view, one dimension after the other; tensors of integers or
truth values then pick elements, which makes a copy. The chapter "Tensors"
shows how to tell the two apart.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import _dtype
from .._tensor import Tensor, check_inplace, make_view, wrap
from ..autograd.function import Op, apply_inplace
from ..autograd.grad_mode import mode
from .arithmetic import cast, constant
from .pointwise import Where, masked
from .shape import Unsqueeze, canonical_dim, expand

# ---------------------------------------------------------------------------
# Views: one integer, or a range
# ---------------------------------------------------------------------------


class Select(Op):
    """y = slice i of x along a dim; ∂x is ∂y in that slice, 0 elsewhere."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, dim: int, i: int) -> Tensor:
        ctx.shape = x._array.shape
        ctx.index = (slice(None),) * dim + (i, ...)
        return make_view(x._array[ctx.index], x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return Embed.of(grad, ctx.shape, ctx.index), None, None


class Slice(Op):
    """y = a range of x along a dim; ∂x is ∂y in that range, 0 elsewhere."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, dim: int, part: slice) -> Tensor:
        ctx.shape = x._array.shape
        ctx.index = (slice(None),) * dim + (part, ...)
        return make_view(x._array[ctx.index], x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return Embed.of(grad, ctx.shape, ctx.index), None, None


class Embed(Op):
    """y = zeros with x in one part, so ∂x is that part of ∂y."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, shape: tuple, index: tuple) -> Tensor:
        ctx.index = index
        y = np.zeros(shape, x._array.dtype)
        y[index] = x._array
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return grad[ctx.index], None, None


class Alias(Op):
    """y = x itself, as x[...] gives it, so ∂x = ∂y."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        return make_view(x._array, x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return grad


def select(input: Tensor, dim: int, index: int) -> Tensor:
    """Gives slice ``index`` along ``dim``; a view. See :func:`torch.select`."""
    array = input._array
    if array.ndim == 0:
        raise IndexError("select() cannot be applied to a 0-dim tensor.")
    d = canonical_dim(dim, array.ndim)
    size, i = array.shape[d], int(index)
    if not -size <= i < size:
        raise IndexError(
            f"select(): index {i} out of range for tensor of size "
            f"{list(array.shape)} at dimension {d}"
        )
    return Select.apply(input, d, i % size)


def narrow(input: Tensor, dim: int, start: int, length: int) -> Tensor:
    """Gives ``length`` slices from ``start`` on; a view.

    See :func:`torch.narrow`.
    """
    array = input._array
    d = canonical_dim(dim, array.ndim)
    size, start = array.shape[d], int(start)
    if not -size <= start <= size:
        raise IndexError(
            f"Dimension out of range (expected to be in range of [{-size}, "
            f"{size}], but got {start})"
        )
    start = start + size if start < 0 else start
    if length < 0:
        raise RuntimeError("narrow(): length must be non-negative.")
    if start + length > size:
        raise RuntimeError(
            f"start ({start}) + length ({length}) exceeds dimension size "
            f"({size})."
        )
    return Slice.apply(input, d, slice(start, start + length))


# ---------------------------------------------------------------------------
# x[index]
# ---------------------------------------------------------------------------


class Index(Op):
    """y = elements of x picked by tensors; ∂x adds ∂y up at those places."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, index: tuple) -> Tensor:
        ctx.shape, ctx.index = x._array.shape, index
        return wrap(np.asarray(x._array[index]))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return IndexAccumulate.of(grad, ctx.shape, ctx.index), None


class IndexAccumulate(Op):
    """y = zeros with x added at places that may repeat; ∂x picks from ∂y."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, shape: tuple, index: tuple) -> Tensor:
        ctx.index = index
        y = np.zeros(shape, x._array.dtype)
        add_at(y, index, x._array)
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return Index.of(grad, ctx.index), None, None


def add_at(y: np.ndarray, index: tuple, values: np.ndarray) -> None:
    """Adds values at an index, in which a place may occur several times.

    Plainly: ``np.add.at(y, index, values)``; on one dimension it is quick.
    """
    places = np.arange(y.size).reshape(y.shape)[index]
    values = np.broadcast_to(values, places.shape)
    flat = y.reshape(-1)  # y is in row order, so this is a view
    np.add.at(flat, places.ravel(), values.ravel())


def getitem(input: Tensor, index: Any) -> Tensor:
    """Reads ``input[index]``."""
    view, picks = _take_apart(input, index)
    if picks is None:
        return view
    _check_bounds(view, picks)
    return Index.apply(view, picks)


def setitem(input: Tensor, index: Any, value: Any) -> None:
    """Writes ``input[index] = value``."""
    if isinstance(index, Tensor) and index.dtype is _dtype.bool_:
        if not isinstance(value, Tensor) and index.shape == input.shape:
            _masked_fill_(input, index, value)
            return
    check_inplace(input)
    view, picks = _take_apart(input, index)
    if not isinstance(value, Tensor):
        value = constant(value, input.dtype)
    if picks is None:
        while value._array.ndim > view._array.ndim and value.shape[0] == 1:
            value = value[0]  # type: ignore[index]
        view.copy_(value)  # type: ignore[attr-defined]
    else:
        _check_bounds(view, picks)
        index_put_(view, picks, value)


def _take_apart(x: Tensor, index: Any) -> tuple[Tensor, tuple | None]:
    """Applies the basic part of an index; returns what is left to pick."""
    items = list(index) if isinstance(index, tuple) else [index]
    items = [_as_item(item) for item in items]
    used = sum(
        item._array.ndim if _is_mask(item) else 1
        for item in items
        if item is not None and item is not Ellipsis and not _is_bool(item)
    )
    ndim = x._array.ndim
    if used > ndim:
        if ndim == 0 and len(items) == 1 and isinstance(items[0], int):
            raise IndexError(
                "invalid index of a 0-dim tensor. Use `tensor.item()` in Python "
                "or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a "
                "number"
            )
        raise IndexError(f"too many indices for tensor of dimension {ndim}")
    view, dim = x, 0
    picks: list = []
    for item in items:
        if item is Ellipsis:
            skipped = ndim - used
            picks += [slice(None)] * skipped
            dim += skipped
        elif item is None:
            view = Unsqueeze.apply(view, dim)
            picks.append(slice(None))
            dim += 1
        elif _is_bool(item):
            view = Unsqueeze.apply(view, dim)
            picks.append(np.array([item]))
            dim += 1
        elif isinstance(item, int):
            view = _select_item(view, dim, item, len(x._array.shape) - used)
        elif isinstance(item, slice):
            view = _slice_item(view, dim, item)
            picks.append(slice(None))
            dim += 1
        else:
            picks.append(item._array)
            dim += item._array.ndim if _is_mask(item) else 1
    if any(isinstance(p, np.ndarray) for p in picks):
        return view, tuple(picks)
    return (Alias.apply(x) if view is x else view), None


def _as_item(item: Any) -> Any:
    """Turns what a user may write into int, slice, None, ... or Tensor."""
    if item is None or item is Ellipsis or isinstance(item, (bool, int, slice)):
        return item
    if isinstance(item, np.bool_ | np.integer):
        return item.item()
    if isinstance(item, (list, range, np.ndarray)):
        item = wrap(np.asarray([getattr(i, "_array", i) for i in item]))
        if item._array.size == 0:
            item = wrap(item._array.astype(np.int64))
    if isinstance(item, Tensor):
        kind = item._array.dtype.kind
        if kind in "iu":
            if item._array.ndim == 0:
                return int(item._array)
            return wrap(item._array.astype(np.int64, copy=False))
        if kind == "b":
            return bool(item._array) if item._array.ndim == 0 else item
        raise IndexError(
            "tensors used as indices must be long, int, byte or bool tensors"
        )
    if hasattr(item, "__index__"):
        return item.__index__()
    raise IndexError(
        "only integers, slices (`:`), ellipsis (`...`), None and long or byte "
        f"Variables are valid indices (got {type(item).__name__})"
    )


def _is_bool(item: Any) -> bool:
    return item is True or item is False


def _is_mask(item: Any) -> bool:
    return isinstance(item, Tensor) and item.dtype is _dtype.bool_


def _select_item(x: Tensor, dim: int, i: int, _: int) -> Tensor:
    size = x._array.shape[dim]
    if not -size <= i < size:
        raise IndexError(
            f"index {i} is out of bounds for dimension {dim} with size {size}"
        )
    return Select.apply(x, dim, i % size)


def _slice_item(x: Tensor, dim: int, item: slice) -> Tensor:
    part = slice(*(_as_bound(b) for b in (item.start, item.stop, item.step)))
    if part.step is not None and part.step <= 0:
        raise ValueError("step must be greater than zero")
    size = x._array.shape[dim]
    start, stop, step = part.indices(size)
    if start == 0 and stop == size and step == 1:
        return x
    return Slice.apply(x, dim, slice(start, max(start, stop), step))


def _as_bound(bound: Any) -> int | None:
    if bound is None or isinstance(bound, int):
        return bound
    try:
        return bound.__index__()
    except (AttributeError, TypeError):
        raise TypeError(
            "slice indices must be integers or None or have an __index__ method"
        ) from None


def _check_bounds(x: Tensor, picks: tuple) -> None:
    """Refuses a pick outside the tensor, in PyTorch's words."""
    dim = 0
    for pick in picks:
        if isinstance(pick, slice):
            dim += 1
        elif pick.dtype.kind == "b":
            for d, n in enumerate(pick.shape):
                if n != x._array.shape[dim + d]:
                    raise IndexError(
                        f"The shape of the mask {list(pick.shape)} at index {d} "
                        "does not match the shape of the indexed tensor "
                        f"{list(x._array.shape)} at index {dim + d}"
                    )
            dim += pick.ndim
        else:
            size = x._array.shape[dim]
            outside = (pick < -size) | (pick >= size)
            if outside.any():
                bad = int(pick[outside].ravel()[0])
                raise IndexError(
                    f"index {bad} is out of bounds for dimension {dim} with "
                    f"size {size}"
                )
            dim += 1
    shapes = [p.shape for p in picks if isinstance(p, np.ndarray)]
    try:
        if not any(p.dtype.kind == "b" for p in picks if not isinstance(p, slice)):
            np.broadcast_shapes(*shapes)
    except ValueError:
        listed = ", ".join(str(list(s)) for s in shapes)
        raise IndexError(
            "shape mismatch: indexing tensors could not be broadcast together "
            f"with shapes {listed}"
        ) from None


# ---------------------------------------------------------------------------
# Writing picked elements
# ---------------------------------------------------------------------------


class IndexPut(Op):
    """y = x with v written at picked places: ∂x is 0 there, ∂v is ∂y there."""

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, v: Tensor, index: tuple, accumulate: bool
    ) -> Tensor:
        ctx.index, ctx.accumulate = index, accumulate
        y = np.array(x._array)
        if accumulate:
            add_at(y, index, v._array)
        else:
            y[index] = v._array
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        need_x, need_v, _, _ = ctx.edges
        grad_x, grad_v = grad, None
        if need_x and not ctx.accumulate:
            there = np.zeros(grad.shape, bool)
            there[ctx.index] = True
            outside = wrap(~there) if mode.enabled else ~there
            grad_x = masked(grad, outside)
        if need_v:
            grad_v = Index.of(grad, ctx.index)
        return grad_x, grad_v, None, None


def index_put(
    input: Tensor, indices: tuple, values: Tensor, accumulate: bool = False
) -> Tensor:
    """Gives ``input`` with ``values`` written at ``indices``.

    See :func:`torch.index_put`.
    """
    v = cast(values, input.dtype)
    return IndexPut.apply(input, v, _arrays(indices), accumulate)


def index_put_(
    input: Tensor, indices: tuple, values: Tensor, accumulate: bool = False
) -> Tensor:
    """Writes ``values`` at ``indices`` in place.

    See :meth:`torch.Tensor.index_put_`.
    """
    index = _arrays(indices)
    if not isinstance(values, Tensor):
        values = constant(values, input.dtype)
    v = cast(values, input.dtype)
    picked = np.empty(input._array.shape, bool)[index].shape
    try:
        np.broadcast_to(v._array, picked)
    except ValueError:
        raise RuntimeError(
            f"shape mismatch: value tensor of shape {list(v._array.shape)} "
            "cannot be broadcast to indexing result of shape "
            f"{list(picked)}"
        ) from None
    if mode.enabled and (input.requires_grad or v.requires_grad):
        return apply_inplace(IndexPut, input, v, index, accumulate)
    check_inplace(input)
    if accumulate:
        input._array[...] = IndexPut.apply(input, v, index, True)._array
    else:
        input._array[index] = v._array
    input._bump()
    return input


def _arrays(indices: Any) -> tuple:
    return tuple(getattr(i, "_array", i) for i in indices)


# ---------------------------------------------------------------------------
# Masks
# ---------------------------------------------------------------------------


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


# ---------------------------------------------------------------------------
# One index tensor along one dim
# ---------------------------------------------------------------------------


class Gather(Op):
    """y[i][j] = x[index[i][j]][j] along a dim; ∂x adds ∂y up at those places."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, dim: int, index: Tensor) -> Tensor:
        ctx.shape, ctx.dim, ctx.indices = x._array.shape, dim, index
        return wrap(x._array[_mesh(dim, index._array)])

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        grad_x = scatter_of(grad, ctx.dim, ctx.indices, ctx.shape)
        return grad_x, None, None


class ScatterAdd(Op):
    """y = x with v added at the places an index names: ∂x = ∂y, ∂v picks ∂y."""

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, dim: int, index: Tensor, v: Tensor
    ) -> Tensor:
        ctx.dim, ctx.indices, ctx.v_shape = dim, index, v._array.shape
        y = np.array(x._array)
        part = tuple(slice(n) for n in index._array.shape)
        add_at(y, _mesh(dim, index._array), v._array[part])
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        grad_v = Gather.of(grad, ctx.dim, ctx.indices)
        if grad_v.shape != ctx.v_shape:
            part = tuple(slice(n) for n in grad_v.shape)
            grad_v = Embed.of(grad_v, ctx.v_shape, part)
        return grad, None, None, grad_v


def scatter_of(grad: Any, dim: int, index: Tensor, shape: tuple) -> Any:
    """Puts gradients at the places that an index names, adding them up."""
    dtype = grad._array.dtype if isinstance(grad, Tensor) else grad.dtype
    zeros = np.zeros(shape, dtype)
    start = wrap(zeros) if mode.enabled else zeros
    return ScatterAdd.of(start, dim, index, grad)


def _mesh(dim: int, index: np.ndarray) -> tuple:
    """Gives the NumPy index of ``gather``: own position, except along dim."""
    return tuple(
        index if d == dim else np.arange(n).reshape(
            (1,) * d + (n,) + (1,) * (index.ndim - d - 1)
        )
        for d, n in enumerate(index.shape)
    )


def gather(
    input: Tensor, dim: int, index: Tensor, *, sparse_grad: bool = False
) -> Tensor:
    """Picks along ``dim``: ``out[i][j] = input[index[i][j]][j]`` for dim 0.

    See :func:`torch.gather`.
    """
    d = _check_scatter("gather", input, dim, index, input)
    return Gather.apply(input, d, index)


def scatter_add(
    input: Tensor, dim: int, index: Tensor, src: Tensor
) -> Tensor:
    """Adds ``src`` at the places ``index`` names. See
    :func:`torch.scatter_add`.
    """
    d = _check_scatter("scatter_add", input, dim, index, src)
    return ScatterAdd.apply(input, d, index, src)


class Scatter(Op):
    """y = x with v written where an index names: ∂x is 0 there, ∂v picks ∂y."""

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, dim: int, index: Tensor, v: Tensor
    ) -> Tensor:
        ctx.dim, ctx.indices, ctx.v_shape = dim, index, v._array.shape
        ctx.number = 0 if v._array.ndim else 1
        y = np.array(x._array)
        mesh = _mesh(dim, index._array)
        part = tuple(slice(n) for n in index._array.shape)
        y[mesh] = v._array[part] if v._array.ndim else v._array
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        there = np.zeros(grad.shape, bool)
        there[_mesh(ctx.dim, ctx.indices._array)] = True
        outside = wrap(~there) if mode.enabled else ~there
        grad_v = Gather.of(grad, ctx.dim, ctx.indices)
        if ctx.v_shape and grad_v.shape != ctx.v_shape:
            part = tuple(slice(n) for n in grad_v.shape)
            grad_v = Embed.of(grad_v, ctx.v_shape, part)
        return masked(grad, outside), None, None, grad_v


def scatter(
    input: Tensor,
    dim: int,
    index: Tensor,
    src: Any = None,
    *,
    value: Any = None,
    reduce: str | None = None,
) -> Tensor:
    """Writes ``src`` (or one ``value``) at the places ``index`` names.

    See :func:`torch.scatter`.
    """
    if reduce == "add":
        src = expand(constant(value, input.dtype), *index._array.shape) if (
            src is None
        ) else src
        return scatter_add(input, dim, index, src)
    if reduce is not None:
        raise NotImplementedError(
            "teachtorch's scatter has no reduce but 'add': use scatter_reduce"
        )
    source = value if src is None else src
    if not isinstance(source, Tensor):
        source = constant(source, input.dtype)
    against = source if source._array.ndim else input
    d = _check_scatter("scatter", input, dim, index, against)
    return Scatter.apply(input, d, index, source)


def _check_scatter(
    name: str, input: Tensor, dim: int, index: Tensor, src: Tensor
) -> int:
    if index.dtype not in (_dtype.int64, _dtype.int32):
        raise RuntimeError(f"{name}(): Expected dtype int64 for index")
    if name != "gather" and input.dtype is not src.dtype:
        raise RuntimeError(
            f"{name}(): Expected self.dtype to be equal to src.dtype"
        )
    array, picks = input._array, index._array
    d = canonical_dim(dim, array.ndim)
    if picks.size and picks.ndim != array.ndim:
        raise RuntimeError(
            "Index tensor must have the same number of dimensions as "
            f"{'input' if name == 'gather' else 'self'} tensor"
        )
    for i, n in enumerate(picks.shape):
        if i != d and n > array.shape[i]:
            raise RuntimeError(
                f"Size does not match at dimension {i} expected index "
                f"{list(picks.shape)} to be no larger than self "
                f"{list(array.shape)} apart from dimension {d}"
            )
    size = array.shape[d] if array.ndim else 1
    outside = (picks < 0) | (picks >= size)
    if outside.any():
        raise RuntimeError(
            f"index {int(picks[outside].ravel()[0])} is out of bounds for "
            f"dimension {d} with size {size}"
        )
    return d


class IndexSelect(Index):
    """y = slices of x picked along a dim; ∂x adds ∂y up in those slices."""


def index_select(input: Tensor, dim: int, index: Tensor) -> Tensor:
    """Picks slices along ``dim``. See :func:`torch.index_select`."""
    array = input._array
    d = canonical_dim(dim, array.ndim)
    if index.dtype not in (_dtype.int64, _dtype.int32):
        raise RuntimeError(
            "index_select(): Expected dtype int32 or int64 for index"
        )
    picks = index._array
    if ((picks < 0) | (picks >= array.shape[d])).any():
        raise IndexError("index out of range in self")
    return IndexSelect.apply(input, (slice(None),) * d + (picks,))


# ---------------------------------------------------------------------------
# Triangles and diagonals
# ---------------------------------------------------------------------------


class Tril(Op):
    """y = x on and below a diagonal, 0 above; ∂x is ∂y cut likewise."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, k: int) -> Tensor:
        ctx.k = k
        return wrap(np.tril(x._array, k))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return Tril.of(grad, ctx.k), None


class Triu(Op):
    """y = x on and above a diagonal, 0 below; ∂x is ∂y cut likewise."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, k: int) -> Tensor:
        ctx.k = k
        return wrap(np.triu(x._array, k))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return Triu.of(grad, ctx.k), None


def tril(input: Tensor, diagonal: int = 0) -> Tensor:
    """Keeps the lower triangle of matrices. See :func:`torch.tril`."""
    return Tril.apply(input, diagonal)


def triu(input: Tensor, diagonal: int = 0) -> Tensor:
    """Keeps the upper triangle of matrices. See :func:`torch.triu`."""
    return Triu.apply(input, diagonal)


class Diagonal(Op):
    """y = a diagonal of x along the last dim; ∂x is ∂y on that diagonal."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, offset: int, d1: int, d2: int) -> Tensor:
        ctx.shape, ctx.args = x._array.shape, (offset, d1, d2)
        return make_view(np.diagonal(x._array, offset, d1, d2), x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return _OnDiagonal.of(grad, ctx.shape, *ctx.args), None, None, None


class _OnDiagonal(Op):
    """y = zeros with x on a diagonal, so ∂x is that diagonal of ∂y."""

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, shape: tuple, offset: int, d1: int, d2: int
    ) -> Tensor:
        ctx.args = offset, d1, d2
        y = np.zeros(shape, x._array.dtype)
        places = np.arange(y.size).reshape(shape)
        y.reshape(-1)[np.diagonal(places, offset, d1, d2)] = x._array
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return Diagonal.of(grad, *ctx.args), None, None, None, None


def diagonal(
    input: Tensor, offset: int = 0, dim1: int = 0, dim2: int = 1
) -> Tensor:
    """Gives a diagonal; a view. See :func:`torch.diagonal`."""
    ndim = input._array.ndim
    d1, d2 = canonical_dim(dim1, ndim), canonical_dim(dim2, ndim)
    return Diagonal.apply(input, offset, d1, d2)


def diag(input: Tensor, diagonal: int = 0) -> Tensor:
    """Takes a matrix's diagonal, or makes a matrix with one.

    See :func:`torch.diag`.
    """
    array = input._array
    if array.ndim == 1:
        n = array.size + builtin_abs(diagonal)
        return _DiagEmbed.apply(input, (n, n), diagonal, 0, 1)
    if array.ndim != 2:
        raise RuntimeError("diag(): Supports 1D or 2D tensors. Got "
                           f"{array.ndim}D")
    return _DiagonalCopy.apply(input, diagonal, 0, 1)


class _DiagonalCopy(Diagonal):
    """y = a diagonal of x, copied; ∂x is ∂y on that diagonal."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, offset: int, d1: int, d2: int) -> Tensor:
        return wrap(Diagonal.forward(ctx, x, offset, d1, d2)._array.copy())

    def name(self) -> str:
        return "DiagonalBackward0_copy"


builtin_abs = abs


class _DiagEmbed(_OnDiagonal):
    """y = a matrix with x on a diagonal, so ∂x is that diagonal of ∂y."""

    def name(self) -> str:
        return "DiagEmbedBackward0"
