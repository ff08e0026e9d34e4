"""Losses with a margin: right answers are to win, and by how much.

Some compare the scores of classes, some compare pairs of examples: whether
two belong together, or which of two is closer. Most are made of other
operations; ``clamp_min(…, 0)`` lets those go that are good enough.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .._tensor import Tensor
from ..autograd.function import Op
from .activation_smooth import logsigmoid
from .bounds import clamp_min, minimum
from .distances import pairwise_distance
from .logistic import Sigmoid
from .loss import reduce_array, reduce_losses, reduction_of, spread
from .operands import broadcast_error, operands
from .powers import sqrt
from .sums import sum
from .where import where

# ---------------------------------------------------------------------------
# Pairs of examples
# ---------------------------------------------------------------------------


def hinge_embedding_loss(
    input: Tensor,
    target: Tensor,
    margin: float = 1.0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Wants distances to be small, or larger than a margin.

    Args:
        input: distances x.
        target: 1, and the loss is x; or -1, and it is max(0, margin - x).
        margin: how large is large enough.
        size_average: deprecated, see ``reduction``.
        reduce: deprecated, see ``reduction``.
        reduction: ``"mean"``, ``"sum"`` or ``"none"``.

    See :func:`torch.nn.functional.hinge_embedding_loss`.
    """
    reduction = reduction_of(reduction, size_average, reduce)
    x: Any = input
    small: Any = where(target != 1, clamp_min(margin - x, 0), 0.0)
    losses = small + where(target != -1, x, 0.0)
    return reduce_losses(losses, reduction)


