"""Losses on classes: negative log-likelihood and cross-entropy.

The input has one number for each class; the target says which class is right,
by its number. ``cross_entropy`` is ``log_softmax`` followed by ``nll_loss``,
which picks the logarithm of the probability of the right class.
"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .differences import DivNumber
from .gather import gather
from .loss import reduce_losses, reduction_of
from .masks import masked_fill
from .operands import cast
from .softmax import log_softmax
from .sums import sum

# ---------------------------------------------------------------------------
# Negative log-likelihood
# ---------------------------------------------------------------------------


class _Picks:
    """Which element each target picks from the input, and its weight.

    Attributes:
        rows, classes: where the picked elements are in a matrix with one row
            for each target and one column for each class.
        weights: how much each of them counts; or 1, if all count the same.
        total: what the mean divides by, the sum of the weights.
    """

    def __init__(
        self,
        shape: tuple,
        target: np.ndarray,
        weight: np.ndarray | None,
        reduction: str,
        ignore_index: int,
    ) -> None:
        self.shape, self.target_shape = shape, target.shape
        self.reduction = reduction
        self.count = shape[1] if len(shape) > 1 else shape[0]
        self.classes = target.astype(np.int64, copy=False).ravel()
        self.rows = np.arange(target.size)
        # Read without a sign, negative numbers are huge: one test for both.
        unsigned = self.classes.view(np.uint64)
        usual = unsigned.size > 0 and np.maximum.reduce(unsigned) < self.count
        if not usual or 0 <= ignore_index < self.count:
            self._leave_out(ignore_index)
        self.weights: np.ndarray | float = 1.0
        self.total = self.rows.size
        if weight is not None:
            self.weights = weight[self.classes]
            self.total = self.weights.sum()

    def _leave_out(self, ignore_index: int) -> None:
        kept = self.classes != ignore_index
        self.rows, self.classes = self.rows[kept], self.classes[kept]
        wrong = (self.classes < 0) | (self.classes >= self.count)
        if wrong.any():
            label = self.classes[wrong.argmax()]
            raise IndexError(
                f"Target {label} is out of bounds.\nThere are {self.count} "
                f"classes: a target is from 0 to {self.count - 1}."
            )

    def pick(self, x: np.ndarray) -> np.ndarray:
        """Picks from x, weights, and reduces."""
        if x.ndim > 2:  # (N, C, ...) with one row for each target
            x = np.moveaxis(x, 1, -1)
        matrix = x.reshape(-1, self.count)
        picked = matrix[self.rows, self.classes] * -self.weights
        if self.reduction == "none":
            losses = np.zeros(self.target_shape, x.dtype)
            losses.reshape(-1)[self.rows] = picked
            return losses
        total = np.add.reduce(picked)
        if self.reduction == "mean":
            total = total / self.total if self.total else np.nan  # of nothing
        return np.array(total, x.dtype)

    def put(self, grad: np.ndarray) -> np.ndarray:
        """Does the reverse: sends each loss's gradient to where it picked."""
        if self.reduction == "none":
            grad = grad.reshape(-1)[self.rows]
        elif self.reduction == "mean" and self.total:
            grad = grad / self.total
        n, *rest = self.target_shape or (1,)
        x = np.zeros((n * prod(rest), self.count), grad.dtype)
        x[self.rows, self.classes] = grad * -self.weights
        if len(self.shape) < 3:
            return x.reshape(self.shape)
        return np.moveaxis(x.reshape(n, *rest, self.count), -1, 1)


class NllLoss(Op):
    """ℓₙ = −w·x[n, tₙ], so ∂x = −w·∂ℓₙ at [n, tₙ] and 0 elsewhere.

    A primitive because PyTorch's graph shows it, and its mean, as one node.
    """

    inputs = 1

    @staticmethod
    def forward(ctx: Any, x: Tensor, picks: _Picks) -> Tensor:
        ctx.picks = picks
        return wrap(picks.pick(x._array))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return _NllLossGrad.of(grad, ctx.picks), None


class NllLoss2D(NllLoss):
    """ℓₙᵢⱼ = −w·x[n, tₙᵢⱼ, i, j], so ∂x = −w·∂ℓₙᵢⱼ there and 0 elsewhere.

    A primitive because PyTorch's graph shows it apart from NllLoss.
    """


