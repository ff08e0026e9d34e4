"""Embedding: rows of a table, picked by number; and one-hot vectors.

Picking row i is the product of the one-hot vector of i with the table, done
without the zeros.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._dtype import int64
from .._tensor import Tensor, wrap
from ..autograd.function import Op
from ..autograd.grad_mode import mode, no_grad


class Embedding(Op):
    """yᵢ = row tᵢ of W, so ∂W adds up ∂yᵢ·f in row tᵢ; f is 1 or as asked.

    A primitive because Index knows neither padding nor the scale f.
    """

    inputs = 1

    @staticmethod
    def forward(
        ctx: Any, weight: Tensor, indices: Tensor, factors: Tensor | None
    ) -> Tensor:
        ctx.rows = weight._array.shape[0]
        ctx.indices, ctx.factors = indices, factors
        return wrap(weight._array[indices._array])

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        grad_weight = AddRows.of(grad, ctx.indices, ctx.factors, ctx.rows)
        return grad_weight, None, None


class AddRows(Op):
    """W = zeros with vᵢ·f added in row tᵢ, so ∂vᵢ = f·row tᵢ of ∂W."""

    @staticmethod
    def forward(
        ctx: Any, v: Tensor, indices: Tensor, factors: Any, rows: int
    ) -> Tensor:
        ctx.indices, ctx.factors = indices, factors
        values = v._array
        if factors is not None:
            values = values * factors._array
        length = values.shape[-1]
        weight = np.zeros((rows, length), values.dtype)
        # A row may occur several times; add.at is fast on one dimension.
        places = indices._array[..., None] * length + np.arange(length)
        np.add.at(weight.reshape(-1), places.ravel(), values.ravel())
        return wrap(weight)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        rows, f = Embedding.of(grad, ctx.indices, None), ctx.factors
        if f is not None:
            rows = rows * (f if mode.enabled else f._array)
        return rows, None, None, None


def embedding(
    input: Tensor,
    weight: Tensor,
    padding_idx: int | None = None,
    max_norm: float | None = None,
    norm_type: float = 2.0,
    scale_grad_by_freq: bool = False,
    sparse: bool = False,
) -> Tensor:
    """Looks up rows of a table.

    Args:
        input: the numbers of the rows, of any shape.
        weight: the table, ``(rows, row length)``.
        padding_idx: a row that gets no gradient.
        max_norm: rows longer than this are first shortened, in place.
        norm_type: which norm that is.
        scale_grad_by_freq: divide a row's gradient by how often it occurs.
        sparse: not supported; gradients are dense.

    See :func:`torch.nn.functional.embedding`.
    """
    if sparse:
        raise NotImplementedError(
            "sparse gradients are not supported: leave out sparse=True"
        )
    if not isinstance(input, Tensor):
        raise TypeError(
            "embedding(): argument 'indices' (position 2) must be Tensor, not "
            f"{type(input).__name__}"
        )
    rows = weight.shape[0]
    if padding_idx is not None:
        if not -rows <= padding_idx < rows:
            raise AssertionError("Padding_idx must be within num_embeddings")
        padding_idx %= rows
    _check_indices(input, weight)
    if max_norm is not None:
        shorten(weight, input, max_norm, norm_type)
    factors = _factors(input, weight, padding_idx, scale_grad_by_freq)
    return Embedding.apply(weight, input, factors)


def _check_indices(input: Tensor, weight: Tensor) -> None:
    if weight.ndim != 2:
        raise RuntimeError("'weight' must be 2-D")
    if input.dtype.name not in ("int64", "int32"):
        kind = f"torch.{input.dtype.kind}Tensor"
        if input.dtype.name == "bool":
            kind = "CPUBoolType"
        raise RuntimeError(
            "Expected tensor for argument #1 'indices' to have one of the "
            "following scalar types: Long, Int; but got "
            f"{kind} instead (while checking arguments "
            "for embedding)"
        )
    i = input._array
    if i.size and (i.min() < 0 or i.max() >= weight.shape[0]):
        raise IndexError(
            "index out of range in self\n"
            f"The table has {weight.shape[0]} rows; the indices go from "
            f"{i.min()} to {i.max()}."
        )


def _factors(
    input: Tensor, weight: Tensor, padding_idx: int | None, by_frequency: bool
) -> Tensor | None:
    """Gives what each picked row's gradient is multiplied by, if not 1."""
    if padding_idx is None and not by_frequency:
        return None
    i = input._array
    factors = np.ones(i.shape, weight._array.dtype)
    if by_frequency:
        factors /= np.bincount(i.ravel(), minlength=weight.shape[0])[i]
    if padding_idx is not None:
        factors[i == padding_idx] = 0
    return wrap(factors[..., None])


def shorten(
    weight: Tensor, input: Tensor, max_norm: float, norm_type: float
) -> None:
    """Shortens the rows that are used, in place, if they are too long."""
    used = np.unique(input._array)
    rows = weight._array[used]
    norms = np.linalg.norm(rows, norm_type, axis=1)
    long = norms > max_norm
    if long.any():
        scale = max_norm / (norms[long] + 1e-7)
        with no_grad():
            weight._array[used[long]] *= scale[:, None]
            weight._bump()


def one_hot(tensor: Tensor, num_classes: int = -1) -> Tensor:
    """Turns class numbers into vectors of zeros with one 1.

    See :func:`torch.nn.functional.one_hot`.

    >>> from teachtorch import tensor
    >>> one_hot(tensor([0, 2]))
    tensor([[1, 0, 0],
            [0, 0, 1]])
    """
    if tensor.dtype is not int64:
        raise RuntimeError(
            "one_hot is only applicable to index tensor of type LongTensor."
        )
    i = tensor._array
    if i.size == 0 and num_classes <= 0:
        raise RuntimeError(
            "Can not infer total number of classes from empty tensor."
        )
    if i.size and i.min() < 0:
        raise RuntimeError("Class values must be non-negative.")
    if num_classes == -1:
        num_classes = int(i.max()) + 1
    elif i.size and i.max() >= num_classes:
        raise RuntimeError("Class values must be smaller than num_classes.")
    return wrap((i[..., None] == np.arange(num_classes)).astype(np.int64))
