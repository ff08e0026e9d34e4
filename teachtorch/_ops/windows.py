"""Unfold and fold: all windows of an image as columns of a matrix, and back.

A convolution is a product with that matrix, which the chapter "LeNet" shows.
``unfold`` copies every window; ``fold`` adds up what windows share. Each is
the gradient of the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .conv_kernel import Geometry
from .dims import canonical_dim
from .operands import not_implemented

Sizes = int | Sequence[int]
Kernel = tuple[int, int]


class Im2Col(Op):
    """y = the windows of x, so ∂x adds up the ∂y of all its copies.

    A primitive because an Unfold of both dims, reordered, would be recorded.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, kernel: Kernel, g: Geometry) -> Tensor:
        *batch, channels, height, width = x._array.shape
        ctx.size, ctx.kernel, ctx.g = (height, width), kernel, g
        pads = [(p, p) for p in g.padding]
        padded = np.pad(x._array, [(0, 0)] * (len(batch) + 1) + pads)
        counts = g.output_size(ctx.size, kernel)
        y = np.empty((*batch, channels, *kernel, *counts), x._array.dtype)
        for i, j in np.ndindex(*kernel):
            places = g.steps(i, counts[0], 0), g.steps(j, counts[1], 1)
            y[..., i, j, :, :] = padded[..., *places]
        rows = channels * kernel[0] * kernel[1]
        return wrap(y.reshape(*batch, rows, counts[0] * counts[1]))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return Col2Im.of(grad, ctx.size, ctx.kernel, ctx.g), None, None


class Col2Im(Op):
    """x = zeros to which every window of y is added, so ∂y = the windows of ∂x.

    A primitive because it is the derivative of Im2Col.
    """

    @staticmethod
    def forward(
        ctx: Any, y: Tensor, size: Kernel, kernel: Kernel, g: Geometry
    ) -> Tensor:
        ctx.kernel, ctx.g = kernel, g
        *batch, rows, _ = y._array.shape
        channels = rows // (kernel[0] * kernel[1])
        counts = g.output_size(size, kernel)
        windows = y._array.reshape(*batch, channels, *kernel, *counts)
        padded = [n + 2 * p for n, p in zip(size, g.padding)]
        x = np.zeros((*batch, channels, *padded), y._array.dtype)
        for i, j in np.ndindex(*kernel):
            places = g.steps(i, counts[0], 0), g.steps(j, counts[1], 1)
            x[..., *places] += windows[..., i, j, :, :]
        top, left = g.padding
        inside = x[..., top : top + size[0], left : left + size[1]]
        return wrap(np.ascontiguousarray(inside))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return Im2Col.of(grad, ctx.kernel, ctx.g), None, None, None


def unfold(
    input: Tensor,
    kernel_size: Sizes,
    dilation: Sizes = 1,
    padding: Sizes = 0,
    stride: Sizes = 1,
) -> Tensor:
    """Copies every window of images into a column.

    Args:
        input: ``(N, C, H, W)`` or ``(C, H, W)``.
        kernel_size: the size of the window.
        dilation: how far apart the window's elements are.
        padding: how many zeros are put around.
        stride: how far the window moves at a step.

    Returns:
        ``(N, C · window size, number of windows)``.

    See :func:`torch.nn.functional.unfold`.

    >>> from teachtorch import arange
    >>> unfold(arange(6.0).reshape(1, 1, 2, 3), 2)
    tensor([[[0., 1.],
             [1., 2.],
             [3., 4.],
             [4., 5.]]])
    """
    kernel, g = _options(kernel_size, dilation, padding, stride)
    if input.ndim not in (3, 4):
        canonical_dim(2, input.ndim)  # PyTorch looks for the width, and fails
        raise _wrong_dimensions("3D or 4D", input)
    if 0 in input.shape[-3:]:
        raise RuntimeError(
            "Expected 3D or 4D (batch mode) tensor with possibly 0 batch size "
            "and other non-zero dimensions for input, but got: "
            f"{list(input.shape)}"
        )
    if input._array.dtype.kind != "f":
        raise not_implemented("im2col_out_cpu", input.dtype)
    size = input._array.shape[-2:]
    counts = g.output_size(size, kernel)
    if min(counts) < 1:
        shown = tuple(max(n, 0) for n in counts)
        raise RuntimeError(
            f"Given input with spatial size {size}, kernel_size={kernel}, "
            f"dilation={g.dilation}, padding={g.padding}, calculated shape of "
            f"the array of sliding blocks as {shown}, but its components must "
            "be at least one."
        )
    return Im2Col.apply(input, kernel, g)


