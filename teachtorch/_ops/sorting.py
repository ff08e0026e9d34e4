"""Order: sort, argsort and the k largest.

Every one of them finds *indices* first and then picks: so the gradient of a
sorted tensor is the incoming gradient, put back at the indices.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .dims import canonical_dim
from .gather import scatter_of
from .results import named_result


class Sort(Op):
    """y = x in another order along a dim, so ∂x = ∂y put back."""

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, dim: int, indices: np.ndarray, number: int
    ) -> tuple:
        ctx.shape, ctx.dim, ctx.number = x._array.shape, dim, number
        ctx.indices = wrap(indices)
        values = np.take_along_axis(x._array, indices, dim)
        return wrap(values), wrap(indices.copy())

    @staticmethod
    def backward(ctx: Any, grad: Any, _: Any) -> Any:
        grad_x = scatter_of(grad, ctx.dim, ctx.indices, ctx.shape)
        return grad_x, None, None, None


class Topk(Sort):
    """y = the k largest of x along a dim, so ∂x = ∂y put back, 0 elsewhere.

    A primitive because finding k elements is faster than sorting all.
    """


class SortOne(Op):
    """y = x, a single number, which is sorted as it is, so ∂x = ∂y.

    A primitive because a number has no dim to sort along.
    """

    called: str

    @staticmethod
    def forward(ctx: Any, x: Tensor, name: str) -> tuple:
        ctx.called = name
        return wrap(x._array.copy()), wrap(np.zeros((), np.int64))

    @staticmethod
    def backward(ctx: Any, grad: Any, _: Any) -> Any:
        return grad, None

    def name(self) -> str:
        return f"{self.called}Backward0"


def order(array: np.ndarray, dim: int, descending: bool) -> np.ndarray:
    """Gives the indices that sort; equal elements keep their order.

    NaN counts as larger than every number.
    """
    if not descending:
        return np.argsort(array, dim, kind="stable")
    # Sort the reversed array and read the result from its end: that keeps
    # equal elements in order, which reversing the result alone would not.
    n = array.shape[dim]
    found = np.argsort(np.flip(array, dim), dim, kind="stable")
    return np.ascontiguousarray(np.flip(n - 1 - found, dim))


def sort(
    input: Tensor,
    dim: int = -1,
    descending: bool = False,
    stable: bool | None = None,
) -> Any:
    """Sorts along ``dim``; gives the values and where they came from.

    Equal elements always keep their order here. See :func:`torch.sort`.
    """
    d = canonical_dim(dim, input._array.ndim)
    if not input._array.ndim:
        return named_result("sort", *SortOne.apply(input, "Sort"))
    indices = order(input._array, d, descending)
    number = 0 if stable is None else 1
    return named_result("sort", *Sort.apply(input, d, indices, number))


def argsort(
    input: Tensor,
    dim: int = -1,
    descending: bool = False,
    stable: bool = False,
) -> Tensor:
    """Gives the indices that sort along ``dim``. See :func:`torch.argsort`."""
    d = canonical_dim(dim, input._array.ndim)
    if not input._array.ndim:
        return wrap(np.zeros((), np.int64))
    return wrap(order(input._array, d, descending))


def msort(input: Tensor) -> Tensor:
    """Sorts along the first dim. See :func:`torch.msort`."""
    return sort(input, 0)[0]


def topk(
    input: Tensor,
    k: int,
    dim: int = -1,
    largest: bool = True,
    sorted: bool = True,
) -> Any:
    """Finds the ``k`` largest (or smallest) along ``dim``.

    See :func:`torch.topk`.
    """
    if input._array.dtype.kind == "b":
        raise RuntimeError("topk does not support bool dtypes on CPU")
    array = np.atleast_1d(input._array)
    d = canonical_dim(dim, input._array.ndim)
    if not 0 <= k <= array.shape[d]:
        raise RuntimeError("selected index k out of range")
    if not input._array.ndim:
        return named_result("topk", *SortOne.apply(input, "Topk"))
    indices = order(array, d, largest).take(np.arange(k), d)
    return named_result("topk", *Topk.apply(input, d, indices, 0))
