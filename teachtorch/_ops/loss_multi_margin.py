"""Margin losses on classes: the right scores exceed the wrong ones by 1.

``multi_margin_loss`` has one right class for each example, and is what a
support vector machine minimises; ``multilabel_margin_loss`` may have several.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from ..autograd.grad_mode import mode
from .loss import reduce_array, reduction_of, spread
from .operands import without_derivative
from .where import masked


class MultiMarginLoss(Op):
    """ℓ = Σᵢ s·zᵢᵖ with zᵢ = max(0, m − x_t + xᵢ) for all classes i but t, so
    ∂xᵢ = ∂ℓ·s·p·zᵢᵖ⁻¹ where zᵢ > 0, and ∂x_t is minus their sum.

    The scale s is the right class's weight, by the number of classes.

    A primitive because PyTorch's graph shows it, and its mean, as one node.
    """

    inputs = 1

    @staticmethod
    def forward(
        ctx: Any,
        x: Tensor,
        right: Tensor,
        scale: Tensor,
        p: int,
        margin: float,
        reduction: str,
    ) -> Tensor:
        ctx.save_for_backward(x, right, scale)
        ctx.p, ctx.margin = p, margin
        ctx.reduction, ctx.count = reduction, len(x._array)
        z = _excess(x._array, right._array, margin)
        losses = (z**p).sum(1) * scale._array
        return reduce_array(losses, reduction)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, right, scale = ctx.saved_tensors
        share = spread(grad, ctx.reduction, ctx.count) * scale
        z = _excess(x, right, ctx.margin)
        slope = masked(2 * z if ctx.p == 2 else z * 0 + 1, z > 0)
        slope = slope * share.reshape((-1, 1))
        grad_x = slope - right * slope.sum((1,)).reshape((-1, 1))
        if mode.enabled:
            grad_x = MultiMarginLossGradient.apply(grad_x, x, grad)
        return grad_x, None, None, None, None, None


class MultiMarginLossGradient(
    without_derivative("multi_margin_loss_backward")  # type: ignore[misc]
):
    """g = the ∂x of MultiMarginLoss, so its own ∂ is refused, as in PyTorch.

    A primitive because its whole purpose is to refuse.
    """


class MultilabelMarginLossGradient(
    without_derivative("multilabel_margin_loss_backward")  # type: ignore[misc]
):
    """g = the ∂x of MultilabelMarginLoss, so its own ∂ is refused, as in
    PyTorch.

    A primitive because its whole purpose is to refuse.
    """


def _excess(x: Any, right: Any, margin: float) -> Any:
    """Gives how far each wrong score is from being small enough."""
    score = (x * right).sum((1,)).reshape((-1, 1))
    return ((x - score + margin) * (1 - right)).clip(0, None)


def multi_margin_loss(
    input: Tensor,
    target: Tensor,
    p: int = 1,
    margin: float = 1.0,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Wants the right class's score to exceed all others by a margin.

    Args:
        input: scores, ``(N, C)`` or ``(C,)``.
        target: the number of the right class, ``(N,)`` or ``()``.
        p: the power of what is missing, 1 or 2.
        margin: by how much to exceed.
        weight: how much each class counts.
        size_average: deprecated, see ``reduction``.
        reduce: deprecated, see ``reduction``.
        reduction: ``"mean"``, ``"sum"`` or ``"none"``.

    See :func:`torch.nn.functional.multi_margin_loss`.
    """
    reduction = reduction_of(reduction, size_average, reduce)
    if p not in (1, 2):
        raise ValueError("only p == 1 and p == 2 supported")
    if weight is not None and weight.ndim != 1:
        raise ValueError("weight must be one-dimensional")
    _check_scores(input)
    x = input if input.ndim == 2 else input.reshape(1, -1)
    n, classes = x.shape
    t = target._array.reshape(-1)
    if target.ndim > 1 or t.size != n:
        raise RuntimeError(
            "multi_margin_loss: target tensor should be 1-D with size equal "
            "to the number of input samples (batch size). Expected target "
            f"size [{n}], but got {list(target.shape)}. Input has shape "
            f"{list(input.shape)}."
        )
    _require_long(target)
    if weight is not None and weight.shape != (classes,):
        raise RuntimeError(
            f"inconsistent weight size, expected {classes} but got "
            f"{list(weight.shape)}"
        )
    if t.size and (t.min() < 0 or t.max() >= classes):
        raise RuntimeError("target out of range")
    dtype = x._array.dtype
    right = (t[:, None] == np.arange(classes)).astype(dtype)
    scale = np.full(n, 1 / classes, dtype)
    if weight is not None:
        scale *= weight._array[t]
    y = MultiMarginLoss.apply(x, wrap(right), wrap(scale), p, margin, reduction)
    return y.reshape(()) if y.ndim and target.ndim == 0 else y


