"""Functions of ``nn.functional`` that ``torch`` has too.

Some are the same functions. Those defined below are spelled otherwise: here
they have no ``inplace``, ``dropout`` wants to be told whether it is training,
``embedding`` takes its weight first, and the normalizations take their
weights before the running statistics: as in PyTorch, where these are the
older names.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .._ops.methods import public_functions
from .._tensor import Tensor
from . import functional as F
from .functional import (
    adaptive_avg_pool1d,
    avg_pool1d,
    bilinear,
    celu_,
    channel_shuffle,
    conv1d,
    conv2d,
    conv3d,
    conv_transpose1d,
    conv_transpose2d,
    conv_transpose3d,
    cosine_similarity,
    hardshrink,
    pairwise_distance,
    pixel_shuffle,
    pixel_unshuffle,
    prelu,
    rms_norm,
    rrelu_,
    selu_,
    threshold_,
)

__all__ = [
    "adaptive_avg_pool1d",
    "alpha_dropout",
    "avg_pool1d",
    "batch_norm",
    "bilinear",
    "celu",
    "celu_",
    "channel_shuffle",
    "conv1d",
    "conv2d",
    "conv3d",
    "conv_transpose1d",
    "conv_transpose2d",
    "conv_transpose3d",
    "cosine_similarity",
    "dropout",
    "embedding",
    "feature_alpha_dropout",
    "group_norm",
    "hardshrink",
    "instance_norm",
    "layer_norm",
    "max_pool1d",
    "max_pool2d",
    "max_pool3d",
    "pairwise_distance",
    "pixel_shuffle",
    "pixel_unshuffle",
    "prelu",
    "rms_norm",
    "rrelu",
    "rrelu_",
    "selu",
    "selu_",
    "threshold",
    "threshold_",
]


def dropout(input: Tensor, p: float, train: bool) -> Tensor:
    """Sets elements to 0 with probability ``p``."""
    return F.dropout(input, p, train)


def alpha_dropout(input: Tensor, p: float, train: bool) -> Tensor:
    """Drops elements and keeps mean and variance."""
    return F.alpha_dropout(input, p, train)


def feature_alpha_dropout(input: Tensor, p: float, train: bool) -> Tensor:
    """Drops whole channels and keeps mean and variance."""
    return F.feature_alpha_dropout(input, p, train)


def celu(input: Tensor, alpha: float = 1.0) -> Tensor:
    """Computes max(0, x) + min(0, α(exp(x/α) − 1))."""
    return F.celu(input, alpha)


def selu(input: Tensor) -> Tensor:
    """Computes the self-normalizing exponential linear unit."""
    return F.selu(input)


def threshold(input: Tensor, threshold: float, value: float) -> Tensor:
    """Replaces what is not above ``threshold`` by ``value``."""
    return F.threshold(input, threshold, value)


def rrelu(
    input: Tensor,
    lower: float = 1 / 8,
    upper: float = 1 / 3,
    training: bool = False,
) -> Tensor:
    """Leaks by a slope drawn between ``lower`` and ``upper``."""
    return F.rrelu(input, lower, upper, training)


def embedding(
    weight: Tensor,
    indices: Tensor,
    padding_idx: int = -1,
    scale_grad_by_freq: bool = False,
    sparse: bool = False,
) -> Tensor:
    """Looks up rows of ``weight``."""
    return F.embedding(
        indices,
        weight,
        None if padding_idx == -1 else padding_idx,
        scale_grad_by_freq=scale_grad_by_freq,
        sparse=sparse,
    )


def layer_norm(
    input: Tensor,
    normalized_shape: Sequence[int],
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: float = 1e-5,
    cudnn_enable: bool = True,
) -> Tensor:
    """Normalizes over the last dims."""
    return F.layer_norm(input, normalized_shape, weight, bias, eps)


def group_norm(
    input: Tensor,
    num_groups: int,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: float = 1e-5,
    cudnn_enabled: bool = True,
) -> Tensor:
    """Normalizes over groups of channels."""
    return F.group_norm(input, num_groups, weight, bias, eps)


def batch_norm(
    input: Tensor,
    weight: Tensor | None,
    bias: Tensor | None,
    running_mean: Tensor | None,
    running_var: Tensor | None,
    training: bool,
    momentum: float,
    eps: float,
    cudnn_enabled: bool,
) -> Tensor:
    """Normalizes every channel over the batch."""
    return F.batch_norm(
        input, running_mean, running_var, weight, bias, training, momentum, eps
    )


def instance_norm(
    input: Tensor,
    weight: Tensor | None,
    bias: Tensor | None,
    running_mean: Tensor | None,
    running_var: Tensor | None,
    use_input_stats: bool,
    momentum: float,
    eps: float,
    cudnn_enabled: bool,
) -> Tensor:
    """Normalizes every channel of every sample."""
    return F.instance_norm(
        input,
        running_mean,
        running_var,
        weight,
        bias,
        use_input_stats,
        momentum,
        eps,
    )


def max_pool1d(
    input: Tensor,
    kernel_size: Any,
    stride: Any = (),
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
) -> Tensor:
    """Takes the largest element of every window."""
    return F.max_pool1d(
        input, kernel_size, stride or None, padding, dilation, ceil_mode
    )


def max_pool2d(
    input: Tensor,
    kernel_size: Any,
    stride: Any = (),
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
) -> Tensor:
    """Takes the largest element of every window."""
    return F.max_pool2d(
        input, kernel_size, stride or None, padding, dilation, ceil_mode
    )


def max_pool3d(
    input: Tensor,
    kernel_size: Any,
    stride: Any = (),
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
) -> Tensor:
    """Takes the largest element of every window."""
    return F.max_pool3d(
        input, kernel_size, stride or None, padding, dilation, ceil_mode
    )


public_functions(globals())
