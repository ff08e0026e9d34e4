"""Negative log-likelihoods of counts and of measurements.

``poisson_nll_loss`` is for counts, ``gaussian_nll_loss`` for numbers whose
variance is predicted too. Both leave out what does not depend on the
prediction, unless they are asked for the full likelihood.
"""

from __future__ import annotations

import math
from typing import Any

from .._tensor import Tensor
from ..autograd.grad_mode import no_grad
from .exponential import exp, log
from .loss import reduce_losses, reduction_of
from .masks import masked_fill
from .shape import unsqueeze


def poisson_nll_loss(
    input: Tensor,
    target: Tensor,
    log_input: bool = True,
    full: bool = False,
    size_average: bool | None = None,
    eps: float = 1e-8,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Computes λ - t log λ: how improbable counts t are for a rate λ.

    Args:
        input: log λ, or λ if not ``log_input``.
        target: counts.
        log_input: whether the input is a logarithm.
        full: add log t!, by Stirling's formula.
        size_average: deprecated, see ``reduction``.
        eps: added to λ against log 0, if not ``log_input``.
        reduce: deprecated, see ``reduction``.
        reduction: ``"mean"``, ``"sum"`` or ``"none"``.

    See :func:`torch.nn.functional.poisson_nll_loss`.
    """
    reduction = reduction_of(reduction, size_average, reduce)
    x: Any = input
    t: Any = target
    losses = exp(x) - t * x if log_input else x - t * log(x + eps)
    if full:
        stirling = t * log(t) - t + 0.5 * log(2 * math.pi * t)
        losses = losses + masked_fill(stirling, t <= 1, 0.0)
    return reduce_losses(losses, reduction)


def gaussian_nll_loss(
    input: Tensor,
    target: Tensor,
    var: Tensor | float,
    full: bool = False,
    eps: float = 1e-6,
    reduction: str = "mean",
) -> Tensor:
    """Computes (log σ² + (x - t)²/σ²)/2: how far off, for what was expected.

    Args:
        input: the predicted means x.
        target: what was measured.
        var: the predicted variances σ²; of the input's shape, or without its
            last dimension, or with one dimension of size 1.
        full: add log(2π)/2.
        eps: the least variance.
        reduction: ``"mean"``, ``"sum"`` or ``"none"``.

    See :func:`torch.nn.functional.gaussian_nll_loss`; Nix and Weigend (1994),
    https://doi.org/10.1109/ICNN.1994.374138.
    """
    v: Any = var
    if isinstance(v, Tensor):
        negative = bool((v._array < 0).any())
    else:
        negative = v < 0
    if negative:
        raise ValueError("var has negative entry/entries")
    if not isinstance(v, Tensor):
        v = input.new_full(input.shape, v)
    v = _fitted(v, input)
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"{reduction} is not valid")
    v = v.clone()
    with no_grad():
        v.clamp_(min=eps)
    x: Any = input
    losses = 0.5 * (log(v) + (x - target) ** 2 / v)
    if full:
        losses = losses + 0.5 * math.log(2 * math.pi)
    return reduce_losses(losses, reduction)


def _fitted(var: Tensor, input: Tensor) -> Tensor:
    """Gives the variances a shape that broadcasts to the input's."""
    if var.shape == input.shape:
        return var
    if var.shape == input.shape[:-1]:
        return unsqueeze(var, -1)
    if var.ndim == input.ndim:
        differing = [m for n, m in zip(input.shape, var.shape) if n != m]
        if differing == [1]:
            return var
    raise ValueError("var is of incorrect size")
