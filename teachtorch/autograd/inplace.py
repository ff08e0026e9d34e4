"""Writing in place, history included.

``y.mul_(2)`` changes memory that others may see, and that a backward pass may
need. So a recorded write does three things: the operation sees a copy of the
old value with the old history; the result is written over the memory and the
version goes up, which later tells a backward pass that something it saved is
gone; and the tensor (or, for a view, its base) takes the new history.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .._dtype import can_cast
from .._layout import is_dense
from .._tensor import Tensor, wrap
from .function import Function, Op, edges_of
from .grad_mode import mode
from .history import check_inplace, one_of_several
from .saved import SavedOutput
from .views import CopySlices, geometry


def apply_inplace(op: type[Op], x: Tensor, *args: Any) -> Tensor:
    """Runs ``op`` on ``x`` and writes the result over ``x``.

    If this is recorded, ``op`` sees a copy of the old value with the old
    history, and ``x`` takes the new history: what was computed from the old
    value before stays differentiable unless it needs the overwritten memory.
    """
    check_inplace(x)
    for y in args:
        if isinstance(y, Tensor):
            check_reads_apart(x, y)
    if not mode.enabled or not any(edges_of((x, *args))):
        write_over(x, op.apply(x, *args))
        return x
    old = snapshot(x, copy=True)
    # x * x in place: the second x is read from the memory that is about to
    # be overwritten, so backward will refuse if it needs it.
    again = snapshot(x, copy=False)
    result = op.apply(old, *(again if arg is x else arg for arg in args))
    write_over(x, result)
    return x


def snapshot(x: Tensor, copy: bool) -> Tensor:
    """Gives the value and the history that ``x`` has now.

    Without a copy of the memory, later writes to it are counted.
    """
    old = wrap(x._array.copy() if copy else x._array)
    if not copy:
        old._version_counter = x._version_counter
    old._edge = x._gradient_edge()
    old._requires_grad = x._requires_grad
    return old


def write_over(x: Tensor, result: Tensor) -> None:
    """Writes ``result`` into the memory of ``x``, history included.

    Raises:
        RuntimeError: if the shape or the dtype does not fit.
    """
    if result._array.shape != x._array.shape:
        raise RuntimeError(
            f"output with shape {list(x._array.shape)} doesn't match the "
            f"broadcast shape {list(result._array.shape)}"
        )
    if result._array.dtype != x._array.dtype:
        result = _cast_back(result, x)
    check_no_overlap(x)
    edge = result._edge
    if edge is None:
        np.copyto(x._array, result._array)
        x._bump()
        return
    base = x if x._base is None else x._base
    if base is not x:
        if x._of_several:
            raise one_of_several(x, "is being")
        # The base's new history: its old one, with this window replaced.
        window = CopySlices.apply(
            snapshot(base, copy=False), result, geometry(base._array, x._array)
        )
    np.copyto(x._array, result._array)
    x._bump()
    node = edge[0]
    if isinstance(node, Function) and node._saved:
        _follow(node, result, x)
    base._edge = edge if base is x else window._edge
    base._requires_grad = True


def _cast_back(result: Tensor, x: Tensor) -> Tensor:
    if not can_cast(result.dtype, x.dtype):
        raise RuntimeError(
            f"result type {result.dtype.kind} can't be cast to the desired "
            f"output type {x.dtype.kind}"
        )
    return result.to(x.dtype)


def check_no_overlap(x: Tensor) -> None:
    """Refuses to write where several elements share one place in memory."""
    array = x._array
    if (
        array.size
        and 0 in array.strides
        and any(s == 0 and n > 1 for s, n in zip(array.strides, array.shape))
    ):
        raise RuntimeError(
            "unsupported operation: more than one element of the written-to "
            "tensor refers to a single memory location. Please clone() the "
            "tensor before performing the operation."
        )


def check_reads_apart(x: Tensor, y: Tensor) -> None:
    """Refuses to write to ``x`` while reading other places of it as ``y``.

    In ``x.sub_(x[0])`` the first row would be 0 when the second is reached.
    Like PyTorch, this looks only at tensors without gaps in memory.
    """
    a, b = x._array, y._array
    if a.base is None and b.base is None:  # neither is part of another
        return
    if (
        np.may_share_memory(a, b)
        and is_dense(a)
        and is_dense(b)
        and not _same_window(a, b)
    ):
        raise RuntimeError(
            "unsupported operation: some elements of the input tensor and the "
            "written-to tensor refer to a single memory location. Please "
            "clone() the tensor before performing the operation.\n"
            "What is written would change what is still to be read: read from "
            "a copy, x.sub_(x[0].clone()), or make a new tensor, x - x[0]."
        )


def _same_window(a: np.ndarray, b: np.ndarray) -> bool:
    return (
        a.shape == b.shape
        and a.__array_interface__["data"] == b.__array_interface__["data"]
        and all(
            n == 1 or s == t for n, s, t in zip(a.shape, a.strides, b.strides)
        )
    )


def _follow(node: Function, result: Tensor, x: Tensor) -> None:
    """Lets a saved output live in the memory that it was written to.

    Then a later write to ``x`` is noticed by the version check.
    """
    assert node._saved is not None
    for i, (saved, _) in enumerate(node._saved):
        if isinstance(saved, SavedOutput) and saved._array is result._array:
            saved._array = x._array
            saved._version_counter = x._version_counter
            node._saved[i] = saved, x._version_counter[0]
