"""Normalisations that only divide by a size, and subtract no mean.

RMS normalisation divides each row by the root of its mean square; local
response normalisation divides each channel by what it and its neighbours are.
Both are made of other operations.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .._tensor import Tensor
from .average_pooling import avg_pool2d, avg_pool3d
from .normalization import check_normalized_shape
from .operands import not_implemented
from .padding import pad
from .powers import rsqrt
from .shape import squeeze, unsqueeze, view
from .sums import mean


def rms_norm(
    input: Tensor,
    normalized_shape: Sequence[int],
    weight: Tensor | None = None,
    eps: float | None = None,
) -> Tensor:
    """Divides by the root of the mean square over the last dimensions.

    Args:
        input: ``(*, *normalized_shape)``.
        normalized_shape: over which dimensions, given by their sizes.
        weight: what to multiply by afterwards, of shape ``normalized_shape``.
        eps: added to the mean square; if None, the smallest number that
            makes a difference to 1.

    See :func:`torch.nn.functional.rms_norm`; Zhang and Sennrich (2019),
    https://arxiv.org/abs/1910.07467.
    """
    least = len(normalized_shape)
    if input.ndim < least:
        raise ValueError(
            f"Input tensor must have at least {least} dimensions, but got "
            f"{input.ndim}"
        )
    check_normalized_shape(input, normalized_shape, {"weight": weight}, "")
    if input._array.dtype.kind != "f":
        raise not_implemented("rms_norm", input.dtype)
    if eps is None:
        eps = float(np.finfo(input._array.dtype).eps)
    dims = tuple(range(-len(normalized_shape), 0))
    x: Any = input
    y = x * rsqrt(mean(x**2, dims, keepdim=True) + eps)
    return y if weight is None else y * weight


def local_response_norm(
    input: Tensor,
    size: int,
    alpha: float = 1e-4,
    beta: float = 0.75,
    k: float = 1.0,
) -> Tensor:
    """Divides each channel by (k + α · mean square of its neighbours)^β.

    Args:
        input: ``(N, C, *)``.
        size: how many channels are neighbours, itself included.
        alpha: α.
        beta: β.
        k: k.

    See :func:`torch.nn.functional.local_response_norm`; Krizhevsky et al.
    (2012), https://doi.org/10.1145/3065386.
    """
    if input.ndim < 3:
        raise ValueError(
            "Expected 3D or higher dimensionality                          "
            f"input (got {input.ndim} dimensions)"
        )
    if input._array.size == 0:
        return input
    x: Any = input
    before, after = size // 2, (size - 1) // 2
    if input.ndim == 3:  # the channels as the rows of an image
        padded = pad(unsqueeze(x * x, 1), (0, 0, before, after))
        means: Any = squeeze(avg_pool2d(padded, (size, 1), 1), 1)
    else:
        n, channels, height, *_ = input.shape
        volume = view(x * x, n, 1, channels, height, -1)
        padded = pad(volume, (0, 0, 0, 0, before, after))
        means = squeeze(avg_pool3d(padded, (size, 1, 1), 1), 1)
        means = view(means, *input.shape)
    return x / (means * alpha + k) ** beta
