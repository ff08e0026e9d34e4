"""Losses on numbers: squared, absolute and Huber error; and KL divergence.

Each compares an input with a target of the same shape, element by element, and
then reduces: ``"mean"`` divides by the number of elements, ``"sum"`` does not,
``"none"`` keeps one loss per element. The losses on two classes are in
``loss_binary.py``, on more in ``cross_entropy.py``. The chapter "Modules"
shows which loss goes with which output.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .expand import broadcast_tensors
from .exponential import exp, log
from .masks import masked_fill
from .operands import operands
from .sums import mean, sum

# ---------------------------------------------------------------------------
# Reduction
# ---------------------------------------------------------------------------


def reduction_of(
    reduction: str, size_average: bool | None, reduce: bool | None
) -> str:
    """Gives the reduction, taking the two old arguments into account.

    Raises:
        ValueError: if there is no such reduction.
    """
    if size_average is not None or reduce is not None:
        # None counts as True. A tensor lands here when somebody calls the
        # class, MSELoss(p, y), and not the loss; bool() of it says so.
        averaged = size_average is None or bool(size_average)
        reduced = reduce is None or bool(reduce)
        reduction = "sum" if reduced else "none"
        if reduced and averaged:
            reduction = "mean"
        warnings.warn(
            "size_average and reduce args will be deprecated, please use "
            f"reduction='{reduction}' instead.",
            stacklevel=4,
        )
    if reduction == "elementwise_mean":
        warnings.warn(
            "reduction='elementwise_mean' is deprecated. Please use "
            "reduction='mean' instead.",
            stacklevel=4,
        )
        return "mean"
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"{reduction} is not a valid value for reduction")
    return reduction


def reduce_losses(losses: Tensor, reduction: str) -> Tensor:
    """Reduces the losses of the elements to one, or leaves them alone."""
    if reduction == "none":
        return losses
    return mean(losses) if reduction == "mean" else sum(losses)


def reduce_array(losses: np.ndarray, reduction: str) -> Tensor:
    """Does the same to an array."""
    if reduction == "none":
        return wrap(np.asarray(losses))
    total = losses.sum(dtype=_wide(losses.dtype))
    if reduction == "mean":
        total = total / losses.size
    return wrap(np.asarray(total, losses.dtype))


def _wide(dtype: np.dtype) -> np.dtype:
    """Gives the dtype to add up in: float16 has too few digits for it."""
    return np.dtype(np.float32) if dtype == np.float16 else dtype


def spread(grad: Any, reduction: str, count: int) -> Any:
    """Gives the gradient that reaches each element's loss."""
    return grad / max(count, 1) if reduction == "mean" else grad


class _Comparison(Op):
    """ℓ = f(x − t) for some f, so ∂x = ∂ℓ·f'(x − t) and ∂t = −∂x."""

    inputs = 2  # the rest are options

    @staticmethod
    def slope(d: Any, option: float) -> Any:
        """Gives the derivative of one loss in its difference d."""
        raise NotImplementedError

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, t = ctx.saved_tensors
        need_x, need_t = ctx.edges[:2]
        d = x - t
        share = spread(grad, ctx.reduction, ctx.count)
        grad_x = ctx.slope(d, ctx.option) * share
        return (
            grad_x if need_x else None,
            -grad_x if need_t else None,
            None,
            None,
        )

    def _compare(
        self, x: Tensor, t: Tensor, reduction: str, option: float
    ) -> np.ndarray:
        """Notes what backward needs and gives the differences."""
        self.save_for_backward(x, t)
        self.reduction, self.option = reduction, option
        d = np.asarray(x._array - t._array)
        self.count = d.size
        return d


