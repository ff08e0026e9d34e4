"""Softmax and its logarithm: from any numbers to probabilities.

Both first subtract the largest element of each row. That changes nothing in
exact arithmetic, and keeps exp from overflowing.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from .. import _dtype
from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .dims import canonical_dim
from .exponential import Exp
from .operands import cast, widened


def largest_along(x: np.ndarray, dim: int) -> np.ndarray:
    """Computes ``x.max(dim, keepdims=True)``, faster for many short rows.

    NumPy handles rows one by one, which costs more than the comparisons do.
    Folding neighbours halves all rows at once.
    """
    n = x.shape[dim]
    if dim != x.ndim - 1 or n > 32 or x.size < 128 * n:
        return np.maximum.reduce(x, dim, keepdims=True)
    while n > 1:
        folded = np.maximum(x[..., 0 : n - 1 : 2], x[..., 1::2])
        if n % 2:  # one is left over
            np.maximum(folded[..., -1], x[..., -1], out=folded[..., -1])
        x = folded
        n = x.shape[-1]
    return x


class Softmax(Op):
    """yᵢ = exp xᵢ / Σ exp xⱼ, so ∂xᵢ = yᵢ·(∂yᵢ − Σ ∂yⱼ·yⱼ).

    A primitive because exp xᵢ overflows, unless all are reduced by the largest
    x; and ∂x needs y alone.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, dim: int) -> Tensor:
        numbers = widened(x._array)
        y = np.exp(numbers - largest_along(numbers, dim))
        y /= np.add.reduce(y, dim, keepdims=True)
        result = wrap(y.astype(x._array.dtype, copy=False))
        ctx.save_for_backward(result)
        ctx.dim = dim
        return result

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (y,) = ctx.saved_tensors
        product = grad * y
        return product - y * _sum_along(product, ctx.dim), None


class LogSoftmax(Op):
    """yᵢ = xᵢ − log Σ exp xⱼ, so ∂xᵢ = ∂yᵢ − exp yᵢ·Σ ∂yⱼ.

    A primitive because log yᵢ is −∞ where softmax has rounded yᵢ to 0.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, dim: int) -> Tensor:
        numbers = widened(x._array)
        y = numbers - largest_along(numbers, dim)
        # PyTorch rounds the sum to the dtype of x; only float16 shows it.
        total = np.add.reduce(np.exp(y), dim, keepdims=True)
        y -= np.log(total.astype(x._array.dtype, copy=False))
        result = wrap(y.astype(x._array.dtype, copy=False))
        ctx.save_for_backward(result)
        ctx.dim = dim
        return result

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (y,) = ctx.saved_tensors
        return grad - Exp.of(y) * _sum_along(grad, ctx.dim), None


def _sum_along(x: Any, dim: int) -> Any:
    """Sums along a dim that stays, with size 1."""
    shape = x.shape
    return x.sum((dim,)).reshape((*shape[:dim], 1, *shape[dim + 1 :]))


def softmax(
    input: Tensor,
    dim: int | None = None,
    _stacklevel: int = 3,
    dtype: _dtype.dtype | None = None,
) -> Tensor:
    """Turns numbers into positive ones that add up to 1 along ``dim``.

    Args:
        input: the numbers, also called logits.
        dim: along which to add up.
        dtype: if given, the input is converted to it first.

    See :func:`torch.nn.functional.softmax`.

    >>> softmax(Tensor([0, 0]), dim=0)
    tensor([0.5000, 0.5000])
    """
    if dim is None:
        dim = _implicit_dim("softmax", input.ndim, _stacklevel)
    return _along(Softmax, "softmax", input, dim, dtype)


def softmin(
    input: Tensor,
    dim: int | None = None,
    _stacklevel: int = 3,
    dtype: _dtype.dtype | None = None,
) -> Tensor:
    """Computes the softmax of ``-input``.

    See :func:`torch.nn.functional.softmin`.
    """
    if dim is None:
        dim = _implicit_dim("softmin", input.ndim, _stacklevel)
    return _along(Softmax, "softmax", -input, dim, dtype)


def log_softmax(
    input: Tensor,
    dim: int | None = None,
    _stacklevel: int = 3,
    dtype: _dtype.dtype | None = None,
) -> Tensor:
    """Computes the logarithm of the softmax, exactly where it is tiny.

    See :func:`torch.nn.functional.log_softmax`.
    """
    if dim is None:
        dim = _implicit_dim("log_softmax", input.ndim, _stacklevel)
    return _along(LogSoftmax, "log_softmax", input, dim, dtype)


def _along(
    op: type[Op],
    name: str,
    input: Tensor,
    dim: int,
    dtype: _dtype.dtype | None,
) -> Tensor:
    if dtype is not None:
        input = cast(input, dtype)
    dim = canonical_dim(dim, input.ndim)
    if input._array.dtype.kind != "f":
        which = "_lastdim" if dim == max(input.ndim - 1, 0) else ""
        raise NotImplementedError(
            f'"{name}{which}_kernel_impl" not implemented for '
            f"'{input.dtype.kind}'\nConvert the input first: input.float()."
        )
    if input.ndim == 0:
        return op.apply(input.reshape(1), 0).reshape(())
    if input._array.size == 0:
        return input.clone()
    return op.apply(input, dim)


def _implicit_dim(name: str, ndim: int, stacklevel: int) -> int:
    warnings.warn(
        f"Implicit dimension choice for {name} has been deprecated. Change the "
        "call to include dim=X as an argument.",
        stacklevel=stacklevel,
    )
    return 0 if ndim in (0, 1, 3) else 1
