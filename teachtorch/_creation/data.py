"""Tensors from data: numbers, nested lists, NumPy arrays, other tensors."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from .. import _dtype
from .._device import check_device
from .._dtype import dtype as DType
from .._tensor import Tensor, wrap
from .sizes import refuse_negative


def tensor(
    data: Any,
    *,
    dtype: DType | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Makes a tensor by copying numbers, nested lists or an array.

    The dtype is that of the numbers: bool, int64 for integers, the default
    float for floats; an array keeps its own. See :func:`torch.tensor`.

    Raises:
        ValueError: if nested lists are ragged.
        RuntimeError: if ``requires_grad`` is asked of integers.

    >>> tensor([[1, 2], [3, 4]])
    tensor([[1, 2],
            [3, 4]])
    """
    check_device(device)
    if isinstance(data, Tensor):
        warnings.warn(
            "To copy construct from a tensor, it is recommended to use "
            "sourceTensor.detach().clone() or "
            "sourceTensor.detach().clone().requires_grad_(True), rather than "
            "torch.tensor(sourceTensor).",
            stacklevel=2,
        )
    return finish(np.array(_array_of(data, dtype)), requires_grad)


def as_tensor(
    data: Any, *, dtype: DType | None = None, device: Any = None
) -> Tensor:
    """Makes a tensor, sharing memory with an array or tensor if possible.

    See :func:`torch.as_tensor`.
    """
    check_device(device)
    if isinstance(data, Tensor):
        return data if dtype is None else data.to(dtype)
    if isinstance(data, np.ndarray):
        shared = from_numpy(data)
        return shared if dtype is None else shared.to(dtype)
    return tensor(data, dtype=dtype)


def asarray(
    obj: Any,
    *,
    dtype: DType | None = None,
    device: Any = None,
    copy: bool | None = None,
    requires_grad: bool = False,
) -> Tensor:
    """Makes a tensor, sharing memory unless ``copy``.

    See :func:`torch.asarray`.
    """
    if copy:
        made = wrap(np.array(_array_of(obj, dtype)))
    else:
        made = as_tensor(obj, dtype=dtype, device=device)
        if copy is False and not isinstance(obj, (Tensor, np.ndarray)):
            raise ValueError("can't alias arbitrary sequence into a tensor.")
    return finish(made._array, requires_grad) if requires_grad else made


