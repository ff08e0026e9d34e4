"""Conversions and copies: to another dtype, into another tensor."""

from __future__ import annotations

# Python's own, whose names are functions further down.
from builtins import bool as _bool
from builtins import float as _float
from builtins import int as _int
from typing import Any

import numpy as np

from .. import _dtype
from .._creation.data import as_dtype
from .._creation.filled import as_element
from .._device import check_device
from .._device import device as Device
from .._dtype import dtype as DType
from .._tensor import Tensor, check_inplace, wrap
from ..autograd.grad_mode import mode
from ..autograd.inplace import (
    apply_inplace,
    check_no_overlap,
    check_reads_apart,
)
from .copying import Copy, FillNumber, FillTensor, Zero, clone
from .dims import broadcast_shape, kind_of
from .flipping import flip
from .operands import cast, constant, is_number

_TYPE_NAMES = {f"torch.{d.kind}Tensor": d for d in _dtype.ALL_DTYPES}


def to(
    input: Tensor,
    *args: Any,
    dtype: DType | None = None,
    device: Any = None,
    non_blocking: _bool = False,
    copy: _bool = False,
    memory_format: Any = None,
) -> Tensor:
    """Gives the tensor in another dtype: itself if nothing changes.

    Accepts a dtype, a device, both, or a tensor to be like, as
    :meth:`torch.Tensor.to`.
    """
    for arg in args:
        if arg is None:
            continue
        if isinstance(arg, Tensor):
            dtype = arg.dtype
        elif isinstance(arg, DType) or arg in (_float, _int, _bool):
            dtype = as_dtype("to", arg)
        elif isinstance(arg, (str, Device)):
            device = arg
        elif not isinstance(arg, _bool):  # non_blocking, which means nothing
            raise TypeError(
                "to() received an invalid combination of arguments - got "
                f"({kind_of(arg)}), but expected a dtype, a device or a "
                "tensor"
            )
    check_device(device)
    target = input.dtype if dtype is None else dtype
    if copy and target is input.dtype:
        return clone(input)
    return cast(input, target)


def type(input: Tensor, dtype: Any = None, non_blocking: _bool = False) -> Any:
    """Names the tensor's type, or converts to one, as old code does.

    ``x.type()`` gives ``'torch.FloatTensor'``; ``x.type(torch.DoubleTensor)``,
    a name, or a dtype converts.
    """
    if dtype is None:
        return f"torch.{input.dtype.kind}Tensor"
    if isinstance(dtype, str):
        if dtype not in _TYPE_NAMES:
            raise ValueError(f"invalid type: '{dtype}'")
        dtype = _TYPE_NAMES[dtype]
    if not isinstance(getattr(dtype, "dtype", dtype), DType) or isinstance(
        dtype, Tensor
    ):
        raise TypeError("dtype must be a type, str, or dtype object")
    return cast(input, getattr(dtype, "dtype", dtype))


def type_as(input: Tensor, other: Tensor) -> Tensor:
    """Gives the tensor in the dtype of another."""
    return cast(input, other.dtype)


def float(input: Tensor) -> Tensor:
    """Gives the tensor in float32."""
    return cast(input, _dtype.float32)


def double(input: Tensor) -> Tensor:
    """Gives the tensor in float64."""
    return cast(input, _dtype.float64)


def half(input: Tensor) -> Tensor:
    """Gives the tensor in float16."""
    return cast(input, _dtype.float16)


def int(input: Tensor) -> Tensor:
    """Gives the tensor in int32."""
    return cast(input, _dtype.int32)


def long(input: Tensor) -> Tensor:
    """Gives the tensor in int64."""
    return cast(input, _dtype.int64)


def short(input: Tensor) -> Tensor:
    """Gives the tensor in int16."""
    return cast(input, _dtype.int16)


def char(input: Tensor) -> Tensor:
    """Gives the tensor in int8."""
    return cast(input, _dtype.int8)


def byte(input: Tensor) -> Tensor:
    """Gives the tensor in uint8."""
    return cast(input, _dtype.uint8)


