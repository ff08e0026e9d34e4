"""Turning over and around: flip, roll."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .dims import canonical_dims, sizes


class Flip(Op):
    """y = x in reverse along dims; ∂x is ∂y in reverse."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, dims: tuple) -> Tensor:
        ctx.dims = dims
        return wrap(np.flip(x._array, dims).copy())

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return Flip.of(grad, ctx.dims), None


class Roll(Op):
    """y = x moved along dims, what leaves at the end enters at the start."""

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


def flip(input: Tensor, *dims: Any) -> Tensor:
    """Reverses the order along ``dims``. See :func:`torch.flip`."""
    return Flip.apply(input, canonical_dims(sizes(dims), input._array.ndim))


def roll(input: Tensor, shifts: Any, dims: Any = None) -> Tensor:
    """Moves elements along ``dims``, around the end. See :func:`torch.roll`."""
    moves = (shifts,) if isinstance(shifts, int) else tuple(shifts)
    if dims is None or dims == ():
        if len(moves) != 1:
            raise RuntimeError(
                f"shifts and dimensions must align. shifts: {len(moves)}, dims:0"
            )
        return Roll.apply(input, moves, None)
    along = canonical_dims(dims, input._array.ndim)
    if len(along) != len(moves):
        raise RuntimeError(
            "shifts and dimensions must align. shifts: "
            f"{len(moves)}, dims:{len(along)}"
        )
    return Roll.apply(input, moves, along)
