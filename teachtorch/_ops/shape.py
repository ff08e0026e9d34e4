"""Changing shape: views that show the same memory, and joining and copying.

Reshaping, transposing and slicing move no data: the result is a *view*, a
window on the same memory. A view's derivative is the view read backward. The
chapter "Tensors" draws strides and windows.
"""

from __future__ import annotations

import builtins
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from .._size import Size
from .._tensor import Tensor, make_view, wrap
from ..autograd.function import Op
from ..autograd.grad_mode import mode

# ---------------------------------------------------------------------------
# Dimensions
# ---------------------------------------------------------------------------


def canonical_dim(dim: int, ndim: int) -> int:
    """Turns a dim that may count from the end into one that does not.

    Raises:
        IndexError: if there is no such dim.
    """
    size = builtins.max(ndim, 1)  # a 0-d tensor accepts dim 0 and -1
    if not -size <= dim < size:
        raise IndexError(
            f"Dimension out of range (expected to be in range of [{-size}, "
            f"{size - 1}], but got {dim})"
        )
    return dim % size


def canonical_dims(dim: int | Sequence[int], ndim: int) -> tuple[int, ...]:
    """Turns one dim or several into a tuple of dims from 0 to ndim − 1."""
    given = (dim,) if isinstance(dim, int) else tuple(dim)
    dims = tuple(canonical_dim(int(d), ndim) for d in given)
    for i, d in enumerate(dims):
        if d in dims[:i]:
            raise RuntimeError(
                f"dim {d} appears multiple times in the list of dims"
            )
    return () if ndim == 0 else dims


def sizes(given: tuple) -> tuple:
    """Accepts sizes as ``f(2, 3)`` and as ``f((2, 3))``."""
    if len(given) == 1 and isinstance(given[0], (tuple, list)):
        given = tuple(given[0])
    return tuple(int(n) for n in given)


