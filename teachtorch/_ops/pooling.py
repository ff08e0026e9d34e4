"""Max pooling: the largest element of every window.

It picks one element of each window, and the gradient goes back to where that
was picked. The work on arrays is in ``pooling_kernel.py``, means are in
``average_pooling.py``. The chapter "LeNet" draws both.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from ..autograd.grad_mode import mode
from .pooling_kernel import (
    Window,
    gather_planes,
    indices_of,
    max_pool,
    max_pool_gradient,
    max_pool_with_places,
    scatter_planes,
)
from .shape import squeeze, unsqueeze

Sizes = int | Sequence[int]

# ---------------------------------------------------------------------------
# The largest element
# ---------------------------------------------------------------------------


class MaxPool2DWithIndices(Op):
    """y = the largest x of each window, so that element gets ∂y.

    A primitive because the windows (Im2Col) hold every x several times.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, window: Window, with_indices: bool) -> Any:
        ctx.save_for_backward(x)
        ctx.window = window
        if not (ctx.edges[0] or with_indices):
            return wrap(max_pool(x._array, window))
        y, ctx.places = max_pool_with_places(x._array, window)
        if not with_indices:
            return wrap(y)  # then backward counts them, if it comes to that
        return wrap(y), wrap(indices_of(ctx.places, window, x._array.shape))

    @staticmethod
    def backward(ctx: Any, grad: Any, _: Any = None) -> Any:
        (x,) = ctx.saved_tensors
        window, shape = ctx.window, tuple(x.shape)
        if window.apart and not mode.enabled:
            grad_x = max_pool_gradient(grad, ctx.places, window, shape)
        else:
            indices = wrap(indices_of(ctx.places, window, shape))
            grad_x = PutBack.of(grad, indices, shape, len(window.kernel))
        return grad_x, None, None


class MaxPool3DWithIndices(MaxPool2DWithIndices):
    """y = the largest x of each window of a volume, so that element gets ∂y.

    A primitive because the windows hold every x several times.
    """


