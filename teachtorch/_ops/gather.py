"""One index for each element along a dim: gather and scatter.

``gather`` reads ``x[index[i][j]][j]`` for every (i, j); ``scatter`` writes
there. The derivative of one is the other: what was read from a place sends
its gradient back to that place, added up if it was read several times.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from ..autograd.grad_mode import mode
from .dims import broadcast_shape, canonical_dim
from .expand import expand
from .operands import constant
from .picking import add_at
from .slices import Embed
from .where import masked

# ---------------------------------------------------------------------------
# Reading
# ---------------------------------------------------------------------------


class Gather(Op):
    """y[i][j] = x[index[i][j]][j] along a dim, so ∂x adds ∂y up there.

    A primitive because Index would need a list of places for every dim.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, dim: int, index: Tensor) -> Tensor:
        ctx.shape, ctx.dim, ctx.indices = x._array.shape, dim, index
        return wrap(np.asarray(x._array[_mesh(dim, index._array)]))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        grad_x = scatter_of(grad, ctx.dim, ctx.indices, ctx.shape)
        return grad_x, None, None


def scatter_of(grad: Any, dim: int, index: Tensor, shape: tuple) -> Any:
    """Puts gradients at the places that an index names, adding them up."""
    dtype = grad._array.dtype if isinstance(grad, Tensor) else grad.dtype
    zeros = np.zeros(shape, dtype)
    start = wrap(zeros) if mode.enabled else zeros
    return ScatterAdd.of(start, dim, index, grad)


def _mesh(dim: int, index: np.ndarray) -> tuple:
    """Gives the NumPy index of ``gather``: own position, except along dim."""
    return tuple(
        index
        if d == dim
        else np.arange(n).reshape((1,) * d + (n,) + (1,) * (index.ndim - d - 1))
        for d, n in enumerate(index.shape)
    )


def gather(
    input: Tensor, dim: int, index: Tensor, *, sparse_grad: bool = False
) -> Tensor:
    """Picks along ``dim``: ``out[i][j] = input[index[i][j]][j]`` for dim 0.

    See :func:`torch.gather`.
    """
    d = _check_index("gather", input, dim, index, None)
    if not input._array.ndim:
        return input.expand(index._array.shape).clone()
    if index._array.ndim != input._array.ndim:  # allowed of an empty index
        return wrap(np.empty(index._array.shape, input._array.dtype))
    return Gather.apply(input, d, index)


def take_along_dim(
    input: Tensor, indices: Tensor, dim: int | None = None
) -> Tensor:
    """Picks along ``dim``, as ``argsort`` and ``argmax`` number elements.

    See :func:`torch.take_along_dim`.
    """
    if dim is None:
        return gather(input.reshape(-1), 0, indices.reshape(-1))
    if indices._array.dtype != np.int64:
        raise RuntimeError(
            "torch.take_along_dim(): dtype of indices should be Long but got "
            f"{indices.dtype.kind}"
        )
    x, picks = input._array.shape, indices._array.shape
    if len(x) != len(picks):
        raise RuntimeError(
            "torch.take_along_dim(): input and indices should have the same "
            f"number of dimensions, but got {len(x)} dimensions for input, and "
            f"{len(picks)} dimensions for indices"
        )
    d = canonical_dim(dim, len(x))
    batch = broadcast_shape(
        (*x[:d], 1, *x[d + 1 :]), (*picks[:d], 1, *picks[d + 1 :])
    )
    wide = expand(input, (*batch[:d], x[d], *batch[d + 1 :]))
    places = expand(indices, (*batch[:d], picks[d], *batch[d + 1 :]))
    return gather(wide, d, places)


# ---------------------------------------------------------------------------
# Writing
# ---------------------------------------------------------------------------


class ScatterAdd(Op):
    """y = x with v added at the places an index names, so ∂x = ∂y and ∂v = ∂y
    there.

    A primitive because it is the derivative of Gather.
    """

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, dim: int, index: Tensor, v: Tensor
    ) -> Tensor:
        ctx.dim, ctx.indices, ctx.v_shape = dim, index, v._array.shape
        y = np.array(x._array, order="C")
        part = tuple(slice(n) for n in index._array.shape)
        add_at(y, _mesh(dim, index._array), v._array[part])
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        grad_v = Gather.of(grad, ctx.dim, ctx.indices)
        return grad, None, None, _within(grad_v, ctx.v_shape)


def _within(grad: Any, shape: tuple) -> Any:
    """Puts zeros where a source was larger than its index."""
    if grad.shape == shape or not shape:
        return grad
    return Embed.of(grad, shape, tuple(slice(n) for n in grad.shape))


