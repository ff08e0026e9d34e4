"""Embedding bags: the sum, the mean or the maximum of several embeddings.

It is ``embedding`` and a reduction in one, without the embeddings in between.
A text, for instance, becomes one vector: the mean of those of its words.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from ..autograd.grad_mode import mode
from .embedding import AddRows, Embedding, shorten
from .operands import without_derivative
from .picking import IndexAccumulate
from .where import masked

# ---------------------------------------------------------------------------
# Sums and means
# ---------------------------------------------------------------------------


class EmbeddingBag(Op):
    """y_b = Σ fᵢ·sᵢ·row tᵢ of W, over all i in bag b, so ∂W adds up ∂y_b·fᵢ·sᵢ
    in row tᵢ, and ∂sᵢ = fᵢ·∂y_b·row tᵢ of W.

    The factor f divides for a mean, and is 0 for padding; s are given weights.
    ``counts``, if given, divides a row's gradient by how often it occurs.

    A primitive because the rows that it sums need not be kept.
    """

    inputs = 2

    @staticmethod
    def forward(
        ctx: Any,
        weight: Tensor,
        s: Tensor | None,
        indices: Tensor,
        bags: Tensor,
        factors: Tensor,
        counts: Tensor | None,
        number: int,
    ) -> Tensor:
        ctx.save_for_backward(weight, s, factors)
        ctx.indices, ctx.bags, ctx.counts = indices, bags, counts
        rows = weight._array[indices._array] * factors._array
        if s is not None:
            rows *= s._array[:, None]
        y = np.zeros((number, rows.shape[1]), rows.dtype)
        np.add.at(y, bags._array, rows)
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        weight, s, factors = ctx.saved_tensors
        need_weight, need_s = ctx.edges[:2]
        rows = Embedding.of(grad, ctx.bags, None) * factors  # ∂y of its bag
        grad_weight = grad_s = None
        if need_s:
            picked = Embedding.of(weight, ctx.indices, None)
            grad_s = (rows * picked).sum((1,))
            if mode.enabled:
                grad_s = EmbeddingBagGradientOfS.apply(grad_s, weight, grad)
        if need_weight:
            if s is not None:
                rows = rows * s.reshape((-1, 1))
            count = weight.shape[0]
            grad_weight = AddRows.of(rows, ctx.indices, ctx.counts, count)
        return grad_weight, grad_s, None, None, None, None, None


_per_sample = without_derivative("_embedding_bag_per_sample_weights_backward")


class EmbeddingBagGradientOfS(_per_sample):  # type: ignore[misc, valid-type]
    """g = the ∂s of EmbeddingBag, so its own ∂ is refused, as in PyTorch.

    A primitive because its whole purpose is to refuse.
    """


class EmbeddingBagMax(Op):
    """y[b, c] = the largest W[tᵢ, c] of bag b, 0 if none, so that element gets
    ∂y.

    A primitive because the rows that it compares need not be kept.
    """

    inputs = 1

    @staticmethod
    def forward(
        ctx: Any, weight: Tensor, places: Tensor, filled: Tensor
    ) -> Tensor:
        ctx.save_for_backward(filled)
        ctx.shape, ctx.index = weight._array.shape, (places._array,)
        y = weight._array.reshape(-1)[places._array]
        return wrap(np.where(filled._array, y, y.dtype.type(0)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (filled,) = ctx.saved_tensors
        size = ctx.shape[0] * ctx.shape[1]
        share = masked(grad, filled)
        flat = IndexAccumulate.of(share, (size,), ctx.index)
        return flat.reshape(ctx.shape), None, None

    def name(self) -> str:
        return "EmbeddingBagBackward0"


def _largest(
    weight: np.ndarray, indices: np.ndarray, bags: np.ndarray, number: int
) -> tuple[np.ndarray, np.ndarray]:
    """Finds where in the table each bag's largest elements are, if any."""
    columns = weight.shape[1]
    places = np.zeros((number, columns), np.int64)
    filled = np.zeros((number, columns), bool)
    for bag in np.unique(bags):
        rows = indices[bags == bag]
        best = rows[weight[rows].argmax(0)]
        places[bag] = best * columns + np.arange(columns)
        filled[bag] = True
    return places, filled


# ---------------------------------------------------------------------------
# The function
# ---------------------------------------------------------------------------


