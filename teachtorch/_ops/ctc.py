"""CTC loss: a sequence of labels, whose places in time are unknown.

Connectionist temporal classification adds up the probabilities of all *paths*:
all ways to write one label or a blank at each time such that the target is
left when repeated labels are merged and blanks dropped. The paths are counted
by dynamic programming over time and over the target with a blank between all
labels, forward (α) and backward (β). All in logarithms.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .bounds import clamp_min
from .loss import reduce_losses, reduction_of
from .operands import cast, without_derivative
from .shape import squeeze, unsqueeze
from .where import where


class _Alignment:
    """The targets with blanks between all labels: states 0 to 2S.

    Attributes:
        labels: the label of each state, ``(N, 2S + 1)``.
        may_skip: whether a path may come to a state from the one before the
            last: it may leave out a blank between two different labels.
        times, lengths: how many times and labels each example has.
    """

    def __init__(
        self,
        targets: np.ndarray,
        times: np.ndarray,
        lengths: np.ndarray,
        blank: int,
    ) -> None:
        n, longest = targets.shape
        self.labels = np.full((n, 2 * longest + 1), blank)
        self.labels[:, 1::2] = targets
        self.may_skip = np.zeros(self.labels.shape, bool)
        self.may_skip[:, 3::2] = targets[:, 1:] != targets[:, :-1]
        self.times, self.lengths = times, lengths

    def scores(self, logs: np.ndarray) -> np.ndarray:
        """Gives the log-probability of each state's label: (T, N, states)."""
        index = np.broadcast_to(self.labels, (len(logs), *self.labels.shape))
        return np.take_along_axis(logs, index, 2)

    def alpha(self, scores: np.ndarray) -> np.ndarray:
        """Computes, for each time and state, log Σ of all paths up to it."""
        a = np.full(scores.shape, -np.inf, scores.dtype)
        if len(a):
            a[0, :, :2] = scores[0, :, :2]
        for t in range(1, len(a)):
            a[t] = self._step(a[t - 1], self.may_skip) + scores[t]
        return a

    def beta(self, scores: np.ndarray) -> np.ndarray:
        """Computes, for each time and state, log Σ of all paths from it on."""
        b = np.full(scores.shape, -np.inf, scores.dtype)
        # Backward in time and in states, it is the same recursion.
        may_skip = np.zeros_like(self.may_skip)
        may_skip[:, :-2] = self.may_skip[:, 2:]
        state = np.arange(scores.shape[2])
        last = 2 * self.lengths[:, None]
        at_end = (state == last) | (state == last - 1)
        following = np.full(scores.shape[1:], -np.inf, scores.dtype)
        for t in reversed(range(len(b))):
            step = self._step(following[:, ::-1], may_skip[:, ::-1])[:, ::-1]
            ends = (self.times - 1 == t)[:, None]
            step = np.where(ends, np.where(at_end, 0, -np.inf), step)
            following = b[t] = step + scores[t]
        return b

    @staticmethod
    def _step(a: np.ndarray, may_skip: np.ndarray) -> np.ndarray:
        """Adds up the ways into each state: stay, move on, or skip one."""
        ways = np.full((3, *a.shape), -np.inf, a.dtype)
        ways[0] = a
        ways[1, :, 1:] = a[:, :-1]
        ways[2, :, 2:] = np.where(may_skip[:, 2:], a[:, :-2], -np.inf)
        return np.logaddexp.reduce(ways)

    def losses(self, alpha: np.ndarray) -> np.ndarray:
        """Gives −log Σ of all paths, for each example."""
        result = np.empty(alpha.shape[1], alpha.dtype)
        for n, (time, length) in enumerate(zip(self.times, self.lengths)):
            total = 0.0 if length == 0 else -np.inf  # if there is no time
            if time > 0:  # a path ends with the last label, or a blank
                first = max(2 * length - 1, 0)
                ends = alpha[time - 1, n, first : 2 * length + 1]
                total = np.logaddexp.reduce(ends)
            result[n] = -total
        return result


class CtcLoss(Op):
    """ℓ = −log Σ over all paths of the product of exp x, so ∂x =
    _CtcLossGradient(∂ℓ).

    A primitive because every step of every path would be recorded.
    """

    inputs = 1

    @staticmethod
    def forward(ctx: Any, logs: Tensor, alignment: _Alignment) -> Tensor:
        ctx.save_for_backward(logs)
        ctx.alignment = alignment
        alpha = alignment.alpha(alignment.scores(logs._array))
        return wrap(alignment.losses(alpha))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        (logs,) = ctx.saved_tensors
        return _CtcLossGradient.of(grad, logs, ctx.alignment), None


