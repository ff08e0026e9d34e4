"""One tensor becomes several: views of its parts, one after another."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from typing import Any

import numpy as np

from .._tensor import Tensor, make_view, wrap
from ..autograd.function import Op
from ..autograd.grad_mode import mode
from .dims import canonical_dim
from .joining import Cat, Stack


class Split(Op):
    """y₁, y₂, … = x cut along a dim; ∂x joins their gradients."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, lengths: tuple, dim: int) -> tuple:
        ctx.shape, ctx.lengths, ctx.dim = x._array.shape, lengths, dim
        ctx.dtype = x._array.dtype
        before = (slice(None),) * dim
        ends = np.cumsum(lengths).tolist()
        return tuple(
            make_view(x._array[(*before, slice(end - n, end))], x)
            for n, end in zip(lengths, ends)
        )

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        return Cat.of(ctx.dim, *fill_missing(ctx, grads)), None, None


class Unbind(Op):
    """y₁, y₂, … = the slices of x along a dim; ∂x stacks their gradients."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, dim: int) -> tuple:
        ctx.dim, ctx.dtype = dim, x._array.dtype
        before = (slice(None),) * dim
        return tuple(
            make_view(x._array[(*before, i)], x)
            for i in range(x._array.shape[dim])
        )

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        return Stack.of(ctx.dim, *fill_missing(ctx, grads)), None


def fill_missing(ctx: Any, grads: Sequence[Any]) -> list:
    """Puts zeros where an output's gradient never arrived."""
    return [
        _zeros(shape, ctx.dtype) if g is None else g
        for g, shape in zip(grads, ctx.shapes)
    ]


def _zeros(shape: tuple, dtype: np.dtype) -> Any:
    zeros = np.zeros(shape, dtype)
    return wrap(zeros) if mode.enabled else zeros


def split(
    tensor: Tensor, split_size_or_sections: int | Sequence[int], dim: int = 0
) -> tuple:
    """Cuts a tensor into parts of one size, or of the sizes given.

    See :func:`torch.split`.
    """
    d = canonical_dim(dim, tensor._array.ndim)
    length = tensor._array.shape[d]
    if isinstance(split_size_or_sections, int):
        size = split_size_or_sections
        if size <= 0 and length:
            raise RuntimeError(
                "split expects split_size be non-negative, but got "
                f"split_size={size}"
            )
        whole, rest = divmod(length, builtins.max(size, 1))
        lengths = (size,) * whole + ((rest,) if rest else ())
        return Split.apply(tensor, lengths or (0,), d)
    lengths = tuple(split_size_or_sections)
    if builtins.sum(lengths) != length:
        raise RuntimeError(
            "split_with_sizes expects split_sizes to sum exactly to "
            f"{length} (input tensor's size at dimension {dim}), but got "
            f"split_sizes={list(lengths)}"
        )
    return _SplitWithSizes.apply(tensor, lengths, d)


class _SplitWithSizes(Split):
    """y₁, y₂, … = x cut along a dim into parts of given sizes."""

    def name(self) -> str:
        return "SplitWithSizesBackward0"


def chunk(input: Tensor, chunks: int, dim: int = 0) -> tuple:
    """Cuts a tensor into at most ``chunks`` parts. See :func:`torch.chunk`."""
    if chunks <= 0:
        raise RuntimeError(
            "chunk expects `chunks` to be greater than 0, got: "
            f"{chunks}"
        )
    d = canonical_dim(dim, input._array.ndim)
    size = -(-input._array.shape[d] // chunks)
    return split(input, builtins.max(size, 1), d)


def unbind(input: Tensor, dim: int = 0) -> tuple:
    """Gives the slices along ``dim`` as a tuple. See :func:`torch.unbind`."""
    return Unbind.apply(input, canonical_dim(dim, input._array.ndim))
