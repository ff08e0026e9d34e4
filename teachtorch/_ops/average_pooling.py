"""Average pooling: the mean of every window.

It is linear, so its gradient is linear too, and the gradient of that is the
mean again. The work on arrays is in ``pooling_kernel.py``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .dims import canonical_dim
from .pooling import Sizes, check_dims, check_pool_size, window_of
from .pooling_kernel import (
    Window,
    averaging_matrix,
    sum_pool,
    sum_pool_gradient,
    window_sizes,
)
from .reduce import mean
from .shape import squeeze, unsqueeze

# ---------------------------------------------------------------------------
# The mean
# ---------------------------------------------------------------------------


class AvgPool2D(Op):
    """y = the mean of each window: each of its n elements gets ∂y/n."""

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
    """The same in three dimensions."""


class _AvgPoolGrad(Op):
    """The gradient above, which is linear: its own is the mean again."""

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
# As many windows as asked for
# ---------------------------------------------------------------------------


class AdaptiveAvgPool2D(Op):
    """Y = A X Bᵀ, A and B averaging rows and columns: ∂X = Aᵀ ∂Y B."""

    inputs = 1

    @staticmethod
    def forward(ctx: Any, x: Tensor, a: Tensor, b: Tensor) -> Tensor:
        ctx.transposed = wrap(a._array.T), wrap(b._array.T)
        return wrap(a._array @ x._array @ b._array.T)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        # The same formula with Aᵀ and Bᵀ.
        return AdaptiveAvgPool2D.of(grad, *ctx.transposed), None, None


def adaptive_avg_pool1d(input: Tensor, output_size: Sizes) -> Tensor:
    """Takes means of parts of sequences, as many as asked for.

    See :func:`torch.nn.functional.adaptive_avg_pool1d`.
    """
    _check_adaptive("adaptive_avg_pool1d", input, 1)
    if not isinstance(output_size, int):
        (output_size,) = output_size
    return squeeze(
        adaptive_avg_pool2d(unsqueeze(input, -2), (1, output_size)), -2
    )


def adaptive_avg_pool2d(input: Tensor, output_size: Any) -> Tensor:
    """Takes means of windows chosen so that the output has a given size.

    Args:
        input: ``(N, C, H, W)`` or ``(C, H, W)``.
        output_size: one number, or two; None keeps the input's size.

    See :func:`torch.nn.functional.adaptive_avg_pool2d`.
    """
    _check_adaptive("adaptive_avg_pool2d", input, 2)
    if output_size is None or isinstance(output_size, int):
        output_size = (output_size,) * 2
    size = tuple(
        n if wanted is None else int(wanted)
        for n, wanted in zip(input._array.shape[-2:], output_size)
    )
    if size == (1, 1):
        return mean(input, (-1, -2), keepdim=True)
    averaging = (
        wrap(averaging_matrix(n, bins, input._array.dtype))
        for n, bins in zip(input._array.shape[-2:], size)
    )
    return AdaptiveAvgPool2D.apply(input, *averaging)


def _check_adaptive(name: str, input: Tensor, dims: int) -> None:
    if input.ndim not in (dims + 1, dims + 2):
        raise RuntimeError(
            f"{name}(): Expected {dims + 1}D or {dims + 2}D tensor, but got "
            f"{list(input.shape)}"
        )