class _CtcLossGradient(without_derivative("_ctc_loss_backward")):  # type: ignore[misc]
    """g[t, c] = exp x − the probability that the path writes c at time t, so
    its own ∂ is refused, as in PyTorch.

    That is the derivative in what log_softmax made the x of, which its own
    derivative leaves as it is; PyTorch gives this one too. Graves et al.
    (2006), https://doi.org/10.1145/1143844.1143891, equation 16.
    """

    @staticmethod
    def forward(ctx: Any, grad: Tensor, logs: Tensor, a: _Alignment) -> Tensor:
        scores = a.scores(logs._array)
        alpha = a.alpha(scores)
        # Both α and β contain the score of their own time.
        through = alpha + a.beta(scores) - scores
        through = np.where(np.isneginf(scores), -np.inf, through)
        visits = np.exp(through + a.losses(alpha)[:, None])
        classes = np.arange(logs._array.shape[2])
        is_label = (a.labels[:, :, None] == classes).astype(visits.dtype)
        written = np.einsum("tns,nsc->tnc", visits, is_label)
        x = (np.exp(logs._array) - written) * grad._array[:, None]
        x[np.arange(len(x))[:, None] >= a.times] = 0  # after the end
        return wrap(x)


def ctc_loss(
    log_probs: Tensor,
    targets: Tensor,
    input_lengths: Tensor | Sequence[int],
    target_lengths: Tensor | Sequence[int],
    blank: int = 0,
    reduction: str = "mean",
    zero_infinity: bool = False,
) -> Tensor:
    """Computes how improbable target sequences are, however they are aligned.

    Args:
        log_probs: logarithms of probabilities, ``(T, N, C)`` or ``(T, C)``.
        targets: the labels, ``(N, S)``; or all one after the other.
        input_lengths: how many times each example has.
        target_lengths: how many labels each example has.
        blank: which class is the blank.
        reduction: ``"mean"``, over the examples, of the loss per label;
            ``"sum"`` or ``"none"``.
        zero_infinity: make the loss of an impossible target 0, not ∞.

    See :func:`torch.nn.functional.ctc_loss`; Graves et al. (2006),
    https://doi.org/10.1145/1143844.1143891.
    """
    reduction = reduction_of(reduction, None, None)
    given = (log_probs, targets, input_lengths, target_lengths)
    if isinstance(input_lengths, Tensor) != isinstance(target_lengths, Tensor):
        kinds = ", ".join(type(x).__name__ for x in given)
        raise TypeError(
            "ctc_loss() received an invalid combination of arguments - got "
            f"({kinds}, int, int, bool), but expected one of:\n"
            "both lengths as Tensors, or both as tuples of ints"
        )
    batched = log_probs.ndim == 3
    logs = log_probs if batched else unsqueeze(log_probs, 1)
    n, classes = logs.shape[1:]
    times, lengths = (
        np.asarray(getattr(x, "_array", x), np.int64).reshape(-1)
        for x in (input_lengths, target_lengths)
    )
    if not 0 <= blank < classes:
        raise RuntimeError("blank must be in label range")
    for name, x in (("input_lengths", times), ("target_lengths", lengths)):
        if len(x) != n:
            raise RuntimeError(f"{name} must be of size batch_size")
    rows = _padded_targets(targets, lengths, batched)
    if times.size and times.max() > len(logs._array):
        raise RuntimeError(
            f"Expected input_lengths to have value at most {logs.shape[0]}, "
            f"but got value {times.max()} (while checking arguments for "
            "ctc_loss_allocate_outputs)"
        )
    losses: Any = CtcLoss.apply(logs, _Alignment(rows, times, lengths, blank))
    if zero_infinity:
        losses = where(losses == np.inf, 0.0, losses)
    if reduction == "mean":
        per_label = clamp_min(cast(wrap(lengths), losses.dtype), 1)
        losses = losses / per_label
    elif reduction == "none" and not batched:
        return squeeze(losses, 0)
    return reduce_losses(losses, reduction)


def _padded_targets(
    targets: Tensor, lengths: np.ndarray, batched: bool
) -> np.ndarray:
    """Gives the targets as rows of one length, which is filled up with 0."""
    t = targets._array.astype(np.int64)
    longest = int(lengths.max()) if lengths.size else 0
    concatenated = batched and t.ndim == 1
    rows = np.zeros((len(lengths), longest), np.int64)
    size, wanted = t.shape[-1], lengths.sum() if concatenated else longest
    if size < wanted or (concatenated and size != wanted):
        least = "" if concatenated else "at least "
        raise RuntimeError(
            f"Expected tensor to have size {least}{wanted} at dimension "
            f"{t.ndim - 1}, but got size {size} for argument #2 'targets' "
            "(while checking arguments for ctc_loss_allocate_outputs)"
        )
    starts = np.cumsum(lengths) - lengths
    for row, (start, length) in enumerate(zip(starts, lengths)):
        if concatenated:
            rows[row, :length] = t[start : start + length]
        else:
            rows[row, :length] = t.reshape(-1, size)[row, :length]
    return rows
