"""Reading and writing ``x[index]``.

An index is taken apart as PyTorch does it: integers, slices, ``None`` and
``...`` make a view, one dimension after the other (``slices.py``); tensors of
integers or truth values then pick elements, which makes a copy (``picking.py``).
The chapter "Tensors" shows how to tell the two apart.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import _dtype
from .._tensor import Tensor, check_inplace, wrap
from .arithmetic import constant
from .masks import _masked_fill_
from .picking import Index, check_bounds, index_put_
from .shape import Unsqueeze, view
from .slices import Alias, Select, Slice


def getitem(input: Tensor, index: Any) -> Tensor:
    """Reads ``input[index]``."""
    view, picks = _take_apart(input, index)
    if picks is None:
        return view
    check_bounds(view, picks)
    return Index.apply(view, picks)


def setitem(input: Tensor, index: Any, value: Any) -> None:
    """Writes ``input[index] = value``."""
    if isinstance(index, Tensor) and index.dtype is _dtype.bool_:
        if not isinstance(value, Tensor) and index.shape == input.shape:
            _masked_fill_(input, index, value)
            return
    check_inplace(input)
    view, picks = _take_apart(input, index)
    if not isinstance(value, Tensor):
        value = constant(value, input.dtype)
    if picks is None:
        while value._array.ndim > view._array.ndim and value.shape[0] == 1:
            value = value[0]  # type: ignore[index]
        view.copy_(value)  # type: ignore[attr-defined]
    else:
        check_bounds(view, picks)
        index_put_(view, picks, value)


def _take_apart(x: Tensor, index: Any) -> tuple[Tensor, tuple | None]:
    """Applies the basic part of an index; returns what is left to pick."""
    items = list(index) if isinstance(index, tuple) else [index]
    items = [_as_item(item) for item in items]
    used = sum(
        item._array.ndim if _is_mask(item) else 1
        for item in items
        if item is not None and item is not Ellipsis and not _is_bool(item)
    )
    ndim = x._array.ndim
    if used > ndim:
        if ndim == 0 and len(items) == 1 and isinstance(items[0], int):
            raise IndexError(
                "invalid index of a 0-dim tensor. Use `tensor.item()` in Python "
                "or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a "
                "number"
            )
        raise IndexError(f"too many indices for tensor of dimension {ndim}")
    view, dim = x, 0
    picks: list = []
    for item in items:
        if item is Ellipsis:
            skipped = ndim - used
            picks += [slice(None)] * skipped
            dim += skipped
        elif item is None:
            view = Unsqueeze.apply(view, dim)
            picks.append(slice(None))
            dim += 1
        elif _is_bool(item):
            view = Unsqueeze.apply(view, dim)
            picks.append(np.array([item]))
            dim += 1
        elif isinstance(item, int):
            view = _select_item(view, dim, item, len(x._array.shape) - used)
        elif isinstance(item, slice):
            view = _slice_item(view, dim, item)
            picks.append(slice(None))
            dim += 1
        else:
            picks.append(item._array)
            dim += item._array.ndim if _is_mask(item) else 1
    if any(isinstance(p, np.ndarray) for p in picks):
        return view, tuple(picks)
    return (Alias.apply(x) if view is x else view), None


def _as_item(item: Any) -> Any:
    """Turns what a user may write into int, slice, None, ... or Tensor."""
    if item is None or item is Ellipsis or isinstance(item, (bool, int, slice)):
        return item
    if isinstance(item, np.bool_ | np.integer):
        return item.item()
    if isinstance(item, (list, range, np.ndarray)):
        item = wrap(np.asarray([getattr(i, "_array", i) for i in item]))
        if item._array.size == 0:
            item = wrap(item._array.astype(np.int64))
    if isinstance(item, Tensor):
        kind = item._array.dtype.kind
        if kind in "iu":
            if item._array.ndim == 0:
                return int(item._array)
            return wrap(item._array.astype(np.int64, copy=False))
        if kind == "b":
            return bool(item._array) if item._array.ndim == 0 else item
        raise IndexError(
            "tensors used as indices must be long, int, byte or bool tensors"
        )
    if hasattr(item, "__index__"):
        return item.__index__()
    raise IndexError(
        "only integers, slices (`:`), ellipsis (`...`), None and long or byte "
        f"Variables are valid indices (got {type(item).__name__})"
    )


def _is_bool(item: Any) -> bool:
    return item is True or item is False


def _is_mask(item: Any) -> bool:
    return isinstance(item, Tensor) and item.dtype is _dtype.bool_


def _select_item(x: Tensor, dim: int, i: int, _: int) -> Tensor:
    size = x._array.shape[dim]
    if not -size <= i < size:
        raise IndexError(
            f"index {i} is out of bounds for dimension {dim} with size {size}"
        )
    return Select.apply(x, dim, i % size)


def _slice_item(x: Tensor, dim: int, item: slice) -> Tensor:
    part = slice(*(_as_bound(b) for b in (item.start, item.stop, item.step)))
    if part.step is not None and part.step <= 0:
        raise ValueError("step must be greater than zero")
    size = x._array.shape[dim]
    start, stop, step = part.indices(size)
    if start == 0 and stop == size and step == 1:
        return x
    return Slice.apply(x, dim, slice(start, max(start, stop), step))


def _as_bound(bound: Any) -> int | None:
    if bound is None or isinstance(bound, int):
        return bound
    try:
        return bound.__index__()
    except (AttributeError, TypeError):
        raise TypeError(
            "slice indices must be integers or None or have an __index__ method"
        ) from None
