"""Average pooling: the mean of every window.

It is linear, so its gradient is linear too, and the gradient of that is the
mean again. The work on arrays is in ``pooling_kernel.py``. The p-norm of every
window, in between mean and maximum, is made of it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .bounds import relu
from .dims import canonical_dim
from .pooling import (
    Sizes,
    check_dims,
    check_pool_size,
    max_pool1d,
    max_pool2d,
    max_pool3d,
    window_of,
)
from .pooling_kernel import (
    Window,
    sum_pool,
    sum_pool_gradient,
    window_sizes,
)
from .shape import squeeze, unsqueeze
from .signs import sign

# ---------------------------------------------------------------------------
# The mean
# ---------------------------------------------------------------------------


class AvgPool2D(Op):
    """y = the mean of each window, so each of its n elements gets ∂y/n.

    A primitive because the windows (Im2Col) hold every x several times.
    """

    inputs = 1

    @staticmethod
    def forward(ctx: Any, x: Tensor, window: Window, sizes: Tensor) -> Tensor:
        ctx.shape, ctx.window, ctx.sizes = x._array.shape, window, sizes
        return wrap(_divided(sum_pool(x._array, window), sizes))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        grad_x = _AvgPoolGrad.of(grad, ctx.shape, ctx.window, ctx.sizes)
        return grad_x, None, None


class AvgPool3D(AvgPool2D):
    """y = the mean of each window of a volume, so each of its n elements gets
    ∂y/n.

    A primitive because the windows hold every x several times.
    """


class _AvgPoolGrad(Op):
    """x = zeros with v/n added to each of a window's n elements, so ∂v = the
    windows' means of ∂x.
    """

    @staticmethod
    def forward(
        ctx: Any, v: Tensor, shape: tuple, window: Window, sizes: Tensor
    ) -> Tensor:
        ctx.window, ctx.sizes = window, sizes
        shares = _divided(v._array, sizes)
        return wrap(sum_pool_gradient(shares, shape, window))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return AvgPool2D.of(grad, ctx.window, ctx.sizes), None, None, None


def _divided(sums: np.ndarray, sizes: Tensor) -> np.ndarray:
    if sums.dtype.kind == "f":
        return sums / sizes._array
    return (sums / sizes._array).astype(sums.dtype)  # towards 0, as PyTorch


def avg_pool1d(
    input: Tensor,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Tensor:
    """Takes the mean of each window of sequences.

    See :func:`avg_pool2d`, and :func:`torch.nn.functional.avg_pool1d`.
    """
    if input.ndim not in (2, 3):
        raise RuntimeError(
            f"Expected 2 to 3 dimensions, but got {input.ndim}-dimensional "
            "tensor for argument #1 'self' (while checking arguments for "
            "avg_pool1d)"
        )
    window = window_of(
        "avg_pool1d", 1, kernel_size, stride, padding, 1, ceil_mode
    )
    rows = Window(
        (1, *window.kernel), (1, *window.stride), (0, *window.padding), (1, 1),
        ceil_mode,
    )  # fmt: skip
    x = unsqueeze(input, -2)
    check_dims("avg_pool2d", x, 2)
    return squeeze(_avg_pool(AvgPool2D, x, rows, count_include_pad, None), -2)


def avg_pool2d(
    input: Tensor,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> Tensor:
    """Takes the mean of each window.

    Args:
        input: ``(N, C, H, W)`` or ``(C, H, W)``.
        kernel_size: the size of the window.
        stride: how far it moves at a step; its own size by default.
        padding: how many zeros are put around, at most half a window.
        ceil_mode: let the last window stick out at the end.
        count_include_pad: whether the mean counts the zeros put around.
        divisor_override: divide by this instead of the number of elements.

    See :func:`torch.nn.functional.avg_pool2d`.
    """
    window = window_of(
        "avg_pool2d", 2, kernel_size, stride, padding, 1, ceil_mode
    )
    if input.ndim == 2:
        canonical_dim(-3, 2)  # PyTorch looks for the channels, and fails so
    check_dims("avg_pool2d", input, 2)
    return _avg_pool(
        AvgPool2D, input, window, count_include_pad, divisor_override
    )


def avg_pool3d(
    input: Tensor,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> Tensor:
    """Takes the mean of each window of volumes.

    See :func:`avg_pool2d`, and :func:`torch.nn.functional.avg_pool3d`.
    """
    window = window_of(
        "avg_pool3d", 3, kernel_size, stride, padding, 1, ceil_mode
    )
    check_dims("avg_pool3d", input, 3)
    size = input.shape[-3:]
    if any(n < k for n, k in zip(size, window.kernel)):
        image = " ".join(f"{a}: {n}" for a, n in zip("THW", size))
        kernel = " ".join(f"k{a}: {k}" for a, k in zip("THW", window.kernel))
        raise RuntimeError(
            f"input image ({image}) smaller than kernel size ({kernel})"
        )
    return _avg_pool(
        AvgPool3D, input, window, count_include_pad, divisor_override
    )


def _avg_pool(
    op: type[Op],
    x: Tensor,
    window: Window,
    count_include_pad: bool,
    divisor: int | None,
) -> Tensor:
    check_pool_size("avg_pool", x, window)
    if divisor == 0:
        raise RuntimeError("divisor must be not zero")
    size = x._array.shape[-len(window.kernel) :]
    if divisor is None:
        sizes = window_sizes(size, window, count_include_pad)
    else:
        sizes = np.array(divisor)
    return op.apply(x, window, wrap(sizes.astype(x._array.dtype)))


# ---------------------------------------------------------------------------
# Between the mean and the maximum
# ---------------------------------------------------------------------------


def lp_pool1d(
    input: Tensor,
    norm_type: float,
    kernel_size: int,
    stride: Sizes | None = None,
    ceil_mode: bool = False,
) -> Tensor:
    """Computes the p-norm of each window of sequences.

    See :func:`lp_pool2d`, and :func:`torch.nn.functional.lp_pool1d`.
    """
    return _lp_pool(
        1, max_pool1d, avg_pool1d, input, norm_type, kernel_size, stride,
        ceil_mode,
    )  # fmt: skip


def lp_pool2d(
    input: Tensor,
    norm_type: float,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    ceil_mode: bool = False,
) -> Tensor:
    """Computes the p-norm (Σ xᵖ)^(1/p) of each window.

    For p = 1 it is the sum, for p = ∞ the maximum.

    Args:
        input: ``(N, C, H, W)`` or ``(C, H, W)``; not negative, if p is odd.
        norm_type: p.
        kernel_size: the size of the window.
        stride: how far it moves at a step; its own size by default.
        ceil_mode: let the last window stick out at the end.

    See :func:`torch.nn.functional.lp_pool2d`.
    """
    return _lp_pool(
        2, max_pool2d, avg_pool2d, input, norm_type, kernel_size, stride,
        ceil_mode,
    )  # fmt: skip


def lp_pool3d(
    input: Tensor,
    norm_type: float,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    ceil_mode: bool = False,
) -> Tensor:
    """Computes the p-norm of each window of volumes.

    See :func:`lp_pool2d`, and :func:`torch.nn.functional.lp_pool3d`.
    """
    return _lp_pool(
        3, max_pool3d, avg_pool3d, input, norm_type, kernel_size, stride,
        ceil_mode,
    )  # fmt: skip


def _lp_pool(
    dims: int,
    max_pool: Callable,
    avg_pool: Callable,
    input: Any,
    p: float,
    kernel_size: Any,
    stride: Sizes | None,
    ceil_mode: bool,
) -> Tensor:
    if p == math.inf:
        return max_pool(abs(input), kernel_size, stride, ceil_mode=ceil_mode)
    if p == -math.inf:
        return -max_pool(-abs(input), kernel_size, stride, ceil_mode=ceil_mode)
    means: Any = avg_pool(input**p, kernel_size, stride, 0, ceil_mode)
    single = isinstance(kernel_size, int)
    size = kernel_size**dims if single else math.prod(kernel_size)
    # A sum below 0, of an odd power, has no root: its sign is kept.
    means = sign(means) * relu(abs(means))
    return (means * size) ** (1.0 / p)
