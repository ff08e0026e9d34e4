"""Reading and writing ``x[index]``.

An index is taken apart as PyTorch does it: integers, slices, ``None`` and
``...`` make a view, one dimension after the other (``slices.py``); tensors of
integers or truth values then pick elements, which makes a copy
(``picking.py``). The chapter "Tensors" shows how to tell the two apart.
"""

from __future__ import annotations

import warnings
from numbers import Number
from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from .expand import expand
from .masks import masked_fill_in_place
from .operands import constant
from .picking import Index, check_bounds, index_put_
from .shape import Unsqueeze
from .slices import Alias, Select, Slice

# ---------------------------------------------------------------------------
# Reading
# ---------------------------------------------------------------------------


# Tensors of these dtypes pick elements just as they are.
_PICKS = np.dtype(np.int64), np.dtype(bool)


def getitem(input: Tensor, index: Any) -> Tensor:
    """Reads ``input[index]``."""
    kind = type(index)
    if kind is int:
        return _select(input, 0, index, 0)
    if kind is slice:
        return _slice(input, 0, index)
    if kind is Tensor and index._array.dtype in _PICKS:
        pick = index._array
        if pick.ndim == 1 and input._array.ndim:  # one row of picks, often
            check_bounds(input, (pick,))
            return Index.apply(input, (pick,))
    view, picks = _take_apart(input, _as_tuple(index))
    if picks is not None:
        check_bounds(view, picks)
        return Index.apply(view, picks)
    return Alias.apply(input) if view is input else view


def _as_tuple(index: Any) -> tuple:
    """Gives the parts of an index, one for each dimension that it names."""
    if type(index) is tuple:
        return index
    if (
        isinstance(index, (list, str, range))
        and len(index) < 32
        and any(
            item is None
            or item is Ellipsis
            or isinstance(item, (slice, Tensor, list, tuple, str, np.ndarray))
            for item in index
        )
    ):
        # NumPy's old rule, which NumPy itself has given up.
        warnings.warn(
            "Using a non-tuple sequence for multidimensional indexing is "
            "deprecated and will be changed in pytorch 2.9; use x[tuple(seq)] "
            "instead of x[seq]. In pytorch 2.9 this will be interpreted as "
            "tensor index, x[torch.tensor(seq)], which will result either in "
            "an error or a different result",
            stacklevel=3,
        )
        return tuple(index)
    return tuple(index) if isinstance(index, tuple) else (index,)


def _take_apart(x: Tensor, index: tuple) -> tuple[Tensor, tuple | None]:
    """Applies the basic part of an index; returns what is left to pick."""
    items = [
        item if type(item) in (int, slice) else _as_item(item) for item in index
    ]
    named = sum(_dims_named(item) for item in items)
    ndim = x._array.ndim
    if named > ndim:
        if not ndim and type(items[0]) is slice:
            raise IndexError("slice() cannot be applied to a 0-dim tensor.")
        raise IndexError(f"too many indices for tensor of dimension {ndim}")
    view, dim = x, 0
    picks: list = []
    for position, item in enumerate(items):
        kind = type(item)
        if kind is int:
            view = _select(view, dim, item, position)
            continue  # this dim is gone
        if kind is slice:
            view = _slice_unless_full(view, dim, item)
        elif item is Ellipsis:
            skipped = ndim - named
            picks += [slice(None)] * skipped
            dim += skipped
            continue
        elif item is None or kind is bool:
            view = Unsqueeze.apply(view, dim)
        if kind is bool:
            picks.append(np.array([item]))
        elif kind is np.ndarray:
            picks.append(item)
            dim += item.ndim - 1 if item.dtype.kind == "b" else 0
        else:
            picks.append(slice(None))
        dim += 1
    if any(type(p) is not slice for p in picks):
        return view, tuple(picks)
    return view, None


def _as_item(item: Any) -> Any:
    """Turns what a user may write into int, slice, None, ..., bool or array."""
    if item is None or item is Ellipsis or isinstance(item, (bool, int, slice)):
        return item
    if isinstance(item, (list, tuple, range, np.ndarray, str)):
        item = _index_tensor(item)
    if isinstance(item, Tensor):
        array = item._array
        if array.dtype.kind == "u":
            if array.ndim:
                warnings.warn(
                    "indexing with dtype torch.uint8 is now deprecated, please "
                    "use a dtype torch.bool instead.",
                    stacklevel=4,
                )
            array = array != 0
        if array.ndim == 0 and array.dtype.kind in "bi":
            return array.item()
        if array.dtype.kind == "b" or array.dtype.name in ("int32", "int64"):
            return array
        raise IndexError(
            "tensors used as indices must be long, int, byte or bool tensors"
        )
    if hasattr(item, "__index__"):
        return item.__index__()
    name = type(item).__name__
    raise IndexError(
        "only integers, slices (`:`), ellipsis (`...`), None and long or byte "
        "Variables are valid indices (got "
        f"{'numpy.bool' if isinstance(item, np.bool_) else name})"
    )


