"""Pooling layers. The mathematics is in ``_ops/pooling.py``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .._tensor import Tensor
from . import functional as F
from .module import Module

Sizes = int | tuple[int, ...]


class _MaxPoolNd(Module):
    """What the max pools share: the options.

    Args:
        kernel_size: the size of the window.
        stride: how far it moves at a step; its own size by default.
        padding: how much is put around, at most half a window.
        dilation: how far apart the window's elements are.
        return_indices: also say where each largest element is.
        ceil_mode: let the last window stick out at the end.
    """

    def __init__(
        self,
        kernel_size: Sizes,
        stride: Sizes | None = None,
        padding: Sizes = 0,
        dilation: Sizes = 1,
        return_indices: bool = False,
        ceil_mode: bool = False,
    ) -> None:
        super().__init__()
        self.kernel_size = kernel_size
        self.stride = kernel_size if stride is None else stride
        self.padding = padding
        self.dilation = dilation
        self.return_indices = return_indices
        self.ceil_mode = ceil_mode

    def _options(self) -> dict:
        return {
            "kernel_size": self.kernel_size,
            "stride": self.stride,
            "padding": self.padding,
            "dilation": self.dilation,
            "ceil_mode": self.ceil_mode,
        }

    def extra_repr(self) -> str:
        return ", ".join(f"{k}={v}" for k, v in self._options().items())


class MaxPool1d(_MaxPoolNd):
    """Takes the largest element of each window of sequences.

    ``(N, C, L)`` or ``(C, L)``; each side n becomes ⌊(n + 2·padding −
    dilation·(kernel_size − 1) − 1)/stride⌋ + 1.
    """

    def forward(self, input: Tensor) -> Any:
        return F.max_pool1d(
            input, **self._options(), return_indices=self.return_indices
        )


class MaxPool2d(_MaxPoolNd):
    """Takes the largest element of each window of images.

    ``(N, C, H, W)`` or ``(C, H, W)``; each side n becomes ⌊(n + 2·padding −
    dilation·(kernel_size − 1) − 1)/stride⌋ + 1.

    See :func:`~teachtorch.nn.functional.max_pool2d` for the options.
    """

    def forward(self, input: Tensor) -> Any:
        return F.max_pool2d(
            input, **self._options(), return_indices=self.return_indices
        )


class MaxPool3d(_MaxPoolNd):
    """Takes the largest element of each window of volumes.

    ``(N, C, D, H, W)`` or ``(C, D, H, W)``; each side n becomes ⌊(n +
    2·padding − dilation·(kernel_size − 1) − 1)/stride⌋ + 1.
    """

    def forward(self, input: Tensor) -> Any:
        return F.max_pool3d(
            input, **self._options(), return_indices=self.return_indices
        )


class _AvgPoolNd(Module):
    """What the average pools share: printing."""

    kernel_size: Any
    stride: Any
    padding: Any

    def extra_repr(self) -> str:
        return (
            f"kernel_size={self.kernel_size}, stride={self.stride}, "
            f"padding={self.padding}"
        )


class AvgPool1d(_AvgPoolNd):
    """Takes the mean of each window of sequences.

    ``(N, C, L)`` or ``(C, L)``; each side n becomes ⌊(n + 2·padding −
    kernel_size)/stride⌋ + 1.
    """

    def __init__(
        self,
        kernel_size: Sizes,
        stride: Sizes | None = None,
        padding: Sizes = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
    ) -> None:
        super().__init__()
        stride = kernel_size if stride is None else stride
        self.kernel_size, self.stride, self.padding = (
            (value,) if isinstance(value, int) else tuple(value)
            for value in (kernel_size, stride, padding)
        )
        self.ceil_mode = ceil_mode
        self.count_include_pad = count_include_pad

    def forward(self, input: Tensor) -> Tensor:
        return F.avg_pool1d(
            input,
            self.kernel_size,
            self.stride,
            self.padding,
            self.ceil_mode,
            self.count_include_pad,
        )


class AvgPool2d(_AvgPoolNd):
    """Takes the mean of each window of images.

    ``(N, C, H, W)`` or ``(C, H, W)``; each side n becomes ⌊(n + 2·padding −
    kernel_size)/stride⌋ + 1.

    Args:
        kernel_size: the size of the window.
        stride: how far it moves at a step; its own size by default.
        padding: how many zeros are put around, at most half a window.
        ceil_mode: let the last window stick out at the end.
        count_include_pad: whether the mean counts the zeros put around.
        divisor_override: divide by this instead of the number of elements.
    """

    def __init__(
        self,
        kernel_size: Sizes,
        stride: Sizes | None = None,
        padding: Sizes = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
        divisor_override: int | None = None,
    ) -> None:
        super().__init__()
        self.kernel_size = kernel_size
        self.stride = kernel_size if stride is None else stride
        self.padding = padding
        self.ceil_mode = ceil_mode
        self.count_include_pad = count_include_pad
        self.divisor_override = divisor_override

    def forward(self, input: Tensor) -> Tensor:
        return F.avg_pool2d(
            input,
            self.kernel_size,
            self.stride,
            self.padding,
            self.ceil_mode,
            self.count_include_pad,
            self.divisor_override,
        )


class AvgPool3d(AvgPool2d):
    """Takes the mean of each window of volumes.

    ``(N, C, D, H, W)`` or ``(C, D, H, W)``; each side n becomes ⌊(n +
    2·padding − kernel_size)/stride⌋ + 1.
    """

    def forward(self, input: Tensor) -> Tensor:
        return F.avg_pool3d(
            input,
            self.kernel_size,
            self.stride,
            self.padding,
            self.ceil_mode,
            self.count_include_pad,
            self.divisor_override,
        )


class _AdaptiveAvgPoolNd(Module):
    """What the adaptive pools share: the output's size."""

    def __init__(self, output_size: Any) -> None:
        super().__init__()
        self.output_size = output_size

    def extra_repr(self) -> str:
        return f"output_size={self.output_size}"