class Scatter(Op):
    """y = x with v written where an index names, so ∂x = ∂y but 0 there, and ∂v
    = ∂y there.

    A primitive because IndexPut would need a list of places for every dim.
    """

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, dim: int, index: Tensor, v: Tensor, number: int
    ) -> Tensor:
        ctx.dim, ctx.indices, ctx.v_shape = dim, index, v._array.shape
        ctx.number = number
        y = np.array(x._array, order="C")
        part = tuple(slice(n) for n in index._array.shape)
        source = v._array[part] if v._array.ndim else v._array
        y[_mesh(dim, index._array)] = source
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        need_x, _, _, need_v, _ = ctx.edges
        grad_x = grad_v = None
        if need_x:
            outside = np.ones(grad.shape, bool)
            outside[_mesh(ctx.dim, ctx.indices._array)] = False
            grad_x = masked(grad, wrap(outside) if mode.enabled else outside)
        if need_v:
            grad_v = Gather.of(grad, ctx.dim, ctx.indices)
            grad_v = _within(grad_v, ctx.v_shape)
        return grad_x, None, None, grad_v, None


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
    source = value if src is None else src
    number = 0 if isinstance(source, Tensor) else 1
    if number:
        source = constant(source, input.dtype)
    if reduce is not None:
        words = {"add": "sum", "multiply": "prod"}
        if reduce not in words:
            raise RuntimeError(
                "reduce argument must be either add or multiply."
            )
        if not source._array.ndim:
            source = expand(source, index._array.shape)
        return scatter_reduce(input, dim, index, source, words[reduce])
    against = None if number else source
    d = _check_index("scatter", input, dim, index, against)
    if not index._array.size:
        return input.clone()
    if not input._array.ndim:
        one = scatter(
            input.reshape(1), 0, index.reshape(-1), source.reshape(-1)
        )
        return one.reshape(())
    return Scatter.apply(input, d, index, source, number)


def scatter_add(input: Tensor, dim: int, index: Tensor, src: Tensor) -> Tensor:
    """Adds ``src`` at the places ``index`` names. See
    :func:`torch.scatter_add`.
    """
    d = _check_index("scatter", input, dim, index, src)
    if not index._array.size:
        return input.clone()
    if not input._array.ndim:
        one = scatter_add(
            input.reshape(1), 0, index.reshape(-1), src.reshape(-1)
        )
        return one.reshape(())
    return ScatterAdd.apply(input, d, index, src)


def _check_index(
    name: str, input: Tensor, dim: int, index: Tensor, src: Tensor | None
) -> int:
    array, picks = input._array, index._array
    d = canonical_dim(dim, array.ndim)
    if picks.dtype.name not in ("int64", "int32"):
        raise RuntimeError(f"{name}(): Expected dtype int32/int64 for index")
    if src is not None and input._array.dtype != src._array.dtype:
        raise RuntimeError(
            f"{name}(): Expected self.dtype to be equal to src.dtype"
        )
    if not picks.size:
        return d
    which = "input" if name == "gather" else "self"
    if max(picks.ndim, 1) != max(array.ndim, 1):
        raise RuntimeError(
            "Index tensor must have the same number of dimensions as "
            f"{which} tensor"
        )
    if src is not None and max(src._array.ndim, 1) != max(picks.ndim, 1):
        if src._array.ndim < picks.ndim:
            canonical_dim(src._array.ndim, src._array.ndim)  # PyTorch's words
        raise RuntimeError(
            "Index tensor must have the same number of dimensions as src tensor"
        )
    _check_fit(name, array.shape, picks.shape, d, src)
    size = array.shape[d] if array.ndim else 1
    outside = (picks < 0) | (picks >= size)
    if outside.any():
        message = (
            f"index {picks[outside].flat[0]} is out of bounds for dimension "
            f"{d} with size {size}"
        )
        raise RuntimeError(message)
    return d


def _check_fit(
    name: str, shape: tuple, picks: tuple, dim: int, src: Tensor | None
) -> None:
    """Refuses an index that is larger than what it reads or writes."""
    if not picks or not shape:
        return
    own = all(k <= n for i, (k, n) in enumerate(zip(picks, shape)) if i != dim)
    if name == "gather":
        for i, (k, n) in enumerate(zip(picks, shape)):
            if i != dim and k > n:
                raise RuntimeError(
                    f"Size does not match at dimension {i} expected index "
                    f"{list(picks)} to be no larger than self {list(shape)} "
                    f"apart from dimension {dim}"
                )
        return
    source = shape if src is None else src._array.shape
    if not own or any(k > n for k, n in zip(picks, source) if src is not None):
        larger = (
            ""
            if src is None
            else f" and to be no larger size than src {list(source)}"
        )
        raise RuntimeError(
            f"Expected index {list(picks)} to be no larger than self "
            f"{list(shape)} apart from dimension {dim}{larger}"
        )


