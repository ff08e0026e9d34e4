"""Unpooling: putting each window's largest element back where it was.

``max_pool2d(..., return_indices=True)`` says where; everything else is 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .pooling import PickOut, Sizes
from .pooling_kernel import place_in_planes
from .shape import squeeze, unsqueeze


class MaxUnpool2D(Op):
    """y = zeros with each x at its place, so ∂x = ∂y there.

    A primitive because PyTorch's graph shows it as one node.
    """

    inputs = 1

    @staticmethod
    def forward(ctx: Any, x: Tensor, indices: Tensor, size: tuple) -> Tensor:
        ctx.indices, ctx.dims = indices, len(size)
        shape = (*x._array.shape[: -len(size)], *size)
        return wrap(place_in_planes(x._array, indices._array, shape, len(size)))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return PickOut.of(grad, ctx.indices, ctx.dims), None, None


class MaxUnpool3D(MaxUnpool2D):
    """y = zeros with each x at its place in a volume, so ∂x = ∂y there.

    A primitive because PyTorch's graph shows it as one node.
    """


def max_unpool1d(
    input: Tensor,
    indices: Tensor,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    output_size: Sequence[int] | None = None,
) -> Tensor:
    """Undoes :func:`max_pool1d`, as far as that is possible.

    See :func:`max_unpool2d`, and :func:`torch.nn.functional.max_unpool1d`.
    """
    size = _output_size(1, input, kernel_size, stride, padding, output_size)
    y = _unpool(
        2, MaxUnpool2D, unsqueeze(input, -1), unsqueeze(indices, -1), (*size, 1)
    )
    return squeeze(y, -1)


def max_unpool2d(
    input: Tensor,
    indices: Tensor,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    output_size: Sequence[int] | None = None,
) -> Tensor:
    """Undoes :func:`max_pool2d`, as far as that is possible.

    Args:
        input: the largest elements, ``(N, C, H, W)`` or ``(C, H, W)``.
        indices: where they were; what ``return_indices=True`` gave.
        kernel_size: of the pooling.
        stride: of the pooling.
        padding: of the pooling.
        output_size: the size to restore, where several are possible.

    See :func:`torch.nn.functional.max_unpool2d`.
    """
    size = _output_size(2, input, kernel_size, stride, padding, output_size)
    return _unpool(2, MaxUnpool2D, input, indices, size)


def max_unpool3d(
    input: Tensor,
    indices: Tensor,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    output_size: Sequence[int] | None = None,
) -> Tensor:
    """Undoes :func:`max_pool3d`, as far as that is possible.

    See :func:`max_unpool2d`, and :func:`torch.nn.functional.max_unpool3d`.
    """
    size = _output_size(3, input, kernel_size, stride, padding, output_size)
    return _unpool(3, MaxUnpool3D, input, indices, size)


def _output_size(
    dims: int,
    input: Tensor,
    kernel_size: Any,
    stride: Any,
    padding: Any,
    wanted: Sequence[int] | None,
) -> tuple[int, ...]:
    """Gives the size before the pooling: about the stride times that after."""
    kernel, step, pad = (
        (value,) * dims if isinstance(value, int) else tuple(value)
        for value in (
            kernel_size, kernel_size if stride is None else stride, padding
        )
    )  # fmt: skip
    usual = tuple(
        (n - 1) * s + k - 2 * p
        for n, k, s, p in zip(input._array.shape[-dims:], kernel, step, pad)
    )
    if wanted is None:
        return usual
    if len(wanted) == dims + 2:
        wanted = wanted[2:]
    if len(wanted) != dims:
        raise ValueError(
            f"output_size should be a sequence containing {dims} or {dims + 2} "
            f"elements, but it has a length of '{len(wanted)}'"
        )
    for d, (n, s) in enumerate(zip(usual, step)):
        if not n - s < wanted[d] < n + s:
            raise ValueError(
                f'invalid output_size "{wanted}" (dim {d} must be between '
                f"{n - s} and {n + s})"
            )
    return tuple(wanted)


def _unpool(
    dims: int, op: type[Op], x: Tensor, indices: Tensor, size: tuple
) -> Tensor:
    if indices._array.dtype != np.int64:
        raise RuntimeError(
            "elements in indices should be type int64 but got: "
            f"{indices.dtype.kind}"
        )
    if x.ndim not in (dims + 1, dims + 2):
        raise RuntimeError(
            f"Input to max_unpooling{dims}d should be a {dims + 1}d or "
            f"{dims + 2}d Tensor, but got a tensor with {x.ndim} dimensions."
        )
    if indices.shape != x.shape:
        raise RuntimeError(
            "Expected shape of indices to be same as that of the input tensor "
            f"({list(x.shape)}) but got indices tensor with shape: "
            f"{list(indices.shape)}"
        )
    i = indices._array
    wrong = (i < 0) | (i >= prod(size))
    if wrong.any():
        shown = "x".join(str(n) for n in size)
        raise RuntimeError(
            f"Found an invalid max index: {i[wrong][0]} (output volumes are of "
            f"size {shown})"
        )
    return op.apply(x, indices, size)