class AdaptiveAvgPool1d(_AdaptiveAvgPoolNd):
    """Takes means of parts of sequences, as many as asked for.

    ``(N, C, L)`` or ``(C, L)``; the last dimension has the size asked for.
    Part i of m goes from ⌊i·n/m⌋ to ⌈(i + 1)·n/m⌉.
    """

    def forward(self, input: Tensor) -> Tensor:
        return F.adaptive_avg_pool1d(input, self.output_size)


class AdaptiveAvgPool2d(_AdaptiveAvgPoolNd):
    """Takes means of parts of images, as many as asked for.

    ``(N, C, H, W)`` or ``(C, H, W)``; the last two dimensions have the size
    asked for. Part i of m goes from ⌊i·n/m⌋ to ⌈(i + 1)·n/m⌉.

    >>> from teachtorch import zeros
    >>> AdaptiveAvgPool2d((5, None))(zeros(1, 3, 17, 9)).shape
    torch.Size([1, 3, 5, 9])
    """

    def forward(self, input: Tensor) -> Tensor:
        return F.adaptive_avg_pool2d(input, self.output_size)


class AdaptiveAvgPool3d(_AdaptiveAvgPoolNd):
    """Takes means of parts of volumes, as many as asked for.

    ``(N, C, D, H, W)`` or ``(C, D, H, W)``; the last three dimensions have the
    size asked for. Part i of m goes from ⌊i·n/m⌋ to ⌈(i + 1)·n/m⌉.
    """

    def forward(self, input: Tensor) -> Tensor:
        return F.adaptive_avg_pool3d(input, self.output_size)


class _AdaptiveMaxPoolNd(Module):
    """What these share: the output's size, and whether to say where."""

    def __init__(self, output_size: Any, return_indices: bool = False) -> None:
        super().__init__()
        self.output_size = output_size
        self.return_indices = return_indices

    def extra_repr(self) -> str:
        return f"output_size={self.output_size}"


class AdaptiveMaxPool1d(_AdaptiveMaxPoolNd):
    """Takes the largest elements of parts of sequences.

    ``(N, C, L)`` or ``(C, L)``; the last dimension has the size asked for.
    Part i of m goes from ⌊i·n/m⌋ to ⌈(i + 1)·n/m⌉.
    """

    def forward(self, input: Tensor) -> Any:
        return F.adaptive_max_pool1d(
            input, self.output_size, self.return_indices
        )


class AdaptiveMaxPool2d(_AdaptiveMaxPoolNd):
    """Takes the largest elements of parts of images, as many as asked for.

    ``(N, C, H, W)`` or ``(C, H, W)``; the last two dimensions have the size
    asked for. Part i of m goes from ⌊i·n/m⌋ to ⌈(i + 1)·n/m⌉.
    """

    def forward(self, input: Tensor) -> Any:
        return F.adaptive_max_pool2d(
            input, self.output_size, self.return_indices
        )


