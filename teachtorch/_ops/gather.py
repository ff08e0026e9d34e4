"""One index for each element along a dim: gather and scatter."""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import _dtype
from .._tensor import Tensor, wrap
from ..autograd.function import Op
from ..autograd.grad_mode import mode
from .arithmetic import constant
from .dims import canonical_dim
from .expand import expand
from .picking import add_at
from .pointwise import masked
from .slices import Embed


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