class PutBack(Op):
    """x = zeros with each v added at its place, so ∂v = ∂x there."""

    @staticmethod
    def forward(
        ctx: Any, v: Tensor, indices: Tensor, shape: tuple, dims: int
    ) -> Tensor:
        ctx.indices, ctx.dims = indices, dims
        x = scatter_planes(v._array, indices._array, shape, dims)
        return wrap(x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return PickOut.of(grad, ctx.indices, ctx.dims), None, None, None


class PickOut(Op):
    """v = x at given places, so ∂x = zeros with ∂v added there."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, indices: Tensor, dims: int) -> Tensor:
        ctx.shape, ctx.indices, ctx.dims = x._array.shape, indices, dims
        return wrap(gather_planes(x._array, indices._array, dims))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        grad_x = PutBack.of(grad, ctx.indices, ctx.shape, ctx.dims)
        return grad_x, None, None


def max_pool1d(
    input: Tensor,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    dilation: Sizes = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    """Takes the largest element of each window of sequences.

    See :func:`max_pool2d`, and :func:`torch.nn.functional.max_pool1d`.
    """
    check_dims("max_pool1d", input, 1)
    if isinstance(padding, int) and padding < 0:
        raise RuntimeError(
            f"max_pool1d() padding must be non-negative, but got {padding}"
        )
    window = window_of(
        "max_pool1d", 1, kernel_size, stride, padding, dilation, ceil_mode
    )
    check_pool_size("max_pool1d", input, window)
    # A sequence is an image of one row.
    rows = Window(
        (1, *window.kernel), (1, *window.stride), (0, *window.padding),
        (1, *window.dilation), ceil_mode,
    )  # fmt: skip
    found = MaxPool2DWithIndices.apply(
        unsqueeze(input, -2), rows, return_indices
    )
    if return_indices:
        return tuple(squeeze(part, -2) for part in found)
    return squeeze(found, -2)


def max_pool2d(
    input: Tensor,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    dilation: Sizes = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    """Takes the largest element of each window.

    Args:
        input: ``(N, C, H, W)`` or ``(C, H, W)``.
        kernel_size: the size of the window.
        stride: how far it moves at a step; its own size by default.
        padding: how much is put around, at most half a window; it never is
            the largest.
        dilation: how far apart the window's elements are.
        ceil_mode: let the last window stick out at the end.
        return_indices: also say where each largest element is: row times
            width plus column.

    See :func:`torch.nn.functional.max_pool2d`.

    >>> from teachtorch import arange
    >>> max_pool2d(arange(16.0).reshape(1, 4, 4), 2)
    tensor([[[ 5.,  7.],
             [13., 15.]]])
    """
    return _max_pool(
        2, MaxPool2DWithIndices, input, kernel_size, stride, padding, dilation,
        ceil_mode, return_indices,
    )  # fmt: skip


def max_pool3d(
    input: Tensor,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    dilation: Sizes = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    """Takes the largest element of each window of volumes.

    See :func:`max_pool2d`, and :func:`torch.nn.functional.max_pool3d`.
    """
    return _max_pool(
        3, MaxPool3DWithIndices, input, kernel_size, stride, padding, dilation,
        ceil_mode, return_indices,
    )  # fmt: skip


def _max_pool(
    dims: int,
    op: type[Op],
    input: Tensor,
    kernel_size: Sizes,
    stride: Sizes | None,
    padding: Sizes,
    dilation: Sizes,
    ceil_mode: bool,
    return_indices: bool,
) -> Any:
    name = f"max_pool{dims}d"
    window = window_of(
        name, dims, kernel_size, stride, padding, dilation, ceil_mode
    )
    check_dims(name, input, dims)
    check_pool_size(name, input, window)
    return op.apply(input, window, return_indices)


# ---------------------------------------------------------------------------
# Checks
# ---------------------------------------------------------------------------


def window_of(
    name: str,
    dims: int,
    kernel_size: Sizes,
    stride: Any,
    padding: Sizes,
    dilation: Sizes,
    ceil_mode: bool,
) -> Window:
    """Gathers the options, one number for each dimension, and checks them."""
    if stride is None or stride == () or stride == []:
        stride = kernel_size
    window = Window(
        _each(name, "kernel_size", kernel_size, dims),
        _each(name, "stride", stride, dims),
        _each(name, "padding", padding, dims),
        _each(name, "dilation", dilation, dims),
        ceil_mode,
    )
    if any(p < 0 for p in window.padding):
        raise RuntimeError(
            f"pad must be non-negative, but got pad: {min(window.padding)}"
        )
    if any(s == 0 for s in window.stride):
        raise RuntimeError("stride should not be zero")
    _require_positive("kernel size", "k", window.kernel)
    _require_positive("stride", "d", window.stride)
    _require_positive("dilation", "dilation", window.dilation)
    for p, k, d in zip(window.padding, window.kernel, window.dilation):
        if p > (d * (k - 1) + 1) // 2:
            raise RuntimeError(
                "pad should be at most half of effective kernel size, but got "
                f"pad={p}, kernel_size={k} and dilation={d}"
            )
    return window


def _require_positive(what: str, short: str, values: tuple) -> None:
    if any(value <= 0 for value in values):
        axes = "DHW"[3 - len(values) :]
        listed = " ".join(f"{short}{a}: {v}" for a, v in zip(axes, values))
        raise RuntimeError(
            f"{what} should be greater than zero, but got {listed}"
        )


def _each(name: str, option: str, value: Any, dims: int) -> tuple[int, ...]:
    if isinstance(value, float):
        position = ("kernel_size", "stride", "padding", "dilation").index(
            option
        )
        raise TypeError(
            f"{name}(): argument '{option}' (position {position + 2}) must be "
            "tuple of ints, not float"
        )
    values = (value,) * dims if isinstance(value, int) else tuple(value)
    if len(values) == 1:
        values = values * dims
    if len(values) != dims:
        many = {1: "an int", 2: "two ints", 3: "three ints"}[dims]
        raise RuntimeError(
            f"{name}: {option} must either be a single int, or a tuple of "
            f"{many}"
        )
    return values


def check_dims(name: str, input: Tensor, dims: int) -> None:
    """Refuses an input with too few or too many dimensions, or without any."""
    if not isinstance(input, Tensor):
        raise TypeError(
            f"{name}(): argument 'input' (position 1) must be Tensor, not "
            f"{type(input).__name__}"
        )
    if input.ndim not in (dims + 1, dims + 2):
        if dims == 1:
            raise RuntimeError(
                f"{name}: Expected 2D or 3D (batch mode) tensor with optional "
                "0 dim batch size for input, but got:"
                f"{list(input.shape)}"
            )
        raise RuntimeError(
            f"non-empty {dims + 1}D or {dims + 2}D (batch mode) tensor "
            "expected for input"
        )
    _check_not_empty(name, input, dims)


def _check_not_empty(name: str, input: Tensor, dims: int) -> None:
    """Refuses a plane or channels without elements; a batch may be empty."""
    shape = list(input._array.shape)
    if 0 not in shape[-dims - 1 :]:
        return
    if dims == 3:
        where = shape[-4:].index(0)
        inside = "_with_indices_out_cpu_template" if "max" in name else ""
        raise RuntimeError(
            f"{name}{inside}(): Expected input's non-batch dimensions to have "
            f"positive length, but input has a shape of {shape} and non-batch "
            f"dimension {where} has length zero!"
        )
    start = "max_pool1d: " if dims == 1 else ""
    raise RuntimeError(
        f"{start}Expected {dims + 1}D or {dims + 2}D (batch mode) tensor with "
        f"optional 0 dim batch size for input, but got:{shape}"
    )


def check_pool_size(name: str, input: Tensor, window: Window) -> None:
    """Refuses an input that is smaller than the window."""
    shape = input._array.shape
    dims = len(window.kernel)
    counts = window.counts(shape[-dims:])
    if all(count >= 1 for count in counts):
        return
    if name == "max_pool1d":
        raise RuntimeError(
            f"{name}() Invalid computed output size: {counts[0]}"
        )
    channels = shape[-dims - 1]
    one = "x".join(str(n) for n in (channels, *shape[-dims:]))
    other = "x".join(str(n) for n in (channels, *counts))
    raise RuntimeError(
        f"Given input size: ({one}). Calculated output size: ({other}). Output "
        "size is too small"
    )