def margin_ranking_loss(
    input1: Tensor,
    input2: Tensor,
    target: Tensor,
    margin: float = 0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Wants one of two numbers to be larger: max(0, -t (x1 - x2) + margin).

    ``target`` is 1 where the first is to be larger, and -1 elsewhere.
    See :func:`torch.nn.functional.margin_ranking_loss`.
    """
    reduction = reduction_of(reduction, size_average, reduce)
    if not input1.ndim == input2.ndim == target.ndim:
        raise RuntimeError(
            "margin_ranking_loss : All input tensors should have same "
            f"dimension but got sizes: input1: {input1.shape!r}, input2: "
            f"{input2.shape!r}, target: {target.shape!r} "
        )
    x1: Any = input1
    losses = clamp_min(-target * (x1 - input2) + margin, 0)
    return reduce_losses(losses, reduction)


def cosine_embedding_loss(
    input1: Tensor,
    input2: Tensor,
    target: Tensor,
    margin: float = 0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Wants vectors to point in one direction, or in different ones.

    Args:
        input1: ``(N, D)`` or ``(D,)``.
        input2: the same.
        target: 1, and the loss is 1 - cos; or -1, and it is
            max(0, cos - margin). ``(N,)`` or ``()``.
        margin: how small a cosine is small enough.
        size_average: deprecated, see ``reduction``.
        reduce: deprecated, see ``reduction``.
        reduction: ``"mean"``, ``"sum"`` or ``"none"``.

    See :func:`torch.nn.functional.cosine_embedding_loss`.
    """
    reduction = reduction_of(reduction, size_average, reduce)
    dim = target.ndim
    if dim > 1:
        raise RuntimeError(
            "0D or 1D target tensor expected, multi-target not supported"
        )
    if not input1.ndim == input2.ndim == dim + 1:
        raise RuntimeError(
            f"{dim}D target tensor expects {dim + 1}D input tensors, but found "
            f"inputs with sizes {list(input1.shape)} and {list(input2.shape)}."
        )
    x1: Any = input1
    x2: Any = input2
    product: Any = sum(x1 * x2, dim)
    # The small number keeps the root's derivative finite at 0.
    squares = (sum(x1 * x1, dim) + 1e-12) * (sum(x2 * x2, dim) + 1e-12)
    cosine = product / sqrt(squares)
    together: Any = where(target == 1, 1 - cosine, 0.0)
    losses = together + where(target == -1, clamp_min(cosine - margin, 0), 0.0)
    return reduce_losses(losses, reduction)


def triplet_margin_loss(
    anchor: Tensor,
    positive: Tensor,
    negative: Tensor,
    margin: float = 1.0,
    p: float = 2,
    eps: float = 1e-6,
    swap: bool = False,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Wants an anchor to be closer to a positive than to a negative example.

    Args:
        anchor: ``(N, D)`` or ``(D,)``.
        positive: the same.
        negative: the same.
        margin: by how much it is to be closer.
        p: the norm of the distance.
        eps: added to the differences, because the norm has a corner at 0.
        swap: take the positive's distance to the negative, if it is smaller.
        size_average: deprecated, see ``reduction``.
        reduce: deprecated, see ``reduction``.
        reduction: ``"mean"``, ``"sum"`` or ``"none"``.

    See :func:`torch.nn.functional.triplet_margin_loss`; Balntas et al.
    (2016), https://doi.org/10.5244/C.30.119.
    """
    reduction = reduction_of(reduction, size_average, reduce)

    def distance(x: Tensor, y: Tensor) -> Tensor:
        return pairwise_distance(x, y, p, eps)

    return _triplet_loss(
        anchor, positive, negative, distance, margin, swap, reduction
    )


def triplet_margin_with_distance_loss(
    anchor: Tensor,
    positive: Tensor,
    negative: Tensor,
    *,
    distance_function: Callable | None = None,
    margin: float = 1.0,
    swap: bool = False,
    reduction: str = "mean",
) -> Tensor:
    """Computes :func:`triplet_margin_loss` with a distance of your own.

    See :func:`torch.nn.functional.triplet_margin_with_distance_loss`.
    """
    reduction = reduction_of(reduction, None, None)
    distance = distance_function or pairwise_distance
    return _triplet_loss(
        anchor, positive, negative, distance, margin, swap, reduction
    )


def _triplet_loss(
    anchor: Tensor,
    positive: Tensor,
    negative: Tensor,
    distance: Callable,
    margin: float,
    swap: bool,
    reduction: str,
) -> Tensor:
    if margin <= 0:
        raise ValueError(f"margin must be greater than 0, got {margin}")
    if not anchor.ndim == positive.ndim == negative.ndim:
        raise RuntimeError(
            "The anchor, positive, and negative tensors are expected to have "
            f"the same number of dimensions, but got: anchor {anchor.ndim}D, "
            f"positive {positive.ndim}D, and negative {negative.ndim}D inputs"
        )
    near = distance(anchor, positive)
    far = distance(anchor, negative)
    if swap:
        far = minimum(far, distance(positive, negative))
    return reduce_losses(clamp_min(margin + near - far, 0), reduction)


# ---------------------------------------------------------------------------
# Scores of two classes
# ---------------------------------------------------------------------------


class SoftMarginLoss(Op):
    """ℓ = log(1 + exp(−t·x)), so ∂x = −∂ℓ·t·σ(−t·x) and ∂t = −∂ℓ·x·σ(−t·x).

    A primitive because PyTorch's graph shows it, and its mean, as one node.
    """

    inputs = 1

    @staticmethod
    def forward(ctx: Any, x: Tensor, t: Tensor, reduction: str) -> Tensor:
        ctx.save_for_backward(x, t)
        losses = np.log1p(np.exp(-t._array * x._array))
        ctx.reduction, ctx.count = reduction, losses.size
        return reduce_array(losses, reduction)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, t = ctx.saved_tensors
        share = spread(grad, ctx.reduction, ctx.count)
        slope = -share * Sigmoid.of(-t * x)
        need_x, need_t = ctx.edges[:2]
        return (
            slope * t if need_x else None,
            slope * x if need_t else None,
            None,
        )


def soft_margin_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Computes log(1 + exp(-t x)) for targets t of 1 and -1.

    See :func:`torch.nn.functional.soft_margin_loss`.
    """
    reduction = reduction_of(reduction, size_average, reduce)
    if target.requires_grad:
        raise RuntimeError(
            "The function 'soft_margin_loss' is not differentiable with "
            "respect to argument 'target'. This input cannot have "
            "requires_grad True."
        )
    x, t = operands("soft_margin_loss", input, target)
    try:
        return SoftMarginLoss.apply(x, t, reduction)
    except ValueError:
        raise broadcast_error(x, t) from None


def multilabel_soft_margin_loss(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Computes the binary cross-entropy of each class, averaged over them.

    Args:
        input: logits, ``(N, C)``.
        target: for each class 1 or 0.
        weight: how much each class counts.
        size_average: deprecated, see ``reduction``.
        reduce: deprecated, see ``reduction``.
        reduction: ``"mean"``, ``"sum"`` or ``"none"``.

    See :func:`torch.nn.functional.multilabel_soft_margin_loss`.
    """
    if size_average is not None or reduce is not None:
        reduction = reduction_of(reduction, size_average, reduce)
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"{reduction} is not valid")
    x: Any = input
    t: Any = target
    losses = -(t * logsigmoid(x) + (1 - t) * logsigmoid(-x))
    if weight is not None:
        losses = losses * weight
    per_example: Any = sum(losses, input.ndim - 1)
    return reduce_losses(per_example / input.shape[-1], reduction)
