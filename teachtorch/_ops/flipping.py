"""Turning over and around: flip, rot90, roll."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .dims import as_int, canonical_dim, canonical_dims, kind_of, sizes


class Flip(Op):
    """y = x in reverse along dims, so ∂x = ∂y in reverse.

    A primitive because PyTorch's slices step forwards only.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, dims: tuple) -> Tensor:
        ctx.dims = dims
        # order="K": what was transposed stays transposed, as in PyTorch.
        return wrap(np.flip(x._array, dims).copy(order="K"))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return Flip.of(grad, ctx.dims), None


def flip(input: Tensor, *along: Any, dims: Any = None) -> Tensor:
    """Reverses the order along ``dims``. See :func:`torch.flip`."""
    given = sizes(along if dims is None else (dims,), "flip", "dims")
    return Flip.apply(input, canonical_dims(given, input._array.ndim))


def fliplr(input: Tensor) -> Tensor:
    """Reverses the columns. See :func:`torch.fliplr`."""
    if input._array.ndim < 2:
        raise RuntimeError("Input must be >= 2-d.")
    return Flip.apply(input, (1,))


def flipud(input: Tensor) -> Tensor:
    """Reverses the rows. See :func:`torch.flipud`."""
    if input._array.ndim < 1:
        raise RuntimeError("Input must be >= 1-d.")
    return Flip.apply(input, (0,))


class Rot90(Op):
    """y = x turned by k quarters in the plane of two dims, so ∂x = ∂y turned
    back.

    A primitive because PyTorch's graph shows it as one node.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, k: int, dims: tuple) -> Tensor:
        ctx.k, ctx.dims = k, dims
        return wrap(np.rot90(x._array, k, dims).copy(order="K"))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return Rot90.of(grad, -ctx.k, ctx.dims), None, None


def rot90(input: Tensor, k: int = 1, dims: Any = (0, 1)) -> Tensor:
    """Turns by ``k`` times 90 degrees, from ``dims[0]`` towards ``dims[1]``.

    See :func:`torch.rot90`.
    """
    ndim = input._array.ndim
    if len(dims) != 2:
        raise RuntimeError(
            f"expected total rotation dims == 2, but got dims = {len(dims)}"
        )
    if ndim < 2:
        raise RuntimeError(
            f"expected total dims >= 2, but got total dims = {ndim}"
        )
    if dims[0] == dims[1] or abs(dims[0] - dims[1]) == ndim:
        raise RuntimeError(
            "expected rotation dims to be different, but got dim0 = "
            f"{dims[0]} and dim1 = {dims[1]}"
        )
    plane = tuple(canonical_dim(d, ndim) for d in dims)
    return Rot90.apply(input, k, plane)


class Roll(Op):
    """y = x moved along dims, its end to its start, so ∂x = ∂y moved back.

    A primitive because two slices and Cat would be recorded for each dim.
    """

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, shifts: tuple, dims: tuple | None
    ) -> Tensor:
        ctx.shifts, ctx.dims = shifts, dims
        # Without dims the elements move as if they stood in one row.
        moves = shifts[0] if dims is None else shifts
        return wrap(np.roll(x._array, moves, dims))

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        back = tuple(-s for s in ctx.shifts)
        return Roll.of(grad, back, ctx.dims), None, None


def roll(input: Tensor, shifts: Any, dims: Any = ()) -> Tensor:
    """Moves elements along ``dims``, around the end. See :func:`torch.roll`."""
    if not isinstance(shifts, (int, tuple, list)):
        raise TypeError(
            "roll(): argument 'shifts' (position 2) must be tuple of ints, "
            f"not {kind_of(shifts)}"
        )
    moves = (shifts,) if isinstance(shifts, int) else tuple(shifts)
    moves = tuple(as_int(n, "shifts") for n in moves)
    if not input._array.size:
        return input.clone()
    if not moves:
        raise RuntimeError("`shifts` required")
    along = (dims,) if isinstance(dims, int) else tuple(dims or ())
    if not along and len(moves) == 1:
        return Roll.apply(input, moves, None)
    if len(along) != len(moves):
        raise RuntimeError(
            "shifts and dimensions must align. shifts: "
            f"{len(moves)}, dims:{len(along)}"
        )
    if not input._array.ndim:
        raise IndexError(
            f"Dimension specified as {along[0]} but tensor has no dimensions"
        )
    ndim = input._array.ndim
    return Roll.apply(
        input, moves, tuple(canonical_dim(d, ndim) for d in along)
    )
