"""Unfold and Fold: windows of images as columns. See ``_ops/windows.py``."""

from __future__ import annotations

from .._tensor import Tensor
from . import functional as F
from .module import Module

Sizes = int | tuple[int, ...]


class Unfold(Module):
    """Copies every window of images into a column.

    Input ``(N, C, H, W)`` or ``(C, H, W)``; output ``(N, C·kernel size, L)``
    with L windows.

    Args:
        kernel_size: the size of the window.
        dilation: how far apart the window's elements are.
        padding: how many zeros are put around.
        stride: how far the window moves at a step.

    See :func:`~teachtorch.nn.functional.unfold`.
    """

    def __init__(
        self,
        kernel_size: Sizes,
        dilation: Sizes = 1,
        padding: Sizes = 0,
        stride: Sizes = 1,
    ) -> None:
        super().__init__()
        self.kernel_size = kernel_size
        self.dilation = dilation
        self.padding = padding
        self.stride = stride

    def forward(self, input: Tensor) -> Tensor:
        return F.unfold(
            input, self.kernel_size, self.dilation, self.padding, self.stride
        )

    def extra_repr(self) -> str:
        return (
            f"kernel_size={self.kernel_size}, dilation={self.dilation}, "
            f"padding={self.padding}, stride={self.stride}"
        )


class Fold(Module):
    """Adds columns up at the places that Unfold copied them from.

    Input ``(N, C·kernel size, L)`` with L windows; output ``(N, C, H, W)``,
    each also without N.

    Args:
        output_size: the height and width of the result.
        kernel_size: the size of the window.
        dilation: how far apart the window's elements are.
        padding: how many zeros were put around.
        stride: how far the window moves at a step.

    See :func:`~teachtorch.nn.functional.fold`.
    """

    def __init__(
        self,
        output_size: Sizes,
        kernel_size: Sizes,
        dilation: Sizes = 1,
        padding: Sizes = 0,
        stride: Sizes = 1,
    ) -> None:
        super().__init__()
        self.output_size = output_size
        self.kernel_size = kernel_size
        self.dilation = dilation
        self.padding = padding
        self.stride = stride

    def forward(self, input: Tensor) -> Tensor:
        return F.fold(
            input,
            self.output_size,
            self.kernel_size,
            self.dilation,
            self.padding,
            self.stride,
        )

    def extra_repr(self) -> str:
        return (
            f"output_size={self.output_size}, kernel_size={self.kernel_size}, "
            f"dilation={self.dilation}, padding={self.padding}, "
            f"stride={self.stride}"
        )
