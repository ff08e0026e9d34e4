"""Losses on two classes: binary cross-entropy.

The target of each element is 1 or 0, or something between. The input is its
probability, or the logit that a sigmoid makes a probability of; the second is
exact where the sigmoid rounds to 0 or 1.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor
from ..autograd.function import Op
from .activation_smooth import LogSigmoid
from .exponential import Log
from .logistic import Sigmoid
from .loss import reduce_array, reduction_of, spread
from .operands import broadcast_error, cast, operands


class BinaryCrossEntropy(Op):
    """ℓ = −w(t log x + (1 − t) log(1 − x)), so ∂x = ∂ℓ·w(x − t)/(x(1 − x)) and
    ∂t = ∂ℓ·w(log(1 − x) − log x).

    A primitive because 0·log 0 is nan; here no logarithm is below −100.
    """

    inputs = 2

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, t: Tensor, weight: Tensor | None, reduction: str
    ) -> Tensor:
        ctx.save_for_backward(x, t, weight)
        ctx.reduction, ctx.count = reduction, x._array.size
        # log 0 is −∞; as in PyTorch no element's loss exceeds 100.
        log_x = np.maximum(np.log(x._array), -100)
        log_rest = np.maximum(np.log1p(-x._array), -100)
        losses = (t._array - 1) * log_rest - t._array * log_x
        if weight is not None:
            losses = losses * weight._array
        return reduce_array(losses, reduction)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, t, weight = ctx.saved_tensors
        need_x, need_t = ctx.edges[:2]
        share = spread(grad, ctx.reduction, ctx.count)
        if weight is not None:
            share = share * weight
        grad_x = grad_t = None
        if need_x:
            grad_x = share * (x - t) / (x * (1 - x)).clip(1e-12, None)
        if need_t:
            log_x = Log.of(x).clip(-100, None)
            log_rest = Log.of(1 - x).clip(-100, None)
            grad_t = share * (log_rest - log_x)
        return grad_x, grad_t, None, None


def binary_cross_entropy(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Computes the cross-entropy of probabilities against targets 0 to 1.

    Args:
        input: probabilities, as a sigmoid gives them.
        target: what is right, of the same shape.
        weight: how much each element counts.
        size_average: deprecated, see ``reduction``.
        reduce: deprecated, see ``reduction``.
        reduction: ``"mean"``, ``"sum"`` or ``"none"``.

    See :func:`torch.nn.functional.binary_cross_entropy`.
    """
    reduction = reduction_of(reduction, size_average, reduce)
    if target.shape != input.shape:
        raise ValueError(
            f"Using a target size ({target.shape!r}) that is different to the "
            f"input size ({input.shape!r}) is deprecated. Please ensure they "
            "have the same size."
        )
    if target._array.dtype != input._array.dtype:
        raise RuntimeError(
            f"Found dtype {target.dtype.kind} but expected {input.dtype.kind}"
        )
    _check_range(input._array, target._array)
    if weight is not None:
        weight = cast(weight, input.dtype)
    return BinaryCrossEntropy.apply(input, target, weight, reduction)


class BinaryCrossEntropyWithLogits(Op):
    """ℓ = w((1 − t)x − q log σ(x)) with q = 1 + (p − 1)t, so ∂x = ∂ℓ·w(q σ(x) −
    p t) and ∂t = ∂ℓ·w((1 − p) log σ(x) − x).

    That is the loss above for σ(x), with weight p on t.

    A primitive because σ(x) rounds to 0 or 1, whose logarithms are −∞ and 0.
    """

    inputs = 2

    @staticmethod
    def forward(
        ctx: Any,
        x: Tensor,
        t: Tensor,
        weight: Tensor | None,
        positive: Tensor | None,
        reduction: str,
    ) -> Tensor:
        ctx.save_for_backward(x, t, weight, positive)
        ctx.reduction, ctx.count = reduction, x._array.size
        a = x._array
        cost = np.log1p(np.exp(-np.abs(a))) - np.minimum(a, 0)  # −log σ(x)
        if positive is not None:
            cost = cost * (1 + (positive._array - 1) * t._array)
        losses = (1 - t._array) * a + cost
        if weight is not None:
            losses = losses * weight._array
        return reduce_array(losses, reduction)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, t, weight, positive = ctx.saved_tensors
        need_x, need_t = ctx.edges[:2]
        share = spread(grad, ctx.reduction, ctx.count)
        if weight is not None:
            share = share * weight
        p = 1 if positive is None else positive
        grad_x = grad_t = None
        if need_x:
            grad_x = share * ((1 + (p - 1) * t) * Sigmoid.of(x) - p * t)
        if need_t:
            grad_t = share * ((1 - p) * LogSigmoid.of(x) - x)
        return grad_x, grad_t, None, None, None


def _check_range(x: np.ndarray, t: np.ndarray) -> None:
    """Refuses numbers outside of 0 to 1, by the first one that is."""
    wrong_x, wrong_t = (~((0 <= a) & (a <= 1)).ravel() for a in (x, t))
    if not (wrong_x.any() or wrong_t.any()):
        return
    if not wrong_x[(wrong_x | wrong_t).argmax()]:
        raise RuntimeError("all elements of target should be between 0 and 1")
    raise RuntimeError(
        "all elements of input should be between 0 and 1\n"
        "They are to be probabilities: apply sigmoid first, or use "
        "binary_cross_entropy_with_logits on what comes before it."
    )


def _check_broadcast(one: Tensor, other: Tensor) -> None:
    try:
        np.broadcast_shapes(one._array.shape, other._array.shape)
    except ValueError:
        raise broadcast_error(one, other) from None


def binary_cross_entropy_with_logits(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    pos_weight: Tensor | None = None,
) -> Tensor:
    """Computes the cross-entropy of ``sigmoid(input)`` against targets.

    Exact where the sigmoid rounds to 0 or 1, unlike
    :func:`binary_cross_entropy` after a sigmoid.

    Args:
        input: any numbers, also called logits.
        target: what is right, from 0 to 1, of the same shape.
        weight: how much each element counts.
        size_average: deprecated, see ``reduction``.
        reduce: deprecated, see ``reduction``.
        reduction: ``"mean"``, ``"sum"`` or ``"none"``.
        pos_weight: how much positive targets count; may be one per column.

    See :func:`torch.nn.functional.binary_cross_entropy_with_logits`.
    """
    reduction = reduction_of(reduction, size_average, reduce)
    if target.shape != input.shape:
        raise ValueError(
            f"Target size ({target.shape!r}) must be the same as input size "
            f"({input.shape!r})"
        )
    if target._array.dtype.kind != "f":
        raise RuntimeError(
            f"result type {input.dtype.kind} can't be cast to the desired "
            f"output type {target.dtype.kind}\n"
            "The targets must be floating point too: target.float()."
        )
    for before, after in ((pos_weight, target), (input, weight)):
        if before is not None and after is not None:
            _check_broadcast(before, after)
    x, t = operands("binary_cross_entropy_with_logits", input, target)
    weight, pos_weight = (
        w if w is None else cast(w, x.dtype) for w in (weight, pos_weight)
    )
    return BinaryCrossEntropyWithLogits.apply(
        x, t, weight, pos_weight, reduction
    )