def resolve_shape(shape: tuple, numel: int) -> tuple:
    """Replaces a −1 in a shape by the size that fits.

    Raises:
        RuntimeError: if no size fits.
    """
    known = math.prod(n for n in shape if n != -1)
    if shape.count(-1) > 1:
        raise RuntimeError("only one dimension can be inferred")
    if builtins.any(n < -1 for n in shape):
        bad = next(n for n in shape if n < -1)
        raise RuntimeError(f"invalid shape dimension {bad}")
    if -1 in shape:
        if known == 0 and numel == 0:
            raise RuntimeError(
                f"cannot reshape tensor of 0 elements into shape {list(shape)} "
                "because the unspecified dimension size -1 can be any value "
                "and is ambiguous"
            )
        if known and numel % known == 0:
            return tuple(numel // known if n == -1 else n for n in shape)
    elif known == numel:
        return shape
    raise RuntimeError(
        f"shape '{list(shape)}' is invalid for input of size {numel}"
    )


# ---------------------------------------------------------------------------
# Reshaping
# ---------------------------------------------------------------------------


class View(Op):
    """y = x in another shape; ∂x is ∂y in the shape of x."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, shape: tuple) -> Tensor:
        ctx.shape = x._array.shape
        y = x._array.reshape(shape)
        return make_view(y, x) if np.shares_memory(y, x._array) else wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return grad.reshape(ctx.shape), None


class UnsafeView(View):
    """y = x in another shape, where x is used by nobody else."""


def reshape(input: Tensor, *shape: Any) -> Tensor:
    """Gives the elements in another shape: a view if possible, else a copy.

    One size may be -1: it is whatever fits. See :func:`torch.reshape`.
    """
    array = input._array
    new = resolve_shape(sizes(shape), array.size)
    if _viewable(array, new):
        return View.apply(input, new)
    return UnsafeView.apply(clone(input), new)


def view(input: Tensor, *shape: Any) -> Tensor:
    """Gives the elements in another shape without copying.

    Raises:
        RuntimeError: if the memory layout does not allow it.

    See :meth:`torch.Tensor.view`.
    """
    if len(shape) == 1 and not isinstance(shape[0], (int, tuple, list, Tensor)):
        raise NotImplementedError(
            "teachtorch cannot view the bytes of one dtype as another: use "
            "x.to(dtype) to convert the numbers"
        )
    array = input._array
    new = resolve_shape(sizes(shape), array.size)
    if not _viewable(array, new):
        raise RuntimeError(
            "view size is not compatible with input tensor's size and stride "
            "(at least one dimension spans across two contiguous subspaces). "
            "Use .reshape(...) instead."
        )
    return View.apply(input, new)


def _viewable(array: np.ndarray, shape: tuple) -> bool:
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


def ravel(input: Tensor) -> Tensor:
    """Gives all elements in one dimension. See :func:`torch.ravel`."""
    return reshape(input, -1)


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
    return reshape(input, *shape[:start], merged, *shape[end + 1 :])


def unflatten(input: Tensor, dim: int, sizes: Sequence[int]) -> Tensor:
    """Splits one dim into several. See :func:`torch.unflatten`."""
    shape = input._array.shape
    d = canonical_dim(dim, len(shape))
    try:
        parts = resolve_shape(tuple(sizes), shape[d])
    except RuntimeError:
        raise RuntimeError(
            f"unflatten: Provided sizes {list(sizes)} don't multiply up to the "
            f"size of dim {d} ({shape[d]}) in the input tensor"
        ) from None
    return view(input, *shape[:d], *parts, *shape[d + 1 :])


# ---------------------------------------------------------------------------
# Reordering dimensions
# ---------------------------------------------------------------------------


class Permute(Op):
    """y = x with its dims in another order; ∂x puts them back."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, dims: tuple) -> Tensor:
        ctx.dims = dims
        return make_view(x._array.transpose(dims), x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        back = tuple(int(d) for d in np.argsort(ctx.dims))
        return Permute.of(grad, back), None


class Transpose(Op):
    """y = x with two dims exchanged; ∂x exchanges them again."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, dim0: int, dim1: int) -> Tensor:
        ctx.dims = dim0, dim1
        return make_view(x._array.swapaxes(dim0, dim1), x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return grad.swapaxes(*ctx.dims), None, None


class T(Op):
    """y = xᵀ for a matrix, so ∂x = ∂yᵀ."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        return make_view(x._array.T, x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return grad.swapaxes(0, 1) if grad.ndim == 2 else grad


def t(input: Tensor) -> Tensor:
    """Transposes a matrix. See :func:`torch.t`."""
    if input._array.ndim > 2:
        raise RuntimeError(
            "t() expects a tensor with <= 2 dimensions, but self is "
            f"{input._array.ndim}D"
        )
    return T.apply(input)


def transpose(input: Tensor, dim0: int, dim1: int) -> Tensor:
    """Exchanges two dims; a view. See :func:`torch.transpose`."""
    ndim = input._array.ndim
    first, second = canonical_dim(dim0, ndim), canonical_dim(dim1, ndim)
    if ndim == 0:
        return View.apply(input, ())
    return Transpose.apply(input, first, second)


def permute(input: Tensor, *dims: Any) -> Tensor:
    """Puts the dims in another order; a view. See :func:`torch.permute`."""
    order = sizes(dims)
    ndim = input._array.ndim
    if len(order) != ndim:
        raise RuntimeError(
            "permute(sparse_coo): number of dimensions in the tensor input "
            "does not match the length of the desired ordering of dimensions "
            f"i.e. input.dim() = {ndim} is not equal to len(dims) = "
            f"{len(order)}"
        )
    canonical = tuple(canonical_dim(d, ndim) for d in order)
    if len(set(canonical)) != ndim:
        raise RuntimeError("permute(): duplicate dims are not allowed.")
    return Permute.apply(input, canonical)


def movedim(input: Tensor, source: Any, destination: Any) -> Tensor:
    """Moves dims to other positions. See :func:`torch.movedim`."""
    ndim = input._array.ndim
    src = canonical_dims(source, ndim)
    dst = canonical_dims(destination, ndim)
    rest = [d for d in range(ndim) if d not in src]
    order = dict(zip(dst, src))
    left = iter(rest)
    return Permute.apply(
        input,
        tuple(order[i] if i in order else next(left) for i in range(ndim)),
    )


def matrix_transpose(input: Tensor) -> Tensor:
    """Exchanges the last two dims: ``x.mT``."""
    if input._array.ndim < 2:
        raise RuntimeError(
            "tensor.mT is only supported on matrices or batches of matrices. "
            f"Got {input._array.ndim}-D tensor."
        )
    return transpose(input, -2, -1)


def reverse_dims(input: Tensor) -> Tensor:
    """Reverses the order of the dims: ``x.T``."""
    return Permute.apply(input, tuple(range(input._array.ndim))[::-1])


# ---------------------------------------------------------------------------
# Dimensions of size 1
# ---------------------------------------------------------------------------


class Squeeze(Op):
    """y = x without some dims of size 1; ∂x gives them back."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, dims: tuple, number: int) -> Tensor:
        ctx.shape = x._array.shape
        ctx.number = number
        return make_view(x._array.squeeze(dims), x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return grad.reshape(ctx.shape), None, None


class Unsqueeze(Op):
    """y = x with a new dim of size 1; ∂x drops it."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, dim: int) -> Tensor:
        ctx.shape = x._array.shape
        return make_view(np.expand_dims(x._array, dim), x)

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
    return Squeeze.apply(input, dims, 1 if isinstance(dim, int) else 2)


def unsqueeze(input: Tensor, dim: int) -> Tensor:
    """Inserts a dim of size 1 at ``dim``. See :func:`torch.unsqueeze`."""
    size = input._array.ndim + 1
    if not -size <= dim < size:
        raise IndexError(
            f"Dimension out of range (expected to be in range of [{-size}, "
            f"{size - 1}], but got {dim})"
        )
    return Unsqueeze.apply(input, dim % size)


# ---------------------------------------------------------------------------
# Repeating
# ---------------------------------------------------------------------------


class Expand(Op):
    """y = x read several times along dims of size 1; ∂x sums the readings.

    The sum is the engine's ``sum_to``, as for every broadcast input.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, shape: tuple) -> Tensor:
        return make_view(np.broadcast_to(x._array, shape), x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return grad, None

    @classmethod
    def of(cls, *args: Any) -> Any:
        x, shape = args
        if mode.enabled:
            return cls.apply(x, shape)
        if x.size == 1:  # one number: filling is quicker than broadcasting
            return np.full(shape, x.item(), x.dtype)
        return np.broadcast_to(x, shape)


def expand(input: Tensor, *shape: Any) -> Tensor:
    """Reads dims of size 1 as if repeated; a view, so nothing is copied.

    A size of -1 keeps the dim. See :meth:`torch.Tensor.expand`.
    """
    new, old = sizes(shape), input._array.shape
    extra = len(new) - len(old)
    if extra < 0:
        raise RuntimeError(
            f"expand(torch.{input.dtype.kind}Tensor{{{list(old)}}}, "
            f"size={list(new)}): the number of sizes provided ({len(new)}) "
            "must be greater or equal to the number of dimensions in the "
            f"tensor ({len(old)})"
        )
    result = []
    for i, n in enumerate(new):
        have = old[i - extra] if i >= extra else None
        if n == -1 and have is None:
            raise RuntimeError(
                f"expand(torch.{input.dtype.kind}Tensor{{{list(old)}}}, "
                f"size={list(new)}): The expanded size of the tensor (-1) "
                f"isn't allowed in a leading, non-existing dimension {i}"
            )
        if have not in (None, 1, n) and n != -1:
            raise RuntimeError(
                f"The expanded size of the tensor ({n}) must match the "
                f"existing size ({have}) at non-singleton dimension {i}.  "
                f"Target sizes: {list(new)}.  Tensor sizes: {list(old)}"
            )
        result.append(have if n == -1 else n)
    return Expand.apply(input, tuple(result))


def expand_as(input: Tensor, other: Tensor) -> Tensor:
    """Expands ``input`` to the shape of ``other``."""
    return expand(input, other._array.shape)


def broadcast_to(input: Tensor, size: Sequence[int]) -> Tensor:
    """Expands ``input`` to ``size``. See :func:`torch.broadcast_to`."""
    return expand(input, *size)


def broadcast_shapes(*shapes: Any) -> Size:
    """Gives the shape that these shapes broadcast to.

    See :func:`torch.broadcast_shapes`.
    """
    try:
        return Size(np.broadcast_shapes(*map(_as_shape, shapes)))
    except ValueError:
        raise RuntimeError(
            "Shape mismatch: objects cannot be broadcast to a single shape"
        ) from None


def _as_shape(shape: Any) -> tuple:
    return (shape,) if isinstance(shape, int) else tuple(shape)


def broadcast_tensors(*tensors: Tensor) -> tuple:
    """Expands several tensors to one shape.

    See :func:`torch.broadcast_tensors`.
    """
    shape = broadcast_shapes(*(x._array.shape for x in tensors))
    return tuple(expand(x, *shape) for x in tensors)


class Repeat(Op):
    """y = copies of x side by side; ∂x is the sum of the copies' gradients."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, times: tuple) -> Tensor:
        ctx.shape, ctx.times = x._array.shape, times
        return wrap(np.tile(x._array, times))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        extra = len(ctx.times) - len(ctx.shape)
        shape = (1,) * extra + tuple(ctx.shape)
        split = tuple(k for pair in zip(ctx.times, shape) for k in pair)
        copies = tuple(range(0, 2 * len(shape), 2))
        return grad.reshape(split).sum(copies).reshape(ctx.shape), None


def repeat(input: Tensor, *repeats: Any) -> Tensor:
    """Copies ``input`` several times along each dim.

    See :meth:`torch.Tensor.repeat`.
    """
    times = sizes(repeats)
    if len(times) < input._array.ndim:
        raise RuntimeError(
            "Number of dimensions of repeat dims can not be smaller than number "
            "of dimensions of tensor"
        )
    return Repeat.apply(input, times)


def tile(input: Tensor, *dims: Any) -> Tensor:
    """Repeats ``input``; missing dims count as 1. See :func:`torch.tile`."""
    times = sizes(dims)
    return repeat(input, (1,) * (input._array.ndim - len(times)) + times)


# ---------------------------------------------------------------------------
# Copying
# ---------------------------------------------------------------------------


class Clone(Op):
    """y = a copy of x, so ∂x = ∂y."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        return wrap(x._array.copy(order="K" if _dense(x._array) else "C"))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return grad


def _dense(array: np.ndarray) -> bool:
    """Tells whether an array fills its memory without gaps or repeats."""
    order = np.argsort([-s for s in array.strides], kind="stable")
    return array.transpose(order).flags.c_contiguous


def clone(input: Tensor, *, memory_format: Any = None) -> Tensor:
    """Copies a tensor; the copy keeps the history. See :func:`torch.clone`."""
    return Clone.apply(input)


def contiguous(input: Tensor, memory_format: Any = None) -> Tensor:
    """Gives a tensor in row order: itself if it is, else a copy."""
    if input._array.flags.c_contiguous:
        return input
    return _Contiguous.apply(input)


class _Contiguous(Clone):
    """y = x copied into row order, so ∂x = ∂y."""

    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        return wrap(np.ascontiguousarray(x._array))

    def name(self) -> str:
        return "CloneBackward0"


class Copy(Op):
    """y = v in the shape of x, written over x: ∂x = 0 and ∂v = ∂y."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, v: Tensor) -> Tensor:
        return wrap(np.broadcast_to(v._array, x._array.shape))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        need_x, need_v = ctx.edges
        return grad * 0 if need_x else None, grad if need_v else None

    def name(self) -> str:
        return "CopyBackwards"


# ---------------------------------------------------------------------------
# Joining and splitting
# ---------------------------------------------------------------------------


class Cat(Op):
    """y = the xᵢ one after another; each gets its part of ∂y."""

    @staticmethod
    def forward(ctx: Any, dim: int, *xs: Tensor) -> Tensor:
        ctx.dim = dim
        ctx.lengths = [x._array.shape[dim] for x in xs]
        return wrap(np.concatenate([x._array for x in xs], dim))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        before = (slice(None),) * ctx.dim
        ends = np.cumsum(ctx.lengths).tolist()
        parts = (
            grad[(*before, slice(end - n, end))]
            for n, end in zip(ctx.lengths, ends)
        )
        return None, *parts


class Stack(Op):
    """y = the xᵢ along a new dim; each gets its slice of ∂y."""

    @staticmethod
    def forward(ctx: Any, dim: int, *xs: Tensor) -> Tensor:
        ctx.dim, ctx.n = dim, len(xs)
        return wrap(np.stack([x._array for x in xs], dim))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        before = (slice(None),) * ctx.dim
        return None, *(grad[(*before, i)] for i in range(ctx.n))


def cat(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    """Joins tensors along an existing dim. See :func:`torch.cat`.

    >>> cat([Tensor([1]), Tensor([2, 3])])
    tensor([1., 2., 3.])
    """
    xs = _tensor_list("cat", tensors)
    # An empty 1-d tensor joins anything, as in PyTorch's early days.
    xs = [x for x in xs if x._array.shape != (0,)] or xs[:1]
    if xs[0]._array.ndim == 0:
        raise RuntimeError("zero-dimensional tensor (at position 0) cannot be "
                           "concatenated")
    d = canonical_dim(dim, xs[0]._array.ndim)
    for i, x in enumerate(xs):
        _check_joinable(xs[0]._array.shape, x._array.shape, d, i)
    return Cat.apply(d, *_one_dtype(xs))


def stack(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    """Joins tensors of one shape along a new dim. See :func:`torch.stack`."""
    xs = _tensor_list("stack", tensors)
    first = xs[0]._array.shape
    d = canonical_dim(dim, len(first) + 1)
    for i, x in enumerate(xs):
        if x._array.shape != first:
            raise RuntimeError(
                "stack expects each tensor to be equal size, but got "
                f"{list(first)} at entry 0 and {list(x._array.shape)} at "
                f"entry {i}"
            )
    return Stack.apply(d, *_one_dtype(xs))


def _tensor_list(name: str, tensors: Any) -> list[Tensor]:
    if isinstance(tensors, Tensor) or not isinstance(tensors, (list, tuple)):
        raise TypeError(
            f"{name}(): argument 'tensors' (position 1) must be tuple of "
            f"Tensors, not {type(tensors).__name__}"
        )
    for i, x in enumerate(tensors):
        if not isinstance(x, Tensor):
            raise TypeError(
                f"expected Tensor as element {i} in argument 0, but got "
                f"{type(x).__name__}"
            )
    if not tensors:
        where = "torch.cat(): expected a" if name == "cat" else f"{name} expects a"
        raise RuntimeError(
            f"{where} non-empty list of Tensors"
            if name == "cat"
            else "stack expects a non-empty TensorList"
        )
    return list(tensors)


def _one_dtype(xs: list[Tensor]) -> list[Tensor]:
    from .arithmetic import cast, common_dtype

    dtype = xs[0].dtype
    if builtins.all(x._array.dtype is xs[0]._array.dtype for x in xs):
        return xs
    for x in xs[1:]:
        dtype = common_dtype("cat", wrap(np.empty(1, dtype.numpy)), x)
    return [cast(x, dtype) for x in xs]


def _check_joinable(first: tuple, other: tuple, dim: int, i: int) -> None:
    if len(first) != len(other):
        raise RuntimeError(
            "Tensors must have same number of dimensions: got "
            f"{len(first)} and {len(other)}"
        )
    for d, (a, b) in enumerate(zip(first, other)):
        if a != b and d != dim:
            raise RuntimeError(
                "Sizes of tensors must match except in dimension "
                f"{dim}. Expected size {a} but got size {b} for tensor number "
                f"{i} in the list."
            )


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


# ---------------------------------------------------------------------------
# Turning over
# ---------------------------------------------------------------------------


class Flip(Op):
    """y = x in reverse along dims; ∂x is ∂y in reverse."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, dims: tuple) -> Tensor:
        ctx.dims = dims
        return wrap(np.flip(x._array, dims).copy())

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return Flip.of(grad, ctx.dims), None


class Roll(Op):
    """y = x moved along dims, what leaves at the end enters at the start."""

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, shifts: tuple, dims: tuple | None
    ) -> Tensor:
        ctx.shifts, ctx.dims = shifts, dims
        # Without dims the elements move as if they stood in one row.
        moves = shifts[0] if dims is None else shifts
        return wrap(np.roll(x._array, moves, dims))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        back = tuple(-s for s in ctx.shifts)
        return Roll.of(grad, back, ctx.dims), None, None


def flip(input: Tensor, *dims: Any) -> Tensor:
    """Reverses the order along ``dims``. See :func:`torch.flip`."""
    return Flip.apply(input, canonical_dims(sizes(dims), input._array.ndim))


def roll(input: Tensor, shifts: Any, dims: Any = None) -> Tensor:
    """Moves elements along ``dims``, around the end. See :func:`torch.roll`."""
    moves = (shifts,) if isinstance(shifts, int) else tuple(shifts)
    if dims is None or dims == ():
        if len(moves) != 1:
            raise RuntimeError(
                f"shifts and dimensions must align. shifts: {len(moves)}, dims:0"
            )
        return Roll.apply(input, moves, None)
    along = canonical_dims(dims, input._array.ndim)
    if len(along) != len(moves):
        raise RuntimeError(
            "shifts and dimensions must align. shifts: "
            f"{len(moves)}, dims:{len(along)}"
        )
    return Roll.apply(input, moves, along)
