"""Making tensors from data, or filled by rule: tensor, zeros, arange, …

Random tensors are made in ``random.py``.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from . import _dtype
from ._device import check_device
from ._dtype import dtype as DType
from ._tensor import Tensor, wrap

# ---------------------------------------------------------------------------
# From data
# ---------------------------------------------------------------------------


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
        import warnings

        warnings.warn(
            "To copy construct from a tensor, it is recommended to use "
            "sourceTensor.detach().clone() or "
            "sourceTensor.detach().clone().requires_grad_(True), rather than "
            "torch.tensor(sourceTensor).",
            stacklevel=2,
        )
    return _finish(np.array(_array_of(data, dtype)), requires_grad)


def as_tensor(
    data: Any, dtype: DType | None = None, device: Any = None
) -> Tensor:
    """Makes a tensor, sharing memory with an array or tensor if possible.

    See :func:`torch.as_tensor`.
    """
    check_device(device)
    if isinstance(data, Tensor):
        return data if dtype is None else data.to(dtype)  # type: ignore[attr-defined]
    if isinstance(data, np.ndarray):
        shared = from_numpy(data)
        return shared if dtype is None else shared.to(dtype)  # type: ignore[attr-defined]
    return tensor(data, dtype=dtype)


def from_numpy(array: np.ndarray) -> Tensor:
    """Makes a tensor on the memory of a NumPy array: both see every write.

    See :func:`torch.from_numpy`.
    """
    if not isinstance(array, np.ndarray):
        raise TypeError(
            f"expected np.ndarray (got {_type_name(array)})"
        )
    _dtype.from_numpy(array.dtype)  # refuses what cannot be held
    if any(s < 0 for s in array.strides):
        raise ValueError(
            "At least one stride in the given numpy array is negative, and "
            "tensors with negative strides are not currently supported. (You "
            "can probably work around this by making a copy of your array  "
            "with array.copy().) "
        )
    return wrap(array)


def _array_of(data: Any, dtype: DType | None) -> np.ndarray:
    """Gives an array with the dtype that PyTorch would infer."""
    if isinstance(data, Tensor):
        array = data._array
    elif isinstance(data, (np.ndarray, np.generic)):
        array = np.asarray(data)
        _dtype.from_numpy(array.dtype)
    else:
        array = _array_of_numbers(data, dtype)
    if dtype is not None:
        return _converted(array, dtype)
    return array


def _array_of_numbers(data: Any, dtype: DType | None) -> np.ndarray:
    """Converts Python numbers in nested sequences, ``dtype`` being next."""
    kinds = set()
    shape = _scan(data, kinds, 0)
    if not kinds:
        return np.empty(shape, _dtype.get_default_dtype().numpy)
    kind = max(kinds, key=lambda d: (d.category, d.itemsize))
    if kind.is_floating_point and dtype not in (None, _dtype.float16):
        kind = _dtype.float64  # Python's own: not rounded on the way to dtype
    try:
        return np.array(_plain_lists(data), kind.numpy).reshape(shape)
    except OverflowError:
        raise RuntimeError("Overflow when unpacking long long") from None


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
            raise TypeError(
                f"only number, tuple, list... at every level: a number and a "
                f"sequence stand side by side at dim {depth}"
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
        return tuple(data._array.shape)
    if isinstance(data, str) and depth == 0:
        raise TypeError("new(): invalid data type 'str'")
    if isinstance(data, str):
        raise ValueError("too many dimensions 'str'")
    if data is None or isinstance(data, (dict, set)) or depth == 0:
        raise RuntimeError(f"Could not infer dtype of {type(data).__name__}")
    raise RuntimeError(f"Could not infer dtype of {type(data).__name__}")


def _is_sequence(data: Any) -> bool:
    return isinstance(data, range)


def _plain_lists(data: Any) -> Any:
    if isinstance(data, (list, tuple, range)):
        return [_plain_lists(item) for item in data]
    return data._array if isinstance(data, Tensor) else data


def _converted(array: np.ndarray, dtype: DType) -> np.ndarray:
    if array.dtype.kind == "f" and dtype.category == 1 and array.size:
        # C's conversion of nan and inf is undefined; NumPy's is a warning.
        array = np.where(np.isfinite(array), array, 0)
    return array.astype(dtype.numpy, copy=False)


def _finish(array: np.ndarray, requires_grad: bool) -> Tensor:
    result = wrap(array)
    if requires_grad:
        if array.dtype.kind != "f":
            raise RuntimeError(
                "Only Tensors of floating point and complex dtype can require "
                "gradients"
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
            if first._array.dtype != dtype:
                raise TypeError(
                    f"expected Float (got {first.dtype.kind})"
                )
            result = wrap(first._array, cls)
            result._version_counter = first._version_counter
            return result
        if isinstance(first, tuple) and type(first).__name__ == "Size":
            return wrap(np.empty(first, dtype), cls)
        if isinstance(first, (list, tuple, range, np.ndarray)):
            return wrap(np.array(_array_of(first, None).astype(dtype)), cls)
        raise TypeError(f"new(): data must be a sequence (got {_type_name(first)})")
    if all(isinstance(n, int) for n in data):
        _refuse_negative(data)
        return wrap(np.empty(data, dtype), cls)
    raise TypeError(
        "new() received an invalid combination of arguments - got "
        f"({', '.join(_type_name(x) for x in data)})"
    )


# ---------------------------------------------------------------------------
# Filled with one value
# ---------------------------------------------------------------------------


def size_of(size: tuple) -> tuple:
    """Accepts sizes as ``f(2, 3)`` and as ``f((2, 3))``; refuses negatives."""
    if len(size) == 1 and isinstance(size[0], (tuple, list)):
        size = tuple(size[0])
    for position, n in enumerate(size):
        if not hasattr(n, "__index__"):
            raise TypeError(
                "empty(): argument 'size' must be tuple of ints, but found "
                f"element of type {type(n).__name__} at pos {position}"
            )
    result = tuple(int(n) for n in size)
    _refuse_negative(result)
    return result


def _refuse_negative(size: tuple) -> None:
    for n in size:
        if n < 0:
            raise RuntimeError(
                f"Trying to create tensor with negative dimension {n}: "
                f"{list(size)}"
            )


def _numpy_dtype(dtype: DType | None) -> np.dtype:
    return (dtype or _dtype.get_default_dtype()).numpy


def zeros(
    *size: Any,
    out: Tensor | None = None,
    dtype: DType | None = None,
    layout: Any = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Makes a tensor of zeros. See :func:`torch.zeros`."""
    check_device(device)
    array = np.zeros(size_of(size), _numpy_dtype(dtype))
    return _into(out, _finish(array, requires_grad))


