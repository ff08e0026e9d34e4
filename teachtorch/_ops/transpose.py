"""Dimensions in another order: views that read the memory crosswise."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from .._tensor import Tensor, make_view
from ..autograd.function import Op
from .dims import canonical_dim, is_index, kind_of, sizes


class Permute(Op):
    """y = x with its dims in another order, so ∂x = ∂y with them put back."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, dims: tuple) -> Tensor:
        ctx.dims = dims
        return make_view(x._array.transpose(dims), x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        back = tuple(int(d) for d in np.argsort(ctx.dims))
        return Permute.of(grad, back), None


def permute(input: Tensor, *order: Any, dims: Any = None) -> Tensor:
    """Puts the dims in another order; a view. See :func:`torch.permute`."""
    given = sizes(order if dims is None else (dims,), "permute", "dims")
    ndim = input._array.ndim
    if len(given) != ndim:
        raise RuntimeError(
            "permute(sparse_coo): number of dimensions in the tensor input "
            "does not match the length of the desired ordering of dimensions "
            f"i.e. input.dim() = {ndim} is not equal to len(dims) = "
            f"{len(given)}"
        )
    canonical = tuple(canonical_dim(d, ndim) for d in given)
    if len(set(canonical)) != ndim:
        raise RuntimeError("permute(): duplicate dims are not allowed.")
    return Permute.apply(input, canonical)


def movedim(input: Tensor, source: Any, destination: Any) -> Tensor:
    """Moves dims to other positions. See :func:`torch.movedim`."""
    ndim = input._array.ndim
    moved = []
    for given in (source, destination):
        dims = list(given) if isinstance(given, (tuple, list)) else [given]
        moved.append([canonical_dim(d, ndim) for d in dims])
    src, dst = moved
    if len(src) != len(dst):
        raise RuntimeError(
            "movedim: Invalid source or destination dims: source "
            f"({src} dims) should contain the same number of dims as "
            f"destination ({dst} dims)"
        )
    for name, dims in (("source", src), ("destination", dst)):
        if len(set(dims)) != len(dims):
            raise RuntimeError(f"movedim: repeated dim in `{name}` ({dims})")
    places = dict(zip(dst, src))
    rest = iter(d for d in range(ndim) if d not in src)
    order = tuple(places[i] if i in places else next(rest) for i in range(ndim))
    return Permute.apply(input, order)


# ---------------------------------------------------------------------------
# Two dims exchanged
# ---------------------------------------------------------------------------


class Transpose(Op):
    """y = x with two dims exchanged, so ∂x = ∂y with them exchanged again.

    A primitive because PyTorch's graph shows it apart from Permute.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, dim0: int, dim1: int) -> Tensor:
        ctx.dims = dim0, dim1
        array = x._array
        return make_view(array.swapaxes(dim0, dim1) if array.ndim else array, x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return (grad.swapaxes(*ctx.dims) if grad.ndim else grad), None, None


def transpose(input: Tensor, dim0: int, dim1: int) -> Tensor:
    """Exchanges two dims; a view. See :func:`torch.transpose`."""
    ndim = input._array.ndim
    for name, dim in (("dim0", dim0), ("dim1", dim1)):
        if type(dim) is not int and not is_index(dim):
            raise TypeError(
                f"transpose(): argument '{name}' (position "
                f"{1 + (name == 'dim1')}) must be int, not {kind_of(dim)}"
            )
    return Transpose.apply(
        input, canonical_dim(dim0, ndim), canonical_dim(dim1, ndim)
    )


def swapaxes(input: Tensor, axis0: int, axis1: int) -> Tensor:
    """Exchanges two dims; a view. See :func:`torch.swapaxes`."""
    return transpose(input, axis0, axis1)


class T(Op):
    """y = xᵀ for a matrix, so ∂x = ∂yᵀ.

    A primitive because PyTorch's graph shows it apart from Transpose.
    """

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


def matrix_transpose(input: Tensor, name: str = "mT") -> Tensor:
    """Exchanges the last two dims: ``x.mT``."""
    ndim = input._array.ndim
    if ndim == 0:
        _warn_of_number(name)
        return input
    if ndim < 2:
        raise RuntimeError(
            f"tensor.{name} is only supported on matrices or batches of "
            f"matrices. Got {ndim}-D tensor."
        )
    return transpose(input, -2, -1)


def conjugate_transpose(input: Tensor) -> Tensor:
    """Does the same (and conjugates, were they complex): ``x.mH``."""
    return matrix_transpose(input, "mH")


def _warn_of_number(name: str) -> None:
    """Warns that a tensor without dims has nothing to exchange."""
    advice = (
        "Consider using x.conj()."
        if "H" in name
        else "This function is the identity in these cases."
    )
    warnings.warn(
        f"Tensor.{name} is deprecated on 0-D tensors. {advice}", stacklevel=3
    )


def adjoint(input: Tensor) -> Tensor:
    """Exchanges the last two dims (and conjugates, were they complex).

    See :func:`torch.adjoint`.
    """
    if input._array.ndim < 2:
        raise RuntimeError(
            "tensor.adjoint() is only supported on matrices or batches of "
            f"matrices. Got {input._array.ndim}-D tensor."
        )
    return transpose(input, -2, -1)


def hermitian(input: Tensor) -> Tensor:
    """Transposes a matrix (and conjugates, were it complex): ``x.H``."""
    ndim = input._array.ndim
    if ndim == 0:
        _warn_of_number("H")
        return input
    if ndim != 2:
        batches = (
            " For batches of matrices, consider using tensor.mH"
            if ndim > 2
            else ""
        )
        raise RuntimeError(
            "tensor.H is only supported on matrices (2-D tensors). Got "
            f"{ndim}-D tensor.{batches}"
        )
    return transpose(input, 0, -1)


def reverse_dims(input: Tensor) -> Tensor:
    """Reverses the order of the dims: ``x.T``."""
    ndim = input._array.ndim
    if ndim == 0:
        _warn_of_number("T")
    elif ndim != 2:
        warnings.warn(
            "The use of `x.T` on tensors of dimension other than 2 to reverse "
            "their shape is deprecated and it will throw an error in a future "
            "release. Consider `x.mT` to transpose batches of matrices or "
            "`x.permute(*torch.arange(x.ndim - 1, -1, -1))` to reverse the "
            "dimensions of a tensor.",
            stacklevel=2,
        )
    return Permute.apply(input, tuple(range(ndim))[::-1])
