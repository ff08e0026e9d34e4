"""Group and instance normalisation: each image is normalised by itself.

Group normalisation takes the mean over a group of channels and all pixels;
instance normalisation over one channel and all pixels. Neither looks at the
rest of the batch, so a batch of one image will do.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .expand import repeat
from .normalization import (
    batch_norm,
    check_batch_size,
    check_parameter_dtypes,
    row_sums,
    statistics_again,
)
from .operands import not_implemented
from .shape import view


class NativeGroupNorm(Op):
    """y = γ·h + β with h = (x − μ)·r for each group, so ∂x = r·(g − mean g −
    h·mean(g·h)) with g = γ·∂y, ∂γ = Σ ∂y·h and ∂β = Σ ∂y.

    The means are over the D numbers of a group.

    A primitive because it keeps x alone, where the composition keeps three
    tensors.
    """

    inputs = 3

    @staticmethod
    def forward(
        ctx: Any,
        x: Tensor,
        weight: Tensor | None,
        bias: Tensor | None,
        groups: int,
        eps: float,
    ) -> Tensor:
        ctx.save_for_backward(x, weight)
        a = x._array
        ctx.rows, ctx.eps, ctx.training = a.shape[0] * groups, eps, True
        rows = a.reshape(ctx.rows, math.prod(a.shape[1:]) // groups)
        n = rows.shape[1]
        ctx.mean = row_sums(rows, None, 1) / n
        y = rows - ctx.mean
        var = row_sums(y, y, 1) / n
        ctx.r = 1 / np.sqrt(var + a.dtype.type(eps))
        y *= ctx.r
        y = y.reshape(a.shape)
        shape = (-1, *(1,) * (a.ndim - 2))  # one number for each channel
        if weight is not None:
            y *= weight._array.reshape(shape)
        if bias is not None:
            y += bias._array.reshape(shape)
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, weight = ctx.saved_tensors
        need_x, need_weight, need_bias = ctx.edges[:3]
        n = math.prod(x.shape) // max(ctx.rows, 1)
        rows = x.reshape((ctx.rows, n))
        mean, r = statistics_again(ctx, rows, _sums)
        h = (rows - mean) * r
        but_channels = (0, *range(2, grad.ndim))
        grad_x = grad_weight = grad_bias = None
        if need_x:
            g = grad
            if weight is not None:
                g = g * weight.reshape((-1, *(1,) * (grad.ndim - 2)))
            g = g.reshape((ctx.rows, n))
            grad_x = r * (g - _sums(g) / n - h * (_sums(g, h) / n))
            grad_x = grad_x.reshape(tuple(grad.shape))
        if need_weight:
            grad_weight = (grad * h.reshape(tuple(grad.shape))).sum(
                but_channels
            )
        if need_bias:
            grad_bias = grad.sum(but_channels)
        return grad_x, grad_weight, grad_bias, None, None


def _sums(a: Any, b: Any = None) -> Any:
    return row_sums(a, b, 1)


def group_norm(
    input: Tensor,
    num_groups: int,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: float = 1e-5,
) -> Tensor:
    """Normalises each group of channels of each example by itself.

    Args:
        input: ``(N, C, *)``.
        num_groups: into how many groups the C channels are divided.
        weight: γ, ``(C,)``.
        bias: β, ``(C,)``.
        eps: added to the variance, against division by zero.

    See :func:`torch.nn.functional.group_norm`; Wu and He (2018),
    https://arxiv.org/abs/1803.08494.
    """
    if input.ndim < 2:
        raise RuntimeError(
            "Expected at least 2 dimensions for input tensor but received "
            f"{input.ndim}"
        )
    n, channels, *size = input.shape
    check_batch_size([n * channels // num_groups, num_groups, *size])
    if channels % num_groups:
        raise RuntimeError(
            "Expected number of channels in input to be divisible by "
            f"num_groups, but got input of shape {list(input.shape)} and "
            f"num_groups={num_groups}"
        )
    for name, x in (("weight", weight), ("bias", bias)):
        if x is not None and x.shape != (channels,):
            raise RuntimeError(
                f"Expected {name} to be a vector of size equal to the number "
                f"of channels in input, but got {name} of shape "
                f"{list(x.shape)} and input of shape {list(input.shape)}"
            )
    check_parameter_dtypes(input, weight, bias)
    if input._array.dtype.kind != "f":
        raise not_implemented("GroupNormKernelImpl", input.dtype)
    return NativeGroupNorm.apply(input, weight, bias, num_groups, eps)


def instance_norm(
    input: Tensor,
    running_mean: Tensor | None = None,
    running_var: Tensor | None = None,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    use_input_stats: bool = True,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Tensor:
    """Normalises each channel of each example by itself.

    It is batch normalisation of one example with N · C channels.

    Args:
        input: ``(N, C, *)``.
        running_mean: used if ``use_input_stats`` is False; otherwise moved
            towards the mean of all examples' means, in place.
        running_var: the same for the variance.
        weight: γ, ``(C,)``.
        bias: β, ``(C,)``.
        use_input_stats: whether to use each example's own statistics.
        momentum: how far the running ones are moved.
        eps: added to the variance, against division by zero.

    See :func:`torch.nn.functional.instance_norm`; Ulyanov et al. (2016),
    https://arxiv.org/abs/1607.08022.
    """
    if use_input_stats and math.prod(input.shape[2:]) == 1:
        raise ValueError(
            "Expected more than 1 spatial element when training, got input "
            f"size {input.shape!r}"
        )
    if not use_input_stats and (running_mean is None or running_var is None):
        raise RuntimeError(
            "Expected running_mean and running_var to be defined when "
            "use_input_stats is false"
        )
    n, channels, *size = input.shape
    mean, var = running = [
        None if x is None else wrap(np.tile(x._array, n))
        for x in (running_mean, running_var)
    ]
    w, b = (None if x is None else repeat(x, n) for x in (weight, bias))
    one = view(input.contiguous(), 1, n * channels, *size)
    y = batch_norm(one, mean, var, w, b, use_input_stats, momentum, eps)
    if use_input_stats:
        for old, new in zip((running_mean, running_var), running):
            if old is not None and new is not None:
                old._array[...] = new._array.reshape(n, channels).mean(0)
                old._bump()
    return view(y, *input.shape)