def ones(
    *size: Any,
    out: Tensor | None = None,
    dtype: DType | None = None,
    layout: Any = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Makes a tensor of ones. See :func:`torch.ones`."""
    check_device(device)
    array = np.ones(size_of(size), _numpy_dtype(dtype))
    return _into(out, _finish(array, requires_grad))


def empty(
    *size: Any,
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
    array = np.empty(size_of(size), _numpy_dtype(dtype))
    return _into(out, _finish(array, requires_grad))


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
    if dtype is None:
        dtype = _dtype.dtype_of_number(fill_value)
    array = np.full(size_of((size,)), fill_value, dtype.numpy)
    return _into(out, _finish(array, requires_grad))


def _into(out: Tensor | None, result: Tensor) -> Tensor:
    if out is None:
        return result
    from ._ops.twins import write_out

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
    d = input._array.dtype if dtype is None else dtype.numpy
    order = "K" if _is_dense(input._array) else "C"
    array = np.empty_like(input._array, dtype=d, order=order, subok=False)
    return _finish(array, requires_grad)


def _is_dense(array: np.ndarray) -> bool:
    order = np.argsort([-s for s in array.strides], kind="stable")
    return array.transpose(order).flags.c_contiguous


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
    result._array.fill(fill_value)
    return result


# ---------------------------------------------------------------------------
# Ranges and matrices
# ---------------------------------------------------------------------------


def arange(
    start: Any,
    end: Any = None,
    step: Any = 1,
    *,
    out: Tensor | None = None,
    dtype: DType | None = None,
    layout: Any = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Makes start, start + step, … up to but without ``end``.

    See :func:`torch.arange`.
    """
    check_device(device)
    if end is None:
        start, end = 0, start
    start, end, step = (_number(v) for v in (start, end, step))
    if step == 0:
        raise RuntimeError("step must be nonzero")
    if not (math.isfinite(start) and math.isfinite(end)):
        raise RuntimeError(f"unsupported range: {start} -> {end}")
    if (end - start) * step < 0:
        raise RuntimeError(
            "upper bound and lower bound inconsistent with step sign"
        )
    if dtype is None:
        whole = all(isinstance(v, int) for v in (start, end, step))
        dtype = _dtype.int64 if whole else _dtype.get_default_dtype()
    n = math.ceil((end - start) / step)
    if dtype.is_floating_point:
        # start + i·step in double, as PyTorch computes it.
        array = (start + np.arange(n) * float(step)).astype(dtype.numpy)
    else:
        array = (int(start) + np.arange(n) * int(step)).astype(dtype.numpy)
    return _into(out, _finish(array, requires_grad))


def _number(value: Any) -> Any:
    return value.item() if isinstance(value, (Tensor, np.generic)) else value


def linspace(
    start: Any,
    end: Any,
    steps: int,
    *,
    out: Tensor | None = None,
    dtype: DType | None = None,
    layout: Any = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Makes ``steps`` evenly spaced values from start to end, both included.

    See :func:`torch.linspace`.
    """
    check_device(device)
    if steps < 0:
        raise RuntimeError("number of steps must be non-negative")
    d = dtype or _dtype.get_default_dtype()
    array = _linspace(_number(start), _number(end), steps, d)
    return _into(out, _finish(array, requires_grad))


def _linspace(start: Any, end: Any, steps: int, dtype: DType) -> np.ndarray:
    """Counts from the nearer end, in the dtype itself, as PyTorch does."""
    real = dtype if dtype.is_floating_point else _dtype.float64
    number = real.numpy.type
    if steps == 1:
        return np.full(1, start, dtype.numpy)
    i = np.arange(steps)
    step = (number(end) - number(start)) / number(max(steps - 1, 1))
    first = number(start) + step * i.astype(real.numpy)
    last = number(end) - step * (steps - 1 - i).astype(real.numpy)
    array = np.where(i < steps // 2, first, last)
    return array.astype(dtype.numpy)


def logspace(
    start: Any, end: Any, steps: int, base: float = 10.0, **options: Any
) -> Tensor:
    """Makes base**x for evenly spaced x. See :func:`torch.logspace`."""
    exponents = linspace(start, end, steps, dtype=_dtype.float64)._array
    dtype = options.pop("dtype", None)
    array = np.power(float(base), exponents).astype(_numpy_dtype(dtype))
    return _finish(array, options.get("requires_grad", False))


def eye(
    n: int,
    m: int | None = None,
    *,
    out: Tensor | None = None,
    dtype: DType | None = None,
    layout: Any = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Makes a matrix with ones on the diagonal. See :func:`torch.eye`."""
    check_device(device)
    if n < 0 or (m is not None and m < 0):
        name, bad = ("n", n) if n < 0 else ("m", m)
        raise RuntimeError(f"{name} must be greater or equal to 0, got {bad}")
    array = np.eye(n, m, dtype=_numpy_dtype(dtype))
    return _into(out, _finish(array, requires_grad))


def meshgrid(*tensors: Any, indexing: str | None = None) -> tuple:
    """Makes grids of coordinates from vectors. See :func:`torch.meshgrid`."""
    if len(tensors) == 1 and isinstance(tensors[0], (list, tuple)):
        tensors = tuple(tensors[0])
    if indexing is None:
        import warnings

        warnings.warn(
            "torch.meshgrid: in an upcoming release, it will be required to "
            "pass the indexing argument.",
            stacklevel=2,
        )
        indexing = "ij"
    if indexing not in ("ij", "xy"):
        raise RuntimeError(
            "torch.meshgrid: indexing must be one of \"xy\" or \"ij\", but "
            f"received: {indexing}"
        )
    from ._ops.expand import expand
    from ._ops.shape import reshape
    from ._ops.transpose import transpose

    xs = [reshape(x, -1) for x in tensors]
    swap = indexing == "xy" and len(xs) >= 2
    if swap:
        xs[0], xs[1] = xs[1], xs[0]
    shape = tuple(x._array.size for x in xs)
    grids = [
        expand(reshape(x, *(n if i == j else 1 for j, n in enumerate(shape))), *shape)
        for i, x in enumerate(xs)
    ]
    if swap:
        grids = [transpose(g, 0, 1) for g in grids]
        grids[0], grids[1] = grids[1], grids[0]
    return tuple(grids)


def tril_indices(row: int, col: int, offset: int = 0) -> Tensor:
    """Gives the indices of a lower triangle. See :func:`torch.tril_indices`."""
    return wrap(np.stack(np.tril_indices(row, offset, col)))


def triu_indices(row: int, col: int, offset: int = 0) -> Tensor:
    """Gives the indices of an upper triangle. See :func:`torch.triu_indices`."""
    return wrap(np.stack(np.triu_indices(row, offset, col)))
