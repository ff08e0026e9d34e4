"""Adaptive pooling: as many windows as asked for, whatever the input's size.

A dimension of n elements is divided into bins of as equal sizes as possible;
bin i reaches from ⌊i·n/bins⌋ to ⌈(i + 1)·n/bins⌉, so two may share an element.
Then each product of bins gives its mean or its largest element.
"""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from .._creation.sizes import refuse_negative
from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .operands import not_implemented
from .pooling import PutBack, Sizes
from .pooling_kernel import averaging_matrix, bins_of, gather_planes
from .shape import squeeze, unsqueeze
from .sums import mean

# ---------------------------------------------------------------------------
# The mean
# ---------------------------------------------------------------------------


class AdaptiveAvgPool2D(Op):
    """Y = A X Bᵀ, A and B averaging rows and columns, so ∂X = Aᵀ ∂Y B.

    A primitive because PyTorch's graph shows it as one node.
    """

    inputs = 1

    @staticmethod
    def forward(ctx: Any, x: Tensor, a: Tensor, b: Tensor) -> Tensor:
        ctx.transposed = wrap(a._array.T), wrap(b._array.T)
        return wrap(a._array @ x._array @ b._array.T)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        # The same formula with Aᵀ and Bᵀ.
        return AdaptiveAvgPool2D.of(grad, *ctx.transposed), None, None


class AdaptiveAvgPool3D(Op):
    """Y = X averaged along three dims by a matrix each, so ∂X = ∂Y by their
    transposes.

    A primitive because PyTorch's graph shows it as one node.
    """

    inputs = 1

    @staticmethod
    def forward(ctx: Any, x: Tensor, a: Tensor, b: Tensor, c: Tensor) -> Tensor:
        ctx.transposed = tuple(wrap(m._array.T) for m in (a, b, c))
        planes = b._array @ x._array @ c._array.T
        *batch, depth, height, width = planes.shape
        y = a._array @ planes.reshape(*batch, depth, height * width)
        return wrap(y.reshape(*batch, len(a._array), height, width))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return AdaptiveAvgPool3D.of(grad, *ctx.transposed), None, None, None


def adaptive_avg_pool1d(input: Tensor, output_size: Sizes) -> Tensor:
    """Takes means of parts of sequences, as many as asked for.

    See :func:`torch.nn.functional.adaptive_avg_pool1d`.
    """
    _check_sequence("adaptive_avg_pool1d", input)
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
    return _adaptive_avg_pool(2, AdaptiveAvgPool2D, input, output_size)


def adaptive_avg_pool3d(input: Tensor, output_size: Any) -> Tensor:
    """Takes means of parts of volumes, as many as asked for.

    See :func:`torch.nn.functional.adaptive_avg_pool3d`.
    """
    return _adaptive_avg_pool(3, AdaptiveAvgPool3D, input, output_size)


def _adaptive_avg_pool(
    dims: int, op: type[Op], input: Tensor, output_size: Any
) -> Tensor:
    name = f"adaptive_avg_pool{dims}d"
    size = _output_size(name, dims, input, output_size)
    _check(name, input, dims)
    if any(n < 0 for n in size):
        comma = ", " if dims == 2 else ","
        listed = f"{size[0]}, {comma.join(str(n) for n in size[1:])}"
        raise RuntimeError(
            f"{name}: elements of output_size must be greater than or equal to "
            f"0 but received {{{listed}}}"
        )
    if input._array.dtype.kind != "f":
        raise not_implemented(name, input.dtype)
    if prod(size) == 1:
        return mean(input, tuple(range(-1, -dims - 1, -1)), keepdim=True)
    averaging = (
        wrap(averaging_matrix(n, bins, input._array.dtype))
        for n, bins in zip(input._array.shape[-dims:], size)
    )
    return op.apply(input, *averaging)


# ---------------------------------------------------------------------------
# The largest element
# ---------------------------------------------------------------------------


class AdaptiveMaxPool2D(Op):
    """y = the largest x of each bin, so that element gets ∂y.

    A primitive because PyTorch's graph shows it as one node.
    """

    inputs = 1

    @staticmethod
    def forward(ctx: Any, x: Tensor, size: tuple) -> tuple[Tensor, Tensor]:
        ctx.shape, ctx.dims = x._array.shape, len(size)
        ctx.indices = wrap(_largest_in_bins(x._array, size))
        y = gather_planes(x._array, ctx.indices._array, ctx.dims)
        return wrap(y), ctx.indices

    @staticmethod
    def backward(ctx: Any, grad: Any, _: Any) -> Any:
        return PutBack.of(grad, ctx.indices, ctx.shape, ctx.dims), None