def _index_tensor(data: Any) -> Tensor:
    """Makes a tensor of a list used as an index: truth values or integers."""
    from .._creation import tensor

    if isinstance(data, str):
        raise TypeError("new(): invalid data type 'str'")
    made = tensor(data)
    if made._array.dtype.kind in "bu":
        return made
    return wrap(made._array.astype(np.int64))


def _dims_named(item: Any) -> int:
    """Counts the dimensions of the tensor that one part of an index uses."""
    if item is None or item is Ellipsis or type(item) is bool:
        return 0
    if type(item) is np.ndarray and item.dtype.kind == "b":
        return item.ndim
    return 1


def _select(x: Tensor, dim: int, i: int, position: int) -> Tensor:
    shape = x._array.shape
    if not shape and i == 0:
        raise IndexError(
            "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or "
            "`tensor.item<T>()` in C++ to convert a 0-dim tensor to a number"
        )
    size = shape[dim] if shape else 0
    if not -size <= i < size:
        raise IndexError(
            f"index {i} is out of bounds for dimension {position} with size "
            f"{size}"
        )
    return Select.apply(x, dim, i if i >= 0 else i + size)


def _slice(x: Tensor, dim: int, item: slice) -> Tensor:
    if not x._array.ndim:
        raise IndexError("slice() cannot be applied to a 0-dim tensor.")
    start, stop, step = _bounds(item, x._array.shape[dim])
    return Slice.apply(x, dim, slice(start, stop, step))


def _slice_unless_full(x: Tensor, dim: int, item: slice) -> Tensor:
    size = x._array.shape[dim]
    start, stop, step = _bounds(item, size)
    if start == 0 and stop == size and step == 1:
        return x
    return Slice.apply(x, dim, slice(start, stop, step))


def _bounds(item: slice, size: int) -> tuple[int, int, int]:
    step = item.step
    if step is not None and (step := step.__index__()) <= 0:
        raise ValueError(
            "slice step cannot be zero"
            if step == 0
            else "step must be greater than zero"
        )
    start, stop, step = item.indices(size)
    return start, max(start, stop), step


# ---------------------------------------------------------------------------
# Writing
# ---------------------------------------------------------------------------


def setitem(input: Tensor, index: Any, value: Any) -> None:
    """Writes ``input[index] = value``."""
    if not isinstance(value, Tensor):
        value = _as_value(input, value)
        if (
            isinstance(index, Tensor)
            and index._array.dtype.kind == "b"
            and index._array.shape == input._array.shape
            and index._array.ndim
        ):
            masked_fill_in_place(input, index, value)
            return
    parts = index if type(index) is tuple else _as_tuple(index)
    if len(parts) == 1 and parts[0] is False:
        return  # nothing is chosen
    view, picks = _take_apart(input, parts)
    if picks is None:
        while value._array.ndim > view._array.ndim and value.shape[0] == 1:
            value = value[0]
        if value._array.ndim and value._array.shape != view._array.shape:
            value = expand(value, view._array.shape)
        view.copy_(value)
        return
    check_bounds(view, picks)
    if value._array.dtype != input._array.dtype and value._array.ndim:
        raise RuntimeError(
            "Index put requires the source and destination dtypes match, got "
            f"{input.dtype.kind} for the destination and {value.dtype.kind} "
            "for the source."
        )
    index_put_(view, picks, value)


def _as_value(input: Tensor, value: Any) -> Tensor:
    """Makes a tensor of a number that is to be written.

    Raises:
        TypeError: if it is no number.
        RuntimeError: if the dtype cannot hold it.
    """
    kind = input.dtype.kind
    if not isinstance(value, (Number, np.bool_)):
        name = type(value).__name__
        name = "numpy.ndarray" if name == "ndarray" else name
        raise TypeError(f"can't assign a {name} to a torch.{kind}Tensor")
    dtype = input._array.dtype
    too_large = isinstance(value, complex) and value.imag
    if isinstance(value, complex) and not too_large:
        value = value.real
    if dtype.kind in "iu" and not too_large:
        limits = np.iinfo(dtype)
        # An unsigned type takes a negative number, which wraps around.
        low = limits.min if dtype.kind == "i" else -limits.max
        value = int(value)  # type: ignore[arg-type]  # Number does not promise __int__
        too_large = not low <= value <= limits.max
        if value < limits.min:
            value += limits.max + 1
    if too_large:
        raise RuntimeError(
            f"value cannot be converted to type {_C_TYPES[kind]} without "
            "overflow"
        )
    return constant(value, input.dtype)


_C_TYPES = {
    "Byte": "uint8_t",
    "Char": "int8_t",
    "Short": "int16_t",
    "Int": "int",
    "Long": "int64_t",
    "Half": "c10::Half",
    "Float": "float",
    "Double": "double",
    "Bool": "bool",
}


def delitem(input: Tensor, index: Any) -> None:
    """Refuses ``del input[index]``: a tensor's size is fixed."""
    raise TypeError("Tensor does not support deleting items")
