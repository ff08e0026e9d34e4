"""Transposed convolution: it enlarges as a strided convolution shrinks.

Convolution is a linear map; written as a matrix, this is the map of the
transposed matrix. It is the same computation as the gradient of a convolution
in its input.
"""

from __future__ import annotations

from typing import Any

from .._tensor import Tensor
from .conv import (
    Sizes,
    TransposedConvolution,
    check_dimensions,
    check_dtypes,
    check_kernel_size,
    check_options,
    one_for_each,
)
from .conv_kernel import Geometry
from .shape import squeeze, unsqueeze


def conv_transpose1d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Sizes = 1,
    padding: Sizes = 0,
    output_padding: Sizes = 0,
    groups: int = 1,
    dilation: Sizes = 1,
) -> Tensor:
    """Convolves sequences, transposed. See :func:`conv_transpose2d`."""
    return _conv_transpose(
        1,
        input,
        weight,
        bias,
        stride,
        padding,
        output_padding,
        groups,
        dilation,
    )


def conv_transpose2d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Sizes = 1,
    padding: Sizes = 0,
    output_padding: Sizes = 0,
    groups: int = 1,
    dilation: Sizes = 1,
) -> Tensor:
    """Convolves images, transposed: each pixel paints the kernel.

    Args:
        input: images, ``(N, C, H, W)`` or ``(C, H, W)``.
        weight: ``(C, O / groups, kernel height, kernel width)``.
        bias: added to each output channel, ``(O,)``.
        stride: how far apart the input's pixels paint.
        padding: how much is cut off from each side of the output.
        output_padding: how much is added at the end of the output, because
            several output sizes would shrink to the same input size.
        groups: into how many parts the channels are divided.
        dilation: how far apart the kernel's elements are.

    See :func:`torch.nn.functional.conv_transpose2d`; Dumoulin and Visin
    (2016), https://arxiv.org/abs/1603.07285.
    """
    return _conv_transpose(
        2,
        input,
        weight,
        bias,
        stride,
        padding,
        output_padding,
        groups,
        dilation,
    )


def conv_transpose3d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Sizes = 1,
    padding: Sizes = 0,
    output_padding: Sizes = 0,
    groups: int = 1,
    dilation: Sizes = 1,
) -> Tensor:
    """Convolves volumes, transposed. See :func:`conv_transpose2d`."""
    return _conv_transpose(
        3,
        input,
        weight,
        bias,
        stride,
        padding,
        output_padding,
        groups,
        dilation,
    )


def _conv_transpose(
    dims: int,
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None,
    stride: Sizes,
    padding: Sizes,
    output_padding: Sizes,
    groups: int,
    dilation: Sizes,
) -> Tensor:
    name = f"conv_transpose{dims}d"
    if not isinstance(input, Tensor):
        raise TypeError(
            f"{name}(): argument 'input' (position 1) must be Tensor, not "
            f"{type(input).__name__}"
        )
    batched = check_dimensions(name, input, dims)
    if isinstance(padding, tuple) and isinstance(padding[0], str):
        raise TypeError(
            f"{name}(): argument 'padding' (position 5) must be tuple of ints, "
            "but found element of type str at pos 0"
        )
    x = input if batched else unsqueeze(input, 0)
    spatial = weight.ndim - 2
    g = Geometry(
        one_for_each("stride", stride, dims, spatial),
        one_for_each("padding", padding, dims, spatial),
        one_for_each("dilation", dilation, dims, spatial),
        groups,
    )
    extra = one_for_each("output_padding", output_padding, dims, spatial)
    check_options(g)
    _check(x, weight, bias, g, extra)
    size = tuple(
        (n - 1) * s - 2 * p + d * (k - 1) + e + 1
        for n, k, s, p, d, e in zip(
            x.shape[2:],
            weight.shape[2:],
            g.stride,
            g.padding,
            g.dilation,
            extra,
        )
    )
    if any(n < 1 for n in size):
        one = 1 if dims == 1 else None  # a sequence is an image of one row
        sizes = (
            " x ".join(str(n) for n in (one, *s) if n is not None)
            for s in (x.shape[2:], size)
        )
        raise RuntimeError(
            "Given input size per channel: ({}). Calculated output size per "
            "channel: ({}). Output size is too small".format(*sizes)
        )
    shape = (x.shape[0], weight.shape[1] * groups, *size)
    y = TransposedConvolution.apply(x, weight, bias, shape, g)
    return y if batched else squeeze(y, 0)


def _check(
    x: Tensor, weight: Tensor, bias: Any, g: Geometry, extra: tuple
) -> None:
    """Refuses what does not fit, in PyTorch's words."""
    if any(e < 0 for e in extra):
        raise RuntimeError("negative output_padding is not supported")
    w = list(weight.shape)
    if w[0] % g.groups:
        raise RuntimeError(
            f"Given groups={g.groups}, expected weight to be divisible by "
            f"{g.groups} at dimension 0, but got weight of size [{w}] instead"
        )
    if x.shape[1] != w[0]:
        raise RuntimeError(
            f"Given transposed=1, weight of size {w}, expected "
            f"input{list(x.shape)} to have {w[0]} channels, but got "
            f"{x.shape[1]} channels instead"
        )
    if bias is not None and bias.shape != (w[1] * g.groups,):
        raise RuntimeError(
            f"Given transposed=1, weight of size {w}, expected bias to be "
            f"1-dimensional with {w[1] * g.groups} elements, but got bias of "
            f"size {list(bias.shape)} instead"
        )
    if any(e >= max(s, d) for e, s, d in zip(extra, g.stride, g.dilation)):
        names = ("depth", "height", "width")[-len(extra) :]
        options = (
            ("output_padding", extra),
            ("stride", g.stride),
            ("dilation", g.dilation),
        )
        listed = " ".join(
            f"{option}_{name}: {value}"
            for option, values in options
            for name, value in zip(names, values)
        )
        raise RuntimeError(
            "output padding must be smaller than either stride or dilation, "
            f"but got {listed}"
        )
    check_kernel_size(w[2:])
    check_dtypes(x, weight, bias)