class AdaptiveMaxPool3D(AdaptiveMaxPool2D):
    """y = the largest x of each bin of a volume, so that element gets ∂y.

    A primitive because PyTorch's graph shows it as one node.
    """


def _largest_in_bins(x: np.ndarray, size: tuple) -> np.ndarray:
    """Finds where in its plane the largest element of each bin is."""
    dims = len(size)
    batch, plane = x.shape[:-dims], x.shape[-dims:]
    number = np.arange(prod(plane)).reshape(plane)
    result = np.empty((*batch, *size), np.int64)
    bins = [bins_of(n, count) for n, count in zip(plane, size)]
    for at in np.ndindex(*size):
        window: tuple = tuple(
            slice(starts[i], ends[i]) for i, (starts, ends) in zip(at, bins)
        )
        # argmax gives the first of several, and counts nan as the largest.
        in_bin = number[window].ravel()
        best = x[(...,) + window].reshape(*batch, len(in_bin)).argmax(-1)
        result[(..., *at)] = in_bin[best]
    return result


def adaptive_max_pool1d(
    input: Tensor, output_size: Any, return_indices: bool = False
) -> Any:
    """Takes the largest elements of parts of sequences.

    See :func:`torch.nn.functional.adaptive_max_pool1d`.
    """
    _check_sequence("adaptive_max_pool1d", input)
    if not isinstance(output_size, int):
        (output_size,) = output_size
    both = adaptive_max_pool2d(unsqueeze(input, -2), (1, output_size), True)
    values, indices = (squeeze(part, -2) for part in both)
    return (values, indices) if return_indices else values


def adaptive_max_pool2d(
    input: Tensor, output_size: Any, return_indices: bool = False
) -> Any:
    """Takes the largest elements of as many windows as asked for.

    Args:
        input: ``(N, C, H, W)`` or ``(C, H, W)``.
        output_size: one number, or two; None keeps the input's size.
        return_indices: also say where each largest element is.

    See :func:`torch.nn.functional.adaptive_max_pool2d`.
    """
    return _adaptive_max_pool(
        2, AdaptiveMaxPool2D, input, output_size, return_indices
    )


def adaptive_max_pool3d(
    input: Tensor, output_size: Any, return_indices: bool = False
) -> Any:
    """Takes the largest elements of parts of volumes.

    See :func:`torch.nn.functional.adaptive_max_pool3d`.
    """
    return _adaptive_max_pool(
        3, AdaptiveMaxPool3D, input, output_size, return_indices
    )


def _adaptive_max_pool(
    dims: int, op: type[Op], input: Tensor, output_size: Any, indices: bool
) -> Any:
    name = f"adaptive_max_pool{dims}d"
    size = _output_size(name, dims, input, output_size)
    _check(name, input, dims)
    if 0 in input.shape[1:]:
        where = 1 + input.shape[1:].index(0)
        raise RuntimeError(
            f"{name}(): Expected input to have non-zero size for non-batch "
            f"dimensions, but input has sizes {list(input.shape)} with "
            f"dimension {where} being empty"
        )
    if input._array.dtype.kind != "f":
        raise not_implemented(name, input.dtype)
    refuse_negative((*input.shape[:-dims], *size))
    both = op.apply(input, size)
    return both if indices else both[0]


# ---------------------------------------------------------------------------
# Checks
# ---------------------------------------------------------------------------


def _output_size(name: str, dims: int, input: Tensor, wanted: Any) -> tuple:
    """Gives the output's size; None stands for the input's."""
    if wanted is None or isinstance(wanted, int):
        wanted = (wanted,) * dims
    elif input.ndim <= len(wanted):
        raise ValueError(
            f"Input dimension should be at least {len(wanted) + 1}"
        )
    if len(wanted) != dims:
        raise RuntimeError(f"{name}: output_size must be {dims}")
    for i, count in enumerate(wanted):
        if isinstance(count, float):
            raise TypeError(
                f"{name}(): argument 'output_size' (position 2) must be tuple "
                f"of ints, but found element of type float at pos {i}"
            )
    return tuple(
        n if count is None else int(count)
        for n, count in zip(input._array.shape[-dims:], wanted)
    )


def _check_sequence(name: str, input: Tensor) -> None:
    if input.ndim not in (2, 3):
        raise RuntimeError(
            f"Expected 2 to 3 dimensions, but got {input.ndim}-dimensional "
            "tensor for argument #1 'self' (while checking arguments for "
            f"{name})"
        )


def _check(name: str, input: Tensor, dims: int) -> None:
    if input.ndim not in (dims + 1, dims + 2):
        colon = ":" if "max" in name else ""
        raise RuntimeError(
            f"{name}(): Expected {dims + 1}D or {dims + 2}D tensor, but "
            f"got{colon} {list(input.shape)}"
        )