def _compared(input: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """Brings input and target to one dtype and one shape.

    A target of another shape is a frequent mistake: (N,) against (N, 1)
    compares every output with every target. So there is a warning.
    """
    if target.shape != input.shape:
        warnings.warn(
            f"Using a target size ({target.shape!r}) that is different to the "
            f"input size ({input.shape!r}). This will likely lead to incorrect "
            "results due to broadcasting. Please ensure they have the same "
            "size.",
            stacklevel=3,
        )
        input, target = broadcast_tensors(input, target)
    return operands("loss", input, target)


def _weighted(losses: Tensor, weight: Tensor, reduction: str) -> Tensor:
    """Weights the elements; the mean is then a weighted mean."""
    weighted = losses * weight
    if reduction == "mean":
        return sum(weighted) / sum(weight)
    return reduce_losses(weighted, reduction)


def _check_weight(weight: Tensor, input: Tensor) -> None:
    if weight.shape != input.shape:
        raise ValueError("Weights and input must have the same size.")


# ---------------------------------------------------------------------------
# Errors of a regression
# ---------------------------------------------------------------------------


class MseLoss(_Comparison):
    """ℓ = (x − t)², so ∂x = ∂ℓ·2(x − t) and ∂t = −∂x.

    A primitive because difference, square and mean would be three nodes.
    """

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, t: Tensor, reduction: str, _: Any
    ) -> Tensor:
        d = ctx._compare(x, t, reduction, None)
        if reduction == "none":
            return wrap(d * d)
        d = d.astype(_wide(d.dtype), copy=False)
        total = np.vdot(d, d)  # d·d without an array of squares
        if reduction == "mean":
            total = total / d.size
        return wrap(np.asarray(total, x._array.dtype))

    @staticmethod
    def slope(d: Any, _: Any) -> Any:
        return d * 2


def mse_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    weight: Tensor | None = None,
) -> Tensor:
    """Computes the squared error, its mean over all elements by default.

    Args:
        input: what was predicted.
        target: what is right, of the same shape.
        size_average: deprecated, see ``reduction``.
        reduce: deprecated, see ``reduction``.
        reduction: ``"mean"``, ``"sum"`` or ``"none"``.
        weight: how much each element counts.

    See :func:`torch.nn.functional.mse_loss`.

    >>> mse_loss(Tensor([1, 2]), Tensor([1, 4]), reduction="sum")
    tensor(4.)
    """
    x, t = _compared(input, target)
    reduction = reduction_of(reduction, size_average, reduce)
    if weight is not None:
        _check_weight(weight, input)
        return _weighted((x - t) ** 2, weight, reduction)
    if x._array.dtype.kind != "f":
        raise NotImplementedError(
            f"\"mse_cpu\" not implemented for '{x.dtype.kind}'\n"
            "Convert both to floating point first: input.float()."
        )
    return MseLoss.apply(x, t, reduction, None)


def l1_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    weight: Tensor | None = None,
) -> Tensor:
    """Computes the absolute error, its mean over all elements by default.

    See :func:`torch.nn.functional.l1_loss`.
    """
    x, t = _compared(input, target)
    reduction = reduction_of(reduction, size_average, reduce)
    losses = (x - t).abs()
    if weight is not None:
        _check_weight(weight, input)
        return _weighted(losses, weight, reduction)
    return reduce_losses(losses, reduction)


class SmoothL1Loss(_Comparison):
    """ℓ = d²/2β where |d| < β, else |d| − β/2, for d = x − t, so ∂x = ∂ℓ·d/β,
    limited to ±∂ℓ, and ∂t = −∂x.

    A primitive because it keeps x and t alone, and no steps between.
    """

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, t: Tensor, reduction: str, beta: float
    ) -> Tensor:
        d = ctx._compare(x, t, reduction, beta)
        far = np.abs(d)
        losses = np.where(far < beta, d * d * (0.5 / beta), far - 0.5 * beta)
        return reduce_array(losses, reduction)

    @staticmethod
    def slope(d: Any, beta: float) -> Any:
        return (d / beta).clip(-1, 1)


