"""Padding: putting something around the last dimensions of a tensor.

The amounts are listed from the last dimension on: ``(left, right)``, or
``(left, right, top, bottom)``, and so on. Negative amounts cut off.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .._tensor import Tensor, wrap
from ..autograd.function import Op
from .slices import narrow

Pads = tuple[tuple[int, int], ...]  # (before, after) for each dimension


class ConstantPadNd(Op):
    """y = x with a constant around it, so ∂x = ∂y with as much cut off.

    A primitive because Cat would need a tensor for each of the sides.
    """

    @staticmethod
    def forward(ctx: Any, x: Tensor, pads: Pads, value: float) -> Tensor:
        ctx.pads = pads
        a = x._array
        shape = [
            n + before + after for n, (before, after) in zip(a.shape, pads)
        ]
        y = np.full(shape, value, a.dtype)
        kept_in_x = tuple(
            slice(max(0, -before), n - max(0, -after))
            for n, (before, after) in zip(a.shape, pads)
        )
        place_in_y = tuple(
            slice(max(0, before), n - max(0, after))
            for n, (before, after) in zip(shape, pads)
        )
        y[place_in_y] = a[kept_in_x]
        return wrap(y)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        cut = tuple((-before, -after) for before, after in ctx.pads)
        return ConstantPadNd.of(grad, cut, 0.0), None, None


class _PadFromInside(Op):
    """y[i] = x[pᵢ] for given places p, so ∂x adds up the ∂y that read it.

    A primitive because PyTorch's graph shows each padding as one node.
    """

    shown: str

    @staticmethod
    def forward(ctx: Any, x: Tensor, places: tuple, name: str) -> Tensor:
        ctx.shape, ctx.places, ctx.shown = x._array.shape, places, name
        return wrap(x._array[places])

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return _AddAtPlaces.of(grad, ctx.shape, ctx.places), None, None

    def name(self) -> str:
        return f"{self.shown}Backward0"


class _AddAtPlaces(Op):
    """x = zeros with v added where y[i] = x[pᵢ] had read, so ∂v reads ∂x there
    again.
    """

    @staticmethod
    def forward(ctx: Any, v: Tensor, shape: tuple, places: tuple) -> Tensor:
        ctx.places = places
        x = np.zeros(shape, v._array.dtype)
        np.add.at(x, places, v._array)
        return wrap(x)

    @staticmethod
    def backward(ctx: Any, grad: Any) -> Any:
        return _PadFromInside.of(grad, ctx.places, "Pad"), None, None


def pad(
    input: Tensor,
    pad: Sequence[int],
    mode: str = "constant",
    value: float | None = None,
) -> Tensor:
    """Pads the last dimensions of a tensor.

    Args:
        input: what to pad.
        pad: how much: before and after the last dimension, before and after
            the one in front of it, and so on.
        mode: with what: a ``"constant"``; the inside mirrored at the border
            (``"reflect"``), the border repeated (``"replicate"``), or the
            other end (``"circular"``).
        value: the constant, 0 by default.

    See :func:`torch.nn.functional.pad`.

    >>> from teachtorch import ones
    >>> pad(ones(1, 2), (1, 0))
    tensor([[0., 1., 1.]])
    """
    amounts = _amounts(pad)
    if len(amounts) % 2:
        raise RuntimeError("Padding length must be divisible by 2")
    if len(amounts) > 2 * input.ndim:
        raise RuntimeError(
            "Padding length should be less than or equal to two times the "
            f"input dimension but got padding length {len(amounts)} and input "
            f"of dimension {input.ndim}"
        )
    pairs = list(zip(amounts[::2], amounts[1::2]))[::-1]
    pads = ((0, 0),) * (input.ndim - len(pairs)) + tuple(pairs)
    if isinstance(value, str):
        raise TypeError(
            "pad(): argument 'value' (position 4) must be float, not str"
        )
    if mode == "constant":
        return _constant(input, pads, 0.0 if value is None else value)
    if value is not None and value != 0:
        raise RuntimeError(
            f'Padding mode "{mode}" doesn\'t take in value argument'
        )
    if mode not in ("reflect", "replicate", "circular"):
        raise NotImplementedError(f"Unrecognised padding mode {mode}")
    _check_supported(input.ndim, len(amounts))
    if mode == "circular":
        return _circular(input, pads, len(pairs))
    return _from_inside(input, pads, len(pairs), mode)


def _amounts(pad: Any) -> list[int]:
    start = "pad(): argument 'pad' (position 2) must be tuple of ints, "
    if not isinstance(pad, Sequence):
        raise TypeError(f"{start}not {type(pad).__name__}")
    for i, n in enumerate(pad):
        if not hasattr(n, "__index__"):
            raise TypeError(
                f"{start}but found element of type {type(n).__name__} at pos "
                f"{i}"
            )
    return [n.__index__() for n in pad]


def _constant(input: Tensor, pads: Pads, value: float) -> Tensor:
    for n, (before, after) in zip(input.shape, pads):
        if n + before + after < 0 or -before > n or -after > n:
            raise RuntimeError("narrow(): length must be non-negative.")
    return ConstantPadNd.apply(input, pads, value)


def _check_supported(ndim: int, length: int) -> None:
    dims = length // 2
    if not 1 <= dims <= 3 or ndim not in (dims + 1, dims + 2):
        raise NotImplementedError(
            f"Padding size {length} is not supported for {ndim}D input "
            "tensor.\nSupported combinations for non-constant padding:\n"
            "  - 2D or 3D input: padding size = 2 (pads last dimension)\n"
            "  - 3D or 4D input: padding size = 4 (pads last 2 dimensions)\n"
            "  - 4D or 5D input: padding size = 6 (pads last 3 dimensions)"
        )


def _from_inside(input: Tensor, pads: Pads, dims: int, mode: str) -> Tensor:
    if 0 in input._array.shape[-dims - 1 :]:
        raise RuntimeError(
            f"Expected {dims + 1}D or {dims + 2}D (batch mode) tensor with "
            "possibly 0 batch size and other non-zero dimensions for input, "
            f"but got: {list(input.shape)}"
        )
    places: list[np.ndarray] = []
    for dim in reversed(range(input.ndim)):  # PyTorch checks the last one first
        n, (before, after) = input.shape[dim], pads[dim]
        i = np.arange(-before, n + after)
        if mode == "reflect":
            if before >= n or after >= n:
                raise RuntimeError(
                    f"Argument #{2 * (input.ndim - dim) + 2}: Padding size "
                    "should be less than the corresponding input dimension, "
                    f"but got: padding ({before}, {after}) at dimension {dim} "
                    f"of input {list(input.shape)}"
                )
            i = np.abs(i)
            i = np.where(i < n, i, 2 * (n - 1) - i)
        else:
            i = np.clip(i, 0, n - 1)
        places.insert(0, i)
    _check_size_left(input, pads, dims)
    kind = {"reflect": "ReflectionPad", "replicate": "ReplicationPad"}
    name = f"{kind[mode]}{dims}D"
    return _PadFromInside.apply(input, np.ix_(*places), name)


def _check_size_left(input: Tensor, pads: Pads, dims: int) -> None:
    """Refuses negative padding that leaves nothing."""
    before = input._array.shape[-dims:]
    after = [n + sum(pair) for n, pair in zip(before, pads[-dims:])]
    if any(n > 0 for n in after):
        return
    axes = "DHW"[-dims:]
    was = ", ".join(f"{a}: {n}" for a, n in zip(axes, before))
    now = " ".join(f"{a}: {n}" for a, n in zip(axes, after))
    space = " " if dims > 1 else ""
    raise RuntimeError(
        f"input ({was}{space}) is too small. Calculated output {now}"
    )


def _circular(input: Tensor, pads: Pads, dims: int) -> Tensor:
    """Copies the input to the middle, and each end of it behind the other.

    PyTorch writes it into one tensor step by step too, so its graph is the
    same chain of copies.
    """
    size = list(input._array.shape)
    for dim in range(input.ndim - dims, input.ndim):
        if max(pads[dim]) > size[dim]:
            raise RuntimeError(
                "Padding value causes wrapping around more than once."
            )
        size[dim] += sum(pads[dim])
        if size[dim] < 0:
            raise RuntimeError(
                "Negative padding value is resulting in an empty dimension"
            )
    out: Any = wrap(np.empty(size, input._array.dtype))
    middle, kept = out, input
    around = list(enumerate(pads))[: -dims - 1 : -1]  # the last one first
    for dim, (before, after) in around:
        left, right = max(before, 0), max(after, 0)
        middle = narrow(middle, dim, left, size[dim] - left - right)
        first, last = max(-before, 0), max(-after, 0)
        kept = narrow(kept, dim, first, kept.shape[dim] - first - last)
    middle.copy_(kept)
    for dim, (before, after) in around:
        left, right = max(before, 0), max(after, 0)
        end = size[dim] - right  # of the middle
        if left:
            narrow(out, dim, 0, left).copy_(narrow(out, dim, end - left, left))
        if right:
            narrow(out, dim, end, right).copy_(narrow(out, dim, left, right))
    return out