def scalar_tensor(
    s: Any,
    *,
    dtype: DType | None = None,
    layout: Any = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Makes a 0-d tensor of a number, by default of the default float.

    See :func:`torch.scalar_tensor`.
    """
    dtype = dtype or _dtype.get_default_dtype()
    return tensor(s, dtype=dtype, device=device, requires_grad=requires_grad)


def from_numpy(array: np.ndarray) -> Tensor:
    """Makes a tensor on the memory of a NumPy array: both see every write.

    See :func:`torch.from_numpy`.
    """
    if not isinstance(array, np.ndarray):
        raise TypeError(f"expected np.ndarray (got {_type_name(array)})")
    _dtype.from_numpy(array.dtype)  # refuses what cannot be held
    _refuse_negative_strides(array)
    return wrap(array)


def _refuse_negative_strides(array: np.ndarray) -> None:
    if any(s < 0 for s in array.strides):
        raise ValueError(
            "At least one stride in the given numpy array is negative, and "
            "tensors with negative strides are not currently supported. (You "
            "can probably work around this by making a copy of your array  "
            "with array.copy().) "
        )


# ---------------------------------------------------------------------------
# The dtype and the shape of what a user gives
# ---------------------------------------------------------------------------


def _array_of(data: Any, dtype: DType | None) -> np.ndarray:
    """Gives an array with the dtype that PyTorch would infer."""
    dtype = as_dtype("tensor", dtype)
    if isinstance(data, Tensor):
        array = data._array
    elif isinstance(data, (np.ndarray, np.generic)):
        array = np.asarray(data)
        _dtype.from_numpy(array.dtype)
        _refuse_negative_strides(array)
    else:
        array = _array_of_numbers(data, dtype)
    return array if dtype is None else _converted(array, dtype)


def _array_of_numbers(data: Any, dtype: DType | None) -> np.ndarray:
    """Converts Python numbers in nested sequences, ``dtype`` being next."""
    kinds: set[DType] = set()
    _refuse_text(data)
    shape = _scan(data, kinds, 0)
    if not kinds:
        return np.empty(shape, _dtype.get_default_dtype().numpy)
    kind = max(kinds, key=lambda d: (d.category, d.itemsize))
    if kind.is_floating_point and dtype not in (None, _dtype.float16):
        kind = _dtype.float64  # Python's own: not rounded on the way to dtype
    try:
        numbers = np.array(_plain_lists(data), kind.numpy).reshape(shape)
    except OverflowError:
        raise ValueError("Overflow when unpacking long long") from None
    if dtype is not None:
        _check_range(numbers, dtype)
    return numbers


_PYTHON_TYPES = {
    float: _dtype.float64,
    int: _dtype.int64,
    bool: _dtype.bool_,
}


def as_dtype(function: str, dtype: Any) -> DType | None:
    """Accepts a dtype, or one of Python's types of number.

    Raises:
        TypeError: for anything else.
    """
    if dtype is None or isinstance(dtype, DType):
        return dtype
    if isinstance(dtype, type) and dtype in _PYTHON_TYPES:
        return _PYTHON_TYPES[dtype]
    raise TypeError(
        f"{function}(): argument 'dtype' must be torch.dtype, not "
        f"{type(dtype).__name__}"
    )


def _check_range(numbers: np.ndarray, dtype: DType) -> None:
    """Refuses Python numbers that an integer dtype cannot hold."""
    if dtype.category != 1 or not numbers.size:
        return
    limits = np.iinfo(dtype.numpy)
    # An unsigned type takes a negative number, which wraps around.
    low = limits.min if dtype.is_signed else -limits.max
    if not (numbers.min() >= low and numbers.max() <= limits.max):
        raise RuntimeError(
            f"value cannot be converted to type {dtype.name} without overflow"
        )


def _scan(data: Any, kinds: set, depth: int) -> tuple:
    """Finds the shape of nested sequences and the kinds of number in them."""
    if isinstance(data, (list, tuple)) or _is_sequence(data):
        if len(data) == 0:
            return (0,)
        shapes = [_scan(item, kinds, depth + 1) for item in data]
        for shape in shapes:
            if shape == shapes[0]:
                continue
            if shape and shapes[0]:
                raise ValueError(
                    f"expected sequence of length {shapes[0][0]} at dim "
                    f"{depth + 1} (got {shape[0]})\n"
                    "The rows of a nested list must all have the same length."
                )
            words = (
                "not a sequence"
                if shapes[0]
                else "'list' object cannot be interpreted as an integer"
            )
            raise TypeError(
                f"{words}\nA number and a sequence stand side by side at dim "
                f"{depth}: every row must have the same shape."
            )
        return (len(data), *shapes[0])
    if isinstance(data, (bool, int, float)):
        kinds.add(_dtype.dtype_of_number(data))
        return ()
    if isinstance(data, (np.generic, np.ndarray)):
        kinds.add(_dtype.from_numpy(data.dtype))
        return data.shape
    if isinstance(data, Tensor):
        kinds.add(data.dtype)
        if depth and data._array.size != 1:
            raise ValueError(
                "only one element tensors can be converted to Python scalars\n"
                "To join tensors along a new dim, use torch.stack."
            )
        return ()
    if isinstance(data, str):
        raise TypeError("new(): invalid data type 'str'")
    kind = "torch." if isinstance(data, DType) else ""
    raise RuntimeError(f"Could not infer dtype of {kind}{type(data).__name__}")


def _refuse_text(data: Any) -> None:
    """Refuses lists of words, whose letters PyTorch takes for a dim."""
    first = data
    while isinstance(first, (list, tuple)) and first:
        first = first[0]
    if isinstance(first, str) and first is not data:
        raise ValueError(
            "too many dimensions 'str'\n"
            "A tensor holds numbers; give each word a number of its own first."
        )


def _is_sequence(data: Any) -> bool:
    return isinstance(data, range)


def _plain_lists(data: Any) -> Any:
    if isinstance(data, (list, tuple, range)):
        return [_plain_lists(item) for item in data]
    return data.item() if isinstance(data, Tensor) else data


def _converted(array: np.ndarray, dtype: DType) -> np.ndarray:
    if array.dtype.kind == "f" and dtype.category == 1 and array.size:
        # C's conversion of nan and inf is undefined; NumPy's is a warning.
        array = np.where(np.isfinite(array), array, 0)
    return array.astype(dtype.numpy, copy=False)


def finish(array: np.ndarray, requires_grad: bool) -> Tensor:
    """Wraps a new array, as a leaf that requires grad if asked."""
    result = wrap(array)
    if requires_grad:
        if array.dtype.kind != "f":
            raise RuntimeError(
                "Only Tensors of floating point and complex dtype can require "
                "gradients\n"
                "Make the numbers floats: [1.0, 2.0], or dtype=torch.float32."
            )
        result._requires_grad = True
    return result


def _type_name(x: Any) -> str:
    return "Tensor" if isinstance(x, Tensor) else type(x).__name__


def legacy_tensor(cls: type, data: tuple, **kwargs: Any) -> Tensor:
    """Does what ``Tensor(...)`` did in PyTorch 0.1: sizes, or float data."""
    check_device(kwargs.get("device"))
    dtype = _dtype.get_default_dtype().numpy
    if not data:
        return wrap(np.empty((0,), dtype), cls)
    first = data[0]
    if len(data) == 1 and not isinstance(first, int):
        if isinstance(first, Tensor):
            result = wrap(first._array, cls)
            result._version_counter = first._version_counter
            return result
        if isinstance(first, tuple) and type(first).__name__ == "Size":
            return wrap(np.empty(first, dtype), cls)
        if isinstance(first, (list, tuple, range, np.ndarray)):
            return wrap(np.array(_array_of(first, None).astype(dtype)), cls)
        if isinstance(first, str):
            raise TypeError("new(): invalid data type 'str'")
        raise TypeError(
            f"new(): data must be a sequence (got {_type_name(first)})"
        )
    if all(isinstance(n, int) for n in data):
        refuse_negative(data)
        return wrap(np.empty(data, dtype), cls)
    raise TypeError(
        "new() received an invalid combination of arguments - got "
        f"({', '.join(_type_name(x) for x in data)})"
    )