class AdaptiveMaxPool3d(_AdaptiveMaxPoolNd):
    """Takes the largest elements of parts of volumes.

    ``(N, C, D, H, W)`` or ``(C, D, H, W)``; the last three dimensions have the
    size asked for. Part i of m goes from ⌊i·n/m⌋ to ⌈(i + 1)·n/m⌉.
    """

    def forward(self, input: Tensor) -> Any:
        return F.adaptive_max_pool3d(
            input, self.output_size, self.return_indices
        )


class _LPPoolNd(Module):
    """What the p-norm pools share.

    Args:
        norm_type: p.
        kernel_size: the size of the window.
        stride: how far it moves at a step; its own size by default.
        ceil_mode: let the last window stick out at the end.
    """

    def __init__(
        self,
        norm_type: float,
        kernel_size: Sizes,
        stride: Sizes | None = None,
        ceil_mode: bool = False,
    ) -> None:
        super().__init__()
        self.norm_type = norm_type
        self.kernel_size = kernel_size
        self.stride = stride
        self.ceil_mode = ceil_mode

    def _options(self) -> dict:
        return {
            "norm_type": self.norm_type,
            "kernel_size": self.kernel_size,
            "stride": self.stride,
            "ceil_mode": self.ceil_mode,
        }

    def extra_repr(self) -> str:
        return ", ".join(f"{k}={v}" for k, v in self._options().items())


class LPPool1d(_LPPoolNd):
    """Computes the p-norm of each window of sequences.

    y = (Σ xᵖ)^(1/p) over each window. ``(N, C, L)`` or ``(C, L)``; each side n
    becomes ⌊(n − kernel_size)/stride⌋ + 1.
    """

    def forward(self, input: Tensor) -> Tensor:
        return F.lp_pool1d(input, **self._options())


class LPPool2d(_LPPoolNd):
    """Computes the p-norm of each window of images.

    y = (Σ xᵖ)^(1/p) over each window. ``(N, C, H, W)`` or ``(C, H, W)``; each
    side n becomes ⌊(n − kernel_size)/stride⌋ + 1.
    """

    def forward(self, input: Tensor) -> Tensor:
        return F.lp_pool2d(input, **self._options())


class LPPool3d(_LPPoolNd):
    """Computes the p-norm of each window of volumes.

    y = (Σ xᵖ)^(1/p) over each window. ``(N, C, D, H, W)`` or ``(C, D, H, W)``;
    each side n becomes ⌊(n − kernel_size)/stride⌋ + 1.
    """

    def forward(self, input: Tensor) -> Tensor:
        return F.lp_pool3d(input, **self._options())


class _MaxUnpoolNd(Module):
    """What the unpoolings share: the options of the pooling to undo."""

    _dims: int

    def __init__(
        self,
        kernel_size: Sizes,
        stride: Sizes | None = None,
        padding: Sizes = 0,
    ) -> None:
        super().__init__()
        stride = kernel_size if stride is None else stride
        self.kernel_size, self.stride, self.padding = (
            (value,) * self._dims if isinstance(value, int) else tuple(value)
            for value in (kernel_size, stride, padding)
        )

    def extra_repr(self) -> str:
        return (
            f"kernel_size={self.kernel_size}, stride={self.stride}, "
            f"padding={self.padding}"
        )

    def forward(
        self,
        input: Tensor,
        indices: Tensor,
        output_size: Sequence[int] | None = None,
    ) -> Tensor:
        unpool = (F.max_unpool1d, F.max_unpool2d, F.max_unpool3d)[
            self._dims - 1
        ]
        return unpool(
            input,
            indices,
            self.kernel_size,
            self.stride,
            self.padding,
            output_size,
        )


class MaxUnpool1d(_MaxUnpoolNd):
    """Puts the largest elements of sequences back, into zeros.

    ``(N, C, L)`` or ``(C, L)``; each side n becomes (n − 1)·stride − 2·padding
    + kernel_size, or as given.
    """

    _dims = 1


class MaxUnpool2d(_MaxUnpoolNd):
    """Puts the largest elements of images back where they were, into zeros.

    ``(N, C, H, W)`` or ``(C, H, W)``; each side n becomes (n − 1)·stride −
    2·padding + kernel_size, or as given.

    See :func:`~teachtorch.nn.functional.max_unpool2d`.
    """

    _dims = 2


class MaxUnpool3d(_MaxUnpoolNd):
    """Puts the largest elements of volumes back, into zeros.

    ``(N, C, D, H, W)`` or ``(C, D, H, W)``; each side n becomes (n − 1)·stride
    − 2·padding + kernel_size, or as given.
    """

    _dims = 3
