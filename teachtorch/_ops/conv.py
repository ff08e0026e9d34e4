"""Convolution in one, two and three dimensions, and transposed.

y = x ⋆ w is linear in the input x and in the weights w. So its two gradients
are linear in ∂y and in the other factor, and their own gradients are again
one of the same three operations: ``Convolution``, ``ConvolutionInput`` and
``ConvolutionWeight``. The work on arrays is in ``conv_kernel.py``. The
chapter "LeNet" draws it.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .conv_kernel import (
    Geometry,
    convolve,
    convolve_input_gradient,
    convolve_weight_gradient,
)
from .padding import pad
from .shape import squeeze, unsqueeze

Sizes = int | Sequence[int]


class Convolution(Op):
    """y = x ⋆ w + b, so ∂x = ConvolutionInput(∂y, w), ∂w =
    ConvolutionWeight(∂y, x) and ∂b = Σ ∂y over all but channels.

    A primitive because the windows (Im2Col) would be kept for the backward
    pass.
    """

    inputs = 3

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, weight: Tensor, bias: Tensor | None, g: Geometry
    ) -> Tensor:
        need_x, need_weight = ctx.edges[:2]
        ctx.save_for_backward(
            x if need_weight else None, weight if need_x else None
        )
        ctx.shapes_in, ctx.g = (x._array.shape, weight._array.shape), g
        y = convolve(x._array, weight._array, g)
        if bias is not None:
            y += bias._array.reshape(-1, *(1 for _ in y.shape[2:]))
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        x, weight = ctx.saved_tensors
        need_x, need_weight, need_bias = ctx.edges[:3]
        (x_shape, weight_shape), g = ctx.shapes_in, ctx.g
        grad_x = grad_weight = grad_bias = None
        if need_x:
            grad_x = ConvolutionInput.of(grad, weight, x_shape, g)
        if need_weight:
            grad_weight = ConvolutionWeight.of(grad, x, weight_shape, g)
        if need_bias:
            grad_bias = grad.sum((0, *range(2, grad.ndim)))
        return grad_x, grad_weight, grad_bias, None


class ConvolutionInput(Op):
    """x = v spread over the windows by w, so ∂v = ∂x ⋆ w and ∂w =
    ConvolutionWeight(v, ∂x).
    """

    @staticmethod
    def forward(
        ctx: Any, v: Tensor, weight: Tensor, shape: tuple, g: Geometry
    ) -> Tensor:
        ctx.save_for_backward(v, weight)
        ctx.g = g
        x = convolve_input_gradient(v._array, weight._array, shape, g)
        return wrap(x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        v, weight = ctx.saved_tensors
        need_v, need_weight = ctx.edges[:2]
        grad_v = grad_weight = None
        if need_v:
            grad_v = _first(v.shape, Convolution.of(grad, weight, None, ctx.g))
        if need_weight:
            shape = tuple(weight.shape)
            grad_weight = ConvolutionWeight.of(v, grad, shape, ctx.g)
        return grad_v, grad_weight, None, None


class ConvolutionWeight(Op):
    """w = Σ over the windows of x, times v there, so ∂v = x ⋆ ∂w and ∂x =
    ConvolutionInput(v, ∂w).
    """

    @staticmethod
    def forward(
        ctx: Any, v: Tensor, x: Tensor, shape: tuple, g: Geometry
    ) -> Tensor:
        ctx.save_for_backward(v, x)
        ctx.g = g
        return wrap(convolve_weight_gradient(v._array, x._array, shape, g))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        v, x = ctx.saved_tensors
        need_v, need_x = ctx.edges[:2]
        grad_v = grad_x = None
        if need_v:
            grad_v = _first(v.shape, Convolution.of(x, grad, None, ctx.g))
        if need_x:
            grad_x = ConvolutionInput.of(v, grad, tuple(x.shape), ctx.g)
        return grad_v, grad_x, None, None


def _first(shape: Any, y: Any) -> Any:
    """Gives the first places: with output_padding there are some to spare."""
    return y if y.shape == shape else y[tuple(slice(n) for n in shape)]


class TransposedConvolution(Op):
    """y = ConvolutionInput(x, w) + b, so ∂x = ∂y ⋆ w, ∂w = ConvolutionWeight(x,
    ∂y) and ∂b = Σ ∂y over all but channels.

    A primitive because PyTorch's graph shows it as a convolution, with its b.
    """

    inputs = 3

    @staticmethod
    def forward(
        ctx: Any,
        x: Tensor,
        weight: Tensor,
        bias: Tensor | None,
        shape: tuple,
        g: Geometry,
    ) -> Tensor:
        ctx.save_for_backward(x, weight)
        ctx.g = g
        y = convolve_input_gradient(x._array, weight._array, shape, g)
        if bias is not None:
            y += bias._array.reshape(-1, *(1 for _ in y.shape[2:]))
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        grads = ConvolutionInput.backward(ctx, grad)
        grad_bias = None
        if ctx.edges[2]:
            grad_bias = grad.sum((0, *range(2, grad.ndim)))
        return grads[0], grads[1], grad_bias, None, None

    def name(self) -> str:
        return "ConvolutionBackward0"


# ---------------------------------------------------------------------------
# The functions
# ---------------------------------------------------------------------------


def conv1d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Sizes = 1,
    padding: Sizes | str = 0,
    dilation: Sizes = 1,
    groups: int = 1,
) -> Tensor:
    """Convolves sequences. See :func:`conv2d`.

    Shape:
        - input: ``(N, C, L)`` or ``(C, L)``; weight: ``(O, C / groups, K)``.

    See :func:`torch.nn.functional.conv1d`.
    """
    return _conv(1, input, weight, bias, stride, padding, dilation, groups)


def conv2d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Sizes = 1,
    padding: Sizes | str = 0,
    dilation: Sizes = 1,
    groups: int = 1,
) -> Tensor:
    """Convolves images: multiplies every window by the same weights.

    What it computes is a correlation: the kernel is not flipped.

    Args:
        input: images, ``(N, C, H, W)`` or ``(C, H, W)``.
        weight: a kernel for each pair of channels,
            ``(O, C / groups, kernel height, kernel width)``.
        bias: added to each output channel, ``(O,)``.
        stride: how far the kernel moves at a step.
        padding: how many zeros are put around; or ``"valid"`` for none, or
            ``"same"`` for as many as keep the size.
        dilation: how far apart the kernel's elements are.
        groups: into how many parts the channels are divided; each output
            channel sees one part.

    See :func:`torch.nn.functional.conv2d`; Dumoulin and Visin (2016),
    https://arxiv.org/abs/1603.07285, for the sizes.

    >>> from teachtorch import ones
    >>> conv2d(ones(1, 1, 3, 3), ones(1, 1, 2, 2))
    tensor([[[[4., 4.],
              [4., 4.]]]])
    """
    return _conv(2, input, weight, bias, stride, padding, dilation, groups)


def conv3d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Sizes = 1,
    padding: Sizes | str = 0,
    dilation: Sizes = 1,
    groups: int = 1,
) -> Tensor:
    """Convolves volumes. See :func:`conv2d`.

    Shape:
        - input: ``(N, C, D, H, W)`` or ``(C, D, H, W)``.

    See :func:`torch.nn.functional.conv3d`.
    """
    return _conv(3, input, weight, bias, stride, padding, dilation, groups)


def _conv(
    dims: int,
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None,
    stride: Sizes,
    padding: Sizes | str,
    dilation: Sizes,
    groups: int,
) -> Tensor:
    name = f"conv{dims}d"
    if not isinstance(input, Tensor):
        given = (input, weight, bias, stride, padding, dilation, groups)
        kinds = ", ".join(type(x).__name__ for x in given)
        raise TypeError(
            f"{name}() received an invalid combination of arguments - got "
            f"({kinds}), but expected a Tensor for the input"
        )
    batched = check_dimensions(name, input, dims)
    x = input if batched else unsqueeze(input, 0)
    # PyTorch goes by the weights' dimensions when it checks the options.
    spatial = weight.ndim - 2
    stride = one_for_each("stride", stride, dims, spatial)
    dilation = one_for_each("dilation", dilation, dims, spatial)
    if isinstance(padding, str):
        x, padding = _named_padding(padding, x, weight, stride, dilation)
    padding = one_for_each("padding", padding, dims, spatial)
    g = Geometry(stride, padding, dilation, groups)
    _check(x, weight, bias, g)
    y = Convolution.apply(x, weight, bias, g)
    return y if batched else squeeze(y, 0)


def _named_padding(
    name: str, x: Tensor, weight: Tensor, stride: tuple, dilation: tuple
) -> tuple[Tensor, Any]:
    """Turns "valid" and "same" into numbers; pads one more side if odd."""
    if name == "valid":
        return x, 0
    if name != "same":
        raise RuntimeError(f"Invalid padding string: '{name}'")
    if any(s != 1 for s in stride):
        raise RuntimeError(
            "padding='same' is not supported for strided convolutions"
        )
    totals = [d * (k - 1) for d, k in zip(dilation, weight.shape[2:])]
    odd = [total % 2 for total in totals]
    if any(odd):
        warnings.warn(
            "Using padding='same' with even kernel lengths and odd dilation "
            "may require a zero-padded copy of the input be created",
            stacklevel=4,
        )
        extra: list[int] = []
        for more in reversed(odd):  # pad counts dimensions from the last
            extra += (0, more)
        x = pad(x, extra)
    return x, tuple(total // 2 for total in totals)


def check_dimensions(name: str, input: Tensor, dims: int) -> bool:
    """Tells whether an input has a batch dimension.

    Raises:
        RuntimeError: if it has neither the one nor the other number.
    """
    if input.ndim not in (dims + 1, dims + 2):
        raise RuntimeError(
            f"Expected {dims + 1}D (unbatched) or {dims + 2}D (batched) input "
            f"to {name}, but got input of size: {list(input.shape)}"
        )
    return input.ndim == dims + 2


def one_for_each(
    name: str, value: Any, dims: int, spatial: int
) -> tuple[int, ...]:
    """Gives an option as one number for each dimension of the kernel."""
    values = (value,) * dims if isinstance(value, int) else tuple(value)
    if len(values) == 1:
        values = values * spatial
    if len(values) != spatial:
        raise RuntimeError(
            f"expected {name} to be a single integer value or a list of "
            f"{spatial} values to match the convolution dimensions, but got "
            f"{name}={list(values)}"
        )
    return values


def check_options(g: Geometry) -> None:
    """Refuses strides, paddings and dilations that make no sense."""
    if any(p < 0 for p in g.padding):
        raise RuntimeError("negative padding is not supported")
    if any(s <= 0 for s in g.stride):
        raise RuntimeError("non-positive stride is not supported")
    if any(d <= 0 for d in g.dilation):
        raise RuntimeError(
            f"dilation should be greater than zero, but got {list(g.dilation)}"
        )


def check_kernel_size(size: Sequence[int]) -> None:
    """Refuses a kernel without elements."""
    if all(size):
        return
    if len(size) == 3:
        found = f": {' x '.join(map(str, size))} (TxHxW)"
    else:  # a sequence is an image of one row
        height, width = (1, *size)[-2:]
        found = f" kernel_height: {height} kernel_width: {width}"
    raise RuntimeError(
        f"kernel size should be greater than zero, but got{found}"
    )


# What C++ calls a number of each kind: PyTorch's message uses these words.
_CPP_NAMES = {
    "Byte": "unsigned char",
    "Char": "signed char",
    "Short": "short int",
    "Long": "long int",
    "Half": "c10::Half",
}


def check_dtypes(x: Tensor, weight: Tensor, bias: Tensor | None) -> None:
    """Refuses operands of different dtypes."""
    if weight._array.dtype != x._array.dtype:
        raise RuntimeError(
            f"expected scalar type {x.dtype.kind} but found "
            f"{weight.dtype.kind}\nThe input's dtype and the weights' must be "
            "the same: input.float(), or module.to(input.dtype)."
        )
    _check_bias_dtype(x, bias)


def _check_bias_dtype(x: Tensor, bias: Tensor | None) -> None:
    if bias is not None and bias._array.dtype != x._array.dtype:
        kinds = (t.dtype.kind for t in (x, bias))
        one, other = (_CPP_NAMES.get(kind, kind.lower()) for kind in kinds)
        raise RuntimeError(
            f"Input type ({one}) and bias type ({other}) should be the same\n"
            "Convert the images, input.float(), or the layer, "
            "module.to(input.dtype)."
        )


def _check(x: Tensor, weight: Tensor, bias: Tensor | None, g: Geometry) -> None:
    """Refuses what does not fit, in PyTorch's words."""
    check_options(g)
    w, size = list(weight.shape), list(x.shape)
    if w[0] < g.groups:
        raise RuntimeError(
            f"Given groups={g.groups}, expected weight to be at least "
            f"{g.groups} at dimension 0, but got weight of size {w} instead"
        )
    if w[0] % g.groups:
        raise RuntimeError(
            f"Given groups={g.groups}, expected weight to be divisible by "
            f"{g.groups} at dimension 0, but got weight of size [{w}] instead"
        )
    if size[1] != w[1] * g.groups:
        raise RuntimeError(
            f"Given groups={g.groups}, weight of size {w}, expected "
            f"input{size} to have {w[1] * g.groups} channels, but got "
            f"{size[1]} channels instead"
        )
    if bias is not None and bias.shape != (w[0],):
        raise RuntimeError(
            f"Given weight of size {w}, expected bias to be 1-dimensional with "
            f"{w[0]} elements, but got bias of size {list(bias.shape)} instead"
        )
    check_kernel_size(w[2:])
    padded = [n + 2 * p for n, p in zip(size[2:], g.padding)]
    reach = [d * (k - 1) + 1 for k, d in zip(w[2:], g.dilation)]
    if any(n < k for n, k in zip(padded, reach)):
        one, other = (" x ".join(map(str, s)) for s in (padded, reach))
        raise RuntimeError(
            f"Calculated padded input size per channel: ({one}). Kernel size: "
            f"({other}). Kernel size can't be greater than actual input size"
        )
    _check_bias_dtype(x, bias)  # PyTorch looks at the bias first
    check_dtypes(x, weight, bias)
