"""The largest and the smallest, and where they are.

Over several dims all elements that equal the extreme share its gradient; over
one dim the first one is found, with its index, and gets it all. nan counts as
larger and as smaller than every number, so that it cannot go unnoticed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .bounds import maximum, minimum
from .dims import canonical_dim
from .expand import Expand
from .gather import scatter_of
from .reduction import CountLike, Dims, every_dim, reduced_dims, with_kept
from .results import named_result
from .where import masked

# ---------------------------------------------------------------------------
# Extremes over any dims: ties share
# ---------------------------------------------------------------------------


def share_among_ties(grad: Any, x: Any, y: Any, dims: tuple | None) -> Any:
    """Spreads ∂y evenly over the elements of x that equal their extreme y."""
    y = with_kept(y, x.shape, dims)
    equal = (x == y) | ((x != x) & (y != y))  # nan equals nan here
    ties = with_kept(equal.sum(every_dim(dims, x.ndim)), x.shape, dims)
    share = with_kept(grad, x.shape, dims) / CountLike.of(ties, y)
    return masked(Expand.of(share, x.shape), equal)


class Amax(Op):
    """y = max xᵢ over dims, so all elements that equal it share ∂y evenly."""

    ufunc: np.ufunc = np.maximum
    inputs = 1

    @classmethod
    def forward(
        cls, ctx: Any, x: Tensor, dims: tuple | None, keepdim: bool
    ) -> Tensor:
        y = cls.ufunc.reduce(x._array, dims, keepdims=keepdim)
        y = wrap(np.asarray(y))
        ctx.save_for_backward(x, y)
        ctx.dims = dims
        return y

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, y = ctx.saved_tensors
        return share_among_ties(grad, x, y, ctx.dims), None, None


def amax(input: Tensor, dim: Dims = (), keepdim: bool = False) -> Tensor:
    """Finds the largest elements over ``dim``; ties share the gradient.

    See :func:`torch.amax`.
    """
    return Amax.apply(
        input, _nonempty_dims("amax", input, dim, keepdim), keepdim
    )


class Amin(Amax):
    """y = min xᵢ over dims, so all elements that equal it share ∂y evenly.

    A primitive because −amax(−x) would take two more passes.
    """

    ufunc = np.minimum


def amin(input: Tensor, dim: Dims = (), keepdim: bool = False) -> Tensor:
    """Finds the smallest elements over ``dim``; ties share the gradient.

    See :func:`torch.amin`.
    """
    return Amin.apply(
        input, _nonempty_dims("amin", input, dim, keepdim), keepdim
    )


class Aminmax(Op):
    """y, z = min xᵢ and max xᵢ over dims, so equal elements share ∂y, ∂z
    evenly.

    A primitive because PyTorch's graph shows it as one node.
    """

    inputs = 1

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, dims: tuple | None, keepdim: bool
    ) -> tuple:
        low = np.minimum.reduce(x._array, dims, keepdims=keepdim)  # type: ignore[call-overload]  # NumPy's stubs want a literal keepdims
        high = np.maximum.reduce(x._array, dims, keepdims=keepdim)  # type: ignore[call-overload]
        low, high = wrap(np.asarray(low)), wrap(np.asarray(high))
        ctx.save_for_backward(x, low, high)
        ctx.dims = dims
        return low, high

    @staticmethod
    def backward(ctx: Any, grad_low: Any, grad_high: Any) -> Any:
        x, low, high = ctx.saved_tensors
        total = None
        for grad, y in ((grad_low, low), (grad_high, high)):
            if grad is not None:
                part = share_among_ties(grad, x, y, ctx.dims)
                total = part if total is None else total + part
        return total, None, None


def aminmax(
    input: Tensor, *, dim: int | None = None, keepdim: bool = False
) -> Any:
    """Finds the smallest and the largest elements.

    See :func:`torch.aminmax`.
    """
    array = input._array
    dims: tuple | None = reduced_dims(None, 0, keepdim)
    if dim is not None:
        d = canonical_dim(dim, array.ndim)
        if array.ndim and array.shape[d] == 0:
            raise IndexError(
                f"aminmax: Expected reduction dim {d} to have non-zero size."
            )
        dims = (d,) if array.ndim else ()
    elif array.size == 0:
        raise RuntimeError(
            "aminmax(): cannot compute aminmax over an empty dimension as the "
            "operation has no identity."
        )
    return named_result("aminmax", *Aminmax.apply(input, dims, keepdim))


def _nonempty_dims(
    name: str, input: Tensor, dim: Dims, keepdim: bool
) -> tuple | None:
    dims = reduced_dims(() if dim is None else dim, input._array.ndim, keepdim)
    if input._array.size == 0:
        if dim is None or dim in ((), []):
            raise _nothing_to_reduce(name, RuntimeError)
        for d in dims or ():
            if input._array.shape[d] == 0:
                raise _empty_dim(name, d)
    return dims


# ---------------------------------------------------------------------------
# Extremes along one dim, with their index: the first takes all
# ---------------------------------------------------------------------------


class MaxAll(Amax):
    """y = max xᵢ of all, so all elements that equal it share ∂y evenly.

    A primitive because PyTorch's graph shows it apart from Amax.
    """

    def name(self) -> str:
        return "MaxBackward1"


class Max(Op):
    """y = max xᵢ over one dim, with its first index, so that element alone gets
    ∂y.

    A primitive because finding one element is faster than sorting all.
    """

    find = np.argmax
    inputs = 1

    @classmethod
    def forward(cls, ctx: Any, x: Tensor, dim: int, keepdim: bool) -> tuple:
        indices = np.asarray(cls.find(x._array, dim, keepdims=True))
        values = np.take_along_axis(x._array, indices, dim)
        ctx.shape, ctx.dim, ctx.indices = x._array.shape, dim, wrap(indices)
        if not keepdim:
            values, indices = values.squeeze(dim), indices.squeeze(dim)
        return wrap(values), wrap(indices)

    @staticmethod
    def backward(ctx: Any, grad: Any, _: Any) -> Any:
        grad = with_kept(grad, ctx.shape, (ctx.dim,))
        return scatter_of(grad, ctx.dim, ctx.indices, ctx.shape), None, None


def max(input: Tensor, dim: Any = None, keepdim: bool = False) -> Any:
    """Finds the largest element, or the largest along ``dim`` and its index.

    Over everything, equal maxima share the gradient; along a dim the first
    one is found and gets it all. With a second tensor: ``maximum``.

    See :func:`torch.max`.
    """
    if isinstance(dim, Tensor) and keepdim is False:
        return maximum(input, dim)
    if dim is None:
        if input._array.size == 0:
            raise _nothing_to_reduce("max", RuntimeError)
        return MaxAll.apply(input, None, False)
    return _along_one_dim("max", Max, input, dim, keepdim)


class MinAll(Amin):
    """y = min xᵢ of all, so all elements that equal it share ∂y evenly.

    A primitive because PyTorch's graph shows it apart from Amin.
    """

    def name(self) -> str:
        return "MinBackward1"


class Min(Max):
    """y = min xᵢ over one dim, with its first index, so that element alone gets
    ∂y.

    A primitive because finding one element is faster than sorting all.
    """

    find = np.argmin


def min(input: Tensor, dim: Any = None, keepdim: bool = False) -> Any:
    """Finds the smallest element, or the smallest along ``dim`` and its index.

    See :func:`max` and :func:`torch.min`.
    """
    if isinstance(dim, Tensor) and keepdim is False:
        return minimum(input, dim)
    if dim is None:
        if input._array.size == 0:
            raise _nothing_to_reduce("min", RuntimeError)
        return MinAll.apply(input, None, False)
    return _along_one_dim("min", Min, input, dim, keepdim)


def _along_one_dim(
    name: str, op: type[Op], input: Tensor, dim: int, keepdim: bool
) -> Any:
    if isinstance(dim, Tensor):
        raise TypeError("dim must be int, not Tensor")
    reduced_dims(None, 0, keepdim)
    d = canonical_dim(dim, input._array.ndim)
    if input._array.ndim == 0:
        input, keepdim = input.reshape(1), False
    if input._array.shape[d] == 0:
        raise _empty_dim(name, d)
    return named_result(name, *op.apply(input, d, keepdim))


# ---------------------------------------------------------------------------
# Only the index
# ---------------------------------------------------------------------------


def argmax(
    input: Tensor, dim: int | None = None, keepdim: bool = False
) -> Tensor:
    """Finds where the largest element is: the first place, if several.

    Without ``dim`` the elements are numbered row by row.

    See :func:`torch.argmax`.
    """
    return _find("argmax", np.argmax, input, dim, keepdim)


def argmin(
    input: Tensor, dim: int | None = None, keepdim: bool = False
) -> Tensor:
    """Finds where the smallest element is: the first place, if several.

    See :func:`torch.argmin`.
    """
    return _find("argmin", np.argmin, input, dim, keepdim)


def _find(
    name: str, find: Any, input: Tensor, dim: int | None, keepdim: bool
) -> Tensor:
    array = input._array
    reduced_dims(None, 0, keepdim)
    if array.dtype.kind == "b":
        raise RuntimeError(f"{name}(): does not support bool input")
    if dim is None:
        if array.size == 0:
            raise _nothing_to_reduce(name, IndexError)
        found = np.asarray(find(array))
        if keepdim:
            found = found.reshape((1,) * array.ndim)
        return wrap(found)
    d = canonical_dim(dim, array.ndim)
    if array.ndim == 0:
        return wrap(np.zeros((), np.int64))
    if array.shape[d] == 0:
        raise _empty_dim(name, d)
    return wrap(np.asarray(find(array, d, keepdims=keepdim)))


def _empty_dim(name: str, dim: int) -> IndexError:
    return IndexError(
        f"{name}(): Expected reduction dim {dim} to have non-zero size."
    )


def _nothing_to_reduce(name: str, error: type[Exception]) -> Exception:
    hint = (
        ""
        if error is IndexError
        else (" Specify the reduction dim with the 'dim' argument.")
    )
    return error(
        f"{name}(): Expected reduction dim to be specified for "
        f"input.numel() == 0.{hint}"
    )
