"""One tensor becomes several: views of its parts, one after another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

from .._tensor import Tensor, make_view, wrap
from ..autograd.function import Op
from ..autograd.grad_mode import mode
from .dims import as_int, canonical_dim, kind_of
from .joining import Cat, Stack
from .signatures import refuse_wrong, signatures_of
from .slices import Slice


class Split(Op):
    """y₁, y₂, … = x cut along a dim, so ∂x = their gradients joined.

    A primitive because slices would each bring a ∂x of full size, to be added
    up.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, lengths: tuple, dim: int) -> tuple:
        ctx.shape, ctx.lengths, ctx.dim = x._array.shape, lengths, dim
        ctx.dtype = x._array.dtype
        before = (slice(None),) * dim
        ends = np.cumsum(lengths).tolist()
        return _parts(
            x,
            [(*before, slice(end - n, end)) for n, end in zip(lengths, ends)],
        )

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        return Cat.of(ctx.dim, *fill_missing(ctx, grads)), None, None


class Unbind(Op):
    """y₁, y₂, … = the slices of x along a dim, so ∂x = their gradients stacked.

    A primitive because each Select would bring a ∂x of full size, to be added
    up.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, dim: int) -> tuple:
        ctx.dim, ctx.dtype = dim, x._array.dtype
        before: tuple = (slice(None),) * dim
        # The dots keep a single number an array, which shares x's memory.
        return _parts(
            x, [(*before, i, ...) for i in range(x._array.shape[dim])]
        )

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        return Stack.of(ctx.dim, *fill_missing(ctx, grads)), None


def _parts(x: Tensor, places: list) -> tuple:
    """Gives views, which autograd does not allow to be written in place."""
    views = tuple(make_view(x._array[place], x) for place in places)
    for view in views:
        view._of_several = True
    return views


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
    given = split_size_or_sections
    if not isinstance(given, int):
        refuse_wrong(
            "split_with_sizes",
            (tensor, given, dim),
            {},
            signatures_of("split_with_sizes", False),
        )
        return split_with_sizes(tensor, given, dim)
    if type(dim) is not int or isinstance(given, bool):
        refuse_wrong(
            "split", (tensor, given, dim), {}, signatures_of("_split", False)
        )
    d, length = _length("split", tensor, dim)
    if given < 0:
        raise RuntimeError(
            "split expects split_size be non-negative, but got "
            f"split_size={given}"
        )
    if given == 0 and length:
        raise RuntimeError(
            "split_size can only be 0 if dimension size is 0, but got "
            f"dimension size of {length}"
        )
    whole, rest = divmod(length, given) if given else (0, 0)
    lengths = (given,) * whole + ((rest,) if rest else ())
    return Split.apply(tensor, lengths or (0,), d)


class SplitWithSizes(Split):
    """y₁, y₂, … = x cut into parts of given sizes, so ∂x = their gradients
    joined.

    A primitive because PyTorch's graph shows it apart from Split.
    """


def split_with_sizes(
    input: Tensor, split_sizes: Sequence[int], dim: int = 0
) -> tuple:
    """Cuts a tensor into parts of the sizes given.

    See :func:`torch.split_with_sizes`.
    """
    if not isinstance(split_sizes, (tuple, list)):
        raise TypeError(
            "split_with_sizes(): argument 'split_sizes' (position 2) must be "
            f"tuple of ints, not {kind_of(split_sizes)}"
        )
    d, length = _length("split", input, dim)
    lengths = tuple(as_int(n, "split_sizes") for n in split_sizes)
    if any(n < 0 for n in lengths):
        raise RuntimeError(
            "split_with_sizes expects split_sizes have only non-negative "
            f"entries, but got split_sizes={list(lengths)}"
        )
    if sum(lengths) != length:
        raise RuntimeError(
            "split_with_sizes expects split_sizes to sum exactly to "
            f"{length} (input tensor's size at dimension {dim}), but got "
            f"split_sizes={list(lengths)}"
        )
    return SplitWithSizes.apply(input, lengths, d)


def _length(name: str, x: Tensor, dim: int) -> tuple[int, int]:
    if not x._array.ndim:
        raise RuntimeError(f"{name} expects at least a 1-dimensional tensor")
    d = canonical_dim(dim, x._array.ndim)
    return d, x._array.shape[d]


def chunk(input: Tensor, chunks: int, dim: int = 0) -> tuple:
    """Cuts a tensor into at most ``chunks`` parts. See :func:`torch.chunk`."""
    if not input._array.ndim:
        raise RuntimeError("chunk expects at least a 1-dimensional tensor")
    if chunks <= 0:
        raise RuntimeError(
            f"chunk expects `chunks` to be greater than 0, got: {chunks}"
        )
    d, length = _length("chunk", input, dim)
    if length == 0:  # every part is as empty as the whole
        return SplitWithSizes.apply(input, (0,) * chunks, d)
    return split(input, -(-length // chunks), d)


def tensor_split(
    input: Tensor,
    indices: Any = None,
    dim: int = 0,
    *,
    sections: int | None = None,
    tensor_indices_or_sections: Tensor | None = None,
) -> tuple:
    """Cuts into as many parts as asked, or before the indices given.

    What is first may be either; by keyword it is ``indices`` or ``sections``.
    See :func:`torch.tensor_split`.
    """
    for given in (sections, tensor_indices_or_sections):
        indices = given if indices is None else indices
    if not input._array.ndim:
        raise RuntimeError(
            "tensor_split expected at least a 1-dimensional tensor, but got a "
            "tensor with 0 dims"
        )
    d, length = _length("tensor_split", input, dim)
    given = indices
    if isinstance(given, Tensor):
        if given._array.dtype != np.int64:
            raise RuntimeError(
                "tensor_split expected tensor_indices_or_sections to have "
                f"dtype of long, but got {given.dtype.kind}"
            )
        given = given.tolist()
    if isinstance(given, int):
        if given <= 0:
            raise RuntimeError(
                f"number of sections must be larger than 0, got {given}"
            )
        size, longer = divmod(length, given)
        ends = [i * size + min(i, longer) for i in range(1, given)]
    else:
        ends = list(given)
    starts, stops = [0, *ends], [*ends, length]
    parts = []
    for i, j in zip(starts, stops):
        start, stop, _ = slice(i, j).indices(length)
        parts.append(Slice.apply(input, d, slice(start, max(start, stop))))
    return tuple(parts)


def hsplit(input: Tensor, indices_or_sections: Any) -> tuple:
    """Cuts between columns. See :func:`torch.hsplit`."""
    dim = 0 if input._array.ndim == 1 else 1
    return _split_evenly("hsplit", input, indices_or_sections, dim, 1)


def vsplit(input: Tensor, indices_or_sections: Any) -> tuple:
    """Cuts between rows. See :func:`torch.vsplit`."""
    return _split_evenly("vsplit", input, indices_or_sections, 0, 2)


def dsplit(input: Tensor, indices_or_sections: Any) -> tuple:
    """Cuts along the third dim. See :func:`torch.dsplit`."""
    return _split_evenly("dsplit", input, indices_or_sections, 2, 3)


def _split_evenly(
    name: str, x: Tensor, given: Any, dim: int, least: int
) -> tuple:
    if x._array.ndim < least:
        raise RuntimeError(
            f"torch.{name} requires a tensor with at least {least} dimension, "
            f"but got a tensor with {x._array.ndim} dimensions!"
        )
    size = x._array.shape[dim]
    if isinstance(given, int) and (given <= 0 or size % given):
        raise RuntimeError(
            f"torch.{name} attempted to split along dimension {dim}, but the "
            f"size of the dimension {size} is not divisible by the split_size "
            f"{given}!"
        )
    return tensor_split(x, given, dim)


def unbind(input: Tensor, dim: int = 0) -> tuple:
    """Gives the slices along ``dim`` as a tuple. See :func:`torch.unbind`."""
    d = canonical_dim(dim, input._array.ndim)
    if not input._array.ndim:
        raise IndexError(
            f"Dimension specified as {dim} but tensor has no dimensions"
        )
    return Unbind.apply(input, d)


# ---------------------------------------------------------------------------
# Sliding windows
# ---------------------------------------------------------------------------


class Unfold(Op):
    """y = windows on x, which may overlap, so ∂x adds the windows' ∂y up.

    A primitive because AsStrided would tie it to one layout in memory.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, dim: int, size: int, step: int) -> Tensor:
        ctx.shape, ctx.args = x._array.shape, (dim, size, step)
        return make_view(_windows(x._array, dim, size, step), x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return Fold.of(grad, ctx.shape, *ctx.args), None, None, None


class Fold(Op):
    """y = the sum of windows where they lay, so ∂x = the windows on ∂y.

    A primitive because it is the derivative of Unfold.
    """

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, shape: tuple, dim: int, size: int, step: int
    ) -> Tensor:
        ctx.args = dim, size, step
        y = np.zeros(shape, x._array.dtype)
        before: tuple = (slice(None),) * dim
        for i in range(x._array.shape[dim]):  # windows do not overlap within
            part = (*before, slice(i * step, i * step + size))
            y[part] += np.moveaxis(x._array[before + (i,)], -1, dim)
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return Unfold.of(grad, *ctx.args), None, None, None, None


def _windows(x: np.ndarray, dim: int, size: int, step: int) -> np.ndarray:
    if not x.ndim:
        return x[None][:size]
    count = (x.shape[dim] - size) // step + 1
    shape = (*x.shape[:dim], count, *x.shape[dim + 1 :], size)
    along = x.strides[dim]
    strides = (
        *x.strides[:dim],
        along * step,
        *x.strides[dim + 1 :],
        along,
    )
    return as_strided(x, shape, strides)


def unfold(input: Tensor, dimension: int, size: int, step: int) -> Tensor:
    """Gives all windows of ``size`` along a dim, ``step`` apart; a view.

    See :meth:`torch.Tensor.unfold`.
    """
    d = canonical_dim(dimension, input._array.ndim)
    longest = input._array.shape[d] if input._array.ndim else 1
    if size < 0:
        raise RuntimeError(f"size is {size} but must be >= 0")
    if size > longest:
        raise RuntimeError(
            f"maximum size for tensor at dimension {d} is {longest} but size "
            f"is {size}"
        )
    if step <= 0:
        raise RuntimeError(f"step is {step} but must be > 0")
    return Unfold.apply(input, d, size, step)