class MultilabelMarginLoss(Op):
    """ℓ = Σ w[j, i]·max(0, 1 − xⱼ + xᵢ) over right classes j, wrong ones i, so
    where that is above 0, ∂xᵢ gets ∂ℓ·w and ∂xⱼ gets −∂ℓ·w.

    A primitive because PyTorch's graph shows it, and its mean, as one node.
    """

    inputs = 1

    @staticmethod
    def forward(ctx: Any, x: Tensor, w: Tensor, reduction: str) -> Tensor:
        ctx.save_for_backward(x, w)
        a = np.atleast_2d(x._array)
        ctx.reduction, ctx.count = reduction, len(a)
        excess = np.maximum(1 - a[:, :, None] + a[:, None, :], 0)
        losses = (excess * w._array).sum((1, 2))
        if x._array.ndim == 1:
            losses = losses.reshape(())
        return reduce_array(losses, reduction)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, w = ctx.saved_tensors
        share = spread(grad, ctx.reduction, ctx.count)
        rows = x.reshape((-1, x.shape[-1]))
        d = rows[:, :, None] - rows[:, None, :]
        slope = masked(w, d < 1) * share.reshape((-1, 1, 1))
        grad_rows = slope.sum((1,)) - slope.sum((2,))
        grad_x = grad_rows.reshape(tuple(x.shape))
        if mode.enabled:
            grad_x = MultilabelMarginLossGradient.apply(grad_x, x, grad)
        return grad_x, None, None


def multilabel_margin_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Wants the scores of all right classes to exceed all others by 1.

    Args:
        input: scores, ``(N, C)`` or ``(C,)``.
        target: the numbers of the right classes, followed by -1 if they are
            not all; of the same shape.
        size_average: deprecated, see ``reduction``.
        reduce: deprecated, see ``reduction``.
        reduction: ``"mean"``, ``"sum"`` or ``"none"``.

    See :func:`torch.nn.functional.multilabel_margin_loss`.
    """
    reduction = reduction_of(reduction, size_average, reduce)
    _check_scores(input)
    if target.shape != input.shape:
        raise RuntimeError(
            f"inconsistent target size: {list(target.shape)} for input of "
            f"size: {list(input.shape)}"
        )
    _require_long(target)
    classes = input.shape[-1]
    n = input.shape[0] if input.ndim == 2 else 1
    t = target._array.reshape(n, classes)
    if t.size and (t.min() < -1 or t.max() >= classes):
        raise RuntimeError("argument #2 'target' is out of range")
    listed = np.logical_and.accumulate(t >= 0, 1)  # up to the first -1
    right = np.zeros((n, classes), input._array.dtype)
    rows = np.broadcast_to(np.arange(n)[:, None], t.shape)
    np.add.at(right, (rows[listed], t[listed]), 1)
    w = right[:, :, None] * (right == 0)[:, None, :] / classes
    return MultilabelMarginLoss.apply(
        input, wrap(w.astype(right.dtype)), reduction
    )


def _check_scores(input: Tensor) -> None:
    if input.ndim not in (1, 2) or input.shape[-1] == 0:
        raise RuntimeError(
            "Expected non-empty vector or matrix with optional 0-dim batch "
            f"size, but got: {list(input.shape)}"
        )


def _require_long(target: Tensor) -> None:
    if target._array.dtype != np.int64:
        raise RuntimeError(
            f"expected scalar type Long but found {target.dtype.kind}"
        )