# ---------------------------------------------------------------------------
# Writing with a reduction
# ---------------------------------------------------------------------------

_REDUCTIONS = {
    "sum": np.add,
    "prod": np.multiply,
    "mean": np.add,
    "amax": np.maximum,
    "amin": np.minimum,
}


class ScatterReduce(Op):
    """y = at each place, the sum (product, mean, maximum) of what goes there,
    so each contribution gets its part of ∂y.

    All of it (sum), 1/count of it (mean), y over itself times it (product), or
    its share if it is one of the extremes (amax, amin).
    """

    @staticmethod
    def forward(
        ctx: Any,
        x: Tensor,
        dim: int,
        index: Tensor,
        v: Tensor,
        reduce: str,
        include_self: bool,
    ) -> Tensor:
        ctx.dim, ctx.indices, ctx.v_shape = dim, index, v._array.shape
        ctx.reduce, ctx.include_self = reduce, include_self
        mesh = _mesh(dim, index._array)
        part = tuple(slice(n) for n in index._array.shape)
        y = np.array(x._array, order="C")
        if not include_self:
            y[mesh] = _neutral(reduce, y.dtype)
        values = v._array[part]
        _REDUCTIONS[reduce].at(y, mesh, values)
        if reduce == "mean":
            ctx.count = _counts(y.shape, mesh, include_self).astype(y.dtype)
            y = y / ctx.count if y.dtype.kind == "f" else y // ctx.count
        result = wrap(y)
        ctx.save_for_backward(x, v, result)
        return result

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, v, y = ctx.saved_tensors
        v = v[tuple(slice(n) for n in ctx.indices._array.shape)]
        at, dim = ctx.indices, ctx.dim
        if ctx.reduce in ("sum", "mean"):
            if ctx.reduce == "mean":
                grad = grad / (wrap(ctx.count) if mode.enabled else ctx.count)
            grad_x, grad_v = grad, Gather.of(grad, dim, at)
        elif ctx.reduce == "prod":
            grad_x = grad * y / x
            grad_v = Gather.of(grad * y, dim, at) / v
        else:
            grad_x, grad_v = _of_extreme(ctx, grad, x, v, y)
        if not ctx.include_self:
            outside = np.ones(grad.shape, bool)
            outside[_mesh(dim, at._array)] = False
            grad_x = masked(grad_x, wrap(outside) if mode.enabled else outside)
        return grad_x, None, None, _within(grad_v, ctx.v_shape), None, None


def _of_extreme(ctx: Any, grad: Any, x: Any, v: Any, y: Any) -> tuple:
    """Shares a gradient among the elements that are the extreme."""
    own = x == y
    hits = v == Gather.of(y, ctx.dim, ctx.indices)
    count = own * 1.0 if ctx.include_self else own * 0.0
    count = ScatterAdd.of(count, ctx.dim, ctx.indices, hits * 1.0)
    share = grad / count.clip(1.0, None)
    if not mode.enabled:
        share = share.astype(grad.dtype, copy=False)
    picked = Gather.of(share, ctx.dim, ctx.indices)
    return masked(share, own), masked(picked, hits)


def _neutral(reduce: str, dtype: np.dtype) -> Any:
    if reduce in ("sum", "mean"):
        return 0
    if reduce == "prod":
        return 1
    if dtype.kind == "f":
        return -np.inf if reduce == "amax" else np.inf
    limits = np.iinfo(dtype)
    return limits.min if reduce == "amax" else limits.max


def _counts(shape: tuple, mesh: tuple, include_self: bool) -> np.ndarray:
    count = np.ones(shape, np.int64)
    if not include_self:
        count[mesh] = 0
    np.add.at(count, mesh, 1)
    return np.maximum(count, 1)


def scatter_reduce(
    input: Tensor,
    dim: int,
    index: Tensor,
    src: Tensor,
    reduce: str,
    *,
    include_self: bool = True,
) -> Tensor:
    """Reduces what ``src`` sends to the places that ``index`` names.

    See :func:`torch.scatter_reduce`.
    """
    reduce = {"max": "amax", "min": "amin"}.get(reduce, reduce)
    if reduce not in _REDUCTIONS:
        raise RuntimeError(
            "reduce argument must be either sum, prod, mean, amax or amin, "
            f"got {reduce}"
        )
    d = _check_index("scatter", input, dim, index, src)
    if not index._array.size:
        return input.clone()
    return ScatterReduce.apply(input, d, index, src, reduce, include_self)
