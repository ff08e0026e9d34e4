"""Convolution layers. The mathematics is in ``_ops/conv.py``."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from .._creation import empty
from .._tensor import Tensor
from . import functional as F
from . import init
from .module import Module
from .parameter import Parameter

Sizes = int | tuple[int, ...]

_PADDING_MODES = {"zeros", "reflect", "replicate", "circular"}


class _ConvNd(Module):
    """What all six layers share; ``_dims`` and ``_transposed`` tell them apart.

    Both parameters start uniform on ±1/√(inputs of one output).
    """

    _dims: int
    _transposed = False

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Sizes,
        stride: Sizes,
        padding: Sizes | str,
        dilation: Sizes,
        output_padding: Sizes,
        groups: int,
        bias: bool,
        padding_mode: str,
        device: Any,
        dtype: Any,
    ) -> None:
        super().__init__()
        self.in_channels = in_channels
        self.out_channels = out_channels
        self.kernel_size = self._each(kernel_size)
        self.stride = self._each(stride)
        is_name = isinstance(padding, str) and not self._transposed
        self.padding = padding if is_name else self._each(padding)
        self.dilation = self._each(dilation)
        self.transposed = self._transposed
        self.output_padding = self._each(output_padding)
        self.groups = groups
        self.padding_mode = padding_mode
        self._check_options()
        first, second = out_channels, in_channels
        if self.transposed:
            first, second = in_channels, out_channels
        shape = (first, second // groups, *self.kernel_size)
        self.weight = Parameter(empty(shape, device=device, dtype=dtype))
        if bias:
            self.bias = Parameter(
                empty(out_channels, device=device, dtype=dtype)
            )
        else:
            self.register_parameter("bias", None)
        self.reset_parameters()

    def _each(self, option: Any) -> tuple[int, ...]:
        """Gives an option as one number for each dimension."""
        if isinstance(option, Iterable):
            return tuple(option)
        return (option,) * self._dims

    def _check_options(self) -> None:
        if self.groups <= 0:
            raise ValueError("groups must be a positive integer")
        if self.in_channels % self.groups != 0:
            raise ValueError("in_channels must be divisible by groups")
        if self.out_channels % self.groups != 0:
            raise ValueError("out_channels must be divisible by groups")
        if isinstance(self.padding, str):
            names = {"same", "valid"}
            if self.padding not in names:
                raise ValueError(
                    f"Invalid padding string {self.padding!r}, should be one "
                    f"of {names}"
                )
            if self.padding == "same" and any(s != 1 for s in self.stride):
                raise ValueError(
                    "padding='same' is not supported for strided convolutions"
                )
        if self.padding_mode not in _PADDING_MODES:
            raise ValueError(
                f"padding_mode must be one of {_PADDING_MODES}, but got "
                f"padding_mode='{self.padding_mode}'"
            )

    def reset_parameters(self) -> None:
        # √5 makes it 1/√(inputs): see Linear.
        init.kaiming_uniform_(self.weight, a=math.sqrt(5))
        if self.bias is not None:
            inputs = math.prod(self.weight.shape[1:])
            if inputs != 0:
                bound = 1 / math.sqrt(inputs)
                init.uniform_(self.bias, -bound, bound)

    def extra_repr(self) -> str:
        text = (
            f"{self.in_channels}, {self.out_channels}, "
            f"kernel_size={self.kernel_size}, stride={self.stride}"
        )
        usual = {
            "padding": (0,) * self._dims,
            "dilation": (1,) * self._dims,
            "output_padding": (0,) * self._dims,
            "groups": 1,
        }
        for name, value in usual.items():
            if getattr(self, name) != value:
                text += f", {name}={getattr(self, name)}"
        if self.bias is None:
            text += ", bias=False"
        if self.padding_mode != "zeros":
            text += f", padding_mode={self.padding_mode}"
        return text

    def _padded(self, input: Tensor) -> tuple[Tensor, Any]:
        """Pads with something else than zeros beforehand, if asked to.

        Returns:
            the input, and the zeros that the convolution is still to add.
        """
        if self.padding_mode == "zeros":
            return input, self.padding
        amounts: list[int] = []
        for dim in reversed(range(self._dims)):  # pad begins with the last
            if isinstance(self.padding, tuple):
                before = after = self.padding[dim]
            else:
                before = after = 0
                if self.padding == "same":
                    total = self.dilation[dim] * (self.kernel_size[dim] - 1)
                    before, after = total // 2, total - total // 2
            amounts += (before, after)
        return F.pad(input, amounts, mode=self.padding_mode), 0


class _Conv(_ConvNd):
    """A convolution in one, two or three dimensions."""

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Sizes,
        stride: Sizes = 1,
        padding: Sizes | str = 0,
        dilation: Sizes = 1,
        groups: int = 1,
        bias: bool = True,
        padding_mode: str = "zeros",
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(
            in_channels,
            out_channels,
            kernel_size,
            stride,
            padding,
            dilation,
            0,
            groups,
            bias,
            padding_mode,
            device,
            dtype,
        )

    def forward(self, input: Tensor) -> Tensor:
        return self._conv_forward(input, self.weight, self.bias)

    def _conv_forward(
        self, input: Tensor, weight: Tensor, bias: Tensor | None
    ) -> Tensor:
        convolve = (F.conv1d, F.conv2d, F.conv3d)[self._dims - 1]
        x, padding = self._padded(input)
        return convolve(
            x, weight, bias, self.stride, padding, self.dilation, self.groups
        )


class Conv1d(_Conv):
    """Convolves sequences ``(N, C, L)``. The options are Conv2d's.

    y_o = b_o + Σ_c w_oc ⋆ x_c over the input channels c. Input ``(N, C, L)``
    or ``(C, L)``; each side n becomes ⌊(n + 2·padding − dilation·(kernel_size
    − 1) − 1)/stride⌋ + 1.
    """

    _dims = 1


class Conv2d(_Conv):
    """Convolves images ``(N, C, H, W)``.

    y_o = b_o + Σ_c w_oc ⋆ x_c over the input channels c, where ⋆ sums the
    products of kernel and window. Input ``(N, C, H, W)`` or ``(C, H, W)``;
    each side n becomes ⌊(n + 2·padding − dilation·(kernel_size − 1) −
    1)/stride⌋ + 1.

    Args:
        in_channels: channels of the input.
        out_channels: channels of the output.
        kernel_size: one number, or height and width.
        stride: how far the kernel moves at a step.
        padding: how much is put around; or ``"same"``, or ``"valid"``.
        dilation: how far apart the kernel's elements are.
        groups: into how many parts the channels are divided.
        bias: whether something is added to each output channel.
        padding_mode: with what to pad: ``"zeros"``, ``"reflect"``,
            ``"replicate"`` or ``"circular"``.
        device: where the parameters are: the CPU.
        dtype: of the parameters.

    See :func:`~teachtorch.nn.functional.conv2d`.

    >>> from teachtorch import zeros
    >>> layer = Conv2d(1, 6, 5)
    >>> layer
    Conv2d(1, 6, kernel_size=(5, 5), stride=(1, 1))
    >>> layer(zeros(8, 1, 32, 32)).shape
    torch.Size([8, 6, 28, 28])
    """

    _dims = 2


class Conv3d(_Conv):
    """Convolves volumes ``(N, C, D, H, W)``. The options are Conv2d's.

    y_o = b_o + Σ_c w_oc ⋆ x_c over the input channels c. Input ``(N, C, D, H,
    W)`` or ``(C, D, H, W)``; each side n becomes ⌊(n + 2·padding −
    dilation·(kernel_size − 1) − 1)/stride⌋ + 1.
    """

    _dims = 3


class _ConvTransposeNd(_ConvNd):
    """A transposed convolution in one, two or three dimensions."""

    _transposed = True

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Sizes,
        stride: Sizes = 1,
        padding: Sizes = 0,
        output_padding: Sizes = 0,
        groups: int = 1,
        bias: bool = True,
        dilation: Sizes = 1,
        padding_mode: str = "zeros",
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        if padding_mode != "zeros":
            raise ValueError(
                'Only "zeros" padding mode is supported for '
                f"{type(self).__name__}"
            )
        super().__init__(
            in_channels,
            out_channels,
            kernel_size,
            stride,
            padding,
            dilation,
            output_padding,
            groups,
            bias,
            padding_mode,
            device,
            dtype,
        )

    def forward(self, input: Tensor, output_size: Any = None) -> Tensor:
        functions = F.conv_transpose1d, F.conv_transpose2d, F.conv_transpose3d
        return functions[self._dims - 1](
            input,
            self.weight,
            self.bias,
            self.stride,
            self.padding,  # type: ignore[arg-type]  # no name here: see __init__
            self._output_padding(input, output_size),
            self.groups,
            self.dilation,
        )

    def _output_padding(self, input: Tensor, output_size: Any) -> tuple:
        """Gives what to add at the end so that the output has a given size."""
        if output_size is None:
            return self.output_padding
        dims = self._dims
        first = input.ndim - dims  # after the batch and the channels
        wanted = output_size
        if len(wanted) == first + dims:
            wanted = wanted[first:]
        if len(wanted) != dims:
            raise ValueError(
                f"ConvTranspose{dims}D: for {input.ndim}D input, output_size "
                f"must have {dims} or {first + dims} elements (got "
                f"{len(wanted)})"
            )
        assert isinstance(self.padding, tuple)
        smallest = [
            (n - 1) * s - 2 * p + d * (k - 1) + 1
            for n, k, s, p, d in zip(
                input.shape[first:],
                self.kernel_size,
                self.stride,
                self.padding,
                self.dilation,
            )
        ]
        largest = [n + s - 1 for n, s in zip(smallest, self.stride)]
        extra = tuple(n - low for n, low in zip(wanted, smallest))
        if any(not low <= n <= high for n, low, high in zip(
            wanted, smallest, largest
        )):  # fmt: skip
            raise ValueError(
                f"requested an output size of {wanted}, but valid sizes range "
                f"from {smallest} to {largest} (for an input of "
                f"{input.shape[first:]})"
            )
        return extra


class ConvTranspose1d(_ConvTransposeNd):
    """Convolves sequences, transposed. The options are ConvTranspose2d's.

    Input ``(N, C, L)`` or ``(C, L)``; each side n becomes (n − 1)·stride −
    2·padding + dilation·(kernel_size − 1) + output_padding + 1.
    """

    _dims = 1


class ConvTranspose2d(_ConvTransposeNd):
    """Enlarges images as a strided convolution shrinks them.

    Each pixel of x paints the kernel, multiplied by itself, on the output,
    which adds up what is painted. Input ``(N, C, H, W)`` or ``(C, H, W)``;
    each side n becomes (n − 1)·stride − 2·padding + dilation·(kernel_size − 1)
    + output_padding + 1.

    Args:
        in_channels: channels of the input.
        out_channels: channels of the output.
        kernel_size: one number, or height and width.
        stride: how far apart the input's pixels paint the kernel.
        padding: how much is cut off from each side of the output.
        output_padding: how much is added at the end of the output.
        groups: into how many parts the channels are divided.
        bias: whether something is added to each output channel.
        dilation: how far apart the kernel's elements are.
        padding_mode: only ``"zeros"``.
        device: where the parameters are: the CPU.
        dtype: of the parameters.

    See :func:`~teachtorch.nn.functional.conv_transpose2d`.
    """

    _dims = 2


class ConvTranspose3d(_ConvTransposeNd):
    """Convolves volumes, transposed. The options are ConvTranspose2d's.

    Input ``(N, C, D, H, W)`` or ``(C, D, H, W)``; each side n becomes (n −
    1)·stride − 2·padding + dilation·(kernel_size − 1) + output_padding + 1.
    """

    _dims = 3