def fold(
    input: Tensor,
    output_size: Sizes,
    kernel_size: Sizes,
    dilation: Sizes = 1,
    padding: Sizes = 0,
    stride: Sizes = 1,
) -> Tensor:
    """Adds columns up at the places that :func:`unfold` copied them from.

    Args:
        input: ``(N, C · window size, number of windows)``.
        output_size: the height and width of the result.
        kernel_size: the size of the window.
        dilation: how far apart the window's elements are.
        padding: how many zeros were put around.
        stride: how far the window moves at a step.

    See :func:`torch.nn.functional.fold`.
    """
    size = _pair("output_size", output_size)
    kernel, g = _options(kernel_size, dilation, padding, stride)
    if input.ndim not in (2, 3):
        raise _wrong_dimensions("2D or 3D", input)
    if input.shape[-2] % (kernel[0] * kernel[1]):
        raise RuntimeError(
            "Expected size of input's dimension 1 to be divisible by the "
            "product of kernel_size, but got input.size(1)="
            f"{input.shape[-2]} and kernel_size={kernel}."
        )
    counts = g.output_size(size, kernel)
    if input.shape[-1] != counts[0] * counts[1] or min(counts) < 1:
        raise RuntimeError(
            f"Given output_size={size}, kernel_size={kernel}, dilation="
            f"{g.dilation}, padding={g.padding}, stride={g.stride}, expected "
            "size of input's dimension 2 to match the calculated number of "
            f"sliding blocks {counts[0]} * {counts[1]} = "
            f"{counts[0] * counts[1]}, but got input.size(2)="
            f"{input.shape[-1]}."
        )
    return Col2Im.apply(input, size, kernel, g)


def _options(
    kernel_size: Sizes, dilation: Sizes, padding: Sizes, stride: Sizes
) -> tuple[Kernel, Geometry]:
    """Gathers the options, two numbers each, and checks them."""
    kernel = _pair("kernel_size", kernel_size)
    g = Geometry(
        _pair("stride", stride),
        _pair("padding", padding),
        _pair("dilation", dilation),
        groups=1,
    )
    for what, short, pair in (
        ("kernel size", "kernel", kernel),
        ("stride", "stride", g.stride),
        ("dilation", "dilation", g.dilation),
        ("padding", "pad", g.padding),
    ):
        if min(pair) < (0 if short == "pad" else 1):
            wanted = "non-negative" if short == "pad" else "greater than zero"
            raise RuntimeError(
                f"{what} should be {wanted}, but got {short}_height: {pair[0]} "
                f"{short}_width: {pair[1]}"
            )
    return kernel, g


def _pair(option: str, value: Any) -> Kernel:
    values = (value, value) if isinstance(value, int) else tuple(value)
    if len(values) != 2:
        raise RuntimeError(
            f"It is expected {option} equals to 2, but got size {len(values)}"
        )
    return values


def _wrong_dimensions(wanted: str, input: Tensor) -> RuntimeError:
    return RuntimeError(
        f"Expected {wanted} (batch mode) tensor for input with possibly 0 "
        "batch size and non-zero dimensions for input, but got: "
        f"{list(input.shape)}"
    )
