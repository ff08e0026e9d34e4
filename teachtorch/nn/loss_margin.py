"""Loss layers with a margin. The mathematics is in ``_ops/loss_margin.py``."""

from __future__ import annotations

from collections.abc import Callable

from .._tensor import Tensor
from . import functional as F
from .distance import PairwiseDistance
from .loss import _Loss, _WeightedLoss


class HingeEmbeddingLoss(_Loss):
    """Wants distances to be small, or larger than a margin.

    ℓ = x for target 1, max(0, margin − x) for −1. Input and target of the same
    shape. A single number, or with ``reduction="none"`` one per element.

    See :func:`~teachtorch.nn.functional.hinge_embedding_loss`.
    """

    def __init__(
        self,
        margin: float = 1.0,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        self.margin = margin

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return F.hinge_embedding_loss(
            input, target, margin=self.margin, reduction=self.reduction
        )


class MarginRankingLoss(_Loss):
    """Wants one of two numbers to be larger.

    ℓ = max(0, −t·(x₁ − x₂) + margin), with t = 1 if x₁ is to be larger and −1
    if x₂. Two inputs and a target of the same shape. A single number, or with
    ``reduction="none"`` one per pair.

    See :func:`~teachtorch.nn.functional.margin_ranking_loss`.
    """

    def __init__(
        self,
        margin: float = 0.0,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        self.margin = margin

    def forward(self, input1: Tensor, input2: Tensor, target: Tensor) -> Tensor:
        return F.margin_ranking_loss(
            input1, input2, target, self.margin, reduction=self.reduction
        )


class CosineEmbeddingLoss(_Loss):
    """Wants vectors to point in one direction, or in different ones.

    ℓ = 1 − cos(x₁, x₂) for target 1, max(0, cos(x₁, x₂) − margin) for −1.
    Inputs ``(N, D)`` or ``(D,)``, target ``(N,)`` or ``()``. A single number,
    or with ``reduction="none"`` one per pair.

    See :func:`~teachtorch.nn.functional.cosine_embedding_loss`.
    """

    def __init__(
        self,
        margin: float = 0.0,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        self.margin = margin

    def forward(self, input1: Tensor, input2: Tensor, target: Tensor) -> Tensor:
        return F.cosine_embedding_loss(
            input1, input2, target, self.margin, reduction=self.reduction
        )


class SoftMarginLoss(_Loss):
    """log(1 + exp(-t x)) for targets t of 1 and -1.

    Input and target of the same shape. A single number, or with
    ``reduction="none"`` one per element.
    """

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return F.soft_margin_loss(input, target, reduction=self.reduction)


class MultiLabelSoftMarginLoss(_WeightedLoss):
    """The binary cross-entropy of each class, averaged over them.

    ℓ = −Σ_c w_c·(t_c·log σ(x_c) + (1 − t_c)·log σ(−x_c))/C. Input and target
    ``(N, C)`` or ``(C,)``. A single number, or with ``reduction="none"`` one
    per example.

    See :func:`~teachtorch.nn.functional.multilabel_soft_margin_loss`.
    """

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return F.multilabel_soft_margin_loss(
            input, target, weight=self.weight, reduction=self.reduction
        )


class MultiLabelMarginLoss(_Loss):
    """Wants the scores of all right classes to exceed all others by 1.

    ℓ = Σ max(0, 1 − x_j + x_i)/C over right classes j and wrong ones i. Input
    ``(N, C)`` or ``(C,)``, target of the same shape, filled up with −1. A
    single number, or with ``reduction="none"`` one per example.

    See :func:`~teachtorch.nn.functional.multilabel_margin_loss`.
    """

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return F.multilabel_margin_loss(input, target, reduction=self.reduction)


class MultiMarginLoss(_WeightedLoss):
    """Wants the right class's score to exceed all others by a margin.

    ℓ = Σ w_t·max(0, margin − x_t + x_i)ᵖ/C over the wrong classes i. Input
    ``(N, C)`` or ``(C,)``, target ``(N,)`` or ``()``. A single number, or with
    ``reduction="none"`` one per example.

    Args:
        p: the power of what is missing, 1 or 2.
        margin: by how much to exceed.
        weight: how much each class counts.
        size_average: deprecated, see ``reduction``.
        reduce: deprecated, see ``reduction``.
        reduction: ``"mean"``, ``"sum"`` or ``"none"``.
    """

    def __init__(
        self,
        p: int = 1,
        margin: float = 1.0,
        weight: Tensor | None = None,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(weight, size_average, reduce, reduction)
        if p not in (1, 2):
            raise ValueError("only p == 1 and p == 2 supported")
        if weight is not None and weight.dim() != 1:
            raise ValueError(
                "MultiMarginLoss: expected weight to be None or 1D tensor, "
                f"got {weight.dim()}D instead"
            )
        self.p = p
        self.margin = margin

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return F.multi_margin_loss(
            input,
            target,
            p=self.p,
            margin=self.margin,
            weight=self.weight,
            reduction=self.reduction,
        )


class TripletMarginLoss(_Loss):
    """Wants an anchor closer to a positive than to a negative example.

    ℓ = max(0, d(a, p) − d(a, n) + margin) with the p-norm as distance d. Three
    inputs ``(N, D)`` or ``(D,)``. A single number, or with
    ``reduction="none"`` one per triplet.

    Args:
        margin: by how much it is to be closer.
        p: the norm of the distance.
        eps: added to the differences, because the norm has a corner at 0.
        swap: take the positive's distance to the negative, if it is smaller.
        size_average: deprecated, see ``reduction``.
        reduce: deprecated, see ``reduction``.
        reduction: ``"mean"``, ``"sum"`` or ``"none"``.

    See :func:`~teachtorch.nn.functional.triplet_margin_loss`.
    """

    def __init__(
        self,
        margin: float = 1.0,
        p: float = 2.0,
        eps: float = 1e-6,
        swap: bool = False,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        _check_margin("TripletMarginLoss", margin)
        self.margin = margin
        self.p = p
        self.eps = eps
        self.swap = swap

    def forward(
        self, anchor: Tensor, positive: Tensor, negative: Tensor
    ) -> Tensor:
        return F.triplet_margin_loss(
            anchor,
            positive,
            negative,
            margin=self.margin,
            p=self.p,
            eps=self.eps,
            swap=self.swap,
            reduction=self.reduction,
        )


class TripletMarginWithDistanceLoss(_Loss):
    """TripletMarginLoss with a distance of your own.

    ℓ = max(0, d(a, p) − d(a, n) + margin). Three inputs ``(N, ...)``. A single
    number, or with ``reduction="none"`` one per triplet.
    """

    def __init__(
        self,
        *,
        distance_function: Callable | None = None,
        margin: float = 1.0,
        swap: bool = False,
        reduction: str = "mean",
    ) -> None:
        super().__init__(reduction=reduction)
        _check_margin("TripletMarginWithDistanceLoss", margin)
        self.distance_function = distance_function or PairwiseDistance()
        self.margin = margin
        self.swap = swap

    def forward(
        self, anchor: Tensor, positive: Tensor, negative: Tensor
    ) -> Tensor:
        return F.triplet_margin_with_distance_loss(
            anchor,
            positive,
            negative,
            distance_function=self.distance_function,
            margin=self.margin,
            swap=self.swap,
            reduction=self.reduction,
        )


def _check_margin(name: str, margin: float) -> None:
    if margin <= 0:
        raise ValueError(
            f"{name}: expected margin to be greater than 0, got {margin} "
            "instead"
        )