def smooth_l1_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    beta: float = 1.0,
) -> Tensor:
    """Computes the error, squared where small and absolute where large.

    See :func:`torch.nn.functional.smooth_l1_loss`; Girshick (2015),
    https://arxiv.org/abs/1504.08083.
    """
    x, t = _compared(input, target)
    reduction = reduction_of(reduction, size_average, reduce)
    if beta < 0:
        raise RuntimeError(
            "smooth_l1_loss does not support negative values for beta."
        )
    if beta == 0:
        return l1_loss(x, t, reduction=reduction)
    return SmoothL1Loss.apply(x, t, reduction, beta)


class HuberLoss(_Comparison):
    """ℓ = d²/2 where |d| ≤ δ, else δ(|d| − δ/2), for d = x − t, so ∂x = ∂ℓ·d,
    limited to ±∂ℓ·δ, and ∂t = −∂x.

    A primitive because it keeps x and t alone, and no steps between.
    """

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, t: Tensor, reduction: str, delta: float
    ) -> Tensor:
        d = ctx._compare(x, t, reduction, delta)
        far = np.abs(d)
        losses = np.where(far <= delta, d * d * 0.5, delta * (far - delta / 2))
        return reduce_array(losses, reduction)

    @staticmethod
    def slope(d: Any, delta: float) -> Any:
        return d.clip(-delta, delta)


def huber_loss(
    input: Tensor,
    target: Tensor,
    reduction: str = "mean",
    delta: float = 1.0,
    weight: Tensor | None = None,
) -> Tensor:
    """Computes the error, squared where small and absolute where large.

    It is ``delta`` times :func:`smooth_l1_loss`.
    See :func:`torch.nn.functional.huber_loss`; Huber (1964),
    https://doi.org/10.1214/aoms/1177703732.
    """
    x, t = _compared(input, target)
    reduction = reduction_of(reduction, None, None)
    if delta <= 0:
        raise RuntimeError(
            "huber_loss does not support non-positive values for delta."
        )
    if weight is None:
        return HuberLoss.apply(x, t, reduction, delta)
    _check_weight(weight, input)
    losses = HuberLoss.apply(x, t, "none", delta)
    return reduce_losses(losses * weight, reduction)


# ---------------------------------------------------------------------------
# Distance of two distributions
# ---------------------------------------------------------------------------


def kl_div(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    log_target: bool = False,
) -> Tensor:
    """Computes the Kullback-Leibler divergence, t·(log t - input).

    Args:
        input: log-probabilities.
        target: probabilities t; or their logarithms if ``log_target``.
        size_average: deprecated, see ``reduction``.
        reduce: deprecated, see ``reduction``.
        reduction: ``"batchmean"``, which is the definition, ``"mean"``,
            ``"sum"`` or ``"none"``.
        log_target: whether ``target`` is logarithms.

    See :func:`torch.nn.functional.kl_div`; Kullback and Leibler (1951),
    https://doi.org/10.1214/aoms/1177729694.
    """
    old = size_average is not None or reduce is not None
    if reduction == "mean" and not old:
        warnings.warn(
            "reduction: 'mean' divides the total loss by both the batch size "
            "and the support size.'batchmean' divides only by the batch size, "
            "and aligns with the KL div math definition.'mean' will be changed "
            "to behave the same as 'batchmean' in the next major release.",
            stacklevel=2,
        )
    batchmean = reduction == "batchmean"
    kept = reduction_of("sum" if batchmean else reduction, size_average, reduce)
    if "f" not in (input._array.dtype.kind, target._array.dtype.kind) or (
        input._array.dtype.kind != target._array.dtype.kind
    ):
        raise RuntimeError("kl_div: Integral inputs not supported.")
    x: Any = input
    t: Any = target
    if log_target:
        losses = exp(t) * (t - x)
    else:
        # t log t is 0 at t = 0, where the logarithm is −∞.
        entropy = t * log(masked_fill(t, t == 0, 1.0))
        losses = entropy - t * x
    total = reduce_losses(losses, kept)
    if batchmean and input.ndim != 0:
        return total / input.shape[0]
    return total
