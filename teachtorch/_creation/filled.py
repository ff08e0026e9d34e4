"""Tensors filled with one value: zeros, ones, full, empty and their likes."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from .. import _dtype
from .._device import check_device
from .._dtype import dtype as DType
from .._layout import is_dense
from .._tensor import Tensor
from .data import as_dtype, finish
from .sizes import size_of


def numpy_dtype(dtype: Any) -> np.dtype:
    """Gives NumPy's dtype for a dtype, or for the default float if None."""
    return (as_dtype("empty", dtype) or _dtype.get_default_dtype()).numpy


def zeros(
    *sizes: Any,
    size: Any = None,
    out: Tensor | None = None,
    dtype: DType | None = None,
    layout: Any = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Makes a tensor of zeros. See :func:`torch.zeros`."""
    check_device(device)
    array = np.zeros(size_of(sizes, "zeros", size), numpy_dtype(dtype))
    return into(out, finish(array, requires_grad))


def ones(
    *sizes: Any,
    size: Any = None,
    out: Tensor | None = None,
    dtype: DType | None = None,
    layout: Any = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Makes a tensor of ones. See :func:`torch.ones`."""
    check_device(device)
    array = np.ones(size_of(sizes, "ones", size), numpy_dtype(dtype))
    return into(out, finish(array, requires_grad))


def empty(
    *sizes: Any,
    size: Any = None,
    out: Tensor | None = None,
    dtype: DType | None = None,
    layout: Any = None,
    device: Any = None,
    requires_grad: bool = False,
    pin_memory: bool = False,
    memory_format: Any = None,
) -> Tensor:
    """Makes a tensor whose elements are whatever the memory held.

    See :func:`torch.empty`.
    """
    check_device(device)
    array = np.empty(size_of(sizes, "empty", size), numpy_dtype(dtype))
    return into(out, finish(array, requires_grad))


def full(
    size: Any,
    fill_value: Any,
    *,
    out: Tensor | None = None,
    dtype: DType | None = None,
    layout: Any = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Makes a tensor of one value, whose kind decides the dtype.

    See :func:`torch.full`.
    """
    check_device(device)
    if isinstance(fill_value, Tensor):
        fill_value = fill_value.item()
    if not isinstance(size, (tuple, list)):
        raise TypeError(
            "full(): argument 'size' (position 1) must be tuple of ints, not "
            f"{type(size).__name__}"
        )
    dtype = as_dtype("full", dtype) or number_dtype("full", fill_value)
    array = np.full(
        size_of((size,), "full"), as_element(fill_value, dtype), dtype.numpy
    )
    return into(out, finish(array, requires_grad))


def number_dtype(function: str, value: Any) -> DType:
    """Gives the dtype of a number that a tensor is to be filled with."""
    if not isinstance(value, (bool, int, float, np.number, np.bool_)):
        raise TypeError(
            f"{function}(): argument 'fill_value' (position 2) must be Number, "
            f"not {type(value).__name__}"
        )
    return _dtype.dtype_of_number(
        value.item() if isinstance(value, np.generic) else value
    )


def as_element(value: Any, dtype: DType) -> Any:
    """Gives a number as a dtype holds it.

    Raises:
        RuntimeError: if an integer dtype is too small for it.
    """
    if dtype.category != 1:
        return value
    limits = np.iinfo(dtype.numpy)
    whole = int(value) if value == value else limits.max + 1
    low = limits.min if dtype.is_signed else -limits.max
    if not low <= whole <= limits.max:
        names = {"uint8": "uint8_t", "int8": "int8_t", "int16": "int16_t"}
        names |= {"int32": "int", "int64": "int64_t"}
        raise RuntimeError(
            f"value cannot be converted to type {names[dtype.name]} without "
            "overflow"
        )
    return whole if whole >= limits.min else whole + limits.max + 1


def into(out: Tensor | None, result: Tensor) -> Tensor:
    """Writes a result to ``out``, if that was given."""
    if out is None:
        return result
    from .._ops.twins import write_out

    return write_out(out, result)


def empty_like(
    input: Tensor,
    *,
    dtype: DType | None = None,
    layout: Any = None,
    device: Any = None,
    requires_grad: bool = False,
    memory_format: Any = None,
) -> Tensor:
    """Makes an uninitialised tensor of the shape of another.

    See :func:`torch.empty_like`.
    """
    check_device(device)
    if not isinstance(input, Tensor):
        raise TypeError(
            "empty_like(): argument 'input' (position 1) must be Tensor, not "
            f"{type(input).__name__}"
        )
    d = input._array.dtype if dtype is None else numpy_dtype(dtype)
    order: Literal["K", "C"] = "K" if is_dense(input._array) else "C"
    array = np.empty_like(input._array, dtype=d, order=order, subok=False)
    return finish(array, requires_grad)


def zeros_like(input: Tensor, **options: Any) -> Tensor:
    """Makes zeros of the shape of another. See :func:`torch.zeros_like`."""
    result = empty_like(input, **options)
    result._array.fill(0)
    return result


def ones_like(input: Tensor, **options: Any) -> Tensor:
    """Makes ones of the shape of another. See :func:`torch.ones_like`."""
    result = empty_like(input, **options)
    result._array.fill(1)
    return result


def full_like(input: Tensor, fill_value: Any, **options: Any) -> Tensor:
    """Fills the shape of another tensor. See :func:`torch.full_like`."""
    result = empty_like(input, **options)
    if isinstance(fill_value, Tensor):
        fill_value = fill_value.item()
    result._array.fill(as_element(fill_value, result.dtype))
    return result
