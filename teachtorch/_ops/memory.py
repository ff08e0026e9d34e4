"""What a tensor's memory looks like: sizes, strides, where it begins."""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np
from numpy.lib import stride_tricks

from .. import _creation
from .._dtype import dtype as DType
from .._layout import strided
from .._size import Size
from .._tensor import Tensor, make_view, wrap
from ..autograd.history import check_inplace
from ..autograd.inplace import snapshot
from ..autograd.views import AsStrided, AsStridedScatter, geometry
from .dims import canonical_dim
from .operands import common_dtype
from .shape import squeeze, unsqueeze
from .transpose import swapaxes, t, transpose


def size(input: Tensor, dim: int | None = None) -> Any:
    """Gives the shape, or the size of one dim."""
    shape = input._array.shape
    return Size(shape) if dim is None else shape[canonical_dim(dim, len(shape))]


def dim(input: Tensor) -> int:
    """Gives the number of dimensions."""
    return input._array.ndim


def numel(input: Tensor) -> int:
    """Gives the number of elements. See :func:`torch.numel`."""
    return input._array.size


def element_size(input: Tensor) -> int:
    """Gives the bytes that one element takes."""
    return input._array.itemsize


def stride(input: Tensor, dim: int | None = None) -> Any:
    """Gives how many elements in memory one step along each dim skips."""
    array = input._array
    strides = [s // array.itemsize for s in array.strides]
    if array.size and 1 in array.shape:
        _fill_in(array.shape, strides)
    elif not array.size:  # NumPy has 0 everywhere
        step = 1
        for d in reversed(range(array.ndim)):
            strides[d] = step
            step *= max(array.shape[d], 1)
    if dim is None:
        return tuple(strides)
    return strides[canonical_dim(dim, array.ndim)]


def _fill_in(shape: tuple, strides: list) -> None:
    """Gives a stride to dims of size 1, where NumPy has 0 for a new one.

    A step along such a dim leads nowhere; PyTorch writes down the step that
    the dim would have if it were longer.
    """
    for d in range(len(shape) - 1, -1, -1):
        if shape[d] == 1 and strides[d] == 0:
            last = d == len(shape) - 1
            strides[d] = 1 if last else shape[d + 1] * strides[d + 1]


def storage_offset(input: Tensor) -> int:
    """Gives how many elements lie before this tensor in its memory."""
    return _offset(input)


def _offset(input: Tensor) -> int:
    start = input._array.__array_interface__["data"][0]
    return (start - untyped_storage(input).data_ptr()) // input._array.itemsize


def owner_of(array: np.ndarray) -> np.ndarray:
    """Gives the array whose memory this one is a view of."""
    while array.base is not None:
        base = array.base
        if not isinstance(base, np.ndarray):
            # as_strided puts an object of its own between view and array.
            base = getattr(base, "base", None)
        if not isinstance(base, np.ndarray):
            break
        array = base
    return array


class UntypedStorage:
    """The memory behind a tensor, shared by all its views."""

    def __init__(self, array: np.ndarray) -> None:
        self._array = owner_of(array)

    def data_ptr(self) -> int:
        """Gives the address of the first byte."""
        return self._array.__array_interface__["data"][0]

    def nbytes(self) -> int:
        """Gives the number of bytes."""
        return self._array.nbytes

    def size(self) -> int:
        """Gives the number of bytes."""
        return self._array.nbytes

    def __len__(self) -> int:
        return self._array.nbytes


def untyped_storage(input: Tensor) -> UntypedStorage:
    """Gives the memory behind this tensor."""
    return UntypedStorage(input._array)


def data_ptr(input: Tensor) -> int:
    """Gives the address of the first element."""
    return input._array.__array_interface__["data"][0]


def is_contiguous(input: Tensor, memory_format: Any = None) -> bool:
    """Tells whether the elements lie in memory in row order."""
    return input._array.flags.c_contiguous


def is_floating_point(input: Tensor) -> bool:
    """Tells whether the dtype can hold fractions.

    See :func:`torch.is_floating_point`.
    """
    return input._array.dtype.kind == "f"


def is_same_size(input: Tensor, other: Tensor) -> bool:
    """Tells whether two shapes are equal."""
    return input._array.shape == other._array.shape


def is_set_to(input: Tensor, tensor: Tensor) -> bool:
    """Tells whether two tensors are the same window on the same memory."""
    a, b = input._array, tensor._array
    return (
        data_ptr(input) == data_ptr(tensor)
        and a.shape == b.shape
        and a.strides == b.strides
    )


def new_tensor(
    input: Tensor,
    data: Any,
    dtype: DType | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Makes a tensor of data, by default in this tensor's dtype."""
    return _creation.tensor(
        data,
        dtype=dtype or input.dtype,
        device=device,
        requires_grad=requires_grad,
    )


def new_empty(input: Tensor, *size: Any, **options: Any) -> Tensor:
    """Makes an uninitialised tensor of this dtype."""
    return _creation.empty(*size, **_like(input, options))


def new_zeros(input: Tensor, *size: Any, **options: Any) -> Tensor:
    """Makes zeros of this dtype."""
    made = new_empty(input, *size, **options)
    made._array.fill(0)
    return made


def new_ones(input: Tensor, *size: Any, **options: Any) -> Tensor:
    """Makes ones of this dtype."""
    return _creation.ones(*size, **_like(input, options))


def new_full(
    input: Tensor, size: Any, fill_value: Any, **options: Any
) -> Tensor:
    """Makes a tensor of one value in this dtype."""
    return _creation.full(size, fill_value, **_like(input, options))


def _like(input: Tensor, options: dict) -> dict:
    options["dtype"] = options.get("dtype") or input.dtype
    return options


def is_shared(input: Tensor) -> bool:
    """Tells whether other processes see this memory: never here."""
    return False


def resize_(input: Tensor, *size: Any) -> Tensor:
    """Changes the shape in place, keeping what fits of the old elements."""
    new = _creation.size_of(size)
    old = input._array
    array = np.empty(new, old.dtype)
    n = min(array.size, old.size)
    array.reshape(-1)[:n] = old.reshape(-1)[:n]
    input._array = array
    input._bump()
    return input


def resize_as_(input: Tensor, other: Tensor) -> Tensor:
    """Changes the shape in place to that of another tensor."""
    return resize_(input, other._array.shape)


def set_(input: Tensor, source: Tensor) -> Tensor:
    """Makes a tensor another window on the memory of ``source``."""
    check_inplace(input)
    input._array = source._array
    input._bump()
    return input


def new(input: Tensor, *data: Any) -> Tensor:
    """Makes a tensor of this dtype from sizes or from data.

    See ``torch.Tensor.new``, which old code uses.
    """
    made = _creation.legacy_tensor(Tensor, data)
    return wrap(made._array.astype(input._array.dtype, copy=False))


# ---------------------------------------------------------------------------
# Any window on the memory
# ---------------------------------------------------------------------------


class AsStridedView(AsStrided):
    """y = a window on x's memory, so ∂x adds ∂y up at the places it shows.

    A primitive because the window may show what x itself does not.
    """

    @staticmethod
    def forward(  # type: ignore[override]
        ctx: Any, x: Tensor, window: np.ndarray, places: Any
    ) -> Tensor:
        ctx.x_shape, ctx.places = x._array.shape, places
        return make_view(window, x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        n = math.prod(ctx.x_shape)
        # What x does not show was written after its last element.
        collected = AsStridedScatter.of(grad, (n + 1,), ctx.places)
        return collected[:n].reshape(ctx.x_shape), None, None

    def name(self) -> str:
        return "AsStridedBackward0"


def as_strided(
    input: Tensor, size: Any, stride: Any, storage_offset: int | None = None
) -> Tensor:
    """Views the memory with any size and stride; see
    :func:`torch.as_strided`.
    """
    array = input._array
    memory = UntypedStorage(array)._array
    if len(size) != len(stride):
        raise RuntimeError(
            "mismatch in length of strides and shape\n"
            f"There are {len(size)} sizes and {len(stride)} strides."
        )
    if any(s < 0 for s in stride):
        raise RuntimeError(
            "as_strided: Negative strides are not supported at the moment, got "
            f"strides: {list(stride)}"
        )
    if storage_offset is None:
        start = _offset(input)
    else:
        start = storage_offset
    end = start + sum((n - 1) * s for n, s in zip(size, stride)) + 1
    if 0 not in size and end * array.itemsize > memory.nbytes:
        raise RuntimeError(
            f"setStorage: sizes {list(size)}, strides {list(stride)}, storage "
            f"offset {start}, and itemsize {array.itemsize} requiring a "
            f"storage size of {end * array.itemsize} are out of bounds for "
            f"storage of size {memory.nbytes}"
        )
    flat = memory.reshape(-1).view(array.dtype)[start:]
    steps = tuple(s * array.itemsize for s in stride)
    window = stride_tricks.as_strided(flat, tuple(size), steps)
    if not input.requires_grad:
        return make_view(window, input)
    _, places = geometry(array, window)
    return AsStridedView.apply(input, window, places)


# ---------------------------------------------------------------------------
# Views in place: x.t_() makes x itself look at its memory crosswise
# ---------------------------------------------------------------------------


def _in_place(function: Any, number: int) -> Any:
    """Makes ``x.f_()`` of a view ``f``; PyTorch numbers its node apart."""

    @functools.wraps(function)
    def method(input: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        check_inplace(input)
        result = function(snapshot(input, copy=False), *args, **kwargs)
        input._array = result._array
        if result._edge is not None:
            result._edge[0].number = number
            input._edge = result._edge
        input._bump()
        input._view_version = input._version_counter[0]
        return input

    method.__name__ = method.__qualname__ = f"{function.__name__}_"
    method.__doc__ = f"The same as ``{function.__name__}``, in place."
    return method


t_ = _in_place(t, 1)
transpose_ = _in_place(transpose, 1)
swapaxes_ = _in_place(swapaxes, 1)
unsqueeze_ = _in_place(unsqueeze, 1)
squeeze_ = _in_place(squeeze, 3)
as_strided_ = _in_place(as_strided, 0)


def detach_(input: Tensor) -> Tensor:
    """Cuts the tensor off its history, in place."""
    if input._base is not None:
        raise RuntimeError(
            "Can't detach views in-place. Use detach() instead. If you are "
            "using DistributedDataParallel (DDP) for training, and "
            "gradient_as_bucket_view is set as True, gradients are views of "
            "DDP buckets, and hence detach_() cannot be called on these "
            "gradients. To fix this error, please refer to the "
            "Optimizer.zero_grad() function in torch/optim/optimizer.py as "
            "the solution."
        )
    input._edge = None
    input._requires_grad = False
    return input


def detach(input: Tensor) -> Tensor:
    """Gives the same memory without history. See :func:`torch.detach`."""
    return input.detach()


# ---------------------------------------------------------------------------
# Questions with a fixed answer here, and what dtypes say
# ---------------------------------------------------------------------------


def is_complex(input: Tensor) -> bool:
    """Tells whether the dtype is complex: never here."""
    return False


def is_signed(input: Tensor) -> bool:
    """Tells whether the dtype has negative numbers."""
    return input.dtype.is_signed


def is_pinned(input: Tensor) -> bool:
    """Tells whether the memory is pinned for a GPU: never here."""
    return False


def is_nonzero(input: Tensor) -> bool:
    """Tells whether a tensor of one element is not zero.

    See :func:`torch.is_nonzero`.
    """
    return bool(input)


def result_type(tensor1: Any, tensor2: Any) -> DType:
    """Gives the dtype of an expression of two operands.

    See :func:`torch.result_type`.
    """
    return common_dtype("result_type", tensor1, tensor2)


def can_cast(from_: DType, to: DType) -> bool:
    """Tells whether a dtype may be written into another in place.

    See :func:`torch.can_cast`.
    """
    return from_.category <= to.category


def _same(value: Any) -> property:
    return property(lambda self: value)


ATTRIBUTES: dict[str, Any] = {
    "itemsize": property(element_size),
    "nbytes": property(lambda self: self._array.nbytes),
    "is_cuda": _same(False),
    "is_sparse": _same(False),
    "is_quantized": _same(False),
    "is_meta": _same(False),
    "is_mps": _same(False),
    "layout": _same(strided),
}
