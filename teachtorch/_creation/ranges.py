"""Tensors filled by rule: arange, linspace, logspace, eye."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from .. import _dtype
from .._device import check_device
from .._dtype import dtype as DType
from .._tensor import Tensor
from .data import finish
from .filled import into, numpy_dtype


def arange(
    start: Any = None,
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
    if start is None and end is None:
        raise TypeError(
            "arange() received an invalid combination of arguments - got (), "
            "but expected one of:\n * (Number end)\n * (Number start, Number "
            "end, Number step = 1)"
        )
    if end is None:
        start, end = 0, start
    start, end, step = (_number(v) for v in (start or 0, end, step))
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
    return into(out, finish(array, requires_grad))


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
    _refuse_vectors("linspace", start, end)
    d = dtype or _dtype.get_default_dtype()
    array = _linspace(_number(start), _number(end), steps, d)
    return into(out, finish(array, requires_grad))


def _refuse_vectors(function: str, start: Any, end: Any) -> None:
    for name, x in (("start", start), ("end", end)):
        if isinstance(x, Tensor) and x._array.ndim:
            raise RuntimeError(
                f"{function} only supports 0-dimensional start and end "
                f"tensors, but got {name} with {x._array.ndim} dimension(s)."
            )


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
    start: Any,
    end: Any,
    steps: int,
    base: float = 10.0,
    *,
    out: Tensor | None = None,
    dtype: DType | None = None,
    layout: Any = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Makes base**x for evenly spaced x. See :func:`torch.logspace`."""
    _refuse_vectors("logspace", start, end)
    exponents = linspace(
        start, end, steps, dtype=_dtype.float64, device=device
    )._array
    array = np.power(float(base), exponents).astype(numpy_dtype(dtype))
    return into(out, finish(array, requires_grad))


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
    array = np.eye(n, m, dtype=numpy_dtype(dtype))
    return into(out, finish(array, requires_grad))