def bool(input: Tensor) -> Tensor:
    """Gives the tensor as truth values: False where it is 0."""
    return cast(input, _dtype.bool_)


def copy_(input: Tensor, src: Tensor, non_blocking: Any = False) -> Tensor:
    """Writes ``src`` over ``input``, converted to its dtype and broadcast."""
    if is_number(src):
        src = constant(as_element(src, input.dtype), input.dtype)
    if not isinstance(src, Tensor):
        raise TypeError(
            "copy_(): argument 'other' (position 1) must be Tensor, not "
            f"{kind_of(src)}"
        )
    check_no_overlap(input)
    check_reads_apart(input, src)
    shape = broadcast_shape(input._array.shape, src._array.shape)
    if shape != input._array.shape:
        raise RuntimeError(
            f"output with shape {list(input._array.shape)} doesn't match the "
            f"broadcast shape {list(shape)}"
        )
    if mode.enabled and (src.requires_grad or input.requires_grad):
        return apply_inplace(Copy, input, cast(src, input.dtype))
    check_inplace(input)
    np.copyto(input._array, src._array, casting="unsafe")
    input._bump()
    return input


def fill_(input: Tensor, value: Any) -> Tensor:
    """Writes one value over every element."""
    if isinstance(value, Tensor):
        if value._array.ndim:
            raise RuntimeError(
                "fill_ only supports 0-dimension value tensor but got tensor "
                f"with {value._array.ndim} dimensions."
            )
        return _fill(FillTensor, input, cast(value, input.dtype))
    if not is_number(value):
        raise TypeError(
            "fill_() received an invalid combination of arguments - got "
            f"({kind_of(value)}), but expected one of:\n * (Tensor "
            "value)\n * (Number value)"
        )
    element = as_element(value, input.dtype)
    return _fill(FillNumber, input, constant(element, input.dtype))


def _fill(op: Any, input: Tensor, value: Tensor) -> Tensor:
    """Writes one value over every element, recorded if it has to be."""
    check_inplace(input)
    if mode.enabled and (input.requires_grad or value.requires_grad):
        return apply_inplace(op, input, value)
    input._array.fill(value._array.item())
    input._bump()
    return input


def zero_(input: Tensor) -> Tensor:
    """Writes zeros over every element."""
    check_inplace(input)
    if mode.enabled and input.requires_grad:
        return apply_inplace(Zero, input)
    input._array.fill(0)
    input._bump()
    return input


def cpu(input: Tensor, memory_format: Any = None) -> Tensor:
    """Gives the tensor itself: it is on the CPU already."""
    return input


def cuda(input: Tensor, *args: Any, **kwargs: Any) -> Tensor:
    """Refuses, in the words of PyTorch's CPU build."""
    check_device("cuda")
    raise AssertionError("unreachable")


# ---------------------------------------------------------------------------
# Towards NumPy and others
# ---------------------------------------------------------------------------


def __array_wrap__(
    input: Tensor,
    array: np.ndarray,
    context: Any = None,
    return_scalar: Any = False,
) -> Tensor:
    """Makes a tensor of what a NumPy function computed from this one."""
    return wrap(np.asarray(array))


def __dlpack__(input: Tensor, **options: Any) -> Any:
    """Hands the memory over to another library, by the DLPack protocol."""
    if input.requires_grad:
        raise BufferError(
            "Can't export tensors that require gradient, use tensor.detach()"
        )
    return input._array.__dlpack__(**options)


def __dlpack_device__(input: Tensor) -> tuple:
    """Says where the memory is: on the CPU."""
    return input._array.__dlpack_device__()


def from_dlpack(ext_tensor: Any) -> Tensor:
    """Makes a tensor on the memory of another library's array.

    See :func:`torch.from_dlpack`.
    """
    return wrap(np.from_dlpack(ext_tensor))


def __reversed__(input: Tensor) -> Tensor:
    """Gives the elements in reverse: ``reversed(x)``."""
    return flip(input, 0) if input._array.ndim else input
