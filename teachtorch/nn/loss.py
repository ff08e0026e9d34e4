"""Loss layers: modules that call the loss functions.

A loss module keeps the options, and class weights as a buffer, so that ``to``
converts them with the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

from .._ops.loss import reduction_of
from .._tensor import Tensor
from . import functional as F
from .module import Module


class _Loss(Module):
    """A loss with a reduction: ``"mean"``, ``"sum"`` or ``"none"``."""

    reduction: str

    def __init__(
        self,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__()
        if size_average is not None or reduce is not None:
            reduction = reduction_of(reduction, size_average, reduce)
        self.reduction = reduction


class _WeightedLoss(_Loss):
    """A loss that also has weights, for classes or for elements."""

    weight: Tensor | None

    def __init__(
        self,
        weight: Tensor | None = None,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        self.register_buffer("weight", weight)


class MSELoss(_Loss):
    """The squared error. See :func:`~teachtorch.nn.functional.mse_loss`.

    ℓ = (x − t)². Input and target of the same shape. A single number, or with
    ``reduction="none"`` one per element.

    >>> from teachtorch import tensor
    >>> MSELoss()(tensor([1.0, 2.0]), tensor([1.0, 4.0]))
    tensor(2.)
    """

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return F.mse_loss(input, target, reduction=self.reduction)


class L1Loss(_Loss):
    """The absolute error. See :func:`~teachtorch.nn.functional.l1_loss`.

    ℓ = abs(x − t). Input and target of the same shape. A single number, or with
    ``reduction="none"`` one per element.
    """

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return F.l1_loss(input, target, reduction=self.reduction)


class SmoothL1Loss(_Loss):
    """The error, squared where it is below beta and absolute above.

    ℓ = d²/(2β) where abs(d) < β, else abs(d) − β/2, with d = x − t. Input and
    target of the same shape. A single number, or with ``reduction="none"`` one
    per element.
    """

    def __init__(
        self,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
        beta: float = 1.0,
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        self.beta = beta

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return F.smooth_l1_loss(
            input, target, reduction=self.reduction, beta=self.beta
        )


class HuberLoss(_Loss):
    """The error, squared where it is below delta and absolute above.

    ℓ = d²/2 where abs(d) ≤ δ, else δ·(abs(d) − δ/2), with d = x − t. Input and
    target of the same shape. A single number, or with ``reduction="none"`` one
    per element.
    """

    def __init__(self, reduction: str = "mean", delta: float = 1.0) -> None:
        if not isinstance(delta, (float, int)):
            raise TypeError(f"delta must be a float or int, got: {type(delta)}")
        super().__init__(reduction=reduction)
        self.delta = delta

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return F.huber_loss(
            input, target, reduction=self.reduction, delta=self.delta
        )


class KLDivLoss(_Loss):
    """The Kullback-Leibler divergence, of log-probabilities.

    ℓ = t·(log t − x); with ``log_target`` exp(t)·(t − x). Input and target of
    the same shape. A single number, or with ``reduction="none"`` one per
    element.

    See :func:`~teachtorch.nn.functional.kl_div`.
    """

    def __init__(
        self,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
        log_target: bool = False,
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        self.log_target = log_target

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return F.kl_div(
            input,
            target,
            reduction=self.reduction,
            log_target=self.log_target,
        )


class BCELoss(_WeightedLoss):
    """The cross-entropy of probabilities against targets from 0 to 1.

    ℓ = −w·(t·log x + (1 − t)·log(1 − x)). Input and target of the same shape.
    A single number, or with ``reduction="none"`` one per element.
    """

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return F.binary_cross_entropy(
            input, target, weight=self.weight, reduction=self.reduction
        )


class BCEWithLogitsLoss(_Loss):
    """The cross-entropy of ``sigmoid(input)`` against targets from 0 to 1.

    ℓ = −w·(p·t·log σ(x) + (1 − t)·log(1 − σ(x))). Input and target of the same
    shape. A single number, or with ``reduction="none"`` one per element.

    Args:
        weight: how much each element counts.
        size_average: deprecated, see ``reduction``.
        reduce: deprecated, see ``reduction``.
        reduction: ``"mean"``, ``"sum"`` or ``"none"``.
        pos_weight: how much positive targets count.
    """

    weight: Tensor | None
    pos_weight: Tensor | None

    def __init__(
        self,
        weight: Tensor | None = None,
        size_average: bool | None = None,
        reduce: bool | None = None,
        reduction: str = "mean",
        pos_weight: Tensor | None = None,
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        self.register_buffer("weight", weight)
        self.register_buffer("pos_weight", pos_weight)

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return F.binary_cross_entropy_with_logits(
            input,
            target,
            self.weight,
            pos_weight=self.pos_weight,
            reduction=self.reduction,
        )


class NLLLoss(_WeightedLoss):
    """Minus the log-probability of the right class.

    ℓ = −w_t·x_t for the class t. Input ``(N, C)``, ``(C,)`` or ``(N, C, d₁,
    ...)``; target without the dimension C. A single number, or with
    ``reduction="none"`` one per target.

    See :func:`~teachtorch.nn.functional.nll_loss`.
    """

    def __init__(
        self,
        weight: Tensor | None = None,
        size_average: bool | None = None,
        ignore_index: int = -100,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(weight, size_average, reduce, reduction)
        self.ignore_index = ignore_index

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return F.nll_loss(
            input,
            target,
            weight=self.weight,
            ignore_index=self.ignore_index,
            reduction=self.reduction,
        )


class CrossEntropyLoss(_WeightedLoss):
    """Minus the logarithm of the right class's softmax.

    ℓ = −w_t·log(exp(x_t)/Σ_c exp(x_c)) for the class t. Input ``(N, C)``,
    ``(C,)`` or ``(N, C, d₁, ...)``; target the classes, without the dimension
    C, or probabilities of the input's shape. A single number, or with
    ``reduction="none"`` one per target.

    See :func:`~teachtorch.nn.functional.cross_entropy`.
    """

    def __init__(
        self,
        weight: Tensor | None = None,
        size_average: bool | None = None,
        ignore_index: int = -100,
        reduce: bool | None = None,
        reduction: str = "mean",
        label_smoothing: float = 0.0,
    ) -> None:
        super().__init__(weight, size_average, reduce, reduction)
        self.ignore_index = ignore_index
        self.label_smoothing = label_smoothing

    def forward(self, input: Tensor, target: Tensor) -> Tensor:
        return F.cross_entropy(
            input,
            target,
            weight=self.weight,
            ignore_index=self.ignore_index,
            reduction=self.reduction,
            label_smoothing=self.label_smoothing,
        )


class PoissonNLLLoss(_Loss):
    """How improbable counts are for a rate.

    ℓ = exp(x) − t·x; or x − t·log(x + ε) without ``log_input``. Input and
    target of the same shape. A single number, or with ``reduction="none"`` one
    per element.

    Args:
        log_input: whether the input is the rate's logarithm.
        full: add what does not depend on the rate, by Stirling's formula.
        size_average: deprecated, see ``reduction``.
        eps: added to the rate against log 0, if not ``log_input``.
        reduce: deprecated, see ``reduction``.
        reduction: ``"mean"``, ``"sum"`` or ``"none"``.

    See :func:`~teachtorch.nn.functional.poisson_nll_loss`.
    """

    def __init__(
        self,
        log_input: bool = True,
        full: bool = False,
        size_average: bool | None = None,
        eps: float = 1e-8,
        reduce: bool | None = None,
        reduction: str = "mean",
    ) -> None:
        super().__init__(size_average, reduce, reduction)
        self.log_input = log_input
        self.full = full
        self.eps = eps

    def forward(self, log_input: Tensor, target: Tensor) -> Tensor:
        return F.poisson_nll_loss(
            log_input,
            target,
            log_input=self.log_input,
            full=self.full,
            eps=self.eps,
            reduction=self.reduction,
        )


class GaussianNLLLoss(_Loss):
    """How improbable measurements are for predicted means and variances.

    ℓ = (log v + (x − t)²/v)/2 with the variance v, at least ε. Input and
    target of the same shape. A single number, or with ``reduction="none"`` one
    per element.

    See :func:`~teachtorch.nn.functional.gaussian_nll_loss`.
    """

    def __init__(
        self, *, full: bool = False, eps: float = 1e-6, reduction: str = "mean"
    ) -> None:
        super().__init__(reduction=reduction)
        self.full = full
        self.eps = eps

    def forward(
        self, input: Tensor, target: Tensor, var: Tensor | float
    ) -> Tensor:
        return F.gaussian_nll_loss(
            input,
            target,
            var,
            full=self.full,
            eps=self.eps,
            reduction=self.reduction,
        )


class CTCLoss(_Loss):
    """How improbable target sequences are, however they are aligned.

    ℓ = −log Σ p(path) over all paths that spell the target when repeats and
    blanks are taken out. Log-probabilities ``(T, N, C)`` or ``(T, C)``;
    targets ``(N, S)``, or one after the other. A single number, or with
    ``reduction="none"`` one per example.

    Args:
        blank: which class is the blank.
        reduction: ``"mean"``, ``"sum"`` or ``"none"``.
        zero_infinity: make the loss of an impossible target 0, not ∞.

    See :func:`~teachtorch.nn.functional.ctc_loss`.
    """

    def __init__(
        self,
        blank: int = 0,
        reduction: str = "mean",
        zero_infinity: bool = False,
    ) -> None:
        super().__init__(reduction=reduction)
        self.blank = blank
        self.zero_infinity = zero_infinity

    def forward(
        self,
        log_probs: Tensor,
        targets: Tensor,
        input_lengths: Tensor | Sequence[int],
        target_lengths: Tensor | Sequence[int],
    ) -> Tensor:
        return F.ctc_loss(
            log_probs,
            targets,
            input_lengths,
            target_lengths,
            self.blank,
            self.reduction,
            self.zero_infinity,
        )
