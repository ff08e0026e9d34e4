"""Initial values that take more than one draw: parts of ``init.py``.

A normal distribution that is cut off, orthogonal matrices, sparse matrices.
"""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np

from .. import random
from .._creation import empty_like, from_numpy
from .._generator import Generator
from .._ops.where import where
from .._tensor import Tensor
from ..autograd.grad_mode import no_grad

# ---- truncated normal -------------------------------------------------------


@no_grad()
def trunc_normal_(
    tensor: Tensor,
    mean: float = 0.0,
    std: float = 1.0,
    a: float = -2.0,
    b: float = 2.0,
    generator: Generator | None = None,
) -> Tensor:
    """Fills with normal numbers that all lie between ``a`` and ``b``.

    What falls outside is drawn again. If that would be most of the numbers,
    they are drawn evenly from [a, b) instead, and each is accepted with a
    probability proportional to the normal density.
    """
    if mean < a - 2 * std or mean > b + 2 * std:
        warnings.warn(
            "mean is more than 2 std from [a, b] in nn.init.trunc_normal_. "
            "The distribution of values may be incorrect.",
            stacklevel=3,
        )
    inside = _normal_cdf((b - mean) / std) - _normal_cdf((a - mean) / std)
    if inside > 0.3:
        return _redraw_outside(tensor, mean, std, a, b, generator)
    return _accept_by_density(tensor, mean, std, a, b, generator)


def _normal_cdf(x: float) -> float:
    return (1.0 + math.erf(x / math.sqrt(2.0))) / 2.0


def _redraw_outside(
    tensor: Tensor,
    mean: float,
    std: float,
    a: float,
    b: float,
    generator: Generator | None,
) -> Tensor:
    # The bounds as the tensor's dtype holds them.
    low, high = (tensor.new_tensor(x).item() for x in (a, b))
    random.normal_(tensor, mean, std, generator=generator)
    again = empty_like(tensor)
    while (outside := (tensor < low) | (tensor > high)).any():
        random.normal_(again, mean, std, generator=generator)
        tensor.copy_(where(outside, again, tensor))
    return tensor


def _accept_by_density(
    tensor: Tensor,
    mean: float,
    std: float,
    a: float,
    b: float,
    generator: Generator | None,
) -> Tensor:
    """Rejection sampling: see Neumann (1951), "Various techniques"."""
    mode = max(a, min(mean, b))  # where in [a, b] the density is highest
    log_peak = -0.5 * ((mode - mean) / std) ** 2
    candidates, chance = empty_like(tensor), empty_like(tensor)
    pending: Any = None
    while pending is None or pending.any():
        random.uniform_(candidates, a, b, generator=generator)
        chosen = (
            candidates
            if pending is None
            else where(pending, candidates, tensor)
        )
        tensor.copy_(chosen)
        candidates.sub_(mean).div_(std).pow_(2).mul_(-0.5).sub_(log_peak)
        random.uniform_(chance, generator=generator)
        rejected = chance.log_() > candidates
        pending = rejected if pending is None else pending & rejected
    return tensor


# ---- special matrices -------------------------------------------------------


@no_grad()
def orthogonal_(
    tensor: Tensor, gain: float = 1, generator: Generator | None = None
) -> Tensor:
    """Makes the rows (or the columns, if there are fewer) orthonormal.

    A random matrix is factored into an orthogonal one and a triangular one.
    Saxe et al. (2014, https://arxiv.org/abs/1312.6120).

    Raises:
        ValueError: if the tensor has fewer than 2 dimensions.
    """
    if tensor.ndim < 2:
        raise ValueError("Only tensors with 2 or more dimensions are supported")
    if tensor.numel() == 0:
        return tensor
    rows = tensor.shape[0]
    columns = tensor.numel() // rows
    x = random.normal_(tensor.new_empty((rows, columns)), generator=generator)
    wide = rows < columns
    q, r = np.linalg.qr((x.t() if wide else x).numpy())
    # The signs of the factorisation are arbitrary; those of a uniformly random
    # orthogonal matrix are not: Mezzadri (2007,
    # https://arxiv.org/abs/math-ph/0609050).
    q *= np.sign(np.diagonal(r))
    tensor.copy_(from_numpy(q.T if wide else q).reshape(tensor.shape))
    return tensor.mul_(gain)


@no_grad()
def sparse_(
    tensor: Tensor,
    sparsity: float,
    std: float = 0.01,
    generator: Generator | None = None,
) -> Tensor:
    """Fills a matrix with normal numbers and sets some of each column to 0.

    Martens (2010, https://dl.acm.org/doi/10.5555/3104322.3104416). As in
    PyTorch, which rows are zero is drawn from the default generator.

    Args:
        tensor: the matrix.
        sparsity: the part of each column that is set to zero.
        std: the standard deviation of the other numbers.
        generator: where to draw those from.

    Raises:
        ValueError: if it is not a matrix.
    """
    if tensor.ndim != 2:
        raise ValueError("Only tensors with 2 dimensions are supported")
    rows, columns = tensor.shape
    zeros = math.ceil(sparsity * rows)
    random.normal_(tensor, 0, std, generator=generator)
    for column in range(columns):
        tensor[random.randperm(rows)[:zeros], column] = 0
    return tensor
