"""Other shapes for the same elements: reshape, flatten, squeeze.

These move no data if they can help it: the result is a *view*, a window on
the same memory. A view's derivative is the view read backward. The chapter
"Tensors" draws strides and windows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from .._dtype import dtype as DType
from .._tensor import Tensor, make_view, wrap
from ..autograd.function import Op
from .copying import contiguous
from .dims import canonical_dim, canonical_dims, kind_of, resolve_shape, sizes
from .signatures import refuse_wrong, signatures_of

# ---------------------------------------------------------------------------
# Any shape with as many elements
# ---------------------------------------------------------------------------


class View(Op):
    """y = x in another shape, so ∂x = ∂y in the shape of x."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, shape: tuple) -> Tensor:
        ctx.shape = x._array.shape
        return make_view(x._array.reshape(shape), x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return grad.reshape(ctx.shape), None


class ReshapeAlias(View):
    """y = x, not in row order, in another shape, so ∂x = ∂y in the shape of x.

    A primitive because PyTorch's graph shows it apart from View.
    """


class UnsafeView(View):
    """y = x, used by nobody else, in another shape, so ∂x = ∂y in the shape of
    x.

    A primitive because PyTorch's graph shows it apart from View.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, shape: tuple) -> Tensor:
        ctx.shape = x._array.shape
        return wrap(x._array.reshape(shape))


def reshape(input: Tensor, *new: Any, shape: Any = None) -> Tensor:
    """Gives the elements in another shape: a view if possible, else a copy.

    One size may be -1: it is whatever fits. See :func:`torch.reshape`.
    """
    array = input._array
    given = sizes(new if shape is None else (shape,))
    resolved = resolve_shape(given, array.size)
    if array.flags.c_contiguous:
        return View.apply(input, resolved)
    if _viewable(array, resolved):
        return ReshapeAlias.apply(input, resolved)
    return UnsafeView.apply(contiguous(input), resolved)


def view(
    input: Tensor, *new: Any, size: Any = None, dtype: DType | None = None
) -> Tensor:
    """Gives the elements in another shape without copying.

    Given a dtype instead, it reads the same bytes as numbers of that dtype.

    Raises:
        RuntimeError: if the memory layout does not allow it.

    See :meth:`torch.Tensor.view`.
    """
    if size is not None:
        new = (size,)
    if dtype is not None or (len(new) == 1 and isinstance(new[0], DType)):
        named = {} if dtype is None else {"dtype": dtype}
        refuse_wrong("view", new, named, signatures_of("view", True))
        return _view_as_dtype(input, new[0] if dtype is None else dtype)
    if not new:
        refuse_wrong("view", new, {}, signatures_of("view", True))
    array = input._array
    resolved = resolve_shape(sizes(new, "view", "size"), array.size)
    if not _viewable(array, resolved):
        raise RuntimeError(
            "view size is not compatible with input tensor's size and stride "
            "(at least one dimension spans across two contiguous subspaces). "
            "Use .reshape(...) instead."
        )
    return View.apply(input, resolved)


def _view_as_dtype(input: Tensor, dtype: DType) -> Tensor:
    """Reads the same memory as numbers of another dtype; has no gradient."""
    array, old, new = input._array, input.dtype.itemsize, dtype.itemsize
    if old != new:
        names = f"{input.dtype.kind} as {dtype.kind} (different element sizes)"
        if not array.ndim:
            raise RuntimeError(f"self.dim() cannot be 0 to view {names}")
        if array.size and array.strides[-1] != old:
            raise RuntimeError(
                f"self.stride(-1) must be 1 to view {names}, but got "
                f"{array.strides[-1] // old}"
            )
        if new > old and array.shape[-1] * old % new:
            raise RuntimeError(
                f"self.size(-1) must be divisible by {new // old} to view "
                f"{names}, but got {array.shape[-1]}"
            )
        for i, step in enumerate(array.strides[:-1]):
            if step % new:
                raise RuntimeError(
                    f"self.stride({i}) must be divisible by {new // old} to "
                    f"view {names}, but got {step // old}"
                )
    result = wrap(array.view(dtype.numpy))
    result._version_counter = input._version_counter
    return result


def _viewable(array: np.ndarray, shape: tuple) -> bool:
    """Tells whether the memory layout shows this shape without a copy."""
    if array.flags.c_contiguous:
        return True
    try:
        array.reshape(shape, copy=False)
    except ValueError:
        return False
    return True


def view_as(input: Tensor, other: Tensor) -> Tensor:
    """Views ``input`` in the shape of ``other``."""
    return view(input, other._array.shape)


def reshape_as(input: Tensor, other: Tensor) -> Tensor:
    """Reshapes ``input`` to the shape of ``other``."""
    return reshape(input, other._array.shape)


# ---------------------------------------------------------------------------
# Merging and splitting dims
# ---------------------------------------------------------------------------


def ravel(input: Tensor) -> Tensor:
    """Gives all elements in one dimension. See :func:`torch.ravel`."""
    return View.apply(contiguous(input), (input._array.size,))


def flatten(input: Tensor, start_dim: int = 0, end_dim: int = -1) -> Tensor:
    """Merges the dims from ``start_dim`` to ``end_dim`` into one.

    See :func:`torch.flatten`.
    """
    shape = input._array.shape
    start = canonical_dim(start_dim, len(shape))
    end = canonical_dim(end_dim, len(shape))
    if start > end:
        raise RuntimeError(
            "flatten() has invalid args: start_dim cannot come after end_dim"
        )
    if not shape:
        return reshape(input, 1)
    if start == end:
        return input
    merged = math.prod(shape[start : end + 1])
    return reshape(input, (*shape[:start], merged, *shape[end + 1 :]))


def unflatten(input: Tensor, dim: int, sizes: Sequence[int]) -> Tensor:
    """Splits one dim into several. See :func:`torch.unflatten`."""
    shape = input._array.shape
    d = canonical_dim(dim, len(shape))
    if not isinstance(sizes, (tuple, list)):
        raise TypeError(
            "unflatten(): argument 'sizes' (position 2) must be tuple of ints, "
            f"not {kind_of(sizes)}"
        )
    if not sizes:
        raise RuntimeError("unflatten: sizes must be non-empty")
    try:
        parts = resolve_shape(tuple(sizes), shape[d])
    except RuntimeError:
        raise RuntimeError(
            f"unflatten: Provided sizes {list(sizes)} don't multiply up to the "
            f"size of dim {d} ({shape[d]}) in the input tensor"
        ) from None
    return view(input, (*shape[:d], *parts, *shape[d + 1 :]))


# ---------------------------------------------------------------------------
# Dimensions of size 1
# ---------------------------------------------------------------------------


class Squeeze(Op):
    """y = x without some dims of size 1, so ∂x = ∂y with these dims.

    A primitive because PyTorch's graph shows it apart from View.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, dims: tuple, number: int) -> Tensor:
        ctx.shape = x._array.shape
        ctx.number = number
        return make_view(x._array.squeeze(dims), x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return grad.reshape(ctx.shape), None, None


class SqueezeResult(Squeeze):
    """y = a fresh x without some dims, so ∂x = ∂y with these dims.

    PyTorch does this in place (``squeeze_``).

    A primitive because nobody has seen x with them, so y is no view of it.
    """

    @staticmethod
    def forward(  # type: ignore[override]
        ctx: Any, x: Tensor, dims: tuple
    ) -> Tensor:
        ctx.shape, ctx.number = x._array.shape, 4
        return wrap(x._array.squeeze(dims))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return grad.reshape(ctx.shape), None

    def name(self) -> str:
        return "SqueezeBackward4"


class Unsqueeze(Op):
    """y = x with a new dim of size 1, so ∂x = ∂y without it.

    A primitive because PyTorch's graph shows it apart from View.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, dim: int) -> Tensor:
        ctx.shape = x._array.shape
        return make_view(x._array[(slice(None),) * dim + (None, ...)], x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return grad.reshape(ctx.shape), None


def squeeze(input: Tensor, dim: Any = None) -> Tensor:
    """Drops dims of size 1: all of them, or those named, if of size 1.

    See :func:`torch.squeeze`.
    """
    shape = input._array.shape
    if dim is None:
        dims = tuple(i for i, n in enumerate(shape) if n == 1)
        return Squeeze.apply(input, dims, 0)
    dims = canonical_dims(dim, len(shape))
    dims = tuple(d for d in dims if shape[d] == 1)
    return Squeeze.apply(
        input, dims, 2 if isinstance(dim, (tuple, list)) else 1
    )


def unsqueeze(input: Tensor, dim: int) -> Tensor:
    """Inserts a dim of size 1 at ``dim``. See :func:`torch.unsqueeze`."""
    return Unsqueeze.apply(input, canonical_dim(dim, input._array.ndim + 1))


def atleast_1d(*tensors: Any) -> Any:
    """Makes vectors of numbers. See :func:`torch.atleast_1d`."""
    return _for_each(tensors, lambda x: reshape(x, 1) if not x.ndim else x)


def atleast_2d(*tensors: Any) -> Any:
    """Makes rows of numbers and vectors. See :func:`torch.atleast_2d`."""

    def as_row(x: Tensor) -> Tensor:
        if x.ndim == 0:
            return reshape(x, 1, 1)
        return unsqueeze(x, 0) if x.ndim == 1 else x

    return _for_each(tensors, as_row)


def atleast_3d(*tensors: Any) -> Any:
    """Gives each tensor three dims or more. See :func:`torch.atleast_3d`."""

    def as_stack(x: Tensor) -> Tensor:
        if x.ndim == 0:
            return reshape(x, 1, 1, 1)
        if x.ndim == 1:
            return unsqueeze(unsqueeze(x, 0), -1)
        return unsqueeze(x, -1) if x.ndim == 2 else x

    return _for_each(tensors, as_stack)


def _for_each(tensors: tuple, function: Any) -> Any:
    """Applies a function to one tensor, or to each of several."""
    given = tensors[0] if len(tensors) == 1 else tensors
    if isinstance(given, tuple | list):
        for i, x in enumerate(given):
            if not isinstance(x, Tensor):
                raise TypeError(
                    f"expected Tensor as element {i} in argument 0, but got "
                    f"{kind_of(x)}"
                )
    if len(tensors) == 1 and isinstance(tensors[0], (tuple, list)):
        return tuple(function(x) for x in tensors[0])
    if len(tensors) == 1:
        return function(tensors[0])
    return tuple(function(x) for x in tensors)
