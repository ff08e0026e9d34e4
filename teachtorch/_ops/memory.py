"""What a tensor's memory looks like: sizes, strides, where it begins."""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import _creation
from .._dtype import dtype as DType
from .._size import Size
from .._tensor import Tensor, wrap
from .dims import canonical_dim


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
    strides = tuple(s // array.itemsize for s in array.strides)
    if array.size <= 1 or 1 in array.shape or 0 in array.shape:
        strides = _canonical_strides(array, strides)
    return strides if dim is None else strides[canonical_dim(dim, array.ndim)]


def _canonical_strides(array: np.ndarray, strides: tuple) -> tuple:
    """Fills in strides that have no effect, as PyTorch fills them in."""
    if not array.flags.c_contiguous:
        return strides
    result, step = [], 1
    for n in reversed(array.shape):
        result.append(step)
        step *= max(n, 1)
    return tuple(reversed(result))


def storage_offset(input: Tensor) -> int:
    """Gives how many elements lie before this tensor in its memory."""
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
    return _creation.zeros(*size, **_like(input, options))


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


__all__ = ["UntypedStorage", "wrap"]