def embedding_bag(
    input: Tensor,
    weight: Tensor,
    offsets: Tensor | None = None,
    max_norm: float | None = None,
    norm_type: float = 2,
    scale_grad_by_freq: bool = False,
    mode: str = "mean",
    sparse: bool = False,
    per_sample_weights: Tensor | None = None,
    include_last_offset: bool = False,
    padding_idx: int | None = None,
) -> Tensor:
    """Looks up rows of a table and reduces them bag by bag.

    Args:
        input: the numbers of the rows: ``(B, n)`` for B bags of n; or all
            one after the other, and ``offsets`` says where each bag begins.
        weight: the table, ``(rows, row length)``.
        offsets: where each bag begins.
        max_norm: rows longer than this are first shortened, in place.
        norm_type: which norm that is.
        scale_grad_by_freq: divide a row's gradient by how often it occurs.
        mode: ``"sum"``, ``"mean"`` or ``"max"``.
        sparse: not supported; gradients are dense.
        per_sample_weights: what to multiply each row by, for a sum.
        include_last_offset: whether the last offset is the end of all bags.
        padding_idx: a row that does not count.

    See :func:`torch.nn.functional.embedding_bag`.
    """
    s = per_sample_weights
    _check_arguments(input, weight, offsets, mode, s, scale_grad_by_freq)
    if sparse:
        raise NotImplementedError(
            "sparse gradients are not supported: leave out sparse=True"
        )
    indices = input._array.reshape(-1)
    if offsets is None:
        starts = np.arange(0, indices.size, max(input.shape[1], 1))
    else:
        starts = offsets._array[: -1 if include_last_offset else None]
    _check_numbers(indices, offsets, weight, input, padding_idx)
    if max_norm is not None:
        shorten(weight, input, max_norm, norm_type)
    bags = np.searchsorted(starts, np.arange(indices.size), "right") - 1
    counted = np.ones(indices.size, bool)
    if padding_idx is not None:
        counted = indices != padding_idx % weight.shape[0]
    if mode == "max":
        i, b = indices[counted], bags[counted]
        found = _largest(weight._array, i, b, len(starts))
        return EmbeddingBagMax.apply(weight, *(wrap(x) for x in found))
    factors = counted.astype(weight._array.dtype)
    if mode == "mean":
        sizes = np.bincount(bags[counted], minlength=len(starts))
        factors /= np.maximum(sizes, 1)[bags]
    counts = None
    if scale_grad_by_freq:
        often = np.bincount(indices, minlength=weight.shape[0])[indices]
        counts = wrap((1 / often).astype(factors.dtype)[:, None])
    return EmbeddingBag.apply(
        weight,
        None if s is None else s.reshape(-1),
        wrap(indices),
        wrap(bags),
        wrap(factors[:, None]),
        counts,
        len(starts),
    )


def _check_arguments(
    input: Tensor,
    weight: Tensor,
    offsets: Tensor | None,
    mode: str,
    s: Tensor | None,
    scale_grad_by_freq: bool,
) -> None:
    if s is not None and s.shape != input.shape:
        raise ValueError(
            f"embedding_bag: If per_sample_weights ({s.shape}) is not None, "
            f"then it must have the same shape as the input ({input.shape})"
        )
    if weight.ndim != 2:
        raise ValueError(
            f"weight has to be a 2D Tensor, but got Tensor of dimension "
            f"{weight.ndim}"
        )
    if input.ndim == 2 and offsets is not None:
        raise ValueError(
            "if input is 2D, then offsets has to be None, as input is treated "
            "is a mini-batch of fixed length sequences. However, found "
            f"offsets of type {type(offsets)}"
        )
    if input.ndim not in (1, 2):
        raise ValueError(
            "input has to be 1D or 2D Tensor, but got Tensor of dimension "
            f"{input.ndim}"
        )
    if input.ndim == 1 and offsets is None:
        raise ValueError("offsets has to be a 1D Tensor but got None")
    if offsets is not None and offsets.ndim != 1:
        raise ValueError("offsets has to be a 1D Tensor")
    if mode not in ("sum", "mean", "max"):
        raise ValueError("mode has to be one of sum, mean or max")
    if mode == "max" and scale_grad_by_freq:
        raise ValueError(
            "max mode does not support scaling the gradient by the frequency"
        )
    if s is not None and mode != "sum":
        raise NotImplementedError(
            "embedding_bag: per_sample_weights was not None. "
            "per_sample_weights is only supported for mode='sum' (got "
            f"mode='{mode}'). Please open a feature request on GitHub."
        )
    if s is not None and s._array.dtype != weight._array.dtype:
        one, other = (f"torch.{x.dtype.kind}Tensor" for x in (weight, s))
        raise RuntimeError(
            "Expected tensor for argument #1 'weight' to have the same type "
            f"as tensor for argument #1 'per_sample_weights'; but type {one} "
            f"does not equal {other} (while checking arguments for "
            "embedding_bag)"
        )


def _check_numbers(
    indices: np.ndarray,
    offsets: Tensor | None,
    weight: Tensor,
    input: Tensor,
    padding_idx: int | None,
) -> None:
    rows = weight.shape[0]
    if input.dtype.name not in ("int64", "int32"):
        raise RuntimeError(
            "Expected tensor for argument #1 'indices' to have one of the "
            "following scalar types: Long, Int; but got "
            f"torch.{input.dtype.kind}Tensor instead (while checking arguments "
            "for embedding_bag)"
        )
    if padding_idx is not None and not -rows <= padding_idx < rows:
        raise RuntimeError(
            "padding_idx must be within the number of embeddings, "
            f"{-rows} through {rows - 1}, but got {padding_idx}"
        )
    wrong = (indices < 0) | (indices >= rows)
    if wrong.any():
        first = int(wrong.argmax())
        raise RuntimeError(
            f"Index {first} of input takes value {indices[first]} which is "
            f"not in the valid range [0, {rows})"
        )
    if offsets is None or offsets._array.size == 0:
        return
    first, last = offsets._array[[0, -1]]
    if first != 0:
        raise RuntimeError(
            "offsets[0] has to be 0, i.e., the first sequence in the "
            f"mini-batch has to start from position 0. However, got {first}"
        )
    if last > indices.size:
        raise RuntimeError(
            "offsets[-1] can not be greater than input's length "
            f"{indices.size} but got offsets[-1] of {last}"
        )