class _NllLossGrad(Op):
    """x = zeros with −w·v at [n, tₙ], so ∂v = −w·∂x[n, tₙ]."""

    @staticmethod
    def forward(ctx: Any, grad: Tensor, picks: _Picks) -> Tensor:
        ctx.picks = picks
        return wrap(picks.put(grad._array))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return NllLoss.of(grad, ctx.picks), None


def nll_loss(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    ignore_index: int = -100,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Picks minus the log-probability of the right class.

    Args:
        input: log-probabilities, ``(N, C)``, ``(C,)`` or ``(N, C, d1, ...)``.
        target: the number of the right class, ``(N,)``, ``()`` or
            ``(N, d1, ...)``.
        weight: how much each class counts; the mean is a weighted one.
        size_average: deprecated, see ``reduction``.
        ignore_index: a target that does not count at all.
        reduce: deprecated, see ``reduction``.
        reduction: ``"mean"``, ``"sum"`` or ``"none"``.

    See :func:`torch.nn.functional.nll_loss`.
    """
    reduction = reduction_of(reduction, size_average, reduce)
    _check_nll(input, target, weight)
    return _nll_loss(input, target, weight, ignore_index, reduction)


def _nll_loss(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None,
    ignore_index: int,
    reduction: str,
) -> Tensor:
    picks = _Picks(
        input._array.shape,
        target._array,
        None if weight is None else weight._array,
        reduction,
        ignore_index,
    )
    return (NllLoss if input.ndim < 3 else NllLoss2D).apply(input, picks)


def _check_nll(input: Tensor, target: Tensor, weight: Tensor | None) -> None:
    """Refuses shapes and dtypes that do not fit, in PyTorch's words."""
    x, t = input._array.shape, target._array.shape
    if len(x) == 0:
        raise ValueError(f"Expected 1 or more dimensions (got {len(x)})")
    if len(x) == 1 and len(t) == 1 and t[0] != 1:
        raise ValueError(
            "For 1D input, 1D target must have size 1, but got target size: "
            f"{t[0]}"
        )
    if len(x) > 1 and (not t or t[0] != x[0]):
        raise ValueError(
            f"Expected input batch_size ({x[0]}) to match target batch_size "
            f"({t[0] if t else 1})."
        )
    if len(x) <= 2 and len(t) > 1:
        raise RuntimeError(
            "0D or 1D target tensor expected, multi-target not supported\n"
            f"The target has shape {list(t)}; squeeze() removes a dimension "
            "of size 1."
        )
    if len(x) > 2 and (x[0], *x[2:]) != t:
        if len(x) == len(t) + 1 == 4:
            raise RuntimeError(
                f"size mismatch (got input: {list(x)} , target: {list(t)}"
            )
        wanted = [x[0], *x[2:]]
        raise RuntimeError(f"Expected target size {wanted}, got {list(t)}")
    if target.dtype.name not in ("int64", "uint8"):
        raise RuntimeError(
            "expected target dtype to be Long or Byte, but got "
            f"{target.dtype.kind}\n"
            "A target is the number of a class: target.long()."
        )
    if input._array.dtype.kind != "f":
        raise NotImplementedError(
            f"\"nll_loss_out_frame\" not implemented for '{input.dtype.kind}'"
        )
    if weight is not None:
        _check_class_weight(weight, input)


def _check_class_weight(weight: Tensor, input: Tensor, start: str = "") -> None:
    count = input.shape[1] if input.ndim > 1 else input.shape[0]
    if weight._array.shape != (count,):
        raise RuntimeError(
            f"{start}weight tensor should be defined either for all {count} "
            "classes or no classes but got weight tensor of shape: "
            f"{list(weight.shape)}"
        )
    if weight._array.dtype != input._array.dtype:
        raise RuntimeError(
            f"expected scalar type {input.dtype.kind} but found "
            f"{weight.dtype.kind}"
        )
    if weight.requires_grad:
        raise RuntimeError(
            "The function 'nll_loss_forward' is not differentiable with "
            "respect to argument 'weight'. This input cannot have "
            "requires_grad True."
        )


# ---------------------------------------------------------------------------
# Cross-entropy
# ---------------------------------------------------------------------------


def cross_entropy(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    ignore_index: int = -100,
    reduce: bool | None = None,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Tensor:
    """Computes minus the logarithm of the right class's softmax.

    Args:
        input: any numbers, also called logits: ``(N, C)``, ``(C,)`` or
            ``(N, C, d1, ...)``.
        target: the number of the right class, ``(N,)``, ``()`` or
            ``(N, d1, ...)``; or probabilities of all classes, of the shape of
            ``input``.
        weight: how much each class counts.
        size_average: deprecated, see ``reduction``.
        ignore_index: a target that does not count at all.
        reduce: deprecated, see ``reduction``.
        reduction: ``"mean"``, ``"sum"`` or ``"none"``.
        label_smoothing: how much of the right class's probability of 1 is
            shared out among all classes.

    See :func:`torch.nn.functional.cross_entropy`; for the smoothing Szegedy et
    al. (2016), https://arxiv.org/abs/1512.00567.

    >>> import teachtorch as torch
    >>> cross_entropy(torch.zeros(1, 4), torch.tensor([2]))
    tensor(1.3863)
    """
    reduction = reduction_of(reduction, size_average, reduce)
    for name, x in (("input", input), ("target", target)):
        if not isinstance(x, Tensor):
            position = 1 if name == "input" else 2
            raise TypeError(
                f"cross_entropy_loss(): argument '{name}' (position "
                f"{position}) must be Tensor, not {type(x).__name__}"
            )
    if not 0.0 <= label_smoothing <= 1.0:
        raise RuntimeError(
            "label_smoothing must be between 0.0 and 1.0. Got: "
            f"{label_smoothing:g}"
        )
    ndim = len(input._array.shape)
    classes_at = 0 if ndim == 1 else 1
    if target._array.shape == input._array.shape and ndim > 0:
        return _against_probabilities(
            input, target, weight, ignore_index, reduction, label_smoothing
        )
    _check_nll(input, target, weight)
    logs = log_softmax(input, classes_at)
    if ndim == 3:
        # As images of one row, which PyTorch's graph shows.
        n, count, length = input._array.shape
        rows, labels = (n, count, 1, length), (n, 1, length)
        picked = _nll_loss(
            logs.reshape(rows), target.reshape(labels), weight, ignore_index,
            reduction,
        )  # fmt: skip
        if reduction == "none":
            picked = picked.reshape((n, length))
    else:
        picked = _nll_loss(logs, target, weight, ignore_index, reduction)
    if label_smoothing == 0:
        return picked
    smooth = _uniform_part(
        logs, target, weight, ignore_index, reduction, classes_at
    )
    count = input.shape[classes_at]
    return (1 - label_smoothing) * picked + smooth * (label_smoothing / count)


def _against_probabilities(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None,
    ignore_index: int,
    reduction: str,
    label_smoothing: float,
) -> Tensor:
    """Computes cross-entropy where the target is a distribution itself."""
    if target._array.dtype.kind != "f":
        raise RuntimeError(
            "Expected floating point type for target with class probabilities, "
            f"got {target.dtype.kind}"
        )
    if ignore_index >= 0:
        raise RuntimeError(
            "ignore_index is not supported for floating point target"
        )
    classes_at = 0 if input.ndim == 1 else 1
    count = input.shape[classes_at]
    if label_smoothing > 0:
        target = target * (1 - label_smoothing) + label_smoothing / count
    products: Any = log_softmax(input, classes_at) * target
    if weight is not None:
        _check_class_weight(weight, input, "cross_entropy: ")
        products = products * _per_class(weight, input.ndim, classes_at)
    if reduction == "none":
        return -sum(products, classes_at)
    if reduction == "sum":
        return -sum(products)
    total, n = -sum(products), wrap(np.array(input._array.size / count))
    return DivNumber.apply(total, cast(n, total.dtype))


def _uniform_part(
    logs: Any,
    target: Tensor,
    weight: Tensor | None,
    ignore_index: int,
    reduction: str,
    classes_at: int,
) -> Tensor:
    """Computes the loss against a target that names all classes equally."""
    if weight is not None:
        logs = logs * _per_class(weight, logs.ndim, classes_at)
    ignored: Any = target == ignore_index
    losses = masked_fill(-sum(logs, classes_at), ignored, 0.0)
    if reduction != "mean":
        return reduce_losses(losses, reduction)
    if weight is None:
        total: Any = int((~ignored._array).sum())
        return sum(losses) / total if total else sum(losses) * float("nan")
    labels = masked_fill(target, ignored, 0).reshape(-1)
    counted = masked_fill(gather(weight, 0, labels), ignored.reshape(-1), 0.0)
    return sum(losses) / sum(counted)


def _per_class(weight: Tensor, ndim: int, classes_at: int) -> Tensor:
    shape = [1] * ndim
    shape[classes_at] = -1
    return weight.reshape(tuple(shape))
