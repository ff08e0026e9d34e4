"""Dimensions in another order: views that read the memory crosswise."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, make_view
from ..autograd.function import Op
from .dims import canonical_dim, canonical_dims, sizes
from .shape import View
from .sorting import order


class Permute(Op):
    """y = x with its dims in another order; ∂x puts them back."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, dims: tuple) -> Tensor:
        ctx.dims = dims
        return make_view(x._array.transpose(dims), x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        back = tuple(int(d) for d in np.argsort(ctx.dims))
        return Permute.of(grad, back), None


class Transpose(Op):
    """y = x with two dims exchanged; ∂x exchanges them again."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, dim0: int, dim1: int) -> Tensor:
        ctx.dims = dim0, dim1
        return make_view(x._array.swapaxes(dim0, dim1), x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return grad.swapaxes(*ctx.dims), None, None


class T(Op):
    """y = xᵀ for a matrix, so ∂x = ∂yᵀ."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        return make_view(x._array.T, x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return grad.swapaxes(0, 1) if grad.ndim == 2 else grad


def t(input: Tensor) -> Tensor:
    """Transposes a matrix. See :func:`torch.t`."""
    if input._array.ndim > 2:
        raise RuntimeError(
            "t() expects a tensor with <= 2 dimensions, but self is "
            f"{input._array.ndim}D"
        )
    return T.apply(input)


def transpose(input: Tensor, dim0: int, dim1: int) -> Tensor:
    """Exchanges two dims; a view. See :func:`torch.transpose`."""
    ndim = input._array.ndim
    first, second = canonical_dim(dim0, ndim), canonical_dim(dim1, ndim)
    if ndim == 0:
        return View.apply(input, ())
    return Transpose.apply(input, first, second)


def permute(input: Tensor, *dims: Any) -> Tensor:
    """Puts the dims in another order; a view. See :func:`torch.permute`."""
    order = sizes(dims)
    ndim = input._array.ndim
    if len(order) != ndim:
        raise RuntimeError(
            "permute(sparse_coo): number of dimensions in the tensor input "
            "does not match the length of the desired ordering of dimensions "
            f"i.e. input.dim() = {ndim} is not equal to len(dims) = "
            f"{len(order)}"
        )
    canonical = tuple(canonical_dim(d, ndim) for d in order)
    if len(set(canonical)) != ndim:
        raise RuntimeError("permute(): duplicate dims are not allowed.")
    return Permute.apply(input, canonical)


def movedim(input: Tensor, source: Any, destination: Any) -> Tensor:
    """Moves dims to other positions. See :func:`torch.movedim`."""
    ndim = input._array.ndim
    src = canonical_dims(source, ndim)
    dst = canonical_dims(destination, ndim)
    rest = [d for d in range(ndim) if d not in src]
    order = dict(zip(dst, src))
    left = iter(rest)
    return Permute.apply(
        input,
        tuple(order[i] if i in order else next(left) for i in range(ndim)),
    )


def matrix_transpose(input: Tensor) -> Tensor:
    """Exchanges the last two dims: ``x.mT``."""
    if input._array.ndim < 2:
        raise RuntimeError(
            "tensor.mT is only supported on matrices or batches of matrices. "
            f"Got {input._array.ndim}-D tensor."
        )
    return transpose(input, -2, -1)


def reverse_dims(input: Tensor) -> Tensor:
    """Reverses the order of the dims: ``x.T``."""
    return Permute.apply(input, tuple(range(input._array.ndim))[::-1])
