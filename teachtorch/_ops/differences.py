"""Differences of neighbours, and the trapezoidal rule, which sums them up.

Both are composed of slices and arithmetic, so autograd differentiates them.
"""

from __future__ import annotations

from typing import Any

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .arithmetic import Div, Mul
from .dims import canonical_dim
from .joining import cat
from .logic import logical_xor
from .operands import constant, floating
from .scans import cumsum
from .slices import narrow
from .sums import sum


class MulNumber(Mul):
    """y = x·n for a number n, so ∂x = ∂y·n.

    A primitive because PyTorch numbers it apart from Mul.
    """

    inputs = 1
    number = 1

    def name(self) -> str:
        return "MulBackward1"


class DivNumber(Div):
    """y = x/n for a number n, so ∂x = ∂y/n.

    A primitive because PyTorch numbers it apart from Div.
    """

    inputs = 1
    number = 1

    def name(self) -> str:
        return "DivBackward1"


def _by_number(op: type[Op], x: Tensor, number: float) -> Tensor:
    return op.apply(x, constant(number, x.dtype))


def diff(
    input: Tensor,
    n: int = 1,
    dim: int = -1,
    prepend: Tensor | None = None,
    append: Tensor | None = None,
) -> Tensor:
    """Computes the differences of neighbours along ``dim``, ``n`` times.

    See :func:`torch.diff`.

    >>> diff(Tensor([1, 4, 9]))
    tensor([3., 5.])
    """
    if input._array.ndim == 0:
        raise RuntimeError("diff expects input to be at least one-dimensional")
    d = canonical_dim(dim, input._array.ndim)
    if n < 0:
        raise RuntimeError(f"order must be non-negative but got {n}")
    parts = [x for x in (prepend, input, append) if x is not None]
    for x in parts:
        _check_fits(input, x, d)
    x = cat(parts, d) if len(parts) > 1 else input
    if n == 0:
        return wrap(x._array.copy()) if x is input else x
    for _ in range(min(n, x._array.shape[d])):
        length = max(x._array.shape[d] - 1, 0)
        later, earlier = narrow(x, d, 1, length), narrow(x, d, 0, length)
        is_bool = x._array.dtype.kind == "b"
        x = logical_xor(later, earlier) if is_bool else later - earlier
    return x


def _check_fits(input: Tensor, other: Tensor, dim: int) -> None:
    if other._array.ndim != input._array.ndim:
        raise RuntimeError(
            "diff expects prepend or append to be the same dimension as input"
        )
    for i, (a, b) in enumerate(zip(input._array.shape, other._array.shape)):
        if i != dim and a != b:
            raise RuntimeError(
                "diff expects the shape of tensor to prepend or append to "
                "match that of input except along the differencing dimension; "
                f"input.size({i}) = {a}, but got tensor.size({i}) = {b}"
            )


def trapezoid(
    y: Tensor,
    x: Tensor | None = None,
    *,
    dx: float | None = None,
    dim: int = -1,
) -> Tensor:
    """Integrates ``y`` over ``dim`` by the trapezoidal rule.

    Args:
        y: the values of the function.
        x: where they were taken; equally spaced, if not given.
        dx: the spacing, 1 by default; not together with ``x``.
        dim: the dim to integrate over.

    See :func:`torch.trapezoid`.
    """
    y, widths = _samples("trapezoid", y, x, dx, dim)
    d = canonical_dim(dim, y._array.ndim)
    n = y._array.shape[d]
    if widths is None:
        if n == 0:
            return sum(y, d)
        ends = y.select(d, 0) + y.select(d, -1)
        inside = sum(y, d) - _by_number(MulNumber, ends, 0.5)
        return _by_number(MulNumber, inside, 1 if dx is None else dx)
    later, earlier = narrow(y, d, 1, n - 1), narrow(y, d, 0, n - 1)
    return _by_number(DivNumber, sum((later + earlier) * widths, d), 2)


def cumulative_trapezoid(
    y: Tensor,
    x: Tensor | None = None,
    *,
    dx: float | None = None,
    dim: int = -1,
) -> Tensor:
    """Integrates ``y`` by the trapezoidal rule up to every point.

    See :func:`torch.cumulative_trapezoid`.
    """
    y, widths = _samples("cumulative_trapezoid", y, x, dx, dim)
    d = canonical_dim(dim, y._array.ndim)
    n = max(y._array.shape[d], 1)
    both = narrow(y, d, 1, n - 1) + narrow(y, d, 0, n - 1)
    if widths is None:
        half = (1 if dx is None else dx) / 2
        return cumsum(_by_number(MulNumber, both, half), d)
    return _by_number(DivNumber, cumsum(both * widths, d), 2)


def _samples(
    name: str, y: Tensor, x: Any, dx: float | None, dim: int
) -> tuple[Tensor, Tensor | None]:
    """Checks the samples; gives y and the widths of the intervals."""
    if x is not None and dx is not None:
        raise TypeError(f"{name}(): give x or dx, not both")
    bools = [v._array.dtype.kind == "b" for v in (y, x) if v is not None]
    if any(bools):
        raise RuntimeError(
            f"{name}: received a bool input for "
            f"{'`x` or `y`' if x is not None else '`y`'}, but bool is not "
            "supported"
        )
    if y._array.ndim == 0:
        raise IndexError(
            f"Dimension specified as {dim} but tensor has no dimensions"
        )
    d = canonical_dim(dim, y._array.ndim)
    if x is None:
        return floating(y), None
    if x._array.ndim == 1:
        if x._array.shape[0] != y._array.shape[d]:
            raise RuntimeError(
                f"{name}: There must be one `x` value for each sample point"
            )
        # One list of places for all: along d, and of size 1 elsewhere.
        trailing = (1,) * (y._array.ndim - d - 1)
        x = x.reshape(-1, *trailing)
        return y, diff(x, dim=0)
    return y, diff(x, dim=dim)
